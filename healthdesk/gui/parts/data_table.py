"""A table that stays quick at 100,000 rows: it paints its cells, marks rows, groups and pins.

The page hands in a `RowOrder` (made on a reader thread) and listens; rows are painted line by line
from the model's arrays. Not here: what a cell looks like (column_painters.py), the head
(table_head.py), which columns there are (the page).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QToolTip, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.column import Column, Lanes, SortKey, moved, toggled, widths
from healthdesk.gui.parts.column_painters import PAD, Ink, Ticked
from healthdesk.gui.parts.plain import plain_tip
from healthdesk.gui.parts.table_head import HeadState, TableHead
from healthdesk.gui.parts.table_lines import TableLines, within_card
from healthdesk.gui.parts.table_model import TableModel

DENSE = 28
COMPACT = 32
"""Of a card's corners, within its line."""
FIT_ROWS = 200
"""Lines that a fitted column's width is measured on."""

Where = QModelIndex | QPersistentModelIndex
Key = Qt.Key
Held = Qt.KeyboardModifier


class DataTable(QTableView):
    """Shows lines of a `TableModel` with our own painters, keys and marks.

    Signals:
        opened: the id of a row that was double clicked or entered.
        current_changed: the id of the row that keys act on, "" on a group head.
        layout_changed: columns, widths, order, pins or sort keys were changed by the user.
        menu_requested: column number and place on the screen where its menu is wanted.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    layout_changed = Signal()
    menu_requested = Signal(int, QPoint)
    follows_density = True
    """Whether lines are higher where tables are roomy; a form of a few lines need not be."""

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        parent: QWidget | None = None,
        *,
        pinned: int = 1,
        keeps_current: bool = True,
        round_top: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ink = Ink(theme, self.devicePixelRatioF())
        self._widths: dict[str, int] = {}
        self._pinned = pinned
        self._keeps_current = keeps_current
        self._round_top = round_top
        self._lanes = Lanes((), 0)
        self._hover = -1
        self._anchor = ""
        self._held: tuple[str, int] | None = None
        self.narrowed: tuple[str, ...] = ()
        """What a page filters its rows by, in words, for whoever takes the table along."""
        self._high = COMPACT
        self.rows = TableModel(columns, self)
        self._head = TableHead(self._ink, self)
        self._build()
        self._connect(theme)
        self._lay_out()

    @property
    def head(self) -> TableHead:
        """The head, for tests and focus."""
        return self._head

    @property
    def lanes(self) -> Lanes:
        """Where columns stand."""
        return self._lanes

    @property
    def pinned(self) -> int:
        """How many columns stay when the others scroll."""
        return self._pinned

    @property
    def chosen_widths(self) -> dict[str, int]:
        """Widths the user gave to columns."""
        return dict(self._widths)

    @property
    def row_height(self) -> int:
        """Height of a line."""
        return self.verticalHeader().defaultSectionSize()

    def set_row_height(self, pixels: int) -> None:
        """Say how high a compact line is; a roomy one is a little higher."""
        self._high = pixels
        self._apply_height()

    @Slot()
    def _apply_height(self) -> None:
        """Make lines compact or roomy; what stands at the top stays there."""
        pixels = self._high + (self._theme.more if self.follows_density else 0)
        top = self.verticalScrollBar().value() // self.row_height
        self.verticalHeader().setDefaultSectionSize(pixels)
        self.updateGeometries()
        self.verticalScrollBar().setValue(top * pixels)
        self.viewport().update()

    def set_columns(self, columns: Sequence[Column], *, pinned: int | None = None) -> None:
        """Show these columns; widths belong to their keys and stay."""
        self._pinned = self._pinned if pinned is None else pinned
        self.hold_place()
        self.rows.set_columns(columns)
        self.return_to_place()
        self._lay_out()

    def enter(self) -> None:
        """Take the focus, at the first row when none is current yet."""
        self.setFocus()
        self._begin()

    def set_chosen_widths(self, chosen: Mapping[str, int]) -> None:
        """Make columns as wide as they were left."""
        self._widths = dict(chosen)
        self._lay_out()

    def sort_by(self, sorts: tuple[SortKey, ...]) -> None:
        """Sort, show the top, keep the current row current."""
        self.hold_place()
        self.rows.set_sorts(sorts)
        self.return_to_place(scroll=0)
        self._show_head()

    def hold_place(self) -> None:
        """Remember the current row and the scroll before the rows change."""
        self._held = (self.rows.id_at(self.currentIndex().row()), self.verticalScrollBar().value())

    def return_to_place(self, scroll: int | None = None) -> None:
        """Go back to the remembered row and scroll, or to another scroll."""
        ident, before = self._held or ("", 0)
        self._held = None
        line = self.rows.line_of(ident) if ident else -1
        if line >= 0:
            self.setAutoScroll(False)
            self._set_current(line)
            self.setAutoScroll(True)
        self.updateGeometries()
        self.verticalScrollBar().setValue(before if scroll is None else scroll)
        self.viewport().update()

    def current_id(self) -> str:
        """Name the row that keys act on, "" for none."""
        return self.rows.id_at(self.currentIndex().row())

    def go_to(self, line: int) -> None:
        """Make a line current and show it."""
        lines = self.rows.rowCount()
        if lines:
            self._set_current(min(max(0, line), lines - 1))

    def visualRect(self, index: Where) -> QRect:
        """Say where a cell stands; pinned columns do not scroll, group heads span all."""
        if not index.isValid():
            return QRect()
        top = index.row() * self.row_height - self.verticalScrollBar().value()
        if self.rows.group_at(index.row()) is not None:
            return QRect(0, top, self.viewport().width(), self.row_height)
        left = self._lanes.left(index.column(), self.horizontalScrollBar().value())
        return QRect(left, top, self._lanes.widths[index.column()], self.row_height)

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """Find the cell at a place of the viewport."""
        line = (pos.y() + self.verticalScrollBar().value()) // self.row_height
        over, top = self.rows.sticking(self.verticalScrollBar().value(), self.row_height)
        if over >= 0 and 0 <= pos.y() < top + self.row_height:
            line = over
        column = self._lanes.at(pos.x(), self.horizontalScrollBar().value())
        if pos.y() < 0 or not 0 <= line < self.rows.rowCount():
            return QModelIndex()
        on_head = self.rows.group_at(line) is not None
        return self.rows.index(line, self.rows.plain if on_head else column)

    def scrollTo(
        self,
        index: Where,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a line into view; columns stay where they are."""
        if not index.isValid():
            return
        bar, high = self.verticalScrollBar(), self.row_height
        top = index.row() * high
        # Under a head that sticks no line is seen.
        seen = top - (high if self.rows.head_over(index.row()) not in {-1, index.row()} else 0)
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or seen < bar.value():
            bar.setValue(seen)
        elif top + high > bar.value() + self.viewport().height():
            bar.setValue(top + high - self.viewport().height())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; sideways everything is painted anew, as pinned columns stay."""
        super().scrollContentsBy(dx, dy)
        self._hover = -1
        self.viewport().update()
        self._head.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Leave typing to the page's filter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that show."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._ink.color("surface"))
        scroll, high = self.verticalScrollBar().value(), self.row_height
        first = max(0, (event.rect().top() + scroll) // high)
        last = min(self.rows.rowCount() - 1, (event.rect().bottom() + scroll) // high)
        lines = TableLines(
            self._theme,
            self._ink,
            self._lanes,
            self.rows.columns,
            self.horizontalScrollBar().value(),
        )
        for line in range(first, last + 1):
            rect = QRect(0, line * high - scroll, self.viewport().width(), high)
            self._paint_line(painter, lines, line, rect)
        over, top = self.rows.sticking(scroll, high)
        if over >= 0:
            self._paint_line(painter, lines, over, QRect(0, top, self.viewport().width(), high))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make a line current; its box, or a key held, marks it."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        line = index.row()
        group = self.rows.group_at(line)
        self._set_current(line)
        if group is not None:
            self._close(line, closed=not group.closed)
            return
        held = event.modifiers()
        on_box = index.column() >= 0 and self.rows.columns[index.column()].fixed
        if held & Held.ShiftModifier:
            self._mark_range(line)
        elif on_box or held & Held.ControlModifier:
            self._toggle_mark(line)
        else:
            self._anchor = self.rows.id_at(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row; a box or a group head takes it as a second click."""
        index = self.indexAt(event.position().toPoint())
        ident = self.rows.id_at(index.row())
        fixed = index.column() >= 0 and self.rows.columns[index.column()].fixed
        if ident and not fixed and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(ident)
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which line lies under the pointer."""
        self._set_hover(self.indexAt(event.position().toPoint()).row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing more: the press has acted."""

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what lay under the pointer."""
        super().leaveEvent(event)
        self._set_hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, mark, open and close by keys."""
        key, held = Key(event.key()), event.modifiers()
        target = self._target(key)
        if target is not None:
            self.go_to(target)
            if held & Held.ShiftModifier:
                self._mark_range(self.currentIndex().row())
        elif not self._act(key, held):
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Draw icons anew on a screen of another sharpness."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._on_theme_changed()
        return bool(super().event(event))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole of a text that is cut, or more than the cell says."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text, rect = self.tip_at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(text), self.viewport(), rect)
            return True
        return super().viewportEvent(event)

    def tip_at(self, pos: QPoint) -> tuple[str, QRect]:
        """Say what the tip at a place of the viewport tells (plain text), and for which cell."""
        index = self.indexAt(pos)
        row = self.rows.row_at(index.row())
        if row is None or index.column() < 0:
            return "", QRect()
        column, rect = self.rows.columns[index.column()], self.visualRect(index)
        if column.tip is not None:
            return column.tip(row), rect
        text = column.text(row)
        cut = self._ink.width(text, self._ink.medium) > rect.width() - 2 * PAD
        return (text if cut and not column.fixed else ""), rect

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let columns that stretch take the new room; leave the card's round corners free."""
        super().resizeEvent(event)
        if not self.isWindow():
            self.setMask(within_card(self.rect(), top=self._round_top))
        self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first row when nothing is current yet."""
        scrolls = self.hasAutoScroll()
        # What was pressed stays under the pointer: the first row need not be seen for it.
        self.setAutoScroll(scrolls and event.reason() != Qt.FocusReason.MouseFocusReason)
        self._begin()  # before Qt does, which would take a group head
        self.setAutoScroll(scrolls)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint the current row as one that keys do not reach now."""
        super().focusOutEvent(event)
        self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._ink = Ink(self._theme, self.devicePixelRatioF())
        self._head.set_ink(self._ink)
        self.viewport().update()

    @Slot(int, bool)
    def _on_head_sort_requested(self, at: int, add: bool) -> None:
        self.sort_by(toggled(self.rows.sorts, self.rows.columns[at], add=add))
        self.layout_changed.emit()

    @Slot(int, int)
    def _on_head_width_requested(self, at: int, width: int) -> None:
        column = self.rows.columns[at]
        if not column.fixed:
            self._widths[column.key] = max(column.minimum, width)
            self._lay_out()
            self.layout_changed.emit()

    @Slot(int)
    def _on_head_fit_requested(self, at: int) -> None:
        column = self.rows.columns[at]
        lines = min(self.rows.rowCount(), FIT_ROWS)
        shown = [row for row in map(self.rows.row_at, range(lines)) if row is not None]
        texts = [column.title, *map(column.text, shown)]
        wide = max(self._ink.width(text, self._ink.medium) for text in texts)
        self._on_head_width_requested(at, max(wide + 2 * PAD + 2, column.minimum))

    @Slot(int, int)
    def _on_head_move_requested(self, at: int, before: int) -> None:
        columns = {column.key: column for column in self.rows.columns}
        target = self.rows.columns[before].key if before >= 0 else None
        order = moved(tuple(columns), self.rows.columns[at].key, target)
        self.set_columns([columns[key] for key in order])
        self.layout_changed.emit()

    @Slot()
    def _on_head_box_requested(self) -> None:
        shown = self.rows.passing_ids()
        self.rows.mark(shown, on=not self.rows.marks.issuperset(shown))

    @Slot(int, QPoint)
    def _on_head_menu_requested(self, at: int, place: QPoint) -> None:
        self.menu_requested.emit(at, place)

    @Slot()
    def _on_rows_marks_changed(self) -> None:
        self._show_head()
        self.viewport().update()

    @Slot()
    def _on_rows_arranged(self) -> None:
        self._hover = -1
        self.updateGeometries()  # Qt would do so later, but a row may be scrolled to at once
        self._show_head()
        self.viewport().update()

    def currentChanged(self, current: Where, previous: Where) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self.rows.id_at(current.row()))

    def _build(self) -> None:
        self.setModel(self.rows)
        self.setHorizontalHeader(self._head)
        rows_head = self.verticalHeader()
        rows_head.hide()
        rows_head.setMinimumSectionSize(DENSE)
        rows_head.setDefaultSectionSize(COMPACT + (self._theme.more if self.follows_density else 0))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.horizontalScrollBar().setSingleStep(24)
        self.setCornerButtonEnabled(False)

    def _connect(self, theme: Theme) -> None:
        theme.changed.connect(self._on_theme_changed)
        theme.density_changed.connect(self._apply_height)
        self.rows.marks_changed.connect(self._on_rows_marks_changed)
        self.rows.arranged.connect(self._on_rows_arranged)
        self._head.sort_requested.connect(self._on_head_sort_requested)
        self._head.width_requested.connect(self._on_head_width_requested)
        self._head.fit_requested.connect(self._on_head_fit_requested)
        self._head.move_requested.connect(self._on_head_move_requested)
        self._head.box_requested.connect(self._on_head_box_requested)
        self._head.menu_requested.connect(self._on_head_menu_requested)

    def _lay_out(self) -> None:
        room = self.viewport().width()
        wide = widths(self.rows.columns, self._widths, room)
        # Pinned columns may take two thirds of the room at most, or nothing else could be seen.
        pinned = self._pinned
        while pinned > 1 and sum(wide[:pinned]) > max(room * 2 // 3, 120):
            pinned -= 1
        self._lanes = Lanes(wide, min(pinned, len(wide)))
        self._show_head()
        self.viewport().update()

    def _show_head(self) -> None:
        self._head.show_state(
            HeadState(self.rows.columns, self._lanes, self.rows.sorts, self._ticked())
        )

    def _ticked(self) -> Ticked:
        marks = self.rows.marks
        if not marks:
            return "off"
        passing = self.rows.passing
        every = passing is not None and len(marks) >= len(passing)
        return "on" if every and marks.issuperset(self.rows.passing_ids()) else "some"

    def _begin(self) -> None:
        lines = self.rows.rowCount()
        if not self.currentIndex().isValid() and lines:
            self._set_current(1 if self.rows.group_at(0) is not None and lines > 1 else 0)

    def _set_current(self, line: int) -> None:
        self.setCurrentIndex(self.rows.index(line, self.rows.plain))

    def _target(self, key: Key) -> int | None:
        line = self.currentIndex().row()
        page = max(1, self.viewport().height() // self.row_height - 1)
        steps = {Key.Key_Up: -1, Key.Key_Down: 1, Key.Key_PageUp: -page, Key.Key_PageDown: page}
        if key in steps:
            return line + steps[key]
        return {Key.Key_Home: 0, Key.Key_End: self.rows.rowCount() - 1}.get(key)

    def _act(self, key: Key, held: Held) -> bool:
        line = self.currentIndex().row()
        actions: dict[Key, Callable[[int], bool]] = {
            Key.Key_Space: self._space,
            Key.Key_Return: self._enter,
            Key.Key_Enter: self._enter,
            Key.Key_Left: self._left,
            Key.Key_Right: self._right,
            Key.Key_Escape: self._escape,
        }
        if key == Key.Key_A and held & Held.ControlModifier:
            self.rows.mark(self.rows.passing_ids(), on=True)
            return True
        action = actions.get(key)
        return action(line) if action else False

    def _space(self, line: int) -> bool:
        group = self.rows.group_at(line)
        if group is not None:
            self._close(line, closed=not group.closed)
        elif self.rows.id_at(line):
            self._toggle_mark(line)
        return True

    def _enter(self, line: int) -> bool:
        ident = self.rows.id_at(line)
        if ident:
            self.opened.emit(ident)
            return True
        return self._space(line)

    def _left(self, line: int) -> bool:
        if self.rows.group_at(line) is not None:
            self._close(line, closed=True)
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - bar.singleStep())
        return True

    def _right(self, line: int) -> bool:
        if self.rows.group_at(line) is not None:
            self._close(line, closed=False)
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + bar.singleStep())
        return True

    def _escape(self, line: int) -> bool:
        del line
        any_marked = bool(self.rows.marks)
        self.rows.clear_marks()
        return any_marked

    def _close(self, line: int, *, closed: bool) -> None:
        group = self.rows.group_at(line)
        if group is None or group.closed == closed:
            return
        scroll = min(self.verticalScrollBar().value(), line * self.row_height)
        self.rows.close_group(group.label, closed=closed)
        self._set_current(line)
        self.updateGeometries()
        self.verticalScrollBar().setValue(scroll)

    def _toggle_mark(self, line: int) -> None:
        ident = self.rows.id_at(line)
        self._anchor = ident
        self.rows.mark((ident,), on=ident not in self.rows.marks)

    def _mark_range(self, line: int) -> None:
        start = self.rows.line_of(self._anchor)
        first, last = sorted((start if start >= 0 else line, line))
        idents = [self.rows.id_at(at) for at in range(first, last + 1)]
        self.rows.mark([ident for ident in idents if ident], on=True)

    def _set_hover(self, line: int) -> None:
        if line != self._hover:
            self._hover = line
            self.viewport().update()

    def _paint_line(self, painter: QPainter, lines: TableLines, line: int, rect: QRect) -> None:
        row, group = self.rows.row_at(line), self.rows.group_at(line)
        head = self.rows.head_at(line)
        if group is not None and head is not None:
            lines.paint_group(painter, rect, head, closed=group.closed, hover=line == self._hover)
        elif row is not None:
            chosen = self._shows_chosen and line == self.currentIndex().row()
            marked = chosen or self.rows.id_at(line) in self.rows.marks
            lines.paint_row(painter, rect, row, marked=marked, hover=line == self._hover)
        quiet = self._keeps_current and not self._shows_chosen
        if line == self.currentIndex().row() and (quiet or self.hasFocus()):
            lines.paint_edge(painter, rect, focus=self.hasFocus())

    @property
    def _shows_chosen(self) -> bool:
        """Whether the current row is what the page shows: kept, and no row has a box to tick."""
        return self._keeps_current and not any(column.fixed for column in self.rows.columns)
