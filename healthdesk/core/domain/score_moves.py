"""When a score moved enough to be told: into another band for good, or ten points in a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.views import DayScore

WEEK: Final = 7
HOLDS: Final = 3
"""Days that a new band lasts before its change is told; near the end a clear change is told too."""
CLEAR: Final = 5
"""Points that make a change near the end clear."""
LARGE: Final = 10
"""Points in a week that are told."""


@dataclass(frozen=True)
class ScoreMove:
    """A move of a score that ended on `last`; it is compared with the day `first`."""

    first: int
    last: int
    before: DayScore
    after: DayScore

    @property
    def crossed(self) -> bool:
        """Whether it went into another band."""
        return self.before.band != self.after.band


def score_moves(days: Sequence[DayScore]) -> tuple[ScoreMove, ...]:
    """The moves of a history that are worth telling, oldest first."""
    by_day = {one.day: one for one in days}
    found = {move.last: move for move in _crossings(days, by_day)}
    calm = _calm(days)
    quiet_until = -1
    for one in days:
        before = by_day.get(one.day - WEEK)
        if one.day <= quiet_until or before is None:
            continue
        if before.day not in calm or one.day not in calm:
            continue
        near = any(day in found for day in range(one.day - WEEK + 1, one.day + WEEK))
        if abs(calm[one.day] - calm[before.day]) >= LARGE:
            quiet_until = one.day + WEEK - 1
            if not near:
                found[one.day] = ScoreMove(before.day, one.day, before, one)
    return tuple(found[day] for day in sorted(found))


def _calm(days: Sequence[DayScore]) -> dict[int, int]:
    """Scores by day, each the middle one of three: what lasts a day only is no move."""
    told = [(one.day, one.shown) for one in days if one.shown is not None]
    shown = [score for _, score in told]
    return {
        day: score if at in {0, len(told) - 1} else sorted(shown[at - 1 : at + 2])[1]
        for at, (day, score) in enumerate(told)
    }


def _crossings(days: Sequence[DayScore], by_day: dict[int, DayScore]) -> list[ScoreMove]:
    """Changes of band that held; a band that came and went at once is no story."""
    out = []
    held = days[0] if days else None
    for at, one in enumerate(days):
        if held is None or one.band == held.band:
            continue
        run = days[at : at + HOLDS]
        if any(other.band != one.band for other in run):
            continue
        if len(run) < HOLDS and abs((one.score or 0) - (days[at - 1].score or 0)) < CLEAR:
            continue
        week = min((day for day in range(one.day - WEEK, one.day) if day in by_day), default=-1)
        before = by_day.get(week, days[at - 1])
        if before.band == one.band:
            before = days[at - 1]
        out.append(ScoreMove(before.day, one.day, before, one))
        held = one
    return out
