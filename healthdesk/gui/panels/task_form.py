"""Asks for a task, and for what completing one needs: the note of the touch, where it needs one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, cast

from healthdesk.core.domain.task import CheckItem, Repeat, TaskDraft, TaskView
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept
from healthdesk.gui.panels.touch_form import ask_touch, new_draft

PRIORITY_WORDS: Final = (
    ("urgent", "Urgent"),
    ("high", "High"),
    ("normal", "Normal"),
    ("low", "Low"),
)
NOBODY: Final = ""
OPTIONAL: Final = "?"
"""What an optional step of a checklist begins with where it is typed."""
RHYTHMS: Final = ("1 days", "1 weeks", "2 weeks", "1 months", "3 months", "6 months", "12 months")
"""How often a task can come again."""
Unit = Literal["days", "weeks", "months"]
_OTHER: Final = "day"
_SOON: Final = 7
"""Days until a new task is due, as it is first proposed."""


def ask_task(
    ui: Ui,
    account_id: str | None,
    draft: TaskDraft | None = None,
    *,
    contacts: Sequence[tuple[str, str]] = (),
    title: str = "",
    text: str = "",
) -> TaskDraft | None:
    """Ask for a task, of an account or of none; None when the person went back.

    `contacts` are ids and names of people whom it may be about.
    """
    start = draft or TaskDraft("", account_id, due=ui.today + _SOON)
    told = title or ("Edit task" if draft is not None and draft.title else "New task")
    values = ask_form(
        ui,
        told,
        _fields(start, account_id, contacts),
        text=text,
        kept=Kept(account_id or "", told, start.title),
    )
    return None if values is None else _read(start, account_id, values)


def ask_meeting(
    ui: Ui, task: TaskView, minutes: int, *, contacts: Sequence[tuple[str, str]] = ()
) -> tuple[TaskDraft | None, bool]:
    """The same for a call whose playbook offers a calendar file; also whether it is wanted now."""
    whom = f" with {task.contact_name}" if task.contact_name else ""
    offer = f"Save it for the calendar: {minutes} minutes{whom}"
    fields = _fields(task.draft, task.account_id, contacts)
    tick = Field("calendar", "Calendar file", "tick", False, hint=offer)
    kept = Kept(task.account_id or "", "Edit task", task.title)
    values = ask_form(ui, "Edit task", (*fields[:2], tick, *fields[2:]), kept=kept)
    if values is None:
        return None, False
    return _read(task.draft, task.account_id, values), bool(values["calendar"])


def complete_with(
    ui: Ui, task: TaskView, contacts: Sequence[tuple[str, str]] = ()
) -> tuple[bool, TouchDraft | None]:
    """Whether a task may be called done, and the note of the touch that goes with it.

    A checklist that is not ticked is told and nothing else is asked; without the note a task that
    needs a touch stays open.
    """
    if task.left:
        left = ui.words.count(len(task.left), "step")
        ui.toast(
            f"“{task.title}” is not done yet",
            f"{left} not ticked: {', '.join(task.left[:3])}.",
            kind="notice",
        )
        return False, None
    if not task.needs_touch or task.account_id is None:
        return True, None
    known = tuple(contacts) or (
        ((task.contact_id, task.contact_name or task.contact_id),) if task.contact_id else ()
    )
    start = new_draft(ui, task.account_id)
    if task.contact_id:
        start = replace(start, contacts=(task.contact_id,))
    touch = ask_touch(
        ui,
        task.account_id,
        known,
        start,
        title="Note of the touch",
        text=f"“{task.title}” is done together with a note of what was said.",
    )
    return touch is not None, touch


def complete(
    ui: Ui,
    task: TaskView,
    contacts: Sequence[tuple[str, str]] = (),
    then: Callable[[Any], object] | None = None,
) -> bool:
    """Call a task done, with the note of a touch where it needs one; whether that was begun."""
    # Deferred: Today is imported before the first paint, the services only with the desk.
    from healthdesk.core.services import tasks  # noqa: PLC0415

    ready, touch = complete_with(ui, task, contacts)
    if ready:
        ui.do(tasks.complete, task.id, touch, then=then)
    return ready


def ask_drop(ui: Ui, task: TaskView) -> str | None:
    """Ask why a task is given up; None when the person went back."""
    values = ask_form(
        ui,
        "Drop task",
        (Field("why", "Why is it no longer needed?", "line", required=True),),
        text=f"“{task.title}” leaves the list and is kept with your reason.",
        yes="Drop",
    )
    return None if values is None else str(values["why"])


def ask_due(ui: Ui, task: TaskView) -> tuple[bool, int | None]:
    """Ask for another due day: whether one was given, and which (None = no day)."""
    values = ask_form(
        ui,
        "Due day",
        (Field("due", "Due on", "day", task.due),),
        text=f"“{task.title}”",
    )
    return (False, None) if values is None else (True, values["due"])


def ask_put_off(ui: Ui, titles: Sequence[str]) -> tuple[int, str] | None:
    """Ask until when tasks are put off, and why; None when the person went back."""
    today = ui.today
    monday = today + 7 - (today + 3) % 7
    days = {
        "tomorrow": today + 1,
        "monday": monday,
        "week": today + 7,
        "month": today + 30,
    }
    told = {"tomorrow": "Tomorrow", "monday": "Monday", "week": "In a week", "month": "In 30 days"}
    choices = [(key, f"{told[key]}, {ui.words.near_day(day, today)}") for key, day in days.items()]
    values = ask_form(
        ui,
        "Put off",
        (
            Field("when", "Until", "choice", "tomorrow", (*choices, (_OTHER, "Another day"))),
            Field("due", "The other day", "day", None),
            Field("why", "Why", "line", hint="She is away until then"),
        ),
        text=_of_these(titles),
        yes="Put off",
        check=_other_day,
    )
    if values is None:
        return None
    until = values["due"] if values["when"] == _OTHER else days[values["when"]]
    return int(until), str(values["why"])


def _other_day(values: dict[str, Any]) -> dict[str, str]:
    missing = values["when"] == _OTHER and values["due"] is None
    return {"due": "Which day?"} if missing else {}


def ask_not_applicable(ui: Ui, what: str) -> str | None:
    """Ask why a task or a step does not apply; None when the person went back."""
    values = ask_form(
        ui,
        "Does not apply",
        (Field("why", "Why not?", "line", required=True),),
        text=f"“{what}” is closed and kept with your reason.",
        yes="Does not apply",
    )
    return None if values is None else str(values["why"])


def ask_priority(ui: Ui, titles: Sequence[str], now: str = "normal") -> str | None:
    """Ask how urgent tasks are; None when the person went back."""
    values = ask_form(
        ui,
        "Priority",
        (Field("priority", "Priority", "choice", now, PRIORITY_WORDS),),
        text=_of_these(titles),
    )
    return None if values is None else str(values["priority"])


def ask_drop_many(ui: Ui, titles: Sequence[str]) -> str | None:
    """Ask why several tasks are given up; None when the person went back."""
    values = ask_form(
        ui,
        "Drop tasks",
        (Field("why", "Why are they no longer needed?", "line", required=True),),
        text=f"{_of_these(titles)}: they leave the list and are kept with your reason.",
        yes="Drop",
    )
    return None if values is None else str(values["why"])


def _of_these(titles: Sequence[str]) -> str:
    """The tasks that are meant, in a line."""
    if len(titles) == 1:
        return f"“{titles[0]}”"
    more = f" and {len(titles) - 2} more" if len(titles) > 2 else ""
    return f"{len(titles)} tasks: {', '.join(f'“{one}”' for one in titles[:2])}{more}"


def _fields(
    start: TaskDraft, account_id: str | None, contacts: Sequence[tuple[str, str]]
) -> tuple[Field, ...]:
    people = ((NOBODY, "Nobody in particular"), *contacts)
    whom = Field("contact", "About whom", "choice", start.contact_id or NOBODY, people)
    touch = Field(
        "needs_touch",
        "Needs a touch",
        "tick",
        start.needs_touch,
        hint="Done only with a note of the touch",
    )
    return (
        Field("title", "What is to be done?", "line", start.title, required=True),
        Field("due", "Due on", "day", start.due),
        Field("priority", "Priority", "choice", start.priority, PRIORITY_WORDS),
        *((whom,) if contacts else ()),
        *((touch,) if account_id is not None else ()),
        Field(
            "steps",
            "Checklist",
            "lines",
            tuple(_typed(one) for one in start.checklist),
            hint="One step a line; an optional one begins with ?",
        ),
        Field("every", "Repeats", "choice", _rhythm(start.repeat), _rhythms(start.repeat)),
        Field("note", "Note", "prose", start.note),
    )


def _read(start: TaskDraft, account_id: str | None, values: dict[str, Any]) -> TaskDraft:
    """The task that a form's values make of the one it began with; steps kept stay as they are."""
    kept = list(start.checklist)
    steps = []
    for typed in values["steps"]:
        optional = typed.startswith(OPTIONAL)
        text = typed.removeprefix(OPTIONAL).strip()
        before = next((one for one in kept if one.text == text), CheckItem(text))
        if before in kept:
            kept.remove(before)
        steps.append(replace(before, optional=optional))
    contact = values.get("contact", start.contact_id or NOBODY)
    return replace(
        start,
        title=values["title"],
        account_id=account_id,
        due=values["due"],
        priority=values["priority"],
        contact_id=contact or None,
        needs_touch=bool(values.get("needs_touch", start.needs_touch)),
        checklist=tuple(steps),
        note=values["note"],
        repeat=_repeat(values["every"]),
    )


def _typed(step: CheckItem) -> str:
    return f"{OPTIONAL} {step.text}" if step.optional else step.text


def _rhythm(repeat: Repeat | None) -> str:
    return "" if repeat is None else f"{repeat.every} {repeat.unit}"


def _rhythms(now: Repeat | None) -> tuple[tuple[str, str], ...]:
    """How often a task can come again, the present rhythm among them."""
    usual = [_repeat(key) for key in RHYTHMS]
    known = [one for one in usual if one is not None]
    if now is not None and now not in known:
        known.append(now)
    return (("", "No"), *((_rhythm(one), one.words.capitalize()) for one in known))


def _repeat(key: str) -> Repeat | None:
    every, _, unit = key.partition(" ")
    return Repeat(int(every), cast("Unit", unit)) if every else None
