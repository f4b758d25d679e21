"""Reads runs as they stood on a day: the list, one with all its steps, what is open of all.

What came later than the day is left out, so that looking back shows what was known then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.play_engine import CLOSED, path
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.playbook_difference import Difference, differences
from healthdesk.core.domain.run import Entry, RunState
from healthdesk.core.domain.run_view import (
    OpenCounts,
    OpenStep,
    RunRow,
    RunView,
    StepView,
)
from healthdesk.core.domain.task import origin_in_words
from healthdesk.core.domain.views import BANDS
from healthdesk.core.services import run_after, run_stamps, settings
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.playbook_documents import parsed
from healthdesk.core.services.rule_sentence import in_words
from healthdesk.core.services.run_rows import Kept, Made, load, status_of
from healthdesk.core.services.run_rows import one as kept_one
from healthdesk.core.services.segment_scores import Book
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

NOTICE_DAYS: Final = 7
"""Days for which a notice is told."""
_ASKING: Final = ("ask", "outcome")
_TOLD: Final = ("note", "notify")
_BY_DAY: Final = "r.made_on <= :day"


@dataclass(frozen=True)
class _Health:
    band: str = ""
    shown: int | None = None


def runs(
    tx: Tx,
    day: int,
    status: str | None = None,
    account: str | None = None,
    playbook: str | None = None,
) -> tuple[RunRow, ...]:
    """Runs as of a day: those under way first, what is due soonest first; ended ones newest first.

    `status` is active, waiting, done or stopped; `account` the account's own id.
    """
    where, asked = _BY_DAY, {"day": day}
    found = (
        load(tx, f"{where} AND a.account_id = :account", **asked, account=account)
        if account is not None
        else load(tx, where, **asked)
    )
    health = _health(tx, day) if found else {}
    rows = [_row(run, as_of(run, day), day, health) for run in found]
    kept = [
        row
        for row in rows
        if (status is None or row.status == status)
        and (playbook is None or row.playbook == playbook)
    ]
    return tuple(sorted(kept, key=_place))


def one(tx: Tx, run: int, day: int) -> RunView:
    """One run with every step of its document, as of a day."""
    kept = kept_one(tx, run)
    state = as_of(kept, day)
    row = _row(kept, state, day, _health(tx, day))
    playbook = kept.playbook if kept.readable else Playbook(kept.name)
    told = kept.outcome_on is not None and kept.outcome_on <= day
    return RunView(
        row=row,
        steps=tuple(_steps(kept, playbook, state, day, metric_names(tx))),
        purpose=playbook.purpose,
        measure=playbook.measure,
        differences=_differences(kept),
        ask_due=row.ask_due,
        outcome_words=kept.outcome_words if told else "",
        outcome_on=kept.outcome_on if told else None,
        look_on=kept.look_on,
        ended_why=kept.ended_why if state.ended else "",
        pauses=state.pauses,
        signer=kept.owner or settings.read(tx).person,
        hold_why=kept.hold_whys.get(state.pauses[-1][0], "") if state.paused else "",
        after=_after(tx, kept, state, day),
    )


def _after(tx: Tx, kept: Kept, state: RunState, day: int) -> str:
    if kept.look_on is None or not state.ended:
        return ""
    return run_after.looked_again(tx, kept.account_id, state.start, kept.look_on, day)


def invitation(tx: Tx, task: int) -> int | None:
    """The minutes of the meeting whose step made a task and offers a calendar file; None = none."""
    found = tx.execute(
        text("SELECT run_id, step FROM run_step WHERE task_id = :task"), {"task": task}
    ).first()
    kept = None if found is None else kept_one(tx, found[0])
    step = kept.playbook.step(found[1]) if found is not None and kept and kept.readable else None
    if step is None or step.kind != "call" or not step.options.get("invite"):
        return None
    declared = {one.key: one.default for one in CATALOGUE[step.kind].SPEC.options}
    return int(str(step.options.get("minutes", declared["minutes"])))


def open_on(tx: Tx, day: int) -> OpenCounts:
    """What runs have open on a day, and what asks for a person beside tasks and messages."""
    found = [(run, as_of(run, day)) for run in load(tx, _BY_DAY, day=day)]
    here = [(run, state) for run, state in found if not state.ended]
    statuses = [_status(run, state) for run, state in here]
    notices = [one for run, state in found for one in _notices(run, state, day)]
    return OpenCounts(
        active=statuses.count("active"),
        waiting=statuses.count("waiting"),
        paused=sum(state.paused for _, state in here),
        overdue=sum(_overdue(run, state, day) for run, state in here),
        outcomes=sum(ask_due(run, state, day) for run, state in found),
        notices=tuple(sorted(notices, key=_when)),
    )


def as_of(run: Kept, day: int) -> RunState:
    """The state of a run as it was known at the end of a day."""
    state = run.state
    if state.seen <= day and (state.ended_on is None or state.ended_on <= day):
        return state
    entries: dict[str, Entry] = {}
    for step, entry in state.entries.items():
        if entry.raised is not None and entry.raised > day:
            continue
        if entry.closed is not None and entry.closed > day:
            if entry.raised is None:
                continue
            entry = replace(entry, state="open", closed=None, how="", arm=-1)  # noqa: PLW2901
        entries[step] = entry
    over = state.ended_on is not None and state.ended_on <= day
    pauses = tuple(
        (first, until if until is not None and until <= day else None)
        for first, until in state.pauses
        if first <= day
    )
    return replace(
        state,
        entries=MappingProxyType(entries),
        pauses=pauses,
        ended=state.ended if over else "",
        ended_on=state.ended_on if over else None,
    )


def _row(run: Kept, state: RunState, day: int, health: Mapping[str, _Health]) -> RunRow:
    playbook = run.playbook if run.readable else Playbook(run.name)
    counted = [step for step in path(playbook, state)[0] if not CATALOGUE[step.kind].SPEC.flow]
    counts = {"done"} if state.ended == "stopped" else CLOSED
    closed = sum(_state_of(state, step) in counts for step in counted)
    coming = _next(playbook, state)
    here = health.get(run.account_id, _Health())
    return RunRow(
        id=run.id,
        playbook=run.name,
        account_id=run.account_id,
        account_name=run.account_name,
        band=here.band,
        shown=here.shown,
        status=_status(run, state),
        started=state.start,
        next_day=None if coming is None else coming[0],
        next_step="" if coming is None else coming[1],
        done=closed,
        of=len(counted),
        overdue=_overdue(run, state, day),
        paused=state.paused,
        changed=run.body is not None,
        owner=run.owner,
        outcome=run.outcome if run.outcome_on is not None and run.outcome_on <= day else "",
        version=run.version,
        origin=origin_in_words(run.origin),
        ended=state.ended_on,
        ask_due=ask_due(run, state, day),
        asks_sign_off=playbook.sign_off,
        signed_by=run.signed_by if _signed(run, day) else "",
        signed_on=run.signed_on if _signed(run, day) else None,
    )


def is_unsigned(run: Kept, day: int) -> bool:
    """Whether a run that is done waited for its sign-off on a day."""
    return run.readable and run.playbook.sign_off and not _signed(run, day)


def _signed(run: Kept, day: int) -> bool:
    return run.signed_on is not None and run.signed_on <= day


def _status(run: Kept, state: RunState) -> str:
    return status_of(replace(run, state=state))


def _state_of(state: RunState, step: Step) -> str:
    entry = state.entries.get(step.id)
    return "" if entry is None else entry.state


def _next(playbook: Playbook, state: RunState) -> tuple[int, str] | None:
    """Day and name of the next step that is open or planned; a wait only where nothing else is."""
    if state.ended:
        return None
    coming = []
    for step in path(playbook, state)[0]:
        entry = state.entries.get(step.id)
        if entry is not None and entry.state not in CLOSED:
            waits = CATALOGUE[step.kind].SPEC.flow == "wait"
            coming.append((waits, entry.planned, step.name))
    if not coming:
        return (state.start, playbook.steps[0].name) if playbook.steps else None
    _, day, name = min(coming, key=itemgetter(0, 1))  # on one day the first in the playbook's order
    return day, name


def _overdue(run: Kept, state: RunState, day: int) -> int:
    if state.ended or state.paused:
        return 0
    return sum(
        entry.state == "open" and entry.planned < day and not _waits(run, step)
        for step, entry in state.entries.items()
    )


def _waits(run: Kept, step: str) -> bool:
    known = run.playbook.step(step) if run.readable else None
    return known is not None and bool(CATALOGUE[known.kind].SPEC.flow)


def ask_due(run: Kept, state: RunState, day: int) -> bool:
    """Whether it is time to say what came of it; too early to tell is asked again."""
    told = run.outcome and run.outcome != "too early"
    return not told and state.ended != "stopped" and run.ask_on is not None and run.ask_on <= day


def _place(row: RunRow) -> tuple[bool, int, int]:
    if row.ended is not None:
        return True, -row.ended, -row.id
    return False, row.next_day if row.next_day is not None else 10**9, row.id


def _health(tx: Tx, day: int) -> dict[str, _Health]:
    """Band and score of every account alive on a day, by its own id."""
    columns = Book(tx).read([day])
    rows = tx.execute(text("SELECT account_id FROM account ORDER BY account_id"))
    bands, shown = columns.band_codes()[:, 0].tolist(), columns.shown()[:, 0].tolist()
    return {
        key: _Health(BANDS[band], None if number < 0 else number)
        for (key,), band, number in zip(rows, bands, shown, strict=False)
        if band >= 0
    }


def _differences(run: Kept) -> tuple[Difference, ...]:
    if run.body is None:
        return ()
    try:
        return differences(parsed(run.template), parsed(run.body))
    except BadDocument:
        return ()


def _steps(
    run: Kept, playbook: Playbook, state: RunState, day: int, names: Mapping[str, str]
) -> Iterator[StepView]:
    way = {step.id for step in path(playbook, state)[0]}
    for depth, arm, gone, step in _walk(playbook.steps, state, 0, "", gone=False):
        gone = gone or (bool(state.ended) and step.id not in way)  # noqa: PLW2901
        yield _step(run, state, day, step, (depth, arm, gone), names)


def _walk(
    steps: tuple[Step, ...], state: RunState, depth: int, arm: str, *, gone: bool
) -> Iterator[tuple[int, str, bool, Step]]:
    for at, step in enumerate(steps):
        yield depth, arm if at == 0 else "", gone, step
        entry = state.entries.get(step.id)
        decided = entry is not None and entry.state in CLOSED
        for place, one_arm in enumerate(step.arms):
            taken = not decided or (entry is not None and entry.arm == place)
            yield from _walk(one_arm.steps, state, depth + 1, one_arm.name, gone=gone or not taken)


def _step(  # noqa: PLR0917 - a step of a run on a day, its place, the names of metrics
    run: Kept,
    state: RunState,
    day: int,
    step: Step,
    where: tuple[int, str, bool],
    names: Mapping[str, str],
) -> StepView:
    depth, arm, gone = where
    spec = CATALOGUE[step.kind].SPEC
    entry = state.entries.get(step.id)
    made = run.made.get(step.id, Made())
    gone = gone and entry is None
    late = 0
    if entry is not None and entry.raised is not None and not spec.flow:
        late = max((entry.closed if entry.closed is not None else day) - entry.planned, 0)
    return StepView(
        id=step.id,
        depth=depth,
        kind=step.kind,
        icon=spec.icon,
        name=step.name,
        state="not taken" if gone else "to come" if entry is None else entry.state,
        planned=None if entry is None else entry.planned,
        raised=None if entry is None else entry.raised,
        closed=None if entry is None else entry.closed,
        how="" if entry is None else entry.how,
        task=made.task,
        message=made.message,
        required=step.required,
        not_taken=gone,
        days_late=late,
        arm=arm,
        moved=step.id in state.moved and not step.options.get(run_stamps.MILESTONE),
        text=_text(step, entry, names),
        questions=tuple(step.options.get("questions", ())) if step.kind == "ask" else (),
        answers=made.answers,
        owner=step.owner,
    )


def metric_names(tx: Tx) -> dict[str, str]:
    """What metrics are called, by their keys: rules name them so."""
    return {key: one.name for key, one in metrics(tx).items()}


def _text(step: Step, entry: Entry | None, names: Mapping[str, str]) -> str:
    """What a step says or waits for; `names` are those of metrics."""
    if step.kind in _TOLD:
        return (entry.how if entry is not None else "") or str(step.options.get("text", ""))
    if CATALOGUE[step.kind].SPEC.flow == "wait":
        return wait_words(step, names)
    if step.arms and entry is not None and 0 <= entry.arm < len(step.arms):
        return step.arms[entry.arm].name
    return ""


def wait_words(step: Step, names: Mapping[str, str]) -> str:
    """What a wait waits for: "5 working days", "until it is Strong, 20 days at most"."""
    declared = {one.key: one.default for one in CATALOGUE[step.kind].SPEC.options}
    options = {**declared, **step.options}
    unit = "working day" if options["working"] else "day"
    days = count_of(int(options["days"] or 0), unit)
    if options["until"] == "day":
        return f"until {options['day']}"
    if options["until"] == "rule" and step.until is not None:
        return f"until {in_words(step.until, names)}, {days} at most"
    return days


def _notices(run: Kept, state: RunState, day: int) -> Iterator[OpenStep]:
    """Questions and outcomes that are open, and what was told these days."""
    if not run.readable:
        return
    playbook = run.playbook
    for key, entry in state.entries.items():
        step = playbook.step(key)
        if step is None or entry.raised is None:
            continue
        asks = step.kind in _ASKING and entry.state == "open" and not state.ended
        told = step.kind == "notify" and 0 <= day - entry.raised < NOTICE_DAYS
        if asks or told:
            yield OpenStep(
                run.id,
                key,
                step.kind,
                step.name,
                _text(step, entry, {}),  # questions and notices name no metric by its key
                run.name,
                run.account_id,
                run.account_name,
                entry.planned,
                max(day - entry.planned, 0) if asks else 0,
            )


def _when(one: OpenStep) -> tuple[int, int]:
    return one.due, one.run
