"""The steps of a wizard in one line: those behind with a tick, the present one filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.gui.base.theme import Theme

HIGH, CIRCLE, GAP, CHEVRON, AROUND = 28, 20, 8, 14, 12


@dataclass(frozen=True)
class StepPlace:
    """Where a step stands: its circle, its words, and the chevron after it (None for the last)."""

    circle: QRectF
    words: QRectF
    chevron: QRectF | None


def place_steps(widths: Sequence[float]) -> tuple[StepPlace, ...]:
    """Lay steps out from the widths of their words."""
    places: list[StepPlace] = []
    left = 0.0
    for at, wide in enumerate(widths):
        circle = QRectF(left, (HIGH - CIRCLE) / 2, CIRCLE, CIRCLE)
        words = QRectF(circle.right() + GAP, 0, wide, HIGH)
        left = words.right()
        chevron = None
        if at + 1 < len(widths):
            chevron = QRectF(left + AROUND, (HIGH - CHEVRON) / 2, CHEVRON, CHEVRON)
            left = chevron.right() + AROUND
        places.append(StepPlace(circle, words, chevron))
    return tuple(places)


class Steps(QWidget):
    """Says how far a wizard is."""

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        super().__init__()
        self.theme = theme
        self._names = tuple(names)
        self._at = 0
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_step(0)

    @property
    def step(self) -> int:
        """The present step, from 0."""
        return self._at

    def set_step(self, at: int) -> None:
        """Go to a step."""
        self._at = at
        said = f"Step {at + 1} of {len(self._names)}: {self._names[at]}"
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def places(self) -> tuple[StepPlace, ...]:
        """Where everything stands now."""
        return place_steps([self._measure(at) for at in range(len(self._names))])

    def sizeHint(self) -> QSize:
        """Ask for room for all words."""
        return QSize(int(self.places()[-1].words.right()) + 2, HIGH)

    def minimumSizeHint(self) -> QSize:
        """Need all of it."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, place in enumerate(self.places()):
            self._paint_circle(painter, at, place.circle)
            painter.setFont(self.theme.font("body", 500))
            painter.setPen(self.theme.color("text" if at == self._at else "text2"))
            painter.drawText(place.words, Qt.AlignmentFlag.AlignVCenter, self._names[at])
            if place.chevron is not None:
                picture = self._icon("chevron-right", "text3", CHEVRON)
                painter.drawPixmap(place.chevron.topLeft(), picture)
        painter.end()

    def _paint_circle(self, painter: QPainter, at: int, box: QRectF) -> None:
        behind, now = at < self._at, at == self._at
        ground = "strongsoft" if behind else "accentfill" if now else "track"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(ground))
        painter.drawEllipse(box)
        if behind:
            painter.drawPixmap(
                box.adjusted(4, 4, 0, 0).topLeft(), self._icon("check", "strong", 12)
            )
            return
        painter.setFont(self.theme.font("small", 600))
        painter.setPen(self.theme.color("onaccent" if now else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(at + 1))

    def _icon(self, name: str, color: str, size: int) -> QPixmap:
        return self.theme.pixmap(name, color, size, self.devicePixelRatioF())

    def _measure(self, at: int) -> float:
        metrics = QFontMetricsF(self.theme.font("body", 500))
        return metrics.horizontalAdvance(self._names[at])
