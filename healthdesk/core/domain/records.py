"""Records on their way into a desk: what readers of files hand out and what writers take.

A *raw* table holds cells as a foreign file has them; a *table source* holds cells as the exchange
folder would have them, read from such a folder or made from raw ones by a mapping. All cells are
text; a source with types of its own writes them the exchange folder's way (days as 2026-03-14,
instants with their offset, numbers with a point, true and false, nothing as "").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from healthdesk.core.domain.exchange import Table
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress


@dataclass(frozen=True)
class Fault:
    """Why a row is rejected: the column, what stood there, the reason as the end of a sentence."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Broken:
    """A record that cannot be parsed at all; `line` is where it begins."""

    line: int
    reason: str


@dataclass(frozen=True)
class Refused:
    """A record that a mapping could not read; `cells` and `fault` speak of the foreign file."""

    line: int
    cells: Sequence[str]
    fault: Fault


COMBINE = "combine"
"""Stands among the cells of usage that waits: how its file combines what comes for one cell."""


@dataclass(frozen=True)
class Waiting:
    """A record whose account nobody knows yet.

    `cells` are its exchange cells by column, the account's column left out; `by` and `value` say
    how the file names the account ("name", "TB Clinics").
    """

    line: int
    cells: Mapping[str, str]
    by: str
    value: str


@dataclass(frozen=True)
class Chunk:
    """Records that follow one another: `lines[i]` is where `cells[i]` begins.

    Lines count from 1; in sources without lines (spreadsheets, JSON, databases) they are rows, the
    header being row 1. `raw` holds the foreign record behind each record, where they differ.
    Records may be kept as columns (`columns.Columns`).
    """

    cells: Sequence[list[str]]
    lines: Sequence[int]
    broken: tuple[Broken, ...] = ()
    refused: tuple[Refused, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    raw: Sequence[list[str]] | None = None
    links: Mapping[int, str] = field(default_factory=dict)
    """By line: the contacts of a row, where nobody knows some of them (mapping/strangers.py)."""


_NOTHING = Reading()


@dataclass(frozen=True)
class RawTable:
    """One table that a foreign file or database holds, before anyone knows what it means."""

    place: str
    """A path, or the URL of a database (which may hold a password: never shown)."""
    name: str
    """As shown to people and kept in the history: "tickets.csv", "helpdesk.xlsx · Tickets"."""
    part: str
    """The sheet, table or query; "" where the file is one table."""
    header: tuple[str, ...]
    """Column names, each different: a second "Id" is "Id (2)", an empty one "column 3"."""
    reading: Reading
    """How it is read, every guess decided; reading it again with this gives the same."""
    about: int
    """About how many records it has, for progress; 0 = not known."""
    told: str
    """How it is read, for people: "UTF-8, semicolon"."""
    notes: tuple[str, ...] = ()
    """What was left out or decided on the way: "3 lines before the header"."""
    seen: tuple[int, int] | None = field(default=None, compare=False)
    """Size and time of the last change of its file before it was opened; None: no file."""
    asked: Reading = field(default=_NOTHING, compare=False)
    """What somebody said of how it is read; all else in `reading` was found out."""

    @property
    def pinned(self) -> Reading:
        """How the next file of its kind is to be read: what was said, and which part it is."""
        query = self.reading.query
        return msgspec.structs.replace(
            self.asked, part=self.part if not query else self.reading.part, query=query,
            format=self.reading.format if query else self.asked.format,
        )  # fmt: skip


class Importer(Protocol):
    """A module of the catalogue of importers: reads one foreign format into raw tables."""

    SPEC: FormatSpec

    def sniff(self, place: str, head: bytes) -> float:
        """How sure it is that the place is of this format, 0 to 1, from its first 64 kB."""

    def parts(self, place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
        """The sheets or tables, ("",) where the file is one; `BadImport` if it cannot be read."""

    def open_part(
        self, place: str, part: str, reading: Reading, progress: Progress = NOBODY
    ) -> RawTable:
        """Find out how a table is read and its header; `BadImport` with a sentence if it can't."""

    def chunks(self, table: RawTable, size: int) -> Iterator[Chunk]:
        """The records after the header, `size` at a time; each as many cells as the header."""


class TableSource(Protocol):
    """Records of one exchange table, whatever they were read from."""

    @property
    def table(self) -> Table:
        """The exchange table."""

    @property
    def name(self) -> str:
        """The file, as shown to people and kept in the history."""

    @property
    def header(self) -> tuple[str, ...]:
        """Exchange columns in the order of the cells; for accounts attributes too."""

    @property
    def about(self) -> int:
        """About how many records there are, for progress."""

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The records, about `size` at a time; each call reads from the beginning."""

    def foreign(self, column: str) -> str:
        """What the file itself calls an exchange column; the same where it has no own name."""
