"""A goal: a figure that is to reach a target by a day, and how it stands; pure arithmetic.

Expected by now lies on the straight line from the figure on the first day to the target on the
last. A figure that is good enough from the start is to be kept: then the target is what is expected
all along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.widget import Shown

SLACK: Final = 0.02
"""Of the way from start to target: so near to what is expected counts as on the way."""
FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "quality": ("Quality score", "number"),
    "score": ("Mean score", "number"),
    "strong_share": ("Share of accounts in Strong", "share"),
    "poor_accounts": ("Accounts in Poor", "number"),
    "accounts": ("Accounts", "number"),
    "arr": ("ARR", "money"),
    "arr_poor": ("ARR in Poor", "money"),
    "arr_poor_share": ("Share of ARR in Poor", "share"),
    "arr_kept": ("ARR kept since the first day", "share"),
    "usage": ("Usage in 28 days, all accounts", "number"),
}
"""What a goal can be about: its name and unit."""


@dataclass(frozen=True)
class Course:
    """How a goal stands on a day.

    Attributes:
        share: how much of the way is done; below 0: further off than at the start.
        expected: where the figure should be by now.
        state: "reached", "kept", "ahead", "on the way", "behind" or "missed".
    """

    share: float
    expected: float
    state: str
    keeps: bool = False
    """Whether it was good enough from the start, and is to stay so."""


@dataclass(frozen=True, kw_only=True)
class Goal(Shown):
    """A goal with the figure week by week; `now` None = not measured."""

    day: int = 0
    first: int = 0
    due: int = 0
    figure: str = ""
    unit: str = ""
    """money, share or number."""
    currency: str = ""
    target: float = 0.0
    start: float | None = None
    now: float | None = None
    course: Course | None = None
    line: tuple[tuple[int, float | None], ...] = ()


def course(
    line: tuple[float, float], target: float, days: tuple[int, int], day: int, *, falls: bool
) -> Course:
    """Where a goal stands.

    Args:
        line: the figure on the first day, and now.
        target: what it is to reach, or to keep.
        days: the first and the last day, both in.
        day: the day it is now.
        falls: less is better.
    """
    start, now = line
    first, due = days
    there = now <= target if falls else now >= target
    if start <= target if falls else start >= target:
        far = abs(now - target) / (abs(target) or 1.0)
        word = "reached" if day >= due else "kept"
        out = "missed" if day >= due else "behind"
        return Course(
            1.0 if there else max(1 - far, 0.0), target, word if there else out, keeps=True
        )
    way = target - start
    gone = min(max((day - first) / max(due - first, 1), 0.0), 1.0)
    expected, share = start + way * gone, (now - start) / way
    if there:
        return Course(share, expected, "reached")
    if day >= due:
        return Course(share, expected, "missed")
    ahead = (now - expected) / way
    if abs(ahead) <= SLACK:
        return Course(share, expected, "on the way")
    return Course(share, expected, "ahead" if ahead > 0 else "behind")


def quarter(day: int) -> tuple[int, int]:
    """The first and the last day of a day's quarter."""
    at = to_date(day)
    month = (at.month - 1) // 3 * 3 + 1
    first = date(at.year, month, 1)
    after = date(at.year + (month == 10), month % 12 + 3 if month < 10 else 1, 1)
    return to_day(first), to_day(after) - 1


def day_of(told: str, default: int, what: str) -> int:
    """A day as written in an option (2026-12-31); empty: the default.

    Raises:
        UsageError: It is no day.
    """
    if not told.strip():
        return default
    try:
        return to_day(date.fromisoformat(told.strip()))
    except ValueError:
        raise UsageError(
            f"{what} “{told.strip()[:40]}” is no day: write it as 2026-12-31."
        ) from None
