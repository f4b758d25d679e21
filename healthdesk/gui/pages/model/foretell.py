"""What a draft would have foretold: first figures while a hand moves, the rest once it rests.

Not here: which accounts and days (services/backtest_ground.py), how it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.desk import Tx
from healthdesk.core.domain.backtest import Figures, Quick, quick
from healthdesk.core.domain.backtest_view import BacktestView, LeadRow, judged
from healthdesk.core.domain.backtest_words import Verdict
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.score import Scores
from healthdesk.core.domain.what_if import Book, follows, tried
from healthdesk.core.services import backtest
from healthdesk.core.services.backtest import BacktestWish, Compared
from healthdesk.core.services.backtest_ground import Ground, ground
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

REST: Final = 150
"""Milliseconds without a move until all figures are worked out."""
PUBLISHED, DRAFTED = "the published version", "the draft"


@dataclass(frozen=True, eq=False)
class Settled:
    """All figures of what is shown, and what the difference to the published one is worth."""

    figures: Figures
    verdict: Verdict
    worth: Compared | None


@dataclass(frozen=True, eq=False)
class Told:
    """What the card shows.

    Attributes:
        draft: of the draft; None where nothing is changed, or while its facts are read.
        view: the test that the scores were weighed from.
        scores: of the accounts tested, by the draft where there is one.
        settled: None while a hand moves.
        waits: facts are being read for the draft.
    """

    ground: Ground
    published: Quick
    draft: Quick | None
    view: BacktestView
    scores: Scores
    settled: Settled | None
    waits: bool = False

    @property
    def now(self) -> Quick:
        """Of the draft where there is one."""
        return self.published if self.draft is None else self.draft


def book(view: BacktestView) -> Book:
    """The accounts tested as a book whose profile can be tried in other bodies."""
    return Book(view.scores, view.index, np.ones(view.cells.count, bool))


def read_tried(
    tx: Tx, wish: BacktestWish, profile: Profile, progress: Progress = NOBODY
) -> BacktestView:
    """The same test of another body, which reads what is not at hand."""
    return backtest.backtest(tx, replace(wish, body=profile, version=None), progress)


class Foretell(QObject):
    """One test, and what it says of a draft.

    Signals:
        told: a `Told`.
        began: it is being read.
        failed: why there is none, in a sentence.
        leads_told: a tuple of `LeadRow`: what each usual lead would have.
    """

    told = Signal(object)
    began = Signal()
    failed = Signal(str)
    leads_told = Signal(object)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self.wish = BacktestWish()
        """What is tested."""
        self._last: int | None = None
        """The last day that a person chose."""
        self._chosen = False
        """Whether a person chose the lead."""
        self._narrowed = False
        """Whether a person chose the segment."""
        self.ground: Ground | None = None
        self.shown: Told | None = None
        self._base: BacktestView | None = None
        """What the draft is weighed from, where the published test does not know enough."""
        self._profile: Profile | None = None
        self._first: Quick | None = None
        self._soon = Later(self, REST, self._settle)

    def reload(self, key: str) -> None:
        """Test a profile as it is published now."""
        self.wish = replace(
            self.wish,
            profile=key,
            segment=self.wish.segment if self._narrowed else self._ui.segment,
            last=self._ui.day if self._ui.looking_back else self._last,
        )
        self._read()

    def want(self, wish: BacktestWish) -> None:
        """Test with another lead, period or segment."""
        self._chosen = self._chosen or wish.lead != self.wish.lead
        self._narrowed = self._narrowed or wish.segment != self.wish.segment
        self._last = wish.last if wish.last != self.wish.last else self._last
        self.wish = wish
        self._read()

    def ask(self, profile: Profile) -> None:
        """Tell what another body of the profile would have said; at once where it can be."""
        self._profile = profile
        held = self.ground
        if held is None:
            return
        view = held.view if self._base is None else self._base
        if not follows(book(view), profile):
            view = held.view
        if follows(book(view), profile):
            self._tell(held, view, profile)
            return
        self._soon.stop()
        if self._first is not None:
            self._say(Told(held, self._first, None, held.view, held.view.scores, None, waits=True))
        self._ui.read(
            read_tried, held.wish, profile,
            then=self._on_based, failed=self._on_failed, key="backtest of a draft",
        )  # fmt: skip

    def ask_leads(self) -> None:
        """Have it told what each usual lead would have."""
        held = self.ground
        if held is not None and held.view.sampling == "outcomes":
            self._ui.read(
                backtest.leads, held.wish, then=self._on_leads, key="backtest leads", patient=True
            )

    def forget(self) -> None:
        """Hold nothing."""
        self._soon.stop()
        self.ground = self.shown = self._base = self._profile = self._first = None

    def _read(self) -> None:
        self.began.emit()
        job = self._ui.read(
            ground, self.wish, near=not self._chosen,
            then=self._on_ground, failed=self._on_failed, key="backtest",
            label="Testing the score on what became of accounts",
        )  # fmt: skip
        if job < 0:
            self.forget()

    def _on_ground(self, found: Ground) -> None:
        self.ground, self._base = found, None
        self._first = quick(found.view.scores, found.view.lost)
        if self._profile is not None and self._profile.key == found.view.profile:
            self.ask(self._profile)
        else:
            self._tell(found, found.view, None)

    def _on_based(self, view: BacktestView) -> None:
        self._base = view
        if self._profile is not None and self.ground is not None:
            self.ask(self._profile)

    def _tell(self, held: Ground, view: BacktestView, profile: Profile | None) -> None:
        scores, draft = view.scores, None
        if profile is not None:
            scores = tried(book(view), profile, detail=False)
            published = held.view.scores.profiles[held.view.index].profile
            if profile != published:
                draft = quick(scores, view.lost)
        first = self._first or quick(held.view.scores, held.view.lost)
        if draft is None:
            view, scores = held.view, held.view.scores
        self._say(Told(held, first, draft, view, scores, None))
        self._soon.start()

    def _say(self, told: Told) -> None:
        self.shown = told
        self.told.emit(told)

    @Slot()
    def _settle(self) -> None:
        told = self.shown
        if told is None or told.settled is not None or told.waits:
            return
        if told.draft is None:
            view = told.view
            self._on_settled((told, Settled(view.figures, view.verdict, None)))
            return
        self._ui.jobs.read(
            partial(_settled, told), self._on_settled, self._on_failed, key="foretell"
        )

    def _on_settled(self, found: tuple[Told, Settled]) -> None:
        told, settled = found
        if self.shown is told:
            self._say(replace(told, settled=settled))

    def _on_leads(self, rows: tuple[LeadRow, ...]) -> None:
        self.leads_told.emit(rows)

    def _on_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.failed.emit(told)


def _settled(told: Told, progress: object) -> tuple[Told, Settled]:
    del progress
    view = told.view
    found = view.again(told.scores)
    after = replace(view, scores=told.scores)
    worth = None
    if told.ground.published:
        worth = backtest.beside(told.ground.view, after, PUBLISHED, DRAFTED)
    return told, Settled(found, judged(found, view.lead), worth)
