"""The list of a story: paints its entries itself, keeps the month at the top, acts by keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QListView,
    QWidget,
)

from healthdesk.core.domain.timeline import Entry
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.timeline.story_model import Month, StoryModel
from healthdesk.gui.panels.timeline.story_row import (
    HEAD,
    PLAIN,
    WORDY,
    entry_drawing,
    head_drawing,
    height,
)
from healthdesk.gui.parts.drawn_list import EDGE, HELD, DrawnList, Where

Key = Qt.Key
TONE_KEYS: Final = {
    Key.Key_1: -1.0,
    Key.Key_2: -0.5,
    Key.Key_3: 0.0,
    Key.Key_4: 0.5,
    Key.Key_5: 1.0,
    Key.Key_Plus: 0.5,
    Key.Key_0: 0.0,
    Key.Key_Minus: -0.5,
}
"""A tone by one key: 1 very bad to 5 very good, or minus, 0, plus."""


class StoryList(DrawnList):
    """Shows the lines of a `StoryModel`.

    Signals:
        current_changed: the entry that keys act on, or None.
        opened: Enter or a double click on an entry.
        edit_requested: E on an entry.
        feedback_requested: the entry; what became of it should be asked.
        remove_requested: Del on an entry.
        tone_chosen: an entry and the tone that a key said.
        paste_requested: Ctrl+V.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    edit_requested = Signal(object)
    feedback_requested = Signal(object)
    remove_requested = Signal(object)
    tone_chosen = Signal(object, float)
    paste_requested = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, words, "Timeline", parent)
        self.story = StoryModel(words, self)
        self._marked_day: int | None = None
        self.sizes: list[QSize] = []
        self.story.modelReset.connect(self._on_story_reset)
        self.setModel(self.story)
        self.verticalScrollBar().setSingleStep(28)
        self.doubleClicked.connect(self._on_double_clicked)

    @property
    def current(self) -> Entry | None:
        """The entry that keys act on."""
        return self.story.entry(self.currentIndex().row())

    @property
    def marked_day(self) -> int | None:
        """The day that was leapt to."""
        return self._marked_day

    def go_to(self, row: int, *, top: bool = False) -> None:
        """Make a line current and show it, below the month that stays at the top."""
        if self.story.entry(row) is None:
            return
        index = self.story.index(row)
        self.setCurrentIndex(index)
        if top:
            self.scrollTo(index, QListView.ScrollHint.PositionAtTop)
        rect = self.visualRect(index)
        if rect.top() < HEAD:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - HEAD)

    def leap_to(self, day: int) -> bool:
        """Show a day and mark it; False where there is nothing on it or before."""
        row = self.story.row_near(day)
        entry = self.story.entry(row)
        if entry is None:
            return False
        self._marked_day = day
        self.go_to(row, top=True)
        self.viewport().update()
        return entry.day <= day

    def line_size(self, row: int) -> QSize:
        """How high a line is."""
        return self.sizes[row]

    def paint_line(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint one line where it stands."""
        line = self.story.line(row)
        if isinstance(line, Month):
            self._paint_head(painter, rect, line)
        elif line is not None:
            current = row == self.currentIndex().row()
            ground = "selected" if current else "hover" if hover else "surface"
            if line.day == self._marked_day and not current:
                ground = "accentsoft"
            painter.fillRect(rect, self._theme.color(ground))
            first = self.story.is_first_of_day(row)
            drawing = entry_drawing(
                line, rect.width(), self._words, self._measure, first_of_day=first
            )
            self.draw(painter, rect, drawing)
            if current and self.hasFocus():
                self.draw_edge(painter, rect)

    def _paint_head(self, painter: QPainter, rect: QRect, month: Month) -> None:
        painter.fillRect(rect, self._theme.color("canvas"))
        name = self._words.month(month.day, year=True)
        count = self._words.count(month.count, "entry", "entries")
        self.draw(painter, rect, head_drawing(name, count, rect.width(), self._measure))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that show, and over them the month they belong to."""
        super().paintEvent(event)
        top = self.indexAt(QPoint(EDGE, 0))
        head = self.story.head_of(top.row()) if top.isValid() else -1
        month = self.story.line(head)
        if not isinstance(month, Month):
            return
        after = self.story.head_after(top.row())
        push = self.visualRect(self.story.index(after)).top() - HEAD if after >= 0 else 0
        painter = QPainter(self.viewport())
        rect = QRect(0, min(0, push), self.viewport().width(), HEAD)
        self._paint_head(painter, rect, month)
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; the month at the top stays, so all is painted anew."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over entries, open, edit, remove, say a tone."""
        key, plain = Key(event.key()), not event.modifiers() & HELD
        target = self._target(key)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif target is not None:
            self.go_to(target)
        elif not (plain and self.current is not None and self._act(self.current, key)):
            event.ignore()

    def _act(self, entry: Entry, key: Key) -> bool:
        if key in TONE_KEYS and entry.toned:
            self.tone_chosen.emit(entry, TONE_KEYS[key])
        elif key in (Key.Key_Return, Key.Key_Enter):
            self.opened.emit(entry)
        elif key == Key.Key_E:
            self.edit_requested.emit(entry)
        elif key == Key.Key_F:
            self.feedback_requested.emit(entry)
        elif key in (Key.Key_Delete, Key.Key_Backspace):
            self.remove_requested.emit(entry)
        else:
            return False
        return True

    def _target(self, key: Key) -> int | None:
        """The line that a moving key leads to, heads left out."""
        row, last = self.currentIndex().row(), self.story.rowCount() - 1
        if last < 0:
            return None
        if key in (Key.Key_Home, Key.Key_End):
            return 1 if key == Key.Key_Home else last
        page = max(1, self.viewport().height() // 56 - 1)
        steps = {Key.Key_Up: -1, Key.Key_Down: 1, Key.Key_PageUp: -page, Key.Key_PageDown: page}
        if key not in steps:
            return None
        wanted = min(max(row + steps[key], 1), last)
        if self.story.entry(wanted) is None:
            wanted += 1 if steps[key] > 0 else -1
        return min(max(wanted, 1), last)

    def keyboardSearch(self, search: str) -> None:
        """Leave typing to the search field."""

    def tip_at(self, pos: QPoint) -> str:
        """What the tip at a place tells, in plain text."""
        index = self.indexAt(pos)
        entry = self.story.entry(index.row())
        if entry is None:
            return ""
        rect = self.visualRect(index)
        drawing = entry_drawing(entry, rect.width(), self._words, self._measure, first_of_day=False)
        return drawing.tip(QPointF(pos - rect.topLeft()))

    def currentChanged(self, current: Where, previous: Where) -> None:
        """Tell which entry is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self.story.entry(current.row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the newest entry when nothing is current yet; a press chooses its own."""
        pressed = event.reason() == Qt.FocusReason.MouseFocusReason
        if not pressed and self.current is None and self.story.rowCount() > 1:
            self.go_to(1)
        super().focusInEvent(event)
        self.viewport().update()

    def entry_rect(self, key: str) -> QRectF:
        """Where an entry stands in the viewport, for popups and tests."""
        row = self.story.row_of(key)
        return QRectF(self.visualRect(self.story.index(row))) if row >= 0 else QRectF()

    @Slot()
    def _on_story_reset(self) -> None:
        self.sizes = [_size(self.story.entry(row)) for row in range(self.story.rowCount())]

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        entry = self.story.entry(index.row())
        if entry is not None:
            self.opened.emit(entry)


_SIZES: Final = {high: QSize(10, high) for high in (HEAD, PLAIN, WORDY)}


def _size(entry: Entry | None) -> QSize:
    """How large a line is; the list makes it as wide as itself."""
    return _SIZES[HEAD if entry is None else height(entry)]
