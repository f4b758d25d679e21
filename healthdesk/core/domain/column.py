"""Account attributes as arrays: the value in force on each day, and each account's first day.

Not here: usage windows (window.py) and event windows (spans.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import (
    NO_DAY,
    Attribute,
    BoolArray,
    Facts,
    FloatArray,
    IntArray,
    remember,
    to_date,
)

Kind = Literal["number", "day", "boolean", "text"]
BEFORE_ALL = -(2**31)


@dataclass(frozen=True, eq=False)
class Column:
    """An attribute's changes, sorted by (account, day).

    The first value of an account stands at BEFORE_ALL: it reads before it was known, too. `number`
    holds numbers, day numbers and 0/1 (NaN: missing or text); `code` indexes `words` (-1: missing).
    `start[a]:start[a + 1]` are the changes of account a.
    """

    kind: Kind
    start: NDArray[np.int64]
    day: NDArray[np.int64]
    number: FloatArray
    code: IntArray
    words: tuple[str, ...]

    @property
    def steady(self) -> bool:
        """Whether no account's value ever changed."""
        return bool((np.diff(self.start) <= 1).all())

    def rows(self, days: IntArray) -> NDArray[np.int64]:
        """Index of the change in force, accounts x days (or x 1, if nothing changed); -1 = none."""
        first = np.where(np.diff(self.start) > 0, self.start[:-1], -1)[:, None]
        if self.steady:
            return first
        count = len(self.start) - 1
        rows = np.repeat(first, len(days), axis=1)
        later = np.setdiff1d(np.arange(len(self.day)), self.start[:-1])
        # Few attributes ever change, so this walks the changes, not the accounts.
        owner = np.searchsorted(self.start, later, side="right") - 1
        for index, account in zip(later.tolist(), owner.tolist(), strict=True):
            rows[account, days >= self.day[index]] = index
        return rows.reshape(count, len(days))

    def numbers(self, days: IntArray) -> FloatArray:
        """Values as numbers, accounts x days (or x 1); NaN = missing."""
        return _pick(self.number, self.rows(days), np.nan)

    def codes(self, days: IntArray) -> IntArray:
        """Values as text codes, accounts x days (or x 1); -1 = missing."""
        picked: IntArray = _pick(self.code, self.rows(days), -1).astype(np.int32)
        return picked


def _pick(values: NDArray[np.generic], rows: NDArray[np.int64], none: float) -> FloatArray:
    """Values at row numbers, `none` where the row is -1."""
    if not len(values):
        return np.full(rows.shape, none)
    return np.where(rows < 0, none, values[rows])


def as_words(kind: Kind, value: str | float | bool | None) -> str | None:
    """An attribute's value as text: whole numbers without a point, days as ISO dates."""
    if value is None:
        return None
    if isinstance(value, bool) or kind == "boolean":
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if kind == "day":
        return to_date(int(value)).isoformat()
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _number(kind: Kind, value: str | float | bool | None) -> float:
    """An attribute's value as a number; text has none."""
    if value is None or isinstance(value, str):
        return np.nan
    return float(value)


def _build(attribute: Attribute | None, count: int) -> Column:
    """Lay an attribute's history out as arrays."""
    kind: Kind = "text" if attribute is None else attribute.kind
    history = {} if attribute is None else attribute.history
    size = np.zeros(count, np.int64)
    days: list[int] = []
    numbers: list[float] = []
    codes: list[int] = []
    words: dict[str, int] = {}
    for account in sorted(history):
        changes = history[account]
        size[account] = len(changes)
        for place, change in enumerate(changes):
            days.append(change.day if place else BEFORE_ALL)
            numbers.append(_number(kind, change.value))
            word = as_words(kind, change.value)
            codes.append(-1 if word is None else words.setdefault(word, len(words)))
    return Column(
        kind,
        np.concatenate(([0], np.cumsum(size))),
        np.array(days, np.int64),
        np.array(numbers, np.float64),
        np.array(codes, np.int32),
        tuple(words),
    )


def column(facts: Facts, key: str) -> Column:
    """An attribute of the accounts as arrays; one that no account has is missing everywhere."""
    return remember(facts, ("column", key), lambda: _build(facts.attributes.get(key), facts.count))


def _known_first(facts: Facts) -> IntArray:
    """First day by usage and subscriptions, which no attribute can move."""
    first = np.full(facts.count, NO_DAY, np.int32)
    if len(facts.first_usage) == facts.count:
        first = np.minimum(first, facts.first_usage)
    else:
        for grid in facts.usage.values():
            some = ~np.isnan(grid.values)
            if some.shape[1]:
                used = np.where(some.any(axis=1), grid.days[some.argmax(axis=1)], NO_DAY)
                first = np.minimum(first, used.astype(np.int32))
    np.minimum.at(first, facts.subscriptions.account, facts.subscriptions.day)
    return first


def first_days(facts: Facts, days: IntArray) -> IntArray:
    """Each account's first day as of each day: accounts x days, or x 1 where that never differs.

    NO_DAY where an account has none.
    """
    known = remember(facts, "known_first", lambda: _known_first(facts))
    started = column(facts, "started_on")
    if started.kind != "day":
        return known[:, None]
    number = started.numbers(days)
    day = np.where(np.isnan(number), NO_DAY, number).astype(np.int32)
    first = np.minimum(known[:, None], day)
    if first.shape[1] > 1 and bool((first == first[:, :1]).all()):
        first = first[:, :1]
    return first


def alive(facts: Facts, days: IntArray) -> BoolArray:
    """Whether an account has a score on a day: from its first day to the day before it churned."""
    return np.asarray(
        (first_days(facts, days) <= days[None, :]) & (days[None, :] < facts.churned[:, None])
    )


def life(facts: Facts, days: IntArray, window: int) -> FloatArray:
    """|W|: days of the window left after the cut to the account's life; NaN where none is."""
    left = days[None, :].astype(np.int64) - first_days(facts, days) + 1
    return np.where(left > 0, np.minimum(left, window), np.nan)
