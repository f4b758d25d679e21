"""Features by the share of accounts that use them, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_usage import FeatureAdoption, FeatureShare
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import feature_adoption_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_usage
else:
    board_usage = lazily("healthdesk.core.services.board_usage")

SPEC = WidgetSpec(
    key="feature_adoption",
    title="Feature adoption",
    summary="Share of accounts that use each.",
    how=(
        "A feature was used by an account if it has any value above 0 within the period. The "
        "share is of the accounts that are there on the day and have usage at all; accounts "
        "without any usage are told apart and counted in no share. The change is against the "
        "period of the same length before, of the accounts that were there at its end, in "
        "points of 100. Hatched: no values of the feature came in the period. Source: the "
        "metrics that are marked as features."
    ),
    group="Usage",
    size=(4, 4),
    limits=Limits(3, 2, 12, 8),
    inside=(),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS}),
    options=(
        Option(
            "order",
            "First",
            "choice",
            "share",
            choices=("share", "fallen", "risen"),
            labels=("Most used", "Most lost since the period before", "Most won"),
        ),
    ),
)


def load(tx: Tx, ask: Ask) -> FeatureAdoption:
    """Read the shares."""
    return board_usage.adoption(tx, ask)


class Face(RowsFace):
    """A bar a feature; its two parts, used and not used, narrow the board."""

    shown: FeatureAdoption

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = FeatureAdoption()

    def rows_beyond(self, room: QSizeF) -> int:
        """Features that do not fit."""
        return len(self.shown.features) - layout.fitting(room.height(), self.shown)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The features in view."""
        return layout.bars(self.shown, first, room, self.measure, self.ui.words, faded=self.faded)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a feature."""
        head = ("Feature", "Used by", "Of accounts", "Share", "Share before", "Change, points")
        return head, tuple(self._line(one) for one in self.shown.features)

    def _line(self, one: FeatureShare) -> tuple[str, ...]:
        words = self.ui.words
        if one.used is None:
            return (one.name, "not measured", words.number(one.of), "", "", "")
        change = "" if one.change is None else words.signed(one.change * 100)
        return (
            one.name,
            words.number(one.used),
            words.number(one.of),
            words.percent(one.share),
            "not measured" if one.before is None else words.percent(one.before),
            change,
        )
