"""The strips of a rehearsal as a widget: walked by arrows, a press asks why or why not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import rehearsal_layout as layout
from healthdesk.gui.parts.drawing import Drawing, Spot
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import BY_KEY, Lines
from healthdesk.gui.parts.rehearsal_layout import Strips

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class RehearsalAxis(DrawnPart):
    """The months of strips that are scrolled."""

    def __init__(self, theme: Theme, words: Words, plot: RehearsalPlot) -> None:
        super().__init__(theme)
        self._words, self._plot = words, plot

    def lay_out(self, width: float) -> Drawing:
        """Where the months stand: as the plot has them."""
        wide = min(width, float(self._plot.width()))
        return layout.axis(self._plot.strips, wide, self.measure, self._words)


class RehearsalPlot(DrawnPart):
    """Paints strips.

    Signals:
        pressed: the key of a strip or of one of its dots.
        reached: top and bottom of the place that the keys went to, to be brought into view.
    """

    pressed = Signal(str)
    reached = Signal(int, int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.words = words
        self.strips = Strips(0, 0)
        self.seen = ""
        self.months = True
        """Whether the months stand under the strips; else an axis of its own says them."""
        self._at: int | None = None
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Rehearsal")
        self.spot_clicked.connect(self._on_spot_clicked)

    def show_strips(self, strips: Strips) -> None:
        """Show other strips."""
        self.strips, self._at = strips, None
        self.refresh()

    def show_seen(self, key: str) -> None:
        """Mark the strip or the dot that is explained beside; "" = none."""
        if key != self.seen:
            self.seen = key
            self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """Where the strips stand."""
        return layout.rehearsal(
            self.strips, width, self.measure, self.words, seen=self.seen, months=self.months
        )

    def clickable(self, key: str) -> bool:
        """Strips and dots answer; grounds only tell."""
        return bool(key)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The same as a table."""
        return layout.table(self.strips, self.words)

    @property
    def _places(self) -> tuple[Spot, ...]:
        return tuple(one for one in self.drawing.spots if one.key)

    @Slot(str)
    def _on_spot_clicked(self, key: str) -> None:
        if key:
            places = self._places
            self._at = next((at for at, one in enumerate(places) if one.key == key), None)
            self.pressed.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from place to place, Enter asks why."""
        places, step = self._places, _STEPS.get(Qt.Key(event.key()), 0)
        if step and places and not event.modifiers():
            at = (-1 if step > 0 else len(places)) if self._at is None else self._at
            self._at = min(max(at + step, 0), len(places) - 1)
            self._ringed = True
            spot = places[self._at]
            self.setAccessibleDescription(spot.tip.replace("\n", ", "))
            self.reached.emit(round(spot.rect.top()), round(spot.rect.bottom()))
            self.update()
        elif event.key() in _PRESS and self._at is not None and self._at < len(places):
            self.pressed.emit(places[self._at].key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note whether the keyboard brought the focus here."""
        self._ringed = event.reason() in BY_KEY
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no place as the one that keys act on."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the strips, and where the keys are."""
        super().paintEvent(event)
        places = self._places
        if self._at is None or self._at >= len(places) or not (self.hasFocus() and self._ringed):
            return
        painter = QPainter(self)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("accent"), 2))
        painter.drawRoundedRect(places[self._at].rect.translated(self.inset, 0), 4, 4)
        painter.end()
