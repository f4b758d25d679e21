"""A view that reads again when what it shows was touched; the only subscriber to changes."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.ui import Ui


class LiveView(QWidget):
    """Reads when it is seen: at once while visible, otherwise when it is shown next."""

    topics: ClassVar[frozenset[Topic]] = frozenset()
    follows_view = True
    """Whether the as-of day and the segment of the window matter to it."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self._stale = True
        ui.changed.connect(self._on_ui_changed)
        ui.view_changed.connect(self._on_ui_view_changed)
        ui.desk_changed.connect(self._on_ui_desk_changed)

    def reload(self) -> None:
        """Read what is shown; views override it."""

    def refresh(self) -> None:
        """Read now when visible, otherwise at the next showing."""
        if self.isVisible():
            self._stale = False
            self.reload()
        else:
            self._stale = True

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if self.topics & change.topics:
            self.refresh()

    @Slot()
    def _on_ui_view_changed(self) -> None:
        if self.follows_view:
            self.refresh()

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the keys here when the control that had them goes away, as rows made anew do.

        Qt would give them to the next control of the window, which is none of this view's.
        """
        focus = QApplication.focusWidget()
        if self.isVisible() and focus is not None and not focus.isVisible():
            self.setFocus()
            return True
        return bool(super().focusNextPrevChild(forward))
