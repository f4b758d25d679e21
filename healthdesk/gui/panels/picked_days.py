"""Which two days to compare at first: the last turning point of the score, and the day in view."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.views import DayScore

LOOK_BACK = 180
"""Days in which the turning point is looked for."""
_PERIOD = 28
"""Days to compare with where the score never turned."""
_MOVED = 5.0
"""Points that the score must have moved to speak of a rise or a fall."""
_TURNED = 2.0
"""Points against the way that make a turning point."""


def default_days(days: Sequence[DayScore], as_of: int) -> tuple[int, int] | None:
    """The day the score last turned, and the last scored day up to `as_of`; None without two.

    Seen from the end: a fall began at the local maximum before it, a rise at the local minimum.
    """
    scored = [(day.day, day.score) for day in days if day.score is not None and day.day <= as_of]
    scored = [(day, score) for day, score in scored if scored[-1][0] - day <= LOOK_BACK]
    if len(scored) < 2:
        return None
    last_day, last = scored[-1]
    way = 0.0
    best_day, best = scored[-1]
    for day, score in reversed(scored):
        if not way and abs(score - last) >= _MOVED:
            way = 1.0 if score > last else -1.0
            best_day, best = day, score
        elif way and (score - best) * way > 0:
            best_day, best = day, score
        elif way and (best - score) * way >= _TURNED:
            break
    if not way:
        before = [day for day, _ in scored if last_day - day >= _PERIOD]
        best_day = before[-1] if before else scored[0][0]
    return best_day, last_day
