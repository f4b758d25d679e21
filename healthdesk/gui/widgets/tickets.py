"""Support tickets, open by age and by week, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_tickets import TicketsShown
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.facts import PRIORITIES
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import tickets_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_tickets
else:
    board_tickets = lazily("healthdesk.core.services.board_tickets")

SPEC = WidgetSpec(
    key="tickets",
    title="Tickets",
    summary="Open by age, urgent; opened, closed.",
    how=(
        "A ticket is open from the day it was opened to the day before it was closed; its age is "
        "counted in days from its opening. Open ones are of accounts that are there on the day "
        "shown. Opened and closed are counted by week from Monday to Sunday within the period, "
        "up to a year, while the account was there; the running week ends on the day shown. "
        "Median: half of the open tickets are older. Source: the tickets of the desk."
    ),
    group="Care",
    size=(6, 3),
    limits=Limits(3, 3, 12, 8),
    inside=(),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS}),
    options=(
        Option(
            "priority",
            "Priority at least",
            "choice",
            PRIORITIES[0],
            choices=PRIORITIES,
            labels=tuple(one.capitalize() for one in PRIORITIES),
        ),
    ),
)


def load(tx: Tx, ask: Ask) -> TicketsShown:
    """Read the counts."""
    return board_tickets.tickets(tx, ask)


class Face(DrawnFace):
    """Counts, bars of ages, bars of weeks: each narrows the board to its accounts."""

    shown: TicketsShown

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = TicketsShown()

    def lay_out(self, room: QSizeF) -> Drawing:
        """The ages; the weeks beside or beneath them where there is room."""
        if not self.shown.ages:
            return Drawing(room.width(), room.height())
        return layout.tickets(self.shown, room, self.measure, words=self.ui.words, faded=self.faded)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """The ages, then the weeks, the newest first."""
        words = self.ui.words
        head = ("Age or week", "Open", "Urgent", "Opened", "Closed")
        ages = tuple(
            (one.name, words.number(one.tickets), words.number(one.urgent), "", "")
            for one in self.shown.ages
        )
        weeks = tuple(
            (words.day(one.first), "", "", words.number(one.opened), words.number(one.closed))
            for one in reversed(self.shown.weeks)
        )
        return head, (*ages, *weeks)
