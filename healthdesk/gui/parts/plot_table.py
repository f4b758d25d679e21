"""A small read-only table of texts: what `Ctrl+T` turns a chart into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from healthdesk.gui.parts.plain import plain_tip

Lines = Sequence[tuple[str, ...]]
"""Read a line at a time: many may be put into words only when they are."""
Source = Callable[[], tuple[tuple[str, ...], Lines]]
_NOWHERE = QModelIndex()
_ROW = 24
_PADDING, _WIDEST, _INSET = 22, 240, 5
_TIGHT, _LEAST = 16, 48
"""Around a text where there is little room, and the least width of a column then."""
FIGURES = frozenset(
    {"Value", "Points", "Of", "Costs", "Then", "Now", "Score", "Today", "Weight"}
    | {"Published", "Draft"}
)
"""Names of columns that hold figures, at the right."""
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
"""Ways in which the focus comes by keyboard, so that a ring helps."""


class FiguresModel(QAbstractTableModel):
    """Rows of texts under a head; figures stand at the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._head: tuple[str, ...] = ()
        self._lines: Lines = ()
        self._right: frozenset[str] = frozenset()

    def show(self, head: tuple[str, ...], lines: Lines, right: frozenset[str]) -> None:
        """Show these rows; columns named in `right` hold figures."""
        self.beginResetModel()
        self._head, self._lines, self._right = head, lines, right
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(self._head)

    @property
    def figures(self) -> tuple[tuple[str, ...], Lines]:
        """Its head and its lines."""
        return self._head, self._lines

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's own signature
        """The text of a cell and its side."""
        if not index.isValid():
            return None
        text = self._lines[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's own signature
        """The column's name."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._head[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._head[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = self._head[column] in self._right
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class _Cells(QStyledItemDelegate):
    """Sets the texts of cells under those of the head, which have room at both sides."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.rect.adjust(_INSET, 0, -_INSET, 0)


class FiguresTable(QTableView):
    """A chart's figures as a table."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FiguresModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(f"{name}, as a table")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._wides: tuple[list[int], ...] = ([],)
        """Widths of the columns: as they ask, and as little as their texts need."""

    def figures(self) -> tuple[tuple[str, ...], Lines]:
        """Its head and its lines."""
        return self._model.figures

    def show_lines(
        self, head: tuple[str, ...], lines: Lines, right: frozenset[str] = FIGURES
    ) -> None:
        """Show these rows, columns as wide as their widest text (of the first rows) asks."""
        self._model.show(head, lines, right)
        measure = self.fontMetrics().horizontalAdvance
        wides, held = [], []
        for column, title in enumerate(head):
            texts = max((measure(line[column]) for line in lines[:200]), default=0)
            wides.append(min(max(texts, measure(title)) + _PADDING, _WIDEST))
            held.append(min(max(texts + _TIGHT, _LEAST), _WIDEST))
        self._wides = (wides, held)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Columns as wide as name and texts ask, or only the texts where that is too much."""
        room = self.viewport().width()
        wides = next((one for one in self._wides if sum(one) <= room), self._wides[-1])
        self.horizontalHeader().setStretchLastSection(sum(wides) <= room)
        for column, wide in enumerate(wides):
            self.setColumnWidth(column, wide)


class TableSwitch(QWidget):
    """A drawing and its table in the same place; `Ctrl+T` goes from one to the other."""

    def __init__(
        self,
        name: str,
        drawn: QWidget,
        parent: QWidget | None = None,
        *,
        inside: tuple[str, ...] = ("notes",),
    ) -> None:
        super().__init__(parent)
        self._drawn = drawn
        self.inside = inside
        """Kinds of inside things it shows (report.KINDS_INSIDE), for what leaves the desk."""
        self._ringed = False
        self._source: Source | None = None
        self._right = FIGURES
        self._name = name
        self.table = FiguresTable(name, self)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(drawn)
        self._stack.addWidget(self.table)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        shortcut = QShortcut(QKeySequence("Ctrl+T"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle)

    @property
    def drawn(self) -> QWidget:
        """What it draws."""
        return self._drawn

    def figures(self) -> tuple[tuple[str, ...], Lines]:
        """The figures of the drawing: head and lines of its table."""
        self._fill()
        return self.table.figures()

    @property
    def as_table(self) -> bool:
        """Whether the table is shown."""
        return self._stack.currentWidget() is self.table

    def set_lines(
        self, head: tuple[str, ...], lines: Lines, right: frozenset[str] = FIGURES
    ) -> None:
        """Give the figures: for the table and, as text, for screen readers."""
        self._source = None
        self.table.show_lines(head, lines, right)
        said = "\n".join(", ".join(text for text in line if text) for line in lines)
        self.setAccessibleDescription(said)

    def set_source(self, source: Source, right: frozenset[str] = FIGURES) -> None:
        """Give many figures, put into words only when the table is looked at."""
        self._source, self._right = source, right
        if self.as_table:
            self._fill()

    def _fill(self) -> None:
        if self._source is not None:
            self.table.show_lines(*self._source(), self._right)
            self._source = None

    @Slot()
    def toggle(self) -> None:
        """Show the other one, and keep the keyboard in it."""
        shown = self._drawn if self.as_table else self.table
        self._fill()
        self._stack.setCurrentWidget(shown)
        if shown is self.table:
            self.table.setFocus()
        else:
            target = self._drawn.focusProxy() or self._drawn
            (target if target.focusPolicy() & Qt.FocusPolicy.TabFocus else self).setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take note whether the keyboard brought the focus here."""
        self._ringed = event.reason() in BY_KEY
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus() and self._ringed:
            painter = QPainter(self)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().accent().color(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            painter.end()
