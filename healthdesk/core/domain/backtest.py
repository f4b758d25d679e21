"""Figures of a backtest: what scores said of accounts some days before, held against what came.

Pure arithmetic over scores of cells (cell_scores.py) and what became of them. Not here: which cells
(sampling.py), AUC (discrimination.py), the verdict in words (backtest_words.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.band import AVERAGE, POOR, STRONG
from healthdesk.core.domain.discrimination import LEAST, Auc, auc
from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.judgement import wilson
from healthdesk.core.domain.score import Scores
from healthdesk.core.domain.views import BANDS, Band

FEW: Final = 10
"""Churned accounts below which they are named and no decimals are told."""
LEAK: Final = 0.95
"""AUC above which a measure alone is taken to know the answer."""
TENTH: Final = 0.1
BINS: Final = 10
"""Groups of calibration at most."""
BIN: Final = 20
"""Cells of a group at least."""
COUNTED: Final = (STRONG, AVERAGE, POOR)


@dataclass(frozen=True)
class Rate:
    """How many of some accounts were lost, and the range (Wilson's) of the true share."""

    accounts: int
    lost: int

    @property
    def rate(self) -> float | None:
        """The share lost; None of none."""
        return self.lost / self.accounts if self.accounts else None

    @property
    def span(self) -> tuple[float, float] | None:
        """The range that holds it 95 times of 100; None of none."""
        return wilson(self.lost, self.accounts) if self.accounts else None


@dataclass(frozen=True)
class Lift:
    """The lowest part of all scored cells: how many of the lost are in it.

    `accounts` and `lost` are no whole numbers where equal scores stand across the edge: they share
    what room is left.
    """

    part: float
    accounts: float
    lost: float
    caught: float
    """Share of all lost ones that are in it."""
    lift: float
    """How many times as many as in any such part of all: 1 = no better than chance."""


@dataclass(frozen=True)
class Bin:
    """A group of cells with neighbouring scores, `low` to `high`."""

    low: float
    high: float
    mean: float
    rate: Rate


@dataclass(frozen=True)
class MeasureAlone:
    """How well the points of one measure alone would have told who left."""

    profile: str
    key: str
    name: str
    weight: float
    """Its share of the whole, 0 to 1."""
    cells: int
    lost: int
    auc: Auc | None
    leak: bool


@dataclass(frozen=True)
class Part:
    """The same figures of some of the cells, as those of one segment."""

    name: str
    rate: Rate
    unscored: int
    auc: Auc | None


@dataclass(frozen=True, eq=False)
class Figures:
    """All that numbers say of a backtest.

    Attributes:
        churned: lost cells with a score.
        kept: kept cells with a score.
        unscored_churned: lost cells without one.
        unscored_kept: kept cells without one.
        bands: rates of Strong, Average and Poor, in this order.
        falls: whether the rates fall from Poor to Strong; None where fewer than two bands have any.
        misses: lost though not Poor: numbers of cells, the highest score first.
        alarms: kept though Poor: numbers of cells, the largest ARR first.
    """

    churned: int
    kept: int
    unscored_churned: int
    unscored_kept: int
    auc: Auc | None
    bands: tuple[Rate, ...]
    falls: bool | None
    lowest: Lift | None
    calibration: tuple[Bin, ...]
    misses: tuple[int, ...]
    alarms: tuple[int, ...]
    measures: tuple[MeasureAlone, ...]
    parts: tuple[Part, ...]

    @property
    def unscored(self) -> int:
        """Cells without a score."""
        return self.unscored_churned + self.unscored_kept

    @property
    def few(self) -> bool:
        """Whether they are too few to tell."""
        return min(self.churned, self.kept) < FEW

    @property
    def leaks(self) -> tuple[MeasureAlone, ...]:
        """Measures that know the answer."""
        return tuple(one for one in self.measures if one.leak)

    def band(self, name: Band) -> Rate:
        """The rate of one band."""
        return self.bands[BANDS.index(name)]


@dataclass(frozen=True)
class Quick:
    """What can be told while a hand moves: AUC with its range, and the lost of each band."""

    auc: float | None
    low: float | None
    high: float | None
    bands: tuple[Rate, ...]


def quick(scores: Scores, lost: BoolArray) -> Quick:
    """The first figures of cells' scores, fast enough to follow a handle."""
    found = auc(scores.number[:, 0], lost)
    rates = band_rates(scores, lost)
    if found is None:
        return Quick(None, None, None, rates)
    return Quick(found.value, found.low, found.high, rates)


def figures(
    scores: Scores,
    lost: BoolArray,
    arr: FloatArray,
    segments: Sequence[tuple[str, BoolArray]] = (),
) -> Figures:
    """Everything about the scores of cells, of which some were lost."""
    number = scores.number[:, 0]
    scored = ~np.isnan(number)
    bands = band_rates(scores, lost)
    return Figures(
        int((scored & lost).sum()),
        int((scored & ~lost).sum()),
        int((~scored & lost).sum()),
        int((~scored & ~lost).sum()),
        auc(number, lost),
        bands,
        falling(bands),
        lowest(number, lost),
        calibration(number, lost),
        misses(scores, lost),
        alarms(scores, lost, arr),
        measures_alone(scores, lost),
        tuple(_part(name, inside, number, lost) for name, inside in segments),
    )


def band_rates(scores: Scores, lost: BoolArray) -> tuple[Rate, ...]:
    """How many of each band were lost: Strong, Average, Poor."""
    band = scores.band[:, 0].astype(np.int64)
    known = (band >= 0) & (band <= POOR)
    all_of = np.bincount(band[known], minlength=len(COUNTED)).tolist()
    gone = np.bincount(band[known & lost], minlength=len(COUNTED)).tolist()
    return tuple(Rate(accounts, some) for accounts, some in zip(all_of, gone, strict=True))


def falling(bands: Sequence[Rate]) -> bool | None:
    """Whether each better band lost a smaller share; None where fewer than two have accounts."""
    rates = [one.rate for one in bands if one.rate is not None]
    if len(rates) < LEAST:
        return None
    return all(better < worse for better, worse in pairwise(rates))


def lowest(number: FloatArray, lost: BoolArray, part: float = TENTH) -> Lift | None:
    """The lost among the lowest part of all scored; None where none is lost or none kept.

    Equal scores at the edge share the room that is left.
    """
    known = ~np.isnan(number)
    value, gone = number[known], lost[known]
    whole = int(gone.sum())
    if whole in (0, len(value)):
        return None
    room = part * len(value)
    edge = np.sort(value)[ceil(room) - 1]
    below, at = value < edge, value == edge
    share = (room - float(below.sum())) / float(at.sum())
    inside = float((below & gone).sum()) + share * float((at & gone).sum())
    return Lift(part, room, inside, inside / whole, inside / whole / part)


def calibration(number: FloatArray, lost: BoolArray) -> tuple[Bin, ...]:
    """Groups of about equally many cells by score, equal scores together, the lowest first."""
    known = ~np.isnan(number)
    order = np.argsort(number[known], kind="stable")
    value, gone = number[known][order], lost[known][order]
    count = min(BINS, len(value) // BIN)
    if count < LEAST:
        return ()
    ends = [round(len(value) * (one + 1) / count) for one in range(count)]
    cuts = sorted({int(np.searchsorted(value, value[end - 1], side="right")) for end in ends})
    return tuple(
        Bin(
            float(value[low]),
            float(value[high - 1]),
            float(value[low:high].mean()),
            Rate(high - low, int(gone[low:high].sum())),
        )
        for low, high in zip([0, *cuts[:-1]], cuts, strict=True)
    )


def misses(scores: Scores, lost: BoolArray) -> tuple[int, ...]:
    """Lost ones that were not Poor, the highest score first."""
    number, band = scores.number[:, 0], scores.band[:, 0]
    return _ordered(lost & (band >= 0) & (band < POOR), -number)


def alarms(scores: Scores, lost: BoolArray, arr: FloatArray) -> tuple[int, ...]:
    """Kept ones that were Poor, the largest ARR first, those of no known ARR last."""
    worth = np.where(np.isnan(arr), np.inf, -arr)
    return _ordered(~lost & (scores.band[:, 0] == POOR), worth)


def _ordered(chosen: BoolArray, by: FloatArray) -> tuple[int, ...]:
    numbers = np.flatnonzero(chosen)
    order: NDArray[np.int64] = numbers[np.argsort(by[numbers], kind="stable")]
    return tuple(order.tolist())


def measures_alone(scores: Scores, lost: BoolArray) -> tuple[MeasureAlone, ...]:
    """Each measure of each profile by itself, the one that tells most first.

    Its points are those after the measure's policy for what is missing; where that leaves it out,
    the cell counts not.
    """
    found = []
    for index, weighed in enumerate(scores.per_profile):
        if weighed is None:
            continue
        mine = scores.profile[:, 0] == index
        profile = scores.profiles[index].profile
        whole = sum(one.weight for one in profile.dimensions)
        for place, (dimension, measure) in enumerate(profile.measures):
            inner = sum(one.weight for one in dimension.measures)
            share = dimension.weight / whole * measure.weight / inner if whole and inner else 0.0
            points = np.where(mine, weighed.points.points[place, :, 0], np.nan)
            known = ~np.isnan(points)
            told = auc(points, lost)
            found.append(
                MeasureAlone(
                    profile.key,
                    f"{dimension.key}.{measure.key}",
                    measure.name or measure.key,
                    share,
                    int(known.sum()),
                    int((known & lost).sum()),
                    told,
                    leaks(told),
                )
            )
    return tuple(sorted(found, key=_least_telling))


def leaks(told: Auc | None) -> bool:
    """Whether something tells so well who left that it must know; never of a few."""
    if told is None or min(told.lost, told.kept) < FEW:
        return False
    return max(told.value, 1.0 - told.value) > LEAK


def _least_telling(one: MeasureAlone) -> float:
    return 1.0 if one.auc is None else -one.auc.value


def _part(name: str, inside: BoolArray, number: FloatArray, lost: BoolArray) -> Part:
    scored = ~np.isnan(number) & inside
    return Part(
        name,
        Rate(int(scored.sum()), int((scored & lost).sum())),
        int(inside.sum()) - int(scored.sum()),
        auc(np.where(inside, number, np.nan), lost),
    )
