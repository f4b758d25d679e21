"""The card Backtest beside the weights: published and draft, bands, what it is worth, who left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy

from healthdesk.core.domain.backtest import Figures
from healthdesk.core.domain.backtest_view import LeadRow
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.model import backtest_told as told_words
from healthdesk.gui.pages.model.backtest.bar import BacktestBar
from healthdesk.gui.pages.model.backtest_chart import FiguresChart
from healthdesk.gui.pages.model.backtest_columns import case_columns, case_row, ident
from healthdesk.gui.pages.model.backtest_layout import AucRow
from healthdesk.gui.pages.model.foretell import Told
from healthdesk.gui.pages.model.switched import Switched
from healthdesk.gui.pages.model.told_box import ToldBox
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

LISTED: Final = 60
"""Accounts that are listed in the card; the tab has all."""
_POPOVER: Final = 400
"""Width of what the gear opens."""


class BacktestCard(Card):
    """What the score would have foretold, while a handle moves.

    Signals:
        opened: somebody wants all figures.
        wanted: a `BacktestWish`: another lead, period or segment.
        account_wanted: the id of an account.
        leads_wanted: what each usual lead would have is of use now.
    """

    opened = Signal()
    wanted = Signal(object)
    account_wanted = Signal(str)
    leads_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Backtest")
        self.ui = ui
        self.told: Told | None = None
        self._listed: tuple[object, ...] = ()
        self.all = self._tool("maximize", "All figures of the backtest")
        self.gear = self._tool("settings", "What is tested: lead, period, segment")
        self.popover: Popover | None = None
        self.bar: BacktestBar | None = None
        self._leads: tuple[LeadRow, ...] = ()
        self.chart = FiguresChart(ui.theme, ui.words)
        self.switch = Switched("Backtest", self.chart)
        self.box = ToldBox(ui.theme)
        self.moved = Paragraph(ui.theme, role="small", line=16)
        self.missed = PlainLabel("", "caption", elide=True)
        self.table = SmallTable(
            ui.theme, "Lost accounts that were not Poor", case_columns(ui.words), ident
        )
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.setMinimumHeight(64)
        for widget in (self.switch, self.box, self.moved, self.missed):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.setContentsMargins(12, 0, 12, 8)
        self.all.clicked.connect(self.opened)
        self.gear.clicked.connect(self._on_gear_clicked)
        self.table.opened.connect(self.account_wanted)
        self.acted.connect(self.opened)

    def _tool(self, icon: str, name: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("iconic", "small")
        button.setAccessibleName(name)
        button.setToolTip(name)
        self.theme.bind_icon(button, icon, "text2", 16)
        self.add_tool(button)
        return button

    def show_began(self) -> None:
        """Say that it is being read, where nothing was shown before."""
        if self.told is None:
            self.show_loading("Testing the score on what became of accounts")

    def show_failed(self, text: str) -> None:
        """Say why there is no test."""
        self.told = None
        self.set_subtitle("")
        self.show_empty("No backtest", text, icon="activity")

    def show_leads(self, rows: tuple[LeadRow, ...]) -> None:
        """Know what each usual lead would have."""
        self._leads = rows
        if self.bar is not None:
            self.bar.show_leads(rows)

    def show_told(self, told: Told) -> None:
        """Show what the draft would have foretold."""
        fresh = self.told is None or self.told.view is not told.view
        self.told = told
        view, words = told.view, self.ui.words
        if fresh:  # while a hand moves it is the same test
            self.set_subtitle(told_words.about(view, words))
            if self.bar is not None:
                self.bar.show_ground(told.ground)
        found = view.figures
        if not found.churned + found.unscored_churned:
            self.show_empty(
                "No lost account is known",
                "Bring a table of outcomes in, or say in the tab Backtest by a rule who left:"
                " then the score is held against what came.",
                "Open the backtest",
                "activity",
            )
            return
        few = found.few
        what = "the draft" if told.draft is not None else "the score"
        rows = () if few else self._auc_rows(told)
        self.chart.show_figures(rows, told.now.bands, told_words.bands_of(view, what))
        self.switch.follow()
        if told.settled is not None or told.waits:
            self._show_settled(told)
        self.show_body()

    def _auc_rows(self, told: Told) -> tuple[AucRow, ...]:
        held = told.ground
        first = told.published
        number = held.view.scores.profiles[held.view.index].version if held.view.index >= 0 else 0
        name = f"Published {number}" if held.published else "Draft"
        rows = [AucRow(name, first.auc, first.low, first.high)]
        draft = told.draft
        if draft is not None:
            name = f"Draft {number + 1}" if held.published else "Draft now"
            rows.append(AucRow(name, draft.auc, draft.low, draft.high, "accent", 600))
        return tuple(rows)

    def _show_settled(self, told: Told) -> None:
        runs, warns = told_words.box(told, self.ui.words)
        self.box.say(runs, warns=warns)
        held = told.ground
        away = held.wanted != held.wish.lead
        self.moved.setVisible(away)
        if away:
            wanted, now = (self.ui.words.days(one) for one in (held.wanted, held.wish.lead))
            self.moved.setText(
                f"{wanted} before too few had a score: {now} is the nearest that has enough."
            )
        if told.settled is not None:
            self._show_rows(told, told.settled.figures)

    def _show_rows(self, told: Told, found: Figures) -> None:
        self.missed.setText(told_words.missed(told.view, found, self.ui.words))
        view = told.view
        numbers = found.misses
        if found.few:
            numbers = tuple(one.cell for one in view.named())
        self.table.setVisible(bool(numbers))
        listed = (view, told.scores, numbers)
        if self._listed == listed:
            return
        self._listed = listed
        rows = [view.row(one, told.scores) for one in numbers[:LISTED]]
        self.table.show_rows([case_row(told.ground, one, told.scores) for one in rows])

    @Slot()
    def _on_gear_clicked(self) -> None:
        if self.told is None:
            self.opened.emit()
            return
        if self.popover is None:
            self.popover = Popover(self.theme, "What is tested", self)
            self.bar = BacktestBar(self.ui, self.popover)
            self.popover.column.addWidget(self.bar)
            self.bar.wanted.connect(self._on_bar_wanted)
            self.bar.show_leads(self._leads)
        if self.bar is not None:
            self.bar.show_ground(self.told.ground)
        self.leads_wanted.emit()
        corner = self.gear.mapToGlobal(QPoint(self.gear.width(), self.gear.height() + 4))
        self.popover.column.activate()
        high = self.popover.column.heightForWidth(_POPOVER)
        self.popover.open_at(corner, QSize(_POPOVER, high))

    @Slot(object)
    def _on_bar_wanted(self, wish: object) -> None:
        if self.popover is not None:
            self.popover.hide()
        self.wanted.emit(wish)
