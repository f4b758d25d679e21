"""Cells: accounts, each on one day of its own, as a backtest looks at them.

Scores and readings are arrays of accounts by days; where every account has another day, most of
that would be thrown away. Cells are worked in blocks: one that many accounts share by itself, the
others in runs of neighbouring days, each with the facts of its own accounts only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import BoolArray, Facts, IntArray
from healthdesk.core.domain.subset import subset, with_children

RUN: Final = 128
"""Cells of a run of days."""
SHARED: Final = 4
"""A day with more than one in so many of all accounts is read for all of them."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cells:
    """Accounts, each on the day that is looked at, and what became of them.

    Attributes:
        account: its number among the facts' accounts.
        day: the day that is looked at (the lead is taken off already).
        lost: whether the account left.
        unborn: whether an account without any first day is read as it stands; else, as in the
            book, it has no score.
    """

    account: IntArray
    day: IntArray
    lost: BoolArray
    unborn: bool = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.account)

    def pick(self, chosen: BoolArray | Numbers) -> Cells:
        """Some of them."""
        return Cells(self.account[chosen], self.day[chosen], self.lost[chosen], self.unborn)


@dataclass(frozen=True, eq=False)
class Block:
    """Some cells with the facts they need: cell `cells[i]` is `row[i]` on `days[column[i]]`."""

    facts: Facts
    days: IntArray
    cells: Numbers
    row: Numbers
    column: Numbers


def blocks(facts: Facts, cells: Cells) -> Iterator[Block]:
    """Every cell in one block; a parent's block has those below it, for their scores may be its."""
    left = np.ones(cells.count, bool)
    for day, count in zip(*np.unique(cells.day, return_counts=True), strict=True):
        if count * SHARED > facts.count:
            here = cells.day == day
            left &= ~here
            yield _block(facts, cells, np.flatnonzero(here), cells.account.astype(np.int64))
    numbers = np.flatnonzero(left)
    if not len(numbers):
        return
    some, place = _narrowed(facts, cells.account, numbers)
    order = numbers[np.lexsort((cells.account[numbers], cells.day[numbers]))]
    for start in range(0, len(order), RUN):
        run = np.sort(order[start : start + RUN])
        mine, row = _narrowed(some, place, run)
        yield _block(mine, cells, run, row)


def _narrowed(facts: Facts, account: IntArray | Numbers, numbers: Numbers) -> tuple[Facts, Numbers]:
    """The facts of the accounts of some cells and of all below them; each cell's account there."""
    kept = with_children(facts, np.unique(account[numbers]).tolist())
    if len(kept) == facts.count:
        return facts, account.astype(np.int64)
    return subset(facts, kept), np.searchsorted(np.array(kept, np.int64), account)


def _block(facts: Facts, cells: Cells, numbers: Numbers, row: Numbers) -> Block:
    days, column = np.unique(cells.day[numbers], return_inverse=True)
    return Block(facts, days.astype(np.int32), numbers, row[numbers], column.reshape(-1))
