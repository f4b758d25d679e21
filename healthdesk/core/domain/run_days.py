"""Arithmetic on the days of a run: working days, and days on hold that do not count."""

from __future__ import annotations

from typing import Final

Pauses = tuple[tuple[int, int | None], ...]
"""Stretches on hold: (first day, first day that counts again); None = still on hold."""
_THURSDAY: Final = 3
"""Weekday of day 0, the first of January 1970; 0 = Monday."""
_WEEKEND: Final = 5


def weekday(day: int) -> int:
    """The weekday of a day, 0 = Monday."""
    return (day + _THURSDAY) % 7


def works(day: int) -> bool:
    """Whether it is Monday to Friday."""
    return weekday(day) < _WEEKEND


def held(day: int, pauses: Pauses) -> bool:
    """Whether a day is on hold."""
    return any(first <= day and (until is None or day < until) for first, until in pauses)


def later(base: int, days: int, *, working: bool = False, pauses: Pauses = ()) -> int:
    """The day so many days after another: only working ones where asked, none that is on hold.

    It lands on a day that counts; from a day on hold it counts from the first that counts again.
    A hold without an end counts as none: when it ends is not known.
    """
    known = tuple((first, until) for first, until in pauses if until is not None)
    if not known:
        return _working(base, days) if working else base + days
    while held(base, known):
        base += 1
    day = _landed(base, working=working, pauses=known)
    if days and day != base:
        # A day that does not count is no step: from a Saturday, Monday is one working day later.
        days -= 1
    for _ in range(days):
        day = _landed(day + 1, working=working, pauses=known)
    return day


def earlier(base: int, days: int, *, working: bool = False) -> int:
    """The day so many days before another; of working days, it lands on one."""
    if not working:
        return base - days
    day = base
    for _ in range(days):
        day -= 1
        while not works(day):
            day -= 1
    while not works(day):
        day -= 1
    return day


def _working(base: int, days: int) -> int:
    """So many working days after a day, whole weeks at once."""
    landed = base
    while not works(landed):
        landed += 1
    if not days:
        return landed
    if landed != base:
        days -= 1
    weeks, rest = divmod(days, _WEEKEND)
    day = landed + 7 * weeks
    for _ in range(rest):
        day += 1
        while not works(day):
            day += 1
    return day


def _landed(day: int, *, working: bool, pauses: Pauses) -> int:
    """The first day from a day on that counts."""
    while (working and not works(day)) or held(day, pauses):
        day = next(
            (until for first, until in pauses if until is not None and first <= day < until),
            day + 1,
        )
    return day
