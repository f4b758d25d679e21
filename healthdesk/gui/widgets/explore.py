"""Free exploration: accounts by any two fields, as a table of shades or as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QSizeF

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.inside_kinds import kinds_of_fields
from healthdesk.core.domain.pivot import VALUES, Pivot
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.core.readings import CATALOGUE, READY
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.parts import explore_layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.services import board_pivot
else:
    board_pivot = lazily("healthdesk.core.services.board_pivot")

_OWN: Final = ("band", "segment")
_NAMED: Final = ("Band", "Segment")
SPEC = WidgetSpec(
    key="explore",
    title="Explore",
    summary="Any field against any other.",
    how=(
        "The accounts alive on the day, by what their fields say on it. Numbers of many values are"
        " cut into ranges with about as many accounts in each, days into quarters; beyond 40 rows"
        " or 12 columns the smallest stand together. ARR is that of the subscriptions in force,"
        " else the attribute arr; currencies are not added up. A mean counts each account the same"
        " and takes only those of which the value is known. An account may be in several segments:"
        " then rows do not add up to the total, which counts each account once."
    ),
    group="Free",
    size=(6, 4),
    limits=Limits(4, 2, 12, 10),
    inside=(),
    inside_by=kinds_of_fields,
    topics=frozenset({Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SEGMENTS}),
    options=(
        Option("rows", "Rows", "field", "band", choices=_OWN, labels=_NAMED),
        Option(
            "columns", "Columns", "field", "stage", choices=("", *_OWN), labels=("None", *_NAMED)
        ),
        Option(
            "value",
            "Value",
            "choice",
            "count",
            choices=tuple(VALUES),
            labels=tuple(VALUES.values()),
        ),
        Option(
            "reading",
            "Reading of the mean",
            "choice",
            "days_since_touch",
            choices=READY,
            labels=tuple(CATALOGUE[key].SPEC.title for key in READY),
        ),
        Option("metric", "Metric of the reading", "metric"),
        Option("field", "Field of the mean or sum", "field", ""),
        Option(
            "show",
            "Show as",
            "choice",
            "shades",
            choices=("shades", "bars"),
            labels=("Table of shades", "Bars"),
        ),
    ),
)


def load(tx: Any, ask: Ask) -> Pivot:  # noqa: ANN401 - a session of the store
    """Read it."""
    return board_pivot.pivot(tx, ask)


class Face(RowsFace):
    """A line a row, a shade or a bar a cell; rows, columns and cells are marks."""

    def rows_beyond(self, room: QSizeF) -> int:
        """Rows that do not fit."""
        data = cast("Pivot", self.shown)
        return len(data.rows) - explore_layout.fitting(data, room.height())

    def rows_top(self, room: QSizeF) -> float:
        """Under the head."""
        del room
        return explore_layout.HEAD

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The head and the rows from one on."""
        data, words = cast("Pivot", self.shown), self.ui.words
        return explore_layout.table(data, first, room, self.measure, words, faded=self.faded)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a row and column: the value, and of how many accounts it is known."""
        return explore_layout.lines(cast("Pivot", self.shown), self.ui.words)
