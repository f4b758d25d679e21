"""Runs of a playbook that wait for a word what came of them: told in one tap, where they stand."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from healthdesk.core.domain.playbook_view import Waiting
from healthdesk.core.domain.run import OUTCOMES
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.runs.outcome_bar import TAPS
from healthdesk.gui.parts.plain import PlainLabel

MOST: Final = 8


class WaitingList(QWidget):
    """A line a run, with the four answers.

    Signals:
        told: the row of a run and one of OUTCOMES.
        run_wanted: the row of a run that is to be shown, where a sentence can be said.
    """

    told = Signal(int, str)
    run_wanted = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.buttons: list[QPushButton] = []
        self._made: list[QWidget] = []

    def show_waiting(self, some: tuple[Waiting, ...], day: int) -> None:
        """Show those that wait."""
        for widget in self._made:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made, self.buttons = [], []
        for at, one in enumerate(some[:MOST]):
            self._line(at, one, day)
        left = len(some) - MOST
        if left > 0:
            words = f"{self.ui.words.number(left)} more on the tab Runs"
            self._put(PlainLabel(words, "caption"), MOST, 0)

    def _line(self, at: int, one: Waiting, day: int) -> None:
        name = QPushButton(one.account_name)
        name.setProperty("kind", "link")
        name.setProperty("run", one.run)
        name.setAccessibleName(f"Open the run on {one.account_name}")
        name.setToolTip("Open the run, to say it in a sentence too")
        name.clicked.connect(self._on_name_clicked)
        asked = "" if one.ask_on is None else self.ui.words.near_day(one.ask_on, day)
        self._put(name, at, 0)
        self._put(PlainLabel(f"asked {asked}" if asked else "", "caption", elide=True), at, 1)
        for place, key in enumerate(OUTCOMES, 2):
            button = QPushButton(TAPS[key])
            button.setProperty("compact", "true")
            button.setProperty("run", one.run)
            button.setProperty("outcome", key)
            button.setAccessibleName(f"{one.account_name}: {TAPS[key]}")
            button.clicked.connect(self._on_button_clicked)
            changes_desk(self.ui, button)
            self.buttons.append(button)
            self._put(button, at, place)

    def _put(self, widget: QWidget, line: int, column: int) -> None:
        side = Qt.AlignmentFlag.AlignVCenter
        if isinstance(widget, QPushButton) and not column:
            side |= Qt.AlignmentFlag.AlignLeft
        self._made.append(widget)
        if isinstance(widget, PlainLabel):
            self._grid.addWidget(widget, line, column)
        else:
            self._grid.addWidget(widget, line, column, side)

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        self.told.emit(int(button.property("run")), str(button.property("outcome")))

    @Slot()
    def _on_name_clicked(self) -> None:
        self.run_wanted.emit(int(self.sender().property("run")))
