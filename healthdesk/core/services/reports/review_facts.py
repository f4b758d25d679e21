"""What several pages of an account's review look at: its head, its usage, the days compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.goal import day_of
from healthdesk.core.domain.report_period import Period
from healthdesk.core.domain.usage_view import Known, SeatUse, UsageMetric
from healthdesk.core.domain.usage_weeks import Daily, mean, total, trailing_mean, used_between
from healthdesk.core.domain.views import AccountHeader
from healthdesk.core.services import scoring, trends, usage_rows, usage_seats
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.sources import Sources
from healthdesk.core.services.usage_rows import AccountUsage

SPAN: Final = 28
"""Days whose mean is how things are, now and before."""
WEEK: Final = 7
TREND: Final = 26
"""Weeks of a line over time."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class FeatureUse:
    """How often a feature was used in the days now and before; None = not measured."""

    metric: UsageMetric
    now: Known
    before: Known


class Gathered:
    """What is known of the account, read when a page first asks.

    Figures of a period are as of its last day; how things are before is as of `before`.
    """

    def __init__(self, asked: Asked, notes: Sources) -> None:
        self.asked = asked
        self.notes = notes
        self.tx, self.account, self.day, self.style = (
            asked.tx,
            asked.account,
            asked.day,
            asked.style,
        )
        self.period = _period(asked)
        self.end = self.period.last
        told = day_of(str(asked.choices["before"]), self.period.first - 1, "The earlier date")
        if told >= self.end:
            raise UsageError("The earlier date must lie before the end of the period.")
        self.before = told

    @cached_property
    def header(self) -> AccountHeader:
        """The head of the account's page as of the day."""
        return scoring.account_header(self.tx, self.account, self.day)

    @cached_property
    def usage(self) -> AccountUsage:
        """Daily values of all metrics, to the end of the period."""
        return usage_rows.read(self.tx, self.account, self.end, trends.watched(self.tx))

    @cached_property
    def seats(self) -> SeatUse:
        """Seats paid for and used at the end of the period."""
        return usage_seats.seats(self.tx, self.usage, self.usage.last)

    @cached_property
    def users(self) -> Daily | None:
        """The usage told of: the one chosen, else that of people, else what most is known of."""
        used = {one.key: one for one in self.usage.metrics if one.used}
        wanted = str(self.asked.choices["metric"])
        found = wanted if wanted in used else usage_seats.users_metric(self.tx, self.usage)
        if found is None and self._counted:
            return self._all_features()
        if found is None and used:
            found = min(used.values(), key=_place).key
        return None if found is None else self.usage.daily(found)

    def users_metrics(self) -> tuple[str, ...]:
        """The keys of the metrics that the usage told of is made of."""
        daily = self.users
        if daily is None:
            return ()
        return (
            (daily.metric.key,)
            if daily.metric.key
            else tuple(one.metric.key for one in self._counted)
        )

    @cached_property
    def _counted(self) -> Sequence[Daily]:
        """The features whose uses are counted and may be added up: used, and of one unit."""
        found = [one for one in self._feature_days if one.metric.fill == "zero" and one.metric.used]
        return found if len({one.metric.unit for one in found}) == 1 else []

    def _all_features(self) -> Daily:
        """The uses of all features together, day by day; a day is known where one of them is."""
        values = np.array([one.values for one in self._counted])
        none = np.isnan(values).all(axis=0)
        unit = self._counted[0].metric.unit or "uses"
        metric = UsageMetric("", f"{unit[:1].upper()}{unit[1:]} of all features", unit)
        return Daily(metric, self.usage.first, np.where(none, np.nan, np.nansum(values, axis=0)))

    @cached_property
    def name(self) -> str:
        """The account's name."""
        return self.usage.name

    @cached_property
    def features_now(self) -> int | None:
        """How many features are in use in the 28 days to the end of the period."""
        return used_between(self._feature_days, self.end - SPAN + 1, self.end)

    @cached_property
    def features_before(self) -> int | None:
        """How many were in the 28 days to the day before."""
        first = self.before - SPAN + 1
        if not self._feature_days or first < self.usage.first:
            return None
        return used_between(self._feature_days, first, self.before)

    @cached_property
    def feature_uses(self) -> tuple[FeatureUse, ...]:
        """How often each feature was used in 28 days, the most used first; none never used."""
        found = [
            FeatureUse(one.metric, self.sum_to(one, self.end), self.sum_to(one, self.before))
            for one in self._feature_days
            if one.metric.fill == "zero"
        ]
        some = [one for one in found if one.now or one.before]
        return tuple(sorted(some, key=_most_first))

    def level(self, daily: Daily, day: int, days: int = SPAN) -> Known:
        """Mean a day of the days to one; None where most of them lie before its first."""
        if day - days + 1 < daily.first:
            return None
        return mean(daily.span(day - days + 1, day))

    def sum_to(self, daily: Daily, day: int, days: int = SPAN) -> Known:
        """Sum of the days to one; None where nothing was measured in them."""
        span = daily.span(day - days + 1, day)
        if day - days + 1 < daily.first or np.isnan(span).all():
            return None
        return total(span)

    def weeks(self, daily: Daily, count: int = TREND) -> tuple[tuple[int, ...], tuple[Known, ...]]:
        """The mean of seven days, week by week to the end, and the days on which each ends."""
        means = trailing_mean(daily.values)
        days = tuple(range(self.end - WEEK * (count - 1), self.end + 1, WEEK))
        values = tuple(_at(means, day - daily.first) for day in days)
        start = next((at for at, one in enumerate(values) if one is not None), len(values))
        return days[start:], values[start:]

    @cached_property
    def then(self) -> str:
        """How the days before are called: "September"."""
        middle = to_date(self.before - SPAN // 2)
        year = "" if middle.year == to_date(self.end).year else f" {middle.year}"
        return f"{_MONTHS[middle.month - 1]}{year}"

    @cached_property
    def then_days(self) -> str:
        """Which days those are: "September: 3 Sep to 30 Sep 2026"."""
        first = self.style.date(self.before - SPAN + 1, year=False)
        return f"{self.then}: {first} to {self.style.date(self.before)}"

    def feature_metrics(self) -> tuple[str, ...]:
        """The keys of the features."""
        return tuple(one.metric.key for one in self._feature_days)

    @cached_property
    def _feature_days(self) -> Sequence[Daily]:
        return [self.usage.daily(one.key) for one in self.usage.metrics if one.feature]


def _period(asked: Asked) -> Period:
    if asked.period is None:
        raise UsageError(f"The report {asked.spec.key} is of a period.")
    return asked.period


def _at(values: np.ndarray[tuple[int], np.dtype[np.float64]], at: int) -> Known:
    if not 0 <= at < len(values) or np.isnan(values[at]):
        return None
    return float(values[at])


def _place(one: UsageMetric) -> tuple[bool, bool, int]:
    return (not one.watched, one.feature, -one.days)


def _most_first(one: FeatureUse) -> tuple[float, float, str]:
    return (-(one.now or 0.0), -(one.before or 0.0), one.metric.name)
