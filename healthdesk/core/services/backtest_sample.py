"""What a backtest is about: the profiles, the accounts, each one's day, and who counts as lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from healthdesk.core.domain.backtest_lost import lost_by
from healthdesk.core.domain.backtest_view import Sampling
from healthdesk.core.domain.cell_scores import cell_rules
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import NO_DAY, Facts, IntArray
from healthdesk.core.domain.model_draft import applied
from healthdesk.core.domain.profile import Profile, Published, profile_readings
from healthdesk.core.domain.reading import dump_ref
from healthdesk.core.domain.rule import Rule, rule_readings
from healthdesk.core.domain.rule_text import to_text
from healthdesk.core.domain.sampling import by_outcomes, by_snapshot
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import backtest_days, drafts, profiles, segments, settings
from healthdesk.core.services.facts import load, metrics_of
from healthdesk.core.services.what_if import DRAFT
from healthdesk.core.store.db import Tx

LEAD: Final = 90
LONGEST: Final = 3650
"""Days of lead at most."""
OUTCOMES: Final = "an outcome says that it churned"


@dataclass(frozen=True)
class BacktestWish:
    """What is to be tested.

    Attributes:
        lead: days before an account left, and before the last day for those that stayed.
        first: first day of the period; None: two years, or all that the facts have.
        last: its last day; None: the last day the facts speak of.
        profile: only accounts that this profile scores; "" = the whole book.
        lost: a rule that says who left, read on `last`: the snapshot sampling.
        segment: only accounts in this segment on the day looked at.
        version: the profile's version; None: as published; DRAFT: its draft.
        body: another body of the profile, tried in place of any version.
    """

    lead: int = LEAD
    first: int | None = None
    last: int | None = None
    profile: str = ""
    lost: Rule | None = None
    segment: str | None = None
    version: int | None = None
    body: Profile | None = None

    @property
    def as_published(self) -> bool:
        """Whether it is about what scores today."""
        return self.version is None and self.body is None


@dataclass(frozen=True, eq=False)
class Sample:
    """The cells of a wish, and how they were found; `lost_by` says who counts as lost."""

    facts: Facts
    cells: Cells
    sampling: Sampling
    lead: int
    first: int
    last: int
    lost_by: str


def checked(wish: BacktestWish) -> BacktestWish:
    """A wish that can be fulfilled.

    Raises:
        UsageError: The lead or the period cannot be.
    """
    if not 1 <= wish.lead <= LONGEST:
        raise UsageError(f"A lead is 1 to {LONGEST:,} days.")
    if wish.first is not None and wish.last is not None and wish.first > wish.last:
        raise UsageError("The period ends before it begins.")
    return wish


def book_of(tx: Tx, wish: BacktestWish) -> tuple[Published, ...]:
    """The profiles that a wish is about, in their order.

    Raises:
        NotFound: The desk has no such profile, or not the version.
    """
    listed = list(profiles.published(tx))
    if not listed:
        raise NotFound("The desk has no health profile.")
    key = wish.profile or (listed[-1].profile.key if wish.body is None else wish.body.key)
    at = next((at for at, one in enumerate(listed) if one.profile.key == key), -1)
    held = listed[at] if at >= 0 else None
    tried = held if wish.as_published else _tried(tx, wish, key, held)
    if tried is None:
        raise NotFound(f"No health profile has the key {key!r}.")
    if held is None:  # one that was never published comes before the last, which takes all others
        listed.insert(len(listed) - 1, tried)
    else:
        listed[at] = tried
    return tuple(listed)


def _tried(tx: Tx, wish: BacktestWish, key: str, held: Published | None) -> Published | None:
    version = 1 if held is None else held.version + 1
    day = settings.today(tx)
    if wish.body is not None:
        return Published(wish.body, version, day)
    if wish.version is not None and wish.version != DRAFT:
        return profiles.version(tx, key, wish.version)
    draft = drafts.find(tx, key)
    if held is not None:
        return Published(applied(draft, held.profile), version, day)
    return None if draft.whole is None else Published(draft.whole, version, day)


def sample_of(
    tx: Tx, wish: BacktestWish, book: Sequence[Published], rules: Iterable[Rule] = ()
) -> Sample:
    """The accounts that a wish is about, each with its day, and the facts to read them.

    Args:
        tx: a transaction that reads.
        wish: what is to be tested.
        book: the profiles that will read them.
        rules: further rules that will be decided on them.
    """
    narrow = None if wish.segment is None else segments.rule_named(tx, wish.segment)
    asked = [*rules, *(one for one in (narrow, wish.lost) if one is not None)]
    refs = [ref for one in book for ref in profile_readings(one.profile)]
    refs += [ref for one in asked for ref in rule_readings(one)]
    facts = load(tx, metrics_of(tx, map(dump_ref, refs)))
    first, last = backtest_days.period(facts, settings.today(tx), wish.first, wish.last)
    sample = _sampled(facts, wish, (first, last), book)
    if narrow is None:
        return sample
    inside = cell_rules(facts, sample.cells, (narrow,), book, CATALOGUE)[0]
    return replace(sample, cells=sample.cells.pick(inside))


def _sampled(
    facts: Facts, wish: BacktestWish, period: tuple[int, int], book: Sequence[Published]
) -> Sample:
    """By outcomes; where a rule or, without any outcome, an attribute says who left, a snapshot."""
    first, last = period
    rule = wish.lost
    if rule is None and bool((facts.churned == NO_DAY).all()):
        told = lost_by(facts)
        rule = None if told is None else told.rule
    if rule is None:
        lent = any(one.profile.hierarchy == "rollup" for one in book)
        cells = by_outcomes(facts, wish.lead, first, last, lent=lent)
        return Sample(facts, cells, "outcomes", wish.lead, first, last, OUTCOMES)

    def scores(days: IntArray) -> Scores:
        return score(facts, book, days, CATALOGUE, detail=False)

    context = Context(facts, np.array([last], np.int32), CATALOGUE, scores)
    cells = by_snapshot(facts, evaluate(rule, context)[:, 0], last)
    return Sample(facts, cells, "snapshot", 0, last, last, to_text(rule))
