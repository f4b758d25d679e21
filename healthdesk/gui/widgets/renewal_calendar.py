"""The renewals of the coming weeks as boxes of their band and ARR, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_renewals import Calendar
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.forecast import CATEGORY_WORDS
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.renewal_calendar_layout import calendar_drawing

if TYPE_CHECKING:
    from healthdesk.core.services import board_renewals
else:
    board_renewals = lazily("healthdesk.core.services.board_renewals")

SPEC = WidgetSpec(
    key="renewal_calendar",
    title="Renewal calendar",
    summary="By week, height is ARR.",
    how=(
        "Every end of a subscription in force on the day, in the weeks from this one on, of "
        "accounts that are customers on the day. A box is one account's renewal: its height is the "
        "ARR of what ends then, its shape and colour the account's band on the day. Where a week "
        "holds more renewals than there is room for, a box is all of a band. Amounts of other "
        "currencies than the one of most renewals have the least height and are told as they are. "
        "A renewal whose ARR is not known is hatched."
    ),
    group="Money",
    size=(7, 3),
    limits=Limits(4, 2, 12, 8),
    inside=("score", "names", "money"),
    topics=frozenset(
        {Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.WORK, Topic.SETTINGS}
    ),
    options=(Option("weeks", "Weeks", "days", 13, 4, 53),),
)


def load(tx: Any, ask: Ask) -> Calendar:  # noqa: ANN401 - a session of the store
    """Read the renewals."""
    return board_renewals.calendar(tx, ask)


class Face(DrawnFace):
    """A column a week, a box a renewal."""

    shown: Calendar

    def lay_out(self, room: QSizeF) -> Drawing:
        """Lay columns and boxes out."""
        return calendar_drawing(self.shown, room, Kit(self.measure, self.ui.words, self.faded))

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Every renewal."""
        words = self.ui.words
        head = ("Week of", "Account", "Renews on", "ARR", "Currency", "Score", "Band", "Forecast")
        return head, [
            (
                words.day(week.first),
                row.name,
                words.day(row.day),
                words.number(row.arr),
                row.currency,
                words.number(row.shown),
                words.band(row.band),
                CATEGORY_WORDS.get(row.category, row.category),
            )
            for week in self.shown.weeks
            for row in week.rows
        ]
