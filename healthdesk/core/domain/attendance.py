"""Who was asked to meetings and came: of an account, of one person, as of a day.

Of a meeting without anybody asked nobody wrote down who was: it is counted, and never as empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MEETINGS: Final = ("meeting", "review")
"""Kinds of touchpoints to which people are asked."""
WINDOW: Final = 90
"""Days over which attendance is counted."""
OFTEN: Final = 3
"""Meetings that somebody was asked to and missed, one and all, from which it says something."""


@dataclass(frozen=True)
class Meeting:
    """A meeting: rows of who came, and of who was asked (none: not written down)."""

    row: int
    day: int
    came: tuple[int, ...]
    asked: tuple[int, ...] = ()

    @property
    def told(self) -> bool:
        """Whether somebody wrote down who was asked."""
        return bool(self.asked)

    @property
    def missed(self) -> tuple[int, ...]:
        """Who was asked and did not come."""
        return tuple(one for one in self.asked if one not in self.came)


@dataclass(frozen=True)
class Attendance:
    """Meetings of some days: how many tell who was asked, and of those asked how many came.

    Of one person: the meetings they were at or asked to, `asked` and `came` count theirs alone.
    """

    meetings: int = 0
    told: int = 0
    asked: int = 0
    came: int = 0
    rows: tuple[int, ...] = ()
    """Of the touchpoints, the newest first."""

    @property
    def untold(self) -> int:
        """Meetings of which nobody wrote down who was asked."""
        return self.meetings - self.told


NOBODY_MET: Final = Attendance()


@dataclass(frozen=True)
class Missing:
    """Somebody who was asked time and again within a year and never came."""

    asked: int
    since: int
    """The day of the meeting from which it says something."""
    last: int


def attendance(
    meetings: Iterable[Meeting], day: int, person: int | None = None, window: int = WINDOW
) -> Attendance:
    """Count the meetings of the days that end on one."""
    found = [one for one in meetings if day - window < one.day <= day]
    if person is not None:
        found = [one for one in found if person in one.came or person in one.asked]
    asked = [who for one in found for who in one.asked if person in {None, who}]
    came = [who for one in found for who in one.asked if person in {None, who} and who in one.came]
    told = [one for one in found if one.told and (person is None or person in one.asked)]
    newest = sorted(found, key=lambda one: (-one.day, -one.row))
    return Attendance(
        len(found), len(told), len(asked), len(came), tuple(one.row for one in newest)
    )


def missing(invited: Sequence[tuple[int, bool]]) -> Missing | None:
    """Whether somebody came to none of the meetings they were asked to: days, and whether there.

    >>> missing([(10, False), (20, False), (40, False)])
    Missing(asked=3, since=40, last=40)
    >>> missing([(10, False), (20, True), (40, False)])
    """
    if len(invited) < OFTEN or any(there for _, there in invited):
        return None
    days = sorted(day for day, _ in invited)
    return Missing(len(days), days[OFTEN - 1], days[-1])
