"""Curves and maps learned from what became of accounts: few points, one way only, held back.

The chance to be lost is taken at a few quantiles, drawn towards that of all, made to go one way,
and mixed with the curve there was (or a plain rank) the more, the fewer losses speak. Where nothing
but the losses says which way is better, it is mixed with a flat line: few of them move little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray, IntArray
from healthdesk.core.domain.monotone import falling, odds, rising, shrunk
from healthdesk.core.domain.profile import FARTHEST, CurveScale, MapScale, RankScale, Scale
from healthdesk.core.domain.reading import Texts
from healthdesk.core.domain.scale import curve_points, map_points, rank_points

HOLD: Final = 20.0
"""Losses at which what was learned and what there was count the same."""
CALM: Final = 2.0
"""Losses that every part of a scale is taken to have had besides, at the rate of all."""
MOST: Final = 6
"""Points of a learned curve."""
MANY: Final = 100
"""Losses from which a curve's points may stand elsewhere than they do."""
PER_POINT: Final = 4
"""Losses that each further point wants."""
FAR: Final = 0.97
"""Quantile of the last point: what lies beyond is flat."""
FLAT: Final = 50.0
KINDS: Final = 20
"""Texts of an attribute; with more it names accounts instead of telling them apart."""


@dataclass(frozen=True, eq=False)
class Column:
    """What a reading said of each cell: numbers (NaN: missing), or texts."""

    numbers: FloatArray
    texts: Texts | None = None

    @property
    def known(self) -> BoolArray:
        """Where it says anything."""
        if self.texts is not None:
            return np.asarray(self.texts.codes[:, 0] >= 0)
        return ~np.isnan(self.numbers)

    @property
    def kinds(self) -> int:
        """How many different values there are."""
        if self.texts is not None:
            return len(np.unique(self.texts.codes[self.known, 0]))
        return len(np.unique(self.numbers[self.known]))

    def pick(self, chosen: BoolArray) -> Column:
        """The same of some cells."""
        texts = self.texts
        some = None if texts is None else Texts(texts.codes[chosen], texts.words)
        return Column(self.numbers[chosen], some)


def points_on(scale: Scale, column: Column, worth: tuple[float, float, float]) -> FloatArray:
    """The points of each cell on a scale; NaN where the reading is missing."""
    if isinstance(scale, MapScale):
        if column.texts is None:
            return np.full(len(column.numbers), np.nan)
        return map_points(scale, column.texts)[:, 0]
    if isinstance(scale, CurveScale):
        return curve_points(scale, column.numbers)
    return rank_points(scale, column.numbers, worth)


def learned(column: Column, lost: BoolArray, sign: int, now: Scale | None = None) -> Scale:
    """A scale for a column, of which at least one cell must be known.

    Args:
        column: what was read.
        lost: what became of each cell.
        sign: 1: more is better, -1: less is, 0: as it was.
        now: the scale there is; one of steps (rank), or a curve that turns, is kept as it is.
    """
    known = column.known
    some, gone = column.pick(known), lost[known]
    if some.texts is not None:
        return _map(some.texts, gone, now if isinstance(now, MapScale) else None)
    if isinstance(now, RankScale) or (isinstance(now, CurveScale) and turns(now)):
        return now
    return _curve(some.numbers, gone, sign, now if isinstance(now, CurveScale) else None)


def turns(scale: CurveScale) -> bool:
    """Whether a curve goes up and down."""
    steps = np.diff([y for _, y in scale.points])
    return bool((steps > 0).any() and (steps < 0).any())


def better_way(numbers: FloatArray, lost: BoolArray) -> int:
    """1 where those who stayed had more, else -1; of two kinds without one of them, 1."""
    if lost.all() or not lost.any():
        return 1
    ordered = np.sort(numbers)
    rank = np.searchsorted(ordered, numbers, "left") + np.searchsorted(ordered, numbers, "right")
    return 1 if rank[~lost].mean() >= rank[lost].mean() else -1


def share_learned(lost: int) -> float:
    """How much of a learned scale is taken, 0 to 1."""
    return lost / (lost + HOLD)


def _calm(lost: BoolArray) -> float:
    """Cells that bring the losses of `CALM` along at the rate of all."""
    return CALM / max(float(lost.mean()), 1e-6)


def _stretched(values: FloatArray) -> FloatArray | None:
    """Values from 0 to 1; None where they are all the same."""
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high - low > 1e-9 else None


def knots(numbers: FloatArray, lost: BoolArray) -> FloatArray:
    """The x of a curve's points: each value where there are few, else quantiles, rounded."""
    values = np.unique(numbers)
    if len(values) > MOST:
        count = int(np.clip(int(lost.sum()) // PER_POINT, 3, MOST - 1))
        parts = np.append(np.linspace(0, 1, count)[:-1], FAR)
        values = np.quantile(numbers, parts)
    span = float(values[-1] - values[0])
    if span <= 0 or not np.isfinite(span):
        return np.clip(values[:1], -FARTHEST, FARTHEST)
    step = 10.0 ** (np.floor(np.log10(span)) - 2)  # hundreds of steps from the first to the last
    rounded = [float(f"{one:.12g}") for one in (np.round(values / step) * step).tolist()]
    return np.unique(np.clip(rounded, -FARTHEST, FARTHEST))


def _curve(numbers: FloatArray, lost: BoolArray, sign: int, now: CurveScale | None) -> CurveScale:
    way = sign or better_way(numbers, lost)
    if now is not None and int(lost.sum()) < MANY:
        x = np.array([one for one, _ in now.points])
    else:
        x = knots(numbers, lost)
    middle = (x[1:] + x[:-1]) / 2
    bin_of = np.searchsorted(middle, numbers, side="right")
    count = np.bincount(bin_of, minlength=len(x))
    gone = np.bincount(bin_of[lost], minlength=len(x))
    good = -odds(shrunk(gone, count, _calm(lost)))
    line = (rising if way > 0 else falling)(good, np.maximum(count, 1e-3).astype(np.float64))
    plain = _plain(numbers, x, sign, now)
    found = _stretched(line)
    part = share_learned(int(lost.sum())) if found is not None else 0.0
    if now is not None and (plain[-1] - plain[0]) * way < 0:
        part = 0.0
    mixed = plain if found is None else (1 - part) * plain + part * found
    return CurveScale(points=_few(x, np.round(100 * mixed)))


def _plain(numbers: FloatArray, x: FloatArray, sign: int, now: CurveScale | None) -> FloatArray:
    """What a curve is before any loss is looked at, from 0 to 1."""
    if now is not None:
        return curve_points(now, x) / 100
    return _rank(numbers, x, sign) if sign else np.full(len(x), 0.5)


def _rank(numbers: FloatArray, x: FloatArray, way: int) -> FloatArray:
    """The share of cells below each point, stretched from 0 to 1."""
    ordered = np.sort(numbers)
    below = np.searchsorted(ordered, x, "left") + np.searchsorted(ordered, x, "right")
    line = _stretched(below / 2.0)
    if line is None:
        return np.full(len(x), 0.5)
    return line if way > 0 else 1 - line


def _few(x: FloatArray, y: FloatArray) -> tuple[tuple[float, float], ...]:
    """Points, without those in the middle of three that are equally high."""
    listed = list(zip(x.tolist(), np.clip(y, 0, 100).tolist(), strict=True))
    kept = [
        one
        for place, one in enumerate(listed)
        if place in (0, len(listed) - 1)
        or not listed[place - 1][1] == one[1] == listed[place + 1][1]
    ]
    return tuple(kept)


def _map(texts: Texts, lost: BoolArray, now: MapScale | None) -> MapScale:
    codes: IntArray = texts.codes[:, 0]
    count = np.bincount(codes, minlength=len(texts.words))
    gone = np.bincount(codes[lost], minlength=len(texts.words))
    there = np.flatnonzero(count)
    good = -odds(shrunk(gone, count, _calm(lost)))[there]
    found = _stretched(good)
    line = np.full(len(there), 0.5) if found is None else found
    part = share_learned(int(lost.sum()))
    made: dict[str, float] = {}
    before = {} if now is None else {word.casefold(): y for word, y in now.points.items()}
    for place, value in zip(there.tolist(), line.tolist(), strict=True):
        word = texts.words[place]
        held = before.pop(word.casefold(), None)
        mixed = (1 - part) * (FLAT if held is None else held) + part * 100 * value
        made.setdefault(word, float(np.round(mixed)))
    kept = {} if now is None else {w: y for w, y in now.points.items() if w.casefold() in before}
    return MapScale(points=_one_case(made) | kept)


def _one_case(points: dict[str, float]) -> dict[str, float]:
    """Texts that differ in case alone are one: the first stands for all."""
    seen: dict[str, str] = {}
    for word in points:
        seen.setdefault(word.casefold(), word)
    return {word: points[word] for word in seen.values()}
