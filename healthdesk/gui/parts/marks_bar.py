"""The bar over a table while rows are ticked: how many, what they weigh, what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel

HIGH = 44
OVER = 12
KEY = "action"


class MarksBar(QFrame):
    """Says what is ticked and offers actions.

    Signals:
        action_requested: key of the action that was pressed.
    """

    action_requested = Signal(str)

    def __init__(
        self, theme: Theme, actions: Sequence[tuple[str, str, str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "raised")
        self.setAccessibleName("Ticked rows")
        self.setFixedHeight(HIGH)
        self._count = PlainLabel("", "strong")
        self._sum = PlainLabel("", "second")
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self._count)
        layout.addWidget(self._sum)
        line = hline("v")
        line.setFixedHeight(24)
        layout.addSpacing(4)
        layout.addWidget(line)
        layout.addSpacing(4)
        for key, text, icon in actions:
            button = QPushButton(text)
            button.setProperty("kind", "quiet")
            button.setProperty(KEY, key)
            theme.bind_icon(button, icon)
            self._group.addButton(button)
            layout.addWidget(button)
        clear = QPushButton("Clear")
        clear.setProperty("kind", "quiet")
        clear.setProperty(KEY, "clear")
        clear.setAccessibleName("Tick nothing")
        self._group.addButton(clear)
        layout.addSpacing(8)
        layout.addWidget(clear)
        layout.addWidget(PlainLabel("Esc", "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        self.hide()

    def button(self, key: str) -> QAbstractButton:
        """Hand out a button by the key of its action."""
        return next(held for held in self._group.buttons() if held.property(KEY) == key)

    def say(self, count: str, total: str) -> None:
        """Say what is ticked and what it adds up to."""
        self._count.setText(count)
        self._sum.setText(total)

    def place(self, room: QRect) -> None:
        """Stand in the middle, above the foot of `room`."""
        wide = min(self.sizeHint().width(), room.width() - 2 * OVER)
        left = room.left() + (room.width() - wide) // 2
        self.setGeometry(left, room.bottom() + 1 - HIGH - OVER, wide, HIGH)

    @Slot(QAbstractButton)
    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        self.action_requested.emit(str(button.property(KEY)))
