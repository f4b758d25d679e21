"""Chips: small round buttons that switch a filter on, or show one that can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QWidget

from healthdesk.gui.base.theme import Theme


class Chip(QPushButton):
    """A filter that is on or off, with its count.

    Signals:
        switched: the chip's key and whether it is on now.
    """

    switched = Signal(str, bool)

    def __init__(self, key: str, text: str, count: str = "") -> None:
        super().__init__()
        self.key = key
        self._text = self._name = text
        self.setProperty("chip", "true")
        self.setCheckable(True)
        self.set_count(count)
        self.clicked.connect(self._on_clicked)

    def set_label(self, text: str, name: str = "") -> None:
        """Show other words before the count; a screen reader says `name` where there is one."""
        self._text, self._name = text, name or text
        self.set_count(self._count)

    def set_count(self, count: str) -> None:
        """Show another count behind the words."""
        self._count = count
        self.setText(f"{self._text} {count}".strip().replace("&", "&&"))
        self.setAccessibleName(f"{self._name} {count}".strip())

    @Slot()
    def _on_clicked(self) -> None:
        self.switched.emit(self.key, self.isChecked())


class FilterChip(QPushButton):
    """A filter that holds; pressing takes it away.

    Signals:
        remove_requested: the chip's key.
    """

    remove_requested = Signal(str)

    def __init__(self, theme: Theme, key: str, text: str) -> None:
        super().__init__(f"{text.replace('&', '&&')} ")
        self.key = key
        self.setProperty("chip", "on")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setAccessibleName(f"Remove filter {text}")
        theme.bind_icon(self, "x", "accent", 14)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.remove_requested.emit(self.key)


class FlowLayout(QLayout):
    """Lays widgets side by side and goes on in the next line where there is no room."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give one of them, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of one of them."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that fewer columns need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Say how high it gets at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        sizes = [item.sizeHint() for item in self._items]
        wide = sum(size.width() + self._gap for size in sizes) - self._gap
        return QSize(max(0, wide), max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Be content with the widest single one."""
        sizes = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _place(self, rect: QRect, *, move: bool) -> int:
        left, top, line = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():  # hidden: no room, no gap
                continue
            size = item.sizeHint()
            if left > rect.left() and left + size.width() > rect.right() + 1:
                left, top, line = rect.left(), top + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line - rect.top()
