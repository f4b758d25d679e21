"""Dresses what is not on the screen a few widgets at a time, after the rest changed its look.

A style sheet for the whole application polishes every widget at once, hidden ones, too: with some
thousands of them the window stands still. Those that nobody sees are left out of it and follow in
the next turns of the event loop.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from healthdesk.gui.base.timers import Later

if TYPE_CHECKING:
    from healthdesk.gui.base.theme import Theme

FEW = 100
"""Widgets in a turn."""
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle
"""Qt passes over widgets that are not polished, and those that have a style of their own."""


class Unseen(QObject):
    """The widgets that are still to be dressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._waiting: deque[QWidget] = deque()
        self._known: set[int] = set()
        self._later = Later(self, 0, self._on_later_timeout)

    def set_aside(self, app: QApplication) -> None:
        """Have a change of the style sheet pass over all that is not seen."""
        self._waiting = deque(one for one in self._waiting if isValid(one))
        self._known = {id(one) for one in self._waiting}
        for widget in app.allWidgets():
            seen = widget.isVisible() and not widget.visibleRegion().isEmpty()
            if seen or id(widget) in self._known:
                continue
            if widget.testAttribute(_POLISHED) and not widget.testAttribute(_OWN_STYLE):
                self._waiting.append(widget)
        self._known = {id(one) for one in self._waiting}
        for widget in self._waiting:
            widget.setAttribute(_POLISHED, False)
            widget.setAttribute(_OWN_STYLE, True)

    def bring_back(self) -> None:
        """Let Qt see them again, and begin with the first."""
        for widget in self._waiting:
            widget.setAttribute(_OWN_STYLE, False)
        if self._waiting:
            self._later.start()

    def holds(self, widget: QWidget) -> bool:
        """Whether a widget is still to be dressed."""
        return id(widget) in self._known

    def finish(self) -> None:
        """Dress all that is left now."""
        while self._waiting:
            self._on_later_timeout()
        self._later.stop()

    @Slot()
    def _on_later_timeout(self) -> None:
        for _ in range(min(FEW, len(self._waiting))):
            widget = self._waiting.popleft()
            self._known.discard(id(widget))
            if isValid(widget):
                widget.style().polish(widget)
                widget.setAttribute(_POLISHED, True)
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
                self._theme.dress(widget)
        if self._waiting:
            self._later.start()
