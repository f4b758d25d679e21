"""Reads what the health model page asks: scores to re-weigh, accounts by name, two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.model_draft import ModelDraft, applied
from healthdesk.core.domain.profile import Profile, Published, profile_readings
from healthdesk.core.domain.reading import dump_ref
from healthdesk.core.domain.score import Scores
from healthdesk.core.domain.what_if import Book, Shift, follows, shifts, tried
from healthdesk.core.services import accounts, drafts, health, profiles
from healthdesk.core.services.facts import load, metrics_of
from healthdesk.core.services.profiles import VersionView
from healthdesk.core.store.db import Tx

DRAFT = -1
"""Stands for the draft where a version is named."""


@dataclass(frozen=True)
class Named:
    """What a list says of an account besides its scores."""

    account_id: str
    name: str
    arr: float | None
    currency: str


@dataclass(frozen=True)
class ModelView:
    """One profile with all that its page shows.

    Attributes:
        listed: every published profile, in order.
        begun: profiles that have only a draft.
        published: the version that scores now; of a profile that has only a draft that draft, as
            version 0.
        book: the scores of the day; None where the desk has no accounts.
        named: the accounts in view by their number.
        versions: every version of this profile, newest first.
        drafted: keys of the profiles that have a draft.
    """

    day: int
    listed: tuple[Published, ...]
    begun: tuple[Profile, ...]
    published: Published
    draft: ModelDraft
    book: Book | None
    named: Mapping[int, Named]
    versions: tuple[VersionView, ...]
    drafted: frozenset[str]

    @cached_property
    def arr(self) -> FloatArray:
        """ARR of every account of the desk, by its number; NaN = not known or not in view."""
        out = np.full(0 if self.book is None else len(self.book.view), np.nan)
        for number, one in self.named.items():
            out[number] = np.nan if one.arr is None else one.arr
        return out

    @cached_property
    def _currencies(self) -> Mapping[str, BoolArray]:
        """Which accounts count their ARR in which currency."""
        known = {one.currency for one in self.named.values() if one.arr is not None}
        out = {currency: np.zeros(len(self.arr), bool) for currency in sorted(known)}
        for number, one in self.named.items():
            if one.arr is not None:
                out[one.currency][number] = True
        return out

    def worth(self, accounts: Sequence[int]) -> dict[str, float]:
        """The ARR of some accounts, each currency for itself; {} where none is known."""
        numbers = np.asarray(accounts, np.int64)
        sums = {}
        for currency, mine in self._currencies.items():
            some = numbers[mine[numbers]]
            if len(some):
                sums[currency] = float(self.arr[some].sum())
        return sums

    @property
    def key(self) -> str:
        """The key of the profile that is looked at."""
        return self.published.profile.key

    @property
    def new(self) -> bool:
        """Whether it was never published."""
        return not self.published.version


@dataclass(frozen=True)
class Comparison:
    """Two versions of a profile, account by account; `accounts` is how many were compared."""

    first: int
    second: int
    accounts: int
    rows: tuple[tuple[Named, Shift], ...]


def model(tx: Tx, key: str, day: int, segment: str | None = None) -> ModelView | None:
    """A profile as of a day, the last one if none has the key; None before there is any."""
    listed, begun = profiles.published(tx), drafts.unpublished(tx)
    if not listed:
        return None
    chosen = _chosen(listed, begun, key)
    found = health.scored(tx, [day])
    named = _named(tx, found, day, segment)
    draft = drafts.find(tx, chosen.profile.key)
    book = None
    if found.facts.count:
        book = _book(tx, found, chosen, _view(found, named))
        book = based(tx, book, applied(draft, chosen.profile), day)
    return ModelView(
        day,
        listed,
        begun,
        chosen,
        draft,
        book,
        named,
        tuple(sorted(profiles.versions(tx, chosen.profile.key), key=_number, reverse=True)),
        drafts.keys(tx),
    )


def _chosen(listed: Sequence[Published], begun: Sequence[Profile], key: str) -> Published:
    found = next((one for one in listed if one.profile.key == key), None)
    if found is not None:
        return found
    new = next((one for one in begun if one.key == key), None)
    return listed[-1] if new is None else Published(new, 0, listed[-1].day)


def _book(tx: Tx, found: health.Scored, chosen: Published, view: BoolArray) -> Book:
    """The scores as they are; of a profile that has only a draft, worked out with it as well."""
    listed = found.scores.profiles
    for at, one in enumerate(listed):
        if one.profile.key == chosen.profile.key:
            return Book(found.scores, at, view)
    index = max(len(listed) - 1, 0)
    base = _scored(tx, found, (*listed[:index], chosen, *listed[index:]))
    return Book(found.scores, index, view, base)


def based(tx: Tx, book: Book, profile: Profile, day: int) -> Book:
    """A book that follows a profile: the same one, or one on scores worked out anew with it."""
    if follows(book, profile):
        return book
    listed = list(book.ground.profiles)
    held = listed[book.index]
    listed[book.index] = Published(profile, held.version, held.day)
    base = _scored(tx, health.scored(tx, [day]), listed)
    return replace(book, base=base)


def _scored(tx: Tx, found: health.Scored, listed: Sequence[Published]) -> Scores:
    """Everybody's scores on the same day by other profiles, which may read more."""
    asked = [dump_ref(ref) for one in listed for ref in profile_readings(one.profile)]
    facts = load(tx, metrics_of(tx, asked))
    return health.compute(facts, listed, [int(found.days[0])]).scores


def compare(
    tx: Tx, key: str, pair: tuple[int, int], day: int, segment: str | None = None
) -> Comparison:
    """Every account whose score differs between two versions; DRAFT stands for the draft."""
    first, second = pair
    found = health.scored(tx, [day])
    named = _named(tx, found, day, segment)
    view = _view(found, named)
    before = _scores(tx, found, key, first)
    after = _scores(tx, found, key, second)
    rows = tuple((named[one.account], one) for one in shifts(before, after, view))
    return Comparison(first, second, int(view.sum()), rows)


def _scores(tx: Tx, found: health.Scored, key: str, version: int) -> Scores:
    """Everybody's scores on a day with one profile in some version."""
    chosen = _chosen(profiles.published(tx), drafts.unpublished(tx), key)
    if version == chosen.version and version:
        return found.scores
    book = _book(tx, found, chosen, np.zeros(found.facts.count, bool))
    if version == DRAFT:
        wanted = applied(drafts.find(tx, chosen.profile.key), chosen.profile)
    else:
        wanted = profiles.version(tx, key, version).profile if version else chosen.profile
    return tried(based(tx, book, wanted, int(found.days[0])), wanted)


def _named(tx: Tx, found: health.Scored, day: int, segment: str | None) -> dict[int, Named]:
    """The accounts in view, those alive on the day, by their number."""
    rows = {row.account_id: row for row in accounts.accounts_table(tx, day, segment).rows}
    out = {}
    for number in np.flatnonzero(found.scores.alive[:, 0]).tolist():
        row = rows.get(found.facts.account_ids[number])
        if row is not None:
            out[number] = Named(row.account_id, row.name, row.arr, row.currency)
    return out


def _view(found: health.Scored, named: Mapping[int, Named]) -> BoolArray:
    view = np.zeros(found.facts.count, bool)
    view[list(named)] = True
    return view


def _number(one: VersionView) -> int:
    return one.version
