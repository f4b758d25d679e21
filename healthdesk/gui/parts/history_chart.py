"""The score's history: two days are picked on it by pointer and keys; `Ctrl+T` makes it a table.

Painted by hand rather than by pyqtgraph: importing that takes half a second and 44 MB (measured) on
the way to the page that is opened most, and a line of some hundred points needs none of it.
Not here: what stands where (history_chart_layout.py).
"""

from __future__ import annotations

from functools import partial
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.views import HistoryView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import history_chart_layout as layout
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, Text, paint
from healthdesk.gui.parts.plot_table import BY_KEY, TableSwitch
from healthdesk.gui.parts.read_out import ReadOut

_LEAST_SPAN = 14
"""Days that stay in view however close one zooms."""
_ZOOM = 0.8
_EMPTY = Drawing(0, 0)
_LEGEND_HIGH = 32
_MARKS_SAID = 3
_KEY_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class HistoryPlot(QWidget):
    """The painted chart itself.

    Signals:
        days_picked: first and last day, when the person has let go of them.
    """

    days_picked = Signal(int, int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._measure = FontMeasure(theme)
        self._view: HistoryView | None = None
        self._range = (0.0, 1.0)
        self._picks: tuple[int, int] | None = None
        self._line: tuple[layout.Frame, Drawing] | None = None
        self._active = 1
        self._dragging = False
        self._ringed = False
        self._hover: int | None = None
        self.smooth = False
        """Whether the mean of seven days stands beside the daily score."""
        self.drawings: tuple[Drawing, ...] = ()
        self.read_out = ReadOut(theme, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Score history")
        theme.changed.connect(self._on_theme_changed)

    @property
    def picks(self) -> tuple[int, int] | None:
        """The two picked days, the earlier first."""
        return self._picks

    @property
    def frame(self) -> layout.Frame:
        """The plot's rectangle and the days in view."""
        return layout.frame(self.width(), self.height(), *self._range)

    def show_history(self, view: HistoryView) -> None:
        """Show other days, all of them in view."""
        self._view = view
        self._line = None
        if view.days:
            self._range = (
                float(view.days[0].day),
                float(max(view.days[-1].day, view.days[0].day + 1)),
            )
        self.refresh()

    def set_smooth(self, *, on: bool) -> None:
        """Show the mean of seven days beside the daily score, or not."""
        self.smooth, self._line = on, None
        self.refresh()

    def set_picks(self, picks: tuple[int, int] | None) -> None:
        """Show two days as the picked ones, without telling anybody."""
        self._picks = picks
        self.refresh()

    def refresh(self) -> None:
        """Lay out again and repaint."""
        if self._view is not None and self._view.days:
            at = self.frame
            active = self._active if self.hasFocus() else None
            if self._line is None or self._line[0] != at:  # moving a day moves no line
                self._line = (at, layout.line(self._view, at))
            smooth = (layout.smooth_line(self._view, at),) if self.smooth else ()
            self.drawings = (
                layout.ground(self._view, at, self._picks),
                self._line[1],
                *smooth,
                layout.front(
                    self._view,
                    at,
                    self._picks,
                    active=active,
                    measure=self._measure,
                    words=self._words,
                ),
            )
            self.setAccessibleDescription(self._said())
        else:
            self.drawings = ()
        self.update()

    def _said(self) -> str:
        if self._picks is None:
            return ""
        parts = [f"{self._words.day(day)}: {self._score_words(day)}" for day in self._picks]
        return (
            "Picked days. " + "; ".join(parts) + ". Arrow keys move a day, Space changes the end."
        )

    def _score_words(self, day: int) -> str:
        entry = layout.score_on(self._view.days, day) if self._view else None
        if entry is None or entry.score is None:
            return "no score"
        return f"{self._words.number(entry.score, 1)}, {self._words.band(entry.band)}"

    def _move(self, index: int, day: int) -> None:
        """Move one end to a day; it stays on its side of the other."""
        if self._picks is None or self._view is None:
            return
        low, high = self._view.days[0].day, self._view.days[-1].day
        first, last = self._picks
        if index == 0:
            self._picks = (min(max(day, low), last - 1), last)
        else:
            self._picks = (first, max(min(day, high), first + 1))
        self._active = index
        self.refresh()

    def _zoom_to(self, first: float, last: float) -> None:
        """Bring a stretch into view, inside the data."""
        if self._view is None or not self._view.days:
            return
        low, high = float(self._view.days[0].day), float(self._view.days[-1].day)
        span = min(max(last - first, _LEAST_SPAN), max(high - low, 1.0))
        first = min(max(first, low), high - span)
        self._range = (first, first + span)
        self.refresh()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._measure = FontMeasure(self._theme)
        self.refresh()

    def sizeHint(self) -> QSize:
        """Room enough to read it."""
        return QSize(480, 176)

    def minimumSizeHint(self) -> QSize:
        """The least that is still a chart."""
        return QSize(200, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, line, marks, hair line."""
        del event
        painter = QPainter(self)
        for drawing in self.drawings:
            paint(painter, drawing, self._theme)
        at = self.frame
        if self._hover is not None and self.drawings:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(QPen(self._theme.color("text3"), 1))
            x = round(at.x(self._hover))
            painter.drawLine(x, round(at.rect.top()), x, round(at.rect.bottom()))
        if self.hasFocus() and self._ringed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        super().resizeEvent(event)
        self.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer picked day to the pointer."""
        at = self.frame
        inside = at.rect.adjusted(-6, 0, 6, 0).contains(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self._picks is None or not inside:
            super().mousePressEvent(event)
            return
        self._dragging = True
        self._show_hover(None, event.position())
        x = event.position().x()
        self._move(layout.nearest(self._picks, at, x), at.day(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the taken day, or read the day under the pointer out."""
        at = self.frame
        if self._dragging:
            self._move(self._active, at.day(event.position().x()))
            return
        inside = at.rect.adjusted(0, 0, 4, 0).contains(event.position())
        self._show_hover(at.day(event.position().x()) if inside else None, event.position())
        over = inside and self._over_pick(event.position().x())
        self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which days are picked now."""
        if self._dragging and event.button() == Qt.MouseButton.LeftButton:
            self._dragging = False
            self._tell()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring all days back into view."""
        if self._view is not None and self._view.days:
            self._zoom_to(float(self._view.days[0].day), float(self._view.days[-1].day))
        super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the day under the pointer; only with Ctrl, so that pages still scroll."""
        steps = event.angleDelta().y() / 120
        if not steps or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._zoom(_ZOOM**steps, float(self.frame.day(event.position().x())))
        event.accept()

    def _zoom(self, factor: float, about: float) -> None:
        first, last = self._range
        self._zoom_to(about - (about - first) * factor, about + (last - about) * factor)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the read-out away."""
        super().leaveEvent(event)
        self._show_hover(None, QPointF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the active day (Shift: a week), Space takes the other end, + and - zoom."""
        key = Qt.Key(event.key())
        if self._picks is None:
            super().keyPressEvent(event)
        elif key in _KEY_STEPS:
            week = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step = _KEY_STEPS[key] * (7 if week else 1)
            self._move(self._active, self._picks[self._active] + step)
            self._tell()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._view is not None:
            end = self._view.days[0] if key == Qt.Key.Key_Home else self._view.days[-1]
            self._move(self._active, end.day)
            self._tell()
        elif key == Qt.Key.Key_Space:
            self._active = 1 - self._active
            self.refresh()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            factor = _ZOOM if key == Qt.Key.Key_Plus else 1 / _ZOOM
            self._zoom(factor, float(self._picks[self._active]))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which end the keys move."""
        super().focusInEvent(event)
        self._ringed = event.reason() in BY_KEY
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show none as active."""
        super().focusOutEvent(event)
        self.refresh()

    def _tell(self) -> None:
        if self._picks is not None:
            self.days_picked.emit(*self._picks)

    def _over_pick(self, x: float) -> bool:
        at = self.frame
        return self._picks is not None and any(abs(at.x(day) - x) <= 4 for day in self._picks)

    def _show_hover(self, day: int | None, at: QPointF) -> None:
        if day is None or self._view is None or not self._view.days:
            self._hover = None
            self.read_out.hide()
        else:
            self._hover = day
            self.read_out.show_at(at, self._words.weekday(day), self._read(day), "Ctrl T as table")
        self.update()

    def _read(self, day: int) -> list[tuple[str, str]]:
        """Rows of the read-out: score, band, and what happened that day."""
        view = self._view
        entry = layout.score_on(view.days, day) if view else None
        shown = DASH if entry is None or entry.score is None else self._words.number(entry.score, 1)
        rows = [
            ("Score", shown),
            (
                "Band",
                self._words.band(entry.band) if entry and entry.score is not None else "no score",
            ),
        ]
        mean = layout.means(view.days).get(day) if view and self.smooth else None
        if mean is not None:
            rows.insert(1, (layout.MEAN_WORDS, self._words.number(mean, 1)))
        if entry is not None and entry.restated:
            rows.append(("Restated", "no record of that day"))
        happened = [mark for mark in view.marks if mark.day == day] if view else []
        rows += [(mark.kind.capitalize(), mark.text) for mark in happened[:_MARKS_SAID]]
        if len(happened) > _MARKS_SAID:
            rows.append(("And", f"{len(happened) - _MARKS_SAID} more"))
        return rows


class HistoryChart(QWidget):
    """The plot and its table in one place."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._view: HistoryView | None = None
        self.plot = HistoryPlot(theme, words)
        self.switch = TableSwitch("Score history", self.plot, inside=("score",))
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.switch)

    def show_history(self, view: HistoryView) -> None:
        """Show other days, on the chart and in the table."""
        self._view = view
        self.plot.show_history(view)
        self._offer_table()

    def set_smooth(self, *, on: bool) -> None:
        """Show the mean of seven days beside the daily score, or not."""
        self.plot.set_smooth(on=on)
        self._offer_table()

    def _offer_table(self) -> None:
        if self._view is not None:
            smooth = self.plot.smooth
            self.switch.set_source(partial(layout.table, self._view, self._words, smooth=smooth))


class Legend(QWidget):
    """The shapes along the foot of the chart, each with its word; on two lines in a narrow head."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = FontMeasure(theme)
        self._parts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: tuple[tuple[str, str], ...]) -> None:
        """Show these kinds with their words."""
        self._parts = parts
        self.setAccessibleName("Marks: " + ", ".join(word for _, word in parts))
        self.setVisible(bool(parts))
        self.updateGeometry()
        self.update()

    def lines(self, width: float) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The parts on one line where they fit, else on two."""
        if len(self._parts) < 2 or self._wide(self._parts) <= width:
            return (self._parts,)
        half = (len(self._parts) + 1) // 2
        return (self._parts[:half], self._parts[half:])

    def sizeHint(self) -> QSize:
        """As wide as its words on one line."""
        return QSize(ceil(self._wide(self._parts)), _LEGEND_HIGH)

    def minimumSizeHint(self) -> QSize:
        """As wide as its words on two lines."""
        half = (len(self._parts) + 1) // 2
        wide = max(self._wide(self._parts[:half]), self._wide(self._parts[half:]))
        return QSize(ceil(wide), _LEGEND_HIGH)

    def _wide(self, parts: tuple[tuple[str, str], ...]) -> float:
        return sum(self._measure(word, "small", 400) + 22 for _, word in parts)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shapes and words."""
        del event
        painter = QPainter(self)
        lines = self.lines(self.width())
        step = 14.0 if len(lines) > 1 else 0.0
        top = (_LEGEND_HIGH - 16 - step * (len(lines) - 1)) / 2
        edge = self.width() - max(self._wide(parts) for parts in lines)
        for number, parts in enumerate(lines):
            left, y = max(edge, 0.0), top + step * number
            for kind, word in parts:
                dot = layout.mark_dot(kind, QPointF(left + 5, y + 8))
                wide = self._measure(word, "small", 400)
                text = Text(QRectF(left + 12, y, wide, 16), word, "text2", "small")
                paint(painter, Drawing(0, 0, dots=(dot,), texts=(text,)), self._theme)
                left += wide + 22
        painter.end()
