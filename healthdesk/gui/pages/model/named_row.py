"""A line of the weights under a name: pressed it chooses the measure; the dots open its menu."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.model.measure_name import MeasureName

MORE = 22


def more_button(theme: Theme, name: str) -> QPushButton:
    """A button that opens what may be done with something."""
    button = QPushButton()
    button.setProperty("kind", "quiet")
    button.setProperty("iconic", "true")
    button.setProperty("compact", "true")
    button.setFixedSize(MORE, MORE)
    button.setAccessibleName(f"{name}: more")
    button.setToolTip("Rename, move, remove")
    theme.bind_icon(button, "dots", "text3", 14)
    return button


class NamedRow(QWidget):
    """One dimension or measure by its name; what else stands in the row comes from who makes it.

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
        self.name.clicked.connect(self._on_name_clicked)
        self.name.menu_wanted.connect(self._on_menu_wanted)
        self.more.clicked.connect(self._on_menu_wanted)

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
