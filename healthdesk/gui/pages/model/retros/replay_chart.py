"""The replay of a loss: a day is looked at by pointer and arrow keys; `Ctrl+T` makes it a table.

Not here: what stands where (replay_layout.py).
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.retro import Replay
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.retros import replay_layout as layout
from healthdesk.gui.parts.drawing import Drawing, FontMeasure
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import BY_KEY, TableSwitch

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: 30, Qt.Key.Key_PageDown: -30}


class ReplayPlot(DrawnPart):
    """The painted days themselves.

    Signals:
        day_looked: another day is looked at.
    """

    day_looked = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.replay: Replay | None = None
        self.day = 0
        self._ringed = False
        self._still: tuple[Replay, float, FontMeasure, Drawing] | None = None
        """What was laid out for a replay and a width, kept while a hand goes through the days."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Replay of the last 180 days")

    def show_replay(self, replay: Replay) -> None:
        """Show another loss, from the first move on; the same one keeps its day."""
        same = self.replay is not None and self.replay.account_id == replay.account_id
        self.replay = replay
        if not same or self.day not in replay.days:
            moves = [one.moved for one in (*replay.moved, *replay.outside) if one.moved]
            self.day = min(moves, default=replay.days[-1])
        self.refresh()
        self._say()

    def lay_out(self, width: float) -> Drawing:
        """Ask the layout."""
        if self.replay is None:
            return Drawing(width, 0)
        held = self._still
        if held is None or held[:3] != (self.replay, width, self.measure):
            made = layout.still(self.replay, width, self.measure, self._words)
            held = self._still = (self.replay, width, self.measure, made)
        return layout.with_day(self.replay, held[3], self.day, self.measure, self._words)

    def look_at(self, day: int) -> None:
        """Look at another day."""
        if self.replay is None:
            return
        day = min(max(day, self.replay.days[0]), self.replay.days[-1])
        if day != self.day:
            self.day = day
            self.refresh()
            self._say()
            self.day_looked.emit(day)

    def _say(self) -> None:
        told = next((one.text for one in self.drawing.texts), "")
        self.setAccessibleDescription(f"{told}. Arrow keys move a day, with Shift a week.")

    def _day_under(self, point: QPointF) -> int | None:
        if self.replay is None:
            return None
        at = layout.frame_of(self.replay, self.drawing.width)
        x = point.x() - self.inset
        return at.day(x) if at.left - 6 <= x <= at.right + 6 else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the day that is pressed."""
        super().mousePressEvent(event)
        day = self._day_under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self.look_at(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag through the days."""
        day = self._day_under(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton and day is not None:
            self.look_at(day)
        over = day is not None
        self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move a day (Shift: a week), Page Up and Down 30, Home and End to the ends."""
        key = Qt.Key(event.key())
        if self.replay is None or key not in {*_STEPS, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        elif key in _STEPS:
            week = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.look_at(self.day + _STEPS[key] * (7 if week else 1))
        else:
            self.look_at(self.replay.days[0 if key == Qt.Key.Key_Home else -1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._ringed = event.reason() in BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days, and a ring where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus() and self._ringed:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            painter.end()


class ReplayChart(QWidget):
    """The days, as high as they need and scrolled, and their table in the same place."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.plot = ReplayPlot(theme, words)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFocusProxy(self.plot)
        scroll.setWidget(inside)
        self.switch = TableSwitch("Replay", scroll, inside=("score", "notes"))
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.switch)

    def show_replay(self, replay: Replay) -> None:
        """Show another loss."""
        self.plot.show_replay(replay)
        self.switch.set_source(partial(layout.table, replay, self._words),
                               frozenset({"Days before", "Level", "After"}))  # fmt: skip
