"""The tab Work: tasks, get-well plans, milestones, promises, wins and perks, findings to act on.

Not here: what is done (acts.py), what rows say (rows.py), what is read (reading.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.plan import ExitState
from healthdesk.core.domain.trend_view import Record
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import record_press
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.plays.account_card import PlaysHere
from healthdesk.gui.panels.runs.runs_card import RunsCard
from healthdesk.gui.panels.work.acts_base import Acts
from healthdesk.gui.panels.work.items_card import ItemsCard
from healthdesk.gui.panels.work.moment_acts import MomentActs
from healthdesk.gui.panels.work.plan_acts import PlanActs
from healthdesk.gui.panels.work.plan_card import PlanCard
from healthdesk.gui.panels.work.reading import (
    Kept,
    Stamps,
    Work,
    read_kept,
    read_records,
    read_stamps,
    read_states,
    read_work,
)
from healthdesk.gui.panels.work.record_line import RecordLine
from healthdesk.gui.panels.work.rows import finding_row, moment_row, plan_row, promise_row
from healthdesk.gui.panels.work.stamp_acts import StampActs
from healthdesk.gui.panels.work.stamps_card import StampsCard
from healthdesk.gui.panels.work.task_acts import TaskActs
from healthdesk.gui.panels.work.task_list import TaskList
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.state import ErrorState, LoadingState, Words

MARGIN, GAP = 16, 12
SIDE_BY_SIDE: Final = 860
"""Width from which the cards stand in two columns."""
_LEFT, _RIGHT = 19, 11


class WorkTab(AccountTab):
    """What there is to do about an account, and what was."""

    key = "work"
    title = "Work"
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WORK, Topic.FACTS, Topic.CONTACTS, Topic.ACCOUNTS, Topic.SETTINGS}
    )

    in_steps = True

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the tab; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self._work: Work | None = None
        self._kept: Kept | None = None
        self._leap: Leap | None = None
        self.plan_cards: list[PlanCard] = []
        self.with_tasks, self.with_plans = TaskActs(ui, self), PlanActs(ui, self)
        self.with_moments, self.with_stamps = MomentActs(ui, self), StampActs(ui, self)
        self._lay_out()
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards, a few at a time, in the order in which the keys go through them."""
        theme, words, left = self.ui.theme, self.ui.words, self._left
        self.tasks = TaskList(theme, words)
        self.no_tasks = PlainLabel("", "caption", wrap=True)
        self.tasks_card = Card(theme, "Tasks", padding=0)
        left.addWidget(self.tasks_card)
        self._fill_tasks_card()
        self.runs = RunsCard(self.ui)
        left.addWidget(self.runs)
        yield None
        self.plays = PlaysHere(self.ui)
        left.addWidget(self.plays)
        left.addLayout(self._plans_column)
        self.no_plan = Card(theme, "Get-well plan", "none runs")
        left.addWidget(self.no_plan)
        self._fill_no_plan()
        self.stamps = StampsCard(theme, words)
        self.closed = ItemsCard(theme, "Plans that are over", "", "")
        left.addWidget(self.stamps)
        left.addWidget(self.closed)
        left.addStretch(1)
        yield None
        self._fill_right()
        self._connect()
        tools = (self.new_task, self.new_plan, self.new_plan_again, self.record.thank)
        stamps = (self.stamps.add, self.stamps.template, self.stamps.plan)
        changes_desk(self.ui, *tools, self.promises.add, self.moments.add, *stamps)

    def _fill_right(self) -> None:
        theme = self.ui.theme
        self.findings = ItemsCard(theme, "Findings without action", "", "")
        self.promises = ItemsCard(
            theme, "Promises", "Promise", "Nothing promised: ours or theirs, with its day."
        )
        self.record = RecordLine(theme)
        self.moments = ItemsCard(
            theme,
            "Wins and perks",
            "Keep",
            "Nothing kept yet: wins, thank-yous, perks, their own words.",
        )
        for widget in (self.findings, self.promises, self.record, self.moments):
            self._right.addWidget(widget)
        self._right.addStretch(1)

    def reload(self) -> None:
        """Read what there is to do."""
        if not self.account_id or self.ui.desk is None:
            return
        if self._work is None:
            self._faces.setCurrentWidget(self._loading)
        self.ui.read(
            read_work,
            self.account_id,
            self.ui.day,
            then=self._show,
            failed=self._fail,
            key="work",
        )

    def forget(self) -> None:
        """Show nothing of the account before."""
        self._work = None
        self._kept = None
        self._act_on(None)
        self.tasks.tasks.forget()
        for card in (self.promises, self.moments, self.findings, self.closed):
            card.forget()
        # What comes a turn later is not there until then: it would be another account's.
        for hidden in (self.promises, self.moments, self.findings, self.stamps):
            hidden.setVisible(False)
        self.record.show_records(())
        self._scroll.verticalScrollBar().setValue(0)
        self._faces.setCurrentWidget(self._loading)

    def leap(self, leap: Leap) -> None:
        """Show a task or a plan."""
        self._leap = leap
        if self._work is not None:
            self._follow_leap()

    def _act_on(self, work: Work | None) -> None:
        acts: tuple[Acts, ...] = (
            self.with_tasks,
            self.with_plans,
            self.with_moments,
            self.with_stamps,
        )
        for one in acts:
            one.work = work
        self.with_tasks.hands.contacts = work.contacts if work is not None else ()

    def _show(self, work: Work) -> None:
        if work.account_id != self.account_id:
            return
        self._work = work
        self._act_on(work)
        self.runs.show_account(work.account_id)
        self.plays.show_account(work.account_id)
        self._show_tasks(work)
        self._show_plans(work)
        self._faces.setCurrentWidget(self._scroll)
        # The rest comes in turns of its own: all cards made at once would hold up the window.
        asked = work.account_id, work.day
        self.ui.read(read_kept, *asked, then=self._show_kept, failed=self._fail, key="kept")
        self.ui.read(read_stamps, *asked, then=self._show_stamps, failed=self._fail, key="stamps")
        running = tuple(card.plan.id for card in self.plan_cards if card.plan is not None)
        if running:
            self.ui.read(
                read_states, running, work.day, then=self._show_states, key="states of plans"
            )
        self.ui.read(
            read_records, work.account_id, work.day, then=self._show_records, key="records"
        )
        self._follow_leap()

    def _show_kept(self, kept: Kept) -> None:
        if kept.account_id == self.account_id:
            self._kept = kept
            self._show_rows()
            self.promises.setVisible(True)
            self.moments.setVisible(True)
            self.findings.setVisible(bool(kept.findings))

    def _show_stamps(self, stamps: Stamps) -> None:
        if stamps.account_id == self.account_id:
            self.stamps.show_stamps(stamps.stamps, stamps.day)
            changes_desk(self.ui, *(line.accept for line in self.stamps.told))
            self.stamps.setVisible(True)

    def _show_tasks(self, work: Work) -> None:
        loose = work.loose
        self.tasks.show_tasks(loose, work.day)
        is_open = [one for one in loose if one.state == "open"]
        over = sum(bool(one.overdue_days) for one in is_open)
        inside = sum(one.state == "open" for one in work.tasks) - len(is_open)
        parts = [f"{over:,} overdue"] if over else []
        parts += [f"{len(is_open):,} open"] if is_open else []
        parts += (
            [
                f"{inside:,} more in the plan"
                if len(self._plans(work)) == 1
                else f"{inside:,} more in plans"
            ]
            if inside
            else []
        )
        self.tasks_card.set_subtitle(", ".join(parts))
        self.tasks.setVisible(bool(loose))
        self.no_tasks.setVisible(not is_open)
        self.no_tasks.setText("Nothing is open. Press N to write a task down.")

    @staticmethod
    def _plans(work: Work) -> list[int]:
        return [one.id for one in work.plans if one.is_open]

    def _show_plans(self, work: Work) -> None:
        running = [one for one in work.plans if one.is_open]
        while len(self.plan_cards) < len(running):
            self._add_plan_card()
        while len(self.plan_cards) > len(running):
            card = self.plan_cards.pop()
            self._plans_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for card, plan in zip(self.plan_cards, running, strict=True):
            card.show_plan(plan, work.day)
        self.no_plan.setVisible(not running)
        self._show_closed(work)
        self.new_plan_again.setVisible(bool(running))

    def _add_plan_card(self) -> None:
        card = PlanCard(self.ui.theme, self.ui.words)
        changes_desk(self.ui, card.close_it, card.add_action)
        card.action_requested.connect(self.with_tasks.new_action)
        card.close_requested.connect(self.with_plans.close_plan)
        card.menu_requested.connect(self.with_plans.plan_menu)
        card.day_opened.connect(self.with_plans.open_day)
        self.with_tasks.attach(card.action_list)
        self.plan_cards.append(card)
        self._plans_column.addWidget(card)

    def _show_states(self, states: dict[int, ExitState]) -> None:
        for card in self.plan_cards:
            if card.plan is not None:
                card.show_state(states.get(card.plan.id))

    def _show_records(self, records: tuple[Record, ...]) -> None:
        self.record.show_records(() if self.ui.looking_back else records)

    @Slot()
    def _show_rows(self) -> None:
        if self._kept is not None:
            self._show_promises(self._kept)
            self._show_moments(self._kept)
            self._show_findings(self._kept)
        if self._work is not None:
            self._show_closed(self._work)

    def _show_promises(self, kept: Kept) -> None:
        promises = sorted(
            (one for one in kept.moments if one.kind == "promise"),
            key=lambda one: (not one.is_open, one.due is None, one.due or 0, one.id),
        )
        if self.promises.shows(promises, kept.day):
            return
        theme, words = self.ui.theme, self.ui.words
        made = [promise_row(theme, words, one, kept.day) for one in promises[: self.promises.most]]
        for row in made:
            row.ticked.connect(self.with_moments.keep_promise)
            changes_desk(self.ui, row.box)
            row.edit_requested.connect(self.with_moments.edit_moment)
            row.menu_requested.connect(self.with_moments.moment_menu)
        self.promises.show_rows(made, len(promises))
        over = sum(bool(one.overdue_days) for one in promises)
        still = sum(one.is_open for one in promises)
        told = [f"{over:,} overdue"] if over else []
        self.promises.set_subtitle(", ".join([*told, f"{still:,} open"] if promises else []))

    def _show_moments(self, kept: Kept) -> None:
        found = [one for one in kept.moments if one.kind != "promise"]
        if self.moments.shows(found, kept.day):
            return
        theme, words = self.ui.theme, self.ui.words
        made = [moment_row(theme, words, one, kept.day) for one in found[: self.moments.most]]
        for row in made:
            row.edit_requested.connect(self.with_moments.edit_moment)
            row.menu_requested.connect(self.with_moments.moment_menu)
        self.moments.show_rows(made, len(found))
        self.moments.set_subtitle(f"{len(found):,}" if found else "")

    def _show_findings(self, kept: Kept) -> None:
        if self.findings.shows(kept.findings, kept.day):
            return
        theme, words = self.ui.theme, self.ui.words
        found = kept.findings[: self.findings.most]
        made = [finding_row(theme, words, one, kept.day) for one in found]
        for row in made:
            row.edit_requested.connect(self.with_plans.act_on_finding)
            row.menu_requested.connect(self.with_plans.finding_menu)
        self.findings.show_rows(made, len(kept.findings))
        self.findings.set_subtitle(f"{len(kept.findings):,}")

    def _show_closed(self, work: Work) -> None:
        closed = [one for one in work.plans if not one.is_open]
        self.closed.setVisible(bool(closed))
        if self.closed.shows(closed, work.day):
            return
        theme, words = self.ui.theme, self.ui.words
        made = [plan_row(theme, words, one, work.day) for one in closed[: self.closed.most]]
        for row in made:
            row.menu_requested.connect(self.with_plans.plan_menu)
        self.closed.show_rows(made, len(closed))
        self.closed.set_subtitle(f"{len(closed):,}")

    def _fail(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else str(error)
        self._error.say(Words("The work could not be read", told, "Try again", "refresh"))
        self._faces.setCurrentWidget(self._error)

    def _follow_leap(self) -> None:
        leap, self._leap = self._leap, None
        if leap is None or leap.row < 0:
            return
        lists = [self.tasks, *(card.action_list for card in self.plan_cards)]
        for listed in lists if leap.table == "task" else ():
            row = listed.tasks.row_of(leap.row)
            if row >= 0:
                self._scroll.ensureWidgetVisible(listed)
                listed.go_to(row)
                listed.setFocus()
        if leap.table == "run":
            self.runs.leap(leap.row)
        for card in self.plan_cards if leap.table == "plan" else ():
            if card.plan is not None and card.plan.id == leap.row:
                self._scroll.ensureWidgetVisible(card)

    def _lay_out(self) -> None:
        self._loading = LoadingState(self.ui.theme)
        self._error = ErrorState(self.ui.theme, "The work could not be read")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget(self)
        inner.setProperty("ground", "none")
        self._scroll.setWidget(inner)
        # The page stands before its cards go in: whatever is moved is styled again.
        self._faces = QStackedLayout(self)
        for face in (self._loading, self._scroll, self._error):
            self._faces.addWidget(face)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._columns.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        self._columns.setSpacing(GAP)
        self._plans_column = QVBoxLayout()
        self._plans_column.setSpacing(GAP)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._columns.addLayout(self._left, _LEFT)
        self._columns.addLayout(self._right, _RIGHT)
        self._left.setSpacing(GAP)
        self._right.setSpacing(GAP)

    def _fill_tasks_card(self) -> None:
        card = self.tasks_card
        self.new_plan_again = self._tool("Plan", "Make a get-well plan")
        self.new_plan_again.setVisible(False)
        self.new_task = self._tool("Task", "New task (N)")
        card.add_tool(self.new_plan_again)
        card.add_tool(self.new_task)
        card.body.setContentsMargins(0, 0, 0, 4)
        card.body.setSpacing(0)
        self.no_tasks.setContentsMargins(12, 0, 12, 8)
        card.body.addWidget(self.no_tasks)
        card.body.addWidget(self.tasks)

    def _fill_no_plan(self) -> None:
        words = (
            "A plan names what is wrong, what is behind it, what is done, and when it is over: a"
            " condition that the desk watches day by day."
        )
        self.no_plan.body.addWidget(PlainLabel(words, "caption", wrap=True))
        self.new_plan = self._tool("Plan", "Make a get-well plan")
        self.no_plan.add_tool(self.new_plan)

    def _tool(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setProperty("compact", "true")
        button.setAccessibleName(name)
        button.setToolTip(name)
        self.ui.theme.bind_icon(button, "plus", "text2", 14)
        return button

    def _connect(self) -> None:
        self.with_tasks.attach(self.tasks)
        self._error.acted.connect(self._on_error_acted)
        self.runs.unfolded.connect(self._on_runs_unfolded)
        self.new_task.clicked.connect(self.with_tasks.new_task)
        self.new_plan.clicked.connect(self.with_plans.new_plan)
        self.new_plan_again.clicked.connect(self.with_plans.new_plan)
        self.promises.add_requested.connect(self._on_promises_add_requested)
        self.moments.add_requested.connect(self._on_moments_add_requested)
        for card in (self.promises, self.moments, self.findings, self.closed):
            card.rest_requested.connect(self._show_rows)
        self.record.thanks_requested.connect(self._on_record_thanks_requested)
        self.record.asked.connect(self._on_record_asked)
        self.with_plans.health_requested.connect(self._on_plans_health_requested)
        self.stamps.pressed.connect(self.with_stamps.press_stamp)
        self.stamps.accepted.connect(self.with_stamps.accept_stamp)
        self.stamps.corrected.connect(self.with_stamps.correct_stamp)
        self.stamps.plan_requested.connect(self.with_stamps.plan_stamps)
        self.stamps.source_requested.connect(self.with_stamps.show_usage)
        self.stamps.add_requested.connect(self.with_stamps.new_stamp)
        self.stamps.template_requested.connect(self.with_stamps.ask_template)

    @Slot()
    def _on_error_acted(self) -> None:
        self.reload()

    @Slot()
    def _on_runs_unfolded(self) -> None:
        self._scroll.ensureWidgetVisible(self.runs.going, 0, 60)

    @Slot(int)
    def _on_plans_health_requested(self, day: int) -> None:
        self.leap_requested.emit(Leap("health", day))

    @Slot()
    def _on_promises_add_requested(self) -> None:
        self.with_moments.ask_moment("promise")

    @Slot()
    def _on_moments_add_requested(self) -> None:
        self.with_moments.moment_kinds(self.moments.add)

    @Slot(object)
    def _on_record_asked(self, record: Record) -> None:
        at = self.record.mapToGlobal(self.record.rect().bottomLeft())
        ref = record_press.ref(self.account_id, record)
        self.with_moments.show_row(record_press.title(record), ref, at)

    @Slot(str)
    def _on_record_thanks_requested(self, fact: str) -> None:
        self.with_moments.ask_moment("thanks", fact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a task on N, for a playbook on P."""
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.with_tasks.new_task()
        elif event.key() == Qt.Key.Key_P and not event.modifiers():
            self.runs.ask_start()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns under each other where there is no room for two."""
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_BY_SIDE
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
