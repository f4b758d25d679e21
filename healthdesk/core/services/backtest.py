"""Backtests: how well the score would have foretold who left, by the desk's own history.

Nothing here changes the desk. Not here: the arithmetic (domain/backtest.py, cell_scores.py), which
days when nobody says (backtest_days.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from healthdesk.core.domain.backtest import FEW, figures
from healthdesk.core.domain.backtest_notes import notes
from healthdesk.core.domain.backtest_view import LEADS, BacktestView, LeadRow, judged
from healthdesk.core.domain.backtest_words import compared
from healthdesk.core.domain.cell_scores import cell_arr, cell_rules, cell_scores, some_cells
from healthdesk.core.domain.cells import Numbers
from healthdesk.core.domain.discrimination import Paired, auc, paired
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.facts import NO_DAY
from healthdesk.core.domain.profile import Published
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.score import Scores
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.backtest_sample import (
    LEAD,
    BacktestWish,
    book_of,
    checked,
    sample_of,
)
from healthdesk.core.services.memory import remembered_aside
from healthdesk.core.services.segment_documents import documents
from healthdesk.core.services.segment_rules import parsed
from healthdesk.core.services.what_if import DRAFT
from healthdesk.core.store.db import Tx

__all__ = [
    "DRAFT",
    "BacktestWish",
    "Compared",
    "backtest",
    "beside",
    "compare",
    "leads",
    "nearest",
]
T = TypeVar("T")


@dataclass(frozen=True)
class Compared:
    """Two models on the same accounts and days; None: too few have a score under both."""

    found: Paired | None
    text: str


def backtest(tx: Tx, wish: BacktestWish | None = None, progress: Progress = NOBODY) -> BacktestView:
    """How well the score would have told who left.

    Raises:
        Cancelled: The user asked to stop.
        NotFound: The desk has no such profile, version or segment.
        UsageError: The lead or the period cannot be.
    """
    asked = checked(BacktestWish() if wish is None else wish)

    def make() -> BacktestView:
        return _backtest(tx, asked, progress)

    return remembered_aside(tx, f"backtest {asked!r}", make, of_facts=asked.as_published)


def leads(
    tx: Tx, wish: BacktestWish | None = None, progress: Progress = NOBODY
) -> tuple[LeadRow, ...]:
    """What each usual lead would have, and how well it told; a snapshot has none.

    Raises:
        Cancelled: The user asked to stop.
        NotFound: The desk has no such profile, version or segment.
    """
    asked = replace(BacktestWish() if wish is None else wish, lead=LEAD)

    def make() -> tuple[LeadRow, ...]:
        return tuple(_leads(tx, asked, progress))

    return remembered_aside(tx, f"backtest leads {asked!r}", make, of_facts=asked.as_published)


def nearest(rows: Sequence[LeadRow], lead: int = LEAD) -> LeadRow | None:
    """The lead nearest to the one wanted of those with enough accounts; None: none has."""
    enough = [one for one in rows if min(one.churned, one.kept) >= FEW]
    return min(enough, key=lambda one: (abs(one.lead - lead), one.lead), default=None)


def compare(
    tx: Tx, wish: BacktestWish, first: int | None, second: int | None, progress: Progress = NOBODY
) -> Compared:
    """Two versions of a profile on the same accounts and days; None: as published.

    Raises:
        Cancelled: The user asked to stop.
        NotFound: The desk has no such profile, version or segment.
    """
    one = backtest(tx, replace(wish, version=first, body=None), progress)
    other = backtest(tx, replace(wish, version=second, body=None), progress)
    return beside(one, other, _version(first), _version(second))


def beside(one: BacktestView, other: BacktestView, first: str, second: str) -> Compared:
    """Two backtests of the same sampling held side by side, on the accounts that both have."""
    place = {account: at for at, account in enumerate(other.scores.facts.account_ids)}
    pairs = [
        (at, place[account])
        for at, account in enumerate(one.scores.facts.account_ids)
        if account in place
    ]
    mine, theirs = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    found = paired(one.scores.number[mine, 0], other.scores.number[theirs, 0], one.cells.lost[mine])
    return Compared(found, compared(found, first, second))


def _version(number: int | None) -> str:
    if number is None:
        return "the published version"
    return "the draft" if number == DRAFT else f"version {number}"


def _backtest(tx: Tx, wish: BacktestWish, progress: Progress) -> BacktestView:
    book = book_of(tx, wish)
    rules = _segments(tx)
    sample = sample_of(tx, wish, book, rules.values())
    facts, cells = sample.facts, sample.cells
    scores = cell_scores(facts, cells, book, CATALOGUE, progress)
    index = _index(book, wish)
    mine = _own(scores, index, len(book))
    if len(mine) < cells.count:
        cells, scores = cells.pick(mine), some_cells(scores, mine)
    inside = cell_rules(facts, cells, tuple(rules.values()), book, CATALOGUE)
    named = tuple(zip(rules, inside, strict=True))
    arr = cell_arr(facts, cells)
    found = figures(scores, cells.lost, arr, named)
    gone = facts.churned[cells.account]
    left = np.where(cells.lost & (gone != NO_DAY), gone, -1)
    return BacktestView(
        sampling=sample.sampling,
        lead=sample.lead,
        first=sample.first,
        last=sample.last,
        profile=wish.profile,
        index=index,
        segment=wish.segment,
        lost_by=sample.lost_by,
        cells=cells,
        scores=scores,
        arr=arr,
        left=tuple(left.tolist()),
        segments=named,
        figures=found,
        verdict=judged(found, sample.lead),
        notes=notes(facts, cells, scores, found, lead=sample.lead, lost_by=sample.lost_by),
    )


def _leads(tx: Tx, wish: BacktestWish, progress: Progress) -> Iterator[LeadRow]:
    book = book_of(tx, wish)
    index = _index(book, wish)
    for lead in LEADS:
        sample = sample_of(tx, replace(wish, lead=lead), book)
        if sample.sampling == "snapshot":
            return
        scores = cell_scores(sample.facts, sample.cells, book, CATALOGUE, progress)
        mine = _own(scores, index, len(book))
        number, lost = scores.number[mine, 0], sample.cells.lost[mine]
        scored = ~np.isnan(number)
        yield LeadRow(
            lead,
            int((scored & lost).sum()),
            int((scored & ~lost).sum()),
            int((~scored).sum()),
            auc(number, lost),
        )


def _index(book: Sequence[Published], wish: BacktestWish) -> int:
    """The profile whose accounts are looked at; -1: all."""
    return next((at for at, one in enumerate(book) if one.profile.key == wish.profile), -1)


def _own(scores: Scores, index: int, count: int) -> Numbers:
    """The cells that a profile scores; of a book with one profile alone, all cells."""
    if index < 0 or count == 1:
        return np.arange(len(scores.number))
    profile = scores.profile[:, 0]
    return np.flatnonzero((profile == index) | (profile == index + count))


def _segments(tx: Tx) -> dict[str, Rule]:
    """The desk's segments that can be read, in their order."""
    found = {}
    for document in documents(tx):
        try:
            found[str(document["name"])] = parsed(tx, document["rule"])
        except BadDocument:
            continue  # the page of segments says what is wrong with it
    return found
