"""Runs of playbooks: started, paused, changed, closed step by step, finished; what came of them.

Each operation first goes through the days that were not seen yet, then does what it is to do, and
lets the run go on at once. Not here: reading runs (run_reading.py), the calendar (run_ticks.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import play_hand
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play_engine import CLOSED
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.playbook_change import refusal, without_planned
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.run import OUTCOMES, VERDICTS
from healthdesk.core.services import edits, playbook_names, settings
from healthdesk.core.services.playbook_documents import checked, parsed, rules_of
from healthdesk.core.services.run_effects import due_on, give_back, take_back
from healthdesk.core.services.run_going import Going, drop_open, ended, new_run, published
from healthdesk.core.services.run_rows import UNDER_WAY, Kept, load, one
from healthdesk.core.services.run_ticks import due, tick
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    line_of,
    optional_line,
)
from healthdesk.core.store.db import Tx

__all__ = [
    "Begin",
    "answer",
    "begin",
    "change",
    "close_of_message",
    "close_of_task",
    "complete",
    "due",
    "finish",
    "move",
    "move_of_task",
    "not_applicable",
    "pause",
    "record_outcome",
    "remove",
    "reopen_of_message",
    "reopen_of_task",
    "reopen_step",
    "resume",
    "skip",
    "start",
    "stop",
    "take_over",
    "tick",
    "to_start",
]
NOT_APPLICABLE: Final = "not applicable"
_TOO_EARLY: Final = "too early"
_ASK_AGAIN: Final = 30
"""Days after which an outcome that it was too early to tell is asked for again."""


@op("Start playbook")
def start(
    tx: Tx,
    name: str,
    account_ids: Sequence[str],
    start_day: int | None = None,
    owner: str = "",
    *,
    again: bool = False,
    origin: str = "",
) -> tuple[int, ...]:
    """Start a playbook on accounts, today or on a day to come; returns the rows of the runs.

    Raises:
        UsageError: It is at work on one of them already, unless it is to start `again`.
    """
    today = settings.today(tx)
    first = today if start_day is None else start_day
    if first < today:
        raise UsageError(f"A run cannot start in the past; {NOTHING_CHANGED}.")
    playbook = to_start(tx, name)
    wanted = list(dict.fromkeys(account_ids))
    if not again:
        _refuse_running(tx, playbook[0], playbook[1], wanted)
    told = optional_line(owner, "The owner")
    rows = [_account(tx, key) for key in wanted]
    return begin(tx, [Begin(playbook, one, origin, told) for one in rows], first)


class Begin(NamedTuple):
    """A run that is to begin.

    Attributes:
        playbook: its row, name, version and text.
        account: its row, own id and name.
        origin: what starts it.
    """

    playbook: tuple[int, str, int, str]
    account: tuple[int, str, str]
    origin: str = ""
    owner: str = ""


def to_start(tx: Tx, name: str) -> tuple[int, str, int, str]:
    """A playbook as it is published, to be started: its row, name, version and text.

    Raises:
        NotFound: There is none.
    """
    row = playbook_names.find(tx, name)
    found = None if row is None else published(tx, row)
    if row is None or found is None:
        raise NotFound(f"There is no published playbook “{name}”; {NOTHING_CHANGED}.")
    return row, *found


def begin(
    tx: Tx, wanted: Sequence[Begin], first: int, progress: Progress = NOBODY
) -> tuple[int, ...]:
    """Begin runs on a day, of one playbook or of several, in one go; returns their rows.

    Raises:
        Cancelled: Somebody stopped it.
    """
    today = settings.today(tx)
    texts = dict.fromkeys(one.playbook[3] for one in wanted)
    rules = [rule for body in texts for rule in rules_of(parsed(body))]
    going = Going(tx, (), today, rules, progress)
    for asked in wanted:
        made = new_run(
            tx,
            going.next_id(),
            asked.account,
            asked.playbook,
            day=first,
            origin=asked.origin,
            owner=asked.owner,
            made_on=today,
        )
        going.begin(made)
    runs = tuple(going.started)  # their steps may start others
    going.go()
    going.write()
    return tuple(run.id for run in runs)


@op("Change run")
def change(tx: Tx, run: int, playbook: Playbook) -> None:
    """Give a run another document, for its account alone; steps that came up stay as they are."""
    kept, going, _ = _taken(tx, run)
    refused = refusal(kept.playbook, playbook, kept.state)
    if refused:
        raise UsageError(f"{refused} {NOTHING_CHANGED.capitalize()}.")
    body = checked(playbook)
    kept.body = None if body == kept.template else body
    kept.state = without_planned(kept.state)
    going.settle(kept)
    going.write()


@op("Pause run")
def pause(tx: Tx, run: int, why: str = "") -> None:
    """Put a run on hold from today on: days do not count until it goes on."""
    told = optional_line(why, "The reason")
    kept, going, today = _taken(tx, run)
    kept.state = play_hand.pause(kept.state, today)
    kept.hold_whys[today] = told
    going.write()


@op("Resume run")
def resume(tx: Tx, run: int) -> None:
    """Let a run go on; what was to come lies as many days later as it was on hold."""
    kept, going, today = _taken(tx, run)
    before = kept.state.entries
    kept.state = play_hand.resume(kept.playbook, kept.state, today, CATALOGUE)
    for step, entry in kept.state.entries.items():
        if entry.state == "open" and entry.planned != before[step].planned and step in kept.made:
            due_on(tx, kept.made[step], entry.planned)
    going.go()
    going.write()


@op("Skip step")
def skip(tx: Tx, run: int, step: str, reason: str) -> None:
    """Pass a step of a run over and say why; its task or message is dropped."""
    _passed_over(tx, run, step, line_of(reason, "Skipping a step"))


@op("Mark as not applicable")
def not_applicable(tx: Tx, run: int, step: str, why: str) -> None:
    """Say that a step does not apply to the account, and why."""
    told = line_of(why, "A step that does not apply")
    _passed_over(tx, run, step, f"{NOT_APPLICABLE}: {told}")


@op("Complete step")
def complete(tx: Tx, run: int, step: str) -> None:
    """Call a step done that has neither a task nor a message, or whose task is gone.

    A branch that waits for data is decided as things are.
    """
    kept, going, today = _taken(tx, run)
    made = kept.made.get(step)
    if made is not None and (made.task is not None or made.message is not None):
        raise UsageError(f"The step is done with its task or its message; {NOTHING_CHANGED}.")
    known = kept.playbook.step(step)
    if known is not None and known.arms:
        kept.state = play_hand.decide_now(kept.state, step)
    else:
        kept.state = play_hand.close(kept.state, step, today)
    going.settle(kept)
    going.write()


@op("Reopen step")
def reopen_step(tx: Tx, run: int, step: str) -> None:
    """Call a closed step open again; a run that was done goes on."""
    kept, going, _ = _taken(tx, run)
    if kept.state.ended == "stopped":
        raise UsageError(f"The run was stopped; {NOTHING_CHANGED}.")
    kept.state = play_hand.reopen(kept.state, step)
    if step in kept.made:
        give_back(tx, kept.made[step])
    _goes_on(kept)
    going.settle(kept)
    going.write()


@op("Move step")
def move(tx: Tx, run: int, step: str, day: int) -> None:
    """Give a step of a run another day."""
    kept, going, _ = _taken(tx, run)
    _step(kept, step)
    kept.state = play_hand.move(kept.state, step, day)
    if step in kept.made:
        due_on(tx, kept.made[step], day)
    going.settle(kept)
    going.write()


@op("Take over run")
def take_over(tx: Tx, run: int, owner: str) -> None:
    """Say who does a run from now on."""
    kept, going, _ = _taken(tx, run)
    kept.owner = optional_line(owner, "The owner")
    going.write()


@op("Answer questions")
def answer(tx: Tx, run: int, step: str, answers: Mapping[str, str]) -> None:
    """Answer what a step asks; answers that belong to attributes of the account go there.

    Raises:
        UsageError: A value cannot be one of its attribute, or the step asks nothing.
    """
    kept, going, today = _taken(tx, run)
    asked = _step(kept, step)
    entry = kept.state.entries.get(step)
    if asked.kind != "ask" or entry is None or entry.state != "open":
        raise UsageError(f"“{asked.name}” asks nothing now; {NOTHING_CHANGED}.")
    told = {question: answers.get(question, "").strip() for question in asked.options["questions"]}
    for question, key in zip(told, fields_of(asked), strict=True):
        if key and told[question]:
            edits.set_account(tx, kept.account_id, key, told[question])
    kept.made_of(step).answers = told
    kept.state = play_hand.close(kept.state, step, today, "answered")
    going.settle(kept)
    going.write()


@op("Finish run")
def finish(tx: Tx, run: int, why: str = "") -> None:
    """Call a run done; open steps that are not required are not needed.

    Raises:
        UsageError: A required step is not done.
    """
    kept, going, today = _taken(tx, run)
    done = play_hand.finish(kept.playbook, kept.state, today)
    drop_open(tx, kept, today, f"not needed: the run of {kept.name} is done")
    kept.state = done
    kept.ended_why = optional_line(why, "The reason")
    ended(kept, today)
    going.write()


@op("Stop run")
def stop(tx: Tx, run: int, why: str) -> None:
    """End a run before its end and say why; what it has open is dropped."""
    kept, going, today = _taken(tx, run)
    going.halt(kept, line_of(why, "Stopping a run"), today)
    going.write()


@op("Record outcome")
def record_outcome(tx: Tx, run: int, outcome: str, words: str = "") -> None:
    """Say what came of a run, in one word and a sentence; too early to tell: it is asked again."""
    if outcome not in OUTCOMES:
        raise UsageError(f"An outcome cannot be {outcome!r}; {NOTHING_CHANGED}.")
    kept, going, today = _taken(tx, run)
    kept.outcome, kept.outcome_on = outcome, today
    kept.outcome_words = optional_line(words, "The outcome")
    if outcome == _TOO_EARLY:
        kept.ask_on = today + _ASK_AGAIN
    for step, entry in kept.state.entries.items():
        known = kept.playbook.step(step) if kept.readable else None
        if entry.state == "open" and known is not None and known.kind == "outcome":
            kept.state = play_hand.close(kept.state, step, today, VERDICTS[outcome])
    if kept.under_way:
        going.settle(kept)
    going.write()


@op("Remove run")
def remove(tx: Tx, run: int) -> None:
    """Forget a run; what it brought onto lists stays there."""
    one(tx, run)
    tx.execute(text("DELETE FROM run WHERE id = :run"), {"run": run})
    tx.expire_all()


def close_of_task(tx: Tx, task: int, why: str = "") -> None:
    """A task was done, or with `why` dropped or called not applicable: its run goes on at once."""
    _closed(tx, "task_id", task, why)


def reopen_of_task(tx: Tx, task: int) -> None:
    """A task was opened again: so is its step, and its run goes on."""
    _reopened(tx, "task_id", task)


def move_of_task(tx: Tx, task: int, day: int | None) -> None:
    """A task was given another day: so is its step."""
    if day is None:
        return
    for run, step in _steps_of(tx, "task_id", task):
        kept, going, _ = _taken(tx, run)
        entry = kept.state.entries.get(step)
        if kept.under_way and entry is not None and entry.state == "open" and entry.planned != day:
            kept.state = play_hand.move(kept.state, step, day)
            going.settle(kept)
        going.write()


def close_of_message(tx: Tx, message: int, why: str = "") -> None:
    """A message was handed over, or with `why` dropped: its run goes on at once."""
    _closed(tx, "message_id", message, why)


def reopen_of_message(tx: Tx, message: int) -> None:
    """A message was taken back: its step is open again, and its run goes on."""
    _reopened(tx, "message_id", message)


def fields_of(asked: Step) -> tuple[str, ...]:
    """The attribute that each answer to a step's questions goes to, "" = none."""
    questions = asked.options.get("questions", ())
    told = ["" if field == "-" else field for field in asked.options.get("fields", ())]
    return (*told, *[""] * len(questions))[: len(questions)]


def _closed(tx: Tx, column: str, row: int, why: str) -> None:
    for run, step in _steps_of(tx, column, row):
        kept, going, today = _taken(tx, run)
        entry = kept.state.entries.get(step)
        if not kept.under_way or entry is None or entry.state != "open":
            going.write()
            continue
        if why:
            kept.state = play_hand.skip(kept.state, step, today, why)
        else:
            kept.state = play_hand.close(kept.state, step, today)
        going.settle(kept)
        going.write()


def _reopened(tx: Tx, column: str, row: int) -> None:
    for run, step in _steps_of(tx, column, row):
        kept, going, _ = _taken(tx, run)
        entry = kept.state.entries.get(step)
        if kept.state.ended != "stopped" and entry is not None and entry.state in CLOSED:
            kept.state = play_hand.reopen(kept.state, step)
            _goes_on(kept)
            going.settle(kept)
        going.write()


def _steps_of(tx: Tx, column: str, row: int) -> list[tuple[int, str]]:
    tx.flush()
    found = tx.execute(
        text(f"SELECT run_id, step FROM run_step WHERE {column} = :row"), {"row": row}
    )
    return [(run, step) for run, step in found]


def _goes_on(kept: Kept) -> None:
    """A run that was done is not: it is not asked what came of it yet."""
    if kept.under_way and not kept.outcome:
        kept.ask_on = kept.look_on = None


def _taken(tx: Tx, run: int) -> tuple[Kept, Going, int]:
    """A run in hand, come up to today."""
    tx.flush()
    kept, today = one(tx, run), settings.today(tx)
    going = Going(tx, (kept,), today)
    going.go()
    return kept, going, today


def _passed_over(tx: Tx, run: int, step: str, how: str) -> None:
    kept, going, today = _taken(tx, run)
    _step(kept, step)
    kept.state = play_hand.skip(kept.state, step, today, how)
    if step in kept.made:
        take_back(tx, kept.made[step], today, how)
    going.settle(kept)
    going.write()


def _step(kept: Kept, step: str) -> Step:
    found = kept.playbook.step(step)
    if found is None:
        raise NotFound(f"The run has no such step; {NOTHING_CHANGED}.")
    return found


def _account(tx: Tx, account_id: str) -> tuple[int, str, str]:
    row = account_row(tx, account_id)
    name = tx.execute(text("SELECT name FROM account WHERE id = :row"), {"row": row}).scalar_one()
    return row, account_id, str(name)


def _refuse_running(tx: Tx, row: int, name: str, wanted: Sequence[str]) -> None:
    there = {
        run.account_id: run.account_name
        for run in load(tx, f"{UNDER_WAY} AND r.playbook_id = :row", row=row)
    }
    taken = [there[key] for key in wanted if key in there]
    if not taken:
        return
    named = ", ".join(taken[:3]) + (f" and {len(taken) - 3} more" if len(taken) > 3 else "")
    raise UsageError(
        f"“{name}” is already at work on {named}; {NOTHING_CHANGED}.",
        "Leave them out, or start it again there.",
    )
