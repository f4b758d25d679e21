"""The profile a desk starts with: what its facts can answer, on scales cut to its own figures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from healthdesk.core.domain import window
from healthdesk.core.domain.column import alive, life
from healthdesk.core.domain.events import CSAT, NPS
from healthdesk.core.domain.facts import DIRECTIONS, Facts, FloatArray, IntArray
from healthdesk.core.domain.profile import (
    FARTHEST,
    RANK_POINTS,
    Bands,
    CurveScale,
    Dimension,
    Measure,
    Profile,
)
from healthdesk.core.domain.reading import OptionValue, ReadingRef

WINDOW = 28
LONG = 84
"""The window where use is rare: in 28 days a few uses more or less would decide."""
OFTEN = 2 / 7
"""Share of days from which the middle account uses the product often: two days a week."""
QUANTILES = (0.25, 0.5, 0.9)
Figures = tuple[float, float, float]
"""A quarter, half and nine tenths of the accounts have less."""

LIKELY = (
    "active_users",
    "active users",
    "users",
    "logins",
    "login",
    "sessions",
    "session",
    "visits",
)
SPEAKS = 0.2
"""Share of the days of use on which a metric must stand to speak for use as a whole."""
FURTHER = ("level_2", "level_3")
"""Keys of the measures of those beside the first."""
TOGETHER = 1 + len(FURTHER)
"""Metrics that speak together for the level of use where no name tells which one does."""
BESIDE = 0.1
"""Share of the days of use on which each further one of them must stand."""
UNLIKELY = ("error", "fail", "crash", "cancel", "delete", "bounce", "unsub", "ticket", "complaint")


@dataclass(frozen=True)
class MetricSummary:
    """One usage metric: how many values it has, and how the accounts that use it are spread."""

    key: str
    name: str
    values: int
    feature: bool = False
    level: Figures | None = None
    frequency: Figures | None = None


@dataclass(frozen=True)
class FactsSummary:
    """What a desk knows at all, as far as the first profile depends on it."""

    metrics: tuple[MetricSummary, ...] = ()
    rows: int = 0
    """Pairs of account and day with any usage at all; 0 = not known."""
    window: int = WINDOW
    """Days over which use is looked at; the figures are of as many."""
    breadth: Figures | None = None
    nps: bool = False
    csat: bool = False
    sentiment: bool = False
    estimated: bool = False
    touchpoints: bool = False
    directions: bool = False
    tickets: bool = False
    seats: bool = False
    seat_use: Figures | None = None
    invoices: bool = False
    milestones: bool = False


def figures(values: FloatArray) -> Figures | None:
    """The quantiles of the values that are known and above 0; None where there are none."""
    known = values[values > 0]
    if not len(known):
        return None
    low, middle, high = np.quantile(known, QUANTILES).tolist()
    return low, middle, high


def primary(metrics: Iterable[MetricSummary], rows: int = 0) -> MetricSummary | None:
    """The metric that speaks for use as a whole: by its name, else the one with most values.

    One of many that is hardly ever used speaks for nothing: without a telling name it must stand in
    a good part of the `rows`, else there is none.
    """
    best = min((metric for metric in metrics if metric.values), key=_rank, default=None)
    if best is not None and _rank(best)[0] >= len(LIKELY) and best.values < SPEAKS * rows:
        return None
    return best


def levels(metrics: Iterable[MetricSummary], rows: int = 0) -> tuple[MetricSummary, ...]:
    """The metrics whose level is looked at, the one that speaks for use as a whole first.

    A telling name (active users, logins) is enough by itself. Without one no single action is use
    as a whole: the most frequent ones are looked at together.
    """
    listed = tuple(metrics)
    first = primary(listed, rows)
    if first is None:
        return ()
    if _rank(first)[0] != len(LIKELY):
        return (first,)
    usual = [one for one in listed if one.values and _rank(one)[0] == len(LIKELY) and one != first]
    others = [one for one in sorted(usual, key=_rank) if one.values >= BESIDE * rows]
    return (first, *others[: TOGETHER - 1])


def _rank(metric: MetricSummary) -> tuple[int, int, str]:
    """Order of metrics: by a telling name, else by how many values there are."""
    words = f"{metric.key} {metric.name}".casefold()
    likely = next((place for place, word in enumerate(LIKELY) if word in words), len(LIKELY))
    if any(word in words for word in UNLIKELY):
        likely = len(LIKELY) + 1
    return likely, -metric.values, metric.key


def _metric(facts: Facts, key: str, days: IntArray, length: int) -> MetricSummary:
    """Sum up one metric on a day, over the accounts alive."""
    metric = facts.metrics[key]
    grid = facts.usage.get(key)
    values = 0 if grid is None else int((~np.isnan(grid.values)).sum())
    left = np.where(alive(facts, days), life(facts, days, length), np.nan)
    used = window.counts(facts, key, days, length, positive=True) / left
    level = window.level(facts, key, days, length, left)
    return MetricSummary(
        key, metric.name, values, metric.feature, figures(level[:, 0]), figures(used[:, 0])
    )


def _rows(facts: Facts) -> int:
    """Pairs of account and day with any usage."""
    grids = [grid for grid in facts.usage.values() if len(grid.days)]
    if not grids:
        return 0
    days = np.unique(np.concatenate([grid.days for grid in grids]))
    some = np.zeros((facts.count, len(days)), bool)
    for grid in grids:
        some[:, np.searchsorted(days, grid.days)] |= ~np.isnan(grid.values)
    return int(some.sum())


def _breadth(facts: Facts, days: IntArray, length: int) -> Figures | None:
    """How the shares of features used are spread."""
    features = [key for key, metric in facts.metrics.items() if metric.feature]
    if len(features) < 2:
        return None
    used = np.zeros((facts.count, 1))
    for key in features:
        used += window.counts(facts, key, days, length, positive=True) > 0
    return figures(np.where(alive(facts, days), used / len(features), np.nan)[:, 0])


def _rare(metrics: Iterable[MetricSummary], rows: int) -> bool:
    """Whether the middle account uses the product so seldom that 28 days say little."""
    listed = tuple(metrics)
    if not any(one.values for one in listed):
        return False
    metric = primary(listed, rows)
    if metric is None:
        return True
    return metric.frequency is not None and metric.frequency[1] < OFTEN


def summarise(facts: Facts, day: int) -> FactsSummary:
    """Sum facts up as of a day; usage as of the last day it speaks of, if that is earlier."""
    ends = [int(grid.days[-1]) for grid in facts.usage.values() if len(grid.days)]
    days = np.array([min([day, max(ends, default=day)])], np.int32)
    surveys, felt, seats = facts.surveys, facts.sentiments, facts.subscriptions.seats
    rows, length, keys = _rows(facts), WINDOW, sorted(facts.metrics)
    metrics = tuple(_metric(facts, key, days, length) for key in keys)
    if _rare(metrics, rows):
        length = LONG
        metrics = tuple(_metric(facts, key, days, length) for key in keys)
    return FactsSummary(
        metrics=metrics,
        rows=rows,
        window=length,
        breadth=_breadth(facts, days, length),
        nps=bool((surveys.kind == NPS).any()),
        csat=bool((surveys.kind == CSAT).any()),
        sentiment=bool(len(felt.day)),
        estimated=bool(len(felt.day)) and bool(felt.estimated.all()),
        touchpoints=bool(len(facts.touchpoints.day)),
        directions=bool((facts.touchpoints.direction != DIRECTIONS.index("")).any()),
        tickets=bool(len(facts.tickets.day)),
        seats=bool((seats > 0).any()),
        invoices=bool(len(facts.invoices.day)),
        milestones=bool(len(facts.milestones.day)),
    )


def nice(value: float) -> float:
    """A number near the value that people would choose: 1, 1.5, 2, 3, 4, 5, 6 or 8, and zeros."""
    if value <= 0:
        return 0.0
    value = min(max(value, 1.0 / FARTHEST), FARTHEST)  # what a document of a profile may hold
    power = math.floor(math.log10(value))
    steps = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    head = value / 10.0**power
    best = min(steps, key=lambda step: (abs(step - head), step))
    return float(f"{best * 10.0**power:.12g}")


def fitted(found: Figures | None, usual: Figures, most: float = math.inf) -> CurveScale:
    """A rising curve through the desk's figures: 40 points at the first, 65 at the middle, 100."""
    low, middle, high = (nice(value) for value in found or usual)
    points = [(0.0, 0.0), (low, 40.0)]
    for x, y in ((middle, 65.0), (min(high, most), 100.0)):
        if x > points[-1][0]:
            points.append((x, y))
    points[-1] = (points[-1][0], 100.0)
    return CurveScale(points=tuple(points))


def _curve(*points: tuple[float, float]) -> CurveScale:
    """A curve through given points."""
    return CurveScale(points=points)


def _measure(
    key: str, name: str, weight: float, scale: CurveScale, kind: str, **options: OptionValue
) -> Measure:
    """A measure that is left out where it is missing."""
    return Measure(
        key=key,
        name=name,
        weight=weight,
        missing="skip",
        stale_after=None,
        reading=ReadingRef(kind=kind, options=options),
        scale=scale,
    )


def _usage(summary: FactsSummary) -> list[Measure]:
    """Use of the product: how much, where to, how often, how widely."""
    found = levels(summary.metrics, summary.rows)
    measures = [_level(one, at, len(found), summary.window) for at, one in enumerate(found)]
    if found:
        name, key = found[0].name or found[0].key, found[0].key
        rise = _curve((-0.5, 0.0), (-0.1, 50.0), (0.0, 65.0), (0.25, 100.0))
        often = fitted(found[0].frequency, (0.1, 0.3, 0.7), 1.0)
        measures += [
            _measure(
                "trend", f"{name}, trend", 1.5, rise, "usage_trend", metric=key, days=WINDOW
            ),
            _measure(
                "frequency", "Active days", 1, often, "usage_frequency",
                metric=key, days=summary.window,
            ),
        ]  # fmt: skip
    if sum(one.feature for one in summary.metrics) >= 2:
        wide = fitted(summary.breadth, (0.2, 0.4, 0.8), 1.0)
        measures.append(
            _measure("breadth", "Features in use", 3, wide, "usage_breadth", days=summary.window)
        )
    return measures


def _level(metric: MetricSummary, place: int, of: int, days: int) -> Measure:
    """How much of one metric there is; all of them together weigh 3."""
    key = ("level", *FURTHER)[place]
    curve = fitted(metric.level, (1.0, 5.0, 20.0))
    name = f"{metric.name or metric.key} a day"
    return _measure(key, name, 3 / of, curve, "usage_level", metric=metric.key, days=days)


def _touch(summary: FactsSummary) -> list[Measure]:
    """How we stay in touch."""
    if not summary.touchpoints:
        return []
    since = _curve((7.0, 100.0), (30.0, 60.0), (90.0, 0.0))
    measures = [
        _measure(
            "recency", "Days since last touch", 2, since, "days_since_touch",
            direction="any", kinds="any",
        )
    ]  # fmt: skip
    if summary.directions:
        both = _curve((0.0, 0.0), (0.15, 40.0), (0.4, 100.0), (1.0, 100.0))
        measures.append(_measure("two_way", "Two-way balance", 1, both, "two_way", days=90))
    return measures


def _support(summary: FactsSummary) -> list[Measure]:
    """What waits for our help."""
    if not summary.tickets:
        return []
    few = _curve((0.0, 100.0), (1.0, 60.0), (3.0, 0.0))
    young = _curve((0.0, 100.0), (7.0, 70.0), (30.0, 0.0))
    return [
        _measure("high", "High tickets open", 1, few, "open_tickets", min_priority="high"),
        _measure("age", "Age of open tickets", 1, young, "ticket_age", min_priority="low"),
    ]


def _voice(summary: FactsSummary) -> list[Measure]:
    """What they say when asked."""
    measures = []
    if summary.nps:
        scale = _curve((-100.0, 0.0), (0.0, 50.0), (50.0, 80.0), (100.0, 100.0))
        measures.append(_measure("nps", "NPS", 2, scale, "nps", days=180))
    if summary.csat:
        scale = _curve((1.0, 0.0), (3.0, 40.0), (4.0, 70.0), (5.0, 100.0))
        measures.append(_measure("csat", "CSAT", 1, scale, "csat", days=90))
    return measures


def _felt(summary: FactsSummary) -> list[Measure]:
    """How they feel."""
    if not summary.sentiment:
        return []
    scale = _curve((-1.0, 0.0), (0.0, 50.0), (0.5, 85.0), (1.0, 100.0))
    return [
        _measure(
            "mood", "Sentiment", 1, scale, "sentiment",
            days=90, half_life=30.0, estimated=summary.estimated,
        )
    ]  # fmt: skip


def _commercial(summary: FactsSummary) -> list[Measure]:
    """What they pay for, and whether they pay."""
    metric = primary(summary.metrics, summary.rows)
    measures = []
    if summary.seats and metric is not None and "user" in f"{metric.key} {metric.name}".casefold():
        share = _curve((0.0, 0.0), (0.3, 40.0), (0.6, 75.0), (0.9, 100.0))
        measures.append(
            _measure("seats", "Seats in use", 1, share, "seat_use", metric=metric.key, days=WINDOW)
        )
    elif summary.seats:
        growth = _curve((-0.3, 0.0), (0.0, 70.0), (0.2, 100.0))
        measures.append(_measure("seats", "Seat growth", 1, growth, "seat_growth", days=90))
    if summary.invoices:
        late = _curve((0.0, 100.0), (14.0, 70.0), (60.0, 0.0))
        measures.append(_measure("overdue", "Days overdue", 1, late, "overdue_days"))
    return measures


Layer = Literal["", "usage", "said", "felt"]


def default_profile(summary: FactsSummary) -> Profile:
    """The first profile of a desk; with no facts at all it asks for touchpoints."""
    parts: list[tuple[str, str, float, Layer, list[Measure]]] = [
        ("usage", "Product usage", 40, "usage", _usage(summary)),
        ("touch", "Touch", 20, "", _touch(summary)),
        ("support", "Support", 15, "", _support(summary)),
        ("voice", "Voice", 10, "said", _voice(summary)),
        ("sentiment", "Sentiment", 5, "felt", _felt(summary)),
        ("commercial", "Commercial", 10, "", _commercial(summary)),
    ]
    if not any(measures for *_, measures in parts):
        parts[1] = ("touch", "Touch", 20, "", _touch(FactsSummary(touchpoints=True)))
    return Profile(
        key="default",
        name="Default",
        applies_to=None,
        model="weighted",
        rounding="none",
        rank_points=RANK_POINTS,
        bands=Bands(),
        min_coverage=0.25,
        hierarchy="own",
        rollup_by="arr",
        dimensions=tuple(
            Dimension(
                key=key, name=name, weight=weight, combine="mean", layer=layer,
                measures=tuple(measures),
            )
            for key, name, weight, layer, measures in parts
            if measures
        ),
        caps=(),
    )  # fmt: skip
