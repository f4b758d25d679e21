"""What the Accounts table can show beside the score: pulse, stamps, cadence, and need.

Not here: how it is read (services/accounts_more.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthdesk.core.domain.disagreement import Pulse
from healthdesk.core.domain.stamp import ValueTime
from healthdesk.core.domain.today_rank import Rank, rank
from healthdesk.core.domain.views import AccountRow


@dataclass(frozen=True)
class AccountMore:
    """What is known of an account on the day of the table."""

    cadence: int
    """Days between two touches, as the account, the desk or its tier says."""
    need: Rank
    pulse: Pulse | None = None
    stamps: int = 0
    """Milestones of its journey, those of the template among them; 0 = none is kept."""
    stamps_done: int = 0
    next_stamp: str = ""
    """The first of those that are not done, "" = there is none."""
    next_due: int | None = None
    value: ValueTime | None = None
    """From its start to its first value; None = not reached, or nobody knows when it started."""

    def touch_over(self, row: AccountRow) -> int | None:
        """Days beyond the cadence without a touch; None where nobody ever touched it."""
        return None if row.touch_days is None else max(row.touch_days - self.cadence, 0)


def usual_arr(rows: Sequence[AccountRow]) -> float:
    """The ARR of the account in the middle, as Today ranks by it."""
    known = sorted(row.arr for row in rows if row.arr)
    return known[len(known) // 2] if known else 1.0


def need(row: AccountRow, usual: float, event: float = 0.0) -> Rank:
    """How much an account needs somebody: Today's ranking, over the last 28 days.

    A rise makes no need; `event` is the weight of the gravest thing that happened.
    """
    change = None if row.stale or row.change is None else min(row.change, 0)
    poor = row.band == "Poor"
    return rank(
        arr=row.arr,
        usual=usual,
        renewal_days=row.renewal_days,
        move=change,
        crossed=poor or _sank(row),
        poor=poor,
        event=event,
        coverage=row.coverage,
        stale=row.stale,
        earlier=False,
    )


def _sank(row: AccountRow) -> bool:
    """Whether it was in a better band 28 days ago."""
    before = "PAS".find(row.bands[:1] or "-")
    now = "PAS".find(row.band[:1]) if row.band in {"Poor", "Average", "Strong"} else -1
    return 0 <= now < before
