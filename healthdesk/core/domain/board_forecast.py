"""What the coming renewals may bring, month by month: the least, the expected, the most.

said        least    expected   most
commit      amount   amount     amount
likely      0        amount     amount
at risk     0        0          amount
lost        0        0          0
nothing     0        as likely, but as at risk in Poor
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Shown


@dataclass(frozen=True)
class Expected:
    """One renewal: when, what ends, and what was said of it."""

    account_id: str
    month: int
    currency: str
    due: float | None
    category: str
    amount: float | None
    band: Band

    @property
    def worth(self) -> float | None:
        """What is expected if it is renewed: what was said, else what ends."""
        return self.due if self.amount is None else self.amount

    @property
    def counts(self) -> tuple[bool, bool, bool]:
        """Whether it counts among the least, the expected, the most."""
        said = self.category or ("at risk" if self.band == "Poor" else "likely")
        return said == "commit", said in {"commit", "likely"}, said != "lost"


@dataclass(frozen=True)
class Span:
    """The renewals of a month, or of all, in one currency.

    Attributes:
        month: its first day; 0: of all months.
        due: the ARR that ends.
        unknown: renewals whose worth nobody knows; they are in no sum.
        silent: renewals of which nothing was said.
    """

    month: int
    currency: str
    count: int
    due: float
    low: float
    mid: float
    high: float
    unknown: int = 0
    silent: int = 0

    @property
    def key(self) -> str:
        """Of its mark."""
        return f"month:{self.month} {self.currency}".strip()


@dataclass(frozen=True, kw_only=True)
class RenewalForecast(Shown):
    """The months to come, each currency by itself; `totals` is all of them."""

    rows: tuple[Span, ...] = ()
    totals: tuple[Span, ...] = ()

    @property
    def most(self) -> float:
        """The largest sum, for the lengths of bars."""
        return max((max(one.due, one.high) for one in self.rows), default=0.0)


def span(month: int, currency: str, some: Iterable[Expected]) -> Span:
    """Add renewals up."""
    rows = list(some)
    known = [(one, one.worth) for one in rows if one.worth is not None]

    def total(which: int) -> float:
        return float(sum(worth for one, worth in known if worth and one.counts[which]))

    return Span(
        month,
        currency,
        len(rows),
        float(sum(one.due or 0.0 for one in rows)),
        total(0),
        total(1),
        total(2),
        sum(one.worth is None for one in rows),
        sum(not one.category for one in rows),
    )


def spans(rows: Iterable[Expected]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The months in their order, and all of them, each currency by itself."""
    listed = list(rows)
    months = sorted({(one.month, one.currency) for one in listed})
    held = sorted({one.currency for one in listed})
    by_month = tuple(
        span(*key, [one for one in listed if (one.month, one.currency) == key]) for key in months
    )
    return by_month, tuple(
        span(0, currency, [one for one in listed if one.currency == currency]) for currency in held
    )
