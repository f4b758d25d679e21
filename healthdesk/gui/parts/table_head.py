"""The head of a data table: names, sort arrows and numbers, resizing, moving, by mouse and keys.

Not here: what sorting or moving does (data_table.py listens).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHeaderView, QWidget

from healthdesk.gui.parts.column import Column, Lanes, SortKey
from healthdesk.gui.parts.column_painters import PAD, Ink, Ticked, inset, paint_box, write

HEIGHT = 30
DRAG_FROM = 6
STEP = 8


@dataclass(frozen=True)
class HeadState:
    """What the head shows."""

    columns: tuple[Column, ...]
    lanes: Lanes
    sorts: tuple[SortKey, ...]
    ticked: Ticked


@dataclass(frozen=True)
class HeadCell:
    """Where the parts of one head stand; a rectangle of no width is not painted."""

    title: QRect
    arrow: QRect
    number: QRect
    pin: QRect


def head_cell(
    rect: QRect, title: int, number: int, *, right: bool, sorted_: bool, pin: bool
) -> HeadCell:
    """Lay one head out: the title, then its arrow and number, then the pin of the last pinned."""
    extra = (14 if sorted_ else 0) + (number + 2 if number else 0) + (16 if pin else 0)
    room = rect.width() - extra
    wide = min(title, max(0, room))
    left = rect.right() + 1 - wide - extra if right else rect.left()
    words = QRect(left, rect.top(), wide, rect.height())
    at = left + wide + 2
    middle = rect.center().y() - 5
    arrow = QRect(at, middle, 12 if sorted_ else 0, 12)
    at += 14 if sorted_ else 0
    digits = QRect(at, rect.top(), number, rect.height())
    at += number + 2 if number else 0
    return HeadCell(words, arrow, digits, QRect(at + 2, middle, 12 if pin else 0, 12))


class TableHead(QHeaderView):
    """Paints and works the heads of a table's columns.

    Signals:
        sort_requested: a column was clicked; the second says whether other keys stay.
        width_requested: a column should become this wide.
        fit_requested: a column should become as wide as what it shows.
        move_requested: a column should stand before another one (-1: last).
        box_requested: the box of all rows was clicked.
        menu_requested: a menu for a column is wanted at this place on the screen.
    """

    sort_requested = Signal(int, bool)
    width_requested = Signal(int, int)
    fit_requested = Signal(int)
    move_requested = Signal(int, int)
    box_requested = Signal()
    menu_requested = Signal(int, QPoint)

    def __init__(self, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ink = ink
        self._state = HeadState((), Lanes((), 0), (), "off")
        self._hover = -1
        self._cursor = 0
        self._pressed = -1
        self._resizing = -1
        self._from = QPoint()
        self._grip = 0
        self._drop: int | None = None
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Column heads")
        self.setAccessibleDescription(
            "Left and right choose a column, Enter sorts, Shift+Enter adds a sort key, "
            "Alt with left or right moves it, Shift with left or right makes it narrower or wider"
        )

    @property
    def cursor_column(self) -> int:
        """The column that keys act on."""
        return self._cursor

    def show_state(self, state: HeadState) -> None:
        """Show columns, widths and sort keys."""
        self._state = state
        self._cursor = min(self._cursor, max(0, len(state.columns) - 1))
        for at, width in enumerate(state.lanes.widths):
            if at < self.count() and self.sectionSize(at) != width:
                self.resizeSection(at, width)
        self.viewport().update()

    def set_ink(self, ink: Ink) -> None:
        """Paint with these fonts and colours."""
        self._ink = ink
        self.viewport().update()

    def cell(self, at: int) -> HeadCell:
        """Lay out the head of one column, as painted now."""
        column = self._state.columns[at]
        place = self._place(column.key)
        several = len(self._state.sorts) > 1
        number = self._ink.width(str(place + 1), self._ink.small_medium) if several else 0
        return head_cell(
            self._rect(at).adjusted(2 if column.right else inset(at, fixed=False), 0, -PAD, 0),
            self._ink.width(column.title, self._ink.small_medium),
            number if place >= 0 else 0,
            right=column.right,
            sorted_=place >= 0,
            pin=at == self._state.lanes.pinned - 1 and not column.fixed,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the moving heads, the pinned ones over them, and where a dragged one would land."""
        painter = QPainter(self.viewport())
        area = self.viewport().rect()
        painter.fillRect(area, self._ink.color("surface"))
        lanes = self._state.lanes
        for at in range(lanes.pinned, len(self._state.columns)):
            self._paint_cell(painter, at)
        painter.fillRect(0, 0, lanes.pinned_width, area.height(), self._ink.color("surface"))
        for at in range(lanes.pinned):
            self._paint_cell(painter, at)
        painter.fillRect(0, area.bottom(), area.width(), 1, self._ink.color("border"))
        if self.offset():
            painter.fillRect(lanes.pinned_width - 1, 0, 1, area.height(), self._ink.color("border"))
        if self._drop is not None:
            painter.fillRect(
                self._drop_x(self._drop) - 1, 2, 2, area.height() - 4, self._ink.color("accent")
            )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an edge, or of a head."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().toPoint().x()
        self._from = event.position().toPoint()
        self._resizing = self._edge(x)
        self._grip = self._width(self._resizing) - x
        self._pressed = self._state.lanes.at(x, self.offset()) if self._resizing < 0 else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Resize, drag, or show what lies under the pointer."""
        at = event.position().toPoint()
        if self._resizing >= 0:
            self.width_requested.emit(self._resizing, max(24, at.x() + self._grip))
            return
        if self._pressed >= 0 and self._movable(self._pressed):
            far = (at - self._from).manhattanLength() >= DRAG_FROM
            if far or self._drop is not None:
                self._drop = self._landing(at.x())
                self.viewport().update()
            return
        on_edge = self._edge(at.x()) >= 0
        self.viewport().setCursor(
            Qt.CursorShape.SplitHCursor if on_edge else Qt.CursorShape.ArrowCursor
        )
        self._set_hover(self._state.lanes.at(at.x(), self.offset()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: a drag moves the column, a click sorts."""
        pressed, drop = self._pressed, self._drop
        self._pressed, self._drop, self._resizing = -1, None, -1
        self.viewport().update()
        if pressed < 0:
            return
        if drop is not None:
            self.move_requested.emit(pressed, drop)
        elif self._state.lanes.at(event.position().toPoint().x(), self.offset()) == pressed:
            self._act(pressed, add=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit a column whose edge is double clicked; elsewhere it is a second click."""
        edge = self._edge(event.position().toPoint().x())
        if edge >= 0:
            self.fit_requested.emit(edge)
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what lay under the pointer."""
        super().leaveEvent(event)
        self._set_hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the column under the pointer, or of the one that keys act on."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self._cursor if keyboard else self._state.lanes.at(event.pos().x(), self.offset())
        place = self._rect(at).bottomLeft() if keyboard else event.pos()
        if at >= 0 and not self._state.columns[at].fixed:
            self.menu_requested.emit(at, self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, sort, move and resize columns by keys."""
        key, held = event.key(), event.modifiers()
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if way and held & Qt.KeyboardModifier.AltModifier:
            self._move_by(way)
        elif way and held & Qt.KeyboardModifier.ShiftModifier:
            self.width_requested.emit(self._cursor, self._width(self._cursor) + way * STEP)
        elif way:
            self._cursor = min(max(0, self._cursor + way), len(self._state.columns) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._act(self._cursor, add=bool(held & Qt.KeyboardModifier.ShiftModifier))
        else:
            event.ignore()
            return
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which column keys act on."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no column any more."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _paint_cell(self, painter: QPainter, at: int) -> None:
        ink, column, rect = self._ink, self._state.columns[at], self._rect(at)
        if column.fixed:
            paint_box(painter, ink, rect, self._state.ticked)
        else:
            if at == self._hover:
                painter.fillRect(rect.adjusted(0, 0, 0, -1), ink.color("hover"))
            self._paint_words(painter, at, column)
        if self.hasFocus() and at == self._cursor:
            painter.setPen(QPen(ink.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_words(self, painter: QPainter, at: int, column: Column) -> None:
        ink, cell = self._ink, self.cell(at)
        place = self._place(column.key)
        write(painter, ink, cell.title, column.title, font=ink.small_medium, color="text2")
        if cell.arrow.width():
            down = self._state.sorts[place].descending
            icon = ink.pixmap("arrow-down" if down else "arrow-up", "text2", 12)
            painter.drawPixmap(cell.arrow.topLeft(), icon)
        if cell.number.width():
            write(painter, ink, cell.number, str(place + 1), font=ink.small_bold, color="text")
        if cell.pin.width():
            painter.drawPixmap(cell.pin.topLeft(), ink.pixmap("pin", "text3", 12))

    def _act(self, at: int, *, add: bool) -> None:
        if not 0 <= at < len(self._state.columns):
            return
        self._cursor = at
        if self._state.columns[at].fixed:
            self.box_requested.emit()
        else:
            self.sort_requested.emit(at, add)

    def _move_by(self, way: int) -> None:
        target = self._cursor + way
        if not self._movable(self._cursor) or not self._movable(target):
            return
        before = target if way < 0 else target + 1
        self.move_requested.emit(self._cursor, before if before < len(self._state.columns) else -1)
        self._cursor = target

    def _movable(self, at: int) -> bool:
        return self._state.lanes.pinned <= at < len(self._state.columns)

    def _place(self, key: str) -> int:
        return next((at for at, sort in enumerate(self._state.sorts) if sort.column == key), -1)

    def _rect(self, at: int) -> QRect:
        return QRect(self._state.lanes.left(at, self.offset()), 0, self._width(at), HEIGHT)

    def _width(self, at: int) -> int:
        return self._state.lanes.widths[at] if 0 <= at < len(self._state.lanes.widths) else 0

    def _edge(self, x: int) -> int:
        at = self._state.lanes.edge(x, self.offset())
        fixed = at >= 0 and (self._state.columns[at].fixed or self._state.columns[at].stretch)
        return -1 if fixed else at

    def _landing(self, x: int) -> int:
        lanes = self._state.lanes
        for at in range(lanes.pinned, len(lanes.widths)):
            if x < lanes.left(at, self.offset()) + lanes.widths[at] // 2:
                return at
        return -1

    def _drop_x(self, before: int) -> int:
        lanes = self._state.lanes
        if before >= 0:
            return lanes.left(before, self.offset())
        return sum(lanes.widths) - self.offset()

    def _set_hover(self, at: int) -> None:
        if at != self._hover:
            self._hover = at
            self.viewport().update()
