"""Streams the records of one CSV file (UTF-8, RFC 4180), each with the physical line it begins on.

A record that cannot be parsed is handed out as `Broken`; reading goes on after its first line.
What makes the whole file unreadable (another encoding, no header) is a `BadImport`.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import COLUMN_LIMIT, COLUMN_NAME_LIMIT, Table
from healthdesk.core.domain.records import Chunk
from healthdesk.core.text import records

CHUNK = 20_000
"""Records handed out at once: enough to work on columns, few enough to forget."""
BLOCK = 1 << 20


@dataclass(frozen=True)
class TableFile:
    """One file of a known table: its header as names that the table knows, else as written."""

    table: Table
    path: Path
    name: str
    """As shown to people and kept in the batch."""
    header: tuple[str, ...]

    @property
    def about(self) -> int:
        """About how many records the file has."""
        return count_lines(self.path)

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """The records after the header, some thousand at a time; blank lines are left out."""
        return chunks(self, size)

    def foreign(self, column: str) -> str:
        """The column itself: the file speaks the desk's own language."""
        return column


def count_lines(path: Path) -> int:
    """About how many lines a file has, quickly: what progress is measured against."""
    total = 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            total += block.count(b"\n")
    return total


def open_table(table: Table, path: Path, name: str) -> TableFile:
    """Read a file's header, or refuse the file."""
    _refuse_encodings(path, name)
    with _open(path) as stream:
        try:
            header = next(csv.reader(stream, strict=True), None)
        except UnicodeDecodeError:
            raise _not_utf8(path, name) from None
        except csv.Error as error:
            raise BadImport(
                f"{name}: its first line is no CSV header ({error}); nothing was imported."
            ) from None
    if not header:
        raise BadImport(
            f"{name} has no header line; nothing was imported.",
            f"Its first line must name its columns: {_required(table)}.",
        )
    return TableFile(table, path, name, _header(table, header, name))


def chunks(file: TableFile, size: int = CHUNK) -> Iterator[Chunk]:
    """The records after the header, some thousand at a time; blank lines are left out."""
    try:
        yield from records.chunks(
            lambda: _open(file.path), lambda stream: csv.reader(stream, strict=True), size
        )
    except UnicodeDecodeError:
        raise _not_utf8(file.path, file.name) from None


def _open(path: Path) -> IO[str]:
    return path.open(encoding="utf-8-sig", errors="strict", newline="")


def _refuse_encodings(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        head = stream.read(4)
    if not head:
        raise BadImport(
            f"{name} is empty (0 bytes); nothing was imported.",
            "Export it again, or take it out of the folder.",
        )
    if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        raise BadImport(
            f"{name} is written in UTF-16, not UTF-8 (byte 1, line 1); nothing was imported.",
            "Save it as “CSV UTF-8” and import again.",
        )


def _not_utf8(path: Path, name: str) -> BadImport:
    """Find the first byte that is no UTF-8; only done once the file is known to be wrong."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    offset, line = 0, 1
    with path.open("rb") as stream:
        while True:
            block = stream.read(BLOCK)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                at = offset - pending + error.start
                line += block[: max(0, error.start - pending)].count(b"\n")
                return BadImport(
                    f"{name} is not UTF-8: byte {at + 1:,}, on line {line:,}, cannot be read; "
                    "nothing was imported.",
                    "Save it as “CSV UTF-8” and import again.",
                )
            if not block:
                return BadImport(f"{name} is not UTF-8; nothing was imported.")
            offset += len(block)
            line += block.count(b"\n")


def _required(table: Table) -> str:
    return ", ".join(column.name for column in table.columns if column.required)


def _header(table: Table, cells: list[str], name: str) -> tuple[str, ...]:
    """The columns of a file by the table's own names; what it does not know stays as written."""
    if len(cells) > COLUMN_LIMIT:
        raise BadImport(
            f"{name} has {len(cells):,} columns, more than {COLUMN_LIMIT:,}; nothing was imported."
        )
    known = {column.name.casefold(): column.name for column in table.columns}
    header: list[str] = []
    seen: set[str] = set()
    for cell in cells:
        told = cell.strip()
        same = told.casefold()
        if told and same in seen:
            raise BadImport(
                f"{name} names the column “{told[:80]}” twice; nothing was imported.",
                "Take one of the two out and import again.",
            )
        if len(told) > COLUMN_NAME_LIMIT or "\0" in told:
            raise BadImport(
                f"{name} has a column whose name no one can read ({len(told):,} characters); "
                "nothing was imported."
            )
        seen.add(same)
        header.append(known.get(same, told))
    missing = [
        column.name for column in table.columns if column.required and column.name not in header
    ]
    if table.one_of and not set(table.one_of) & set(header):
        missing.append(" or ".join(table.one_of))
    if missing:
        raise BadImport(
            f"{name} lacks the required column {', '.join(missing)}; nothing was imported.",
            f"It has: {', '.join(header)[:300]}.",
        )
    return tuple(header)
