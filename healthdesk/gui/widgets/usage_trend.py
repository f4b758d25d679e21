"""A usage metric over the period, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_usage import SEGMENTS, UsageLine, UsageTrend
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.trend_plot import COLORS, Line, Plot, plot
from healthdesk.gui.parts.usage_chart_layout import figure

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_usage
else:
    board_usage = lazily("healthdesk.core.services.board_usage")

SPEC = WidgetSpec(
    key="usage_trend",
    title="Usage trend",
    summary="A metric over time, by segment too.",
    how=(
        "Each point is a day, or the mean day of a week from Monday to Sunday. “All accounts "
        "together” is the sum over the accounts that were there on that day; “mean account” "
        "divides it by their number. An account counts from its first day to the day before it "
        "churned. A day without a row counts as 0 for metrics that are counted, and is left out "
        "for metrics that are measured. Days on which nobody's values came are hatched and "
        "never count as 0. Segments are those of the day shown. Source: the usage of the desk; "
        "without a choice the first metric that the health score watches."
    ),
    group="Usage",
    size=(6, 3),
    limits=Limits(4, 3, 12, 8),
    inside=(),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS, Topic.SEGMENTS, Topic.PROFILES}),
    options=(
        Option("metric", "Metric", "metric", ""),
        Option(
            "show",
            "Show",
            "choice",
            "total",
            choices=("total", "account", "segments"),
            labels=("All accounts together", "Mean an account", "Mean an account, by segment"),
        ),
        Option(
            "step",
            "By",
            "choice",
            "",
            choices=("", "day", "week"),
            labels=("Day up to 90 days, else week", "Day", "Week"),
        ),
        *(
            Option(key, f"Segment {number} to compare", "segment", "")
            for number, key in enumerate(SEGMENTS, 1)
        ),
    ),
)
FEW = 30
"""Accounts under which their number is told."""


def load(tx: Tx, ask: Ask) -> UsageTrend:
    """Read the lines."""
    return board_usage.trend(tx, ask)


class Face(DrawnFace):
    """Lines with their names at their ends; segments can be pressed."""

    shown: UsageTrend

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = UsageTrend()

    def lay_out(self, room: QSizeF) -> Drawing:
        """The chart, filling the room."""
        shown = self.shown
        if not shown.lines:
            return Drawing(room.width(), room.height())
        known = {one.key for one in shown.marks}
        lines = tuple(
            Line(
                one.name,
                one.values,
                COLORS[number % len(COLORS)],
                self._told(one),
                f"{MARK}{one.key}" if one.key in known else "",
                f"{one.name}\nPress to narrow the board to this segment",
                faded=bool(one.key) and self.faded(one.key) < 1,
            )
            for number, one in enumerate(shown.lines)
        )
        drawn = Plot(shown.days, shown.step, shown.last, lines, shown.holes)
        place = QRectF(0, 0, room.width(), room.height())
        return plot(place, drawn, self.measure, self.ui.words, figure=self._figure)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a point, the newest first."""
        shown = self.shown
        head = (
            "Week from" if shown.step > 1 else "Day",
            *(f"{one.name}, {shown.unit} a day".rstrip(" ,") for one in shown.lines),
        )
        rows = tuple(
            (
                self.ui.words.day(shown.days[number]),
                *(self._cell(one.values[number]) for one in shown.lines),
            )
            for number in range(len(shown.days) - 1, -1, -1)
        )
        return head, rows

    def _told(self, one: UsageLine) -> str:
        value = next((v for v in reversed(one.values) if v is not None), None)
        told = "not measured" if value is None else self._figure(value)
        count = f" (n {one.accounts})" if self.shown.each and one.accounts < FEW else ""
        return f"{told} {one.name}{count}" if one.key else f"{told}{count}"

    def _cell(self, value: Known) -> str:
        return "not measured" if value is None else self._figure(value)

    def _figure(self, value: float) -> str:
        """Whole up to a million: rounded to thousands it would not agree with the axis."""
        words = self.ui.words
        return words.number(value) if 1e4 <= abs(value) < 1e6 else figure(value, words)
