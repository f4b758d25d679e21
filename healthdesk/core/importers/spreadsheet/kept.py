"""Sheets that were read once, kept as text in files without a name: to open one takes seconds.

Each is good for as long as its workbook stays as it was; the oldest go first. Whoever does not
find a sheet here has it read again.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO

MOST = 8
"""Sheets kept at once."""
LARGEST = 1 << 30
"""Bytes of all of them."""

Key = tuple[str, int, int, str, int | None, int | None]
"""The workbook's path, time and size; the sheet; its header and footer, as far as decided."""


@dataclass
class Sheet:
    """What the reading process said about one sheet: its shape, then blocks of its records."""

    shape: bytes
    stream: IO[bytes]
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where each block begins, and its length."""
    lock: Lock = field(default_factory=Lock)

    def __del__(self) -> None:
        self.stream.close()

    @property
    def size(self) -> int:
        """Bytes of all blocks."""
        return sum(length for _, length in self.places)

    def add(self, block: bytes) -> None:
        """Keep one more block; `OSError` where there is no room."""
        self.places.append((self.stream.tell(), len(block)))
        self.stream.write(block)

    def blocks(self) -> Iterator[bytes]:
        """The blocks, one after the other."""
        for place, length in self.places:
            with self.lock:
                self.stream.seek(place)
                block = self.stream.read(length)
            yield block


_sheets: OrderedDict[Key, Sheet] = OrderedDict()
_guard = Lock()


def key(place: str, part: str, header: int | None, footer: int | None) -> Key:
    """What a sheet is found by; `OSError` where the workbook is gone."""
    path = Path(place).resolve()
    now = path.stat()
    return (str(path), now.st_mtime_ns, now.st_size, part, header, footer)


def fresh(shape: bytes) -> Sheet:
    """Room for a sheet whose blocks are to come; `OSError` where there is none."""
    return Sheet(shape, tempfile.TemporaryFile())


def keep(names: Iterable[Key], sheet: Sheet) -> None:
    """Keep a whole sheet under what it may be asked for by."""
    with _guard:
        for name in names:
            _sheets[name] = sheet
        while _distinct() > MOST or _bytes() > LARGEST:
            _sheets.popitem(last=False)


def find(name: Key) -> Sheet | None:
    """A sheet that was read."""
    with _guard:
        return _sheets.get(name)


def _distinct() -> int:
    return len({id(sheet) for sheet in _sheets.values()})


def _bytes() -> int:
    return sum({id(sheet): sheet.size for sheet in _sheets.values()}.values())
