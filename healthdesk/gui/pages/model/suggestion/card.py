"""The card of a suggestion: present beside suggested, what each caught, what was left out.

Nothing is applied by itself: it becomes a draft when somebody presses for it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.suggest import Caught, Suggestion
from healthdesk.core.domain.suggest_candidates import LeftOut
from healthdesk.core.services.suggest import SuggestionView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.model.backtest_chart import FiguresChart
from healthdesk.gui.pages.model.backtest_layout import AucRow
from healthdesk.gui.pages.model.suggestion import layout
from healthdesk.gui.pages.model.suggestion.charts import CurvesChart, WeightsChart
from healthdesk.gui.pages.model.switched import Switched
from healthdesk.gui.pages.model.told_box import ToldBox
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

OFFER: Final = "Suggest from own history"
_OUT: Final = 210
_GOOD: Final = frozenset({"better"})


class SuggestionCard(Card):
    """Weights and curves learned from what became of accounts.

    Signals:
        wanted: somebody wants a suggestion.
        taken: the suggested `Profile` is to become the draft.
    """

    wanted = Signal()
    taken = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Suggested from own history")
        self._ui = ui
        self.found: SuggestionView | None = None
        self.again = QPushButton("Work it out again")
        self.again.setProperty("kind", "link")
        self.take = QPushButton("Take as draft")
        self.take.setProperty("kind", "primary")
        self.take.setProperty("compact", "true")
        for button in (self.again, self.take):
            self.add_tool(button)
        self.box = ToldBox(ui.theme)
        self.notes = Paragraph(ui.theme, role="small", line=16)
        self.chart = FiguresChart(ui.theme, ui.words)
        self.caught = Switched("What each would have told", self.chart)
        self.fifth = Paragraph(ui.theme)
        self.bars = WeightsChart(ui.theme, ui.words)
        self.weights = Switched("Weights now and then", self.bars)
        self.pictures = CurvesChart(ui.theme, ui.words)
        self.curves = Switched("Curves that would be others", self.pictures)
        self.out = SmallTable(ui.theme, "Left out", _out_columns(), _out_ident)
        self.out.setFixedHeight(_OUT)
        self.curves_title = PlainLabel("Curves, now dashed", "strong")
        self.out_title = PlainLabel("Left out, and why", "strong")
        self.weights_title = PlainLabel("Weights, shares of 100", "strong")
        self._parts = QWidget()
        """All of it; away where there is nothing to show, so that the card is no higher for it."""
        self._lay_out()
        self.again.clicked.connect(self.wanted)
        self.acted.connect(self.wanted)
        self.retry_requested.connect(self.wanted)
        self.take.clicked.connect(self._on_take_clicked)
        self.show_offer()

    def show_offer(self) -> None:
        """Offer it: nothing is worked out before somebody asks."""
        self.found = None
        self._show_tools()
        self.set_subtitle("")
        self.show_empty(
            "Weights and curves from your own history",
            "Learned from accounts that left and stayed, tried on what came after. Nothing is"
            " changed by it: it stands here beside the present profile.",
            OFFER,
            "bulb",
        )

    def show_began(self) -> None:
        """Say that it is being worked out."""
        self.found = None
        self._show_tools()
        self.show_loading("Learning from what became of accounts")

    def show_failed(self, text: str) -> None:
        """Say why it failed."""
        self._show_tools()
        self.show_error("Nothing could be suggested", text)

    def show_found(self, found: SuggestionView) -> None:
        """Show a suggestion, or why there is none."""
        self.found = found
        words = self._ui.words
        self._show_tools()
        days = "a snapshot" if not found.lead else f"{words.days(found.lead)} before"
        self.set_subtitle(f"{found.name}, {days}")
        made = found.found
        good = made is not None and made.verdict in _GOOD
        self._offer_as("primary" if good else "quiet")
        self.box.say(((f"{found.title}. ", True), (found.text, False)), warns=not good)
        self.notes.setText("\N{LINE SEPARATOR}".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self._show_caught(made)
        self._show_weights(made)
        out = () if made is None else made.left_out
        self.out.setVisible(bool(out))
        self.out_title.setVisible(bool(out))
        self.out.show_rows(out)
        self.show_body()

    def _show_tools(self) -> None:
        found = self.found
        self.again.setVisible(found is not None)
        self.take.setVisible(found is not None and found.profile is not None)
        self.take.setEnabled(not self._ui.looking_back)
        self._parts.setVisible(found is not None)

    def _offer_as(self, kind: str) -> None:
        """Stand out only where the suggestion was shown to be better."""
        if self.take.property("kind") != kind:
            self.take.setProperty("kind", kind)
            self.take.style().unpolish(self.take)
            self.take.style().polish(self.take)

    def _show_caught(self, made: Suggestion | None) -> None:
        rows = []
        if made is not None and made.verdict != "nothing":
            rows = [
                _row("Present", made.now, "text2", 400),
                _row("Suggested", made.then, "accent", 600),
            ]
        self.chart.show_figures(rows, (), "")
        self.caught.setVisible(bool(rows))
        self.caught.follow()
        told = [] if made is None else [
            f"{name} {self._ui.words.percent(one.lowest.caught)}"
            for name, one in (("present", made.now), ("suggested", made.then))
            if one.lowest is not None
        ]  # fmt: skip
        self.fifth.setText(f"Of the lost, in the lowest fifth of scores: {', '.join(told)}.")
        self.fifth.setVisible(bool(told) and bool(rows))

    def _show_weights(self, made: Suggestion | None) -> None:
        profile = None if made is None else made.profile
        shown = made is not None and profile is not None
        for widget in (self.weights_title, self.weights):
            widget.setVisible(shown)
        found: tuple[layout.Changed, ...] = ()
        if made is not None and profile is not None:
            self.bars.show_weights(made.weights)
            self.weights.follow()
            found = layout.changed(made.held, profile, self._ui.words)
        self.pictures.show_changed(found)
        self.curves.follow()
        for widget in (self.curves_title, self.curves):
            widget.setVisible(bool(found))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for at, some in enumerate(
            (
                (self.caught, self.fifth, self.weights_title, self.weights),
                (self.curves_title, self.curves, self.out_title, self.out),
            )
        ):
            side = QWidget()
            inner = QVBoxLayout(side)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(8)
            for widget in some:
                inner.addWidget(widget)
            inner.addStretch(1)
            grid.addWidget(side, 0, at)
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.box)
        column.addWidget(self.notes)
        column.addLayout(grid)
        self.body.addWidget(self._parts)
        self.body.addStretch(1)

    @Slot()
    def _on_take_clicked(self) -> None:
        if self.found is not None and self.found.profile is not None:
            self.taken.emit(self.found.profile)


def _row(name: str, one: Caught, color: str, weight: int) -> AucRow:
    found = one.auc
    if found is None:
        return AucRow(name, None, None, None, color, weight)
    return AucRow(name, found.value, found.low, found.high, color, weight)


def _out_columns() -> tuple[Column, ...]:
    return (
        Column("name", "Measure", 150, _out_name, _out_name, paint.name_cell(_out_name),
               minimum=90, stretch=True),
        Column("because", "Because", 200, _because, _because, paint.text_cell(_because),
               minimum=120, stretch=True),
    )  # fmt: skip


def _out_name(one: LeftOut) -> str:
    return one.name


def _because(one: LeftOut) -> str:
    return one.because


def _out_ident(one: LeftOut) -> str:
    return f"{one.key} {one.because}"
