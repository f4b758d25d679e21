"""Dips and rises of accounts' use, the newest first, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_trends import DipRow, DipsAndRises
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import dips_and_rises_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_trends
else:
    board_trends = lazily("healthdesk.core.services.board_trends")

SPEC = WidgetSpec(
    key="dips_and_rises",
    title="Dips and rises",
    summary="Use off its own normal, in words.",
    how=(
        "Each account's daily use is held against what is normal for it: its level and its "
        "weekdays before. A stretch of days that leaves it for longer than chance is a dip or a "
        "rise; its size is the share off normal over the whole stretch. Shown is what lasts on "
        "the day and what ended in the four weeks before it, of the metrics that the health "
        "score watches; the period of the board does not matter. Needs nobody: the same account "
        "fell in the same weeks of a year before, or most accounts of the desk fell with it. "
        "Source: the usage of the desk; a press opens the account's Usage with its days."
    ),
    group="Usage",
    size=(6, 3),
    limits=Limits(4, 2, 12, 8),
    inside=("names",),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES}),
    options=(
        Option(
            "kinds",
            "Show",
            "choice",
            "all",
            choices=("all", "dips", "rises"),
            labels=("Dips and rises", "Dips only", "Rises only"),
        ),
        Option("muted", "Also what needs nobody, apart", "flag", True),
    ),
)


def load(tx: Tx, ask: Ask) -> DipsAndRises:
    """Read the rows."""
    return board_trends.dips_and_rises(tx, ask)


class Face(RowsFace):
    """Counts as marks, and a row an event; rows open the account's Usage."""

    shown: DipsAndRises

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = DipsAndRises()

    def rows_beyond(self, room: QSizeF) -> int:
        """Rows that do not fit."""
        return len(layout.rows_of(self.shown)) - layout.fitting(room.height())

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The counts and the rows in view."""
        return layout.rows(
            self.shown, first, room, self.measure, words=self.ui.words, faded=self.faded
        )

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row an event."""
        head = ("Account", "What", "Off normal", "Since", "Until", "In words", "Why nobody")
        return head, tuple(self._line(one) for one in (*self.shown.rows, *self.shown.muted))

    def _line(self, one: DipRow) -> tuple[str, ...]:
        words, event = self.ui.words, one.event
        until = "lasts" if event.last is None else words.day(event.last)
        off = layout.size_of(one, words)
        what = layout.NAMES[event.kind]
        return (one.name, what, off, words.day(event.first), until, event.text, event.muted)
