"""The card of milestones: stamps in the order of the journey, and what usage says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.stamp import VALUE, Stamp, found_words
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.work.stamp_button import StampButton
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.plain import PlainLabel

RULELESS: Final = "is set by hand: nobody said yet what usage shows it"


class Told(QWidget):
    """One line: what usage says of a stamp, with a button for its rows and one for a person's word.

    That accepts it, or corrects what a rule set.

    Signals:
        accepted: the stamp.
        corrected: the stamp.
        source_requested: the stamp, and the widget that its rows belong under.
    """

    accepted = Signal(object)
    corrected = Signal(object)
    source_requested = Signal(object, object)

    def __init__(self, stamp: Stamp) -> None:
        super().__init__()
        self.stamp = stamp
        told = stamp.suggestion.words if stamp.suggestion else found_words(stamp.rule)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(PlainLabel(stamp.name, "medium"))
        across.addWidget(PlainLabel(told, "second", elide=True), 1)
        self.source = QPushButton("Show row")
        self.source.setProperty("kind", "link")
        self.source.setAccessibleName(f"Show the row behind {stamp.name}")
        self.source.clicked.connect(self._on_source_clicked)
        self.source.setVisible(stamp.suggestion is not None or stamp.rule is not None)
        self.accept = QPushButton("Correct" if stamp.by_rule else "Accept")
        self.accept.setProperty("compact", "true")
        self.accept.setAccessibleName(
            f"Correct the day of {stamp.name}"
            if stamp.by_rule
            else f"Stamp {stamp.name} with this day"
        )
        self.accept.clicked.connect(self._on_accept_clicked)
        across.addWidget(self.source)
        across.addWidget(self.accept)

    @Slot()
    def _on_accept_clicked(self) -> None:
        told = self.corrected if self.stamp.by_rule else self.accepted
        told.emit(self.stamp)

    @Slot()
    def _on_source_clicked(self) -> None:
        self.source_requested.emit(self.stamp, self.source)


class StampsCard(Card):
    """Milestones as stamps.

    Signals:
        pressed: a stamp, and its button.
        accepted: a stamp whose day usage says.
        corrected: a stamp whose day usage set, which is to be another.
        source_requested: a stamp, and the widget that its rows belong under.
        plan_requested: the account is to get the milestones of the template.
        add_requested: one more milestone is wanted.
        template_requested: the milestones of new accounts are to be changed.
    """

    pressed = Signal(object, object)
    accepted = Signal(object)
    corrected = Signal(object)
    source_requested = Signal(object, object)
    plan_requested = Signal()
    add_requested = Signal()
    template_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Milestones")
        self._words = words
        self._held: QWidget | None = None
        self._shown: tuple[int, tuple[Stamp, ...]] | None = None
        self.buttons: tuple[StampButton, ...] = ()
        self.told: tuple[Told, ...] = ()
        template = self.template = QPushButton("Template")
        template.setAccessibleName("Milestones of new accounts")
        template.setToolTip("Which milestones new accounts get")
        template.clicked.connect(self._on_template_clicked)
        self.add = QPushButton("Milestone")
        self.add.setAccessibleName("Add a milestone")
        theme.bind_icon(self.add, "plus", "text2", 14)
        self.add.clicked.connect(self._on_add_clicked)
        plan = self.plan = QPushButton("Plan them")
        plan.setAccessibleName("Plan the milestones of this account")
        plan.setToolTip("Give the account these milestones, due so many days after its start")
        plan.clicked.connect(self._on_plan_clicked)
        for button in (plan, template, self.add):
            button.setProperty("kind", "quiet")
            button.setProperty("compact", "true")
            self.add_tool(button)
        self.ruleless = self._say_ruleless()
        self.body.addWidget(self.ruleless)

    def _say_ruleless(self) -> QWidget:
        """Say that no usage stamps the first value as long as nobody says what shows it."""
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(PlainLabel(VALUE, "medium"))
        across.addWidget(PlainLabel(RULELESS, "second", elide=True), 1)
        self.choose = QPushButton("Choose")
        self.choose.setProperty("compact", "true")
        self.choose.setAccessibleName(f"Choose what usage shows the {VALUE.lower()}")
        self.choose.clicked.connect(self._on_template_clicked)
        across.addWidget(self.choose)
        line.hide()
        return line

    def show_stamps(self, stamps: Sequence[Stamp], day: int) -> None:
        """Show other stamps."""
        if (day, tuple(stamps)) == self._shown:
            return
        self._shown = (day, tuple(stamps))
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        done = sum(one.state == "done" and not one.fixed for one in stamps)
        count = sum(not one.fixed for one in stamps)
        over = sum(one.state == "overdue" for one in stamps)
        late = f", {over} overdue" if over else ""
        self.set_subtitle(f"{done} of {count} done{late}")
        # Milestones that are nowhere kept are only those of the template.
        self.plan.setVisible(count > 0 and all(one.ref is None for one in stamps if not one.fixed))
        self._held = QWidget()
        flow = FlowLayout(self._held, 6)
        self.buttons = tuple(StampButton(self.theme, self._words, one, day) for one in stamps)
        for button in self.buttons:
            button.clicked.connect(self._on_button_clicked)
            flow.addWidget(button)
        policy = self._held.sizePolicy()
        policy.setHeightForWidth(True)
        self._held.setSizePolicy(policy)
        self.body.insertWidget(0, self._held)
        self.ruleless.setVisible(any(one.wants_rule for one in stamps))
        self._show_told([one for one in stamps if one.suggestion is not None or one.by_rule])

    def _show_told(self, stamps: Sequence[Stamp]) -> None:
        for line in self.told:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.told = tuple(Told(one) for one in stamps)
        for line in self.told:
            line.accepted.connect(self.accepted)
            line.corrected.connect(self.corrected)
            line.source_requested.connect(self.source_requested)
            self.body.addWidget(line)

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, StampButton):
            self.pressed.emit(button.stamp, button)

    @Slot()
    def _on_plan_clicked(self) -> None:
        self.plan_requested.emit()

    @Slot()
    def _on_add_clicked(self) -> None:
        self.add_requested.emit()

    @Slot()
    def _on_template_clicked(self) -> None:
        self.template_requested.emit()
