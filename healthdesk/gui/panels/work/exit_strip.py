"""The painted progress of an exit condition: a cell for each day it has to hold on.

The cells of the running days are filled from the left; what is read on a day is told under the
pointer. Not here: what holds (core/services/plan_watch.py).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen

from healthdesk.core.domain.plan import ExitDay, ExitState
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, Fill, Glyph, Sheet, Spot
from healthdesk.gui.parts.drawn_part import DrawnPart

CELL, HIGH = 16.0, 14.0
_GAP: Final = 2.0
_TOP: Final = 3.0
_MOST_CELLS: Final = 62
"""Needed days up to which each has a cell; beyond, one bar stands for all."""


def strip_drawing(state: ExitState, width: float, words: Words) -> Drawing:
    """Days of the plan as cells, oldest first: held, not held, not known, still to come."""
    sheet = Sheet()
    if state.needed > _MOST_CELLS:
        _bar(sheet, state, width)
    else:
        _cells(sheet, state, width, words)
    return sheet.done(width, HIGH + 2 * _TOP)


def _cells(sheet: Sheet, state: ExitState, width: float, words: Words) -> None:
    step = min(CELL + _GAP, (width - 20) / state.needed)
    run = _run(state)
    for at in range(state.needed):
        rect = QRectF(at * step, _TOP, max(step - _GAP, 1.5), HIGH)
        if at >= len(state.days):
            sheet.fills.append(Fill(rect, "track", radius=3))
            sheet.spots.append(Spot(rect, f"left {at}", "Still to come"))
            continue
        one = state.days[at]
        if one.held is None:
            sheet.fills.append(Fill(rect, "track", hatched=True))
        else:
            in_run = one.day in run
            ground = ("strongfill" if in_run else "strongsoft") if one.held else "averagesoft"
            sheet.fills.append(Fill(rect, ground, radius=3))
        sheet.spots.append(Spot(rect, f"day {one.day}", day_words(one, words)))
    if state.met:
        right = QRectF(state.needed * step + 4, _TOP - 1, 16, 16)
        sheet.glyphs.append(Glyph(right, "circle-check", "strong"))


def _bar(sheet: Sheet, state: ExitState, width: float) -> None:
    whole = QRectF(0, _TOP, width, HIGH)
    sheet.fills.append(Fill(whole, "track", radius=4))
    share = min(state.held / state.needed, 1.0)
    if share:
        rect = QRectF(0, _TOP, max(width * share, 4), HIGH)
        sheet.fills.append(Fill(rect, "strongfill", radius=4))
    sheet.spots.append(Spot(whole, "bar", state.sentence))


def _run(state: ExitState) -> frozenset[int]:
    """The days of the run that counts."""
    if state.since is None:
        return frozenset()
    return frozenset(range(state.since, state.since + state.held))


def day_words(one: ExitDay, words: Words) -> str:
    """A day and how it was, in words."""
    held = "not known" if one.held is None else "holds" if one.held else "does not hold"
    reads = f": {one.words}" if one.words else ""
    return f"{words.weekday(one.day)}{reads}, {held}"


class ExitStrip(DrawnPart):
    """Shows how far an exit condition is; arrow keys tell the days one by one.

    Signals:
        day_opened: a day whose cell was pressed, or on which Enter was.
    """

    day_opened = Signal(int)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._words = words
        self._state: ExitState | None = None
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.spot_clicked.connect(self._on_spot_clicked)

    def show_state(self, state: ExitState) -> None:
        """Show another state."""
        self._state = state
        self._at = -1
        self.setAccessibleName(f"Exit condition: {state.words}. {state.sentence}")
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The cells for a width."""
        if self._state is None:
            return Drawing(width, HIGH + 2 * _TOP)
        return strip_drawing(self._state, width, self._words)

    @property
    def told(self) -> str:
        """What is said of the day that the keys are on."""
        spots = self.drawing.spots
        return spots[self._at].tip if 0 <= self._at < len(spots) else ""

    def clickable(self, key: str) -> bool:
        """A press on a day shows the rows behind it."""
        return key.startswith("day ")

    @Slot(str)
    def _on_spot_clicked(self, key: str) -> None:
        if self.clickable(key):
            self.day_opened.emit(int(key.removeprefix("day ")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from day to day, open one."""
        spots = self.drawing.spots
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < len(spots):
            self._on_spot_clicked(spots[self._at].key)
            return
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.drawing.spots:
            super().keyPressEvent(event)
            return
        self._at = min(max(self._at + step, 0), len(self.drawing.spots) - 1)
        self.setAccessibleDescription(self.told)
        self.setToolTip(self.told)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys act here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they no longer do."""
        super().focusOutEvent(event)
        self._at = -1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, and a ring around the one that keys are on."""
        super().paintEvent(event)
        if not self.hasFocus() or not self.drawing.spots:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("accent"), 2))
        spot = self.drawing.spots[max(self._at, 0)].rect
        last = self.drawing.spots[-1].rect
        rect = spot if self._at >= 0 else QRectF(0, spot.top(), last.right(), spot.height())
        painter.drawRoundedRect(rect.adjusted(0, -1.5, 0, 1.5), 4, 4)
        painter.end()
