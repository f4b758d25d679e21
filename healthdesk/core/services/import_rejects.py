"""Rejected rows of an import: the first of them for its result, all of them in a file."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

from healthdesk.core.domain.cell_guard import guarded
from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.domain.records import Fault
from healthdesk.core.domain.views import Reject
from healthdesk.core.importers.exchange.cells import shorten
from healthdesk.core.store.db import private

SHOWN_REJECTS = 1_000
"""Rejections that a result carries; the file has all of them."""
_BEGUN = ".rejected rows {}.partial"
_ABANDONED = 3_600
"""Seconds after which whoever began a file is gone."""


class RejectLog:
    """Keeps the first rejections for the result, and writes all of them to a file."""

    def __init__(self, folder: Path | None, now: datetime) -> None:
        self._folder = folder
        self._now = now
        self._path: Path | None = None
        self._stream: TextIO | None = None
        self.shown: list[Reject] = []

    def add(self, file: str, line: int, fault: Fault, cells: Sequence[str]) -> None:
        """Take in one rejected row."""
        reject = Reject(file, line, fault.column, shorten(fault.value), fault.reason)
        if len(self.shown) < SHOWN_REJECTS:
            self.shown.append(reject)
        if self._folder is None:
            return
        with _telling(self._folder):
            if self._stream is None:
                self._stream = self._begin(self._folder)
            writer = csv.writer(self._stream)
            texts = (file, str(line), fault.column, shorten(fault.value), fault.reason, *cells)
            writer.writerow(map(guarded, texts))

    def keep(self, batch: int) -> str | None:
        """Give the file its final name; None when no row was rejected or no file was wanted."""
        if self._stream is None or self._path is None:
            return None
        with _telling(self._path.parent):
            self._stream.close()
            self._stream = None
            final = self._path.with_name(
                f"{self._now:%Y-%m-%d %H%M%S} import {batch} rejected rows.csv"
            )
            self._path = self._path.replace(final)
        return str(self._path)

    def settle(self) -> None:
        """Let the file be: what it belongs to is in the desk for good."""
        self._path = None

    def drop(self) -> None:
        """Remove what was written: the import did not happen."""
        with suppress(OSError):  # what went wrong before is what has to be told
            if self._stream is not None:
                self._stream.close()
        self._stream = None
        with suppress(OSError):
            if self._path is not None:
                self._path.unlink(missing_ok=True)
        self._path = None

    def _begin(self, folder: Path) -> TextIO:
        with private():
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder, self._now)
            self._path = folder / _BEGUN.format(os.getpid())
            stream = self._path.open("w", encoding="utf-8", newline="")
        csv.writer(stream).writerow(("file", "line", "column", "value", "reason", "row"))
        return stream


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Tell trouble with the file as a sentence; what is written before it is taken back."""
    try:
        yield
    except OSError as error:
        raise DiskTrouble(
            f"The rejected rows cannot be written to {folder} ({error.strerror}); "
            "nothing was imported."
        ) from None


def _sweep(folder: Path, now: datetime) -> None:
    """Remove what an import left that was killed."""
    for left in folder.glob(_BEGUN.format("*")):
        with suppress(OSError):
            if now.timestamp() - left.stat().st_mtime >= _ABANDONED:
                left.unlink()
