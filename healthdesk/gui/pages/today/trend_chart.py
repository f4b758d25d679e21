"""The chart of the portfolio: bars of bands day by day or week by week, and each band's figures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Slot
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from healthdesk.core.domain.band_trend import BandLine, BandTrend
from healthdesk.core.domain.views import Band
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.today.trend_words import (
    band_words,
    change_words,
    day_words,
    money_of,
    money_words,
)
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.column_painters import Ink, write
from healthdesk.gui.parts.plain import plain_tip
from healthdesk.gui.parts.segmented import Segmented

HIGH, LEGEND, STEP, FOOT = 116, 306, 24, 18
ACCOUNTS, ARR = "accounts", "arr"


@dataclass(frozen=True)
class Bar:
    """Accounts of a band on a day."""

    band: Band
    day: int
    count: float
    """Accounts, or the ARR they pay."""
    rect: QRectF


def lay_bars(
    trend: BandTrend, width: float, height: float, *, arr: bool = False
) -> tuple[Bar, ...]:
    """Stack the bands of each day, the best one at the foot; heights are to one scale.

    `arr` stacks what the accounts pay, which is of one currency then.
    """
    days = trend.days
    rows = [_paid(line) if arr else line.counts for line in trend.lines]
    most = max((sum(column) for column in zip(*rows, strict=True)), default=0)
    if not days or not most:
        return ()
    wide = width / len(days)
    out = []
    for at, day in enumerate(days):
        bottom = height
        for line, row in zip(trend.lines, rows, strict=True):
            high = height * row[at] / most
            rect = QRectF(at * wide, bottom - high, max(wide - 1.5, 1.0), high)
            out.append(Bar(line.band, day, row[at], rect))
            bottom -= high
    return tuple(out)


def _paid(line: BandLine) -> tuple[float, ...]:
    return tuple(sum(amount.values()) for amount in line.amounts)


class TrendChart(QWidget):
    """Stacked bars of days, and beside them each band with its figures."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.trend: BandTrend | None = None
        self._ink = Ink(ui.theme, self.devicePixelRatioF())
        self.setMinimumHeight(HIGH + FOOT)
        self.setMouseTracking(True)
        self.measure = Segmented("Bars show", ((ACCOUNTS, "Accounts"), (ARR, "ARR")))
        self.measure.setParent(self)
        self.measure.hide()
        self.measure.chosen.connect(self._on_measure_chosen)
        ui.theme.changed.connect(self._on_theme_changed)

    def show_trend(self, trend: BandTrend) -> None:
        """Show another one."""
        self.trend = trend
        # ARR of several currencies does not stack.
        weekly = all(line.amounts for line in trend.lines) and len(trend.currencies) == 1
        self.measure.setVisible(weekly)
        self._place()
        self.update()

    @property
    def by_arr(self) -> bool:
        """Whether bars are of what accounts pay."""
        return not self.measure.isHidden() and self.measure.value == ARR

    def _place(self) -> None:
        wide = max(self.width() - LEGEND, 60)
        self.measure.adjustSize()
        self.measure.move(wide + 20, HIGH + FOOT - 3 - self.measure.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the choice under the figures."""
        super().resizeEvent(event)
        self._place()

    @Slot(str)
    def _on_measure_chosen(self, key: str) -> None:
        del key
        self.update()

    def bars(self) -> tuple[Bar, ...]:
        """Where the bars stand at this width."""
        if self.trend is None:
            return ()
        return lay_bars(self.trend, max(self.width() - LEGEND, 60), HIGH, arr=self.by_arr)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, the first and the last day, and the bands."""
        del event
        trend, theme, ink = self.trend, self.ui.theme, self._ink
        if trend is None or not trend.lines:
            return
        painter = QPainter(self)
        for bar in self.bars():
            painter.fillRect(bar.rect, theme.band(bar.band).shape)
        wide = max(self.width() - LEGEND, 60)
        foot = QRectF(0, HIGH + 2, wide, FOOT - 2).toRect()
        first, last = (day_words(trend, day, self.ui.words) for day in (trend.days[0], trend.day))
        write(painter, ink, foot, first, font=ink.small, color="text3")
        write(painter, ink, foot, last, font=ink.small, color="text3", right=True)
        at = 0.0
        for line in trend.lines:
            if any(line.counts):
                self._draw_line(painter, line, QRectF(wide + 20, at, LEGEND - 24, STEP))
                at += STEP

    def _draw_line(self, painter: QPainter, line: BandLine, rect: QRectF) -> None:
        ink, words = self._ink, self.ui.words
        box = QRectF(rect.left(), rect.center().y() - 5, 10, 10)
        paint_shape(painter, box, self.ui.theme, line.band)
        places = (
            (18, 72, words.band(line.band), "text2"),
            (92, 36, words.number(line.now), "text"),
        )
        for left, wide, told, color in places:
            place = QRectF(rect.left() + left, rect.top(), wide, STEP).toRect()
            write(painter, ink, place, told, font=ink.medium, color=color, right=left > 18)
        place = QRectF(rect.left() + 130, rect.top(), 60, STEP).toRect()
        change = change_words(line, words) if self.by_arr else words.signed(line.change)
        change = change if self.by_arr or line.change else "same"
        write(painter, ink, place, change, font=ink.small, color="text3", right=True)
        place = QRectF(rect.left() + 194, rect.top(), rect.width() - 194, STEP).toRect()
        write(painter, ink, place, money_of(line, words), color="text2", right=True)

    def event(self, event: QEvent) -> bool:
        """Tell the counts of the day under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self.told_at(QPointF(event.pos()))
            if told:
                QToolTip.showText(event.globalPos(), plain_tip(told), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def told_at(self, point: QPointF) -> str:
        """The counts of the day at a point, or all of a band beside them; "" where none is."""
        if self.trend is not None and point.x() >= self.width() - LEGEND:
            lines = [one for one in self.trend.lines if any(one.counts)]
            at = int(point.y() // STEP)
            first = day_words(self.trend, self.trend.days[0], self.ui.words)
            return band_words(lines[at], first, self.ui.words) if 0 <= at < len(lines) else ""
        if point.y() > HIGH:
            return ""
        bars = self.bars()
        day = next((b.day for b in bars if b.rect.left() <= point.x() <= b.rect.right()), None)
        if day is None or self.trend is None:
            return ""
        at = self.trend.days.index(day)
        some = [self._counted(line, at) for line in self.trend.lines if line.counts[at]]
        return f"{self.ui.words.day(day)}: {', '.join(some)}"

    def _counted(self, line: BandLine, at: int) -> str:
        """A band on a day: "Poor 12 (€1.2M ARR)"; without ARR where that was not looked at."""
        money = money_words(line.amounts[at], self.ui.words) if line.amounts else ""
        return (
            f"{self.ui.words.band(line.band)} {line.counts[at]}{f' ({money} ARR)' if money else ''}"
        )

    @Slot()
    def _on_theme_changed(self) -> None:
        self._ink = Ink(self.ui.theme, self.devicePixelRatioF())
        self.update()
