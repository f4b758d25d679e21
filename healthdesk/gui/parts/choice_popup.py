"""A popup to choose one of a few or of many: filtered by typing, each choice with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.column_painters import Ink, write
from healthdesk.gui.parts.plain import plain_tip
from healthdesk.gui.parts.raised_popup import RaisedPopup
from healthdesk.gui.parts.search_field import SearchField

ROW, HEAD_ROW, MOST, WIDE = 30, 24, 10, 280
MANY = 8
"""From so many choices on there is a field to filter by."""
FOUND = 200
"""Choices that are shown of those found: who sees more types another letter."""
Where = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole


@dataclass(frozen=True)
class Option:
    """One choice: its key, its words, what is told at the right; `head` only parts others."""

    key: str
    text: str
    note: str = ""
    chosen: bool = False
    head: bool = False
    icon: str = ""


class OptionModel(QAbstractListModel):
    """The choices that pass the filter."""

    def __init__(self, options: Sequence[Option], parent: QWidget) -> None:
        super().__init__(parent)
        self._all = tuple(options)
        self._more: tuple[Option, ...] = ()
        self._shown = self._all

    def at(self, line: int) -> Option | None:
        """Give the choice on a line."""
        return self._shown[line] if 0 <= line < len(self._shown) else None

    def line_of(self, key: str) -> int:
        """Find a choice, -1 where it does not show."""
        found = (at for at, one in enumerate(self._shown) if one.key == key and not one.head)
        return next(found, -1)

    def add_sought(self, options: Sequence[Option]) -> None:
        """Take in choices that only show once something is sought."""
        known = {one.key for one in self._all}
        self._more = tuple(one for one in options if one.key not in known)

    def filter(self, text: str) -> None:
        """Show only choices that hold every word; heads go while something is sought."""
        words = text.casefold().split()
        self.beginResetModel()
        self._shown = (
            tuple(islice((one for one in self._sought() if _holds(one, words)), FOUND))
            if words
            else self._all
        )
        self.endResetModel()

    def _sought(self) -> Iterator[Option]:
        yield from (one for one in self._all if not one.head)
        yield from self._more

    def rowCount(self, parent: Where = NOWHERE) -> int:
        """Count the choices that show."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Where, role: int = Role.DisplayRole) -> str | None:
        """Say a choice in words."""
        option = self.at(index.row())
        if option is None:
            return None
        if role == Role.DisplayRole:
            return option.text
        if role == Role.AccessibleTextRole:
            return f"{option.text} {option.note}".strip()
        return plain_tip(f"{option.text} {option.note}") if role == Role.ToolTipRole else None

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        option = self.at(index.row())
        if option is None or option.head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _holds(option: Option, words: Sequence[str]) -> bool:
    """Whether words stand in what a choice says or tells at the right."""
    text = f"{option.text} {option.note}".casefold()
    return all(word in text for word in words)


class _OptionDelegate(QStyledItemDelegate):
    def __init__(self, ink: Ink, model: OptionModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._ink = ink
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Where) -> QSize:
        """Heads are a little lower."""
        del option
        shown = self._model.at(index.row())
        return QSize(0, HEAD_ROW if shown is not None and shown.head else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Where) -> None:
        """Draw a choice: tick, words, note at the right."""
        shown, ink = self._model.at(index.row()), self._ink
        if shown is None:
            return
        rect: QRect = option.rect
        if shown.head:
            room = rect.adjusted(10, 0, -10, 0)
            write(painter, ink, room, shown.text, font=ink.small_medium, color="text3")
            return
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, ink.color("track"))
        if shown.chosen:
            tick = ink.pixmap("check", "accent", 14)
            painter.drawPixmap(QPoint(rect.left() + 8, rect.center().y() - 6), tick)
        room = rect.adjusted(28, 0, -10, 0)
        if shown.icon:
            at = QPoint(room.left(), rect.center().y() - 7)
            painter.drawPixmap(at, ink.pixmap(shown.icon, "text2", 16))
            room.setLeft(room.left() + 24)
        if shown.note:
            wide = min(ink.width(shown.note, ink.small), room.width() // 2)
            note = QRect(room.right() - wide, room.top(), wide + 1, room.height())
            write(painter, ink, note, shown.note, font=ink.small, color="text3", right=True)
            room.setRight(note.left() - 8)
        write(painter, ink, room, shown.text)


class ChoicePopup(RaisedPopup):
    """Offers choices under a place; it closes once one was taken.

    Signals:
        chosen: the key of the choice that was taken.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[Option],
        parent: QWidget,
        *,
        seeks: str = "",
        begin: str = "",
    ) -> None:
        """`seeks` says what may be sought beyond the options (`add_sought`).

        The list begins at the option of the key `begin`, else at the chosen one.
        """
        super().__init__(theme, name, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = OptionModel(options, self)
        many = seeks or len(options) >= MANY
        self.search = SearchField(theme, seeks or "Find", "search") if many else None
        self.list = QListView()
        self.list.setProperty("menu", "true")
        self.list.setAccessibleName(name)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(
            _OptionDelegate(Ink(theme, self.devicePixelRatioF()), self.model, self.list)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.setSpacing(4)
        if self.search is not None:
            layout.addWidget(self.search)
            self.search.searched.connect(self._on_search_searched)
            self.search.left_down.connect(self._on_search_left_down)
            self.search.installEventFilter(self)
        layout.addWidget(self.list)
        self.list.clicked.connect(self._on_list_clicked)
        chosen = next((one.key for one in options if one.chosen), "")
        self._go(self.model.line_of(begin or chosen))

    def open_under(self, corner: QPoint, width: int) -> None:
        """Open with its upper left corner here, at least this wide."""
        rows = [self.model.at(line) for line in range(self.model.rowCount())]
        high = sum(HEAD_ROW if one is not None and one.head else ROW for one in rows)
        above = 0 if self.search is None else self.search.sizeHint().height() + 4
        room = QSize(max(WIDE, width), min(high, MOST * ROW) + above + 12)
        self.move_into_screen(corner, room)
        self.show()
        (self.search or self.list).setFocus()

    def add_sought(self, options: Sequence[Option]) -> None:
        """Take in choices that only show once something is sought."""
        self.model.add_sought(options)
        if self.search is not None and self.search.text():
            self.model.filter(self.search.text())
            self._go(-1)

    def take(self, key: str) -> None:
        """Choose as a press does."""
        self.close()
        self.chosen.emit(key)

    def _go(self, line: int) -> None:
        first = next(
            (
                at
                for at in range(self.model.rowCount())
                if self.model.flags(self.model.index(at)) != Qt.ItemFlag.NoItemFlags
            ),
            -1,
        )
        at = line if line >= 0 else first
        if at >= 0:
            self.list.setCurrentIndex(self.model.index(at))

    def _take_line(self, line: int) -> None:
        option = self.model.at(line)
        if option is not None and not option.head:
            self.take(option.key)

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        self.model.filter(text)
        self._go(-1)

    @Slot()
    def _on_search_left_down(self) -> None:
        self.list.setFocus()

    @Slot(QModelIndex)
    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._take_line(index.row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the first choice that fits when Enter is pressed in the field."""
        if watched is self.search and isinstance(event, QKeyEvent) and self.search is not None:
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.search.text():  # typed faster than the field tells
                    self.model.filter(self.search.text())
                    self._go(-1)
                self._take_line(self.list.currentIndex().row())
                return True
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the current choice, Esc none."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_line(self.list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
