"""Records kept column by column: large tables are worked on a column at a time.

A row is put together only when someone asks for it. A million small lists cost more than all that
is done to their cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import TypeVar, overload

_T = TypeVar("_T")


class Columns(Sequence[list[str]]):
    """Records as columns of equal length; seen as a sequence of rows, which nobody changes."""

    __slots__ = ("_height", "columns")

    def __init__(self, columns: Sequence[Sequence[str]], height: int) -> None:
        self.columns = columns
        self._height = height

    def __len__(self) -> int:
        return self._height

    @overload
    def __getitem__(self, at: int) -> list[str]: ...

    @overload
    def __getitem__(self, at: slice) -> Columns: ...

    def __getitem__(self, at: int | slice) -> list[str] | Columns:
        if isinstance(at, slice):
            found = [column[at] for column in self.columns]
            return Columns(found, len(range(*at.indices(self._height))))
        return [column[at] for column in self.columns]

    def __iter__(self) -> Iterator[list[str]]:
        return map(list, zip(*self.columns, strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != self._height:
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Columns({list(self)!r})"


def column_of(records: Sequence[list[str]], place: int) -> Sequence[str]:
    """One column of some records, however they are kept."""
    if isinstance(records, Columns):
        return records.columns[place]
    return list(map(itemgetter(place), records))


def columns_of(records: Sequence[list[str]], width: int) -> Sequence[Sequence[str]]:
    """All columns of some records."""
    if isinstance(records, Columns):
        return records.columns
    return [list(map(itemgetter(place), records)) for place in range(width)]


def at_places(records: Sequence[list[str]], places: Sequence[int]) -> Sequence[list[str]]:
    """Some of the records, kept as they were."""
    if isinstance(records, Columns):
        return Columns([_at(one, places) for one in records.columns], len(places))
    return _at(records, places)


def sifted(records: Sequence[list[str]], keep: Sequence[bool]) -> Sequence[list[str]]:
    """The records that are to be kept, one answer for each."""
    if isinstance(records, Columns):
        found = [list(compress(one, keep)) for one in records.columns]
        return Columns(found, sum(keep))
    return list(compress(records, keep))


def _at(values: Sequence[_T], places: Sequence[int]) -> list[_T]:
    return list(map(values.__getitem__, places))
