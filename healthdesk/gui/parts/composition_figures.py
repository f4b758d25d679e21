"""The figures of a composition, rounded so that the shown rows add up to the shown score.

Everything is in tenths of a point. Not here: where they stand (composition_layout.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.rounding import add_up, half_up
from healthdesk.core.domain.views import CompositionView, MeasureView, ScoreView
from healthdesk.gui.base.words import MINUS

FULL = 1000
"""The whole scale, 100 points, in tenths."""
_SERIES = ("s1", "s2", "s3", "s4", "s5")
_OWN_COLOR = {"usage": "s1", "support": "s2", "touch": "s3", "voice": "s4", "commercial": "s5"}
_NOTICEABLE = 0.05
"""Points that a shown figure can tell from nothing."""


@dataclass(frozen=True)
class MeasureFigures:
    """One measure's row; `earned` and `weight` are exact points for its bar, the rest is shown."""

    key: str
    name: str
    color: str
    value: str
    over: str
    points: int
    of: int
    earned: float
    weight: float
    missing: bool
    """It has no reading, and its policy leaves it out."""
    late: str = ""
    """Its feed stopped: what to say instead of a drop."""
    scale: str = ""
    """Which readings earn how many points."""
    aged: str = ""
    """How old its newest fact is."""

    @property
    def costs(self) -> int:
        """What the measure costs, in tenths, as the other two shown figures say."""
        return self.of - self.points


@dataclass(frozen=True)
class DimensionFigures:
    """One dimension's head with its measures, in its colour of the theme."""

    key: str
    name: str
    color: str
    measures: tuple[MeasureFigures, ...]

    @property
    def points(self) -> int:
        """Tenths its measures earn."""
        return sum(measure.points for measure in self.measures)

    @property
    def of(self) -> int:
        """Tenths its measures could earn."""
        return sum(measure.of for measure in self.measures)


@dataclass(frozen=True)
class Adjustment:
    """A row between measures and score: a cap, an override, a rounding; `change` in tenths."""

    kind: str
    text: str
    change: int


@dataclass(frozen=True)
class Composed:
    """All figures of a composition."""

    dimensions: tuple[DimensionFigures, ...]
    adjustments: tuple[Adjustment, ...]
    total: int | None
    """The score in tenths; None where there is none."""
    title: str
    """What the last line is called: "Score, no cap and no override"."""
    average: float
    strong: float
    exact: float | None = None
    """The score with all its digits, for the tooltip."""
    names: BandNames = USUAL
    """What the desk calls its bands."""

    @property
    def earned(self) -> int:
        """Tenths that the measures earn together, before caps and override."""
        return sum(dimension.points for dimension in self.dimensions)


def digits(value: float) -> str:
    """A figure with six digits, for tooltips that say what was rounded."""
    return f"{value:.6f}".replace("-", MINUS)


def dimension_colors(keys: Sequence[str]) -> dict[str, str]:
    """A series colour for each dimension: its own where it has one, else the next that is free."""
    colors = {key: _OWN_COLOR[key] for key in keys if key in _OWN_COLOR}
    others = [key for key in keys if key not in colors]
    free = [color for color in _SERIES if color not in colors.values()] or list(_SERIES)
    for index, key in enumerate(others):
        colors[key] = free[index % len(free)]
    return colors


def compose(view: CompositionView, until: str = "", names: BandNames = USUAL) -> Composed:
    """The figures of a view; `until` is the override's last day in words."""
    colors = dimension_colors([dimension.key for dimension in view.score.dimensions])
    score = view.score
    measures = [measure for dimension in score.dimensions for measure in dimension.measures]
    points, weights = _shares(measures, score)
    figures = {
        measure.key: _measure(measure, colors, points[index], weights[index])
        for index, measure in enumerate(measures)
    }
    dimensions = tuple(
        DimensionFigures(
            dimension.key,
            dimension.name,
            colors[dimension.key],
            tuple(figures[measure.key] for measure in dimension.measures),
        )
        for dimension in score.dimensions
    )
    adjustments = _adjustments(score, sum(points), until)
    total = None if score.score is None else half_up(score.score * 10)
    return Composed(
        dimensions,
        adjustments,
        total,
        _title(score, adjustments, names),
        view.average,
        view.strong,
        score.score,
        names,
    )


def _shares(
    measures: Sequence[MeasureView], score: ScoreView
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Shown points and shown weights: both add up, and no measure earns more than its weight."""
    weights = [measure.weight * FULL for measure in measures]
    of = add_up(weights, half_up(sum(weights)), low=[0] * len(measures))
    earned = [measure.contribution * 10 for measure in measures]
    total = half_up(sum(earned))
    uncapped = score.uncapped
    if uncapped is not None and abs(uncapped - sum(earned) / 10) < _NOTICEABLE:
        total = half_up(uncapped * 10)
    return add_up(earned, total, low=[0] * len(measures), high=of), of


def _measure(measure: MeasureView, colors: dict[str, str], points: int, of: int) -> MeasureFigures:
    missing = measure.reading is None
    return MeasureFigures(
        measure.key,
        measure.name or measure.key,
        colors.get(measure.dimension, "s5"),
        "no data" if missing else measure.shown,
        measure.over,
        points,
        of,
        measure.contribution,
        measure.weight * 100,
        missing and measure.points is None,
        measure.late,
        measure.scale,
        measure.aged,
    )


def _adjustments(score: ScoreView, earned: int, until: str) -> tuple[Adjustment, ...]:
    """What stands between the measures' sum and the score, in the order it is applied."""
    rows: list[Adjustment] = []
    reached = earned
    whole = score.uncapped
    if whole is None and score.override is None:
        whole = score.score  # the rank model: its number stands for a band, no sum of parts
    if whole is not None:
        target = half_up(whole * 10)
        if abs(target - reached) >= 1:
            rows.append(Adjustment("model", "By the profile's model", target - reached))
            reached = target
    if score.caps and score.computed is not None:
        target = half_up(score.computed * 10)
        names = ", ".join(score.caps)
        rows.append(Adjustment("caps", f"Capped: {names}", target - reached))
        reached = target
    if score.override is not None and score.score is not None:
        target = half_up(score.score * 10)
        by = f" by {score.override.by}" if score.override.by else " by hand"
        ends = f" until {until}" if until else ""
        text = f"Set{by}{ends}: {score.override.reason}"
        rows.append(Adjustment("override", text, target - reached))
    return tuple(rows)


def _title(score: ScoreView, adjustments: tuple[Adjustment, ...], names: BandNames) -> str:
    kinds = {row.kind for row in adjustments}
    if score.score is None and score.band != "Unknown":
        return f"{names.of(score.band)}: this health model has no number"
    if score.score is None:
        return f"No score: data covers {half_up(score.coverage * 100)} % of the model"
    if kinds >= {"caps", "override"}:
        return "Score, capped and overridden"
    if "override" in kinds:
        return "Score, overridden"
    if "caps" in kinds:
        return "Score, capped"
    return "Score, no cap and no override"
