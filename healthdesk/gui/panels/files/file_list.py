"""The list of kept files: name, size, day and note of each, painted; acts by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
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
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from healthdesk.core.domain.kept_file import KeptFile, can_run
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import (
    Drawing,
    FontMeasure,
    Glyph,
    Measure,
    Sheet,
    Stroke,
    fitted,
    paint,
)

Where = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Key = Qt.Key
ROW = 52
_LEFT, _ICON, _EDGE = 42, 18, 3


def file_text(file: KeptFile, words: Words) -> str:
    """Size, day and note of a file on one line."""
    told = [words.size(file.size), f"added {words.day(file.day)}"]
    if can_run(file.name):
        told.append("can run when opened")
    if file.note:
        told.append(" ".join(file.note.split()))
    return "  ·  ".join(told)


def file_drawing(file: KeptFile, width: float, words: Words, measure: Measure) -> Drawing:
    """One file: its name over what is known of it."""
    sheet = Sheet()
    runs = can_run(file.name)
    icon = "alert-triangle" if runs else "file"
    place = QRectF(14, (ROW - _ICON) / 2, _ICON, _ICON)
    sheet.glyphs.append(Glyph(place, icon, "notice" if runs else "text3"))
    room = max(0.0, width - _LEFT - 12)
    sheet.texts.append(fitted(QRectF(_LEFT, 6, room, 20), file.name, measure, weight=500))
    below = QRectF(_LEFT, 27, room, 18)
    sheet.texts.append(fitted(below, file_text(file, words), measure, "text3", "small"))
    sheet.strokes.append(Stroke(0, ROW - 1, width, ROW - 1, "border"))
    return sheet.done(width, ROW)


class FileModel(QAbstractListModel):
    """Holds the files of an account."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.files: tuple[KeptFile, ...] = ()

    def set_files(self, files: Sequence[KeptFile]) -> None:
        """Hold other files."""
        self.beginResetModel()
        self.files = tuple(files)
        self.endResetModel()

    def rowCount(self, parent: Where = NOWHERE) -> int:
        """Count them."""
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: Where, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Tell a file in words, for those who listen to it."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        file = self.files[index.row()]
        return f"{file.name}, {file_text(file, self._words)}"


class _FileRows(QStyledItemDelegate):
    def __init__(self, view: FileList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Where) -> QSize:
        """Say how high a row is."""
        del option, index
        return QSize(10, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Where) -> None:
        """Paint a row."""
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._view.paint_row(painter, option.rect, index.row(), hover=hover)


class FileList(QListView):
    """Shows files.

    Signals:
        opened: Enter or a double click on a file.
        remove_requested: Del on a file.
        current_changed: another file is current, or none.
        paste_requested: Ctrl+V.
    """

    opened = Signal()
    remove_requested = Signal()
    current_changed = Signal()
    paste_requested = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._measure = FontMeasure(theme)
        self.rows = FileModel(words, self)
        self.setModel(self.rows)
        self.setItemDelegate(_FileRows(self))
        self.setUniformItemSizes(True)
        self.setAccessibleName("Files")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._on_double_clicked)
        theme.changed.connect(self._on_theme_changed)

    @property
    def current(self) -> KeptFile | None:
        """The file that keys and buttons act on."""
        row = self.currentIndex().row()
        return self.rows.files[row] if 0 <= row < len(self.rows.files) else None

    def show_files(self, files: Sequence[KeptFile]) -> None:
        """Show other files; the current one stays current."""
        kept = self.current
        self.rows.set_files(files)
        places = {file.row: at for at, file in enumerate(self.rows.files)}
        at = places.get(kept.row, 0) if kept is not None else 0
        self.setCurrentIndex(self.rows.index(at) if files else NOWHERE)
        self.current_changed.emit()

    def paint_row(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint one file where it stands."""
        current = row == self.currentIndex().row()
        ground = "selected" if current else "hover" if hover else "surface"
        painter.fillRect(rect, self._theme.color(ground))
        drawing = file_drawing(self.rows.files[row], rect.width(), self._words, self._measure)
        painter.save()
        painter.translate(rect.topLeft())
        paint(painter, drawing, self._theme)
        painter.restore()
        if current and self.hasFocus():
            edge = QRect(rect.left(), rect.top(), _EDGE, rect.height())
            painter.fillRect(edge, self._theme.color("accent"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, remove, paste by keys; move as lists do."""
        key = Key(event.key())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif key in (Key.Key_Return, Key.Key_Enter) and self.current is not None:
            self.opened.emit()
        elif key == Key.Key_Delete and self.current is not None:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Leave typing alone."""

    def currentChanged(self, current: Where, previous: Where) -> None:
        """Tell that another file is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where keys act."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys act elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        del index
        self.opened.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._measure = FontMeasure(self._theme)
        self.viewport().update()
