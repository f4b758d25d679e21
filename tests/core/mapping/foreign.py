"""Foreign files and a desk's knowledge for the tests of mapping, without readers and stores."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

import msgspec

from healthdesk.core.domain.mapping import By, FileMap, MappingDocument, Reading, TableMap
from healthdesk.core.domain.records import Chunk, RawTable, Refused, Waiting
from healthdesk.core.mapping import joins
from healthdesk.core.mapping.mapped import MappedFile

DOCUMENTS = Path(__file__).resolve().parents[2] / "data" / "mappings"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


@dataclass
class People:
    """A desk's accounts and contacts by how files name them."""

    accounts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unwanted: frozenset[str] = frozenset()
    contacts: Mapping[str, str] = field(default_factory=dict)
    anyone: bool = False

    def account(self, by: By, text: str) -> str | None:
        return text if self.anyone else self.accounts.get((by, text))

    def left_out(self, by: By, text: str) -> bool:
        return text in self.unwanted

    def contact(self, by: By, text: str, account: str) -> str | None:
        return text if self.anyone else self.contacts.get(text)


ANYONE = People(anyone=True)


@dataclass
class Foreign:
    """One raw table, and how it is read."""

    raw: RawTable
    rows: Sequence[list[str]]

    def read(self, size: int) -> Iterator[Chunk]:
        for start in range(0, len(self.rows), size):
            part = [list(row) for row in self.rows[start : start + size]]
            yield Chunk(part, range(start + 2, start + 2 + len(part)))


def table(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Foreign:
    raw = RawTable(name, name, "", tuple(header), Reading(), len(rows), "")
    return Foreign(raw, [list(row) for row in rows])


def text(name: str, told: str) -> Foreign:
    header, *rows = csv.reader(told.splitlines())
    return table(name, header, rows)


def opened(path: Path) -> Foreign:
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    return table(path.name, header, rows)


def folder(path: Path) -> list[Foreign]:
    return [opened(one) for one in sorted(path.iterdir()) if ".csv" in one.name]


def document(name: str) -> MappingDocument:
    return msgspec.json.decode((DOCUMENTS / name).read_bytes(), type=MappingDocument)


@dataclass
class Result:
    """All that came out of a conversion."""

    header: tuple[str, ...]
    cells: list[list[str]]
    lines: list[int]
    refused: list[Refused]
    waiting: list[Waiting]
    notes: list[str]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [dict(zip(self.header, row, strict=True)) for row in self.cells]


def mapped(
    file: Foreign,
    mapping: TableMap,
    people: People = ANYONE,
    *,
    others: Sequence[Foreign] = (),
    zone: tzinfo = UTC,
    notes: list[str] | None = None,
) -> MappedFile:
    joined = joins.load([mapping], [(one.raw, one.read) for one in (file, *others)])
    noted = [] if notes is None else notes
    return MappedFile(file.raw, file.read, mapping, people, zone, joined, noted)


def convert(
    file: Foreign,
    mapping: TableMap,
    people: People = ANYONE,
    *,
    others: Sequence[Foreign] = (),
    zone: tzinfo = UTC,
    size: int = 20_000,
) -> Result:
    notes: list[str] = []
    source = mapped(file, mapping, people, others=others, zone=zone, notes=notes)
    result = Result(source.header, [], [], [], [], notes)
    for chunk in source.chunks(size):
        result.cells += chunk.cells
        result.lines += chunk.lines
        result.refused += chunk.refused
        result.waiting += chunk.waiting
        assert len(chunk.cells) == len(chunk.lines)
        assert chunk.raw is None or len(chunk.raw) == len(chunk.cells)
    return result


def tables(
    document: MappingDocument, files: Sequence[Foreign]
) -> Iterator[tuple[FileMap, TableMap, Foreign]]:
    """Every table that a document makes of files."""
    for told in document.files:
        for file in files:
            if any(joins.matches(pattern, file.raw.name) for pattern in told.files):
                yield from ((told, one, file) for one in told.tables)
