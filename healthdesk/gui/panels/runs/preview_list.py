"""The steps of a playbook with the days on which they would come on an account."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.playbook_view import TrialRow
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList

_ONE, _TWO, _THREE = 32, 44, 60
_DAY, _ICON, _PAD = 66, 16, 4


@dataclass(frozen=True)
class Coming:
    """A step to come, and whether its day differs from the one before."""

    row: TrialRow
    first: bool


class PreviewList(RowList):
    """Day, kind, name; beneath what comes with it and what would hold it up."""

    def show_trial(self, rows: tuple[TrialRow, ...]) -> None:
        """Show the steps of a trial."""
        days = [row.day for row in rows]
        shown = [Coming(row, at == 0 or days[at - 1] != row.day) for at, row in enumerate(rows)]
        self.show_rows(shown)

    def high(self, row: Coming) -> int:
        """As many lines as it has words for."""
        return (_ONE, _TWO, _THREE)[bool(row.row.detail) + bool(row.row.notice)]

    def say(self, row: Coming) -> str:
        """Day and step."""
        one = row.row
        parts = (self._words.weekday(one.day), one.title, one.detail, one.notice)
        return ", ".join(part for part in parts if part)

    def ground(self, row: Coming, *, hover: bool) -> str:
        """Nothing is to be pressed here."""
        del row, hover
        return ""

    def paint_row(self, painter: QPainter, rect: QRect, row: Coming) -> None:
        """Paint a step."""
        ink, one, top = self.ink, row.row, rect.top() + 6
        left, right = rect.left() + _PAD, rect.right() - _PAD
        if row.first:
            day = QRect(left, top, _DAY, 20)
            week = self._words.weekday(one.day).split(" ")[0][:3]
            write(painter, ink, day, f"{week} {self._words.short_day(one.day)}", font=ink.small,
                  color="text2")  # fmt: skip
        self._paint_dot(painter, rect, left + _DAY + 10)
        icon = CATALOGUE[one.kind].SPEC.icon if one.kind in CATALOGUE else "check"
        at = left + _DAY + 22
        painter.drawPixmap(at, top + 2, ink.pixmap(icon, "text2", _ICON))
        at += _ICON + 8
        write(painter, ink, QRect(at, top, right - at, 20), one.title)
        for text, color in ((one.detail, "text3"), (one.notice, "notice")):
            if text:
                top += 18
                write(painter, ink, QRect(at, top, right - at, 18), text, font=ink.small,
                      color=color)  # fmt: skip

    def _paint_dot(self, painter: QPainter, rect: QRect, at: int) -> None:
        ink = self.ink
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.color("border"), 1))
        painter.drawLine(at, rect.top(), at, rect.bottom() + 1)
        painter.setPen(QPen(ink.color("text3"), 1.2))
        painter.setBrush(ink.color("raised"))
        painter.drawEllipse(QRectF(at - 3, rect.top() + 13, 6, 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.restore()
