"""What a desk can be asked by a measure, what its accounts answer, and what profiles begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.column import alive
from healthdesk.core.domain.facts import Facts, FloatArray
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.profile_starters import begun, starter
from healthdesk.core.domain.reading import Fact, ReadingRef, dump_ref, read, read_texts
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import fitting, segment_fields, segments
from healthdesk.core.services.facts import load, metrics, metrics_of
from healthdesk.core.store.db import Tx

NOTHING: Final[FloatArray] = np.empty(0)
"""No answers at all."""


@dataclass(frozen=True)
class Offer:
    """What a measure can name: metrics and attributes (key, name), and which facts there are."""

    metrics: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...]
    known: frozenset[Fact]


@dataclass(frozen=True, eq=False)
class Answers:
    """What a reading says of the accounts in view.

    Attributes:
        numbers: of those that have one.
        texts: how many accounts have each text.
        known: accounts with an answer.
        accounts: all of them.
    """

    numbers: FloatArray
    texts: Mapping[str, int]
    known: int
    accounts: int


def offer(tx: Tx, day: int) -> Offer:
    """What the desk has to be measured."""
    facts = load(tx)
    titles = {one.key: one.title for one in segment_fields.choices(tx, day)}
    attributes = tuple(
        (key, titles.get(key, key))
        for key in sorted(facts.attributes)
        if facts.attributes[key].history
    )
    named = tuple((key, one.name or key) for key, one in metrics(tx).items())
    return Offer(named, attributes, _known(facts, usage=bool(named)))


def _known(facts: Facts, *, usage: bool) -> frozenset[Fact]:
    there = {
        Fact.USAGE: usage,
        Fact.SURVEYS: len(facts.surveys.day) > 0,
        Fact.SENTIMENTS: len(facts.sentiments.day) > 0,
        Fact.TOUCHPOINTS: len(facts.touchpoints.day) > 0,
        Fact.TICKETS: len(facts.tickets.day) > 0,
        Fact.SUBSCRIPTIONS: len(facts.subscriptions.day) > 0,
        Fact.INVOICES: len(facts.invoices.day) > 0,
        Fact.MILESTONES: len(facts.milestones.day) > 0,
        Fact.ATTRIBUTES: any(one.history for one in facts.attributes.values()),
    }
    return frozenset(one for one, some in there.items() if some)


def answers(tx: Tx, ref: ReadingRef, day: int, segment: str | None = None) -> Answers:
    """What a reading says on a day of the accounts that are scored then, or of a segment."""
    facts = load(tx, metrics_of(tx, [dump_ref(ref)]))
    days = np.array([day], np.int32)
    inside = alive(facts, days)[:, 0]
    if not inside.any():  # nobody has a first day: read them as they stand
        inside = np.ones(facts.count, bool)
    if segment is not None:
        members = set(segments.members(tx, segment, day))
        inside &= np.array([one in members for one in facts.account_ids], bool)
    found = read(facts, ref, days, CATALOGUE)[inside, 0]
    numbers = found[~np.isnan(found)]
    texts: Counter[str] = Counter()
    if CATALOGUE[ref.kind].SPEC.text and not len(numbers):
        told = read_texts(facts, ref, days, CATALOGUE)
        codes = told.codes[inside, 0]
        texts.update(told.words[one] for one in codes[codes >= 0].tolist())
    return Answers(numbers, texts, len(numbers) or texts.total(), int(inside.sum()))


def begin_from(tx: Tx, key: str, day: int) -> Profile:
    """A profile from a starter, fitted to the desk's facts as of a day."""
    base = fitting.fitted(tx, day)
    return begun(starter(key), base, milestones=fitting.kinds(tx).milestones)
