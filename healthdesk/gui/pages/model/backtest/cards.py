"""The cards of the tab Backtest: how well it told, share lost by score, lists of accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.core.domain import backtest_notes as notes
from healthdesk.core.domain.backtest import Figures
from healthdesk.core.domain.backtest_view import BacktestView as Backtest
from healthdesk.core.domain.discrimination import Auc
from healthdesk.core.services.backtest import Compared
from healthdesk.core.services.backtest_ground import Ground, lowest
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.model import backtest_told as told_words
from healthdesk.gui.pages.model.backtest_chart import CalibrationChart, FiguresChart
from healthdesk.gui.pages.model.backtest_columns import CaseRow, case_columns, case_row, ident
from healthdesk.gui.pages.model.backtest_layout import AucRow
from healthdesk.gui.pages.model.switched import Switched
from healthdesk.gui.pages.model.told_box import ToldBox
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.plain import Paragraph
from healthdesk.gui.parts.segmented import Segmented

LISTED: Final = 500
MISSED, CAUGHT = "missed", "caught"
_TABLE: Final = 236
"""Height of a list: a head and eight rows."""


class VerdictCard(Card):
    """AUC with its range, rates by band, the verdict, what has to be known to read them."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "How well it told")
        self._ui = ui
        self.box = ToldBox(ui.theme)
        self.chart = FiguresChart(ui.theme, ui.words)
        self.switch = Switched("How well it told", self.chart)
        self.worth = ToldBox(ui.theme)
        self.lift = Paragraph(ui.theme)
        self.notes = Paragraph(ui.theme, role="small", line=16)
        for widget in (self.box, self.switch, self.worth, self.lift, self.notes):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_test(
        self, held: Ground, name: str, other: str = "", worth: Compared | None = None
    ) -> None:
        """Show a test, and what another version on the same accounts and days makes of it."""
        view, words = held.view, self._ui.words
        found = view.figures
        counts = words.count(found.churned, "lost account")
        self.set_subtitle(f"{counts} and {words.number(found.kept)} kept with a score")
        told = view.verdict
        warns = told.kind in told_words.UNSURE
        few = () if warns else told_words.few_runs(found)
        self.box.say((*told_words.verdict_runs(told), *few), warns=warns or bool(few))
        looks = [("accent", 600), ("text2", 400)]
        if other == "draft":
            looks.reverse()
        rows = [] if found.few else [_row(name, found.auc, *looks[0])]
        self.worth.setVisible(worth is not None)
        if worth is not None:
            article = "the " if other in {"draft", "published version"} else ""
            runs, _ = told_words.worth_runs(worth, words, f"{article}{other}")
            self.worth.say(runs, warns=False)
            if worth.found is not None and not found.few:
                rows.append(_row(other[:1].upper() + other[1:], worth.found.second, *looks[1]))
        some = any(one.accounts for one in found.bands)
        caption = told_words.bands_of(view, "the score")
        self.chart.show_figures(rows, found.bands if some else (), caption)
        self.switch.setVisible(bool(rows) or some)
        self.switch.follow()
        self.lift.setText(lift_words(found, words))
        self.lift.setVisible(found.lowest is not None and not found.few)
        said = notes.few(found) if few else ()
        more = [one for one in view.notes if one not in said]
        self.notes.setText("\N{LINE SEPARATOR}".join(more))
        self.notes.setVisible(bool(more))
        self.show_body()


def _row(name: str, found: Auc | None, color: str, weight: int) -> AucRow:
    if found is None:
        return AucRow(name, None, None, None, color, weight)
    return AucRow(name, found.value, found.low, found.high, color, weight)


def lift_words(found: Figures, words: Words) -> str:
    """What the lowest tenth of all scores held."""
    lift = found.lowest
    if lift is None:
        return ""
    lost = words.number(lift.lost, 0 if lift.lost == round(lift.lost) else 1)
    return (
        f"The lowest tenth of all scores held {lost} of the {words.number(found.churned)} lost:"
        f" {words.number(lift.lift, 1)} times as many as a tenth drawn by lot."
    )


class CalibrationCard(Card):
    """The share lost of groups by score: does a lower score mean more of them left?"""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Share lost by score", "groups of about as many accounts")
        self._words = ui.words
        self.chart = CalibrationChart(ui.theme, ui.words)
        self.switch = Switched("Share lost by score", self.chart)
        self.told = Paragraph(ui.theme)
        self.body.addWidget(self.switch)
        self.body.addWidget(self.told)
        self.body.addStretch(1)

    def show_test(self, view: Backtest) -> None:
        """Show the groups, and whether the bands keep their order."""
        found = view.figures
        if found.few:
            self.show_empty(
                "Too few were lost for shares", "The accounts are named instead.", icon="activity"
            )
            return
        if not found.calibration:
            self.show_empty(
                "Too few accounts for groups",
                "Forty accounts with a score are needed.",
                icon="activity",
            )
            return
        self.chart.show_bins(found.calibration)
        self.switch.follow()
        poor, average, strong = (self._words.band(one) for one in ("Poor", "Average", "Strong"))
        told = f"From {poor} over {average} to {strong} fewer left each time."
        if view.verdict.kind == "chance":
            told = (
                f"From {poor} over {average} to {strong} fewer left, by no more than chance makes."
            )
        if found.falls is False:
            told = f"The shares lost do not fall from {poor} over {average} to {strong}: the bands"
            told += " do not mean what they say."
        self.told.setText(told if found.falls is not None else "")
        self.show_body()


class ListCard(Card):
    """A list of rows; its first column names them."""

    def __init__(
        self,
        ui: Ui,
        title: str,
        columns: Sequence[Column],
        named: Callable[[Any], str],
        parent: QWidget | None = None,
        *,
        keeps: bool = False,
    ) -> None:
        super().__init__(ui.theme, title, parent=parent, padding=0)
        self._ui = ui
        self.table = SmallTable(ui.theme, title, columns, named, keeps_current=keeps)
        self.table.setFixedHeight(_TABLE)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)

    def show_rows(self, rows: Sequence[Any], none: tuple[str, str]) -> None:
        """Show rows, or say that there are none."""
        if not rows:
            self.show_empty(*none, icon="circle-check")
            return
        self.table.show_rows(rows)
        self.show_body()


class CasesCard(ListCard):
    """Accounts that the score got wrong, or that are too few to be counted.

    Signals:
        account_wanted: the id of an account.
        retro_wanted: the id of a lost account whose last days somebody wants to see.
    """

    account_wanted = Signal(str)
    retro_wanted = Signal(str)

    def __init__(self, ui: Ui, title: str, *, lost: bool) -> None:
        columns = case_columns(ui.words, days=True, reason="Why" if lost else "Lowest measure")
        if not lost:
            columns = tuple(one for one in columns if one.key != "left")
        super().__init__(ui, title, columns, ident, keeps=True)
        self._lost = lost
        self._held: Ground | None = None
        self.which = Segmented("Which lost accounts", ((MISSED, "Missed"), (CAUGHT, "Caught")))
        self.which.setVisible(False)
        self.which.chosen.connect(self._on_which_chosen)
        self.add_tool(self.which)
        self.retro = QPushButton("Retro")
        self.retro.setProperty("kind", "link")
        self.retro.setAccessibleName("Retro of the chosen account")
        self.retro.setVisible(lost)
        self.add_tool(self.retro)
        self.retro.clicked.connect(self._on_retro_clicked)
        self.table.opened.connect(self.account_wanted)

    def show_cases(self, held: Ground, cells: Sequence[int], none: tuple[str, str]) -> None:
        """Show these accounts."""
        view = held.view
        listed = [view.row(one) for one in cells[:LISTED]]
        if self._lost:
            rows = [case_row(held, one, None) for one in listed]
        else:
            rows = [
                CaseRow(one, lowest(view.scores, one.cell), held.currency_of(one.account_id))
                for one in listed
            ]
        self.retro.setEnabled(bool(rows))
        self.show_rows(rows, none)

    def show_lost(self, held: Ground) -> None:
        """Show those that were missed, or those that were caught, as is chosen."""
        self._held = held
        self.which.setVisible(True)
        self._show_chosen()

    def _show_chosen(self) -> None:
        held = self._held
        if held is None:
            return
        view, words = held.view, self._ui.words
        found, poor = view.figures, words.band("Poor")
        caught = self.which.value == CAUGHT
        cells = [one.cell for one in view.caught()] if caught else list(found.misses)
        share = f"{words.number(len(cells))} of {words.number(found.churned)}"
        if caught:
            self.set_title(f"Caught: lost and {poor}", share)
            none = ("None was caught", f"No lost account with a score was {poor}.")
        else:
            self.set_title(f"Missed: lost and not {poor}", share)
            none = ("None was missed", f"Every lost account with a score was {poor}.")
        self.show_cases(held, cells, none)

    @Slot(str)
    def _on_which_chosen(self, key: str) -> None:
        del key
        self._show_chosen()

    @Slot()
    def _on_retro_clicked(self) -> None:
        chosen = self.table.current_id()
        if chosen:
            self.retro_wanted.emit(chosen)
