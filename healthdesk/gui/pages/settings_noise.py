"""The setting of what is told: how long a band holds, how large a move is, which days are off."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QSpinBox

from healthdesk.core.domain.errors import DeskError, UsageError
from healthdesk.core.domain.noise import SETTLES, USUAL, Noise, holidays_of, lines_of
from healthdesk.core.services import noise
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

WIDE, LABEL, HIGH = 232, 168, 76
_ROWS = (
    ("days", "A new band holds", 1, SETTLES, "before it is told, where it is near its threshold"),
    ("points", "or lies past by", 0, 20, "then it is told at once; 0: always at once"),
    ("least", "A move is told from", 1, 50, "smaller ones are folded on Today, none is lost"),
)
_UNITS = {"days": ("day", "days"), "points": ("point", "points"), "least": ("point", "points")}


class NoiseCard(Card):
    """How calm the desk is; each figure works at once, no score changes."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "What is told", "part of the desk; scores stay as they are")
        self.ui = ui
        self._found = USUAL
        self.spins: dict[str, QSpinBox] = {}
        for key, label, low, high, note in _ROWS:
            self.body.addLayout(self._row(key, label, (low, high), note))
        self.holidays = QPlainTextEdit()
        self.holidays.setAccessibleName("Holidays, one a line")
        self.holidays.setPlaceholderText("2026-12-24 to 2027-01-01 Year's end")
        self.holidays.setFixedHeight(HIGH)
        self.holidays.setTabChangesFocus(True)
        self.keep = QPushButton("Keep holidays")
        self.keep.setEnabled(False)
        self.usual = QPushButton("Back to the usual")
        self.usual.setProperty("kind", "quiet")
        self.wrong = PlainLabel("", "caption", wrap=True)
        self._lay_out_holidays()
        changes_desk(ui, self.holidays, self.usual)
        self.holidays.textChanged.connect(self._on_holidays_text_changed)
        self.keep.clicked.connect(self._on_keep_clicked)
        self.usual.clicked.connect(self._on_usual_clicked)

    def _row(self, key: str, label: str, span: tuple[int, int], note: str) -> QHBoxLayout:
        spin = QSpinBox()
        spin.setRange(*span)
        spin.setFixedWidth(WIDE)
        spin.setAccessibleName(label)
        spin.lineEdit().setTextMargins(6, 0, 0, 0)
        spin.valueChanged.connect(self._on_spin_value_changed)
        spin.editingFinished.connect(self._on_spin_editing_finished)
        changes_desk(self.ui, spin)
        self.spins[key] = spin
        name = PlainLabel(label, "medium")
        name.setFixedWidth(LABEL)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(name)
        row.addWidget(spin)
        row.addWidget(PlainLabel(note, "caption", elide=True), 1)
        return row

    def _lay_out_holidays(self) -> None:
        name = PlainLabel("Holidays", "medium")
        name.setFixedWidth(LABEL)
        name.setFixedHeight(32)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(name)
        row.setAlignment(name, row.alignment())
        row.addWidget(self.holidays, 1)
        self.body.addLayout(row)
        foot = QHBoxLayout()
        told = "One a line: a day or two days, and a name. Falls that lie in one are muted."
        self._told = told
        self.wrong.setText(told)
        foot.addSpacing(LABEL + 12)
        foot.addWidget(self.wrong, 1)
        foot.addWidget(self.usual)
        foot.addWidget(self.keep)
        self.body.addLayout(foot)

    def reload(self) -> None:
        """Read what the desk has."""
        self.ui.read(noise.read, then=self._on_read, key="noise")

    def _on_read(self, found: Noise) -> None:
        typed = self.holidays.document().isModified()
        self._found = found
        for key, spin in self.spins.items():
            spin.setValue(getattr(found, key))
        if not typed:
            self._show_holidays()
        self.usual.setVisible(found != USUAL)

    def _show_holidays(self) -> None:
        self.holidays.setPlainText(lines_of(self._found.holidays))
        self.holidays.document().setModified(False)
        self.keep.setEnabled(False)
        self.wrong.setText(self._told)

    def _change(self, wanted: Noise) -> None:
        if wanted != self._found:
            self.ui.do(noise.change, wanted, then=self._on_changed, failed=self._on_refused)

    def _on_changed(self, answer: object) -> None:
        del answer
        self.reload()

    def _on_refused(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.ui.toast("That was not changed", told, kind="error")
        self.reload()

    @Slot(int)
    def _on_spin_value_changed(self, value: int) -> None:
        del value
        for key, spin in self.spins.items():
            spin.setSuffix(f" {_UNITS[key][spin.value() != 1]}")

    @Slot()
    def _on_spin_editing_finished(self) -> None:
        told = {key: spin.value() for key, spin in self.spins.items()}
        self._change(msgspec.structs.replace(self._found, **told))

    @Slot()
    def _on_holidays_text_changed(self) -> None:
        self.keep.setEnabled(self.holidays.document().isModified())

    @Slot()
    def _on_keep_clicked(self) -> None:
        try:
            days = holidays_of(self.holidays.toPlainText())
        except UsageError as error:
            self.wrong.setText(error.sentence)
            return
        self.holidays.document().setModified(False)
        wanted = msgspec.structs.replace(self._found, holidays=days)
        if wanted == self._found:
            self._show_holidays()
        self._change(wanted)

    @Slot()
    def _on_usual_clicked(self) -> None:
        self.holidays.document().setModified(False)
        self._change(USUAL)
