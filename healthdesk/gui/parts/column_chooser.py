"""A popup to choose and order the columns of a table; every change shows at once.

Space ticks, Alt with up or down moves, dragging moves too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField

WIDE, HIGH, ROW = 280, 428, 26
Where = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ChoiceModel(QAbstractListModel):
    """Columns that can be chosen: the chosen ones first, in their order.

    Signals:
        chosen_changed: other columns are chosen, or they stand in another order.
    """

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: list[Column] = []
        self._on: set[str] = set()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the chosen columns in their order."""
        return tuple(column.key for column in self._columns if column.key in self._on)

    def title(self, at: int) -> str:
        """Name a column."""
        return self._columns[at].title

    def show(self, columns: Sequence[Column], chosen: Sequence[str]) -> None:
        """Offer columns, of which some are chosen."""
        by_key = {column.key: column for column in columns}
        first = [by_key[key] for key in chosen if key in by_key]
        held = {column.key for column in first}
        self.beginResetModel()
        self._on = held
        self._columns = [*first, *(column for column in columns if column.key not in held)]
        self.endResetModel()

    def toggle(self, at: int) -> None:
        """Choose a column, or no longer."""
        self._on ^= {self._columns[at].key}
        self.dataChanged.emit(self.index(at), self.index(at), [Role.CheckStateRole])
        self.chosen_changed.emit()

    def move(self, at: int, to: int) -> bool:
        """Put a column in another place; False where there is none."""
        if at == to or not (0 <= at < len(self._columns) and 0 <= to < len(self._columns)):
            return False
        self.beginMoveRows(NOWHERE, at, at, NOWHERE, to + 1 if to > at else to)
        self._columns.insert(to, self._columns.pop(at))
        self.endMoveRows()
        self.chosen_changed.emit()
        return True

    def rowCount(self, parent: Where = NOWHERE) -> int:
        """Count the columns on offer."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Where, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Name a column and say whether it is chosen."""
        if not index.isValid():
            return None
        column = self._columns[index.row()]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.SizeHintRole:
            return QSize(0, ROW)
        if role == Role.CheckStateRole:
            return ON if column.key in self._on else OFF
        return column.hint if role == Role.AccessibleDescriptionRole else None

    def setData(self, index: Where, value: object, role: int = Role.EditRole) -> bool:
        """Tick a column."""
        if role != Role.CheckStateRole or not index.isValid():
            return False
        if (Qt.CheckState(value) == ON) != (self._columns[index.row()].key in self._on):
            self.toggle(index.row())
        return True

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Every column can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )


class ChoiceList(QListView):
    """The list in the popup: a click ticks, a drag moves, as do keys."""

    def __init__(self, model: ChoiceModel) -> None:
        super().__init__()
        self.choices = model
        self._from = -1
        self._moved = False
        self.setModel(model)
        self.setProperty("menu", "true")
        self.setAccessibleName("Columns")
        self.setUniformItemSizes(True)
        self.setSpacing(1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a column."""
        self._from = self.indexAt(event.position().toPoint()).row()
        self._moved = False
        self.setCurrentIndex(self.choices.index(max(0, self._from)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the held column along with the pointer."""
        to = self.indexAt(event.position().toPoint()).row()
        if self._from >= 0 and to >= 0 and self.choices.move(self._from, to):
            self._from = to
            self._moved = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick on a click."""
        at = self.indexAt(event.position().toPoint()).row()
        if at >= 0 and at == self._from and not self._moved:
            self.choices.toggle(at)
        self._from = -1

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take it as a second click."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick on Space, move with Alt."""
        at = self.currentIndex().row()
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.choices.move(at, at + way):
                self.setCurrentIndex(self.choices.index(at + way))
        elif event.key() == Qt.Key.Key_Space and at >= 0:
            self.choices.toggle(at)
        else:
            super().keyPressEvent(event)


class ColumnChooser(QFrame):
    """The popup.

    Signals:
        columns_chosen: keys of the chosen columns in their order.
        reset_requested: the columns should be as they are in a new window.
    """

    columns_chosen = Signal(object)
    reset_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.theme = theme
        self.setAccessibleName("Choose and order columns")
        self.setFixedSize(WIDE, HIGH)
        self._model = ChoiceModel(self)
        self._list = ChoiceList(self._model)
        self._search = SearchField(theme, "Find a column", "search")
        self._reset = QPushButton("Reset")
        self._reset.setProperty("kind", "link")
        self._reset.setAccessibleName("Show the columns of a new window")
        self._lay_out()
        self._model.chosen_changed.connect(self._on_model_chosen_changed)
        self._search.searched.connect(self._on_search_searched)
        self._search.left_down.connect(self._on_search_left_down)
        self._reset.clicked.connect(self._on_reset_clicked)

    @property
    def model(self) -> ChoiceModel:
        """What is on offer."""
        return self._model

    def offer(self, columns: Sequence[Column], chosen: Sequence[str]) -> None:
        """Offer columns, of which some are chosen."""
        self._model.show(columns, chosen)
        self._search.empty()

    def open_under(self, widget: QWidget) -> None:
        """Show below a button, its right edges in line, the search ready for typing."""
        corner = widget.mapToGlobal(QPoint(widget.width() - WIDE, widget.height() + 4))
        self.move(corner)
        self.show()
        self._search.setFocus()

    @Slot()
    def _on_model_chosen_changed(self) -> None:
        self.columns_chosen.emit(self._model.chosen)

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        wanted = text.casefold()
        for at in range(self._model.rowCount()):
            self._list.setRowHidden(at, wanted not in self._model.title(at).casefold())

    @Slot()
    def _on_search_left_down(self) -> None:
        rows = range(self._model.rowCount())
        first = next((at for at in rows if not self._list.isRowHidden(at)), 0)
        self._list.setCurrentIndex(self._model.index(first))
        self._list.setFocus()

    @Slot()
    def _on_reset_clicked(self) -> None:
        self.reset_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the raised ground: the corners outside it stay clear."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.color("edge"))
        painter.setBrush(self.theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 8, 0)
        foot.setSpacing(6)
        foot.addWidget(PlainLabel("Drag", "key"))
        foot.addWidget(PlainLabel("or", "caption"))
        foot.addWidget(PlainLabel("Alt ↑ ↓", "key"))
        foot.addWidget(PlainLabel("to order", "caption"))
        foot.addStretch(1)
        foot.addWidget(self._reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 6)
        layout.setSpacing(6)
        inner = QHBoxLayout()
        inner.setContentsMargins(8, 0, 8, 0)
        inner.addWidget(self._search)
        layout.addLayout(inner)
        middle = QHBoxLayout()
        middle.setContentsMargins(8, 0, 4, 0)
        middle.addWidget(self._list)
        layout.addLayout(middle, 1)
        layout.addWidget(hline())
        layout.addLayout(foot)
