"""A box of one or a few sentences on a soft ground: what figures come to."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.runs_paragraph import Runs, RunsParagraph


class ToldBox(QWidget):
    """An icon and a paragraph; `warns` gives it the ground of a notice."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._warns = False
        self.icon = PlainLabel()
        self.icon.setFixedSize(18, 20)
        self.paragraph = RunsParagraph(theme)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.paragraph, 1)
        theme.bind_icon(self.icon, "info-circle", "accent", 16)

    @property
    def text(self) -> str:
        """All that it says."""
        return self.paragraph.text

    @property
    def warns(self) -> bool:
        """Whether it is a warning."""
        return self._warns

    def say(self, runs: Runs, *, warns: bool) -> None:
        """Say something else."""
        if "".join(text for text, _ in runs) == self.text and warns == self._warns:
            return
        self.paragraph.show_runs(runs)
        if warns != self._warns:
            self._warns = warns
            icon, color = ("alert-circle", "notice") if warns else ("info-circle", "accent")
            self.theme.bind_icon(self.icon, icon, color, 16)
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("noticesoft" if self._warns else "accentsoft"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        painter.end()
