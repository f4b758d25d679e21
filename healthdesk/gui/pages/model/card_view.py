"""The model card over the cards: how scores come about in plain words, and what tested them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.services import model_brief
from healthdesk.core.services.model_brief import MeasureBrief, ModelBrief, PartBrief
from healthdesk.core.services.what_if import DRAFT
from healthdesk.gui.base.colors import SERIES
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.over_head import OverHead
from healthdesk.gui.pages.model.square import Square
from healthdesk.gui.panels.report_button import ReportButton
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel

MARGIN: Final = 16
_WIDEST, _NAME = 980, 190
_NOT_TESTED: Final = (
    "Not tested yet on what became of accounts: the tab Backtest holds it against outcomes."
)


class CardView(LiveView):
    """Says a version of a profile in words.

    Signals:
        left: back to the weights.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PROFILES, Topic.SETTINGS, Topic.FACTS})
    follows_view = False
    left = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown: ModelBrief | None = None
        self._key = ""
        self._version = DRAFT
        self._filling = False
        self._evidence: tuple[str, ...] = ()
        self.version = QComboBox()
        self.version.setAccessibleName("Version")
        self.version.setMinimumWidth(150)
        self.since = PlainLabel("", "second", elide=True)
        report = ReportButton(ui, "model_card", "The model card as a report", text="Report")
        self.head = OverHead(ui.theme, "Model card", self.version, self.since, report)
        layout = self.head.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setStretchFactor(self.since, 1)
        self.card = Card(ui.theme, "", padding=0)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Model card")
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.card, 1)
        self.version.currentIndexChanged.connect(self._on_version_current_index_changed)
        self.head.back.clicked.connect(self._on_back_clicked)
        self.card.retry_requested.connect(self.reload)

    def show_version(self, key: str, version: int, evidence: Sequence[str] = ()) -> None:
        """Show a version of a profile, DRAFT for its draft; `evidence` is what tested it."""
        self._key, self._version, self._evidence = key, version, tuple(evidence)
        self.refresh()

    def reload(self) -> None:
        """Read the version."""
        if not self._key:
            return
        if self.shown is None:
            self.card.show_loading("Reading the version")
        self.ui.read(
            model_brief.read, self._key, self._version,
            then=self._show, failed=self._show_failure, key="model card",
        )  # fmt: skip

    def focus_first(self) -> None:
        """Go to the choice of the version."""
        self.version.setFocus()

    def lines(self) -> tuple[str, ...]:
        """Everything that is said, in order."""
        inside = self.area.widget()
        labels = [] if inside is None else inside.findChildren(PlainLabel)
        return tuple(one.full_text for one in labels)

    def _show(self, found: ModelBrief) -> None:
        self.shown = found
        self._filling = True
        self.version.clear()
        if found.drafted or found.version == DRAFT:
            number = f"version {found.versions[0] + 1}" if found.versions else found.name
            self.version.addItem(f"Draft of {number}", DRAFT)
        for one in found.versions:
            self.version.addItem(f"Version {one}", one)
        self.version.setCurrentIndex(max(0, self.version.findData(found.version)))
        self._filling = False
        self.since.setText(found.since or "not published")
        self._fill(found)
        self.card.show_body()

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The model card could not be read", told)

    def _fill(self, found: ModelBrief) -> None:
        page = QWidget()
        page.setProperty("ground", "none")
        page.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(6)
        column.addWidget(PlainLabel(found.name, "title", wrap=True))
        for told in found.lead:
            column.addWidget(PlainLabel(told, wrap=True))
        for at, part in enumerate(found.parts):
            self._add_part(column, part, SERIES[min(at, len(SERIES) - 1)])
        _add_section(column, "Caps", found.caps or ("None: nothing holds the score down.",))
        _add_section(column, "What tested it", self._evidence or (_NOT_TESTED,))
        _add_section(column, "What to bear in mind", found.mind)
        column.addStretch(1)
        outer = QWidget()
        outer.setProperty("ground", "none")
        line = QHBoxLayout(outer)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(page, 1)
        line.addStretch(0)
        self.area.setWidget(outer)

    def _add_part(self, column: QVBoxLayout, part: PartBrief, color: str) -> None:
        words = self.ui.words
        column.addSpacing(8)
        column.addWidget(hline())
        head = QHBoxLayout()
        head.setContentsMargins(0, 4, 0, 0)
        head.setSpacing(8)
        head.addWidget(Square(self.ui.theme, color))
        head.addWidget(PlainLabel(part.name, "strong"))
        share = f"{words.number(part.share, 1)} of 100" if part.share else ""
        head.addWidget(PlainLabel(", ".join(filter(None, (share, part.told))), "second"))
        head.addStretch(1)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setContentsMargins(18, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _NAME)
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(part.measures):
            self._add_measure(grid, row, one)
        column.addLayout(grid)

    def _add_measure(self, grid: QGridLayout, row: int, one: MeasureBrief) -> None:
        words = self.ui.words
        name = QVBoxLayout()
        name.setSpacing(0)
        name.addWidget(PlainLabel(one.name, wrap=True))
        if one.share is not None:
            name.addWidget(PlainLabel(f"{words.number(one.share, 1)} of 100", "caption"))
        name.addStretch(1)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(PlainLabel(one.why, "second", wrap=True))
        told.addWidget(PlainLabel(f"{one.earns}. {one.missing}.", "caption", wrap=True))
        grid.addLayout(name, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(told, row, 1)

    @Slot(int)
    def _on_version_current_index_changed(self, at: int) -> None:
        if at >= 0 and not self._filling:
            self._version = int(self.version.itemData(at))
            self.reload()

    @Slot()
    def _on_back_clicked(self) -> None:
        self.left.emit()


def _add_section(column: QVBoxLayout, title: str, told: Sequence[str]) -> None:
    column.addSpacing(8)
    column.addWidget(hline())
    column.addWidget(PlainLabel(title, "strong"))
    for one in told:
        column.addWidget(PlainLabel(one, "second", wrap=True))
