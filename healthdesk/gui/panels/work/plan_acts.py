"""What is done with get-well plans, and with findings that plans and tasks come of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.investigation import FindingView
from healthdesk.core.domain.plan import ExitChoice, PlanView
from healthdesk.core.domain.source_ref import Ref, RowRef
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import findings, plan_watch, plans, tasks
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.plan_form import PlanMaker, ask_plan
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.work.acts_base import SOON, Acts


class PlanActs(Acts):
    """Acts on plans, and on findings of which nothing came yet.

    Signals:
        health_requested: a day of which the score should be seen.
    """

    health_requested = Signal(int)

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(ui, tab)
        self._maker = PlanMaker(ui, self)
        self._plan: PlanView | None = None
        self._sources: SourcePopover | None = None
        self._opened: tuple[str, int, QWidget] | None = None
        self._finding: FindingView | None = None

    @Slot()
    def new_plan(self) -> None:
        """Ask for a get-well plan."""
        if not self.off and self.work is not None:
            self._maker.start(self.work.account_id)

    @Slot(object)
    def close_plan(self, plan: PlanView) -> None:
        """Ask whether a plan is over because its condition is met."""
        if self.off:
            return
        left = sum(one.state == "open" for one in plan.actions)
        told = f" {self.ui.words.count(left, 'action')} of it stay open as tasks." if left else ""
        if self.ui.dialogs.ask(
            Question(
                "Close the plan",
                f"“{plan.problem}” is over, its aim is met.{told}",
                "Close plan",
                keeps="the plan goes on",
            )
        ):
            self.ui.do(plans.close, plan.id, "met")

    @Slot(object, int, object)
    def open_day(self, plan: PlanView, day: int, under: QWidget) -> None:
        """Show the rows that the condition looked at for a day; of the score, the tab Health."""
        self._opened = (plan.exit_words, day, under)
        self.ui.read(plans.rows_behind, plan.id, day, then=self._on_rows, key="rows behind")

    @Slot(object)
    def _on_rows(self, refs: tuple[Ref, ...]) -> None:
        if self._opened is None:
            return
        words, day, under = self._opened
        if not refs:
            self.health_requested.emit(day)
            return
        if self._sources is None:
            self._sources = SourcePopover(self.ui, self.tab())
        point = under.mapToGlobal(QPoint(0, under.height() + 4))
        self._sources.open_refs(f"{words}: {self.ui.words.day(day)}", refs, point)

    @Slot(object, object)
    def plan_menu(self, plan: PlanView, under: QWidget) -> None:
        """Show what else can be done with a plan."""
        self._plan = plan
        menu = self.new_menu("More for this plan")
        may = not self.ui.looking_back
        if plan.is_open:
            menu.add("Edit…", self._edit_plan_chosen, icon="pencil", enabled=may)
            menu.add("Stop without success", self._stop_plan_chosen, icon="x", enabled=may)
        else:
            menu.add("Go on with it", self._reopen_plan_chosen, icon="arrow-back-up", enabled=may)
        self.offer_rows(menu, plan.problem, RowRef("plan", plan.id))
        menu.popup_under(under)

    @Slot()
    def _edit_plan_chosen(self) -> None:
        if self._plan is not None and not self.off:
            self.ui.read(
                plan_watch.choices,
                self._plan.account_id,
                self.ui.day,
                then=self._on_choices,
                key="choices",
            )

    @Slot(object)
    def _on_choices(self, choices: Sequence[ExitChoice]) -> None:
        plan = self._plan
        if plan is None:
            return
        draft = ask_plan(self.ui, plan.account_id, choices=choices, draft=plan.draft)
        if draft is not None and draft != plan.draft:
            self.ui.do(plans.edit, plan.id, draft)

    @Slot()
    def _stop_plan_chosen(self) -> None:
        if self._plan is not None and not self.off:
            self.ui.do(plans.close, self._plan.id, "stopped")

    @Slot()
    def _reopen_plan_chosen(self) -> None:
        if self._plan is not None and not self.off:
            self.ui.do(plans.reopen, self._plan.id)

    @Slot(object)
    def act_on_finding(self, finding: FindingView) -> None:
        """Make a plan of a finding."""
        if not self.off:
            draft = finding.draft
            cause = "; ".join(one.text for one in draft.checks.values() if one.text)
            self._maker.start(draft.account_id, draft.hypothesis, cause, finding.row)

    @Slot(object, object)
    def finding_menu(self, finding: FindingView, under: QWidget) -> None:
        """Show what can come of a finding."""
        self._finding = finding
        menu = self.new_menu("Act on this finding")
        may = not self.ui.looking_back
        menu.add("Make a get-well plan…", self._finding_plan_chosen, icon="flag", enabled=may)
        menu.add("Make a task…", self._finding_task_chosen, icon="check", enabled=may)
        menu.add("Dismiss…", self._finding_dismiss_chosen, icon="x", enabled=may)
        self.offer_rows(menu, "Finding", RowRef("finding", finding.row))
        menu.popup_under(under)

    @Slot()
    def _finding_plan_chosen(self) -> None:
        if self._finding is not None:
            self.act_on_finding(self._finding)

    @Slot()
    def _finding_task_chosen(self) -> None:
        work, finding = self.work, self._finding
        if self.off or work is None or finding is None:
            return
        start = TaskDraft(
            " ".join(finding.draft.hypothesis.split())[:200],
            work.account_id,
            due=self.ui.today + SOON,
            origin="finding",
        )
        draft = self.ask_new_task(start)
        if draft is not None:
            self.ui.do(tasks.add_from_finding, draft, finding.row)

    @Slot()
    def _finding_dismiss_chosen(self) -> None:
        if self.off or self._finding is None:
            return
        values = ask_form(
            self.ui,
            "Dismiss finding",
            (Field("why", "Why is nothing to be done?", "line", required=True),),
            yes="Dismiss",
        )
        if values is not None:
            self.ui.do(findings.dismiss, self._finding.row, values["why"])
