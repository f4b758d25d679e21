"""What a person does to a run: closes, skips, moves, pauses, finishes. Pure.

How the run goes on after that is play_engine.settle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from healthdesk.core.domain.action import Actions
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.play_engine import ANYWAY, CLOSED, path, planned_of
from healthdesk.core.domain.playbook import RENEWAL, Playbook, Step
from healthdesk.core.domain.run import Entry, EntryState, RunState

NOT_NEEDED: Final = "not needed"
RUN_STOPPED: Final = "the run was stopped"
_NOTHING: Final = "nothing was changed"


def close(state: RunState, step: str, day: int, how: str = "") -> RunState:
    """Call an open step done on a day."""
    return _closed(state, step, day, "done", how)


def decide_now(state: RunState, step: str) -> RunState:
    """Let a branch that waits for data be decided as things are."""
    entry = state.entries.get(step)
    if entry is None or entry.state != "open":
        raise UsageError(f"The step is not open; {_NOTHING}.")
    return state.with_entry(step, replace(entry, how=ANYWAY))


def skip(state: RunState, step: str, day: int, how: str) -> RunState:
    """Pass a step over on a day: one that is open or planned, or one that is still to come."""
    return _closed(state, step, day, "skipped", how)


def reopen(state: RunState, step: str) -> RunState:
    """Call a closed step open again; a run that was done by itself goes on.

    What came up meanwhile stays as it is.
    """
    entry = state.entries.get(step)
    if entry is None or entry.state not in CLOSED:
        raise UsageError(f"Only a step that is closed can be opened again; {_NOTHING}.")
    if entry.raised is None:
        found = dict(state.entries)
        del found[step]
        state = replace(state, entries=MappingProxyType(found))
    else:
        state = state.with_entry(step, replace(entry, state="open", closed=None, how=""))
    return replace(state, ended="", ended_on=None) if state.ended == "done" else state


def move(state: RunState, step: str, day: int) -> RunState:
    """Give a step that is not closed another day, which wins over the playbook's."""
    entry = state.entries.get(step)
    if entry is not None and entry.state in CLOSED:
        raise UsageError(f"The step is closed, its day stays; {_NOTHING}.")
    moved = replace(state, moved=MappingProxyType({**state.moved, step: day}))
    if entry is None:
        return moved
    return moved.with_entry(step, replace(entry, planned=day))


def pause(state: RunState, day: int) -> RunState:
    """Put a run on hold from a day on: days do not count until it goes on."""
    if state.ended or state.paused:
        raise UsageError(f"Only a run that goes on can be put on hold; {_NOTHING}.")
    return replace(state, pauses=(*state.pauses, (day, None)))


def resume(playbook: Playbook, state: RunState, day: int, actions: Actions) -> RunState:
    """Let a run go on from a day; what was planned lies as many days later as it was on hold.

    So do the days of steps on the list that lay ahead when it was put on hold.
    """
    if not state.paused or state.ended:
        raise UsageError(f"The run is not on hold; {_NOTHING}.")
    first = state.pauses[-1][0]
    ended = () if day <= first else ((first, day),)
    after = replace(state, pauses=(*state.pauses[:-1], *ended))
    if not ended:
        return after
    for key, entry in state.entries.items():
        step = playbook.step(key)
        if step is None or not _shifts(step, entry, state, first, actions):
            continue
        planned = _shifted(playbook, after, step, entry, actions)
        after = after.with_entry(key, replace(entry, planned=planned))
    return replace(after, seen=day - 1)


def _shifts(step: Step, entry: Entry, state: RunState, first: int, actions: Actions) -> bool:
    """Whether a step's day lies ahead of a hold and is not bound to the calendar by itself.

    One that was closed before its day counts too: what follows counts from that day.
    """
    early = entry.closed is not None and entry.closed < entry.planned
    ahead = entry.planned >= first and (entry.state == "open" or early)
    bound = step.id in state.moved or step.when.after == RENEWAL
    return ahead and not bound and not actions[step.kind].SPEC.flow


def _shifted(
    playbook: Playbook, after: RunState, step: Step, entry: Entry, actions: Actions
) -> int:
    (first, until) = after.pauses[-1]
    length = (until or first) - first
    if step.when.working:
        planned = planned_of(playbook, after, step.id, actions)
        if planned is not None:
            return max(planned, entry.planned)
    return entry.planned + length


def stop(state: RunState, day: int) -> RunState:
    """End a run before its end; what is open or planned is not done."""
    return _ended(state, day, "stopped", RUN_STOPPED)


def finish(playbook: Playbook, state: RunState, day: int) -> RunState:
    """Call a run done: what is open or planned and not required is not needed.

    Raises:
        UsageError: Something required is not done; it is named.
    """
    left = required_left(playbook, state)
    if left:
        names = ", ".join(f"“{one.name}”" for one in left[:3])
        more = f" and {len(left) - 3} more" if len(left) > 3 else ""
        verb = "is" if len(left) == 1 else "are"
        raise UsageError(
            f"{names}{more} {verb} required and not done; {_NOTHING}.",
            "Do it, skip it with a reason, or stop the run.",
        )
    return _ended(state, day, "done", NOT_NEEDED)


def required_left(playbook: Playbook, state: RunState) -> tuple[Step, ...]:
    """Required steps on the run's way that are not closed, as far as the way is known."""
    return tuple(
        step
        for step in path(playbook, state)[0]
        if step.required and _state(state.entries, step) not in CLOSED
    )


def _state(entries: Mapping[str, Entry], step: Step) -> str:
    entry = entries.get(step.id)
    return "" if entry is None else entry.state


def _ended(state: RunState, day: int, how: str, told: str) -> RunState:
    if state.ended:
        raise UsageError(f"The run has ended already; {_NOTHING}.")
    entries = {
        key: entry
        if entry.state in CLOSED
        else replace(entry, state="skipped", closed=day, how=told)
        for key, entry in state.entries.items()
    }
    last = state.pauses[-1] if state.paused else None
    pauses = state.pauses if last is None else (*state.pauses[:-1], (last[0], max(day, last[0])))
    return replace(
        state,
        entries=MappingProxyType(entries),
        pauses=pauses,
        ended="done" if how == "done" else "stopped",
        ended_on=day,
    )


def _closed(state: RunState, step: str, day: int, to: EntryState, how: str) -> RunState:
    entry = state.entries.get(step)
    if state.ended:
        raise UsageError(f"The run has ended already; {_NOTHING}.")
    if entry is not None and entry.state in CLOSED:
        raise UsageError(f"The step is closed already; {_NOTHING}.")
    if to == "done" and (entry is None or entry.state != "open"):
        raise UsageError(f"The step is not open; {_NOTHING}.")
    if entry is None:
        entry = Entry("planned", day)
    return state.with_entry(step, replace(entry, state=to, closed=day, how=how))
