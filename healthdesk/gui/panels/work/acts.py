"""What is done on the tab Work: every wish of its cards becomes a form, a menu or an operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.investigation import FindingView
from healthdesk.core.domain.moment import MomentDraft, MomentKind, MomentView
from healthdesk.core.domain.plan import ExitChoice, PlanView
from healthdesk.core.domain.stamp import Stamp
from healthdesk.core.domain.task import TaskDraft, TaskView
from healthdesk.core.services import findings, milestones, moments, plan_watch, plans, tasks
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import task_form
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.moment_form import ask_moment
from healthdesk.gui.panels.plan_form import PlanMaker, ask_plan
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.stamp_form import ask_stamp, ask_template
from healthdesk.gui.panels.work.reading import Work, read_metrics
from healthdesk.gui.panels.work.rows import ICONS
from healthdesk.gui.panels.work.task_list import TaskList
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from healthdesk.core.domain.source_ref import Ref
    from healthdesk.core.domain.stamp import StampPlan

_MENU_GAP = 2


class WorkActs(QObject):
    """Acts on the account that the tab shows."""

    def __init__(self, ui: Ui, tab: QWidget) -> None:
        super().__init__(tab)
        self.ui = ui
        self._work: Work | None = None
        self._maker = PlanMaker(ui, self)
        self._sources: SourcePopover | None = None
        self._menu: Menu | None = None
        self._task: TaskView | None = None
        self._plan: PlanView | None = None
        self._moment: MomentView | None = None
        self._stamp: Stamp | None = None
        self._finding: FindingView | None = None
        self._moment_draft: MomentDraft | None = None
        self._template: tuple[StampPlan, ...] = ()

    def show(self, work: Work | None) -> None:
        """Act on what is shown now."""
        self._work = work

    def attach(self, listed: TaskList) -> None:
        """Act on what is done in a list of tasks."""
        listed.ticked.connect(self.tick)
        listed.step_ticked.connect(self._on_step_ticked)
        listed.opened.connect(self.edit_task)
        listed.due_requested.connect(self.ask_due)
        listed.drop_requested.connect(self.drop)
        listed.menu_requested.connect(self._on_task_menu_requested)

    @property
    def off(self) -> bool:
        """Whether nothing can be changed now; the person is told why."""
        if self._work is None or self.ui.desk is None:
            return True
        if self.ui.looking_back:
            self.ui.toast(
                "Changing is off while you look back",
                f"You see the desk as of {self.ui.words.day(self.ui.day)}.",
                "Back to today",
                self.ui.back_to_today,
                kind="notice",
            )
        return self.ui.looking_back

    # Tasks

    @Slot()
    def new_task(self) -> None:
        """Ask for a task of the account."""
        self._ask_task(None)

    @Slot(object)
    def new_action(self, plan: PlanView) -> None:
        """Ask for an action of a plan."""
        self._ask_task(plan)

    def _ask_task(self, plan: PlanView | None) -> None:
        work = self._work
        if self.off or work is None:
            return
        start = TaskDraft(
            "",
            work.account_id,
            due=self.ui.today + 7,
            plan_id=plan.id if plan else None,
            origin="plan" if plan else "",
        )
        draft = task_form.ask_task(
            self.ui,
            work.account_id,
            start,
            contacts=work.contacts,
            title="New action" if plan else "New task",
        )
        if draft is not None:
            self.ui.do(tasks.add, draft)

    @Slot(object)
    def tick(self, task: TaskView) -> None:
        """Call a task done, or open again."""
        work = self._work
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
        work = self._work
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
        menu = self._new_menu(f"Task {task.title[:60]}")
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

    # Plans

    @Slot()
    def new_plan(self) -> None:
        """Ask for a get-well plan."""
        if not self.off and self._work is not None:
            self._maker.start(self._work.account_id)

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

    @Slot(object, object)
    def plan_menu(self, plan: PlanView, under: QWidget) -> None:
        """Show what else can be done with a plan."""
        self._plan = plan
        menu = self._new_menu("More for this plan")
        may = not self.ui.looking_back
        if plan.is_open:
            menu.add("Edit…", self._edit_plan_chosen, icon="pencil", enabled=may)
            menu.add("Stop without success", self._stop_plan_chosen, icon="x", enabled=may)
        else:
            menu.add("Go on with it", self._reopen_plan_chosen, icon="arrow-back-up", enabled=may)
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

    # Wins, perks, promises, quotes

    def ask_moment(self, kind: MomentKind, facts: str = "") -> None:
        """Ask for something worth keeping; a gift that comes again too soon is asked about."""
        work = self._work
        if self.off or work is None:
            return
        draft = ask_moment(self.ui, work.account_id, kind, work.contacts, facts=facts)
        if draft is not None:
            self._moment_draft = draft
            self.ui.read(moments.repeat_of, draft, then=self._on_repeat, key="repeat")

    @Slot(object)
    def _on_repeat(self, repeat: str) -> None:
        draft = self._moment_draft
        if draft is None:
            return
        asked = Question(
            "So soon again?", f"{repeat}.", "Keep it all the same", keeps="nothing is written"
        )
        if not repeat or self.ui.dialogs.ask(asked):
            self.ui.do(moments.add, draft)

    @Slot(object)
    def edit_moment(self, moment: MomentView) -> None:
        """Show something kept in its form."""
        work = self._work
        if self.off or work is None:
            return
        draft = ask_moment(self.ui, work.account_id, moment.kind, work.contacts, moment.draft)
        if draft is not None and draft != moment.draft:
            self.ui.do(moments.edit, moment.id, draft)

    @Slot(object)
    def keep_promise(self, moment: MomentView) -> None:
        """Call a promise kept, or open again."""
        if self.off:
            return
        if moment.is_open:
            self.ui.do(moments.keep, moment.id)
        else:
            self.ui.do(moments.unkeep, moment.id)

    @Slot(object, object)
    def moment_menu(self, moment: MomentView, under: QWidget) -> None:
        """Show what can be done with something kept."""
        self._moment = moment
        menu = self._new_menu("More for this")
        may = not self.ui.looking_back
        menu.add("Edit…", self._edit_moment_chosen, icon="pencil", enabled=may)
        if moment.kind == "promise":
            if moment.is_open:
                menu.add("Make a task of it…", self._promise_task_chosen, icon="check", enabled=may)
        else:
            words = "Keep no longer on top" if moment.pinned else "Keep on top"
            menu.add(words, self._pin_chosen, icon="pin", enabled=may)
        menu.add("Remove", self._remove_moment_chosen, icon="trash", enabled=may)
        menu.popup_under(under)

    @Slot()
    def _edit_moment_chosen(self) -> None:
        if self._moment is not None:
            self.edit_moment(self._moment)

    @Slot()
    def _pin_chosen(self) -> None:
        if self._moment is not None and not self.off:
            self.ui.do(moments.pin, self._moment.id, pinned=not self._moment.pinned)

    @Slot()
    def _remove_moment_chosen(self) -> None:
        if self._moment is not None and not self.off:
            self.ui.do(moments.remove, self._moment.id, then=self._on_removed)

    @Slot(object)
    def _on_removed(self, done: object) -> None:
        del done
        self.ui.toast("Removed", "", "Undo", self.ui.undo)

    @Slot()
    def _promise_task_chosen(self) -> None:
        work, moment = self._work, self._moment
        if self.off or work is None or moment is None:
            return
        start = TaskDraft(
            " ".join(moment.text.split())[:200],
            work.account_id,
            due=moment.due,
            contact_id=moment.contact_id,
            origin="promise",
        )
        draft = task_form.ask_task(
            self.ui, work.account_id, start, contacts=work.contacts, title="New task"
        )
        if draft is not None:
            self.ui.do(tasks.add, draft)

    @Slot(object)
    def moment_kinds(self, under: QWidget) -> None:
        """Ask which kind of moment is to be kept."""
        menu = self._new_menu("Keep a moment")
        may = not self.ui.looking_back
        menu.add("Win", self._win_chosen, icon=ICONS["win"], enabled=may)
        menu.add("Thank-you", self._thanks_chosen, icon=ICONS["thanks"], enabled=may)
        menu.add("Perk", self._perk_chosen, icon=ICONS["perk"], enabled=may)
        menu.add("Quote", self._quote_chosen, icon=ICONS["quote"], enabled=may)
        menu.popup_under(under)

    @Slot()
    def _win_chosen(self) -> None:
        self.ask_moment("win")

    @Slot()
    def _thanks_chosen(self) -> None:
        self.ask_moment("thanks")

    @Slot()
    def _perk_chosen(self) -> None:
        self.ask_moment("perk")

    @Slot()
    def _quote_chosen(self) -> None:
        self.ask_moment("quote")

    # Findings

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
        menu = self._new_menu("Act on this finding")
        may = not self.ui.looking_back
        menu.add("Make a get-well plan…", self._finding_plan_chosen, icon="flag", enabled=may)
        menu.add("Make a task…", self._finding_task_chosen, icon="check", enabled=may)
        menu.add("Dismiss…", self._finding_dismiss_chosen, icon="x", enabled=may)
        menu.popup_under(under)

    @Slot()
    def _finding_plan_chosen(self) -> None:
        if self._finding is not None:
            self.act_on_finding(self._finding)

    @Slot()
    def _finding_task_chosen(self) -> None:
        work, finding = self._work, self._finding
        if self.off or work is None or finding is None:
            return
        start = TaskDraft(
            " ".join(finding.draft.hypothesis.split())[:200],
            work.account_id,
            due=self.ui.today + 7,
            origin="finding",
        )
        draft = task_form.ask_task(
            self.ui, work.account_id, start, contacts=work.contacts, title="New task"
        )
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

    # Milestones

    @Slot(object, object)
    def press_stamp(self, stamp: Stamp, under: QWidget) -> None:
        """Ask for a milestone's days, or show its row where other facts tell it."""
        self._stamp = stamp
        if stamp.fixed:
            self.show_rows(stamp, under)
            return
        menu = self._new_menu(stamp.name[:60])
        may = not self.ui.looking_back
        if stamp.state != "done":
            menu.add("Done today", self._stamp_today_chosen, icon="check", enabled=may)
        menu.add("Set its days…", self._stamp_days_chosen, icon="calendar", enabled=may)
        if stamp.done_on is not None:
            menu.add("Take the stamp away", self._unstamp_chosen, icon="x", enabled=may)
        if stamp.ref is not None:
            menu.add("Where it comes from", self._stamp_rows_chosen, icon="file-text")
        if stamp.own and stamp.ref is not None:
            menu.add("Remove milestone", self._remove_stamp_chosen, icon="trash", enabled=may)
        menu.popup_under(under)

    @Slot()
    def _stamp_today_chosen(self) -> None:
        self._stamp_on(self.ui.today)

    @Slot()
    def _unstamp_chosen(self) -> None:
        self._stamp_on(None)

    @Slot()
    def _stamp_rows_chosen(self) -> None:
        if self._stamp is not None:
            self.show_rows(self._stamp, cast("QWidget", self.parent()))

    @Slot()
    def _remove_stamp_chosen(self) -> None:
        if self._stamp is not None and self._work is not None and not self.off:
            self.ui.do(milestones.remove, self._work.account_id, self._stamp.name)

    def _stamp_on(self, day: int | None) -> None:
        if self._stamp is not None and self._work is not None and not self.off:
            self.ui.do(milestones.mark, self._work.account_id, self._stamp.name, day)

    @Slot()
    def _stamp_days_chosen(self) -> None:
        work, stamp = self._work, self._stamp
        if self.off or work is None or stamp is None:
            return
        told = ask_stamp(self.ui, stamp)
        if told is None:
            return
        if told.done_on != stamp.done_on:
            self.ui.do(milestones.mark, work.account_id, stamp.name, told.done_on)
        if told.due != stamp.due:
            self.ui.do(milestones.set_due, work.account_id, stamp.name, told.due)

    @Slot(object)
    def accept_stamp(self, stamp: Stamp) -> None:
        """Stamp a milestone with the day that usage says."""
        if not self.off and self._work is not None and stamp.suggestion is not None:
            day = stamp.suggestion.day
            self.ui.do(milestones.mark, self._work.account_id, stamp.name, day)

    @Slot()
    def new_stamp(self) -> None:
        """Ask for one more milestone."""
        if self.off or self._work is None:
            return
        told = ask_stamp(self.ui, None)
        if told is not None:
            self.ui.do(milestones.add, self._work.account_id, told.name, told.due, told.done_on)

    @Slot()
    def ask_template(self) -> None:
        """Ask for the milestones of new accounts, once they are read."""
        if not self.off:
            self.ui.read(milestones.template, then=self._on_template, key="template")

    @Slot(object)
    def _on_template(self, template: tuple[StampPlan, ...]) -> None:
        self._template = template
        self.ui.read(read_metrics, then=self._on_metrics, key="metrics")

    @Slot(object)
    def _on_metrics(self, metrics: Sequence[tuple[str, str]]) -> None:
        wanted = ask_template(self.ui, self._template, metrics)
        if wanted is not None and wanted != self._template:
            self.ui.do(milestones.set_template, wanted)

    @Slot(object, object)
    def show_rows(self, stamp: Stamp, under: QWidget) -> None:
        """Show the stored rows behind a stamp, or behind what usage says of it."""
        said = stamp.suggestion
        refs: list[Ref] = [said.ref] if said is not None else [stamp.ref] if stamp.ref else []
        if not refs:
            return
        if self._sources is None:
            self._sources = SourcePopover(self.ui, cast("QWidget", self.parent()))
        point = under.mapToGlobal(QPoint(under.width(), under.height() + 4))
        self._sources.open_refs(stamp.name, refs, point)

    def _new_menu(self, name: str) -> Menu:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = Menu(self.ui.theme, name, cast("QWidget", self.parent()))
        return self._menu
