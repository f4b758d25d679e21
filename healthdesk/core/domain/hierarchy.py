"""Parents: accounts with children may take the mean of their scored leaves (health-model §8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain import portfolio
from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray, remember

MAX_LEVELS = 100


@dataclass(frozen=True, eq=False)
class RolledUp:
    """Means of the leaves below each parent, accounts x days.

    Attributes:
        parents: accounts that have children.
        score: the mean; NaN = no leaf is scored.
        coverage: weight of the scored leaves as a share of that of the leaves alive.
    """

    parents: BoolArray
    score: FloatArray
    coverage: FloatArray


def any_parents(facts: Facts) -> bool:
    """Whether any account has children."""
    return bool((facts.parent >= 0).any())


def _pairs(facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every (ancestor, leaf), sorted. A leaf has no children; circles end after some levels."""
    leaf = np.ones(facts.count, bool)
    leaf[facts.parent[facts.parent >= 0]] = False
    leaves = np.flatnonzero(leaf)
    above = facts.parent[leaves].astype(np.int64)
    found: set[tuple[int, int]] = set()
    for _ in range(MAX_LEVELS):
        known = above >= 0
        leaves, above = leaves[known], above[known]
        if not len(leaves):
            break
        found.update(zip(above.tolist(), leaves.tolist(), strict=True))
        above = facts.parent[above].astype(np.int64)
    pairs = np.array(sorted(found), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def leaves_of(facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every (ancestor, leaf) of the desk, sorted."""
    return remember(facts, "leaves", lambda: _pairs(facts))


def leaf_weights(facts: Facts, days: IntArray, by: str) -> FloatArray:
    """What each account weighs in its parents: 1, or its ARR on the day (0 if not known)."""
    if by == "count":
        return np.ones((facts.count, len(days)))
    return np.maximum(np.nan_to_num(portfolio.arr(facts, days)), 0.0)


def _gather(target: NDArray[np.int64], values: FloatArray, count: int) -> FloatArray:
    """Sum the rows of `values` by target."""
    out = np.zeros((count, values.shape[1]))
    np.add.at(out, target, values)
    return out


def roll_up(facts: Facts, shown: FloatArray, alive: BoolArray, days: IntArray, by: str) -> RolledUp:
    """Weighted means of the shown scores of each parent's scored leaves.

    Where none of the scored leaves has a known ARR they count equally.
    """
    ancestor, leaf = leaves_of(facts)
    count = facts.count
    scored = ~np.isnan(shown[leaf]) & alive[leaf]
    weight = leaf_weights(facts, days, by)[leaf]
    weighed = _gather(ancestor, np.where(scored, weight, 0.0), count) > 0
    weight = np.where(weighed[ancestor], weight, 1.0)
    present = np.where(scored, weight, 0.0)
    total = _gather(ancestor, present, count)
    points = _gather(ancestor, np.where(scored, weight * shown[leaf], 0.0), count)
    living = _gather(ancestor, np.where(alive[leaf], weight, 0.0), count)
    parents = np.zeros(count, bool)
    parents[ancestor] = True
    return RolledUp(
        parents,
        points / np.where(total > 0, total, np.nan),
        total / np.where(living > 0, living, 1.0),
    )


def lent_life(facts: Facts, alive: BoolArray, days: IntArray) -> BoolArray:
    """Where a parent that has not begun by itself lives through its leaves.

    A first day to come counts like none: as of the day, nobody may know of it.
    """
    ancestor, leaf = leaves_of(facts)
    below = _gather(ancestor, alive[leaf].astype(np.float64), facts.count) > 0
    unborn = first_days(facts, days) > days[None, :]
    return np.asarray(below & unborn & (days[None, :] < facts.churned[:, None]))
