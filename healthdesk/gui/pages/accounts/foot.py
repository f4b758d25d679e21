"""The line under the Accounts table: sums of what passes the filter, and the keys that work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.gui.parts.plain import PlainLabel

if TYPE_CHECKING:  # figures bring numpy
    from healthdesk.gui.pages.accounts.figures import Foot

KEYS = (("Space", "select"), ("Enter", "open"), ("Ctrl A", "select all"), ("Ctrl F", "filter"))
HIGH = 41


class FootLine(QWidget):
    """Says the sums."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HIGH)
        self._labels: list[PlainLabel] = []
        self._values: list[PlainLabel] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(6)
        for name in ("Accounts", "ARR", "Mean score", "Coverage"):
            label, value = PlainLabel(name, "caption"), PlainLabel("", "strong")
            self._labels.append(label)
            self._values.append(value)
            layout.addWidget(label)
            layout.addWidget(value)
            layout.addSpacing(10)
        layout.addStretch(1)
        self._of_list: list[PlainLabel] = []
        for key, word in KEYS:
            hint = (PlainLabel(key, "key"), PlainLabel(word, "caption"))
            layout.addWidget(hint[0], 0, Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(hint[1])
            layout.addSpacing(6)
            if word.startswith("select"):
                self._of_list += hint

    @property
    def values(self) -> tuple[str, ...]:
        """The sums as shown."""
        return tuple(label.full_text for label in self._values)

    def show_list_keys(self, on: bool) -> None:
        """Tell the keys that choose rows, or not: tiles are not chosen."""
        for label in self._of_list:
            label.setVisible(on)

    def say(self, foot: Foot) -> None:
        """Say other sums."""
        self._labels[2].setText(foot.score_label)
        figures = (foot.accounts, foot.arr, foot.score, foot.coverage)
        for label, text in zip(self._values, figures, strict=True):
            label.setText(text)
