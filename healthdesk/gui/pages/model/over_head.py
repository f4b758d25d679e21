"""The head of what opens over the cards: a way back, a title, and what belongs beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel

HIGH = 56


class OverHead(QWidget):
    """Back, title, tools."""

    def __init__(self, theme: Theme, title: str, *tools: QWidget) -> None:
        super().__init__()
        self.back = QPushButton("Health model")
        self.back.setProperty("kind", "quiet")
        theme.bind_icon(self.back, "arrow-left", "text2", 16)
        self.setFixedHeight(HIGH)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.back)
        line.addWidget(PlainLabel(title, "title"))
        for tool in tools:
            line.addWidget(tool)
