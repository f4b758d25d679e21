"""The name of a measure in the weights: pressed it chooses the measure, its menu does the rest."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import one_line
from healthdesk.gui.parts.plain import plain_tip
from healthdesk.gui.parts.plot_table import BY_KEY

PAD, HIGH, LEAST = 6, 22, 40


class MeasureName(QAbstractButton):
    """One line that is chosen or not, elided without room.

    Signals:
        menu_wanted: what may be done with it is asked for, by the menu key or the right button.
    """

    menu_wanted = Signal()

    def __init__(self, theme: Theme, key: str, name: str, *, strong: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.key = key
        self._strong = strong
        self._off = False
        self._ringed = False
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HIGH)
        theme.changed.connect(self.update)

    @property
    def full_text(self) -> str:
        """The name before it was elided."""
        return self.text()

    def show_off(self, *, off: bool) -> None:
        """Show whether it counts for nothing."""
        if off != self._off:
            self._off = off
            self.update()

    def nextCheckState(self) -> None:
        """Pressing chooses; only choosing another one lets go."""
        self.setChecked(True)

    def sizeHint(self) -> QSize:
        """Room for the whole name."""
        return QSize(self._metrics().horizontalAdvance(one_line(self.text())) + 2 * PAD + 1, HIGH)

    def minimumSizeHint(self) -> QSize:
        """Be content with little."""
        return QSize(min(LEAST, self.sizeHint().width()), HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole name in the tip where it is cut."""
        super().resizeEvent(event)
        cut = self.sizeHint().width() > self.width()
        self.setToolTip(plain_tip(self.text()) if cut else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take note whether the keyboard brought the focus here."""
        self._ringed = event.reason() in BY_KEY
        super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the menu."""
        event.accept()
        self.menu_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name on its ground."""
        del event
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        ground = "selected" if self.isChecked() else "hover" if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        if self.hasFocus() and self._ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        metrics = self._metrics()
        room = self.rect().adjusted(PAD, 0, -PAD, 0)
        painter.setFont(theme.font("body", 600 if self._strong else 400))
        color = "text3" if self._off else "accent" if self.isChecked() else (
            "text" if self._strong else "text2"
        )  # fmt: skip
        painter.setPen(theme.color(color))
        told = metrics.elidedText(one_line(self.text()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, told)
        painter.end()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.theme.font("body", 600 if self._strong else 400))
