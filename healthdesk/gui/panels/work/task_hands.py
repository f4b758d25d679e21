"""What hands do with tasks wherever they are listed: ticked, put off, given up, changed, many too.

Not here: writing a new one down (task_acts.py, pages/tasks).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.task import Bulk, TaskView
from healthdesk.core.services import moments, run_reading, tasks, thanks
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import task_form
from healthdesk.gui.panels.invite import USUAL, save_invitation
from healthdesk.gui.panels.moment_form import ask_moment
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.work.task_list import TaskList
from healthdesk.gui.parts.menu import Menu

KEYS: Final = "Space done · D day · Z put off · N does not apply · P priority · Del drop"

_PLAYS: Final = "playbook:"
"""How the origin of a task begins that a playbook made."""


class TaskHands(QObject):
    """Acts on the tasks of lists, one or several at once."""

    def __init__(self, ui: Ui, owner: QWidget) -> None:
        super().__init__(owner)
        self.ui = ui
        self.contacts: Sequence[tuple[str, str]] = ()
        """Ids and names of people whom a task of this list may be about."""
        self._told = ""
        self._task: TaskView | None = None
        self._menu: Menu | None = None
        self._rows: SourcePopover | None = None

    def attach(self, listed: TaskList) -> None:
        """Act on what is done in a list of tasks."""
        listed.ticked.connect(self.tick)
        listed.step_ticked.connect(self._on_step_ticked)
        listed.opened.connect(self.edit_task)
        listed.due_requested.connect(self.ask_due)
        listed.drop_requested.connect(self.drop)
        listed.put_off_requested.connect(self.put_off)
        listed.not_applicable_requested.connect(self.not_applicable)
        listed.priority_requested.connect(self.prioritise)
        listed.menu_requested.connect(self._on_menu_requested)

    def act(self, what: str, task: TaskView) -> None:
        """Do what a letter asks for, where a list is not one of ours."""
        if what == "not_applicable":
            self.not_applicable(task, -1)
            return
        ways = {
            "ask_due": self.ask_due,
            "put_off": self.put_off,
            "prioritise": self.prioritise,
            "drop": self.drop,
        }
        ways[what](task)

    def open_menu(self, task: TaskView, point: QPoint) -> None:
        """Open the menu of a task at a place of the screen."""
        self._on_menu_requested(task, point)

    @property
    def off(self) -> bool:
        """Whether nothing can be changed now; the person is told why."""
        return self.ui.desk is None or self.ui.refuses_changes()

    @Slot(object)
    def tick(self, task: TaskView) -> None:
        """Call a task done, or open again."""
        if self.off:
            return
        if task.state == "open" and task.origin == thanks.ORIGIN and task.account_id:
            self._thank(task)
        elif task.state == "open":
            task_form.complete(self.ui, task, self.contacts)
        else:
            self.ui.do(tasks.reopen, task.id)

    def _thank(self, task: TaskView) -> None:
        """A reminder of a thank-you is done with the words that were said."""
        start = MomentDraft(task.account_id or "", "thanks", "", self.ui.today, task.contact_id)
        draft = ask_moment(
            self.ui, start.account_id, "thanks", self.contacts, start, facts=task.note,
            title=task.title,
        )  # fmt: skip
        if draft is not None:
            told = partial(self._on_repeat, task.id, draft)
            self.ui.read(moments.repeat_of, draft, then=told, key="repeat of thanks")

    def _on_repeat(self, task: int, draft: MomentDraft, repeat: str) -> None:
        asked = Question("So soon again?", f"{repeat}.", "Keep it all the same",
                         keeps="nothing is written")  # fmt: skip
        if not repeat or self.ui.dialogs.ask(asked):
            self.ui.do(thanks.said, task, draft)

    @Slot(object, int, bool)
    def _on_step_ticked(self, task: TaskView, place: int, done: bool) -> None:
        if not self.off:
            self.ui.do(tasks.tick_item, task.id, place, done=done)

    @Slot(object)
    def edit_task(self, task: TaskView) -> None:
        """Show a task in its form."""
        if self.off:
            return
        if task.state == "open" and task.needs_touch and task.origin.startswith(_PLAYS):
            told = partial(self._edit, task)
            self.ui.read(run_reading.invitation, task.id, then=told, key="invitation of a task")
        else:
            self._edit(task, None)

    def _edit(self, task: TaskView, minutes: int | None) -> None:
        """Ask with the form; a call that offers a calendar file has it in its form."""
        wanted = False
        if minutes is None:
            draft = task_form.ask_task(self.ui, task.account_id, task.draft, contacts=self.contacts)
        else:
            draft, wanted = task_form.ask_meeting(self.ui, task, minutes, contacts=self.contacts)
        save = partial(self._save_calendar, task, minutes) if wanted else None
        if draft is not None and draft != task.draft:
            self.ui.do(tasks.edit, task.id, draft, then=save)
        elif save is not None:
            save(None)

    def _save_calendar(self, task: TaskView, minutes: int | None, _done: object) -> None:
        save_invitation(self.ui, task, minutes or USUAL)

    @Slot(object)
    def ask_due(self, task: TaskView) -> None:
        """Ask for another due day."""
        if self.off or task.state != "open":
            return
        given, due = task_form.ask_due(self.ui, task)
        if given and due != task.due:
            self.ui.do(tasks.snooze, task.id, due)

    @Slot(object)
    def put_off(self, task: TaskView) -> None:
        """Ask until when a task is put off, and why."""
        if self.off or task.state != "open":
            return
        found = task_form.ask_put_off(self.ui, (task.title,))
        if found is not None:
            self.ui.do(tasks.snooze, task.id, *found)

    @Slot(object, int)
    def not_applicable(self, task: TaskView, place: int) -> None:
        """Ask why a task, or a step of its checklist, does not apply."""
        if self.off or task.state != "open":
            return
        step = task.checklist[place] if 0 <= place < len(task.checklist) else None
        if step is not None and step.without:
            self.ui.do(tasks.skip_item, task.id, place, "")
            return
        why = task_form.ask_not_applicable(self.ui, task.title if step is None else step.text)
        if why is not None and step is not None:
            self.ui.do(tasks.skip_item, task.id, place, why)
        elif why is not None:
            self.ui.do(tasks.not_applicable, task.id, why)

    @Slot(object)
    def drop(self, task: TaskView) -> None:
        """Ask why a task is given up."""
        if self.off or task.state != "open":
            return
        why = task_form.ask_drop(self.ui, task)
        if why is not None:
            self.ui.do(tasks.drop, task.id, why)

    @Slot(object)
    def prioritise(self, task: TaskView) -> None:
        """Ask how urgent a task is."""
        if self.off or task.state != "open":
            return
        found = task_form.ask_priority(self.ui, (task.title,), task.priority)
        if found is not None and found != task.priority:
            self.ui.do(tasks.change_many, (task.id,), Bulk("priority", priority=found))

    # Several at once

    def finish_many(self, chosen: Sequence[TaskView]) -> None:
        """Call several done; those that need more than a tick stay, and are told."""
        ready = [one for one in chosen if not (one.left or one.needs_touch)]
        if self.off or not self._left_out(len(chosen) - len(ready), ready):
            return
        self._change(ready, Bulk("done"), "done")

    def put_off_many(self, chosen: Sequence[TaskView]) -> None:
        """Put several off."""
        found = None if self.off else task_form.ask_put_off(self.ui, _titles(chosen))
        if found is not None:
            self._change(chosen, Bulk("put off", *found), "put off")

    def drop_many(self, chosen: Sequence[TaskView]) -> None:
        """Give several up."""
        why = None if self.off else task_form.ask_drop_many(self.ui, _titles(chosen))
        if why is not None:
            self._change(chosen, Bulk("drop", why=why), "dropped")

    def prioritise_many(self, chosen: Sequence[TaskView]) -> None:
        """Give several the same priority."""
        found = None if self.off else task_form.ask_priority(self.ui, _titles(chosen))
        if found is not None:
            self._change(chosen, Bulk("priority", priority=found), f"now {found}")

    def _left_out(self, count: int, ready: Sequence[TaskView]) -> bool:
        """Tell how many cannot be ticked together; whether any is left."""
        if count:
            told = self.ui.words.count(count, "task")
            self.ui.toast(
                f"{told} cannot be ticked with the others",
                "What needs a note of the touch, or has steps left, is done one by one.",
                kind="notice",
            )
        return bool(ready)

    def _change(self, chosen: Sequence[TaskView], change: Bulk, told: str) -> None:
        self._told = f"{self.ui.words.count(len(chosen), 'task')} {told}"
        self.ui.do(tasks.change_many, [one.id for one in chosen], change, then=self._on_changed)

    def _on_changed(self, result: object) -> None:
        del result
        self.ui.toast(self._told, "", "Undo", self.ui.undo)

    # The menu of one

    @Slot(object, QPoint)
    def _on_menu_requested(self, task: TaskView, point: QPoint) -> None:
        self._task = task
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = Menu(self.ui.theme, f"Task {task.title[:60]}", self._owner())
        may, is_open = not self.ui.looking_back, task.state == "open"
        if is_open:
            menu.add("Done", self._tick_chosen, icon="check", enabled=may)
            menu.add("Due day…", self._due_chosen, icon="calendar", enabled=may)
            menu.add("Tomorrow", self._tomorrow_chosen, enabled=may)
            menu.add("In a week", self._week_chosen, enabled=may)
            menu.add("Put off…", self._put_off_chosen, icon="clock", enabled=may)
            menu.add("Priority…", self._priority_chosen, icon="flag", enabled=may)
            dated = task.due is not None
            menu.add("Calendar file…", self._calendar_chosen, icon="calendar", enabled=dated)
        else:
            menu.add("Open again", self._tick_chosen, icon="arrow-back-up", enabled=may)
        menu.add("Edit…", self._edit_chosen, icon="pencil", enabled=may)
        if is_open:
            menu.add("Does not apply…", self._without_chosen, icon="minus", enabled=may)
            menu.add("Drop…", self._drop_chosen, icon="x", enabled=may)
        if task.account_id is not None:
            menu.add("Open account", self._account_chosen, icon="buildings")
        menu.add("Where it comes from", self._rows_chosen, icon="file-text")
        menu.popup(point)

    def _owner(self) -> QWidget:
        """What popups belong to; not kept, for the two would hold on to each other."""
        return cast("QWidget", self.parent())

    @Slot()
    def _tick_chosen(self) -> None:
        self._with_task(self.tick)

    @Slot()
    def _due_chosen(self) -> None:
        self._with_task(self.ask_due)

    @Slot()
    def _calendar_chosen(self) -> None:
        if self._task is not None:
            save_invitation(self.ui, self._task)

    @Slot()
    def _tomorrow_chosen(self) -> None:
        self._move(1)

    @Slot()
    def _week_chosen(self) -> None:
        self._move(7)

    def _move(self, days: int) -> None:
        if self._task is not None and not self.off:
            self.ui.do(tasks.snooze, self._task.id, self.ui.today + days)

    @Slot()
    def _put_off_chosen(self) -> None:
        self._with_task(self.put_off)

    @Slot()
    def _priority_chosen(self) -> None:
        self._with_task(self.prioritise)

    @Slot()
    def _edit_chosen(self) -> None:
        self._with_task(self.edit_task)

    @Slot()
    def _without_chosen(self) -> None:
        if self._task is not None:
            self.not_applicable(self._task, -1)

    @Slot()
    def _drop_chosen(self) -> None:
        self._with_task(self.drop)

    @Slot()
    def _account_chosen(self) -> None:
        if self._task is not None and self._task.account_id is not None:
            self.ui.open_account(self._task.account_id, "work")

    @Slot()
    def _rows_chosen(self) -> None:
        if self._task is None or self._menu is None:
            return
        if self._rows is None:
            self._rows = SourcePopover(self.ui, self._owner())
        ref = RowRef("task", self._task.id)
        self._rows.open_refs(self._task.title, (ref,), self._menu.pos())

    def _with_task(self, act: Callable[[TaskView], object]) -> None:
        if self._task is not None:
            act(self._task)


def _titles(chosen: Sequence[TaskView]) -> tuple[str, ...]:
    return tuple(one.title for one in chosen)
