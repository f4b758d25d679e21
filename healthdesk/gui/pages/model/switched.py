"""A painted part as high as it needs, and its figures as a table in the same room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot

from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import FIGURES, TableSwitch

Lines = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
_RIGHT: Final = FIGURES | {"AUC", "From", "To", "Lost", "Accounts", "Mean score"}
LEAST: Final = 120
"""Height of a table at least."""


class Lined(DrawnPart):
    """A painted part that can say its figures as lines of a table."""

    def lines(self) -> Lines:
        """Head and lines; parts override it."""
        raise NotImplementedError


class Switched(TableSwitch):
    """Goes with Ctrl+T from the drawing to its table."""

    def __init__(self, name: str, drawn: Lined) -> None:
        super().__init__(name, drawn, inside=("score",))
        self._chart = drawn
        drawn.height_changed.connect(self._on_height_changed)
        self._on_height_changed()

    def follow(self) -> None:
        """Have the table say what is drawn."""
        self.set_source(self._chart.lines, _RIGHT)

    @Slot()
    def toggle(self) -> None:
        """Show the other one; a table has room for a few lines."""
        super().toggle()
        self._on_height_changed()

    @Slot()
    def _on_height_changed(self) -> None:
        self.setFixedHeight(max(LEAST if self.as_table else 1, self._chart.height()))
