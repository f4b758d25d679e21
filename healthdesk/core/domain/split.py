"""Why a score changed: an exact split of the change into rows that add up (health-model §9)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from healthdesk.core.domain import hierarchy
from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.profile import Profile, Published
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.scale import points
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.domain.weigh import Weighed, weigh

Kind = Literal["reading", "weight", "caps", "override", "profile", "rounding"]


@dataclass(frozen=True)
class SplitRow:
    """One part of a change.

    Attributes:
        kind: what moved the score.
        key: full key of the measure, or id of the leaf account of a parent; "" for the others.
        points: what it moved the score by.
        leaf: whether `key` is an account below the parent.
    """

    kind: Kind
    key: str
    points: float
    leaf: bool = False


@dataclass(frozen=True)
class Term:
    """One summand of a score: points `s` (None = absent) at effective weight `w`."""

    points: float | None
    weight: float


@dataclass(frozen=True)
class End:
    """An account's score at one end of a change.

    Attributes:
        published: the profile version that scored it.
        terms: what the score is the sum of, by key.
        leaves: whether the terms are leaf accounts, not measures.
        unrounded: before rounding; None = Unknown.
        raw: before caps.
        capped: after caps.
        number: after the override, as shown; None = no score at all.
    """

    published: Published
    terms: dict[str, Term]
    leaves: bool
    unrounded: float | None
    raw: float | None
    capped: float | None
    number: float | None


@dataclass(frozen=True)
class Split:
    """A change and its rows, which add up to it; None and no rows where an end has no score."""

    score_from: float | None
    score_to: float | None
    change: float | None
    rows: tuple[SplitRow, ...]


def _known(value: float) -> float | None:
    """A number, or None for NaN."""
    return None if math.isnan(value) else float(value)


def terms_of(weighed: Weighed, account: int, column: int) -> dict[str, Term]:
    """Points and effective weights of every measure."""
    worth = weighed.points.points[:, account, column].tolist()
    weights = weighed.weights[:, account, column].tolist()
    return {
        key: Term(_known(points), weight)
        for key, points, weight in zip(weighed.profile.measure_keys, worth, weights, strict=True)
    }


def _leaf_terms(scores: Scores, account: int, column: int, by: str) -> dict[str, Term]:
    """Shown scores and weights of the leaves below a parent."""
    facts, days = scores.facts, scores.days[column : column + 1]
    ancestor, leaf = hierarchy.leaves_of(facts)
    mine = leaf[ancestor == account]
    shown = np.floor(scores.number[mine, column] + 0.5)
    weight = np.where(np.isnan(shown), 0.0, hierarchy.leaf_weights(facts, days, by)[mine, 0])
    if not weight.sum() > 0:
        weight = np.where(np.isnan(shown), 0.0, 1.0)
    weight = weight / weight.sum() if weight.sum() > 0 else weight
    return {
        facts.account_ids[number]: Term(_known(points), share)
        for number, points, share in zip(
            mine.tolist(), shown.tolist(), weight.tolist(), strict=True
        )
    }


def end_of(scores: Scores, account: int, column: int) -> End | None:
    """One end of a change, out of scores computed with detail; None = no score at all that day."""
    published = scores.published(account, column)
    if published is None:
        return None
    leaves = bool(scores.rolled[account, column])
    if leaves:
        terms = _leaf_terms(scores, account, column, published.profile.rollup_by)
    else:
        weighed = scores.weighed(account, column)
        if weighed is None:
            raise ValueError("scores without detail cannot be split")
        terms = terms_of(weighed, account, column)
    return End(
        published=published,
        terms=terms,
        leaves=leaves,
        unrounded=_known(scores.unrounded[account, column]),
        raw=_known(scores.raw[account, column]),
        capped=_known(scores.capped[account, column]),
        number=_known(scores.number[account, column]),
    )


@dataclass(frozen=True)
class Refit:
    """The facts of the second day under the profile of the first: terms and unrounded score."""

    terms: dict[str, Term]
    unrounded: float | None


def refit(facts: Facts, profile: Profile, account: int, day: int, readings: Readings) -> Refit:
    """Score one account's facts of a day under a given profile, whoever it applies to."""
    days = np.array([day], np.int32)
    weighed = weigh(points(facts, profile, days, readings), profile)
    return Refit(terms_of(weighed, account, 0), _known(weighed.unrounded[account, 0]))


def term_rows(
    before: dict[str, Term], after: dict[str, Term], start: float, end: float, *, leaf: bool
) -> list[SplitRow]:
    """Effects of readings and weights; as weights add up to 1, these add up to `end - start`."""
    middle = (start + end) / 2
    rows = []
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key, Term(None, 0.0)), after.get(key, Term(None, 0.0))
        s0 = old.points if old.points is not None else new.points
        s1 = new.points if new.points is not None else old.points
        if s0 is None or s1 is None:
            continue
        moved = (old.weight + new.weight) / 2 * (s1 - s0)
        shifted = (new.weight - old.weight) * ((s0 + s1) / 2 - middle)
        rows.append(SplitRow("reading", key, moved, leaf))
        rows.append(SplitRow("weight", key, shifted, leaf))
    return rows


def _same_profile(before: End, after: End) -> bool:
    """Whether both ends were computed in one way, so that their terms can be compared."""
    same = before.published == after.published or (
        before.published.profile == after.published.profile
    )
    return same and before.leaves == after.leaves


def split(before: End | None, after: End | None, between: Refit | None = None) -> Split:
    """Split the change between two ends into rows that add up to it.

    Args:
        before: the earlier end.
        after: the later end.
        between: where the profile or its version differs, the later facts under the earlier one.
    """
    score_from = None if before is None else before.number
    score_to = None if after is None else after.number
    if before is None or after is None or score_from is None or score_to is None:
        return Split(score_from, score_to, None, ())
    rows = _rows(before, after, between)
    return Split(score_from, score_to, score_to - score_from, tuple(rows))


def _rows(before: End, after: End, between: Refit | None) -> list[SplitRow]:
    """All rows of a change between two scores."""
    u0, u1 = before.unrounded, after.unrounded
    if u0 is None or u1 is None or before.number is None or after.number is None:
        # One end has only a person's judgement: there is nothing computed to compare.
        return [SplitRow("override", "", (after.number or 0.0) - (before.number or 0.0))]
    rows: list[SplitRow] = []
    if _same_profile(before, after):
        rows += term_rows(before.terms, after.terms, u0, u1, leaf=before.leaves)
    elif between is None or between.unrounded is None:
        # Under the earlier profile the later facts have no score: only its change is left.
        rows.append(SplitRow("profile", "", u1 - u0))
    else:
        middle = between.unrounded
        rows += term_rows(before.terms, between.terms, u0, middle, leaf=before.leaves)
        rows.append(SplitRow("profile", "", u1 - middle))
    return rows + _steps(before, after)


def _steps(before: End, after: End) -> list[SplitRow]:
    """Rows of rounding, caps and override: the change of what each step did to the score."""
    chain: list[tuple[Kind, float, float]] = []
    old = (before.unrounded, before.raw, before.capped, before.number)
    new = (after.unrounded, after.raw, after.capped, after.number)
    for place, kind in enumerate(("rounding", "caps", "override")):
        did_old = _step(old[place], old[place + 1])
        did_new = _step(new[place], new[place + 1])
        chain.append((kind, did_old, did_new))  # type: ignore[arg-type]  # kinds as listed above
    return [
        SplitRow(kind, "", did_new - did_old)
        for kind, did_old, did_new in chain
        if did_old != 0 or did_new != 0
    ]


def _step(start: float | None, end: float | None) -> float:
    """What a step did."""
    return 0.0 if start is None or end is None else end - start


def why(
    facts: Facts,
    account: int,
    between: tuple[int, int],
    profiles: Sequence[Published],
    readings: Readings,
    *,
    profiles_then: Sequence[Published] | None = None,
) -> Split:
    """Split the change of one account's score between two days.

    Args:
        facts: the desk's facts, or those of the account (and, for a parent, of all below it).
        account: its row number in them.
        between: the earlier and the later day.
        profiles: the published profiles.
        readings: the catalogue of readings.
        profiles_then: the profiles to score the earlier day with, where they were others.
    """
    first, last = between
    if profiles_then is None:
        scores = score(facts, profiles, np.array([first, last], np.int32), readings)
        before, after = end_of(scores, account, 0), end_of(scores, account, 1)
    else:
        then = score(facts, profiles_then, np.array([first], np.int32), readings)
        now = score(facts, profiles, np.array([last], np.int32), readings)
        before, after = end_of(then, account, 0), end_of(now, account, 0)
    fitted = None
    if before and after and not before.leaves and not _same_profile(before, after):
        fitted = refit(facts, before.published.profile, account, last, readings)
    return split(before, after, fitted)
