"""A measure of a rank model: its name, when it is good or poor in words, and its menu."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.model.measure_name import PAD
from healthdesk.gui.pages.model.named_row import NamedRow
from healthdesk.gui.parts.plain import PlainLabel


class RankRow(NamedRow):
    """One measure without a weight."""

    def __init__(self, theme: Theme, key: str, name: str, *, handle: bool) -> None:
        super().__init__(theme, key, name, handle=handle)
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

    def show_scale(self, told: str) -> None:
        """Say when it is good or poor."""
        if told != self.told.full_text:
            self.told.setText(told)
