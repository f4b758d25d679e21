"""What is done with tasks: written, ticked, put off, dropped, changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.plan import PlanView
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.task import TaskDraft, TaskView
from healthdesk.core.services import tasks
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import task_form
from healthdesk.gui.panels.work.acts_base import SOON, Acts
from healthdesk.gui.panels.work.task_list import TaskList


class TaskActs(Acts):
    """Acts on tasks."""

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(ui, tab)
        self._task: TaskView | None = None

    def attach(self, listed: TaskList) -> None:
        """Act on what is done in a list of tasks."""
        listed.ticked.connect(self.tick)
        listed.step_ticked.connect(self._on_step_ticked)
        listed.opened.connect(self.edit_task)
        listed.due_requested.connect(self.ask_due)
        listed.drop_requested.connect(self.drop)
        listed.menu_requested.connect(self._on_task_menu_requested)

    @Slot()
    def new_task(self) -> None:
        """Ask for a task of the account."""
        self._ask_task(None)

    @Slot(object)
    def new_action(self, plan: PlanView) -> None:
        """Ask for an action of a plan."""
        self._ask_task(plan)

    def _ask_task(self, plan: PlanView | None) -> None:
        work = self.work
        if self.off or work is None:
            return
        start = TaskDraft(
            "",
            work.account_id,
            due=self.ui.today + SOON,
            plan_id=plan.id if plan else None,
            origin="plan" if plan else "",
        )
        self.write_task(start, "New action" if plan else "New task")

    @Slot(object)
    def tick(self, task: TaskView) -> None:
        """Call a task done, or open again."""
        work = self.work
        if self.off or work is None:
            return
        if task.state == "open":
            task_form.complete(self.ui, task, work.contacts)
        else:
            self.ui.do(tasks.reopen, task.id)

    @Slot(object, int, bool)
    def _on_step_ticked(self, task: TaskView, place: int, done: bool) -> None:
        if not self.off:
            self.ui.do(tasks.tick_item, task.id, place, done=done)

    @Slot(object)
    def edit_task(self, task: TaskView) -> None:
        """Show a task in its form."""
        work = self.work
        if self.off or work is None:
            return
        draft = task_form.ask_task(self.ui, task.account_id, task.draft, contacts=work.contacts)
        if draft is not None and draft != task.draft:
            self.ui.do(tasks.edit, task.id, draft)

    @Slot(object)
    def ask_due(self, task: TaskView) -> None:
        """Ask for another due day."""
        if self.off or task.state != "open":
            return
        given, due = task_form.ask_due(self.ui, task)
        if given and due != task.due:
            self.ui.do(tasks.snooze, task.id, due)

    @Slot(object)
    def drop(self, task: TaskView) -> None:
        """Ask why a task is given up."""
        if self.off or task.state != "open":
            return
        why = task_form.ask_drop(self.ui, task)
        if why is not None:
            self.ui.do(tasks.drop, task.id, why)

    @Slot(object, QPoint)
    def _on_task_menu_requested(self, task: TaskView, point: QPoint) -> None:
        self._task = task
        menu = self.new_menu(f"Task {task.title[:60]}")
        may, is_open = not self.ui.looking_back, task.state == "open"
        if is_open:
            menu.add("Done", self._tick_chosen, icon="check", enabled=may)
            menu.add("Due day…", self._due_chosen, icon="calendar", enabled=may)
            menu.add("Tomorrow", self._tomorrow_chosen, enabled=may)
            menu.add("In a week", self._week_chosen, enabled=may)
        else:
            menu.add("Open again", self._tick_chosen, icon="arrow-back-up", enabled=may)
        menu.add("Edit…", self._edit_chosen, icon="pencil", enabled=may)
        if is_open:
            menu.add("Drop…", self._drop_chosen, icon="x", enabled=may)
        self.offer_rows(menu, task.title, RowRef("task", task.id))
        menu.popup(point)

    @Slot()
    def _tick_chosen(self) -> None:
        self._with_task(self.tick)

    @Slot()
    def _due_chosen(self) -> None:
        self._with_task(self.ask_due)

    @Slot()
    def _edit_chosen(self) -> None:
        self._with_task(self.edit_task)

    @Slot()
    def _drop_chosen(self) -> None:
        self._with_task(self.drop)

    @Slot()
    def _tomorrow_chosen(self) -> None:
        self._put_off(1)

    @Slot()
    def _week_chosen(self) -> None:
        self._put_off(7)

    def _put_off(self, days: int) -> None:
        if self._task is not None and not self.off:
            self.ui.do(tasks.snooze, self._task.id, self.ui.today + days)

    def _with_task(self, act: Callable[[TaskView], object]) -> None:
        if self._task is not None:
            act(self._task)
