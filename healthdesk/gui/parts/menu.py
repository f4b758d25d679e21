"""A menu in our shape: round corners, icons of the theme, actions that are bound methods."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from healthdesk.gui.base.theme import Theme


class Menu(QMenu):
    """A popup of actions; `data` of an action is its key."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(name)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def add(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        *,
        icon: str = "",
        key: str = "",
        data: str = "",
        checked: bool | None = None,
        enabled: bool = True,
    ) -> QAction:
        """Add an action; `checked` not None gives it a tick or the room for one."""
        action = QAction(text.replace("&", "&&"), self)
        if icon:
            action.setIcon(self.theme.icon(icon))
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.setData(data)
        action.setEnabled(enabled)
        if run is not None:
            action.triggered.connect(run)
        self.addAction(action)
        return action

    def popup_under(self, widget: QWidget) -> None:
        """Open under a button."""
        self.setMinimumWidth(max(180, widget.width()))
        self.popup(widget.mapToGlobal(QPoint(0, widget.height() + 2)))
