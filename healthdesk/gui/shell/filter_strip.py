"""Chips in the top bar: what the page in view is narrowed to, each can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.view_filters import ViewFilter, ViewFilters
from healthdesk.gui.parts.chip import FilterChip
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import plain_tip

GAP, MOST, ROOM = 8, 220, 420
"""Pixels between chips, the widest that one gets, and for how much room others say less."""


class FilterStrip(QWidget):
    """As many chips as there is room for; the rest is told by number and listed in a menu."""

    def __init__(self, theme: Theme, filters: ViewFilters) -> None:
        super().__init__()
        self._theme = theme
        self._filters = filters
        self._chips: list[FilterChip] = []
        self._more = QPushButton(self)
        self._more.setProperty("chip", "on")
        self._more.clicked.connect(self._on_more_clicked)
        self._clear = QPushButton("Clear all", self)
        self._clear.setProperty("kind", "link")
        self._clear.setAccessibleName("Clear all filters")
        self._clear.clicked.connect(self._on_clear_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Filters")
        filters.changed.connect(self._on_filters_changed)
        self._on_filters_changed()

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        """The chips, those first that are shown."""
        return tuple(self._chips)

    @property
    def wanted(self) -> int:
        """The width for which the rest of the bar should say less."""
        return min(self.sizeHint().width(), ROOM)

    def sizeHint(self) -> QSize:
        """Ask for all of them side by side."""
        wide = sum(self._wide(chip) + GAP for chip in self._chips)
        clear = self._wide(self._clear) if len(self._chips) > 1 else 0
        return QSize(wide + clear, 28 if self._chips else 0)

    def minimumSizeHint(self) -> QSize:
        """Be content with nothing: what is around it comes first."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        many = len(self._chips) > 1
        room = self.width() - (self._wide(self._clear) + GAP if many else 0)
        shown, left = self._fitting(room), 0
        for chip in self._chips:
            chip.setVisible(chip in shown)
        for chip in shown:
            left = self._put(chip, left)
        hidden = len(self._chips) - len(shown)
        self._more.setVisible(hidden > 0)
        if hidden:
            self._more.setText(f"+{hidden} more" if shown else f"{hidden} filters")
            self._more.setAccessibleName(f"{self._more.text()}: show and remove")
            left = self._put(self._more, left)
        self._clear.setVisible(many)
        if many:
            self._put(self._clear, left)

    def _fitting(self, room: int) -> list[FilterChip]:
        widths = [self._wide(chip) + GAP for chip in self._chips]
        if sum(widths) - GAP <= room or len(self._chips) < 2:
            return list(self._chips)
        room -= self._wide(self._more) + GAP
        count, taken = 0, 0
        while count < len(widths) and taken + widths[count] <= room:
            taken += widths[count]
            count += 1
        return self._chips[:count]

    def _put(self, widget: QWidget, left: int) -> int:
        high = widget.sizeHint().height()
        wide = min(self._wide(widget), max(self.width() - left, 0))
        widget.setGeometry(left, (self.height() - high) // 2, wide, high)
        return left + wide + GAP

    def _wide(self, widget: QWidget) -> int:
        return min(widget.sizeHint().width(), MOST)

    def _make(self, held: ViewFilter) -> FilterChip:
        metrics = self.fontMetrics()
        said = metrics.elidedText(held.label, Qt.TextElideMode.ElideRight, MOST - 44)
        chip = FilterChip(self._theme, held.key, said)
        chip.setParent(self)
        chip.setAccessibleName(f"Remove filter {held.label}")
        chip.setToolTip(plain_tip(held.label) if said != held.label else "")
        chip.remove_requested.connect(self._filters.drop_requested)
        chip.show()
        return chip

    @Slot()
    def _on_filters_changed(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._make(held) for held in self._filters.held]
        self.updateGeometry()
        self._place()

    @Slot()
    def _on_more_clicked(self) -> None:
        menu = Menu(self._theme, "Filters", self)
        for held in self._filters.held:
            menu.add(held.label, self._on_filter_triggered, icon="x", data=held.key)
        menu.popup_under(self._more)

    @Slot()
    def _on_filter_triggered(self) -> None:
        data = getattr(self.sender(), "data", None)
        if data is not None:
            self._filters.drop_requested.emit(str(data()))

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._filters.drop_requested.emit("")
