"""Reads what the health model page asks: scores to re-weigh, accounts by name, two versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.model_draft import ModelDraft, applied
from healthdesk.core.domain.profile import Published, profile_readings
from healthdesk.core.domain.reading import dump_ref
from healthdesk.core.domain.score import Scores
from healthdesk.core.domain.what_if import Book, Shift, shifts, tried
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
        book: the published scores of the day; None where the desk has no accounts.
        named: the accounts in view by their number.
        versions: every version of this profile, newest first.
        drafted: keys of the profiles that have a draft.
    """

    day: int
    listed: tuple[Published, ...]
    index: int
    draft: ModelDraft
    book: Book | None
    named: Mapping[int, Named]
    versions: tuple[VersionView, ...]
    drafted: frozenset[str]

    @property
    def published(self) -> Published:
        """The profile that is looked at."""
        return self.listed[self.index]


@dataclass(frozen=True)
class Comparison:
    """Two versions of a profile, account by account; `accounts` is how many were compared."""

    first: int
    second: int
    accounts: int
    rows: tuple[tuple[Named, Shift], ...]


def model(tx: Tx, key: str, day: int, segment: str | None = None) -> ModelView | None:
    """A profile as of a day, the last one if none has the key; None before there is any."""
    listed = profiles.published(tx)
    if not listed:
        return None
    index = next((at for at, one in enumerate(listed) if one.profile.key == key), len(listed) - 1)
    chosen = listed[index].profile.key
    found = health.scored(tx, [day])
    named = _named(tx, found, day, segment)
    book = Book(found.scores, index, _view(found, named)) if found.facts.count else None
    return ModelView(
        day,
        listed,
        index,
        drafts.find(tx, chosen),
        book,
        named,
        tuple(sorted(profiles.versions(tx, chosen), key=_number, reverse=True)),
        drafts.keys(tx),
    )


def compare(
    tx: Tx, key: str, pair: tuple[int, int], day: int, segment: str | None = None
) -> Comparison:
    """Every account whose score differs between two versions; DRAFT stands for the draft."""
    first, second = pair
    found = health.scored(tx, [day])
    named = _named(tx, found, day, segment)
    view = _view(found, named)
    before = _scores(tx, found, key, first, day)
    after = _scores(tx, found, key, second, day)
    rows = tuple((named[one.account], one) for one in shifts(before, after, view))
    return Comparison(first, second, int(view.sum()), rows)


def _scores(tx: Tx, found: health.Scored, key: str, version: int, day: int) -> Scores:
    """Everybody's scores on a day with one profile in some version."""
    listed = list(profiles.published(tx))
    index = next(at for at, one in enumerate(listed) if one.profile.key == key)
    held = listed[index]
    if version == held.version:
        return found.scores
    if version == DRAFT:
        nobody = np.zeros(found.facts.count, bool)
        draft = drafts.find(tx, key)
        return tried(Book(found.scores, index, nobody), applied(draft, held.profile))
    listed[index] = profiles.version(tx, key, version)
    asked = [dump_ref(one) for one in profile_readings(listed[index].profile)]
    return health.compute(load(tx, metrics_of(tx, asked)), listed, [day]).scores


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
