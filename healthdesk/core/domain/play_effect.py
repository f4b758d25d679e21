"""What a play did: score and usage some time after its work began, beside accounts like them.

A firing that led to work is held against up to `NEAREST` accounts that did not get it and were like
it on the day its work began:

* in the same band,
* of a like size: ARR within a factor of 2, or in the same third of all accounts that had a score;
  accounts whose ARR is not known are like each other alone,
* on a like course: the score's change over the last 28 days within 5 points of the other's,
* and the play did not fire there in the 90 days before or after.

The nearest are those that differ least in score (10 points count as much as 5 of the change, or as
a factor of 2 in ARR); where two are as near, the account id decides. Of a firing that came within
90 days of one that counts, the time after it belongs to both: it is left out.

The difference of a firing is its own change less the mean change of those like it. What all
firings say together is the mean of the differences, with the range that holds 95 times of 100 (by
Student's t). Below `FEW` firings no mean is told. An account that was lost has no score any more:
who was lost is counted apart, on both sides.

Not here: what is read (services/play_effect.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, log2, sqrt
from statistics import fmean, stdev
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray, IntArray

AFTER: Final = (30, 60, 90)
"""Days after the work began at which is looked."""
APART: Final = 90
"""Days around a day in which an account like it got no firing; and between firings that count."""
BACK: Final = 28
"""Days over which the course before is compared."""
NEAREST: Final = 3
FEW: Final = 10
"""Firings with accounts like them below which no mean is told."""
LIKE_CHANGE: Final = 5.0
LIKE_SIZE: Final = 2.0
_SCORE_STEP: Final = 10.0
_Z: Final = 1.959963985
Kind = Literal["score", "usage"]


@dataclass(frozen=True)
class Worked:
    """A firing that led to work: at which account (its place), and the day its work began."""

    account: int
    day: int


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of all accounts on some days; each array is one day's, NaN = not known.

    Attributes:
        score: the score that is shown, before it is rounded.
        band: index into BANDS, -1 = none.
        arr: what they pay.
        usage: the main metric's average a day over 28 days; empty where there is none.
        lost: the day from which each is lost.
        last: the last day that is known of scores; `used` the last one of usage.
    """

    account_ids: tuple[str, ...]
    names: tuple[str, ...]
    score: Mapping[int, FloatArray]
    band: Mapping[int, IntArray]
    arr: Mapping[int, FloatArray]
    usage: Mapping[int, FloatArray]
    lost: IntArray
    last: int
    used: int


@dataclass(frozen=True)
class Change:
    """How an account's figure went from the day work began to some days after."""

    account_id: str
    name: str
    was: float
    now: float


@dataclass(frozen=True)
class Pair:
    """A firing and the accounts like it that did not get it."""

    day: int
    treated: Change
    matches: tuple[Change, ...]
    difference: float
    """Its own change less the mean of theirs: points of score, or of per cent of usage."""


@dataclass(frozen=True)
class Horizon:
    """What is seen so many days after.

    Attributes:
        pairs: firings long enough ago with accounts like them, the oldest first.
        waiting: firings that are not so long ago.
        alone: names of those no account was like, or of whose figure nothing is known.
        lost: of the firings so long ago, how many accounts were lost by then.
        others_lost: the same of the accounts like them.
        mean: None below `FEW` pairs; `low` to `high` is its range.
    """

    after: int
    kind: Kind
    pairs: tuple[Pair, ...]
    waiting: int
    alone: tuple[str, ...]
    lost: tuple[int, int]
    others_lost: tuple[int, int]
    mean: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def few(self) -> bool:
        """Whether they are too few for a mean to be told."""
        return self.mean is None

    @property
    def verdict(self) -> Literal["few", "better", "worse", "open"]:
        """What the range says: all of it above 0, below 0, or neither."""
        if self.low is None or self.high is None:
            return "few"
        return "better" if self.low > 0 else "worse" if self.high < 0 else "open"


@dataclass(frozen=True)
class Effect:
    """What a play did, as far as it can be told by a day.

    Attributes:
        metric: name of the usage that was compared; "" = none is measured.
        firings: that led to work, of which `left_out` came too soon after another one.
    """

    day: int
    firings: int
    left_out: int
    horizons: tuple[Horizon, ...]
    metric: str = ""

    def of(self, kind: Kind) -> tuple[Horizon, ...]:
        """Those of the score, or of the usage."""
        return tuple(one for one in self.horizons if one.kind == kind)


def counting(worked: Iterable[Worked]) -> tuple[Worked, ...]:
    """The firings that count, oldest first: none within 90 days of one before it that counts."""
    last: dict[int, int] = {}
    out = []
    for one in sorted(worked, key=lambda each: (each.day, each.account)):
        before = last.get(one.account)
        if before is None or one.day - before > APART:
            last[one.account] = one.day
            out.append(one)
    return tuple(out)


def days_wanted(worked: Iterable[Worked], last: int) -> tuple[int, ...]:
    """The days on which scores, bands, ARR and usage must be known."""
    wanted = {
        one.day + off for one in counting(worked) for off in (-BACK, 0, *AFTER) if one.day <= last
    }
    return tuple(sorted(day for day in wanted if day <= last))


def effect(
    worked: Sequence[Worked],
    fired: Iterable[tuple[int, int]],
    known: Known,
    metric: str = "",
) -> Effect:
    """Hold the firings of a play against accounts like them.

    Args:
        worked: the firings that led to work.
        fired: account and day of every firing of the play.
        known: what is known on the `days_wanted`.
        metric: name of the usage.
    """
    some = counting(worked)
    by_account: dict[int, list[int]] = {}
    for account, day in fired:
        by_account.setdefault(account, []).append(day)
    like = {one: alike(one, by_account, known) for one in some if one.day <= known.last}
    kinds: tuple[Kind, ...] = ("score", "usage") if known.usage else ("score",)
    horizons = tuple(_horizon(after, kind, like, known) for kind in kinds for after in AFTER)
    return Effect(known.last, len(worked), len(worked) - len(some), horizons, metric)


def alike(
    one: Worked, fired: Mapping[int, Sequence[int]], known: Known, most: int = NEAREST
) -> tuple[int, ...]:
    """The accounts most like one on the day its work began, that did not get the play."""
    score, band = known.score[one.day], known.band[one.day]
    change = score - known.score[one.day - BACK]
    mine = float(score[one.account]), float(change[one.account])
    if any(map(isnan, mine)):
        return ()
    size = _Size(known.arr[one.day], band >= 0, one.account)
    fits = (band == band[one.account]) & (np.abs(change - mine[1]) <= LIKE_CHANGE) & size.fits
    fits[one.account] = False
    for account, days in fired.items():
        if fits[account] and any(abs(day - one.day) <= APART for day in days):
            fits[account] = False
    places = np.flatnonzero(fits)
    far = np.abs(score[places] - mine[0]) / _SCORE_STEP
    far = far + np.abs(change[places] - mine[1]) / LIKE_CHANGE + size.far[places]
    order = sorted(
        zip(far.round(9).tolist(), places.tolist(), strict=True),
        key=lambda pair: (pair[0], known.account_ids[pair[1]]),
    )
    return tuple(place for _, place in order[:most])


class _Size:
    """Which accounts are of a size like one, and how far from it."""

    def __init__(self, arr: FloatArray, there: BoolArray, account: int) -> None:
        unknown = np.isnan(arr)
        self.far = np.zeros(len(arr))
        if unknown[account]:
            self.fits = unknown
            return
        third = thirds(arr, there & ~unknown)
        mine = float(arr[account])
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.abs(np.log2(arr / mine))
        ratio = np.where(arr == mine, 0.0, ratio)
        near = np.isfinite(ratio) & (ratio <= log2(LIKE_SIZE))
        self.fits = ~unknown & (near | (third == third[account]))
        # Of one that pays nothing no factor can be told: as far as can be within a third.
        self.far = np.where(np.isfinite(ratio), ratio, 10.0)


def thirds(arr: FloatArray, counts: BoolArray) -> IntArray:
    """In which third of those that count an amount lies: 0, 1 or 2."""
    some = np.sort(arr[counts])
    if not len(some):
        return np.zeros(len(arr), np.int32)
    cuts = [some[len(some) // 3], some[2 * len(some) // 3]]
    return np.searchsorted(cuts, np.nan_to_num(arr), side="right").astype(np.int32)


def _horizon(
    after: int, kind: Kind, like: Mapping[Worked, tuple[int, ...]], known: Known
) -> Horizon:
    last = known.last if kind == "score" else known.used
    ago = [one for one in like if one.day + after <= last]
    pairs, alone = [], []
    for one in ago:
        found = _pair(one, like[one], known.score if kind == "score" else known.usage, after, known)
        if found is not None:
            pairs.append(found)
        elif known.lost[one.account] > one.day + after:
            alone.append(known.names[one.account])
    others = [(place, one.day) for one in ago for place in like[one]]
    return Horizon(
        after,
        kind,
        tuple(pairs),
        waiting=len(like) - len(ago),
        alone=tuple(dict.fromkeys(alone)),
        lost=(_lost([(one.account, one.day) for one in ago], after, known), len(ago)),
        others_lost=(_lost(others, after, known), len(others)),
        **_mean([one.difference for one in pairs]),
    )


def _lost(some: Iterable[tuple[int, int]], after: int, known: Known) -> int:
    return sum(int(known.lost[place]) <= day + after for place, day in some)


def _pair(
    one: Worked,
    like: Sequence[int],
    values: Mapping[int, FloatArray],
    after: int,
    known: Known,
) -> Pair | None:
    """A firing beside those like it; None where its figure or all of theirs is not known."""
    ends = values[one.day], values[one.day + after]

    def change(place: int) -> Change | None:
        was, now = (float(end[place]) for end in ends)
        if isnan(was) or isnan(now):
            return None
        return Change(known.account_ids[place], known.names[place], was, now)

    treated = change(one.account)
    matches = tuple(found for found in map(change, like) if found is not None)
    share = values is known.usage
    own = None if treated is None else moved(treated, share=share)
    theirs = [each for each in (moved(some, share=share) for some in matches) if each is not None]
    if treated is None or own is None or not theirs:
        return None
    return Pair(one.day, treated, matches, own - fmean(theirs))


def moved(change: Change, *, share: bool) -> float | None:
    """Points it went, or per cent of what it was; None where that was nothing."""
    if not share:
        return change.now - change.was
    return 100 * (change.now / change.was - 1) if change.was > 0 else None


def _mean(values: Sequence[float]) -> dict[str, float]:
    if len(values) < FEW:
        return {}
    mean = fmean(values)
    half = student(len(values) - 1) * stdev(values) / sqrt(len(values))
    return {"mean": mean, "low": mean - half, "high": mean + half}


def student(freedom: int) -> float:
    """Student's t that leaves 2.5 % above it, by Cornish and Fisher; from 5 degrees on to 0.001.

    >>> round(student(9), 3), round(student(30), 3)
    (2.262, 2.042)
    """
    z, n = _Z, float(freedom)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / n ** (at + 1) for at, term in enumerate(terms))
