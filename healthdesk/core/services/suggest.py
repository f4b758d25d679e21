"""Suggests weights and curves of a profile from what became of the desk's accounts.

Reads only: a suggestion becomes a draft when somebody says so. What may be learned from is what was
known on a day half way through the losses; it is tried on what came after. Where nobody knows when
each account left, one half of the accounts is learned from and the other tried. Not here: the
arithmetic (domain/suggest.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Final

import numpy as np

from healthdesk.core.domain import suggest as arithmetic
from healthdesk.core.domain.backtest_view import LEADS
from healthdesk.core.domain.cell_scores import cell_rules, cell_scores
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.default_profile import LONG
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import BoolArray, Facts
from healthdesk.core.domain.profile import Profile, Published
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.sampling import split
from healthdesk.core.domain.suggest import Suggestion
from healthdesk.core.domain.suggest_words import LEARN, LEAST, OutOf, notes, text, title, too_few
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import segments, usage
from healthdesk.core.services.backtest_sample import (
    BacktestWish,
    Sample,
    book_of,
    checked,
    sample_of,
)
from healthdesk.core.services.facts import account_rows
from healthdesk.core.store.db import Tx

ROOM: Final = 60_000_000
"""Values of usage that are read at most: of a very large desk fewer metrics are looked at."""
WINDOWS: Final = 2 * LONG
"""Days before the first that is looked at whose usage is read."""


@dataclass(frozen=True)
class SuggestionView:
    """A suggestion for one profile, or why there is none.

    Attributes:
        key: the profile it is for.
        lead: days before; 0 for a snapshot.
        at: the day up to which it was learned; None where half of the accounts was learned from.
        out_of: whether it was tried on a later time or on other accounts.
        lost: accounts that left and were read, in all.
        found: the suggestion; None where there was too little to learn from.
    """

    key: str
    name: str
    lead: int
    first: int
    at: int | None
    last: int
    out_of: OutOf
    lost: int
    found: Suggestion | None
    title: str
    text: str
    notes: tuple[str, ...]

    @property
    def profile(self) -> Profile | None:
        """The suggested profile; None where nothing is suggested."""
        return None if self.found is None else self.found.profile


@dataclass(frozen=True, eq=False)
class _Asked:
    """What the cells are cut by: the profiles, the one it is for, the segment."""

    facts: Facts
    book: Sequence[Published]
    index: int
    narrow: Rule | None
    progress: Progress

    def own(self, cells: Cells) -> Cells:
        """The cells that the profile scores, Unknown or not, in the segment."""
        if self.narrow is not None:
            inside = cell_rules(self.facts, cells, (self.narrow,), self.book, CATALOGUE)[0]
            cells = cells.pick(inside)
        return cells.pick(self.scored(cells) == self.index)

    def scored(self, cells: Cells) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
        """Which profile scores each cell."""
        made = cell_scores(self.facts, cells, self.book, CATALOGUE, self.progress)
        return np.asarray(made.profile[:, 0])


def suggest(
    tx: Tx, wish: BacktestWish | None = None, progress: Progress = NOBODY
) -> SuggestionView:
    """Suggest a profile in place of the one that a wish names; of the whole book, the commonest.

    Where too few had left at the lead that is asked for, it is the nearest lead with enough.

    Raises:
        Cancelled: The user asked to stop.
        NotFound: The desk has no such profile, version or segment.
        UsageError: The lead or the period cannot be.
    """
    asked = checked(BacktestWish() if wish is None else wish)
    view = _at(tx, asked, progress)
    if view.found is not None or not view.lead or view.lost >= LEAST:
        return view
    for lead in sorted(LEADS, key=partial(_away, view.lead)):
        other = view if lead == view.lead else _at(tx, replace(asked, lead=lead), progress)
        if other.found is not None:
            few = f"Of only {view.lost:,} lost accounts anything is known {view.lead:,} days before"
            return replace(other, text=f"{few}, so it is {lead:,} days before here. {other.text}")
    return view


def _away(wanted: int, lead: int) -> tuple[int, int]:
    return abs(lead - wanted), lead


def _at(tx: Tx, asked: BacktestWish, progress: Progress) -> SuggestionView:
    """A suggestion at one lead, or why there is none."""
    book = book_of(tx, asked)
    sample = sample_of(tx, replace(asked, segment=None), book)
    narrow = None if asked.segment is None else segments.rule_named(tx, asked.segment)
    index = _index(sample, book, asked.profile, progress)
    by = _Asked(sample.facts, book, index, narrow, progress)
    cells = by.own(sample.cells)
    lost = int(cells.lost.sum())
    parts = None if lost < LEAST else _parts(sample, cells, by)
    view = _refused(sample, book[index].profile, lost, parts is None and lost >= LEAST)
    if parts is None:
        return view
    learn, tried, at = parts
    since = int(min(learn.day.min(), tried.day.min())) - WINDOWS
    progress.step(0, 0, "Reading usage")
    facts = _with_usage(tx, sample.facts, since)
    profile = book[index].profile
    found = arithmetic.suggest(facts, (learn, tried), profile, CATALOGUE, progress)
    told = text(found, view.out_of)
    return replace(view, at=at, found=found, title=title(found), text=told, notes=notes(found))


def as_profile(view: SuggestionView) -> Profile:
    """The suggested profile as a whole, ready for a draft of the profile `view.key`.

    Raises:
        UsageError: Nothing is suggested.
    """
    if view.profile is None:
        raise UsageError(f"Nothing is suggested: {view.text}")
    return view.profile


def _index(sample: Sample, book: Sequence[Published], key: str, progress: Progress) -> int:
    """The profile named, else the one that scores most of the lost."""
    for at, one in enumerate(book):
        if one.profile.key == key:
            return at
    if len(book) == 1:
        return 0
    lost = sample.cells.pick(sample.cells.lost)
    scored = _Asked(sample.facts, book, 0, None, progress).scored(lost)
    counts = np.bincount(scored[(scored >= 0) & (scored < len(book))], minlength=len(book))
    return int(counts.argmax()) if counts.any() else len(book) - 1


def _refused(sample: Sample, profile: Profile, lost: int, early: bool) -> SuggestionView:
    """That nothing is suggested, and why."""
    when = f"{sample.lead:,} days before" if sample.sampling == "outcomes" else "on that day"
    said = too_few(lost, when)
    if early:
        said = (
            f"Too few to learn from: of {lost:,} lost accounts, at least {LEARN} must have left"
            f" when {LEARN} others had been there {sample.lead:,} days before, and {LEARN} after."
        )
    return SuggestionView(
        key=profile.key,
        name=profile.name,
        lead=sample.lead,
        first=sample.first,
        at=None,
        last=sample.last,
        out_of="time" if sample.sampling == "outcomes" else "accounts",
        lost=lost,
        found=None,
        title="Nothing is suggested",
        text=said,
        notes=(),
    )


def _parts(sample: Sample, cells: Cells, by: _Asked) -> tuple[Cells, Cells, int | None] | None:
    """What to learn from and what to try on; None where either would have too few."""
    if sample.sampling == "snapshot":
        learn = _half(sample.facts, cells)
        both = cells.pick(learn), cells.pick(~learn)
        return None if any(map(_thin, both)) else (*both, None)
    gone = np.sort(sample.facts.churned[cells.account[cells.lost]])
    for day in np.unique(gone[(len(gone) - 1) // 2 :]).tolist():
        if (gone > day).sum() < LEARN:
            break
        pair = split(sample.facts, sample.lead, sample.first, day, sample.last)
        before, after = by.own(pair[0]), by.own(pair[1])
        if not _thin(before) and not _thin(after):
            return before, after, day
    return None


def _thin(cells: Cells) -> bool:
    lost = int(cells.lost.sum())
    return lost < LEARN or cells.count - lost < LEARN


def _half(facts: Facts, cells: Cells) -> BoolArray:
    """Every other one of the lost and of the kept, in an order that their ids alone decide."""
    ids = [facts.account_ids[one] for one in cells.account.tolist()]
    order = np.argsort([sha256(one.encode()).hexdigest() for one in ids], kind="stable")
    chosen = np.zeros(cells.count, bool)
    for kind in (True, False):
        some = order[cells.lost[order] == kind]
        chosen[some[::2]] = True
    return chosen


def _with_usage(tx: Tx, facts: Facts, since: int) -> Facts:
    """The facts with further metrics from a day on, as many as there is room for; not kept."""
    missing = [key for key in facts.metrics if key not in facts.usage]
    newest = usage.newest_day(tx)
    if not missing or newest is None:
        return facts
    each = max(1, facts.count * max(1, newest - since + 1))
    found = usage.grids(tx, account_rows(tx), missing[: max(1, ROOM // each)], since)
    made = replace(facts, usage={**facts.usage, **found.grids})
    made.memory.update(facts.memory)
    return made
