"""Accounts that pass between two desks: what a pack says of itself, and how changes meet.

A state is what a desk knows of some accounts: by table and stable id, fields and their values.
Two states that came from one are brought together field by field: what one side alone changed is
taken, what both changed otherwise is a conflict for a person. Not here: files, tables of the desk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

import msgspec

FORMAT: Final = 1
"""Version of the format of packs."""
SUFFIX: Final = ".hdpack"
MOST_ACCOUNTS: Final = 2_000

_NOTHING: Final[tuple[Any, ...]] = ("", None, [], {})

Fields = dict[str, Any]
Rows = dict[str, Fields]
State = dict[str, Rows]
"""By table and stable id of a row: its fields. Values are what JSON can hold."""
Answer = Literal["mine", "theirs"]
Where = tuple[str, str, str]
"""Table, id of the row, field; field "" = the row as a whole."""
Day = Annotated[int, msgspec.Meta(ge=-200_000, le=400_000)]
Line = Annotated[str, msgspec.Meta(max_length=500)]


class PackOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What goes in.

    Attributes:
        notes: internal notes, what is noted of persons, pulses and tones.
        addresses: mail addresses and phone numbers.
        attachments: files kept with the accounts.
        usage: daily values.
    """

    notes: bool = False
    addresses: bool = True
    attachments: bool = False
    usage: bool = True


class PackedAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account that is in a pack."""

    id: Line
    name: Annotated[str, msgspec.Meta(max_length=5_000)]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack says of itself.

    Attributes:
        format: version of the format.
        pack: the handover's own id, the same in every pack that passes for it.
        way: "given" comes from who owns the accounts, "returned" brings changes back.
        by: who made it; to: whom it is for.
        day: the day it was made; until: the last day of the cover, None = open or for good.
        lasting: the accounts go over for good.
        left_out: what is not in it, in words.
        counts: rows of each table.
    """

    format: Annotated[int, msgspec.Meta(ge=1)]
    pack: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$")]
    way: Literal["given", "returned"]
    by: Line = ""
    to: Line = ""
    day: Day
    until: Day | None = None
    lasting: bool = False
    accounts: Annotated[
        tuple[PackedAccount, ...], msgspec.Meta(min_length=1, max_length=MOST_ACCOUNTS)
    ]
    options: PackOptions = PackOptions()
    left_out: Annotated[tuple[Line, ...], msgspec.Meta(max_length=50)] = ()
    counts: dict[Line, int] = {}


@dataclass(frozen=True)
class Conflict:
    """A field that both sides changed, or a row that one changed and the other took away.

    Texts of rows are None where the row is gone; `was` is None where nobody knows what it was.
    """

    table: str
    key: str
    field: str
    was: Any
    mine: Any
    theirs: Any

    @property
    def where(self) -> Where:
        """What it is about."""
        return (self.table, self.key, self.field)


@dataclass(frozen=True)
class RowChange:
    """What happens to a row of mine: made, fields set, or gone."""

    table: str
    key: str
    way: Literal["add", "set", "remove"]
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Met:
    """Two states brought together: what I take over, and what a person decides."""

    changes: tuple[RowChange, ...]
    conflicts: tuple[Conflict, ...]


def meet(
    base: State, mine: State, theirs: State, answers: Mapping[Where, Answer] | None = None
) -> Met:
    """What I take over of theirs, `base` being what both began with.

    A conflict without an answer leaves mine as it is. A field they do not speak of is no change;
    a table neither.
    """
    told = answers or {}
    changes: list[RowChange] = []
    conflicts: list[Conflict] = []
    for table, rows in theirs.items():
        before, here = base.get(table, {}), mine.get(table, {})
        for key in sorted({*rows, *before}):
            row = _Row(table, key, before.get(key), here.get(key), rows.get(key))
            change, met = row.meet(told)
            conflicts.extend(met)
            if change is not None:
                changes.append(change)
    return Met(tuple(changes), tuple(conflicts))


@dataclass(frozen=True)
class _Row:
    table: str
    key: str
    base: Fields | None
    mine: Fields | None
    theirs: Fields | None

    def meet(self, told: Mapping[Where, Answer]) -> tuple[RowChange | None, list[Conflict]]:
        if self.theirs is None:
            return self._they_removed(told)
        if self.mine is None:
            return self._i_lack(self.theirs, told)
        return self._both(self.mine, self.theirs, told)

    def _whole(self, mine: Fields | None, theirs: Fields | None) -> Conflict:
        return Conflict(self.table, self.key, "", self.base, mine, theirs)

    def _they_removed(
        self, told: Mapping[Where, Answer]
    ) -> tuple[RowChange | None, list[Conflict]]:
        if self.mine is None or self.base is None:
            return None, []
        gone = RowChange(self.table, self.key, "remove")
        if not _differs(self.mine, self.base):
            return gone, []
        met = self._whole(self.mine, None)
        return (gone if told.get(met.where) == "theirs" else None), [met]

    def _i_lack(
        self, theirs: Fields, told: Mapping[Where, Answer]
    ) -> tuple[RowChange | None, list[Conflict]]:
        added = RowChange(self.table, self.key, "add", dict(theirs))
        if self.base is None:
            return added, []
        if not _differs(theirs, self.base):
            return None, []
        met = self._whole(None, theirs)
        return (added if told.get(met.where) == "theirs" else None), [met]

    def _both(
        self, mine: Fields, theirs: Fields, told: Mapping[Where, Answer]
    ) -> tuple[RowChange | None, list[Conflict]]:
        taken: Fields = {}
        met: list[Conflict] = []
        for name, value in theirs.items():
            here = mine.get(name, "")
            was = None if self.base is None else self.base.get(name, "")
            if same(value, here) or (self.base is not None and same(value, was)):
                continue
            if same(here, was):  # nothing here, too, where nobody knows what it was
                taken[name] = value
                continue
            if self.base is None and value in _NOTHING:
                continue  # they may never have known it
            one = Conflict(self.table, self.key, name, was, here, value)
            met.append(one)
            if told.get(one.where) == "theirs":
                taken[name] = value
        return (RowChange(self.table, self.key, "set", taken) if taken else None), met


def _differs(one: Fields, other: Fields) -> bool:
    """Whether fields that both speak of differ."""
    return any(not same(one[name], other[name]) for name in one.keys() & other.keys())


def same(one: Any, other: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether two values say the same; nothing is nothing, however it is spelled."""
    if one == other or (one in _NOTHING and other in _NOTHING):
        return True
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(_told(one, name), _told(other, name)) for name in one.keys() | other)
    return False


def _told(one: Fields, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """A field of a value within: what is not ticked need not be said."""
    value = one.get(name)
    return None if value is False else value


def changed(state: State, changes: tuple[RowChange, ...]) -> State:
    """A state after some changes."""
    out: State = {
        table: {key: dict(row) for key, row in rows.items()} for table, rows in state.items()
    }
    for one in changes:
        rows = out.setdefault(one.table, {})
        if one.way == "remove":
            rows.pop(one.key, None)
        else:
            rows[one.key] = {**rows.get(one.key, {}), **one.fields}
    return out


def count(state: State) -> dict[str, int]:
    """Rows of each table that has any."""
    return {table: len(rows) for table, rows in state.items() if rows}


def since(base: State, now: State) -> Iterator[RowChange]:
    """What changed from one state to a later one, for people to read."""
    yield from meet(base, base, now).changes
