"""Scales: a measure's reading becomes points from 0 to 100, or stays missing."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.profile import (
    Condition,
    CurveScale,
    MapScale,
    Measure,
    Profile,
    RankScale,
)
from healthdesk.core.domain.reading import Readings, Texts, newest_days, read, read_texts

NEUTRAL = 50.0
POOR = 0.0

_COMPARE: dict[str, Callable[[FloatArray, float], BoolArray]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


@dataclass(frozen=True, eq=False)
class Points:
    """Readings and points of every measure of a profile, measures x accounts x days.

    `readings` NaN = missing (or a text: then `texts` has it). `points` are after the measure's
    policy for missing readings; NaN = left out.
    """

    profile: Profile
    days: IntArray
    readings: FloatArray
    points: FloatArray
    texts: tuple[Texts | None, ...]


def curve_points(scale: CurveScale, reading: FloatArray) -> FloatArray:
    """Points on the lines of a curve, flat outside."""
    x, y = zip(*scale.points, strict=True)
    points = np.clip(np.interp(reading, x, y), 0.0, 100.0)
    return np.where(np.isnan(reading), np.nan, points)


def _holds(condition: Condition, reading: FloatArray) -> BoolArray:
    """Where a condition holds; nowhere on a missing reading."""
    return _COMPARE[condition.op](reading, condition.value)


def rank_points(
    scale: RankScale, reading: FloatArray, worth: tuple[float, float, float]
) -> FloatArray:
    """Points of good, average and poor; good wins."""
    good, average, poor = worth
    low = np.where(_holds(scale.poor, reading), poor, average)
    points = np.where(_holds(scale.good, reading), good, low)
    return np.where(np.isnan(reading), np.nan, points)


def map_points(scale: MapScale, texts: Texts) -> FloatArray:
    """Points by text, case ignored; a text not listed is missing."""
    known = {word.casefold(): points for word, points in scale.points.items()}
    worth = np.array([known.get(word.casefold(), np.nan) for word in texts.words] + [np.nan])
    return np.asarray(worth[texts.codes])


def _fresh(
    facts: Facts, measure: Measure, days: IntArray, readings: Readings, reading: FloatArray
) -> FloatArray:
    """The reading, missing where its newest fact is older than the measure allows."""
    limit = measure.stale_after
    newest = None if limit is None else newest_days(facts, measure.reading, days, readings)
    if limit is None or newest is None:
        return reading
    return np.where(days[None, :] - newest > limit, np.nan, reading)


def policy_points(profile: Profile, measure: Measure) -> float:
    """What a missing reading is worth; NaN = it is left out.

    In the rank model a neutral one is average and a poor one poor, with the points of those.
    """
    if measure.missing == "skip":
        return np.nan
    neutral = measure.missing == "neutral"
    if profile.model == "rank":
        return profile.rank_points[1] if neutral else profile.rank_points[2]
    return NEUTRAL if neutral else POOR


def points(facts: Facts, profile: Profile, days: IntArray, readings: Readings) -> Points:
    """Read every measure of a profile and turn it into points; weights play no part yet."""
    measures = profile.measures
    shape = (len(measures), facts.count, len(days))
    found, worth = np.empty(shape), np.empty(shape)
    texts: list[Texts | None] = []
    for place, (_, measure) in enumerate(measures):
        scale = measure.scale
        reading = read(facts, measure.reading, days, readings)
        words: Texts | None = None
        if isinstance(scale, MapScale):
            words = read_texts(facts, measure.reading, days, readings)
            made = map_points(scale, words)
        else:
            reading = _fresh(facts, measure, days, readings, reading)
            made = (
                curve_points(scale, reading)
                if isinstance(scale, CurveScale)
                else rank_points(scale, reading, profile.rank_points)
            )
        texts.append(words)
        found[place] = reading
        policy = policy_points(profile, measure)
        worth[place] = made if np.isnan(policy) else np.where(np.isnan(made), policy, made)
    return Points(profile, days, found, worth, tuple(texts))
