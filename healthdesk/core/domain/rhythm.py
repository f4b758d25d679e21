"""Whether a stream of facts is late by its own rhythm. Pure arithmetic over day numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

LOOK_BACK: Final = 90
"""Days before the newest one whose pauses make the rhythm."""
ENOUGH: Final = 8
"""Days with facts from which there is a rhythm at all."""
ENOUGH_DELIVERIES: Final = 3
"""Days with deliveries from which they, too, have a rhythm."""
_EVEN: Final = 0.8
"""Share of pauses like the usual one from which a stream is even."""
_WEEKEND_SHARE: Final = 0.05
"""Facts on a Saturday or Sunday are 2 of 7; with fewer than this, weekends are left out."""
_MONDAY: Final = 3
"""Days from 1970-01-01, a Thursday, back to a Monday."""


@dataclass(frozen=True)
class Rhythm:
    """How long a stream usually pauses, and how long it may before it is late.

    Both in days, or in working days where `weekends` says that weekends bring nothing.
    """

    pause: int
    allowed: int
    weekends: bool

    def quiet(self, newest: int, day: int) -> int:
        """Days that count between the newest facts and a day."""
        return working(day) - working(newest) if self.weekends else day - newest

    def late(self, newest: int, day: int) -> bool:
        """Whether a stream that brought nothing since its newest day is late."""
        return self.quiet(newest, day) > self.allowed


def working(day: int) -> int:
    """Number of working days up to a day: a Saturday and a Sunday read as their Friday."""
    weeks, weekday = divmod(day + _MONDAY, 7)
    return 5 * weeks + min(weekday, 4)


def rhythm(days: Sequence[int], deliveries: Sequence[int] = ()) -> Rhythm | None:
    """The rhythm of a stream; None while there are fewer than eight days with facts.

    The rule, looking at the days with facts in the 90 days up to the newest:

    * where less than one in twenty of them is a Saturday or Sunday, only working days count;
    * the usual pause is the median of the pauses between them;
    * a stream is late when it is quiet for more than twice the usual pause, and for more than one
      and a half times its second longest: what happened once was an outage, twice is a habit (bills
      that all go out in the first half of a month);
    * where the pauses are uneven (fewer than four in five are within a quarter of the usual one),
      it takes five usual pauses at least: what comes now and then may well stay away for a while;
    * where the days on which it was delivered have a rhythm (three or more of them), quiet time up
      to one and a half times their usual pause, plus what the newest delivery lagged behind, is in
      time too: a file that comes each Monday is not late on Friday.

    Args:
        days: the days with facts, in any order.
        deliveries: the days on which some of them arrived, in any order.
    """
    known = np.unique(np.asarray(days, np.int64))
    if not len(known):
        return None
    newest = int(known[-1])
    recent = known[known > newest - LOOK_BACK]
    if len(recent) < ENOUGH:
        return None
    ends = ((recent + _MONDAY) % 7 >= 5).mean()
    weekends = bool(ends < _WEEKEND_SHARE)
    marks = np.array([working(int(one)) for one in recent]) if weekends else recent
    pauses = np.diff(np.unique(marks))
    if not len(pauses):
        return None
    usual = float(np.median(pauses))
    habit = float(np.sort(pauses)[-2]) if len(pauses) > 1 else usual
    even = bool((np.abs(pauses - usual) <= usual / 4).mean() >= _EVEN)
    least = (2 if even else 5) * usual
    allowed = max(least, 1.5 * habit, _delivered(deliveries, newest))
    return Rhythm(round(usual), int(allowed), weekends)


def _delivered(deliveries: Sequence[int], newest: int) -> float:
    """Days of quiet that the rhythm of the deliveries excuses."""
    known = np.unique(np.asarray(deliveries, np.int64))
    known = known[known > (known[-1] if len(known) else 0) - 2 * LOOK_BACK]
    if len(known) < ENOUGH_DELIVERIES:
        return 0.0
    lag = max(0, int(known[-1]) - newest)
    return 1.5 * float(np.median(np.diff(known))) + lag
