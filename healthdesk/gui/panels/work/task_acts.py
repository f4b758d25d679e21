"""New tasks of the account that the tab Work shows, and actions of its plans."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.plan import PlanView
from healthdesk.core.domain.task import TaskDraft
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.work.acts_base import SOON, Acts
from healthdesk.gui.panels.work.task_hands import TaskHands
from healthdesk.gui.panels.work.task_list import TaskList


class TaskActs(Acts):
    """Writes tasks down; what is done with them later is in its hands."""

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(ui, tab)
        self.hands = TaskHands(ui, tab)

    def attach(self, listed: TaskList) -> None:
        """Act on what is done in a list of tasks."""
        self.hands.attach(listed)

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
