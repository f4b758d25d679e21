"""The numbers of an import, side by side: new, changed, same, rejected, and what waits."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from healthdesk.core.domain.views import TableCount
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.plain import PlainLabel

ICONS = {
    "new": ("square-plus", "text"),
    "changed": ("pencil", "text"),
    "same": ("equal", "text3"),
    "waiting": ("help-circle", "notice"),
    "rejected": ("circle-x", "poor"),
}
TONES = {"waiting": "notice", "rejected": "poor"}
HIGH = 56


class Tile(QFrame):
    """One number with its word."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setProperty("card", "true")
        self.setFixedHeight(HIGH)
        self._theme = theme
        self._icon = QLabel()
        self._icon.setFixedSize(16, 16)
        theme.bind_icon(self._icon, *ICONS[kind])
        self._figure = PlainLabel("", "title")
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self._icon)
        first.addWidget(self._figure, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 8, 6)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addWidget(PlainLabel(kind, "small"))

    @property
    def figure(self) -> str:
        """The number as shown."""
        return self._figure.full_text

    def say(self, figure: str, *, any_there: bool) -> None:
        """Show another number; one that is nothing speaks quietly."""
        self._figure.setText(figure)
        name, color = ICONS[self._kind]
        self._theme.bind_icon(self._icon, name, color if any_there else "text3")
        self._figure.set_tone(TONES.get(self._kind, "") if any_there else "")
        self.setAccessibleName(f"{figure} {self._kind}")


class Tiles(QWidget):
    """The numbers; that of waiting rows only where there are some."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self.tiles = {kind: Tile(theme, kind) for kind in ICONS}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for tile in self.tiles.values():
            layout.addWidget(tile, 1)

    def say(self, count: TableCount) -> None:
        """Show the counts of an import."""
        for kind, tile in self.tiles.items():
            number = getattr(count, kind)
            tile.say(self._words.number(number), any_there=bool(number))
        self.tiles["waiting"].setVisible(bool(count.waiting))
