"""Reads what came of a play: firings, work, goal, effect, and what that suggests.

Not here: the log of all plays (play_reading.py), what came of a playbook (results.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.firing import FIRED, STATES, way_of
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_results import (
    GoalResult,
    PlayResults,
    Suggestion,
    most_often,
    suggestions,
)
from healthdesk.core.domain.playbook_view import StepResult
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.run import OUTCOMES
from healthdesk.core.services import play_effect, play_names, playbooks
from healthdesk.core.services import results as playbook_results
from healthdesk.core.services.play_documents import parsed
from healthdesk.core.services.play_rows import lines_told
from healthdesk.core.store.db import Tx

__all__ = ["PlayResults", "Suggestion", "results"]
_PLAY: Final = "SELECT body, draft, active, on_since FROM play WHERE id = :play"
_ROWS: Final = """
SELECT f.account_id, f.day, f.known_on, f.state, f.why, f.goal_until, f.goal_on, f.run_id,
  r.start_day, r.made_on, r.status, r.ended_on, r.outcome, r.outcome_on, r.ask_on, f.closed_on,
  f.because
FROM firing f LEFT JOIN run r ON r.id = f.run_id
WHERE f.play_id = :play AND f.day <= :day ORDER BY f.day, f.id"""


@dataclass(frozen=True)
class _Work:
    """The runs that a play started, by the end of a day."""

    status: Counter[str]
    outcomes: Counter[str]
    asks: int
    waited: tuple[int, ...]


def results(tx: Tx, name: str, day: int, progress: Progress = NOBODY) -> PlayResults:
    """What came of a play by the end of a day.

    Raises:
        NotFound: There is no such play.
        BadDocument: It cannot be read.
        Cancelled: The user asked to stop.
    """
    row = play_names.find(tx, name)
    kept = tx.execute(text(_PLAY), {"play": row}).one()
    play = parsed(kept.body or kept.draft)
    rows = tx.execute(text(_ROWS), {"play": row, "day": day}).all()
    counted = [one for one in rows if one.state in FIRED]
    # A firing that is noted brings no run of its own.
    worked = [one for one in counted if one.run_id is not None and one.state != "noted"]
    ways = Counter(way_of(one.state, one.closed_on, lines_told(one.because)) for one in worked)
    work = _work(worked, day)
    states = Counter(one.state for one in rows)
    why = most_often([one.why for one in rows if one.state == "declined"])
    found = PlayResults(
        name=play.name,
        day=day,
        mode=play.mode,
        playbook=play.playbook,
        on_since=kept.on_since if kept.active else None,
        states={one: states[one] for one in STATES},
        passed=most_often([one.why for one in rows if one.state == "passed"]),
        accounts=len({one.account_id for one in counted}),
        first=min((one.day for one in counted), default=None),
        last=max((one.day for one in counted), default=None),
        runs=len(worked),
        active=work.status[""],
        done=work.status["done"],
        stopped=work.status["stopped"],
        outcomes={one: work.outcomes[one] for one in OUTCOMES},
        asks=work.asks,
        goal=_goal(play, worked, day),
        steps=_steps(tx, play, row, day),
        answered_days=float(median(work.waited)) if work.waited else None,
        automatic=ways["itself"],
        minutes=ways["itself"] * play.minutes,
        declined_why=why[0][0] if why else "",
        effect=play_effect.read(tx, name, day, progress),
    )
    return replace(found, suggestions=suggestions(found))


def _work(worked: Sequence[Any], day: int) -> _Work:
    status: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    asks = 0
    for one in worked:
        ended = one.status if one.ended_on is not None and one.ended_on <= day else ""
        status[ended] += 1
        told = one.outcome_on is not None and one.outcome_on <= day and one.outcome
        if told:
            outcomes[one.outcome] += 1
        due = one.ask_on is not None and one.ask_on <= day and ended != "stopped"
        asks += bool(due and told in (None, False, "", "too early"))
    waited = tuple(
        max(one.closed_on - one.day, 0)
        for one in worked
        if way_of(one.state, one.closed_on, lines_told(one.because)) == "yes"
    )
    return _Work(status, outcomes, asks, waited)


def _goal(play: Play, worked: Sequence[Any], day: int) -> GoalResult | None:
    """How often the goal was reached, of what led to work."""
    if play.goal is None:
        return None
    some = [one for one in worked if one.goal_until is not None]
    reached = [one for one in some if one.goal_on is not None and one.goal_on <= day]
    over = [one for one in some if one not in reached and one.goal_until < day]
    days = [one.goal_on - one.day for one in reached]
    return GoalResult(
        play.goal.name,
        play.goal.days,
        len(reached),
        len(reached) + len(over),
        len(some) - len(reached) - len(over),
        float(median(days)) if days else None,
    )


def _steps(tx: Tx, play: Play, row: int, day: int) -> tuple[StepResult, ...]:
    """How the steps of its playbook did in the runs that it started."""
    try:
        document = playbooks.document(tx, play.playbook) if play.playbook else None
    except NotFound:
        return ()
    return () if document is None else playbook_results.steps_of(tx, document, row, day)
