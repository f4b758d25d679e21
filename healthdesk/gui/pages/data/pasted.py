"""Pasted rows as a file that can be looked at like any other; it goes away with its folder."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

from healthdesk.core.domain.errors import DiskTrouble


class Pasted:
    """Keeps pasted texts in a folder of their own, as long as it lives itself."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="healthdesk-"))
        self._count = 0
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def write(self, text: str) -> Path:
        """Write one text; on the writer's thread."""
        self._count += 1
        name = "pasted.txt" if self._count == 1 else f"pasted {self._count}.txt"
        path = self._folder / name
        try:
            path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise DiskTrouble(
                f"What you pasted could not be kept for reading ({error.strerror}).",
                "Nothing was imported.",
            ) from None
        return path
