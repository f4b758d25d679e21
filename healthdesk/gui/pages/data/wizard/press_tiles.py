"""The five numbers of a preview; pressing one shows what is behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.views import TableCount
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.plain import PlainLabel

FACES = {
    "new": ("new", "square-plus", "text"),
    "changed": ("changed", "pencil", "text"),
    "same": ("same", "equal", "text3"),
    "waiting": ("account not found", "help-circle", "notice"),
    "rejected": ("rejected", "circle-x", "poor"),
}
TONES = {"waiting": "notice", "rejected": "poor"}
HIGH = 56


class PressTile(QPushButton):
    """One number with its word, to press."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._theme = theme
        self._word, icon, color = FACES[kind]
        self.setProperty("tile", "true")
        self.setCheckable(True)
        self.setFixedHeight(HIGH)
        self._icon = QLabel()
        self._icon.setFixedSize(16, 16)
        theme.bind_icon(self._icon, icon, color)
        self._figure = PlainLabel("", "title")
        self._told = PlainLabel(self._word, "small")
        first = QHBoxLayout()
        first.setSpacing(5)
        first.addWidget(self._icon)
        first.addWidget(self._figure, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 3, 8, 6)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addWidget(self._told)
        for part in (self._icon, self._figure, self._told):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def figure(self) -> str:
        """The number as shown."""
        return self._figure.full_text

    def say(self, figure: str, *, any_there: bool) -> None:
        """Show another number; one that is nothing speaks quietly."""
        self._figure.setText(figure)
        _, icon, color = FACES[self.kind]
        self._theme.bind_icon(self._icon, icon, color if any_there else "text3")
        quiet = "grey" if self.kind == "same" or not any_there else ""
        self._figure.set_tone(TONES.get(self.kind, quiet) if any_there else "grey")
        self.setAccessibleName(f"{figure} {self._word}")


class PressTiles(QWidget):
    """The five numbers, one of them chosen.

    Signals:
        chosen: the kind of rows that should be shown.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self._group = QButtonGroup(self)
        self.tiles = {kind: PressTile(theme, kind) for kind in FACES}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for tile in self.tiles.values():
            self._group.addButton(tile)
            layout.addWidget(tile, 1)
        self._group.buttonClicked.connect(self._on_group_button_clicked)

    @property
    def value(self) -> str:
        """The kind of rows that is shown."""
        tile = self._group.checkedButton()
        return tile.kind if isinstance(tile, PressTile) else ""

    def set_value(self, kind: str) -> None:
        """Choose a tile without telling anybody."""
        self.tiles[kind].setChecked(True)

    def say(self, count: TableCount) -> None:
        """Show the counts of a preview."""
        for kind, tile in self.tiles.items():
            number = getattr(count, kind)
            tile.say(self._words.number(number), any_there=bool(number))

    @Slot(QAbstractButton)
    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, PressTile):
            self.chosen.emit(button.kind)
