"""How far a run is: a thin bar with its words beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.run_view import RunRow
from healthdesk.gui.base.theme import Theme


def paint_progress(
    painter: QPainter, theme: Theme, rect: QRectF, done: int, of: int, *, over: bool = False
) -> None:
    """A bar of which the done share is filled."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("track"))
    half = rect.height() / 2
    painter.drawRoundedRect(rect, half, half)
    if of > 0 and done > 0:
        wide = max(rect.width() * min(done / of, 1.0), rect.height())
        painter.setBrush(theme.color("text3" if over else "accentfill"))
        painter.drawRoundedRect(QRectF(rect.x(), rect.y(), wide, rect.height()), half, half)
    painter.restore()


class ProgressBar(QWidget):
    """Shows the share of steps that are closed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row: RunRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: RunRow) -> None:
        """Show how far a run is."""
        self._row = row
        self.setAccessibleName(f"{row.done} of {row.of} steps closed")
        self.update()

    def sizeHint(self) -> QSize:
        """Thin, and as wide as there is room."""
        return QSize(80, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        del event
        if self._row is not None:
            row = self._row
            painter = QPainter(self)
            over = row.status in {"done", "stopped"}
            rect = QRectF(0, 1, self.width(), 4)
            paint_progress(painter, self._theme, rect, row.done, row.of, over=over)
