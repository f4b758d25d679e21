"""Reads what playbooks ask of a person on a day beside tasks: messages, questions, outcomes.

Also what they told these days, and steps of theirs that did not work, until they are put away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.playbook import Step
from healthdesk.core.domain.run import Entry, RunState
from healthdesk.core.domain.run_today import KINDS, MARK, PlayKind, PlayLine, PlaysToday
from healthdesk.core.services import segments
from healthdesk.core.services.run_reading import NOTICE_DAYS, as_of, ask_due
from healthdesk.core.services.run_rows import Kept, load
from healthdesk.core.store.db import Tx

_HERE: Final = (
    "r.made_on <= :day AND (r.status IN ('active', 'waiting') OR r.ended_on >= :late"
    " OR (r.status = 'done' AND r.ask_on <= :day AND r.outcome IN ('', 'too early')))"
)
_AWAY: Final = "SELECT key FROM today_mark WHERE key LIKE :mark AND day <= :day"
_DONE: Final = (
    *(" is now ", " was cleared", " was given", " was taken off", " was there already"),
    *(" was not there", " was started", " is already at work", " was stopped", " was not at work"),
)
"""What the words of a step that did its work have in them; others tell why it could not."""
_BY_ITSELF: Final = frozenset({"set_field", "tag", "start_playbook", "stop_playbook"})
UNREADABLE: Final = "its document cannot be read, so that it does not go on"


def read(tx: Tx, day: int, segment: str | None = None) -> PlaysToday:
    """What playbooks ask for as of a day, of the accounts of a segment or of all."""
    within = None if segment is None else frozenset(segments.members(tx, segment, day))
    away = {key for (key,) in tx.execute(text(_AWAY), {"mark": f"{MARK}%", "day": day})}
    found: list[PlayLine] = []
    for run in load(tx, _HERE, day=day, late=day - NOTICE_DAYS):
        if within is None or run.account_id in within:
            lines = _lines(run, as_of(run, day), day)
            found += [one for one in lines if one.key not in away]
    order = list(KINDS)
    found.sort(key=lambda one: (order.index(one.kind), one.due, one.run))
    return PlaysToday(day, tuple(found))


def _lines(run: Kept, state: RunState, day: int) -> Iterator[PlayLine]:
    if not run.readable:
        if not state.ended:
            yield _line(run, "failed", "", UNREADABLE, due=day, day=day)
        return
    if ask_due(run, state, day):
        asked = run.ask_on if run.ask_on is not None else day
        yield _line(run, "outcome", "", "Did it help?", due=asked, day=day)
    for key, entry in state.entries.items():
        step = run.playbook.step(key)
        if step is None or entry.raised is None:
            continue
        kind = _kind(state, step, entry, day)
        if kind is not None:
            told = entry.how if kind in {"notice", "failed"} and entry.how else step.name
            told = f"{step.name}: {told}" if kind == "failed" else told
            message = run.made[key].message if kind == "message" and key in run.made else None
            yield _line(run, kind, key, told, due=entry.planned, day=day, message=message)


def _kind(state: RunState, step: Step, entry: Entry, day: int) -> PlayKind | None:
    """What a step asks for, or tells; None = nothing."""
    going = not state.ended and not state.paused
    lately = entry.raised is not None and 0 <= day - entry.raised < NOTICE_DAYS
    if step.kind in _BY_ITSELF and lately and _failed(entry):
        return "failed"
    if step.kind == "notify" and lately:
        return "notice"
    if entry.state != "open" or not going or entry.planned > day:
        return None
    return {"message": "message", "ask": "ask"}.get(step.kind)  # type: ignore[return-value]


def _failed(entry: Entry) -> bool:
    """Whether a step that goes by itself could not do what it was to do."""
    closed = entry.state == "done" and bool(entry.how)
    return closed and not any(words in f" {entry.how}" for words in _DONE)


def _line(
    run: Kept,
    kind: PlayKind,
    step: str,
    words: str,
    *,
    due: int,
    day: int,
    message: int | None = None,
) -> PlayLine:
    late = max(day - due, 0) if kind in {"message", "ask", "outcome"} else 0
    return PlayLine(
        kind, run.id, step, run.name, run.account_id, run.account_name, words, due, late, message
    )
