"""What recognition looks at: the files of one drop, what the desk knows, what a person decided.

All values are immutable; a proposal carries its `Look`, so that an answer builds it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from healthdesk.core.domain.lookup import Known
from healthdesk.core.domain.mapping import By, FileMap
from healthdesk.core.domain.record_ids import twin
from healthdesk.core.domain.records import RawTable
from healthdesk.core.mapping.header import squeezed, words
from healthdesk.core.mapping.profile import ColumnProfile, FileProfile

COMPARED = 3_000
"""Different values of a column that are compared with others."""
HISTORY = frozenset(
    ("fivetranactive", "fivetranstart", "dbtvalidto", "validto", "iscurrent", "iscurrentrow")
)
"""Columns of tables that keep what was: a row for each state."""


@dataclass(frozen=True)
class FileLook:
    """One file and what was found out about it."""

    raw: RawTable
    profile: FileProfile

    @property
    def name(self) -> str:
        """The file's name."""
        return self.raw.name

    def find(self, *names: str) -> ColumnProfile | None:
        """The first column of one of these names, however spelled."""
        by_name = self.by_name
        for name in names:
            if (column := by_name.get(squeezed(name))) is not None:
                return column
        return None

    @property
    def by_name(self) -> dict[str, ColumnProfile]:
        """Columns by their squeezed names; the first of several."""
        found: dict[str, ColumnProfile] = {}
        for column in self.profile.columns:
            found.setdefault(squeezed(column.name), column)
        return found

    @property
    def has_history(self) -> bool:
        """Whether the same thing may have several rows, one for each state it was in."""
        return any(name in HISTORY for name in self.by_name)

    def sample(self, *names: str) -> Iterable[tuple[str, ...]]:
        """Cells of some columns in the first rows."""
        places = [self.raw.header.index(name) for name in names]
        return (tuple(row[place] for place in places) for row in self.profile.sample)


@dataclass(frozen=True)
class Drop:
    """All files that were dropped together, with what each is at first sight."""

    files: tuple[FileLook, ...]
    known: Known
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Exchange table by file name; "" = none."""
    ids: Mapping[str, tuple[tuple[str, str, frozenset[str]], ...]] = field(default_factory=dict)
    """By exchange table: files, their id columns and the ids in them."""
    names: frozenset[str] = frozenset()
    """Names of accounts in the files, casefolded."""
    vendors: frozenset[str] = frozenset()

    def has(self, table: str) -> bool:
        """Whether a file of the drop, or the desk, holds rows of a table."""
        return bool(self.known.ids.get(table)) or table in self.kinds.values()

    def file(self, table: str) -> FileLook | None:
        """The first file of the drop that holds a table."""
        return next((one for one in self.files if self.kinds.get(one.name) == table), None)


@dataclass(frozen=True)
class Decided:
    """What a person decided about one file."""

    tables: tuple[str, ...] | None = None
    targets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Target by table and column of the file; "" = left out."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Keys of choices by keys of questions."""
    out: bool | None = None


@dataclass(frozen=True)
class Look:
    """A file in its drop, with the decisions so far."""

    file: FileLook
    drop: Drop
    decided: Decided = Decided()
    kept: FileMap | None = None
    told: str = ""
    """Where a kept mapping comes from."""

    def answer(self, key: str) -> str | None:
        """The choice that answers a question, None while it is open."""
        return self.decided.answers.get(key)


def found_share(column: ColumnProfile, values: frozenset[str]) -> float:
    """The part of a column's different values that stand among others."""
    if not values or not column.counts:
        return 0.0
    some = list(islice(column.counts, COMPARED))
    return sum(1 for text in some if _among(text.strip(), values)) / len(some)


def _among(text: str, values: frozenset[str]) -> bool:
    return text in values or (len(text) in {15, 18} and twin(text) in values)


def known_share(column: ColumnProfile, known: Known, by: By) -> float:
    """The part of a column's different values that the desk finds an account for; asked once."""
    asked = (known.finder, by)
    if asked not in column.shares:
        some = list(islice(column.counts, COMPARED))
        found = sum(1 for text in some if known.finder.account(by, text.strip()) is not None)
        column.shares[asked] = found / len(some) if some else 0.0
    return column.shares[asked]


def overlap(left: Sequence[str], right: Sequence[str]) -> float:
    """How much of two headers is the same, 0 to 1."""
    one, two = set(map(squeezed, left)), set(map(squeezed, right))
    return len(one & two) / max(1, len(one | two))


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> plural(2291, "row")
    '2,291 rows'
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def has_word(name: str, *wanted: str) -> bool:
    """Whether a column's name has one of some words."""
    return any(word in wanted for word in words(name))
