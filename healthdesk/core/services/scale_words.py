"""Which readings earn how many points, in words: the thresholds behind a measure."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.profile import CurveScale, MapScale, Measure, Profile
from healthdesk.core.services.wording import Asked, number, reading

_MOST: Final = 6
"""Points of a scale that are told; more are counted."""
_SIGNS: Final = {
    ">=": "{} or more",
    "<=": "{} or less",
    ">": "more than {}",
    "<": "less than {}",
    "=": "{}",
}


def scale_in_words(measure: Measure, profile: Profile) -> str:
    """The points of a curve, the good and poor limits of a rank, the texts of a map.

    Readings are spelled as the measure itself is: days, percent, plain figures.
    """
    scale = measure.scale
    if isinstance(scale, CurveScale):
        return f"{_curve(scale, measure)} points"
    if isinstance(scale, MapScale):
        told = [f"{text} = {number(points)}" for text, points in scale.points.items()]
        return f"{_some(told)} points"
    good, average, poor = (number(points) for points in profile.rank_points)
    return (
        f"good {_limit(scale.good.op, scale.good.value, measure)} = {good},"
        f" poor {_limit(scale.poor.op, scale.poor.value, measure)} = {poor},"
        f" else {average} points"
    )


def _curve(scale: CurveScale, measure: Measure) -> str:
    last = len(scale.points) - 1
    told = []
    for place, (at, points) in enumerate(scale.points):
        end = " or less" if place == 0 and last else " or more" if place == last and last else ""
        if place == 0 and at == 0:
            end = ""
        told.append(f"{_spelled(at, measure)}{end} = {number(points)}")
    return _some(told)


def _limit(sign: str, value: float, measure: Measure) -> str:
    return _SIGNS[sign].format(_spelled(value, measure))


def _spelled(value: float, measure: Measure) -> str:
    """A reading as the measure spells it; a share as percent where its whole is not known."""
    asked = Asked(measure.name, measure.reading.kind, measure.reading.options)
    said = reading(asked, value)
    return "0" if said == "none" else said


def _some(told: list[str]) -> str:
    rest = len(told) - _MOST
    return ", ".join(told[:_MOST]) + (f", {rest} more" if rest > 0 else "")
