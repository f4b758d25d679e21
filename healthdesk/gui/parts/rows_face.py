"""A painted face with rows that scroll under a head: only those in view are laid out.

Rows are shown whole: wheel, bar and keys go by rows. Arrows reach the places of the rows in view
and move on to the next ones at their end.
"""

from __future__ import annotations

from PySide6.QtCore import QSizeF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.face import ACCOUNT

_NOTCH = 120
_ROWS_A_NOTCH = 3
_PIXELS_A_ROW = 24
_ROW = 28
BAR = 10


class RowsFace(DrawnFace):
    """Subclasses say how many rows there are, how many fit, and lay out those from the first."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._turned = 0.0
        self._laying = False
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setAccessibleName("Rows")
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.hide()
        self.bar.valueChanged.connect(self._on_bar_moved)

    def rows_beyond(self, room: QSizeF) -> int:
        """How many rows can be scrolled away at most; 0: all fit."""
        raise NotImplementedError

    def rows_top(self, room: QSizeF) -> float:
        """Where the rows begin."""
        del room
        return 0.0

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The face with this row as the first under the head."""
        raise NotImplementedError

    def lay_out(self, room: QSizeF) -> Drawing:
        """Lay the rows out beside the bar, where one is needed."""
        narrow = QSizeF(max(room.width() - BAR - 4, 1.0), room.height())
        beyond = self.rows_beyond(room)
        if beyond > 0:
            beyond = max(self.rows_beyond(narrow), 0)
        self._set_bar(beyond, room)
        return self.lay_out_rows(narrow if beyond > 0 else room, self.bar.value())

    def for_paper(self, room: QSizeF) -> Drawing:
        """The face from its first row, without a bar: on paper nobody scrolls."""
        return self.lay_out_rows(room, 0)

    def on_paper(self, room: QSizeF) -> tuple[int, int]:
        """How many of its rows a drawing in this room shows, and of how many."""
        count = len(self.lines()[1])
        return max(count - max(self.rows_beyond(room), 0), 0), count

    def _set_bar(self, beyond: int, room: QSizeF) -> None:
        self._laying = True
        self.bar.setRange(0, max(beyond, 0))
        self.bar.setPageStep(max(1, int(room.height() / _ROW) - 1))
        self._laying = False
        top = int(self.rows_top(room) * self.zoom)
        self.bar.setGeometry(self.width() - BAR, top, BAR, self.height() - top)
        self.bar.setVisible(beyond > 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by whole rows; at the end of them the board scrolls."""
        pixels, angle = event.pixelDelta().y(), event.angleDelta().y()
        self._turned -= pixels / _PIXELS_A_ROW if pixels else angle / _NOTCH * _ROWS_A_NOTCH
        steps = int(self._turned)
        self._turned -= steps
        before = self.bar.value()
        self.bar.setValue(before + steps)
        if self.bar.maximum() and (steps == 0 or self.bar.value() != before):
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages and ends by their keys; arrows go on where the rows in view end."""
        pages = {
            Qt.Key.Key_PageDown: self.bar.value() + self.bar.pageStep(),
            Qt.Key.Key_PageUp: self.bar.value() - self.bar.pageStep(),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.bar.maximum(),
        }
        key = Qt.Key(event.key())
        if key in pages and self.bar.maximum():
            self.bar.setValue(pages[key])
            return
        if self._at is not None:
            spots = self.drawing.spots
            if key == Qt.Key.Key_Down and self._at == len(spots) - 1:
                self.bar.setValue(self.bar.value() + 1)
            elif key == Qt.Key.Key_Up and self.bar.value() and self._at == self._first_row():
                self.bar.setValue(self.bar.value() - 1)
                self._at += 1
        super().keyPressEvent(event)

    def _first_row(self) -> int:
        keys = [spot.key for spot in self.drawing.spots]
        return next((at for at, key in enumerate(keys) if key.startswith(ACCOUNT)), 0)

    @Slot()
    def _on_bar_moved(self) -> None:
        if not self._laying:
            self.read_out.hide()
            self.refresh()
