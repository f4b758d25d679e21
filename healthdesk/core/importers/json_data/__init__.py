"""JSON and JSON Lines: records in a list, one a line or inside an object; nested keys with dots."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from healthdesk.core.domain.columns import Columns
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Broken, Chunk, RawTable
from healthdesk.core.importers.json_data import decode, layouts
from healthdesk.core.importers.json_data.flatten import Record
from healthdesk.core.importers.json_data.lines import Piece

SPEC = FormatSpec(
    key="json_data",
    title="JSON and JSON Lines",
    summary="Records in a list, one a line, or inside an object; nested keys become columns.",
)
ENDINGS = (".json", ".jsonl", ".ndjson", ".geojson")
_TOLD = 2_000
"""Records after which progress is told."""
_SHAPES = 10_000
COLUMNS = 2_000
"""Different keys that a file of records may have."""


def sniff(place: str, head: bytes) -> float:
    """How sure it is that a file is JSON: it begins as such, and ends in its name as such."""
    if "://" in place:
        return 0.0
    name = place.lower().removesuffix(".gz")
    named = name.endswith(ENDINGS)
    begin = _first_letters(head).lstrip(" \t\r\n\ufeff")
    if begin[:1] not in ("{", "["):
        return 0.3 if named else 0.0
    if named:
        return 0.97
    try:
        value, _ = decode.at(begin, 0)
    except decode.BrokenJsonError:
        return 0.3 if begin[:1] == "{" else 0.0
    good = value if isinstance(value, dict) else value and isinstance(value[0], dict)  # type: ignore[index]
    return 0.9 if good else 0.0


def _first_letters(head: bytes) -> str:
    if decode.is_packed(head):
        try:
            head = zlib.decompressobj(31).decompress(head, 1 << 16)
        except zlib.error:
            return ""
    return head.decode(decode.encoding_of(head), errors="ignore")


def parts(place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
    """The lists of records inside the file; ("",) where it is one."""
    progress.step(0, 0, f"Opening {Path(place).name}")
    return layouts.parts(place, reading.encoding)


def open_part(place: str, part: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """Read the file once for the union of its keys, in the order of first sight."""
    name = Path(place).name
    keys = _Keys()
    count = broken = 0
    for record in layouts.records(place, part, reading.encoding):
        if isinstance(record, Broken):
            broken += 1
            continue
        before = count
        count += len(record.lines) if isinstance(record, Piece) else 1
        if count // _TOLD > before // _TOLD:
            progress.step(count, 0, f"Opening {name}")
        if keys.take(record) > COLUMNS:
            raise BadImport(
                f"{name} has more than {COLUMNS:,} different keys, so it is no table; nothing "
                "was imported."
            )
    header = keys.columns()
    if not header:
        raise BadImport(f"{name} holds no records; nothing was imported.")
    told = layouts.told(place, reading.encoding)
    return RawTable(
        place=place,
        name=f"{name} · {part}" if part else name,
        part=part,
        header=header,
        reading=Reading(format=SPEC.key, part=part, encoding=reading.encoding),
        about=count + broken,
        told=told,
    )


class _Keys:
    """The keys of all records, and which of them ever say anything."""

    def __init__(self) -> None:
        self._filled: dict[str, bool] = {}
        self._done: set[tuple[str, ...]] = set()
        """Keys of records of which each said something already."""

    def take(self, record: Piece | Record) -> int:
        """The keys of one more record, or of several; how many there are in all."""
        if isinstance(record, Piece):
            for key, column in record.columns.items():
                self._filled[key] = self._filled.get(key, False) or any(column)
            return len(self._filled)
        cells = record.cells
        names = tuple(cells)
        if names in self._done:
            return len(self._filled)
        for key, cell in cells.items():
            self._filled[key] = bool(cell) or self._filled.get(key, False)
        if len(self._done) < _SHAPES and all(map(self._filled.__getitem__, names)):
            self._done.add(names)
        return len(self._filled)

    def columns(self) -> tuple[str, ...]:
        """Keys as columns; one that is only ever nothing, where others lie inside it, is none."""
        parents = {key[:at] for key in self._filled for at in _dots(key)}
        return tuple(key for key, filled in self._filled.items() if filled or key not in parents)


def _dots(key: str) -> list[int]:
    return [at for at, letter in enumerate(key) if letter == "."]


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The records, read anew; keys that a record lacks are empty."""
    held = _Held(table.header)
    for record in layouts.records(table.place, table.part, table.reading.encoding):
        held.take(record)
        if held.count >= size:
            yield from held.cut(size)
    if held.count:
        yield held.whole()


class _Held:
    """Records on their way into chunks."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._columns: list[list[str]] = [[] for _ in header]
        self._lines: list[int] = []
        self._broken: list[Broken] = []

    @property
    def count(self) -> int:
        """Records and broken ones."""
        return len(self._lines) + len(self._broken)

    def take(self, record: Piece | Record | Broken) -> None:
        """Hold some more."""
        if isinstance(record, Broken):
            self._broken.append(record)
        elif isinstance(record, Piece):
            empty = [""] * len(record.lines)
            for key, column in zip(self._header, self._columns, strict=True):
                column.extend(record.columns.get(key, empty))
            self._lines.extend(record.lines)
        else:
            for key, column in zip(self._header, self._columns, strict=True):
                column.append(record.cells.get(key, ""))
            self._lines.append(record.line)

    def cut(self, size: int) -> Iterator[Chunk]:
        """Chunks of a size; what is left is held on."""
        while len(self._lines) > size:
            part = Columns([column[:size] for column in self._columns], size)
            yield Chunk(part, self._lines[:size], tuple(self._broken))
            self._columns = [column[size:] for column in self._columns]
            self._lines, self._broken = self._lines[size:], []
        if self.count >= size:
            yield self.whole()

    def whole(self) -> Chunk:
        """All that is held."""
        found = Chunk(Columns(self._columns, len(self._lines)), self._lines, tuple(self._broken))
        self._columns, self._lines, self._broken = [[] for _ in self._header], [], []
        return found


__all__ = ["SPEC", "chunks", "open_part", "parts", "sniff"]
