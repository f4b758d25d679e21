"""What a score is made of, its readings in words, and where its layers disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.layer import LAYERS, layer_of
from healthdesk.core.domain.profile import Measure, Profile, Published
from healthdesk.core.domain.reading import newest_days
from healthdesk.core.domain.rounding import half_up
from healthdesk.core.domain.rule import FieldTest, tests
from healthdesk.core.domain.score import choose
from healthdesk.core.domain.spans import seats_known
from healthdesk.core.domain.views import CompositionView, DimensionView, LayerView, MeasureView
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.health import Scored, score_view, scored_one
from healthdesk.core.services.late import Late, late_on
from healthdesk.core.services.profiles import published
from healthdesk.core.services.reasons import asked, with_milestones
from healthdesk.core.services.scale_words import scale_in_words
from healthdesk.core.services.wording import count_of, long_date, over, reading, short_date
from healthdesk.core.store.db import Tx

_APART: Final = 15.0
"""Points between two layers from which they are said to disagree."""
_AGE: Final = "age_days"
_LOOK_AHEAD: Final = 400
"""Days in which a change of profile is foretold."""
_LOOK_BACK: Final = 366
"""Days in which the newest daily value is looked for."""
_ANSWERS: Final = frozenset({"nps", "nps_rating", "csat"})


def composition(tx: Tx, account_id: str, day: int) -> CompositionView:
    """The parts of an account's score on a day, in words and figures."""
    found, account = scored_one(tx, account_id, [day])
    publication = found.scores.published(account, 0)
    if publication is None:
        raise NotFound(
            f"{found.facts.names[account]} has no score on {long_date(day)}.",
            "It had not begun, or has churned.",
        )
    profile = publication.profile
    score = score_view(found, account, 0)
    words = _Words(found, account, profile, day, late_on(tx, day))
    dimensions = tuple(words.dimension(one) for one in score.dimensions)
    layers = _layers(dimensions)
    return CompositionView(
        score=replace(score, dimensions=dimensions),
        layers=layers,
        sentence=_disagreement(layers),
        profile_name=f"{profile.name}, version {publication.version}",
        switch=_switch_words(found.facts, account, published(tx), day),
        average=profile.bands.average,
        strong=profile.bands.strong,
    )


def _switch_words(facts: Facts, account: int, known: Sequence[Published], day: int) -> str:
    """Until when this profile scores the account, and which one then; "" where age decides nothing.

    Only where rules ask for nothing but the age of an account: that alone is known ahead.
    """
    profiles = [one.profile for one in known]
    rules = [one.applies_to for one in profiles if one.applies_to is not None]
    if not rules or not all(
        isinstance(test, FieldTest) and test.field == _AGE for rule in rules for test in tests(rule)
    ):
        return ""
    ahead = np.arange(day, day + _LOOK_AHEAD, dtype=np.int32)
    chosen = choose(facts, profiles, ahead, CATALOGUE)[account]
    later = np.flatnonzero(chosen != chosen[0])
    if not later.size or chosen[later[0]] < 0:
        return ""
    now, then = (profiles[int(chosen[at])].name for at in (0, later[0]))
    return f"Scored by “{now}” until {long_date(day + int(later[0]) - 1)}, then by “{then}”."


class _Words:
    """Puts one account's measures into words."""

    def __init__(self, found: Scored, account: int, profile: Profile, day: int, late: Late) -> None:
        self._late = late
        self._facts: Facts = found.facts
        self._account = account
        self._day = day
        self._profile = profile
        self._measures = {
            f"{dimension.key}.{measure.key}": measure for dimension, measure in profile.measures
        }

    def dimension(self, view: DimensionView) -> DimensionView:
        """The same dimension, its measures in words."""
        return replace(view, measures=tuple(self._measure(one) for one in view.measures))

    def _measure(self, view: MeasureView) -> MeasureView:
        measure = self._measures[view.key]
        one = with_milestones(asked(self._facts, measure), self._facts, self._account)
        metric = self._facts.metrics.get(str(measure.reading.options.get("metric", "")))
        own = CATALOGUE[view.kind].SPEC.unit
        age = self._age(measure)
        return replace(
            view,
            unit=metric.unit if metric is not None and view.kind == "usage_level" else own,
            over=over(one, self._day, self._detail(measure)),
            shown=reading(one, view.reading),
            age=age,
            aged=_aged(age),
            scale=scale_in_words(measure, self._profile),
            late=self._late.sentence(measure.reading),
        )

    def _detail(self, measure: Measure) -> str:
        """What says more than the window: how many answers or seats, the day of the touch."""
        kind = measure.reading.kind
        if kind == "seat_use":
            on = np.array([self._day], np.int32)
            seats = float(seats_known(self._facts, on)[self._account, 0])
            return "" if np.isnan(seats) else count_of(seats, "seat")
        if kind in _ANSWERS or kind == "days_since_touch":
            rows = CATALOGUE[kind].evidence(
                self._facts, self._account, self._day, measure.reading.options
            )
            if kind in _ANSWERS:
                return count_of(len(rows), "answer") if rows else ""
            return short_date(rows[0].day) if rows and rows[0].day is not None else "never"
        return ""

    def _age(self, measure: Measure) -> int | None:
        metric = str(measure.reading.options.get("metric", ""))
        if metric:
            return self._age_of_usage(metric)
        days = np.array([self._day], np.int32)
        newest = newest_days(self._facts, measure.reading, days, CATALOGUE)
        if newest is None or np.isnan(newest[self._account, 0]):
            return None
        return self._day - int(newest[self._account, 0])

    def _age_of_usage(self, metric: str) -> int | None:
        """Days since the account's newest daily value of a metric."""
        grid = self._facts.usage.get(metric)
        if grid is None:
            return None
        values = grid.window(self._day - _LOOK_BACK, self._day)[self._account]
        known = np.flatnonzero(~np.isnan(values))
        return _LOOK_BACK - int(known[-1]) if len(known) else None


def _aged(age: int | None) -> str:
    """How old the newest fact is; "" where that means nothing."""
    if age is None:
        return ""
    return (
        "newest fact of the day itself" if age <= 0 else f"newest fact {count_of(age, 'day')} old"
    )


def _layers(dimensions: tuple[DimensionView, ...]) -> tuple[LayerView, ...]:
    """What people do, what they say, how they feel: each the weighted mean of its measures."""
    out = []
    for key, name in LAYERS:
        mine = [
            measure
            for dimension in dimensions
            for measure in dimension.measures
            if layer_of(measure.kind, dimension.layer) == key
        ]
        weight = sum(one.weight for one in mine)
        known = weight > 0
        points = sum(one.contribution for one in mine) / weight if known else None
        out.append(LayerView(key, name, points))
    return tuple(out)


def _disagreement(layers: tuple[LayerView, ...]) -> str:
    """A sentence on the layers, and on the two that are furthest apart."""
    known = [(one.points, one.name.lower()) for one in layers if one.points is not None]
    if not known:
        return ""
    listed = ", ".join(f"{name} {half_up(round(points, 9))}" for points, name in known)
    if len(known) == 1:
        return f"Only one layer is known: {listed}."
    (low, worse), (high, better) = min(known), max(known)
    count = {2: "Two", 3: "Three"}[len(known)]
    if high - low < _APART:
        return f"{count} layers agree: {listed}."
    return f"{count} layers: {listed}. The {better} {_says(better)} better than the {worse}."


def _says(layer: str) -> str:
    return "says" if layer == "survey" else "shows"
