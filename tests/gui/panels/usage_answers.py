"""An account's usage as the tab is given it, without a desk."""

from __future__ import annotations

from dataclasses import replace

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.usage_view import (
    FeatureWeek,
    FeatureWeeks,
    Finding,
    Pair,
    PersonUse,
    RawUsage,
    SeatMonth,
    SeatUse,
    Steadiness,
    UsageMark,
    UsageMetric,
    UsageSeries,
    UsageView,
    WeekdayPattern,
)

TODAY = 20_780
FELL = 20_762
DAYS = 200
FIRST = TODAY - DAYS + 1
USERS = UsageMetric("active_users", "Active users", "users", watched=True, first=FIRST, last=TODAY)
PLANNING = UsageMetric("planning", "Route planning", "uses", feature=True, first=FIRST, last=TODAY)
ALERTS = UsageMetric("alerts", "Alerts", "uses", feature=True)
DIP = TrendEvent(
    "active_users",
    "dip",
    FELL,
    None,
    -0.62,
    text="Active users 62 % below normal since 5 Nov.",
    expected=41.0,
    actual=15.6,
)
OLD = replace(DIP, first=FELL - 120, last=FELL - 110, muted="also fell in the same weeks of 2025")


def _value(day: int) -> float:
    weekend = (day - 4) % 7 >= 5
    high = 10.0 if weekend else 50.0
    return high if day < FELL else high * 0.38


def series(metric: UsageMetric = USERS, days: int = DAYS) -> UsageSeries:
    """A metric that fell, with the weekly pattern of an office."""
    first = TODAY - days + 1
    values = tuple(_value(day) for day in range(first, TODAY + 1))
    normal = tuple(_value(day - 7 * 4) for day in range(first, TODAY + 1))
    means = (None,) * 6 + tuple(sum(values[at - 6 : at + 1]) / 7 for at in range(6, days))
    return UsageSeries(
        metric,
        first,
        values,
        means,
        tuple(one * 0.8 for one in normal),
        tuple(one * 1.2 for one in normal),
        normal,
    )


def features(rows: int = 3) -> FeatureWeeks:
    """Features of every fate."""
    weeks = tuple(range(TODAY - 26 * 7, TODAY, 7))
    out = []
    for at in range(rows):
        steps: tuple[int | None, ...] = tuple([at % 6] * 24 + [None, 0])
        values = tuple(None if one is None else float(one) for one in steps)
        metric = replace(PLANNING, key=f"f{at}", name=f"Feature {at} of the shop floor")
        out.append(FeatureWeek(metric, values, steps, ("lost", "down", "never")[at % 3]))
    return FeatureWeeks(weeks, tuple(out), 2, 3, FELL)


def view(**changes: object) -> UsageView:
    """The whole tab."""
    made = UsageView(
        account_id="aldermoor",
        name="Aldermoor Freight",
        day=TODAY,
        metrics=(USERS, PLANNING, ALERTS),
        series=series(),
        events=(DIP, OLD),
        shown=DIP,
        finding=Finding(DIP.text, "On working days about 18 a day.", "dip"),
        marks=(
            UsageMark(FELL - 15, "touch", "Email from them: Moving on", "My last day is near"),
            UsageMark(FELL - 1, "use", "Last use by Ada Brennick"),
            UsageMark(FELL + 3, "profile", "Health profile v7"),
            UsageMark(FELL - 90, "override", "Score set by hand"),
        ),
        weekdays=WeekdayPattern(
            (50, 50, 50, 50, 50, 10, None), (19, 19, 19, 19, 19, 4, 4), 8, (8,) * 6 + (0,), (2,) * 7
        ),
        steady=Steadiness(
            first=TODAY - 27,
            bars=tuple(_value(day) for day in range(TODAY - 27, TODAY + 1)),
            active=Pair(19, 19),
            of=19,
            of_before=19,
            top_days=Pair(0.22, 0.21),
            weekend=Pair(0.08, 0.09),
            top_users=None,
            words="A marathon: used on 19 of 19 days, the three busiest hold 21 % of it.",
            windows=((FELL - 19, FELL - 1), (FELL, TODAY)),
        ),
        seats=SeatUse(
            metric="Active users",
            seats=60,
            used=23.1,
            share=0.385,
            before=0.67,
            before_day=TODAY - 28,
            worth=113_160,
            arr=184_000,
            currency="EUR",
            months=tuple(SeatMonth(TODAY - 30 * at, 0.6) for at in range(11, -1, -1)),
            key="active_users",
            rows=(3,),
        ),
        features=features(),
        people=(PersonUse("ada", "Ada Brennick", 20.8, 0.0, None, FELL - 1, (11, 12)),),
        newest=TODAY,
        began=FIRST,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def raw() -> RawUsage:
    """Two days of two metrics, one without a row."""
    return RawUsage((USERS, PLANNING), (TODAY, TODAY - 1), ((19.0, None), (3.0, 7.0)))
