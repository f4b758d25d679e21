"""How steady use is: active days, how far it bunches in few days and few people, streaks.

Pure measures over one account's daily values; NaN = not measured, and says nothing.
Not here: dips and rises (trend.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray

DAYS: Final = 28
"""Days that steadiness is told over."""
TOP: Final = 3
"""Days, and users, whose share of all use says how bunched it is."""
_BINGE: Final = 0.6
"""Share of 28 days' use on the top three days from which it comes in bursts."""
_MARATHON: Final = 1.6
"""Times the least possible share of the top three active days up to which it is even."""
_REGULAR: Final = 0.5
"""Share of days with use from which even use is a marathon."""
_MONDAY: Final = 3
"""Days from 1970-01-01, a Thursday, back to a Monday."""

Rhythm = Literal["marathon", "mixed", "binge", "none"]


@dataclass(frozen=True)
class Streak:
    """Days in a row: `first` to `last`."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """Its length."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Steadiness:
    """How steady use was over some days; shares are None where there is nothing to share."""

    measured: int
    """Days that were measured."""
    active: int
    """Of them, days with use."""
    active_share: float | None
    top_days: float | None
    """Share of all use on the three days with most of it."""
    weekend: float | None
    """Share of all use on Saturdays and Sundays."""
    rhythm: Rhythm | None
    """How it comes: evenly on many days (marathon), in bursts (binge), between; None: unknown."""
    quiet: Streak | None
    """The longest stretch without use, of two days or more; days not measured end it."""


def steadiness(values: FloatArray, first: int) -> Steadiness:
    """Measure daily values; `first` is the day of the first of them."""
    known = ~np.isnan(values)
    used = known & (values > 0)
    measured, active = int(known.sum()), int(used.sum())
    some = values[used]
    total = float(some.sum())
    if not measured or not active:
        rhythm: Rhythm | None = "none" if measured else None
        share = 0.0 if measured else None
        return Steadiness(measured, 0, share, None, None, rhythm, _longest(known & ~used, first))
    top = float(np.sort(some)[::-1][:TOP].sum()) / total
    weekday = (np.arange(len(values)) + first + _MONDAY) % 7
    weekend = float(values[used & (weekday >= 5)].sum()) / total
    return Steadiness(
        measured=measured,
        active=active,
        active_share=active / measured,
        top_days=top,
        weekend=weekend,
        rhythm=_rhythm(top, active, measured),
        quiet=_longest(known & ~used, first),
    )


def _rhythm(top: float, active: int, measured: int) -> Rhythm | None:
    """The word for how use comes; fewer than two weeks of days say nothing."""
    if measured < DAYS // 2:
        return None
    if top >= _BINGE:
        return "binge"
    even = active / measured >= _REGULAR and top <= _MARATHON * TOP / active
    return "marathon" if even else "mixed"


def top_users(by_user: Mapping[str, float]) -> float | None:
    """The share of all use that the three heaviest users have; None: no use of users is known."""
    used = sorted((value for value in by_user.values() if value > 0), reverse=True)
    return sum(used[:TOP]) / sum(used) if used else None


def streaks(values: FloatArray, first: int) -> tuple[Streak | None, Streak | None]:
    """The longest run of days with use, and the one that lasts to the last measured day."""
    used = ~np.isnan(values) & (values > 0)
    known = np.flatnonzero(~np.isnan(values))
    if not used.any():
        return None, None
    runs = _runs(used)
    low, high = max(runs, key=lambda run: (run[1] - run[0], run[0]))
    longest = Streak(first + low, first + high)
    low, high = runs[-1]
    now = Streak(first + low, first + high) if high == known[-1] else None
    return longest, now


def _longest(marks: BoolArray, first: int) -> Streak | None:
    runs = [run for run in _runs(marks) if run[1] > run[0]]
    if not runs:
        return None
    low, high = max(runs, key=lambda run: (run[1] - run[0], run[0]))
    return Streak(first + low, first + high)


def _runs(marks: BoolArray) -> list[tuple[int, int]]:
    """First and last place of every stretch that is set."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    return [(int(low), int(high) - 1) for low, high in edges.reshape(-1, 2)]
