"""The card of a get-well plan: problem, cause, how far its exit condition is, its actions."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.plan import ExitState, PlanView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.work.exit_strip import ExitStrip
from healthdesk.gui.panels.work.task_list import TaskList
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import Paragraph, PlainLabel, plain_tip

_LETTERS = 600
"""Letters of a cause that the card shows; the whole is in its tip and its form."""


class PlanCard(Card):
    """One plan that runs.

    Signals:
        action_requested: the plan: one more action is wanted.
        close_requested: the plan: its condition is met, or a person says so.
        menu_requested: the plan, and the widget that its menu belongs under.
        day_opened: the plan, a day of its condition, and the widget that its rows belong under.
    """

    action_requested = Signal(object)
    close_requested = Signal(object)
    menu_requested = Signal(object, object)
    day_opened = Signal(object, int, object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Get-well plan", padding=0)
        self._words = words
        self.plan: PlanView | None = None
        self.problem = _words(Paragraph(theme, "", "text", weight=600))
        self.cause = _words(Paragraph(theme, ""))
        self.over = PlainLabel("", "small", wrap=True)
        self.strip = ExitStrip(theme, words)
        self.told = PlainLabel("", "second", wrap=True)
        self.note = PlainLabel("", "small", tone="notice", wrap=True)
        self.action_list = TaskList(theme, words, "Actions of the plan", in_plan=True)
        self.count = PlainLabel("", "caption")
        self.close_it = self._button("Close plan", "check")
        self.close_it.clicked.connect(self._on_close_clicked)
        self.more = self._button("", "dots")
        self.more.setProperty("iconic", "small")
        self.more.setAccessibleName("More for this plan")
        self.more.clicked.connect(self._on_more_clicked)
        self.add_tool(self.close_it)
        self.add_tool(self.more)
        self.strip.day_opened.connect(self._on_strip_day_opened)
        self._lay_out()

    def show_plan(self, plan: PlanView, day: int) -> None:
        """Show a plan; how far it is comes later, by `show_state`."""
        if self.plan is None or self.plan.id != plan.id:
            self.action_list.tasks.forget()
            self._hide_state()
        self.plan = plan
        self.set_title("Get-well plan", self._under_title(plan, day))
        self.problem.setText(plan.problem)
        cut = len(plan.cause) > _LETTERS
        self.cause.setText(f"{plan.cause[:_LETTERS].rstrip()}…" if cut else plan.cause)
        self.cause.setToolTip(plain_tip(plan.cause[:4000]) if cut else "")
        self.cause.setVisible(bool(plan.cause))
        words = f"Over when: {plan.exit_words}" if plan.exit_words else ""
        self.over.setText(words or "No exit condition is watched")
        self.action_list.show_tasks(plan.actions, day)
        self.action_list.setVisible(bool(plan.actions))
        done = f"{plan.done} of {len(plan.actions)} done"
        self.count.setText(done if plan.actions else "none yet")

    def show_state(self, state: ExitState | None) -> None:
        """Show how far the exit condition is."""
        if state is None:
            self._hide_state()
            return
        self.strip.show_state(state)
        self.told.setText(f"{state.sentence}." + (" Close the plan?" if state.met else ""))
        self.told.set_tone("strong" if state.met else "")
        self.note.setText(
            f"{state.note}: days without data count neither way" if state.note else ""
        )
        self.strip.setVisible(True)
        self.told.setVisible(True)
        self.note.setVisible(bool(state.note))
        kind = "primary" if state.met else "quiet"
        if self.close_it.property("kind") != kind:
            self.close_it.setProperty("kind", kind)
            self.theme.bind_icon(self.close_it, "check", "onaccent" if state.met else "text2", 14)
            self.close_it.style().unpolish(self.close_it)
            self.close_it.style().polish(self.close_it)

    def _hide_state(self) -> None:
        for widget in (self.strip, self.told, self.note):
            widget.setVisible(False)

    def _under_title(self, plan: PlanView, day: int) -> str:
        parts = [f"since {self._words.near_day(plan.made_on, day)}"]
        if plan.owner:
            parts.append(f"owner {plan.owner}")
        if plan.overdue_days:
            parts.append(f"{self._words.days(plan.overdue_days)} over its day")
        elif plan.due is not None:
            parts.append(f"to be over by {self._words.near_day(plan.due, day)}")
        if plan.finding_id is not None:
            parts.append("from a finding")
        return " · ".join(parts)

    def _button(self, text: str, icon: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setProperty("compact", "true")
        self.theme.bind_icon(button, icon, "text2", 14 if text else 16)
        return button

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 0, 12, 10)
        column.setSpacing(6)
        for widget in (self.problem, self.cause, self.over, self.strip, self.told, self.note):
            column.addWidget(widget)
        self.body.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 2)
        self.body.addWidget(inner)
        self.body.addWidget(hline())
        head = QHBoxLayout()
        head.setContentsMargins(14, 4, 8, 2)
        head.setSpacing(8)
        head.addWidget(PlainLabel("Actions", "medium"))
        head.addWidget(self.count)
        head.addStretch(1)
        self.add_action = self._button("Action", "plus")
        self.add_action.setAccessibleName("Add an action to the plan")
        self.add_action.clicked.connect(self._on_add_action_clicked)
        head.addWidget(self.add_action)
        self.body.addLayout(head)
        self.body.addWidget(self.action_list)

    @Slot()
    def _on_add_action_clicked(self) -> None:
        self.action_requested.emit(self.plan)

    @Slot()
    def _on_close_clicked(self) -> None:
        self.close_requested.emit(self.plan)

    @Slot(int)
    def _on_strip_day_opened(self, day: int) -> None:
        self.day_opened.emit(self.plan, day, self.strip)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.plan, self.more)


def _words(paragraph: Paragraph) -> Paragraph:
    """A paragraph that takes the height of its lines in the card's width and no more."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    paragraph.setSizePolicy(policy)
    return paragraph
