"""The command palette: every action, every page, every account by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import one_line
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.shell.fuzzy import best

WIDE, ROW, SHOWN, MOST = 560, 34, 10, 60
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """A line of the palette: what it does is told by `kind` ("act", "account") and `key`."""

    kind: str
    key: str
    text: str
    icon: str
    detail: str = ""
    shortcut: str = ""


class PaletteModel(QAbstractListModel):
    """The entries that fit the query."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: tuple[Entry, ...] = ()
        self._shown: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Offer other entries."""
        self._all = tuple(entries)
        self.filter("")

    def filter(self, query: str) -> None:
        """Show what fits the query."""
        self.beginResetModel()
        self._shown = best(query, self._all, _text_of, MOST)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many fit."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry itself, or its words for screen readers."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return " ".join(part for part in (entry.text, entry.detail, entry.shortcut) if part)
        return None


class _Painter(QStyledItemDelegate):
    """Draws icon, words, detail and key."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high."""
        del option, index
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        entry = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("selected"))
            painter.drawRoundedRect(QRectF(rect).adjusted(4, 1, -4, -1), 6, 6)
        ratio = painter.device().devicePixelRatioF()
        middle = rect.top() + (ROW - 16) // 2
        painter.drawPixmap(
            rect.left() + 14, middle, self.theme.pixmap(entry.icon, "text3", 16, ratio)
        )
        font = self.theme.font("body", 500, tabular=False)
        painter.setFont(font)
        painter.setPen(self.theme.color("text"))
        left, right = rect.left() + 40, rect.right() - 12
        right = self._paint_key(painter, rect, entry.shortcut, right)
        shown = painter.fontMetrics().elidedText(
            one_line(entry.text), Qt.TextElideMode.ElideRight, right - left
        )
        area = QRect(left, rect.top(), right - left, ROW)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
        left += int(QFontMetricsF(font).horizontalAdvance(shown)) + 8
        painter.setFont(self.theme.font("small", tabular=False))
        painter.setPen(self.theme.color("text3"))
        area = QRect(left, rect.top(), max(0, right - left), ROW)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, one_line(entry.detail))
        painter.restore()

    def _paint_key(self, painter: QPainter, rect: QRect, key: str, right: int) -> int:
        if not key:
            return right
        painter.save()
        painter.setFont(self.theme.font("small", tabular=False))
        wide = painter.fontMetrics().horizontalAdvance(key) + 10
        box = QRectF(right - wide, rect.top() + (ROW - 18) / 2, wide, 18)
        painter.setPen(QPen(self.theme.color("border"), 1))
        painter.setBrush(self.theme.color("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(self.theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        painter.restore()
        return right - wide - 8


class Palette(QWidget):
    """Lies over the window until something is chosen or Esc is pressed.

    Signals:
        chosen: an `Entry`.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.theme = theme
        self._window = window
        self._panel = QFrame(self)
        self._panel.setProperty("card", "raised")
        self.line = QLineEdit()
        self.line.setProperty("bare", "true")
        self.line.setPlaceholderText("Find an account, a page or something to do")
        self.line.setAccessibleName("Find or do anything")
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setProperty("menu", "true")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Painter(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("What fits")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(1, 1, 1, 5)
        layout.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(14, 6, 14, 6)
        head.addWidget(self.line)
        layout.addLayout(head)
        layout.addWidget(hline())
        layout.addSpacing(4)
        layout.addWidget(self.list)
        self.none = PlainLabel("Nothing fits. Try fewer letters.", "grey")
        self.none.setContentsMargins(14, 0, 14, 0)
        self.none.setFixedHeight(ROW)
        layout.addWidget(self.none)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.list.clicked.connect(self._on_list_clicked)
        self.line.installEventFilter(self)
        window.installEventFilter(self)
        self.hide()

    def open(self, entries: Sequence[Entry]) -> None:
        """Show the palette with these entries."""
        self.model.set_entries(entries)
        self.line.clear()
        self._pick(0)
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus()

    def close_palette(self) -> None:
        """Go away without doing anything."""
        self.hide()
        self._window.setFocus()

    def choose(self) -> None:
        """Do what the picked row says."""
        entry = self.model.entry(self.list.currentIndex().row())
        self.close_palette()
        if entry is not None:
            self.chosen.emit(entry)

    def _pick(self, row: int) -> None:
        rows = self.model.rowCount()
        if rows:
            self.list.setCurrentIndex(self.model.index(max(0, min(row, rows - 1)), 0))

    def _place(self) -> None:
        self.none.setVisible(not self.model.rowCount())
        self.list.setVisible(self.model.rowCount() > 0)
        self.setGeometry(self._window.rect())
        wide = min(WIDE, self.width() - 32)
        rows = max(1, min(SHOWN, self.model.rowCount()))
        high = min(40 + 13 + rows * ROW, self.height() - 80)
        self._panel.setGeometry((self.width() - wide) // 2, 64, wide, high)

    @Slot(str)
    def _on_line_text_changed(self, text: str) -> None:
        self.model.filter(text)
        self._pick(0)
        self._place()

    @Slot(QModelIndex)
    def _on_list_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.choose()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the list from the line; follow the window's size."""
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._steer(Qt.Key(event.key())):
                return True
        elif watched is self._window and isinstance(event, QResizeEvent) and self.isVisible():
            self._place()
        return bool(super().eventFilter(watched, event))

    def _steer(self, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 9,
            Qt.Key.Key_PageUp: -9,
        }
        if key in steps:
            self._pick(self.list.currentIndex().row() + steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose()
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the panel closes it."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()


def _text_of(entry: Entry) -> str:
    return entry.text
