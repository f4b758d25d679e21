"""What the coming renewals may bring, as a range by month, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_forecast import RenewalForecast
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts import renewal_forecast_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.services import board_forecast
else:
    board_forecast = lazily("healthdesk.core.services.board_forecast")

SPEC = WidgetSpec(
    key="renewal_forecast",
    title="Renewal forecast",
    summary="Least, expected, most.",
    how=(
        "Every end of a subscription in force on the day, by month, of accounts that are customers"
        " on the day. The least holds what is said to be commit; the expected adds what is likely;"
        " the most adds what is at risk. Lost counts nowhere. A renewal of which nothing was said"
        " counts as likely, in Poor as at risk. It is worth the amount that was said, else the ARR"
        " that ends. Currencies are not added up; what nobody knows the worth of is in no sum."
    ),
    group="Money",
    size=(6, 3),
    limits=Limits(4, 2, 12, 8),
    inside=("sentiment", "money"),
    topics=frozenset(
        {Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.WORK, Topic.SETTINGS}
    ),
    options=(Option("months", "Months", "days", 6, 1, 24),),
)


def load(tx: Any, ask: Ask) -> RenewalForecast:  # noqa: ANN401 - a session of the store
    """Read the renewals and what was said of them."""
    return board_forecast.forecast(tx, ask)


class Face(RowsFace):
    """A row a month: how many renew, the range as a bar, the expected beside it."""

    def rows_beyond(self, room: QSizeF) -> int:
        """Rows that do not fit."""
        data = cast("RenewalForecast", self.shown)
        return len(data.rows) - layout.fitting(data, room.height())

    def rows_top(self, room: QSizeF) -> float:
        """Under the head."""
        del room
        return layout.HEAD

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The rows from one on, and the sums."""
        kit = Kit(self.measure, self.ui.words, self.faded)
        return layout.ranges(cast("RenewalForecast", self.shown), first, room, kit)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a month, then all of them."""
        return layout.lines(cast("RenewalForecast", self.shown), self.ui.words)
