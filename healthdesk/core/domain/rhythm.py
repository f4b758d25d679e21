"""Whether a stream of facts is late by its own rhythm. Pure arithmetic over day numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import to_date, to_day

LOOK_BACK: Final = 400
"""Days before the newest one whose pauses make the rhythm."""
ENOUGH: Final = 8
"""Days with facts from which there is a rhythm at all."""
_ENOUGH_EVEN: Final = 5
"""The same where the pauses are even: five monthly files are a rhythm, five tickets are none."""
ENOUGH_DELIVERIES: Final = 3
"""Days with deliveries from which they, too, have a rhythm."""
_RECENT: Final = 60
"""Pauses that tell how long one usually is; older ones only tell of habits."""
_EVEN: Final = 0.8
"""Share of pauses like the usual one from which a stream is even."""
_DAILY: Final = 3
"""Days of silence of a stream that brings something each day until it is late."""
_SLOW: Final = 4
"""Days between the facts of an even stream from which it is one of files, weekly or monthly."""
_WEEKEND_SHARE: Final = 0.05
"""Facts on a Saturday or Sunday are 2 of 7; with fewer than this, weekends are left out."""
WEEK: Final = 7
_WORKING_WEEK: Final = 5
_MONDAY: Final = 3
"""Days from 1970-01-01, a Thursday, back to a Monday."""
_CHRISTMAS: Final = (12, 24)
_CHRISTMAS_DAYS: Final = 9
"""24 December to 1 January."""


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
        return working_between(newest, day) if self.weekends else day - newest

    def late(self, newest: int, day: int) -> bool:
        """Whether a stream that brought nothing since its newest day is late."""
        return self.quiet(newest, day) > self.allowed


def working_between(first: int, last: int) -> int:
    """Working days after one day, up to and with another; none from Christmas to New Year's Day."""
    return int(_working(np.array([first, last], np.int64))[0])


def rhythm(days: Sequence[int], deliveries: Sequence[int] = (), least: int = WEEK) -> Rhythm | None:
    """The rhythm of a stream; None while there are too few days with facts to tell.

    The rule, looking at the days with facts in the 400 days up to the newest:

    * where less than one in twenty of them is a Saturday or Sunday, only working days count, and
      none of those between Christmas and New Year;
    * a stream is late when it is quiet for a week at least (or what `least` says), and for more
      than three times what nine in ten of its latest 60 pauses keep within;
    * where the pauses are even (four in five are within a quarter of the usual one) and days long,
      as of weekly or monthly files, more than twice is enough: one of them may be skipped;
    * what comes each day (of each working day) is late after three such days already;
    * and it is quiet for more than one and a half times its second longest pause: what happened
      once was an outage, twice is a habit (bills that all go out in the first half of a month, the
      months between two surveys);
    * where the days on which it was delivered have a rhythm (three or more of them), quiet time up
      to one and a half times their usual pause, plus what the newest delivery lagged behind, is in
      time too: a file that comes each month is not late on the tenth.

    Args:
        days: the days with facts, in any order.
        deliveries: the days on which some of them arrived, in any order.
        least: days of silence that such facts may keep whatever their rhythm was so far.
    """
    known = np.unique(np.asarray(days, np.int64))
    if len(known) < _ENOUGH_EVEN:
        return None
    newest = int(known[-1])
    known = known[known > newest - LOOK_BACK]
    ends = ((known + _MONDAY) % 7 >= 5).mean()
    weekends = bool(ends < _WEEKEND_SHARE)
    pauses = _working(known) if weekends else np.diff(known)
    pauses = pauses[pauses > 0]
    recent = pauses[-_RECENT:]
    usual = float(np.median(recent)) if len(recent) else 1.0
    even = bool(len(recent)) and bool((np.abs(recent - usual) <= usual / 4).mean() >= _EVEN)
    if len(pauses) + 1 < (_ENOUGH_EVEN if even else ENOUGH):
        return None
    most = float(np.quantile(recent, 0.9, method="higher"))
    habit = float(np.sort(pauses)[-2])
    daily = even and most <= 1 and least == WEEK
    floor = _DAILY if daily else least * _WORKING_WEEK // WEEK if weekends else least
    quiet = floor - 1
    times = 2 if daily or (even and usual >= _SLOW) else 3
    allowed = max(quiet, times * most, 1.5 * habit, _delivered(deliveries, newest))
    return Rhythm(round(usual), int(allowed), weekends)


def _working(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Working days from each of some rising days to the next."""
    first, last = to_date(int(days[0])).year, to_date(int(days[-1])).year
    off = [
        to_day(date(year, *_CHRISTMAS)) + at
        for year in range(first - 1, last + 1)
        for at in range(_CHRISTMAS_DAYS)
    ]
    ends = (days + 1).astype("datetime64[D]")
    holidays = np.array(off, np.int64).astype("datetime64[D]")
    return np.busday_count(ends[:-1], ends[1:], holidays=holidays).astype(np.int64)


def _delivered(deliveries: Sequence[int], newest: int) -> float:
    """Days of quiet that the rhythm of the deliveries excuses."""
    known = np.unique(np.asarray(deliveries, np.int64))
    known = known[known > (known[-1] if len(known) else 0) - LOOK_BACK]
    if len(known) < ENOUGH_DELIVERIES:
        return 0.0
    lag = max(0, int(known[-1]) - newest)
    return 1.5 * float(np.median(np.diff(known))) + lag
