"""A popup to tick several of many: filtered by typing, others added by Enter; Esc closes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.choice_popup import MOST, ROW, WIDE
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.raised_popup import RaisedPopup
from healthdesk.gui.parts.search_field import SearchField

_KEY = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ManyPopup(RaisedPopup):
    """Stays open while values are ticked.

    Signals:
        chosen_changed: the keys that are ticked now, in the order they were.
    """

    chosen_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        known: Sequence[tuple[str, str]],
        chosen: Sequence[str],
        parent: QWidget,
        *,
        free: bool,
    ) -> None:
        super().__init__(theme, name, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._free = free
        self._known = list(known)
        self._chosen = list(chosen)
        self.search = SearchField(theme, "Find or add" if free else "Find", "search")
        self.note = PlainLabel("", "caption", elide=True)
        self.note.hide()
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setProperty("menu", "true")
        self.list.setAccessibleName(name)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self.note)
        layout.addWidget(self.list)
        # Not before it lies in here: it would show as a window of its own, which closes this one.
        self.search.setVisible(free or len(known) >= MOST)
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self._on_search_left_down)
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._on_list_clicked)
        self._fill("")

    def open_under(self, corner: QPoint, width: int) -> None:
        """Open with its upper left corner here, at least this wide."""
        above = 0 if self.search.isHidden() else self.search.sizeHint().height() + 4
        rows = min(max(len(self._known), 3), MOST)
        note = self.note.sizeHint().height() + 4 if self._free else 0
        self.move_into_screen(corner, QSize(max(WIDE, width), rows * ROW + above + note + 12))
        self.show()
        (self.list if self.search.isHidden() else self.search).setFocus()

    def turn(self, key: str) -> None:
        """Tick a value, or take its tick away."""
        if key in self._chosen:
            self._chosen.remove(key)
        else:
            self._chosen.append(key)
        for at in range(self.model.rowCount()):
            item = self.model.item(at)
            if item.data(_KEY) == key:
                item.setCheckState(_state(key in self._chosen))
        self.chosen_changed.emit(tuple(self._chosen))

    def _fill(self, text: str) -> None:
        words = text.casefold().split()
        self.model.clear()
        for key, title in self._known:
            if all(word in title.casefold() for word in words):
                item = QStandardItem(title)
                item.setData(key, _KEY)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setSizeHint(QSize(0, ROW))
                item.setCheckState(_state(key in self._chosen))
                self.model.appendRow(item)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0, 0))
        new = self._free and bool(text.strip()) and not self._is_known(text)
        self.note.setText(f"Enter adds “{text.strip()}”" if new else "")
        self.note.setVisible(new)

    def _is_known(self, text: str) -> bool:
        told = text.strip().casefold()
        return any(told in (key.casefold(), title.casefold()) for key, title in self._known)

    def _take(self) -> None:
        text = self.search.text().strip()
        if self._free and text and not self._is_known(text):
            self._known.insert(0, (text, text))
            self.search.empty()
            self._fill("")
            self.turn(text)
        else:
            self._turn_at(self.list.currentIndex())

    def _turn_at(self, index: QModelIndex) -> None:
        item = self.model.itemFromIndex(index) if index.isValid() else None
        if item is not None:
            self.turn(str(item.data(_KEY)))

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        self._fill(text)

    @Slot()
    def _on_search_left_down(self) -> None:
        self.list.setFocus()

    @Slot(QModelIndex)
    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._turn_at(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add or tick by Enter in the field."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.search and pressed and _key(event) in _ENTER:
            self._fill(self.search.text())
            self._take()
            return True
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter tick, Esc closes."""
        if event.key() in (*_ENTER, Qt.Key.Key_Space):
            self._turn_at(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _key(event: QEvent) -> int:
    return event.key() if isinstance(event, QKeyEvent) else 0


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
