"""Who was asked to a meeting and came: a line a person, and whether it is known at all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

Answer = str
"""What is said of a person: one of the keys below."""
NOT_ASKED, CAME, AWAY = "", "came", "away"
CHOICES = ((NOT_ASKED, "Not asked"), (CAME, "Came"), (AWAY, "Asked, did not come"))
Said = tuple[tuple[str, Answer], ...]
WIDE = 170


class AskedInput(QWidget):
    """A box for whether it is known, and under it a choice for each person.

    Signals:
        changed: somebody's answer is another one.
    """

    changed = Signal()

    def __init__(self, people: Sequence[tuple[str, str]], said: Said, *, known: bool) -> None:
        super().__init__()
        self._boxes: list[tuple[str, QCheckBox, QComboBox]] = []
        self.known = QCheckBox("It is known who was asked and who came")
        self.known.setChecked(known)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.known)
        answers = dict(said)
        for key, name in people:
            rows.addLayout(self._row(key, name, answers.get(key, NOT_ASKED)))
        self.known.toggled.connect(self._on_known_toggled)
        self._show_known()

    @property
    def said(self) -> Said:
        """What is said of everybody who was there or asked, in the order of the people."""
        out = []
        for key, box, choice in self._boxes:
            if box.isChecked():
                away = self.known.isChecked() and choice.currentData() == AWAY
                out.append((key, AWAY if away else CAME))
        return tuple(out)

    @property
    def is_known(self) -> bool:
        """Whether it is known who was asked."""
        return self.known.isChecked()

    def answer(self, key: str, answer: Answer) -> None:
        """Say something else of a person."""
        for one, box, choice in self._boxes:
            if one == key:
                box.setChecked(answer != NOT_ASKED)
                choice.setCurrentIndex(max(choice.findData(answer), 0))

    def _row(self, key: str, name: str, answer: Answer) -> QHBoxLayout:
        box = QCheckBox(name.replace("&", "&&"))
        box.setChecked(answer != NOT_ASKED)
        choice = QComboBox()
        for value, words in CHOICES[1:]:
            choice.addItem(words, value)
        choice.setCurrentIndex(max(choice.findData(answer), 0))
        choice.setFixedWidth(WIDE)
        choice.setAccessibleName(f"{name}: came or not")
        box.toggled.connect(self._on_box_toggled)
        choice.currentIndexChanged.connect(self._on_choice_changed)
        self._boxes.append((key, box, choice))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(box, 1)
        row.addWidget(choice)
        return row

    def _show_known(self) -> None:
        for _, box, choice in self._boxes:
            choice.setVisible(self.known.isChecked())
            choice.setEnabled(box.isChecked())

    @Slot(bool)
    def _on_known_toggled(self, on: bool) -> None:
        del on
        self._show_known()
        self.changed.emit()

    @Slot(bool)
    def _on_box_toggled(self, on: bool) -> None:
        del on
        self._show_known()
        self.changed.emit()

    @Slot(int)
    def _on_choice_changed(self, at: int) -> None:
        del at
        self.changed.emit()
