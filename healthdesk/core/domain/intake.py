"""What the way in shows and what a person decides on it: proposals, questions, plans, previews.

All values are immutable; answering a question or changing a column gives a new proposal
(core/mapping/recognise.py does that). Not here: the documents themselves (mapping.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from healthdesk.core.domain.mapping import ColumnMap, FileMap, MappingDocument
from healthdesk.core.domain.records import RawTable
from healthdesk.core.domain.views import Side

QuestionKind = Literal[
    "table", "required", "date", "number", "values", "account", "monthly", "renamed", "combine"
]


@dataclass(frozen=True)
class Choice:
    """One answer to a question; `sure` 0 to 1 orders them."""

    key: str
    label: str
    why: str = ""
    sure: float = 0.0


@dataclass(frozen=True)
class Question:
    """Something only a person can know; the file cannot be imported before it is answered."""

    key: str
    """Unique in its proposal: "date:tickets:opened_on"."""
    kind: QuestionKind
    text: str
    """"Day or month first?", with the values that leave it open in `why`."""
    why: str
    choices: tuple[Choice, ...]
    table: str = ""
    column: str = ""
    """The column of the file that it is about."""


@dataclass(frozen=True)
class ColumnGuess:
    """What one column of the file becomes in one table."""

    source: str
    examples: tuple[str, ...]
    """First different values that are not empty, at most five."""
    table: str
    target: str
    """Exchange column (accounts: or attribute; usage: "metric:<name>" in wide files); "" = left
    out."""
    map: ColumnMap | None
    sure: float
    why: str
    """"31 rows have a day over 12", "name known", "4 values, all known"."""
    question: str = ""
    """Key of the question that is open about it."""


@dataclass(frozen=True)
class Proposal:
    """How one raw table would be taken in: complete as soon as no question is open."""

    raw: RawTable
    file: FileMap
    title: str
    """What it is, for people: "Help desk tickets"."""
    sure: float
    why: str
    columns: tuple[ColumnGuess, ...]
    questions: tuple[Question, ...]
    kept: str = ""
    """Where the mapping comes from: "kept from 2026-11-16", "recipe Weekly load", "" = guessed."""
    left_out: bool = False
    """A person said that this file is not wanted."""
    profile: object = None
    """What was found out about every column (core/mapping/profile.py); needed to answer."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The exchange tables it feeds."""
        return tuple(dict.fromkeys(one.table for one in self.file.tables))

    @property
    def ready(self) -> bool:
        """Whether it can be imported."""
        return not self.left_out and not self.questions and bool(self.file.tables)


@dataclass(frozen=True)
class Unreadable:
    """A place that cannot be imported, with the sentence that says why."""

    place: str
    name: str
    sentence: str


@dataclass(frozen=True)
class Intake:
    """Everything that was dropped, looked at: exchange files, proposals, what cannot be read."""

    exchange: tuple[str, ...]
    """Paths that need no mapping."""
    proposals: tuple[Proposal, ...]
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A decision: whom a way of naming an account means."""

    by: str
    value: str
    account_id: str | None
    """None = leave its rows out; "+" = make an account of that name."""
    always: bool = True
    """Remembered as an alias; else good for this import only."""


@dataclass(frozen=True)
class Decisions:
    """What a person decided for one import."""

    matches: tuple[Match, ...] = ()
    conflicts: Mapping[tuple[str, str, str], Side] = field(default_factory=dict)
    """By (table, key, field)."""
    rules: Mapping[tuple[str, str], Side] = field(default_factory=dict)
    """By (table, field): from now on this side wins; kept in the desk."""


@dataclass(frozen=True)
class Planned:
    """A raw table with its finished mapping."""

    raw: RawTable
    file: FileMap
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns of which every different cell is known from the look at the file: it need not be
    read again for tables that want each of them once."""


@dataclass(frozen=True)
class Plan:
    """What `imports.run` takes in beside exchange folders."""

    files: tuple[Planned, ...] = ()
    decisions: Decisions = Decisions()
    keep: bool = True
    """Keep the mappings, so that the same layout needs no question next time."""


@dataclass(frozen=True)
class KeptMapping:
    """A mapping of the desk; `kept` ones were remembered by themselves."""

    name: str
    document: MappingDocument
    day: int
    kept: bool
