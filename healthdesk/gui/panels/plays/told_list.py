"""Why a play fires or not: a line for each thing that was looked at, with its value then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

if TYPE_CHECKING:  # it brings numpy, which the first page does not wait for
    from healthdesk.core.domain.trigger import Told


def told_words(lines: Sequence[Told]) -> str:
    """All of why, in a line: "Touches received in 30 days: none; Score: 41"."""
    return "; ".join(f"{one.what}: {one.value}" if one.value else one.what for one in lines)


class ToldList(QWidget):
    """Shows lines: a tick where it holds, a cross where it stands in the way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._made: list[QWidget] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.setAccessibleName("Why")

    def show_lines(self, lines: Sequence[Told]) -> None:
        """Show other lines."""
        for widget in self._made:
            self._rows.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = [self._line(one) for one in lines]
        for widget in self._made:
            self._rows.addWidget(widget)
        self.setVisible(bool(lines))
        self.setAccessibleDescription(told_words(lines))

    def _line(self, one: Told) -> QWidget:
        place = QWidget()
        picture = QLabel()
        picture.setFixedSize(16, 18)
        icon, color = ("check", "strong") if one.held else ("x", "notice")
        self._theme.bind_icon(picture, icon, color, 14)
        picture.setAccessibleName("holds" if one.held else "stands in the way")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Paragraph(self._theme, one.what, "text2", line=18))
        if one.value:
            texts.addWidget(Paragraph(self._theme, one.value, "text", weight=500, line=18))
        if one.asked:
            texts.addWidget(PlainLabel(f"asked: {one.asked}", "caption", wrap=True))
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return place
