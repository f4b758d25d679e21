"""Accounts by weeks, each week against the account's own normal, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_usage import AWAY, MISSING, UsageHeat
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import usage_heat_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace
from healthdesk.gui.parts.usage_chart_layout import figure

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_usage
else:
    board_usage = lazily("healthdesk.core.services.board_usage")

SPEC = WidgetSpec(
    key="usage_heat",
    title="Usage against own normal",
    summary="Accounts by weeks, own normal.",
    how=(
        "A week is the account's mean day from Monday to Sunday. Its normal is the median of the "
        "thirteen weeks before it, so nothing that came later changes a cell. Steps begin at "
        "15 %, 30 % and 50 % off normal; minus and plus mark the two outer ones. A week within "
        "twice the usual scatter of those thirteen weeks is normal. Dashed: fewer than four days "
        "of the week were delivered. Empty: the account was not there yet, or has too little use "
        "before (four weeks, two uses a week) to have a normal. The order is by the last four "
        "weeks. Source: the usage of the desk; without a choice the first metric that the health "
        "score watches."
    ),
    group="Usage",
    size=(6, 3),
    limits=Limits(4, 3, 12, 8),
    inside=("names",),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES}),
    options=(
        Option("metric", "Metric", "metric", ""),
        Option("weeks", "Weeks", "days", 26, 4, 52),
        Option(
            "order",
            "First",
            "choice",
            "below",
            choices=("below", "above"),
            labels=("Most below normal", "Most above normal"),
        ),
    ),
)


def load(tx: Tx, ask: Ask) -> UsageHeat:
    """Read the rows."""
    return board_usage.heat(tx, ask)


class Face(RowsFace):
    """Rows of cells under a legend; each leads to the account's Usage."""

    shown: UsageHeat

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = UsageHeat()

    def rows_beyond(self, room: QSizeF) -> int:
        """Rows that do not fit."""
        return len(self.shown.rows) - layout.fitting(room.height(), legend=not self.in_head)

    def aside(self) -> Drawing:
        """What the colours mean."""
        return layout.key(self.measure)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The legend, the rows in view, the weeks."""
        legend = not self.in_head
        return layout.heat(self.shown, first, room, self.measure, self.ui.words, legend=legend)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row an account, the newest week first."""
        shown, words = self.shown, self.ui.words
        head = ("Account", *(f"Week of {words.day(day)}" for day in shown.weeks[::-1]))
        rows = []
        for row in shown.rows:
            cells = []
            for step, value, normal in zip(row.steps, row.values, row.normal, strict=True):
                told = "not measured" if value is None else figure(value, words)
                if step in {AWAY, MISSING} or value is None or not normal:
                    cells.append(told if step == MISSING or value is not None else "")
                else:
                    off = words.signed((value / normal - 1) * 100)
                    cells.append(f"{told} ({off} %)")
            rows.append((row.name, *cells[::-1]))
        return head, tuple(rows)
