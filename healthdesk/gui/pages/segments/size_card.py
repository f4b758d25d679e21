"""The card of a segment's size week by week: accounts or ARR, each week by what was known then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.segment_view import Past
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH
from healthdesk.gui.pages.segments import size_layout
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, paint
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.read_out import ReadOut
from healthdesk.gui.parts.segmented import Segmented

ACCOUNTS, ARR = "accounts", "arr"
HIGH = 80
WEEKLY = "weekly, each week by what was known then"


class SizeChart(QWidget):
    """A step a week; arrows and the pointer read it out."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.past: Past | None = None
        self.arr = False
        self.drawing = Drawing(0, 0)
        self._measure = FontMeasure(ui.theme)
        self._at: int | None = None
        self.read_out: ReadOut | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Size over time")
        self.setMinimumHeight(HIGH)
        ui.theme.changed.connect(self._on_theme_changed)

    def show_past(self, past: Past, *, arr: bool) -> None:
        """Show another past."""
        self.past, self.arr = past, arr
        self.say(None)
        self._refresh()

    def _refresh(self) -> None:
        if self.past is None:
            return
        kit = Kit(self._measure, self.ui.words)
        size = self.size()
        self.drawing = size_layout.lay_size(
            self.past, size.width(), size.height(), kit, arr=self.arr
        )
        self.update()

    def say(self, at: int | None) -> None:
        """Read a week out; None: none."""
        self._at = at
        past = self.past
        if at is None or past is None:
            if self.read_out is not None:
                self.read_out.hide()
            self.update()
            return
        words = self.ui.words
        rows = [("Accounts", words.number(past.counts[at]))]
        rows += [
            (words.band(band), words.number(counts[at]))
            for band, counts in past.bands.items()
            if counts[at]
        ]
        if past.arr is not None:
            rows.append(("ARR", words.money(past.arr[at], past.currency)))
        frame = self._frame(past)
        # In the window, not in here: the chart may be lower than what is to be said.
        host = self.window()
        if self.read_out is None or self.read_out.parentWidget() is not host:
            self.read_out = ReadOut(self.ui.theme, host)
        place = self.mapTo(host, QPointF(frame.x(past.days[at]), self.height() / 2))
        self.read_out.show_at(place, words.day(past.days[at]), rows)
        self.update()

    def _frame(self, past: Past) -> size_layout.Frame:
        return size_layout.frame_of(past, self.width(), self.height(), arr=self.arr)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._measure = FontMeasure(self.ui.theme)
        self._refresh()

    def sizeHint(self) -> QSize:
        """Rather wide than high."""
        return QSize(400, 130)

    def resizeEvent(self, event: object) -> None:
        """Another size is another layout."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, and a hair line where it is read."""
        del event
        painter = QPainter(self)
        paint(painter, self.drawing, self.ui.theme)
        if self._at is not None and self.past is not None:
            frame = self._frame(self.past)
            x = frame.x(self.past.days[self._at])
            painter.setPen(self.ui.theme.color("text3"))
            painter.drawLine(QPointF(x, frame.rect.top()), QPointF(x, frame.rect.bottom()))
        if self.hasFocus():
            painter.setPen(self.ui.theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the week under the pointer."""
        if self.past is not None and len(self.past.days) > 1:
            frame = self._frame(self.past)
            self.say(size_layout.nearest(self.past, frame, event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Read nothing any more."""
        super().leaveEvent(event)
        self.say(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from week to week, Escape ends it."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self.past is not None and self.past.days:
            last = len(self.past.days) - 1
            at = last if self._at is None else min(max(self._at + step, 0), last)
            self.say(at)
        elif event.key() == Qt.Key.Key_Escape and self._at is not None:
            self.say(None)
        else:
            super().keyPressEvent(event)


class SizeCard(Card):
    """How large the segment was."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Size over time", WEEKLY)
        self.ui = ui
        self._past: Past | None = None
        self.measure = Segmented("Size by", ((ACCOUNTS, "Accounts"), (ARR, "ARR")))
        self.add_tool(self.measure)
        self.chart = SizeChart(ui)
        self.switch = TableSwitch("Size over time", self.chart)
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.switch)
        self.measure.chosen.connect(self._on_measure_chosen)

    def show_past(self, past: Past) -> None:
        """Show another past."""
        self._past = past
        if len(past.days) < 2 or not any(past.counts):
            self.show_empty("Nobody was in it in all that time", "", "", "circles-relation")
            return
        self._show()

    def _show(self) -> None:
        past = self._past
        if past is None:
            return
        arr = self.measure.value == ARR
        if arr and past.arr is None:
            codes = " and ".join(past.mixed)
            self.show_empty(
                "ARR is in several currencies",
                f"{codes} are not added up. Accounts by week are there.",
                "Show accounts",
                "circles-relation",
            )
            return
        self.set_subtitle(WEEKLY)
        self.chart.show_past(past, arr=arr)
        self._fill_table(past)
        self.show_body()

    def _fill_table(self, past: Past) -> None:
        words = self.ui.words
        head = ["Week", "Accounts", *(words.band(band) for band in past.bands)]
        lines = []
        for at, day in reversed(tuple(enumerate(past.days))):
            line = [words.day(day), words.number(past.counts[at])]
            line += [words.number(counts[at]) for counts in past.bands.values()]
            if past.arr is not None:
                line.append(words.money(past.arr[at], past.currency) or DASH)
            lines.append(tuple(line))
        if past.arr is not None:
            head.append("ARR")
        self.switch.set_lines(tuple(head), lines, frozenset(head[1:]))

    @Slot(str)
    def _on_measure_chosen(self, key: str) -> None:
        del key
        self._show()

    def back_to_accounts(self) -> None:
        """Show accounts, which can always be counted."""
        self.measure.set_value(ACCOUNTS)
        self._show()
