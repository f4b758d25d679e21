"""The place to drop files on, and the buttons that choose them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel

HIGH = 92


class DropZone(QWidget):
    """Takes files and folders; a press chooses some instead.

    Signals:
        dropped: the paths that were dropped, as a tuple.
        pressed: the user wants to choose files.
    """

    dropped = Signal(object)
    pressed = Signal()

    def __init__(
        self, theme: Theme, text: str = "Drop a folder or files here", high: int = HIGH
    ) -> None:
        super().__init__()
        self.theme = theme
        self._over = False
        self.setFixedHeight(high)
        self.setAcceptDrops(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icon = QLabel()
        size = 20 if high >= HIGH else 16
        icon.setFixedSize(size, size)
        theme.bind_icon(icon, "file-plus", "text3", size)
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        words = PlainLabel(text, "second")
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Offer to choose files."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer to choose files."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys act on it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look as before."""
        super().focusOutEvent(event)
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._set_over(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        del event
        self._set_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped."""
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self._set_over(over=False)
        self.dropped.emit(tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed place, as a landing place while files hang over it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self._over or self.hasFocus()
        pen = QPen(self.theme.color("accent" if strong else "edge"), 2 if strong else 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        if self._over:
            painter.setBrush(self.theme.color("accentsoft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _set_over(self, *, over: bool) -> None:
        self._over = over
        self.update()
