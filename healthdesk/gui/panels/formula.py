"""How each measure becomes points, in words: reading, scale, weight, what missing data does."""

from __future__ import annotations

from healthdesk.core.domain.profile import CurveScale, Dimension, MapScale, Measure, Profile, Scale
from healthdesk.core.domain.views import CompositionView, MeasureView
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.plot_table import Lines

HEAD = ("Measure", "Today", "Points", "Weight", "Scale", "Reading", "Without data")
_MISSING = {
    "skip": "left out, weight shared",
    "neutral": "50 points",
    "poor": "0 points",
}
_MOST_POINTS = 6


def formula_lines(profile: Profile, view: CompositionView, words: Words) -> Lines:
    """Every measure of the profile, a row each, in the columns of `HEAD`."""
    shown = {row.key: row for dimension in view.score.dimensions for row in dimension.measures}
    return tuple(
        _line(profile, dimension, measure, shown.get(f"{dimension.key}.{measure.key}"), words)
        for dimension, measure in profile.measures
    )


def _line(
    profile: Profile, dimension: Dimension, measure: Measure, row: MeasureView | None, words: Words
) -> tuple[str, ...]:
    today = points = DASH
    if row is not None:
        today = row.shown if row.reading is not None else "no data"
        points = DASH if row.points is None else words.number(row.points, 1)
    weight = "by rank" if profile.model == "rank" else _weight(profile, dimension, measure, words)
    return (
        measure.name,
        today,
        points,
        weight,
        scale_words(measure.scale, profile, words),
        _reading_words(measure),
        _MISSING[measure.missing],
    )


def _weight(profile: Profile, dimension: Dimension, measure: Measure, words: Words) -> str:
    """The measure's share of the whole, were all data there."""
    whole = sum(one.weight for one in profile.dimensions)
    within = sum(one.weight for one in dimension.measures)
    if not whole or not within:
        return "0 %"
    return words.percent(dimension.weight / whole * measure.weight / within, 1)


def scale_words(scale: Scale, profile: Profile, words: Words) -> str:
    """A scale in words: "0 → 0, 10 → 50, 30 → 100 points"."""
    if isinstance(scale, CurveScale):
        told = [f"{_short(x, words)} → {_short(y, words)}" for x, y in scale.points[:_MOST_POINTS]]
        rest = len(scale.points) - _MOST_POINTS
        more = f", {rest} more" if rest > 0 else ""
        return ", ".join(told) + more + " points"
    if isinstance(scale, MapScale):
        told = [f"{text} → {_short(points, words)}" for text, points in scale.points.items()]
        more = f", {len(told) - _MOST_POINTS} more" if len(told) > _MOST_POINTS else ""
        return ", ".join(told[:_MOST_POINTS]) + more + " points"
    good, average, poor = (_short(points, words) for points in profile.rank_points)
    return (
        f"{scale.good.op} {_short(scale.good.value, words)} → {good}, "
        f"{scale.poor.op} {_short(scale.poor.value, words)} → {poor}, else {average} points"
    )


def _short(value: float, words: Words) -> str:
    if float(value).is_integer():
        return words.number(value)
    return words.number(value, 1 if abs(value) >= 10 else 2)


def _reading_words(measure: Measure) -> str:
    """The reading's kind with its options: "usage level: metric active_users, days 28"."""
    options = ", ".join(
        f"{key.replace('_', ' ')} {_option(value)}"
        for key, value in measure.reading.options.items()
    )
    kind = measure.reading.kind.replace("_", " ")
    stale = f"; older than {measure.stale_after} days: missing" if measure.stale_after else ""
    return f"{kind}: {options}{stale}" if options else f"{kind}{stale}"


def _option(value: object) -> str:
    if isinstance(value, tuple):
        return " or ".join(str(part) for part in value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def formula_note(profile: Profile, words: Words) -> str:
    """What holds for the whole score, in sentences."""
    bands, named = profile.bands, words.bands
    notes = [
        ", ".join(
            f"{name} from {_short(least, words)}"
            for name, least in ((named.strong, bands.strong), (named.average, bands.average))
        ),
        f"No score below {words.percent(profile.min_coverage)} coverage",
    ]
    notes += [f"Cap: {cap.name}, at most {_short(cap.at_most, words)}" for cap in profile.caps]
    if profile.model == "rank":
        notes.append(
            f"All good: {named.strong}; at least one poor: {named.poor}; else {named.average}"
        )
    return ". ".join(notes) + "."
