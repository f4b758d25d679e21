"""A segment over time: how large it was each week, and who came and went, by what was known then.

Every day is looked at with the facts up to it, and with the rule and the profiles of now. Both can
be stopped between days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.column import column
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.noise import settled_bands, told_bands
from healthdesk.core.domain.portfolio import arr
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.rule import FieldTest, Rule, tests
from healthdesk.core.domain.segment_view import Came, Past
from healthdesk.core.domain.views import BANDS
from healthdesk.core.services import band_names, noise, segment_fields, settings
from healthdesk.core.services.profiles import published
from healthdesk.core.services.segment_rules import Traced, decide, parsed
from healthdesk.core.services.segment_scores import Book
from healthdesk.core.services.segment_why import Teller
from healthdesk.core.store.db import Tx

WEEK: Final = 7
_AT_ONCE: Final = 15
"""Days that are decided before somebody may stop it."""
_OF_SCORE: Final = frozenset({"band", "score", "shown"})
MOST_MOVES: Final = 1_000
"""Comings and goings that are told, the latest."""


def sizes(
    tx: Tx,
    rule: Any,  # noqa: ANN401 - any JSON value
    day: int,
    weeks: int = 104,
    progress: Progress = NOBODY,
) -> Past:
    """How many a rule's document held each week up to a day, from the first on with an account.

    Raises:
        BadDocument: It is no rule.
        Cancelled: The user asked to stop.
    """
    made = parsed(tx, rule)
    days = np.array([day - WEEK * (weeks - at) for at in range(weeks + 1)], np.int32)
    facts, inside, begun = _inside(tx, made, days, progress)
    alive = np.flatnonzero(begun)
    first = int(alive[0]) if len(alive) else len(days) - 1
    days, inside = days[first:], inside[:, first:]
    codes = Book(tx, progress=progress).read(days).band_codes()
    money, currency, mixed = _arr(facts, inside, days, settings.read(tx).currency)
    bands: dict[str, tuple[int, ...]] = {
        band: tuple((inside & (codes == code)).sum(axis=0).tolist())
        for code, band in enumerate(BANDS)
        if (inside & (codes == code)).any()
    }
    return Past(
        tuple(days.tolist()), tuple(inside.sum(axis=0).tolist()), money, bands, currency, mixed
    )


def came_and_went(
    tx: Tx,
    rule: Any,  # noqa: ANN401 - any JSON value
    day: int,
    days: int = 28,
    progress: Progress = NOBODY,
) -> tuple[Came, ...]:
    """Who came and went on the last days up to a day, the latest first.

    Raises:
        BadDocument: It is no rule.
        Cancelled: The user asked to stop.
    """
    made = parsed(tx, rule)
    found = decide(tx, made, range(day - days, day + 1), progress)
    tell = Teller(found, segment_fields.titles(tx, day), band_names.read(tx))
    inside = found.inside
    accounts, columns = np.nonzero(inside[:, 1:] != inside[:, :-1])
    order = np.lexsort((accounts, -columns))[:MOST_MOVES]
    facts = found.facts
    hovers = _hovers(tx, made, found, sorted(set(accounts[order].tolist())))
    return tuple(
        Came(
            int(found.days[at]),
            facts.account_ids[account],
            facts.names[account],
            bool(inside[account, at]),
            tell.changed(account, at),
            at in hovers.get(account, ()),
        )
        for account, at in zip(accounts[order].tolist(), (columns[order] + 1).tolist(), strict=True)
    )


def _hovers(
    tx: Tx, rule: Rule, found: Traced, accounts: Sequence[int]
) -> dict[int, frozenset[int]]:
    """By account: the columns in which its band became another that was never told."""
    asked = {test.field for test in tests(rule) if isinstance(test, FieldTest)}
    if not asked & _OF_SCORE:
        return {}
    calm, models = noise.read(tx), [one.profile.bands for one in published(tx)]
    columns = found.book.read(found.days)
    codes, shown, by = columns.band_codes(), columns.shown(), columns.profiles()
    out = {}
    for account in accounts:
        if by[account, -1] < 0:
            continue
        model = models[by[account, -1]]
        bands = [None if code < 0 else BANDS[code] for code in codes[account].tolist()]
        line = [None if one < 0 else one for one in shown[account].tolist()]
        held = settled_bands(bands, told_bands(bands, line, (model.average, model.strong), calm))
        out[account] = frozenset(
            at
            for at in range(1, len(bands))
            if bands[at] != bands[at - 1] and held[at] == held[at - 1]
        )
    return out


def _inside(
    tx: Tx, rule: Rule, days: IntArray, progress: Progress
) -> tuple[Facts, BoolArray, BoolArray]:
    """Who was in on each day; on which days any account had begun."""
    parts, begun = [], []
    facts: Facts | None = None
    for low in range(0, len(days), _AT_ONCE):
        progress.step(low, len(days), "Looking back")
        found = decide(tx, rule, days[low : low + _AT_ONCE], progress)
        facts = found.facts
        parts.append(found.inside)
        begun.append(found.begun.any(axis=0))
    if facts is None:
        raise ValueError("no day was asked about")
    return facts, np.concatenate(parts, axis=1), np.concatenate(begun)


def _arr(
    facts: Facts, inside: BoolArray, days: IntArray, own: str
) -> tuple[tuple[float | None, ...] | None, str, tuple[str, ...]]:
    """What members paid on each day, in which currency; which currencies, where there are several.

    None where of nobody on that day any ARR is known.
    """
    ever = np.flatnonzero(inside.any(axis=1))
    paid = arr(facts, days)[ever]
    said = column(facts, "currency")
    codes = np.broadcast_to(said.codes(days[-1:]), (facts.count, 1))[ever, 0]
    by_currency: dict[str, list[int]] = defaultdict(list)
    for at, code in enumerate(codes.tolist()):
        if not np.isnan(paid[at][inside[ever[at]]]).all():
            by_currency[said.words[code] if code >= 0 else own].append(at)
    if len(by_currency) > 1:
        return None, "", tuple(sorted(by_currency))
    currency = next(iter(by_currency), own)
    return _sums(paid, inside[ever]), currency, ()


def _sums(paid: FloatArray, inside: BoolArray) -> tuple[float | None, ...]:
    known = inside & ~np.isnan(paid)
    sums = np.where(known, paid, 0.0).sum(axis=0).tolist()
    untold = np.flatnonzero(inside.any(axis=0) & ~known.any(axis=0)).tolist()
    return tuple(None if at in untold else float(value) for at, value in enumerate(sums))
