"""A metric's daily line with its normal band: zoom, pan, read-out, a press on a day or an event.

Painted by hand as the score's history is: pyqtgraph is half a second away.
Not here: what stands where (usage_chart_layout.py), its words (usage_chart_words.py).
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.usage_view import UsageMark, UsageSeries
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import usage_chart_layout as layout
from healthdesk.gui.parts import usage_chart_words as chart_words
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, paint
from healthdesk.gui.parts.plot_table import BY_KEY, TableSwitch
from healthdesk.gui.parts.read_out import ReadOut
from healthdesk.gui.parts.strips import draw_band

_LEAST_SPAN = 14
_ZOOM = 0.8
_CLICK = 4
"""Pixels the pointer may move between press and release and still mean a press."""
_BAND_ALPHA = 0.8
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}

_SIZES = 4
"""Sizes whose pictures are kept while the content is the same."""
_Laid = tuple[tuple[layout.Area, ...], tuple[Drawing, ...], QPixmap | None]
"""The chart at one size: bands, drawings, the picture where it was painted."""


class UsagePlot(QWidget):
    """The painted chart itself.

    Signals:
        day_pressed: somebody wants to see where the value of this day came from.
        event_pressed: somebody wants to see the event that began on this day.
    """

    day_pressed = Signal(int)
    event_pressed = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._measure = FontMeasure(theme)
        self._series: UsageSeries | None = None
        self._drawn: layout.Lines | None = None
        self._events: tuple[TrendEvent, ...] = ()
        self._marks: tuple[UsageMark, ...] = ()
        self._shown: int | None = None
        self._span = (0.0, 1.0)
        self._back = 0
        self._cursor: int | None = None
        self._hover: int | None = None
        self._pressed: tuple[QPointF, tuple[float, float]] | None = None
        self._dragging = False
        self._ringed = False
        self._picture: QPixmap | None = None
        self._by_size: dict[object, _Laid] = {}
        self._areas: tuple[layout.Area, ...] = ()
        self._drawings: tuple[Drawing, ...] = ()
        self._laid = True
        self.read_out = ReadOut(theme, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Usage by day")
        theme.changed.connect(self._on_theme_changed)

    @property
    def frame(self) -> layout.Frame | None:
        """The plot's rectangle with days and values in view."""
        if self._drawn is None:
            return None
        return layout.frame(self.width(), self.height(), self._span, self._drawn)

    @property
    def span(self) -> tuple[float, float]:
        """First and last day in view."""
        return self._span

    @property
    def areas(self) -> tuple[layout.Area, ...]:
        """The own normal band, laid out once it is looked at."""
        self._lay_out()
        return self._areas

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """What lies behind the line, the line, what lies over it."""
        self._lay_out()
        return self._drawings

    def show_series(
        self,
        series: UsageSeries,
        events: tuple[TrendEvent, ...],
        shown: int | None,
        marks: tuple[UsageMark, ...],
    ) -> None:
        """Show a metric; the days in view stay as they are for the same stretch of days."""
        same = self._series is not None and (self._series.first, self._series.last) == (
            series.first,
            series.last,
        )
        daily = self._drawn is None or self._drawn.daily
        self._series, self._events, self._shown, self._marks = series, events, shown, marks
        self._drawn = layout.lines(series, daily=daily)
        self.setAccessibleName(f"{series.metric.name} by day")
        if not same:
            self._cursor = None
            self.show_days(self._back)
        else:
            self.refresh()

    def set_daily(self, daily: bool) -> None:
        """Draw days, or means of seven."""
        if self._series is not None:
            self._drawn = layout.lines(self._series, daily=daily)
            self.refresh()

    def show_days(self, back: int) -> None:
        """Bring the last days into view; 0 = all."""
        self._back = back
        if self._series is not None:
            last = float(self._series.last)
            self._zoom_to(last - back + 1 if back else float(self._series.first), last)

    def show_day(self, day: int) -> None:
        """Bring a day into view and set the cursor on it."""
        if self._series is None or self._series.place(day) is None:
            return
        first, last = self._span
        if not first <= day <= last:
            half = (last - first) / 2
            self._zoom_to(day - half, day + half)
        self._cursor = day
        self.update()

    def refresh(self) -> None:
        """Lay out again and repaint."""
        self._by_size.clear()
        self._lay_anew()
        self._say()

    def _lay_anew(self) -> None:
        """Lay out when it is looked at next: sizes come and go until then."""
        self._picture = None
        self._laid = False
        self.update()

    def _lay_out(self) -> None:
        if self._laid:
            return
        self._laid = True
        at = self.frame
        if self._series is not None and self._drawn is not None and at is not None:
            self._areas = layout.bands(self._drawn, at)
            self._drawings = (
                layout.ground(self._drawn, at, self._events, self._shown),
                layout.line(self._drawn, at, self._events),
                layout.front(
                    self._drawn,
                    at,
                    self._events,
                    self._shown,
                    self._marks,
                    measure=self._measure,
                    words=self._words,
                ),
            )
        else:
            self._areas, self._drawings = (), ()

    def _say(self) -> None:
        if self._series is not None:
            day = self._series.last if self._cursor is None else self._cursor
            told = chart_words.said(self._series, day, self._words)
            keys = "Arrow keys move the day, Enter shows where its value came from."
            self.setAccessibleDescription(f"{told}. {keys}")

    def _zoom_to(self, first: float, last: float) -> None:
        if self._series is None:
            return
        low, high = float(self._series.first), float(self._series.last)
        span = min(max(last - first, _LEAST_SPAN), max(high - low, 1.0))
        first = min(max(first, low), max(high - span, low))
        self._span = (first, first + span)
        self.refresh()

    def _zoom(self, factor: float, about: float) -> None:
        first, last = self._span
        self._zoom_to(about - (about - first) * factor, about + (last - about) * factor)

    def _pan(self, days: float) -> None:
        self._zoom_to(self._span[0] + days, self._span[1] + days)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._measure = FontMeasure(self._theme)
        self.refresh()

    def sizeHint(self) -> QSize:
        """Room enough to read it."""
        return QSize(560, 260)

    def minimumSizeHint(self) -> QSize:
        """The least that is still a chart."""
        return QSize(280, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the kept picture, then the hair line of the day under the pointer."""
        del event
        painter = QPainter(self)
        if self.drawings:
            painter.drawPixmap(0, 0, self._kept())
        at, day = self.frame, self._hover if self._hover is not None else self._cursor
        if at is not None and day is not None and at.first <= day <= at.last:
            keyboard = self._hover is None
            painter.setPen(QPen(self._theme.color("accent" if keyboard else "text3"), 1))
            x = round(at.x(day))
            painter.drawLine(x, round(at.rect.top()), x, round(at.rect.bottom()))
        if self.hasFocus() and self._ringed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _kept(self) -> QPixmap:
        """The picture without hair line, painted once a layout: hovering repaints none of it."""
        ratio = self.devicePixelRatioF()
        if self._picture is not None and self._picture.devicePixelRatio() == ratio:
            return self._picture
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setFont(self.font())
        paint(painter, self.drawings[0], self._theme)
        at = self.frame
        if at is not None:
            painter.save()
            painter.setClipRect(at.rect)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("h1", _BAND_ALPHA))
            for area in self.areas:
                draw_band(painter, area.top, area.foot)
            painter.restore()
        for drawing in self.drawings[1:]:
            paint(painter, drawing, self._theme)
        painter.end()
        self._picture = picture
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size.

        While cards around it come and go, it is resized to and fro within a turn: a size that it
        had with the same content is neither laid out nor painted again.
        """
        super().resizeEvent(event)
        if self._laid and self._drawings:
            if len(self._by_size) >= _SIZES:
                self._by_size.clear()
            old = event.oldSize().toTuple()
            self._by_size[old] = (self._areas, self._drawings, self._picture)
        kept = self._by_size.get(event.size().toTuple())
        if kept is None:
            self._lay_anew()
        else:
            self._areas, self._drawings, self._picture = kept
            self._laid = True
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where: it may become a press on a day or event, or a drag."""
        if event.button() == Qt.MouseButton.LeftButton and self._series is not None:
            self._pressed = (event.position(), self._span)
            self._dragging = False
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the days along, or read the day under the pointer out."""
        at = self.frame
        if at is None:
            return
        if self._pressed is not None:
            start, span = self._pressed
            moved = event.position().x() - start.x()
            if self._dragging or abs(moved) > _CLICK:
                self._dragging = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._show_hover(None, QPointF())
                by = moved / at.day_width
                self._zoom_to(span[0] - by, span[1] - by)
            return
        inside = at.rect.adjusted(0, 0, 4, 0).contains(event.position())
        self._show_hover(at.day(event.position().x()) if inside else None, event.position())
        over = inside or bool(self._event_at(event.position()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which event or day was pressed."""
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        dragged, self._pressed, self._dragging = self._dragging, None, False
        self.setCursor(Qt.CursorShape.ArrowCursor)
        at = self.frame
        if dragged or at is None:
            return
        begun = self._event_at(event.position())
        if begun is not None:
            self.event_pressed.emit(begun)
        elif at.rect.adjusted(-2, 0, 4, 0).contains(event.position()):
            self._cursor = at.day(event.position().x())
            self.day_pressed.emit(self._cursor)

    def _event_at(self, at: QPointF) -> int | None:
        if len(self.drawings) < 3:
            return None
        spot = self.drawings[2].spot(at)
        return None if spot is None else int(spot.key.removeprefix(layout.EVENT))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring the chosen range back into view."""
        self._pressed = None
        self.show_days(self._back)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms about the day under the pointer, Shift or sideways pans; else pages scroll."""
        steps, sideways = event.angleDelta().y() / 120, event.angleDelta().x() / 120
        keys, at = event.modifiers(), self.frame
        if at is None:
            return
        if keys & Qt.KeyboardModifier.ControlModifier and steps:
            self._zoom(_ZOOM**steps, float(at.day(event.position().x())))
        elif sideways or (keys & Qt.KeyboardModifier.ShiftModifier and steps):
            self._pan(-(sideways or steps) * (self._span[1] - self._span[0]) / 10)
        else:
            super().wheelEvent(event)
            return
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the read-out away."""
        super().leaveEvent(event)
        self._show_hover(None, QPointF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the day (Shift: a week), Page keys the days in view, + and - zoom."""
        key, series = Qt.Key(event.key()), self._series
        if series is None:
            super().keyPressEvent(event)
            return
        day = min(round(self._span[1]), series.last) if self._cursor is None else self._cursor
        if key in _STEPS:
            week = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._go(day + _STEPS[key] * (7 if week else 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(series.first if key == Qt.Key.Key_Home else series.last)
        elif key in _PAGES:
            self._pan(_PAGES[key] * (self._span[1] - self._span[0]) / 2)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom(_ZOOM if key == Qt.Key.Key_Plus else 1 / _ZOOM, float(day))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_pressed.emit(day)
        else:
            super().keyPressEvent(event)

    def _go(self, day: int) -> None:
        """Set the cursor on a day, in view, and read it out."""
        if self._series is None:
            return
        day = min(max(day, self._series.first), self._series.last)
        self.show_day(day)
        self._say()
        at = self.frame
        if at is not None:
            self._tell(day, QPointF(at.x(day), at.rect.top() + 40))

    def place_of(self, day: int) -> QPointF:
        """Where on the screen a day's value stands, for what opens beside it."""
        at = self.frame
        if at is None:
            return QPointF(self.mapToGlobal(self.rect().center()))
        return QPointF(self.mapToGlobal(QPointF(at.x(day), at.rect.center().y())))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are heard."""
        super().focusInEvent(event)
        self._ringed = event.reason() in BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the read-out of the keyboard's day away."""
        super().focusOutEvent(event)
        self.read_out.hide()
        self.update()

    def _show_hover(self, day: int | None, at: QPointF) -> None:
        if day == self._hover and day is not None:
            self._tell(day, at)
            return
        self._hover = day
        if day is None or self._series is None:
            self._hover = None
            self.read_out.hide()
        else:
            self._tell(day, at)
        self.update()

    def _tell(self, day: int, at: QPointF) -> None:
        if self._series is not None:
            rows = chart_words.read(self._series, self._events, self._marks, day, self._words)
            hint = "Press for its source, Ctrl T as table"
            self.read_out.show_at(at, self._words.weekday(day), rows, hint)


class UsageChart(QWidget):
    """The plot and its table in one place."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.plot = UsagePlot(theme, words)
        self.switch = TableSwitch("Usage by day", self.plot, inside=())
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.switch)

    def show_series(
        self,
        series: UsageSeries,
        events: tuple[TrendEvent, ...],
        shown: int | None,
        marks: tuple[UsageMark, ...],
    ) -> None:
        """Show a metric, on the chart and in the table."""
        self.plot.show_series(series, events, shown, marks)
        self.switch.set_source(partial(chart_words.table, series, events, marks, self._words))
