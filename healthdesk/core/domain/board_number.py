"""What a number tile shows: one figure, its change and its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from healthdesk.core.domain.widget import Shown

Unit = Literal["money", "count", "score", "share", "points", "plain"]
FIGURES: Final[Mapping[str, str]] = {
    "arr": "ARR in view",
    "arr_poor": "ARR in Poor",
    "accounts": "Accounts",
    "accounts_poor": "Accounts in Poor",
    "renewing": "Renewing in 90 days",
    "score": "Mean score by ARR",
    "quality": "Portfolio quality",
    "nrr": "Net revenue retention",
    "grr": "Gross revenue retention",
    "nps": "NPS",
    "urgent": "Open urgent tickets",
    "silent": "Silent accounts",
    "reading": "A reading",
}
"""What a tile can show, by key."""
OF_ACCOUNTS: Final = frozenset(
    {"arr", "arr_poor", "accounts", "accounts_poor", "renewing", "urgent", "silent"}
)
"""Figures that have a share of a whole."""
LESS_IS_BETTER: Final = frozenset({"arr_poor", "accounts_poor", "urgent", "silent"})
FEW: Final = 30
"""A mean of fewer accounts or answers is never told without their number."""
NEITHER: Final = frozenset({"renewing"})
"""Figures of which neither more nor less is better."""


@dataclass(frozen=True, kw_only=True)
class NumberTile(Shown):
    """One figure.

    Attributes:
        value: in the unit; None: not known, or of several currencies.
        unit: money, a count, a score, a share of 1, points, or a plain number.
        amounts: money by currency.
        currency: of a money that is one.
        before: the same the day before the period; None where it is not known.
        better: 1 where more is better, -1 where less is, 0 where neither.
        beside: what stands beside it: how many accounts, of how many answers.
        span: how long the period is.
        target: what it should be, in the unit as people write it (shares in percent).
        decimals: of a plain number.
        few: of how many accounts or answers a mean is, where they are few.
    """

    value: float | None = None
    unit: Unit = "count"
    amounts: Mapping[str, float] = field(default_factory=dict)
    currency: str = ""
    before: float | None = None
    better: int = 1
    beside: str = ""
    span: str = ""
    target: float | None = None
    decimals: int = 0
    few: int | None = None

    @property
    def change(self) -> float | None:
        """Since the day before the period, between the figures as they are shown."""
        if self.value is None or self.before is None:
            return None
        return self.shown(self.value) - self.shown(self.before)

    def shown(self, value: float) -> float:
        """A figure as it is shown: rounded, shares in percent."""
        if self.unit in {"score", "points"}:
            return float(int(value + 0.5) if value >= 0 else -int(-value + 0.5))
        if self.unit == "share":
            return float(round(value * 100))
        return value if self.unit == "money" else round(value, self.decimals)

    @property
    def distance(self) -> float | None:
        """How far it is over its target."""
        if self.value is None or self.target is None:
            return None
        return self.shown(self.value) - self.target
