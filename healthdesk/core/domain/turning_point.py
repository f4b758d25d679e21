"""Which two days to compare at first: the last turning point of a score, and the day in view."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.views import DayScore

RANKS = {"Strong": 100.0, "Average": 60.0, "Poor": 0.0}
"""What bands stand for where a model gives no number; only their order matters here."""
LOOK_BACK = 180
"""Days in which the turning point is looked for."""
_PERIOD = 28
"""Days to compare with where the score never turned."""
_MOVED = 5.0
"""Points that the score must have moved to speak of a rise or a fall."""
_TURNED = 2.0
"""Points against the way that make a turning point."""
_NEARLY_ALL = 0.9
"""Share of the whole move: the latest day that saw so much of it is where it began."""
_PEAK_NEAR = 7
"""Days before that in which the very peak is taken instead."""


def default_days(days: Sequence[DayScore], as_of: int) -> tuple[int, int] | None:
    """The day the score last turned, and the last scored day up to `as_of`; None without two.

    Seen from the end: a fall began at the local maximum before it, a rise at the local minimum; a
    long plateau counts by its end.
    """
    known = ((day.day, _stands_for(day)) for day in days if day.day <= as_of)
    scored = [(day, score) for day, score in known if score is not None]
    scored = [(day, score) for day, score in scored if scored[-1][0] - day <= LOOK_BACK]
    if len(scored) < 2:
        return None
    last_day, last = scored[-1]
    way, moved = _last_move(scored)
    if not way:
        before = [day for day, _ in scored if last_day - day >= _PERIOD]
        return (before[-1] if before else scored[0][0]), last_day
    knee = max(
        day for day, score in moved if (score - last) * way >= _NEARLY_ALL * _most(moved, last)
    )
    near = [(score * way, day) for day, score in moved if knee - _PEAK_NEAR < day <= knee]
    return max(near)[1], last_day


def _stands_for(day: DayScore) -> float | None:
    """The score of a day; of a model without numbers what its band stands for."""
    return day.score if day.score is not None else RANKS.get(day.band)


def _most(moved: Sequence[tuple[int, float]], last: float) -> float:
    return max(abs(score - last) for _, score in moved)


def _last_move(scored: Sequence[tuple[int, float]]) -> tuple[float, list[tuple[int, float]]]:
    """Whether the score came down (1), went up (-1) or stood (0), and the days of that move."""
    last = scored[-1][1]
    way = best = 0.0
    moved: list[tuple[int, float]] = []
    for day, score in reversed(scored):
        if not way and abs(score - last) >= _MOVED:
            way, best = (1.0 if score > last else -1.0), score
        if way and (best - score) * way >= _TURNED:
            break
        if way:
            best = max(best * way, score * way) * way
        moved.append((day, score))
    return way, moved
