"""The signs before a loss: since when, whether they were missed, tried as a measure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.retro import Loss, SignalDraft
from healthdesk.core.domain.retro import Signal as Sign
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel, plain_tip


class SignRow(QWidget):
    """One sign in two lines.

    Signals:
        marked: the sign's place, and whether it was missed.
        try_wanted: the sign's place: it is to be tried as a measure.
        remove_wanted: the sign's place.
    """

    marked = Signal(int, bool)
    try_wanted = Signal(int)
    remove_wanted = Signal(int)

    def __init__(self, theme: Theme, place: int, told: tuple[str, str]) -> None:
        super().__init__()
        self.place = place
        name, more = told
        self.missed = QCheckBox("Missed")
        self.missed.setAccessibleName(f"{name} was missed")
        self.missed.setToolTip("It was there to be seen, and nobody acted on it within 30 days")
        self.attempt = QPushButton("Try as a measure")
        self.attempt.setProperty("kind", "link")
        self.attempt.setAccessibleName(f"Try {name} as a measure")
        self.remove = QPushButton()
        self.remove.setProperty("kind", "quiet")
        self.remove.setProperty("iconic", "true")
        self.remove.setAccessibleName(f"Remove the sign {name}")
        self.remove.setToolTip("Remove this sign")
        theme.bind_icon(self.remove, "x", "text3", 14)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(PlainLabel(name, "medium", elide=True), 1)
        first.addWidget(self.missed)
        first.addWidget(self.remove)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(PlainLabel(more, "caption", elide=True), 1)
        second.addWidget(self.attempt)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)
        self.missed.clicked.connect(self._on_missed_clicked)
        self.attempt.clicked.connect(self._on_attempt_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)

    @Slot()
    def _on_missed_clicked(self) -> None:
        self.marked.emit(self.place, self.missed.isChecked())

    @Slot()
    def _on_attempt_clicked(self) -> None:
        self.try_wanted.emit(self.place)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.remove_wanted.emit(self.place)


class SignsList(QWidget):
    """All signs of a loss, those kept or those that a new retro would begin with.

    Signals:
        marked, try_wanted, remove_wanted: as of a row.
    """

    marked = Signal(int, bool)
    try_wanted = Signal(int)
    remove_wanted = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "none")
        self._theme, self._words = theme, words
        self.rows: list[SignRow] = []
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 0, 8, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def show_signs(
        self, loss: Loss, drafts: Sequence[SignalDraft], kept: Sequence[Sign], *, editable: bool
    ) -> None:
        """Show the signs of a loss; only what is kept can be changed."""
        self._clear()
        self.hide()
        for place, draft in enumerate(drafts):
            held = kept[place] if place < len(kept) else None
            row = SignRow(self._theme, place, (draft.name, self._told(loss, draft, held)))
            row.setToolTip(plain_tip(draft.note))
            row.missed.setChecked(draft.missed)
            row.missed.setEnabled(editable and held is not None)
            row.remove.setVisible(editable and held is not None)
            row.attempt.setVisible(draft.reading is not None)
            row.attempt.setEnabled(editable)
            row.marked.connect(self.marked)
            row.try_wanted.connect(self.try_wanted)
            row.remove_wanted.connect(self.remove_wanted)
            if place:
                line = hline()
                self._lines.append(line)
                self._column.insertWidget(self._column.count() - 1, line)
            self.rows.append(row)
            self._column.insertWidget(self._column.count() - 1, row)
        self.show()

    def _told(self, loss: Loss, draft: SignalDraft, held: Sign | None) -> str:
        parts = []
        if draft.day is not None:
            before = self._words.days(max(loss.day - draft.day, 0))
            parts.append(f"{self._words.near_day(draft.day, loss.day)}, {before} before")
        if held is not None and held.candidate:
            parts.append("put into the draft")
        elif draft.measure:
            parts.append("in the profile")
        elif draft.reading is not None:
            parts.append("not in the profile")
        if draft.note:
            parts.append(draft.note)
        return " · ".join(parts)

    def _clear(self) -> None:
        for one in (*self.rows, *self._lines):
            one.hide()
            self._column.removeWidget(one)
            one.deleteLater()
        self.rows.clear()
        self._lines.clear()
