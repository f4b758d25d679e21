"""A first scale for a measure: cut to the values that a desk's own accounts have."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np

from healthdesk.core.domain.default_profile import nice
from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.profile import CurveScale, MapScale, Scale

POINTS: Final = (0.0, 40.0, 65.0, 85.0, 100.0)
"""Points at the quantiles of a first curve, from the worse end."""
QUANTILES: Final = (0.05, 0.3, 0.5, 0.75, 0.95)
MIDDLE: Final = 50.0
MOST_TEXTS: Final = 12


def curve_for(numbers: FloatArray, *, higher: bool) -> CurveScale:
    """A curve over the spread of the numbers; it rises, or falls where less is better."""
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        ends = (0.0, 1.0)
        return CurveScale(points=tuple(zip(ends, _way((0.0, 100.0), higher), strict=True)))
    xs = [_round(one) for one in np.quantile(known, QUANTILES).tolist()]
    places = [0, *(at + 1 for at, (a, b) in enumerate(pairwise(xs)) if b > max(xs[: at + 1]))]
    if len(places) == 1:
        step = abs(xs[0]) / 2
        ends = (xs[0] - step, xs[0] + step) if step else (0.0, 1.0)
        return CurveScale(points=tuple(zip(ends, _way((0.0, 100.0), higher), strict=True)))
    if higher:
        points = [POINTS[at] for at in places]
        points[-1] = POINTS[-1]
    else:
        points = [POINTS[-1 - at] for at in places]
        points[-1] = POINTS[0]
    return CurveScale(points=tuple(zip((xs[at] for at in places), points, strict=True)))


def map_for(texts: Mapping[str, int]) -> MapScale:
    """The commonest texts, each in the middle until somebody says what it is worth."""
    common = sorted(texts, key=lambda word: (-texts[word], word))[:MOST_TEXTS]
    seen: dict[str, float] = {}
    folded: set[str] = set()
    for word in common or ["yes"]:
        if word.casefold() not in folded:
            folded.add(word.casefold())
            seen[word] = MIDDLE
    return MapScale(points=seen)


def scale_for(numbers: FloatArray, texts: Mapping[str, int], *, higher: bool) -> Scale:
    """A curve where there are numbers, else a map of the texts."""
    if not len(numbers) and texts:
        return map_for(texts)
    return curve_for(numbers, higher=higher)


def _way(points: tuple[float, float], higher: bool) -> tuple[float, float]:
    return points if higher else (points[1], points[0])


def _round(value: float) -> float:
    """A number that people would choose, on either side of 0."""
    return -nice(-value) if value < 0 else nice(value)
