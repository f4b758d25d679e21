"""What the trend detector finds in a series: dips, rises, and feeds that stopped.

Not here: how they are found (trend.py), their words (services/trend_words.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TrendKind = Literal["dip", "rise", "stopped"]


@dataclass(frozen=True)
class TrendEvent:
    """One stretch of days on which a metric was not what is normal for this account.

    `size` is the signed share against the account's own normal (-0.41 = 41 % below; -1 for
    stopped). `last` is None while it lasts. `muted` says why it needs nobody ("" = it does not).
    """

    metric: str
    kind: TrendKind
    first: int
    last: int | None
    size: float
    muted: str = ""
    text: str = ""
    """One sentence: "Active users 41 % below normal since 12 Feb; weekday pattern intact."."""
    expected: float | None = None
    """What a day of the stretch would have brought, on average."""
    actual: float | None = None
    """What a day of it brought, on average."""
    shift: bool = False
    """It went on so long that it became the new normal."""
