"""Decides which rows of a file count: conditions on its own cells, or on what they lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from healthdesk.core.domain.columns import column_of
from healthdesk.core.domain.mapping import Where
from healthdesk.core.mapping.joins import Joined
from healthdesk.core.mapping.tally import Tally
from healthdesk.core.mapping.words import is_missing

_MOST = 100_000


_OPPOSITE = {"in": "not in", "not in": "in", "empty": "filled", "filled": "empty"}


def parting(one: Iterable[Where], others: Iterable[Where]) -> frozenset[Where]:
    """Conditions whose opposite other mappings of the same table have: what one leaves they take.

    Rows that fail such a condition are not left out of the table.
    """
    there = {(where.column, where.through, where.op, where.values) for where in others}
    return frozenset(
        where
        for where in one
        if (where.column, where.through, _OPPOSITE[where.op], where.values) in there
    )


class Filter:
    """The conditions of one mapping; rows that fail one are counted under it.

    Not counted: those that fail a condition that only parts a table among several mappings.
    """

    def __init__(
        self,
        header: Sequence[str],
        wheres: Sequence[Where],
        joined: Joined,
        tally: Tally,
        parting: Collection[Where] = (),
    ) -> None:
        self._tests = [
            (
                header.index(where.column),
                _Verdicts(where, joined),
                "" if where in parting else f"left out: {_failed(where)}",
            )
            # those that part a table first: of what is left out then, each mapping counts its own
            for where in sorted(wheres, key=lambda one: one not in parting)
        ]
        self._tally = tally

    def keep(self, cells: Sequence[list[str]]) -> list[int] | None:
        """The places of the rows that count; None = all of them."""
        if not self._tests:
            return None
        kept: list[int] = list(range(len(cells)))
        for place, verdicts, failed in self._tests:
            verdicts.forget()
            texts = column_of(cells, place)
            passed = [at for at in kept if verdicts[texts[at]]]
            if failed:
                self._tally.add(failed, len(kept) - len(passed))
            kept = passed
        return kept if len(kept) < len(cells) else None


class _Verdicts(dict[str, bool]):
    """Whether a row with that text passes, worked out once for each text."""

    def __init__(self, where: Where, joined: Joined) -> None:
        super().__init__()
        self._where = where
        self._joined = joined
        self._values = frozenset(value.strip().casefold() for value in where.values)

    def forget(self) -> None:
        """Do not grow for ever."""
        if len(self) > _MOST:
            self.clear()

    def __missing__(self, text: str) -> bool:
        told = self._joined.follow(self._where.through, text) or ""
        op = self._where.op
        if op in {"empty", "filled"}:
            passed = is_missing(told) == (op == "empty")
        else:
            passed = (told.strip().casefold() in self._values) == (op == "in")
        self[text] = passed
        return passed


def _failed(where: Where) -> str:
    """Why rows that fail a condition were left out, for people."""
    name = f"{where.column} > {where.through[-1].take}" if where.through else where.column
    if where.op == "empty":
        return f"{name} is filled"
    if where.op == "filled":
        return f"{name} is empty"
    values = " or ".join(value or "empty" for value in where.values) or "nothing"
    return f"{name} is {'not ' if where.op == 'in' else ''}{values}"
