"""A backtest as it is shown: its figures, its verdict, and the cells behind them to weigh again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.backtest import Figures, Part, figures
from healthdesk.core.domain.backtest_words import Verdict, verdict
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.discrimination import Auc
from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.score import Scores
from healthdesk.core.domain.views import BANDS, Band

Sampling = Literal["outcomes", "snapshot"]
LEADS: Final = (30, 60, 90, 180)


@dataclass(frozen=True)
class BacktestRow:
    """One cell: an account, the day looked at, what the score said, when the account left."""

    cell: int
    account_id: str
    name: str
    day: int
    left: int | None
    score: float | None
    shown: int | None
    band: Band
    arr: float | None


@dataclass(frozen=True)
class LeadRow:
    """What another lead would have: how many with a score, and how well it told."""

    lead: int
    churned: int
    kept: int
    unscored: int
    auc: Auc | None


@dataclass(frozen=True, eq=False)
class BacktestView:
    """A backtest, with all that is needed to follow a hand.

    Attributes:
        sampling: "outcomes" (health-model §13), or "snapshot": one day, lost by a rule.
        lead: days before; 0 for a snapshot.
        first: first day of the period; a snapshot's day.
        last: its last.
        profile: the profile whose accounts are looked at; "" = the whole book.
        index: its number among `scores.profiles`; -1 = the whole book.
        lost_by: how it is known who was lost, in words.
        scores: of the cells, with detail; `what_if.tried` and `reweigh` take them as the book's.
        left: day on which each cell's account left; -1 where not known or it stayed.
        segments: names and members of the desk's segments among the cells.
        notes: what has to be known to read the figures, a sentence each.
    """

    sampling: Sampling
    lead: int
    first: int
    last: int
    profile: str
    index: int
    segment: str | None
    lost_by: str
    cells: Cells
    scores: Scores
    arr: FloatArray
    left: tuple[int, ...]
    segments: tuple[tuple[str, BoolArray], ...]
    figures: Figures
    verdict: Verdict
    notes: tuple[str, ...]

    @property
    def lost(self) -> BoolArray:
        """What became of the cells."""
        return self.cells.lost

    @property
    def when(self) -> str:
        """Which day was looked at, in words."""
        return before(self.lead)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The figures by segment."""
        return self.figures.parts

    def row(self, cell: int, scores: Scores | None = None) -> BacktestRow:
        """One cell; `scores`: as weighed again."""
        made = self.scores if scores is None else scores
        number = made.number[cell, 0]
        shown, band = int(made.shown[cell, 0]), int(made.band[cell, 0])
        worth, left = self.arr[cell], self.left[cell]
        return BacktestRow(
            cell,
            made.facts.account_ids[cell],
            made.facts.names[cell],
            int(self.cells.day[cell]),
            None if left < 0 else left,
            None if np.isnan(number) else float(number),
            None if shown < 0 else shown,
            BANDS[band],
            None if np.isnan(worth) else float(worth),
        )

    def misses(self) -> tuple[BacktestRow, ...]:
        """Lost though not Poor, the highest score first."""
        return tuple(self.row(one) for one in self.figures.misses)

    def caught(self) -> tuple[BacktestRow, ...]:
        """Lost and Poor, the lowest score first."""
        missed = set(self.figures.misses)
        return tuple(one for one in reversed(self.named()) if one.cell not in missed)

    def alarms(self) -> tuple[BacktestRow, ...]:
        """Kept though Poor, the largest ARR first."""
        return tuple(self.row(one) for one in self.figures.alarms)

    def named(self) -> tuple[BacktestRow, ...]:
        """Every lost account with a score, the highest first: what is told of a few."""
        number = self.scores.number[:, 0]
        lost = np.flatnonzero(self.lost & ~np.isnan(number))
        order = lost[np.argsort(-number[lost], kind="stable")]
        return tuple(self.row(one) for one in order.tolist())

    def again(self, scores: Scores) -> Figures:
        """All figures of the same cells under scores weighed again."""
        return figures(scores, self.lost, self.arr, self.segments)


def before(lead: int) -> str:
    """Which day was looked at, in words.

    >>> before(90), before(1), before(0)
    ('90 days before', '1 day before', 'on that day')
    """
    if lead == 0:
        return "on that day"
    return "1 day before" if lead == 1 else f"{lead} days before"


def judged(found: Figures, lead: int) -> Verdict:
    """The verdict on figures of a lead."""
    return verdict(found, before(lead))
