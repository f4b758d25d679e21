"""Profiles to begin with: each a whole, made of the one that is fitted to the desk's facts.

Not here: how that one is fitted (default_profile.py, services/fitting.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from healthdesk.core.domain.profile import (
    RANK_POINTS,
    Condition,
    CurveScale,
    Dimension,
    MapScale,
    Measure,
    Profile,
    RankScale,
    Scale,
)
from healthdesk.core.domain.profile_edit import as_rank
from healthdesk.core.domain.profile_edit import ranked as _ranked
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import FieldTest

GUIDED: Final = 90
"""Days for which an account counts as one that begins."""
COPY: Final = "copy"
_LOW: Final = {"usage": 1.5, "support": 1.5, "touch": 0.0}
"""By how much dimensions count more or less where nobody calls."""


@dataclass(frozen=True)
class Starter:
    """Something that a profile can begin with."""

    key: str
    name: str
    text: str
    make: Callable[[Profile, bool], Profile]
    """Makes it of the fitted profile; whether the desk has milestones."""


def starter(key: str) -> Starter:
    """The starter of a key."""
    return next(one for one in STARTERS if one.key == key)


def begun(chosen: Starter, base: Profile, *, milestones: bool) -> Profile:
    """A profile from a starter, under its own key and name."""
    made = chosen.make(base, milestones)
    return msgspec.structs.replace(made, key=chosen.key, name=chosen.name)


def _balanced(base: Profile, milestones: bool) -> Profile:
    del milestones
    return base


def _onboarding(base: Profile, milestones: bool) -> Profile:
    """What is done, how often they come, how near we are; levels are low in any beginning."""
    parts: list[Dimension] = []
    if milestones:
        steps = _measure("steps", "Milestones done", ReadingRef(kind="milestones", options={}),
                         CurveScale(points=((0.0, 20.0), (1.0, 100.0))))  # fmt: skip
        parts.append(_dimension("steps", "Onboarding steps", 40.0, (steps,)))
    weights = {"usage": 35.0, "touch": 25.0, "support": 15.0, "voice": 5.0, "sentiment": 5.0}
    for one in base.dimensions:
        if one.key not in weights:
            continue
        early = tuple(measure for measure in one.measures if measure.reading.kind != "usage_trend")
        kept = early or one.measures
        parts.append(
            msgspec.structs.replace(one, weight=weights[one.key], measures=_counting(kept))
        )
    whom = FieldTest(field="age_days", op="<=", value=float(GUIDED))
    made = msgspec.structs.replace(base, applies_to=whom, caps=())
    return msgspec.structs.replace(made, dimensions=tuple(parts) or base.dimensions)


def _low_touch(base: Profile, milestones: bool) -> Profile:
    """Use and tickets say it all; that nobody calls is as it should be."""
    del milestones
    parts = tuple(
        msgspec.structs.replace(one, weight=one.weight * _LOW.get(one.key, 1.0))
        for one in base.dimensions
        if _LOW.get(one.key, 1.0) > 0
    )
    return msgspec.structs.replace(base, dimensions=parts or base.dimensions, caps=())


def _rank(base: Profile, milestones: bool) -> Profile:
    """Good, average, poor; the worst counts: one measure of each dimension, so that few are poor.

    A measure of texts has no rank and stays out.
    """
    del milestones
    parts = tuple(
        msgspec.structs.replace(one, measures=(max(one.measures, key=_weight),))
        for one in _numeric(base)
    )
    return _ranked(msgspec.structs.replace(base, dimensions=parts))


def _weight(measure: Measure) -> float:
    return measure.weight


def _three_steps(base: Profile, milestones: bool) -> Profile:
    """Each measure 100, 60 or 0 points, each dimension a whole number."""
    del milestones
    made = tuple(
        msgspec.structs.replace(
            one,
            measures=tuple(
                msgspec.structs.replace(inner, scale=_steps(inner.scale, inner.name))
                for inner in one.measures
            ),
        )
        for one in base.dimensions
    )
    return msgspec.structs.replace(
        base, dimensions=made, rounding="dimension", rank_points=RANK_POINTS
    )


def _steps(scale: Scale, name: str) -> Scale:
    if isinstance(scale, CurveScale):
        return as_rank(scale, name)
    if isinstance(scale, RankScale):
        return scale
    near = {word: _nearest(points) for word, points in scale.points.items()}
    return msgspec.structs.replace(scale, points=near)


def _nearest(points: float) -> float:
    """The step that is nearest to some points."""
    good, average, poor = RANK_POINTS
    if points >= (good + average) / 2:
        return good
    return average if points >= (average + poor) / 2 else poor


def _numeric(base: Profile) -> tuple[Dimension, ...]:
    out = []
    for one in base.dimensions:
        kept = tuple(inner for inner in one.measures if not isinstance(inner.scale, MapScale))
        if kept:
            out.append(msgspec.structs.replace(one, measures=_counting(kept)))
    return tuple(out) or (_silence(),)


def _silence() -> Dimension:
    """What can be ranked on any desk: for how long nobody was in touch."""
    ref = ReadingRef(kind="days_since_touch", options={"direction": "any", "kinds": "any"})
    scale = RankScale(good=Condition(op="<=", value=30.0), poor=Condition(op=">", value=90.0))
    return _dimension(
        "touch", "Touch", 20.0, (_measure("recency", "Days since last touch", ref, scale),)
    )


def _counting(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Measures of which at least one counts."""
    if any(one.weight for one in measures):
        return measures
    return (msgspec.structs.replace(measures[0], weight=1.0), *measures[1:])


def _measure(key: str, name: str, ref: ReadingRef, scale: Scale) -> Measure:
    return Measure(
        key=key, name=name, weight=1.0, missing="skip", stale_after=None, reading=ref, scale=scale
    )


def _dimension(key: str, name: str, weight: float, measures: tuple[Measure, ...]) -> Dimension:
    return Dimension(key=key, name=name, weight=weight, combine="mean", layer="", measures=measures)


STARTERS: Final = (
    Starter("balanced", "Balanced", "what the desk's facts can answer, usage most", _balanced),
    Starter(
        "onboarding", "Onboarding", f"the first {GUIDED} days: steps done, days of use", _onboarding
    ),
    Starter("low-touch", "Low-touch", "many small accounts: use and tickets, no calls", _low_touch),
    Starter("ranks", "Ranks", "good, average or poor, the worst measure decides", _rank),
    Starter(
        "three-steps", "Three steps", "100, 60 or 0 points a measure, whole numbers", _three_steps
    ),
)
"""What a profile can begin with, in the order in which it is offered."""
