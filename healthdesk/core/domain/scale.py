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
        reading = read(facts, measure.reading, days, readings)
        words: Texts | None = None
        if isinstance(measure.scale, MapScale):
            words = read_texts(facts, measure.reading, days, readings)
        else:
            reading = _fresh(facts, measure, days, readings, reading)
        texts.append(words)
        found[place] = reading
        worth[place] = _worth(profile, measure, reading, words)
    return Points(profile, days, found, worth, tuple(texts))


def _worth(
    profile: Profile, measure: Measure, reading: FloatArray, words: Texts | None
) -> FloatArray:
    """Points of a measure from what it read, after its policy for what is missing."""
    scale = measure.scale
    if isinstance(scale, MapScale):
        if words is None:
            raise ValueError("a map needs the texts that were read")
        made = map_points(scale, words)
    elif isinstance(scale, CurveScale):
        made = curve_points(scale, reading)
    else:
        made = rank_points(scale, reading, profile.rank_points)
    policy = policy_points(profile, measure)
    return made if np.isnan(policy) else np.where(np.isnan(made), policy, made)


Asked = tuple[object, ...]


def _asked(measure: Measure) -> Asked:
    """What a measure reads of the facts: two that ask the same read the same."""
    options = tuple(sorted(measure.reading.options.items()))
    mapped = isinstance(measure.scale, MapScale)
    return measure.reading.kind, options, None if mapped else measure.stale_after, mapped


def _earns(profile: Profile, measure: Measure) -> Asked:
    """What a measure makes of what it reads."""
    return measure.scale, measure.missing, profile.model, profile.rank_points


def unread(points: Points, profile: Profile) -> tuple[Measure, ...]:
    """The measures of a profile that read what was not read for these points."""
    known = {_asked(one) for _, one in points.profile.measures}
    return tuple(one for _, one in profile.measures if _asked(one) not in known)


def repoint(points: Points, profile: Profile) -> Points:
    """The points under another profile that reads no more than what was read, or less.

    Curves, ranks and maps, what is missing, which measures there are and their order may all
    differ; only what differs is worked out anew.

    Raises:
        KeyError: a measure reads something else (`unread` names them).
    """
    old = [measure for _, measure in points.profile.measures]
    new = [measure for _, measure in profile.measures]
    places = {_asked(measure): place for place, measure in enumerate(old)}
    chosen = [places[_asked(measure)] for measure in new]
    same = [
        _earns(points.profile, old[place]) == _earns(profile, measure)
        for place, measure in zip(chosen, new, strict=True)
    ]
    if chosen == list(range(len(old))) and all(same):
        return points
    found, texts = points.readings[chosen], tuple(points.texts[place] for place in chosen)
    worth = points.points[chosen]
    for at, measure in enumerate(new):
        if not same[at]:
            worth[at] = _worth(profile, measure, found[at], texts[at])
    return Points(profile, points.days, found, worth, texts)
