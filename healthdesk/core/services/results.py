"""What came of playbooks: outcomes, how each step did, how scores moved after done runs.

A change of the score is told with the number of runs it rests on, and is no proof of a cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import fmean, median
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import IntArray
from healthdesk.core.domain.play_engine import NO_CONDITION
from healthdesk.core.domain.play_hand import NOT_NEEDED, RUN_STOPPED
from healthdesk.core.domain.playbook import Playbook, Step, every
from healthdesk.core.domain.playbook_view import (
    PlaybookRow,
    RatingChange,
    ResultRow,
    Results,
    ScoreChange,
    StepResult,
    Waiting,
)
from healthdesk.core.domain.run import OUTCOMES, Entry, RunState
from healthdesk.core.domain.score import score
from healthdesk.core.domain.subset import subset, with_children
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services import playbook_names, playbooks, profiles
from healthdesk.core.services.facts import load as load_facts
from healthdesk.core.services.run_brief import Brief, briefs
from healthdesk.core.services.run_reading import as_of, ask_due, is_unsigned
from healthdesk.core.services.run_rows import Kept, load
from healthdesk.core.services.run_touched import GOAL
from healthdesk.core.store.db import Tx

AFTER: Final = (30, 60, 90)
"""Days after a run's start on which its account's score is compared."""
MOST_RUNS: Final = 500
"""Done runs whose scores are compared, the latest."""
_RESULTS: Final = "results of playbooks"
_SCORES: Final = "scores of done runs"

_ANSWERS: Final = """
SELECT a.account_id, s.day, s.rating FROM survey s JOIN account a ON a.id = s.account_id
WHERE s.kind = 'nps' AND s.rating IS NOT NULL AND s.day <= :day ORDER BY s.day, s.id"""
_OF_PLAY: Final = "r.id IN (SELECT run_id FROM firing WHERE play_id = :play AND state <> 'noted')"
_UNASKED: Final = (NO_CONDITION, NOT_NEEDED, RUN_STOPPED)
"""Why steps are passed over without a word of a person."""
_GOAL_REACHED: Final = f"{NOT_NEEDED}: {GOAL}"
"""How the reason begins where a play's goal ended the run."""

_Run = tuple[Kept, RunState]


def results(tx: Tx, name: str, day: int) -> Results:
    """What came of a playbook by the end of a day; kept until anything in the desk changes."""
    memory = tx.info.get("memory")
    known = (None if memory is None else memory.get(_RESULTS, tx.info["stamp"])) or {}
    if (name, day) not in known:
        known = {**known, (name, day): _read(tx, name, day)}
        if memory is not None:
            memory.put(_RESULTS, tx.info["stamp"], known)
    found: Results = known[name, day]
    return found


def _read(tx: Tx, name: str, day: int) -> Results:
    row = playbook_names.find(tx, name)
    if row is None:
        raise NotFound(f"No playbook is called {name!r}.")
    document = playbooks.document(tx, name)
    found = [
        (run, as_of(run, day))
        for run in load(tx, "r.playbook_id = :row AND r.made_on <= :day", row=row, day=day)
    ]
    ended = Counter(state.ended for _, state in found)
    told = _outcomes(found, day)
    done = [one for one in found if one[1].ended == "done"]
    return Results(
        name=document.name,
        cause=document.cause,
        measure=document.measure,
        runs=len(found),
        active=ended[""],
        done=ended["done"],
        stopped=ended["stopped"],
        outcomes={one: told.count(one) for one in OUTCOMES},
        steps=tuple(_steps(document, found)),
        changes=_changes(tx, done[-MOST_RUNS:], day),
        waiting=tuple(_waiting(found, day)),
        ratings=_ratings(tx, done, day),
        unsigned=tuple(run.account_name for run, _ in done if is_unsigned(run, day)),
    )


def overview(tx: Tx, day: int) -> tuple[ResultRow, ...]:
    """What came of every playbook by the end of a day: those that ran most first."""
    found: dict[int, list[Brief]] = {}
    for run in briefs(tx, day):
        if run.playbook_id is not None:
            found.setdefault(run.playbook_id, []).append(run)
    rows = []
    for row in playbooks.overview(tx, day):
        number = playbook_names.find_ever(tx, row.name)
        some = found.get(number, []) if number is not None else []
        if some or not (row.archived or row.broken or not row.version):
            rows.append(_result_row(row, some))
    return tuple(sorted(rows, key=lambda one: (one.archived, -one.runs, one.name.casefold())))


def _result_row(row: PlaybookRow, some: Sequence[Brief]) -> ResultRow:
    ended = Counter(run.ended for run in some)
    told = Counter(run.outcome for run in some)
    return ResultRow(
        name=row.name,
        measure=row.measure,
        runs=len(some),
        active=ended[""],
        done=ended["done"],
        stopped=ended["stopped"],
        outcomes={one: told[one] for one in OUTCOMES},
        waiting=sum(run.asks for run in some),
        archived=row.archived,
    )


def _outcomes(some: Sequence[_Run], day: int) -> list[str]:
    """What was told by a day."""
    return [
        run.outcome
        for run, _ in some
        if run.outcome and run.outcome_on is not None and run.outcome_on <= day
    ]


def _steps(document: Playbook, found: Sequence[_Run]) -> Iterator[StepResult]:
    entries: dict[str, list[Entry]] = {}
    for _, state in found:
        for key, entry in state.entries.items():
            if entry.state != "planned":
                entries.setdefault(key, []).append(entry)
    for step in every(document.steps):
        yield _step(step, entries.get(step.id, []))


def steps_of(tx: Tx, document: Playbook, play: int, day: int) -> tuple[StepResult, ...]:
    """How each step did in the runs that a play (its row) started, by the end of a day."""
    some = load(tx, f"{_OF_PLAY} AND r.made_on <= :day", play=play, day=day)
    return tuple(_steps(document, [(run, as_of(run, day)) for run in some]))


def _unasked(how: str) -> bool:
    """Whether a step was passed over without a word of a person."""
    return how in _UNASKED or how.startswith(_GOAL_REACHED)


def _step(step: Step, entries: Sequence[Entry]) -> StepResult:
    spec = CATALOGUE[step.kind].SPEC
    done = [one for one in entries if one.state == "done"]
    days = [
        one.closed - one.raised for one in done if one.closed is not None and one.raised is not None
    ]
    late = [max(one.closed - one.planned, 0) for one in done if one.closed is not None]
    waits = spec.by_hand or spec.flow == "wait"
    passed = [one.how for one in entries if one.state == "skipped" and not _unasked(one.how)]
    why = Counter(one for one in passed if one).most_common(1)
    return StepResult(
        step=step.id,
        kind=step.kind,
        name=step.name,
        reached=len(entries),
        done=len(done),
        skipped=sum(one.state == "skipped" for one in entries),
        open=sum(one.state == "open" for one in entries),
        late_days=sum(late) if not spec.flow else 0,
        median_days=float(median(days)) if days and waits else None,
        waits=waits,
        passed=len(passed),
        why=why[0][0] if why else "",
        late=sum(one > 0 for one in late) if not spec.flow else 0,
    )


def _waiting(found: Sequence[_Run], day: int) -> Iterator[Waiting]:
    for run, state in found:
        if ask_due(run, state, day):
            yield Waiting(run.id, run.account_id, run.account_name, state.ended_on, run.ask_on)


def _ratings(tx: Tx, done: Sequence[_Run], day: int) -> RatingChange:
    """Ratings before runs began and the first ones after they ended."""
    answers: dict[str, list[tuple[int, float]]] = {}
    wanted = {run.account_id for run, _ in done}
    rows = tx.execute(text(_ANSWERS), {"day": day}) if wanted else ()
    for account, on, rating in rows:
        if account in wanted:
            answers.setdefault(account, []).append((on, rating))
    moved = []
    for run, state in done:
        found = answers.get(run.account_id, [])
        end = state.ended_on
        before = [rating for on, rating in found if on <= state.start]
        after = [rating for on, rating in found if end is not None and on > end]
        if before and after:
            moved.append(after[0] - before[-1])
    mean = float(fmean(moved)) if moved else None
    risen, fallen = sum(one > 0 for one in moved), sum(one < 0 for one in moved)
    return RatingChange(len(moved), mean, risen, fallen)


def _changes(tx: Tx, done: Sequence[_Run], day: int) -> tuple[ScoreChange, ...]:
    """How scores stood some time after runs began, against the day they did."""
    if not done:
        return tuple(ScoreChange(after, 0, None, 0, 0) for after in AFTER)
    starts = {state.start for _, state in done}
    wanted = {one + after for one in starts for after in (0, *AFTER) if one + after <= day}
    days = np.array(sorted(wanted), np.int32)
    scores = _scores(tx, {run.account_id for run, _ in done}, days)
    out = []
    for after in AFTER:
        moved = []
        for run, state in done:
            before = scores.get((run.account_id, state.start))
            then = scores.get((run.account_id, state.start + after))
            if before is not None and then is not None:
                moved.append(then - before)
        risen, fallen = sum(one > 0 for one in moved), sum(one < 0 for one in moved)
        mean = float(fmean(moved)) if moved else None
        out.append(ScoreChange(after, len(moved), mean, risen, fallen))
    return tuple(out)


def _scores(tx: Tx, accounts: set[str], days: IntArray) -> dict[tuple[str, int], float]:
    """The scores of some accounts on some days, those without one left out."""
    memory, asked = tx.info.get("memory"), (frozenset(accounts), days.tobytes())
    kept = None if memory is None else memory.get(_SCORES, tx.info["stamp"])
    if isinstance(kept, tuple) and kept[0] == asked:
        return dict(kept[1])
    found = _scored(tx, accounts, days)
    if memory is not None:
        memory.put(_SCORES, tx.info["stamp"], (asked, found), of_facts=True)
    return found


def _scored(tx: Tx, accounts: set[str], days: IntArray) -> dict[tuple[str, int], float]:
    facts = load_facts(tx)
    wanted = [at for at, key in enumerate(facts.account_ids) if key in accounts]
    some = subset(facts, with_children(facts, wanted))
    found = score(some, profiles.published(tx), days, READINGS, detail=False).final
    return {
        (key, day): float(found[at, place])
        for at, key in enumerate(some.account_ids)
        if key in accounts
        for place, day in enumerate(days.tolist())
        if not np.isnan(found[at, place])
    }
