"""The kinds of steps in the head of the canvas: pressed, or dragged to a place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.actions import CATALOGUE
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.menu import Menu

FIRST: Final = ("call", "message", "task", "wait", "branch")
"""Kinds that have a button of their own."""
SHORT: Final = {"call": "Call", "message": "Mail"}
CLICK: Final = 4
_SNUG: Final = 520
"""Width of the bar's card below which buttons show icons alone."""


class KindButton(QPushButton):
    """One kind.

    Signals:
        pulled: the pointer drags it; the kind and where on the screen.
        released_at: it was let go there.
        given_up: Escape was pressed meanwhile.
        picked: it was pressed.
    """

    pulled = Signal(str, QPoint)
    released_at = Signal(QPoint)
    given_up = Signal()
    picked = Signal(str)

    def __init__(self, theme: Theme, kind: str) -> None:
        spec = CATALOGUE[kind].SPEC
        self._words = SHORT.get(kind, spec.title)
        super().__init__(self._words)
        self.kind = kind
        self._theme = theme
        self._icon = spec.icon
        self._start: QPoint | None = None
        self._dragging = False
        self.setProperty("kind", "quiet")
        self.setProperty("compact", "true")
        self.setAccessibleName(f"Add: {self._words}")
        self.setToolTip(f"{spec.summary}\nPress to add it behind the chosen step, or drag it.")
        theme.bind_icon(self, spec.icon)
        self.clicked.connect(self._on_clicked)

    def set_snug(self, snug: bool) -> None:
        """Show the icon alone, or with its words."""
        self.setText("" if snug else self._words)
        self._theme.bind_icon(self, self._icon)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps a drag begins."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        at = event.globalPosition().toPoint()
        if self._start is None:
            return
        if not self._dragging and (at - self._start).manhattanLength() >= CLICK:
            self._dragging = True
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self.pulled.emit(self.kind, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go, or it was a press."""
        dragging, self._dragging, self._start = self._dragging, False, None
        self.unsetCursor()
        if dragging:
            self.setDown(False)
            self.released_at.emit(event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back what is dragged."""
        if event.key() == Qt.Key.Key_Escape and self._dragging:
            self._dragging, self._start = False, None
            self.unsetCursor()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self.kind)


class KindBar(QWidget):
    """The buttons, and a menu of the other kinds.

    Signals:
        pulled, released_at, given_up, picked: as of one of them.
    """

    pulled = Signal(str, QPoint)
    released_at = Signal(QPoint)
    given_up = Signal()
    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons = [KindButton(theme, kind) for kind in FIRST]
        self.more = QPushButton("More")
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("compact", "true")
        self.more.setAccessibleName("Add: other kinds of steps")
        theme.bind_icon(self.more, "dots")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in self.buttons:
            row.addWidget(button)
            button.pulled.connect(self.pulled)
            button.released_at.connect(self.released_at)
            button.given_up.connect(self.given_up)
            button.picked.connect(self.picked)
        row.addWidget(self.more)
        self.more.clicked.connect(self._on_more_clicked)

    def fit(self, width: int) -> None:
        """Say less where the card is narrow."""
        for button in self.buttons:
            button.set_snug(width < _SNUG)
        self.more.setText("" if width < _SNUG else "More")
        self._theme.bind_icon(self.more, "dots")

    def menu(self, name: str, *, every: bool) -> Menu:
        """A menu of kinds; those without a button of their own, or all."""
        menu = Menu(self._theme, name, self)
        for kind, module in CATALOGUE.items():
            if every or kind not in FIRST:
                menu.add(module.SPEC.title, self._on_triggered, icon=module.SPEC.icon, data=kind)
        return menu

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu("Other kinds of steps", every=False).popup_under(self.more)

    @Slot()
    def _on_triggered(self) -> None:
        data = getattr(self.sender(), "data", None)
        if data is not None:
            self.picked.emit(str(data()))
