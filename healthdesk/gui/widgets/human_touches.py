"""Human touches by week: how many, of which kind, whom they reached; a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_touches import TouchesShown
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import touches_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_touches
else:
    board_touches = lazily("healthdesk.core.services.board_touches")

SPEC = WidgetSpec(
    key="human_touches",
    title="Human touches",
    summary="By week and kind; who was reached.",
    how=(
        "A touch is a call, meeting, review, event, mail or message with an account that is there"
        " on the day shown; a note is none. Weeks run from Monday to Sunday within the period, up"
        " to a year; the running week ends on the day shown. Reached: accounts with any touch in"
        " the period. They spoke to us: the share of touches that came from them, of those that "
        "have a direction. Before: touches of as many days before the period. Source: the touches"
        " of the desk."
    ),
    group="Care",
    size=(6, 3),
    limits=Limits(3, 3, 12, 8),
    inside=(),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS, Topic.WORK}),
)


def load(tx: Tx, ask: Ask) -> TouchesShown:
    """Read the counts."""
    return board_touches.touches(tx, ask)


class Face(DrawnFace):
    """Counts and bars of weeks: each narrows the board to its accounts."""

    shown: TouchesShown

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = TouchesShown()

    def lay_out(self, room: QSizeF) -> Drawing:
        """Counts in a line, the weeks beneath."""
        if not self.shown.weeks:
            return Drawing(room.width(), room.height())
        return layout.touches(self.shown, room, self.measure, words=self.ui.words, faded=self.faded)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The weeks, the newest first."""
        words = self.ui.words
        rows = tuple(
            (words.day(one.first), words.number(one.live), words.number(one.written))
            for one in reversed(self.shown.weeks)
        )
        return ("Week of", "Calls and meetings", "Mails and messages"), rows
