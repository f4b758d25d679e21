"""What a person expects of a renewal: the forecast, what came of it, and which comes first.

The priority of a renewal, all of it:

    priority = ARR x days x health
    ARR      = 1 + log2(1 + ARR / usual ARR)     usual: the median account; unknown ARR: usual
    days     = 1 to 2: 2 on the day or after, 1 from 180 days on
    health   = 1 + (100 - score) / 50            1 at 100, 3 at 0; no score counts as 50

It is an order for working, no forecast: nothing in it was fitted to anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final, Literal

from healthdesk.core.domain.commercial import Known, OutcomeView, Term, step_on, total
from healthdesk.core.domain.today_rank import Factor

Category = Literal["commit", "likely", "at risk", "lost"]
CATEGORIES: Final[tuple[Category, ...]] = ("commit", "likely", "at risk", "lost")
CATEGORY_WORDS: Final[dict[str, str]] = {
    "commit": "Commit",
    "likely": "Likely",
    "at risk": "At risk",
    "lost": "Lost",
    "": "Nothing said",
}
FAR: Final = 180
"""Days before a renewal from which its nearness counts."""
BEFORE, AFTER = 120, 60
"""Days around a renewal in which an outcome is taken as its own."""
_WELL: Final = frozenset({"commit", "likely"})


@dataclass(frozen=True)
class ForecastDraft:
    """What a person says of a renewal; the reason is needed."""

    account_id: str
    renewal: int
    category: str
    amount: Known
    reason: str
    next_step: str = ""
    decider: str = ""


@dataclass(frozen=True)
class ForecastView:
    """What was said on a day."""

    id: int
    account_id: str
    renewal: int
    made_on: int
    category: str
    amount: Known
    reason: str
    next_step: str
    decider: str

    @property
    def draft(self) -> ForecastDraft:
        """The same as a person would say it again."""
        return ForecastDraft(
            self.account_id,
            self.renewal,
            self.category,
            self.amount,
            self.reason,
            self.next_step,
            self.decider,
        )


@dataclass(frozen=True)
class Came:
    """What came of a renewal: renewed, expanded, downgraded, churned, or nothing in force."""

    kind: str
    day: int
    amount: Known
    """The ARR in force after it."""
    table: str
    rows: tuple[int, ...]

    @property
    def is_lost(self) -> bool:
        """Whether the account was lost."""
        return self.kind in {"churned", "nothing in force"}


@dataclass(frozen=True)
class RenewalForecast:
    """All that was said of one renewal, oldest first, and what came of it."""

    renewal: int
    said: tuple[ForecastView, ...]
    came: Came | None = None

    @property
    def now(self) -> ForecastView | None:
        """What was said last."""
        return self.said[-1] if self.said else None

    @property
    def verdict(self) -> str:
        """Whether the last word held: "held", "did not hold", "" = open or no call."""
        if self.came is None or self.now is None or self.now.category == "at risk":
            return ""
        expected = self.now.category in _WELL
        return "held" if expected != self.came.is_lost else "did not hold"


@dataclass(frozen=True)
class ForecastRow:
    """One renewal of a portfolio; category "" = nothing said."""

    account_id: str
    account_name: str
    renewal: int
    days: int
    arr: Known
    currency: str
    category: str
    amount: Known
    said: ForecastView | None
    rows: tuple[int, ...]
    """The subscriptions that end."""


@dataclass(frozen=True)
class ForecastSum:
    """The renewals of a category in one currency: how many, their ARR, what is expected of them.

    `no_amount` of them were said without an amount.
    """

    category: str
    currency: str
    count: int
    arr: Known
    amount: Known
    no_amount: int


@dataclass(frozen=True)
class Portfolio:
    """Renewals, the nearest first, and their sums by category and currency."""

    day: int
    rows: tuple[ForecastRow, ...]
    sums: tuple[ForecastSum, ...]


@dataclass(frozen=True)
class Priority:
    """How soon a renewal asks for work: the product of its factors."""

    value: float
    factors: tuple[Factor, ...]


def priority(score: Known, arr: Known, days: int, usual: float) -> Priority:
    """Weigh a renewal; worse health, more ARR, fewer days never weigh less."""
    money = usual if arr is None else max(arr, 0.0)
    health = 50.0 if score is None else min(max(score, 0.0), 100.0)
    near = 1 + min(max((FAR - max(days, 0)) / FAR, 0.0), 1.0)
    factors = (
        Factor(
            "ARR",
            1 + log2(1 + money / max(usual, 1.0)),
            "not known, counted as the usual one" if arr is None else "against the usual account",
        ),
        Factor("Days", near, f"in {days} days" if days >= 0 else f"{-days} days ago"),
        Factor(
            "Health",
            1 + (100 - health) / 50,
            "no score, counted as 50" if score is None else f"score {round(health)}",
        ),
    )
    value = 1.0
    for one in factors:
        value *= one.value
    return Priority(value, factors)


def grouped(
    said: Iterable[ForecastView],
    outcomes: Sequence[OutcomeView],
    terms: Sequence[Term],
    day: int,
) -> tuple[RenewalForecast, ...]:
    """What was said, renewal by renewal, the latest renewal first, each with what came of it."""
    by_day: dict[int, list[ForecastView]] = {}
    for one in sorted(said, key=lambda one: (one.made_on, one.id)):
        by_day.setdefault(one.renewal, []).append(one)
    return tuple(
        RenewalForecast(renewal, tuple(by_day[renewal]), came(outcomes, terms, renewal, day))
        for renewal in sorted(by_day, reverse=True)
    )


def came(
    outcomes: Sequence[OutcomeView], terms: Sequence[Term], renewal: int, day: int
) -> Came | None:
    """What came of a renewal by a day: the outcome nearest to it, else what is in force after it.

    Only a churn is taken from before the day of the renewal: an account that grew meanwhile has
    not renewed yet.
    """
    near = [
        one
        for one in outcomes
        if one.day <= day
        and (renewal - BEFORE if one.kind == "churned" else renewal - 30) <= one.day
        and one.day <= renewal + AFTER
        and (one.kind in {"churned", "renewed"} or one.day >= renewal)
    ]
    after = step_on(terms, max(min(day, renewal + AFTER), renewal))
    if near:
        found = min(near, key=lambda one: (abs(one.day - renewal), one.row))
        amount = None if found.kind == "churned" else after.arr
        return Came(found.kind, found.day, amount, "outcome", (found.row,))
    if day < renewal:
        return None
    if after.terms:
        return Came("renewed", renewal, after.arr, "subscription", after.rows)
    ended = tuple(one.row for one in terms if one.end == renewal)
    return Came("nothing in force", renewal, None, "subscription", ended) if ended else None


def sums(rows: Iterable[ForecastRow]) -> tuple[ForecastSum, ...]:
    """The rows by category and currency, in the order of the categories, nothing said last."""
    groups: dict[tuple[str, str], list[ForecastRow]] = {}
    for one in rows:
        groups.setdefault((one.category, one.currency), []).append(one)
    order: tuple[str, ...] = (*CATEGORIES, "")
    return tuple(
        ForecastSum(
            category,
            currency,
            len(found),
            total(one.arr for one in found),
            total(one.amount for one in found),
            sum(one.amount is None for one in found),
        )
        for (category, currency), found in sorted(
            groups.items(), key=lambda one: (order.index(one[0][0]), one[0][1])
        )
    )
