"""The tab Backtest: a profile held against what became of accounts, and what could be better.

Not here: what is tested (bar.py), the cards (cards.py, suggestion/card.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.backtest_view import LeadRow
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.services import backtest, suggest
from healthdesk.core.services.backtest import DRAFT, BacktestWish, Compared
from healthdesk.core.services.backtest_ground import Ground, ground
from healthdesk.core.services.suggest import SuggestionView
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model import rule_form
from healthdesk.gui.pages.model.backtest.bar import NOTHING, BacktestBar, version_of
from healthdesk.gui.pages.model.backtest.cards import (
    CalibrationCard,
    CasesCard,
    ListCard,
    VerdictCard,
)
from healthdesk.gui.pages.model.backtest.tables import (
    measure_columns,
    measure_ident,
    part_columns,
    part_ident,
)
from healthdesk.gui.pages.model.backtest.under_way import UnderWay
from healthdesk.gui.pages.model.rule_form import RuleForm
from healthdesk.gui.pages.model.suggestion.card import SuggestionCard
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

MARGIN: Final = 16
GAP: Final = 12
PAIR: Final = 820
"""Width from which cards stand in pairs."""
_INSTEAD: Final = 260
_READS: Final = "Testing the score on what became of accounts"


def read_compared(
    tx: Tx, wish: BacktestWish, other: int | None, progress: Progress = NOBODY
) -> tuple[int | None, Compared]:
    """Two versions on the same accounts and days."""
    return other, backtest.compare(tx, wish, wish.version, other, progress)


class BacktestView(LiveView):
    """What the score would have told, in full.

    Signals:
        suggested: a `Profile` that is to become the draft.
        retro_wanted: the id of a lost account.
        taken_in: a `Ground`: a test is shown.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SEGMENTS, Topic.SETTINGS}
    )
    suggested = Signal(object)
    retro_wanted = Signal(str)
    taken_in = Signal(object)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.held: Ground | None = None
        self.wish = BacktestWish()
        self._chosen = False
        self._alone = False
        self._shape: tuple[bool, bool] | None = None
        self.bar = BacktestBar(ui, self, full=True)
        self.sampling = PlainLabel("", "second", wrap=True)
        self.way = UnderWay(ui)
        self.instead = Card(ui.theme)
        self.verdict = VerdictCard(ui)
        self.calibration = CalibrationCard(ui)
        self.misses = CasesCard(ui, "Missed: lost and not Poor", lost=True)
        self.alarms = CasesCard(ui, "False alarms: kept and Poor", lost=False)
        self.measures = ListCard(
            ui, "By measure, each alone", measure_columns(ui.words, leaks=False), measure_ident
        )
        self.parts = ListCard(ui, "By segment", part_columns(ui.words), part_ident)
        self.suggestion = SuggestionCard(ui)
        self._soon = Later(self, 0, self._look_at_suggestion)
        """Once the card is as high as what was found."""
        self._lay_out()
        self._connect()

    def show_for(self, key: str, profile: Profile | None = None, *, drafted: bool = False) -> None:
        """Test a profile; where it has a draft, the draft beside what is published."""
        del profile  # the desk has the draft by now
        if key != self.wish.profile:
            self.wish = BacktestWish(profile=key)
            self._chosen = False
            self.held = None
            self.bar.forget_other()
            self.suggestion.show_offer()
        if drafted and self.bar.compared == NOTHING:
            self.bar.set_other(str(DRAFT))
        elif not drafted and self.bar.compared == str(DRAFT):
            self.bar.forget_other()
        self.refresh()

    def reload(self) -> None:
        """Test again."""
        if not self.wish.profile:
            self._show_instead()
            self.instead.show_empty(
                "Nothing to test yet",
                "With accounts, a health profile and outcomes that say who left, the score is held"
                " here against what came.",
                "Bring data in",
            )
            return
        if self.held is None:
            self._show_instead()
            self.instead.show_loading(_READS)
        wish = self.wish
        if self.ui.looking_back:
            wish = replace(wish, last=self.ui.day)
        if wish.segment is None:
            wish = replace(wish, segment=self.ui.segment)
        self.way.begin(_READS)
        self.way.follow(-1 if self.ui.desk is None else self._read(wish))

    def _read(self, wish: BacktestWish) -> int:
        return self.ui.read(
            ground, wish, near=not self._chosen,
            then=self._on_ground, failed=self._on_failed, key="backtest in full", label=_READS,
        )  # fmt: skip

    def focus_first(self) -> None:
        """Go to the first choice."""
        self.bar.version.setFocus()

    def _on_ground(self, held: Ground) -> None:
        self.way.end()
        self.held = held
        self.bar.show_ground(held)
        view, words = held.view, self.ui.words
        self.sampling.setText(self._sampled(held))
        self.verdict.show_test(held, self._name(held.wish.version))
        self.calibration.show_test(view)
        self._show_cases(held)
        found = view.figures
        self.measures.table.set_columns(measure_columns(words, leaks=bool(found.leaks)))
        self.measures.show_rows(
            found.measures, ("No measure", "The profile has none with anything to read.")
        )
        self.parts.show_rows(
            [one for one in found.parts if one.rate.accounts or one.unscored],
            ("No segment", "No segment of the desk had any of these accounts on its day."),
        )
        leaks = words.count(len(found.leaks), "likely leak")
        self.measures.set_subtitle(leaks if found.leaks else "")
        self._show_cards()
        self._compare()
        self.taken_in.emit(held)
        if view.sampling == "outcomes":
            self.ui.read(
                backtest.leads, held.wish,
                then=self._on_leads, key="backtest leads of the tab", patient=True,
            )  # fmt: skip

    def _show_cases(self, held: Ground) -> None:
        view, words = held.view, self.ui.words
        found = view.figures
        poor = words.band("Poor")
        if found.few:
            self.misses.which.setVisible(False)
            self.misses.set_title("Lost accounts", "all that had a score: too few to count")
            cells = [one.cell for one in view.named()]
            self.misses.show_cases(held, cells, ("None was lost", "No lost account had a score."))
        else:
            self.misses.show_lost(held)
        share = f"{words.number(len(found.alarms))} of {words.number(found.kept)} kept"
        self.alarms.set_title(f"False alarms: kept and {poor}", share)
        self.alarms.show_cases(
            held, found.alarms, ("No false alarm", f"No account that stayed was {poor}.")
        )

    def _sampled(self, held: Ground) -> str:
        """Which accounts are looked at on which day, in a sentence."""
        view, words = held.view, self.ui.words
        first, last = words.day(view.first), words.day(view.last)
        if view.sampling == "snapshot":
            begin = "Snapshot" if held.wish.lost else "No outcome says who left, so a snapshot"
            return (
                f"{begin}: every account once, as it stands on {last}; lost where {view.lost_by}."
            )
        told = (
            f"By outcomes: accounts that churned from {first} to {last}, {view.when}; those still"
            f" there on {last}, {view.when} that day."
        )
        if held.wanted != held.wish.lead:
            wanted, now = words.days(held.wanted), words.days(held.wish.lead)
            told += f" {wanted} before too few had a score: {now} is the nearest that has enough."
        return told

    def _name(self, version: int | None) -> str:
        if version is None:
            held = self.held
            index = -1 if held is None else held.view.index
            if held is None or index < 0 or not held.published:
                return "Draft" if held is not None and not held.published else "Published"
            return f"Published {held.view.scores.profiles[index].version}"
        return "Draft" if version == DRAFT else f"Version {version}"

    def _compare(self) -> None:
        held, key = self.held, self.bar.compared
        if held is None or key == NOTHING or version_of(key) == held.wish.version:
            return
        self.way.begin("Testing the other version on the same accounts and days")
        self.way.follow(
            self.ui.read(
                read_compared, held.wish, version_of(key),
                then=self._on_compared, failed=self._on_failed, key="backtest compared",
                label="Comparing two versions",
            )
        )  # fmt: skip

    def _on_compared(self, found: tuple[int | None, Compared]) -> None:
        self.way.end()
        other, worth = found
        held = self.held
        if held is not None and self.bar.compared != NOTHING:
            name = self._name(other)
            name = name[:1].lower() + name[1:]
            self.verdict.show_test(held, self._name(held.wish.version), name, worth)

    def _on_failed(self, error: Exception) -> None:
        self.way.end()
        if isinstance(error, Cancelled):
            if self.held is None:
                self._show_instead()
                self.instead.show_empty("Stopped", "Nothing was changed.", "Test again", "refresh")
            return
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.held = None
        self._show_instead()
        self.instead.show_empty("No backtest", told, icon="activity")

    @Slot()
    def _on_instead_acted(self) -> None:
        if self.wish.profile:
            self.reload()
        else:
            self.ui.open_page("data")

    # What the bar wants.

    @Slot(object)
    def _on_bar_wanted(self, wish: BacktestWish) -> None:
        if self.held is not None and wish.lead != self.held.wish.lead:
            self._chosen = True
        self.wish = wish
        self.reload()

    @Slot(str)
    def _on_bar_other_wanted(self, key: str) -> None:
        if key == NOTHING and self.held is not None:
            self.verdict.show_test(self.held, self._name(self.held.wish.version))
        self._compare()

    def _on_leads(self, rows: tuple[LeadRow, ...]) -> None:
        self.bar.show_leads(rows)

    @Slot()
    def _on_bar_rule_wanted(self) -> None:
        self.ui.read(rule_form.choices, self.ui.day, then=self._ask_rule, key="rule of the lost")

    def _ask_rule(self, offered: object) -> None:
        form = RuleForm(
            self.ui, "Who was lost",
            "A snapshot: every account once on the last day, lost where the rule holds then. It"
            " shows whether the score tells them apart, not that it would have told before.",
            offered,  # type: ignore[arg-type]
            self.wish.lost,
        )  # fmt: skip
        form.yes.setText("Test it")
        if self.ui.dialogs.run(form):
            self.bar.want_rule(form.rule)

    # The suggestion.

    @Slot()
    def _on_suggestion_wanted(self) -> None:
        wish = self.wish if self.held is None else self.held.wish
        self.suggestion.show_began()
        self._soon.start()
        self.way.begin("Learning from what became of accounts")
        self.way.follow(
            self.ui.read(
                suggest.suggest, wish,
                then=self._on_suggested, failed=self._on_not_suggested, key="suggestion",
                label="Suggesting weights and curves",
            )
        )  # fmt: skip

    @Slot()
    def _look_at_suggestion(self) -> None:
        """Bring the card of the suggestion into view."""
        inside = self.area.widget()
        if inside is None:
            return
        at = self.suggestion.mapTo(inside, QPoint(0, 0)).y()
        self.area.verticalScrollBar().setValue(at)

    def _on_suggested(self, found: SuggestionView) -> None:
        self.way.end()
        self.suggestion.show_found(found)
        self._soon.start()

    def _on_not_suggested(self, error: Exception) -> None:
        self.way.end()
        if isinstance(error, Cancelled):
            self.suggestion.show_offer()
            return
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.suggestion.show_failed(told)

    @Slot(str)
    def _on_account_wanted(self, account_id: str) -> None:
        self.ui.open_account(account_id, "health")

    def _connect(self) -> None:
        bar = self.bar
        bar.wanted.connect(self._on_bar_wanted)
        bar.rule_wanted.connect(self._on_bar_rule_wanted)
        bar.other_wanted.connect(self._on_bar_other_wanted)
        bar.suggestion_wanted.connect(self._on_suggestion_wanted)
        self.instead.acted.connect(self._on_instead_acted)
        for card in (self.misses, self.alarms):
            card.account_wanted.connect(self._on_account_wanted)
        self.misses.retro_wanted.connect(self.retro_wanted)
        self.suggestion.wanted.connect(self._on_suggestion_wanted)
        self.suggestion.taken.connect(self.suggested)

    # Where things stand.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in pairs where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _show_instead(self) -> None:
        self.instead.show()
        for card in (*self._pairs, self.sampling, self.bar):
            card.hide()

    def _show_cards(self) -> None:
        """Show the cards; those of which nothing can be told stay away."""
        found = None if self.held is None else self.held.view.figures
        blank = found is None or not found.churned or not found.kept
        self.instead.hide()
        for card in (*self._pairs, self.sampling, self.bar):
            card.setVisible(not blank or card not in self._counted)
        self._arrange(alone=blank)

    def _arrange(self, *, alone: bool | None = None) -> None:
        """In pairs where there is room; the verdict `alone` where there is nothing beside it."""
        self._alone = self._alone if alone is None else alone
        shape = (self.width() >= PAIR, self._alone)
        if shape == self._shape:
            return
        self._shape = shape
        pair = shape[0]
        for card in self._pairs:
            self._grid.removeWidget(card)
        first, *counted, suggestion = self._pairs
        self._grid.addWidget(first, 0, 0, 1, 2 if pair and self._alone else 1)
        if not self._alone:
            for at, card in enumerate(counted, 1):
                self._grid.addWidget(card, at // 2 if pair else at, at % 2 if pair else 0)
        self._grid.addWidget(suggestion, len(self._pairs), 0, 1, 2 if pair else 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if pair else 0)

    def _lay_out(self) -> None:
        self._pairs: tuple[QWidget, ...] = (
            self.verdict, self.calibration, self.misses, self.alarms, self.measures, self.parts,
            self.suggestion,
        )  # fmt: skip
        self._counted = frozenset(self._pairs[1:-1])
        self.instead.setMinimumHeight(_INSTEAD)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.instead)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        for card in self._pairs:
            card.setParent(holder)
        column.addWidget(holder)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        head = QWidget()
        above = QVBoxLayout(head)
        above.setContentsMargins(0, 0, MARGIN, 0)
        above.setSpacing(8)
        for widget in (self.bar, self.sampling, self.way):
            above.addWidget(widget)
        whole.addWidget(head)
        whole.addWidget(self.area, 1)
        self._arrange()
        self._show_instead()
