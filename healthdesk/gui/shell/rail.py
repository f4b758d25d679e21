"""The rail at the left: where one can go, wide with names or narrow with icons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.shell.bar_button import RailItem
from healthdesk.gui.shell.spec import PAGES, page_spec

WIDE, NARROW, HEAD = 200, 52, 48


class Rail(QFrame):
    """The list of pages.

    Signals:
        page_chosen: the key of the page to show.
        collapsed_changed: it is narrow now, or wide.
    """

    page_chosen = Signal(str)
    collapsed_changed = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._narrow = False
        self.setProperty("ground", "rail")
        self.setAccessibleName("Pages")
        self._mark = _Mark(theme)
        self._name = PlainLabel("HealthDesk", "strong")
        self._fold = QPushButton()
        self._fold.setProperty("kind", "quiet")
        self._fold.setProperty("iconic", "small")
        self._fold.clicked.connect(self._on_fold_clicked)
        self.items: dict[str, RailItem] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 8)
        layout.setSpacing(2)
        layout.addWidget(self._make_head())
        layout.addSpacing(6)
        for place in ("top", "foot"):
            for page in PAGES:
                if page.rail == place:
                    hint = "F1" if page.key == "help" else ""
                    item = RailItem(theme, page.key, page.title, page.icon, hint)
                    item.clicked.connect(self._on_item_clicked)
                    self.items[page.key] = item
                    layout.addWidget(item)
            if place == "top":
                layout.addStretch(1)
        self.set_narrow(narrow=False)

    @property
    def narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._narrow

    def set_narrow(self, *, narrow: bool) -> None:
        """Fold to icons, or unfold to names."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._name.setVisible(not narrow)
        self._mark.setVisible(not narrow)
        icon = "layout-sidebar-left-expand" if narrow else "layout-sidebar-left-collapse"
        self.theme.bind_icon(self._fold, icon, "text3", 16)
        self._fold.setAccessibleName("Unfold the rail" if narrow else "Fold the rail")
        self._fold.setToolTip(self._fold.accessibleName())
        for item in self.items.values():
            item.set_narrow(narrow)

    def show_current(self, key: str) -> None:
        """Light the line of a page."""
        lit = page_spec(key).under or key
        for name, item in self.items.items():
            item.setChecked(name == lit)

    @Slot(int)
    def show_late(self, sources: int) -> None:
        """Say beside Data how many sources are late."""
        self.items["data"].set_counter(str(sources) if sources else "", late=True)

    @Slot(str, int)
    def show_count(self, key: str, number: int) -> None:
        """Say beside a page how much waits there."""
        if key in self.items:
            self.items[key].set_counter(str(number) if number else "")

    def _make_head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(HEAD)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(7, 0, 1, 0)
        layout.setSpacing(9)
        layout.addWidget(self._mark)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    @Slot()
    def _on_item_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            item.setChecked(True)
            self.page_chosen.emit(item.key)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.set_narrow(narrow=not self._narrow)
        self.collapsed_changed.emit(self._narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line at the right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("rail"))
        edge = self.width() - 1
        painter.fillRect(edge, 0, 1, self.height(), self.theme.color("border"))


class _Mark(QLabel):
    """HealthDesk's mark; it keeps its own colours in every theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedSize(20, 20)
        self.setAccessibleName("HealthDesk")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it sharp."""
        del event
        QPainter(self).drawPixmap(0, 0, self.theme.mark(20, self.devicePixelRatioF()))
