"""All facts of a desk as arrays: what readings, rules and the score are computed from.

A *day* is an integer: days since 1970-01-01 (negative before). An *account* is a row number, 0 to
n - 1, in the order of `Facts.account_ids`. Every event table is sorted by (account, day).
`NO_DAY` stands for "open" or "not known" where a day may be absent. Nothing here is cut at a day:
whoever reads cuts at the day asked about.

Not here: how facts are read from a desk (services/facts.py), what is made of them (readings,
score.py).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain import kinds

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Values = NDArray[np.float64] | NDArray[np.float32]

T = TypeVar("T")

EPOCH = date(1970, 1, 1)
NO_DAY = 2**31 - 1
"""Later than every day: an open end, an unknown day."""

PRIORITIES = kinds.PRIORITIES
TOUCH_KINDS = kinds.TOUCH_KINDS
DIRECTIONS = kinds.DIRECTIONS
SURVEY_KINDS = kinds.SURVEY_KINDS
SENTIMENT_SOURCES = kinds.SENTIMENT_SOURCES


def to_day(value: date) -> int:
    """Days since 1970-01-01."""
    return (value - EPOCH).days


def to_date(day: int) -> date:
    """The calendar date of a day number."""
    return EPOCH + timedelta(days=int(day))


@dataclass(frozen=True)
class Metric:
    """A usage metric.

    How absent days read (`fill`), and whether it counts towards breadth (`feature`).
    """

    key: str
    name: str = ""
    unit: str = ""
    fill: Literal["zero", "gap"] = "zero"
    feature: bool = False


@dataclass(frozen=True, eq=False)
class UsageGrid:
    """One metric's values: `values[account, column]`, NaN where there is no row.

    `days[column]` rises strictly.

    `values` is float32 where that loses nothing, else float64.
    """

    days: IntArray
    values: Values

    def window(self, first: int, last: int) -> Values:
        """Values of the days `first` to `last`, both in.

        Accounts x days, NaN where there is no row.

        May be a view: callers must not write to it.
        """
        low, high = np.searchsorted(self.days, (first, last + 1))
        width = last - first + 1
        if high - low == width:
            return self.values[:, low:high]
        out = np.full((self.values.shape[0], width), np.nan, self.values.dtype)
        out[:, self.days[low:high] - first] = self.values[:, low:high]
        return out


@dataclass(frozen=True, eq=False)
class Surveys:
    """Survey answers. `kind` indexes SURVEY_KINDS; `contact` is a contact's number or -1.

    `order` ranks the response ids as text (it breaks ties on one day).
    """

    account: IntArray
    day: IntArray
    kind: NDArray[np.int8]
    rating: FloatArray
    contact: IntArray
    order: IntArray
    row: NDArray[np.int64]
    """Primary key in the store, to find the evidence again (-1: none)."""


@dataclass(frozen=True, eq=False)
class Sentiments:
    """Everything felt: `value` -1 to 1 on a day, from SENTIMENT_SOURCES[source].

    `estimated` by the desk from text.
    """

    account: IntArray
    day: IntArray
    value: FloatArray
    estimated: BoolArray
    source: NDArray[np.int8]
    row: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Touchpoints:
    """Interactions. `kind` indexes TOUCH_KINDS, `direction` indexes DIRECTIONS (0 = not said).

    The contacts of touchpoint i are `contacts[contact_from[i]:contact_from[i + 1]]`.
    """

    account: IntArray
    day: IntArray
    kind: NDArray[np.int8]
    direction: NDArray[np.int8]
    contact_from: IntArray
    contacts: IntArray
    row: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tickets:
    """Support tickets, sorted by (account, opened): `day` = opened; `closed` or NO_DAY.

    `priority` indexes PRIORITIES.
    """

    account: IntArray
    day: IntArray
    closed: IntArray
    priority: NDArray[np.int8]
    row: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Subscriptions:
    """Contracts, sorted by (account, start): in force where `day <= d < end`.

    `seats`, `arr` NaN when unknown.
    """

    account: IntArray
    day: IntArray
    end: IntArray
    seats: FloatArray
    arr: FloatArray
    row: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Invoices:
    """Invoices, sorted by (account, issued): `day` = issued, `due`, `paid` or NO_DAY."""

    account: IntArray
    day: IntArray
    due: IntArray
    paid: IntArray
    row: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Milestones:
    """Onboarding milestones: `day` = done, or NO_DAY (sorted by account, then day).

    Exists for every day.
    """

    account: IntArray
    day: IntArray
    due: IntArray
    row: NDArray[np.int64]


@dataclass(frozen=True)
class AttributeValue:
    """An attribute's value from the day the desk learned of it; None = cleared."""

    day: int
    value: str | float | bool | None


@dataclass(frozen=True)
class Attribute:
    """One attribute of the accounts: `history[account]` rises by day.

    Before its first value, that value reads.

    `kind` says what the values are: number (float), boolean (bool), day (a float: the day number)
    or text (str). An account that never had one is not in `history`.
    """

    key: str
    kind: Literal["number", "day", "boolean", "text"]
    history: Mapping[int, tuple[AttributeValue, ...]]

    def at(self, account: int, day: int) -> str | float | bool | None:
        """The value in force on a day; before the first known, the first known.

        None when there is none.
        """
        known = self.history.get(account)
        if not known:
            return None
        value = known[0].value
        for change in known[1:]:
            if change.day > day:
                break
            value = change.value
        return value


@dataclass(frozen=True)
class Override:
    """A person's judgement in place of the score: either `band` or `score` is set.

    From and until both count.
    """

    account: int
    band: str | None
    score: float | None
    reason: str
    first: int
    until: int
    by: str = ""
    row: int = -1


@dataclass(frozen=True, eq=False)
class Facts:
    """Every fact of a desk (or of some of its accounts), read once, never changed.

    `started_on` of an account is in `attributes["started_on"]` (kind day). `churned[account]` is
    the day of its first `churned` outcome or NO_DAY. `parent[account]` is a row number or -1.
    `tags` live in `attributes["tags"]` as text joined by ";". `contact_ids[number]` names a
    contact number.
    """

    account_ids: tuple[str, ...]
    names: tuple[str, ...]
    parent: IntArray
    churned: IntArray
    metrics: Mapping[str, Metric]
    usage: Mapping[str, UsageGrid]
    """By metric; a metric with no values at all may be absent."""
    surveys: Surveys
    sentiments: Sentiments
    touchpoints: Touchpoints
    tickets: Tickets
    subscriptions: Subscriptions
    invoices: Invoices
    milestones: Milestones
    attributes: Mapping[str, Attribute]
    overrides: tuple[Override, ...]
    contact_ids: tuple[str, ...] = ()
    first_usage: IntArray = field(default_factory=lambda: np.empty(0, np.int32))
    """Day of the account's first value of any metric, or NO_DAY (kept apart.

    `usage` may hold only some metrics).
    """
    memory: dict[Hashable, object] = field(default_factory=dict, init=False, repr=False)
    """What was worked out from these facts and is worth keeping (see `remember`)."""

    @property
    def count(self) -> int:
        """Number of accounts."""
        return len(self.account_ids)


def remember(facts: Facts, key: Hashable, make: Callable[[], T]) -> T:
    """Work something out of these facts once. Facts never change, so neither does it."""
    if key not in facts.memory:
        facts.memory[key] = make()
    return cast("T", facts.memory[key])
