"""A measure of a rank model: its name, when it is good or poor in words, and its menu."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.model.measure_name import PAD, MeasureName
from healthdesk.gui.pages.model.weight_row import more_button
from healthdesk.gui.parts.plain import PlainLabel


class RankRow(QWidget):
    """One measure without a weight.

    Signals:
        chosen: the key of the measure whose name was pressed.
        menu_wanted: key, and the widget under which its menu opens.
    """

    chosen = Signal(str)
    menu_wanted = Signal(str, object)

    def __init__(self, theme: Theme, key: str, name: str, *, handle: bool) -> None:
        super().__init__()
        self.key = key
        self.name = MeasureName(theme, key, name, strong=handle)
        self.name.setCheckable(not handle)
        self.more = more_button(theme, name)
        self.told = PlainLabel("", "caption", wrap=True)
        self.told.setContentsMargins(PAD, 0, PAD, 2)
        self.told.setVisible(not handle)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.name, 1)
        line.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.told)
        self.name.clicked.connect(self._on_name_clicked)
        self.name.menu_wanted.connect(self._on_menu_wanted)
        self.more.clicked.connect(self._on_menu_wanted)

    def show_scale(self, told: str) -> None:
        """Say when it is good or poor."""
        if told != self.told.full_text:
            self.told.setText(told)

    def set_current(self, *, current: bool) -> None:
        """Show whether it is the measure that is looked at."""
        if self.name.isCheckable():
            self.name.setChecked(current)

    @Slot()
    def _on_name_clicked(self) -> None:
        if self.name.isCheckable():
            self.chosen.emit(self.key)
        else:
            self.menu_wanted.emit(self.key, self.name)

    @Slot()
    def _on_menu_wanted(self) -> None:
        self.menu_wanted.emit(self.key, self.more)
