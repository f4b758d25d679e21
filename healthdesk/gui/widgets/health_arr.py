"""Accounts by score and ARR, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QSizeF

from healthdesk.core.domain.board_rows import Points
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts.drawing import Drawing, Spot
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.health_arr_layout import key_of, points_drawing, tip_of
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plot_table import Lines

if TYPE_CHECKING:
    from healthdesk.core.services import board_accounts
else:
    board_accounts = lazily("healthdesk.core.services.board_accounts")

SPEC = WidgetSpec(
    key="health_arr",
    title="Health by ARR",
    summary="Who is large and in danger.",
    how=(
        "A dot is an account that is a customer on the day: across its score of the day, up its "
        "ARR of the day in powers of ten, its shape its band. Dashed lines are where Average and "
        "Strong begin; with profiles that differ there are none. Accounts without a score, without "
        "ARR, or with ARR in another currency than most are counted beside the legend."
    ),
    group="Money",
    size=(6, 4),
    limits=Limits(3, 3, 12, 8),
    inside=("score", "names", "money"),
    topics=frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.SETTINGS}),
)


def load(tx: Any, ask: Ask) -> Points:  # noqa: ANN401 - a session of the store
    """Read the accounts."""
    return board_accounts.by_health(tx, ask)


class Face(DrawnFace):
    """Dots in a field."""

    shown: Points

    def show_data(self, data: Any) -> None:  # noqa: ANN401 - as every face
        """Show other accounts."""
        self._by_key = {key_of(row): row for row in data.rows}
        super().show_data(data)

    def _tell(self, spot: Spot | None, at: QPointF, tip: str) -> None:
        """Put an account into words when it is pointed at: all of them would take a while."""
        row = self._by_key.get(spot.key) if spot is not None else None
        super()._tell(spot, at, tip if row is None else tip_of(row, self.ui.words))

    def lay_out(self, room: QSizeF) -> Drawing:
        """Lay axes and dots out."""
        return points_drawing(self.shown, room, Kit(self.measure, self.ui.words, self.faded))

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Every account that is drawn."""
        words = self.ui.words
        return ("Account", "Score", "Band", "ARR", "Currency"), [
            (
                one.name,
                words.number(one.shown),
                words.band(one.band),
                words.number(one.arr),
                one.currency,
            )
            for one in self.shown.rows
        ]
