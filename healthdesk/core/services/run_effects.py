"""Does what the steps of runs ask for: tasks, messages, fields, tags, notes, other playbooks.

Nothing here can stop a run: what cannot be done is told in the step. Tasks and messages are made
as of the day their step came up. Not here: when a step comes up (domain/play_engine.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import case, insert, select, text, update

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.effect import (
    AddNote,
    AddTask,
    AskForm,
    AskOutcome,
    DraftMessage,
    Effect,
    Notify,
    SetField,
    SetTag,
    Situation,
    StartPlaybook,
    StopPlaybook,
)
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.play_engine import Raised
from healthdesk.core.domain.playbook import Step
from healthdesk.core.domain.touch import NOTE, TouchDraft
from healthdesk.core.services import edits, merge, message_drafts, touches
from healthdesk.core.services.run_rows import Kept, Made
from healthdesk.core.services.work_rows import contact_row
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Message, Sending, Task

TAGS: Final = "tags"
_NOBODY: Final = "nobody fits “{}”"


@dataclass
class Asked:
    """What steps ask of runs themselves; whoever goes on with the runs does it."""

    starts: list[tuple[Kept, str, StartPlaybook]] = field(default_factory=list)
    stops: list[tuple[Kept, str, StopPlaybook]] = field(default_factory=list)


class Effects:
    """Does effects within one operation; tasks and messages are written together by `flush`."""

    def __init__(self, tx: Tx) -> None:
        self.asked = Asked()
        self.fields_set = False
        """Attributes of accounts changed: rules may read otherwise."""
        self._tx = tx
        self._merger = merge.Merger(tx)
        self._tasks: list[dict[str, Any]] = []
        self._messages: list[Message] = []
        self._ids = _Ids(tx)

    def apply(self, run: Kept, raised: Raised) -> str:
        """Do what a step asks for; what there is to tell of it, "" = nothing."""
        step = raised.step
        situation = Situation(
            run.account_id, raised.day, raised.due, step.id, step.name, step.required, run.name
        )
        told = []
        for effect in CATALOGUE[step.kind].run(situation, _options(step)):
            try:
                told.append(_WAYS[type(effect)](self, run, situation, effect))
            except DeskError as error:
                told.append(str(error))
        return "; ".join(one for one in told if one)

    def flush(self) -> None:
        """Write the tasks and the messages."""
        if self._tasks:
            self._tx.connection().execute(insert(Task), self._tasks)
            self._tasks = []
        if self._messages:
            self._tx.add_all(self._messages)
            self._tx.flush()
            self._messages = []

    # One way for each effect; each gives what there is to tell

    def add_task(self, run: Kept, now: Situation, effect: AddTask) -> str:
        """Put a task on the list."""
        draft, told = effect.draft, ""
        person = None
        if effect.to:
            person = self._merger.pick(run.account_id, effect.to, now.day)
            told = "" if person is not None else _NOBODY.format(effect.to)
        who = None if person is None else person.contact_id
        note, lacking = draft.note, ""
        if effect.merged:
            note, lacking = self._filled(run, draft.note, who, now.day)
        row = self._ids.next("task")
        self._tasks.append(
            {
                "id": row,
                "account_id": run.account,
                "contact_id": contact_row(self._tx, who, run.account),
                "plan_id": None,
                "title": " ".join(draft.title.split())[:300],
                "note": note,
                "checklist": [{"text": one.text, "done": False} for one in draft.checklist],
                "priority": draft.priority,
                "needs_touch": draft.needs_touch,
                "made_on": now.day,
                "due_on": draft.due,
                "dropped_why": "",
                "origin": draft.origin,
            }
        )
        run.made.setdefault(now.step, Made()).task = row
        return "; ".join(one for one in (told, lacking) if one)

    def draft_message(self, run: Kept, now: Situation, effect: DraftMessage) -> str:
        """Put a message into the outbox."""
        origin = f"playbook:{run.name}"
        row = message_drafts.drafted(self._merger, run.account_id, effect, now.day, origin)
        row.id = self._ids.next("message")
        self._messages.append(row)
        run.made.setdefault(now.step, Made()).message = row.id
        return ""

    def set_field(self, run: Kept, now: Situation, effect: SetField) -> str:
        """Give an attribute a value."""
        if not effect.field:
            return "no field is named"
        value, lacking = self._filled(run, effect.value, None, now.day)
        if lacking:
            return f"not set: {lacking}"
        edits.set_account(self._tx, run.account_id, effect.field, value, day=now.day)
        self._set()
        return f"{effect.field} is now {value}" if value.strip() else f"{effect.field} was cleared"

    def set_tag(self, run: Kept, now: Situation, effect: SetTag) -> str:
        """Give a tag or take it off."""
        tag = effect.tag.replace(";", " ").strip()
        if not tag:
            return "no tag is named"
        there = [one for one in (self._tags(run, now.day) or "").split(";") if one.strip()]
        others = [one for one in there if one.strip().casefold() != tag.casefold()]
        wanted = [*there, tag] if effect.on and len(others) == len(there) else there
        if not effect.on:
            wanted = others
        if wanted == there:
            return f"{tag} was there already" if effect.on else f"{tag} was not there"
        edits.set_account(self._tx, run.account_id, TAGS, ";".join(wanted), day=now.day)
        self._set()
        return f"{tag} was given" if effect.on else f"{tag} was taken off"

    def add_note(self, run: Kept, now: Situation, effect: AddNote) -> str:
        """Write a note on the timeline."""
        body, lacking = self._filled(run, effect.text, None, now.day)
        note = TouchDraft(run.account_id, NOTE, "", now.day, subject=now.name, body=body)
        touches.add(self._tx, note)
        return lacking

    def ask_form(self, run: Kept, now: Situation, effect: AskForm) -> str:
        """The step itself is the question."""
        return ""

    def notify(self, run: Kept, now: Situation, effect: Notify) -> str:
        """The step itself is the notice."""
        return self._filled(run, effect.text, None, now.day)[0]

    def start_playbook(self, run: Kept, now: Situation, effect: StartPlaybook) -> str:
        """Ask for another run."""
        self.asked.starts.append((run, now.step, effect))
        return ""

    def stop_playbook(self, run: Kept, now: Situation, effect: StopPlaybook) -> str:
        """Ask for runs to be stopped."""
        self.asked.stops.append((run, now.step, effect))
        return ""

    def ask_outcome(self, run: Kept, now: Situation, effect: AskOutcome) -> str:
        """Note when to ask, and when to look again."""
        run.ask_on, run.look_on = effect.due, effect.due + effect.look_again
        return ""

    def _set(self) -> None:
        """Attributes changed: rules and texts see that from now on."""
        self.fields_set = True
        self._merger.forget()

    def _filled(self, run: Kept, template: str, who: str | None, day: int) -> tuple[str, str]:
        """A text with its fields filled, and what has no value or cannot be read."""
        if "{" not in template:
            return template, ""
        (filled,) = self._merger.fill((template,), run.account_id, who, day)
        if filled.faults:
            return filled.text, filled.faults[0].sentence
        lacking = ", ".join(one.replace("_", " ") for one in filled.missing)
        return filled.text, f"no value is known for {lacking}" if lacking else ""

    def _tags(self, run: Kept, day: int) -> str | None:
        found = self._tx.execute(
            text(
                "SELECT v.value FROM attribute_value v JOIN attribute k ON k.id = v.attribute_id"
                " WHERE k.key = :key AND v.account_id = :account"
                " ORDER BY v.day > :day, v.day * iif(v.day > :day, 1, -1) LIMIT 1"
            ),
            {"key": TAGS, "account": run.account, "day": day},
        ).scalar()
        return None if found is None else str(found)


class _Ids:
    """Gives rows to what an operation is yet to write."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._last: dict[str, int] = {}

    def next(self, table: str) -> int:
        if table not in self._last:
            found = self._tx.execute(text(f"SELECT coalesce(max(id), 0) FROM {table}"))
            self._last[table] = int(found.scalar_one())
        self._last[table] += 1
        return self._last[table]


_WAYS: Final[Mapping[type[Effect], Callable[..., str]]] = {
    AddTask: Effects.add_task,
    DraftMessage: Effects.draft_message,
    SetField: Effects.set_field,
    SetTag: Effects.set_tag,
    AddNote: Effects.add_note,
    AskForm: Effects.ask_form,
    Notify: Effects.notify,
    StartPlaybook: Effects.start_playbook,
    StopPlaybook: Effects.stop_playbook,
    AskOutcome: Effects.ask_outcome,
}


def _options(step: Step) -> dict[str, Any]:
    """The options of a step, those not given as declared."""
    declared = {one.key: one.default for one in CATALOGUE[step.kind].SPEC.options}
    return {**declared, **step.options}


def take_back(tx: Tx, made: Made, day: int, why: str) -> None:
    """Drop the task and the message of a step that is not done any more, if they are still open."""
    if made.task is not None:
        task = tx.execute(
            select(Task.id).where(
                Task.id == made.task, Task.done_on.is_(None), Task.dropped_on.is_(None)
            )
        ).scalar()
        if task is not None:
            tx.execute(
                update(Task).where(Task.id == task).values(dropped_on=day, dropped_why=why[:300])
            )
    if made.message is not None:
        waits = select(Sending.message_id).where(Sending.state == "queued")
        tx.execute(
            update(Message)
            .where(
                Message.id == made.message,
                Message.state.in_(("draft", "held"))
                | ((Message.state == "queued") & Message.id.in_(waits)),
            )
            .values(state="dropped", dropped_why=why[:300], handed_on=day)
        )


def give_back(tx: Tx, made: Made) -> None:
    """Open the task of a step again that is done or was dropped, and its message if dropped."""
    if made.message is not None:
        again = case((Message.missing == [], "draft"), else_="held")
        tx.execute(
            update(Message)
            .where(Message.id == made.message, Message.state == "dropped")
            .values(state=again, dropped_why="", handed_on=None)
        )
    if made.task is not None:
        values = {"done_on": None, "done_at": None, "dropped_on": None, "dropped_why": ""}
        tx.execute(update(Task).where(Task.id == made.task).values(**values))


def due_on(tx: Tx, made: Made, day: int) -> None:
    """Give the task and the message of a step another day."""
    if made.task is not None:
        tx.execute(update(Task).where(Task.id == made.task).values(due_on=day))
    if made.message is not None:
        tx.execute(update(Message).where(Message.id == made.message).values(due_on=day))
