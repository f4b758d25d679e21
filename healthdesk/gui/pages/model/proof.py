"""Holds the score against what came: the card beside the weights and the tabs that prove it.

Not here: what is computed (foretell.py), how it is shown (backtest_card.py, backtest/).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.profile import Profile
from healthdesk.core.services.retro_candidate import Tried
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.backtest.view import BacktestView
from healthdesk.gui.pages.model.foretell import Foretell
from healthdesk.gui.pages.model.hand import Hand
from healthdesk.gui.pages.model.sheet import BACKTEST, RETROS, ModelSheet

if TYPE_CHECKING:
    from healthdesk.gui.pages.model.retros.view import RetrosView

AFTER = 30
"""Milliseconds after the cards are there until the past is read."""


class Proof(QObject):
    """Reads the test of the profile in view once its cards are shown, and tells it of each draft.

    Signals:
        taken: a suggested profile is in the draft.
        proposed: a `Tried` measure that a retro wants in the draft.
    """

    taken = Signal()
    proposed = Signal(object)

    def __init__(self, ui: Ui, hand: Hand, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._hand = hand
        self._sheet: ModelSheet | None = None
        self._view: ModelView | None = None
        self._read: object = None
        self.foretell = Foretell(ui, self)
        self._soon = Later(self, AFTER, self._reload)

    def connect_to(self, sheet: ModelSheet) -> None:
        """Show what is told on the cards of a sheet."""
        self._sheet = sheet
        card, foretell = sheet.backtest, self.foretell
        foretell.told.connect(card.show_told)
        foretell.began.connect(card.show_began)
        foretell.failed.connect(card.show_failed)
        foretell.leads_told.connect(card.show_leads)
        card.wanted.connect(foretell.want)
        card.leads_wanted.connect(foretell.ask_leads)
        card.opened.connect(self._on_card_opened)
        card.account_wanted.connect(self._on_account_wanted)
        sheet.tab_chosen.connect(self._on_tab_chosen)
        sheet.retro_wanted.connect(self.open_retro)

    def show_view(self, view: ModelView) -> None:
        """Test a profile; only where it, its version or the facts are others than before."""
        self._view = view
        scores = None if view.book is None else view.book.scores
        asked = (view.key, view.published.version, scores, self._ui.segment)
        if asked != self._read:
            self._read = asked
            self._soon.start()
        self._show_tab()

    def ask(self, profile: Profile) -> None:
        """Tell what a draft would have foretold."""
        self.foretell.ask(profile)

    def forget(self) -> None:
        """Hold nothing."""
        self._soon.stop()
        self._view = self._read = None
        self.foretell.forget()

    def evidence(self) -> tuple[str, ...]:
        """What the test of the published version comes to, in sentences."""
        told = self.foretell.shown
        if told is None or self._view is None or told.view.profile != self._view.key:
            return ()
        verdict = told.ground.view.verdict
        day = self._ui.words.day(told.ground.view.last)
        return (f"{verdict.sentence}", f"Tested on what came up to {day}.")

    @Slot()
    def _reload(self) -> None:
        if self._view is not None:
            self.foretell.reload(self._view.key)

    @Slot()
    def _on_card_opened(self) -> None:
        if self._sheet is not None:
            self._sheet.show_tab(BACKTEST)

    @Slot(str)
    def _on_tab_chosen(self, key: str) -> None:
        if key == BACKTEST:
            self._show_tab()
        elif key == RETROS:
            self.retros.profile = "" if self._view is None else self._view.key

    def _show_tab(self) -> None:
        """Have the tab test what is in view, where it is looked at."""
        if self._sheet is None or self._view is None or self._sheet.tab != BACKTEST:
            return
        self._hand.flush()
        self.tab.show_for(self._view.key, self._hand.profile, drafted=self._hand.drafted)

    @property
    def tab(self) -> BacktestView:
        """All figures of the test."""
        if self._sheet is None:
            raise ValueError("The page has no cards yet.")
        view: BacktestView = self._sheet.proof.view
        if not view.property("connected"):
            view.setProperty("connected", True)
            view.suggested.connect(self._on_suggested)
            view.retro_wanted.connect(self.open_retro)
        return view

    @property
    def retros(self) -> RetrosView:
        """What was learned from each loss."""
        if self._sheet is None:
            raise ValueError("The page has no cards yet.")
        view: RetrosView = self._sheet.retros.view
        if not view.property("connected"):
            view.setProperty("connected", True)
            view.proposed.connect(self._on_proposed)
        return view

    @Slot(str)
    def open_retro(self, account_id: str) -> None:
        """Show how the score of a lost account went, and what was learned; "" = all losses."""
        if self._sheet is not None:
            self._sheet.show_tab(RETROS)
            if account_id:
                self.retros.open_account(account_id)
            else:
                self.retros.show_list()

    @Slot(object, str)
    def _on_proposed(self, found: Tried, account_id: str) -> None:
        del account_id
        if self._view is None or found.profile != self._view.key:
            self._ui.toast(f"Choose the profile {found.name} first", "It was tried in that one.",
                           kind="notice")  # fmt: skip
        else:
            self.proposed.emit(found)

    @Slot(object)
    def _on_suggested(self, profile: Profile) -> None:
        if self._hand.keep_edit(partial(_instead, made=profile)):
            self.taken.emit()
            self._ui.toast(
                "The suggestion is in the draft",
                "It scores nobody until it is published.",
                "Undo",
                self._ui.undo,
            )

    @Slot(str)
    def _on_account_wanted(self, account_id: str) -> None:
        self._ui.open_account(account_id, "health")


def _instead(profile: Profile, *, made: Profile) -> Profile:
    del profile
    return made
