"""Rejected rows of an import: the first of them for its result, all of them in a file."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.domain.records import Fault
from healthdesk.core.domain.views import Reject
from healthdesk.core.importers.exchange.cells import shorten

SHOWN_REJECTS = 1_000
"""Rejections that a result carries; the file has all of them."""


class RejectLog:
    """Keeps the first rejections for the result, and writes all of them to a file."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
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
        try:
            if self._stream is None:
                self._stream = self._begin(self._folder)
            writer = csv.writer(self._stream)
            writer.writerow((file, line, fault.column, shorten(fault.value), fault.reason, *cells))
        except OSError as error:
            raise DiskTrouble(
                f"The rejected rows cannot be written to {self._folder} ({error.strerror}); "
                "nothing was imported."
            ) from None

    def keep(self, batch: int, stamp: str) -> str | None:
        """Give the file its final name; None when no row was rejected or no file was wanted."""
        if self._stream is None or self._path is None:
            return None
        self._stream.close()
        self._stream = None
        final = self._path.with_name(f"{stamp} import {batch} rejected rows.csv")
        self._path.replace(final)
        self._path = None
        return str(final)

    def drop(self) -> None:
        """Remove what was written: the import did not happen."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _begin(self, folder: Path) -> TextIO:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f".rejected rows {os.getpid()}.partial"
        stream = self._path.open("w", encoding="utf-8", newline="")
        csv.writer(stream).writerow(("file", "line", "column", "value", "reason", "row"))
        return stream
