"""The first profile: what the desk can answer, valid whatever it holds, sensible on its figures."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.default_profile import (
    FactsSummary,
    MetricSummary,
    default_profile,
    figures,
    fitted,
    levels,
    nice,
    primary,
    summarise,
)
from healthdesk.core.domain.facts import Facts, Metric
from healthdesk.core.domain.profile import Published, dump_profile, parse_profiles
from healthdesk.core.domain.score import score
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import DAY
from tests.core.plain_desk import (
    Answer,
    Contract,
    Feeling,
    Invoice,
    PlainDesk,
    Ticket,
    Touch,
    to_facts,
)
from tests.core.random_desk import START, random_desk


def assert_valid(facts: Facts, summary: FactsSummary) -> None:
    made = default_profile(summary)
    assert parse_profiles([dump_profile(made)], set(facts.metrics), CATALOGUE) == (made,)


@given(st.integers(0, 2**32), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_valid_on_any_desk(seed: int, count: int) -> None:
    facts = to_facts(random_desk(Random(seed), count))
    summary = summarise(facts, START + 50)
    assert_valid(facts, summary)
    assert summarise(facts, START + 50) == summary
    score(
        facts,
        [Published(default_profile(summary), 1, START)],
        np.array([START + 50], np.int32),
        CATALOGUE,
    )


def test_nothing_known_asks_for_touches() -> None:
    made = default_profile(FactsSummary())
    assert made.measure_keys == ("touch.recency",)
    assert_valid(to_facts(PlainDesk()), FactsSummary())
    assert_valid(to_facts(PlainDesk()), summarise(to_facts(PlainDesk()), 0))


def story() -> PlainDesk:
    """Ten accounts, the first the busiest, the last silent and sour."""
    accounts = tuple(f"a{number}" for number in range(10))
    usage = {
        (account, metric, DAY - back): float(10 - place)
        for place, account in enumerate(accounts[:-1])
        for back in range(56)
        for metric in ("active_users", "export")
    }
    return PlainDesk(
        accounts=accounts,
        metrics=(Metric("active_users"), Metric("export", feature=True), Metric("b", feature=True)),
        usage=usage,
        answers=tuple(
            Answer(account, DAY - 9, "nps", 10 - place, None, account)
            for place, account in enumerate(accounts)
        ),
        feelings=tuple(Feeling(account, DAY, 0.9 - 0.2 * n) for n, account in enumerate(accounts)),
        touches=tuple(
            Touch(account, DAY - 9 * n, "call", "inbound" if n < 5 else "outbound")
            for n, account in enumerate(accounts)
        ),
        tickets=(Ticket("a9", DAY - 40, None, "high"),),
        contracts=tuple(Contract(account, DAY - 200, None, 12) for account in accounts),
        invoices=(Invoice("a9", DAY - 90, DAY - 60),),
    )


def test_everything_known() -> None:
    facts = to_facts(story())
    made = default_profile(summarise(facts, DAY))
    assert made.measure_keys == (
        "usage.level", "usage.trend", "usage.frequency", "usage.breadth",
        "touch.recency", "touch.two_way", "support.high", "support.age", "voice.nps",
        "sentiment.mood", "commercial.seats", "commercial.overdue",
    )  # fmt: skip
    assert [one.weight for one in made.dimensions] == [40, 20, 15, 10, 5, 10]
    assert [one.layer for one in made.dimensions] == ["usage", "", "", "said", "felt", ""]
    assert made.dimensions[0].measures[0].reading.options["metric"] == "active_users"
    days = np.array([DAY], np.int32)
    shown = score(facts, [Published(made, 1, DAY)], days, CATALOGUE).shown[:, 0]
    assert shown[0] >= 70
    assert 40 <= shown[5] < 90
    assert shown[9] < 40


def test_usage_that_ended_long_ago_is_summed_up_where_it_ended() -> None:
    facts = to_facts(story())
    assert summarise(facts, DAY + 900).metrics == summarise(facts, DAY).metrics


def named(*counts: tuple[str, int]) -> tuple[MetricSummary, ...]:
    return tuple(MetricSummary(key, key.title(), values) for key, values in counts)


@pytest.mark.parametrize(
    ("metrics", "wanted"),
    [
        (named(("active_users", 9), ("exports", 99), ("imports", 50)), ["active_users"]),
        (
            named(("exports", 99), ("imports", 50), ("errors", 70), ("calls", 40), ("mails", 30)),
            ["exports", "imports", "calls"],
        ),
        (named(("exports", 99), ("imports", 9), ("calls", 0)), ["exports"]),
        (named(("errors", 99)), ["errors"]),
        (named(("exports", 15), ("imports", 10)), []),
    ],
)
def test_levels_of_what_is_done_most_where_no_name_tells(
    metrics: tuple[MetricSummary, ...], wanted: list[str]
) -> None:
    found = levels(metrics, 100)
    assert [one.key for one in found] == wanted
    made = default_profile(FactsSummary(metrics=metrics, rows=100))
    shares = {
        one.reading.options["metric"]: one.weight
        for _, one in made.measures
        if one.reading.kind == "usage_level"
    }
    assert list(shares) == wanted
    assert sum(shares.values()) == pytest.approx(3 if wanted else 0)


@pytest.mark.parametrize(("every", "days"), [(1, 28), (3, 28), (4, 84), (9, 84)])
def test_what_is_used_seldom_is_looked_at_longer(every: int, days: int) -> None:
    usage = {
        (account, metric, DAY - back): 1.0
        for account in ("a", "b", "c")
        for metric in ("export", "b")
        for back in range(0, 200, every)
    }
    both = (Metric("export", feature=True), Metric("b", feature=True))
    desk = PlainDesk(accounts=("a", "b", "c"), metrics=both, usage=usage)
    facts = to_facts(desk)
    summary = summarise(facts, DAY)
    made = {one.key: one for _, one in default_profile(summary).measures}
    assert summary.window == days
    assert made["level"].reading.options["days"] == days
    assert made["frequency"].reading.options["days"] == days
    assert made["breadth"].reading.options["days"] == days
    assert made["trend"].reading.options["days"] == 28
    assert_valid(facts, summary)


def test_one_feature_is_no_breadth() -> None:
    one = story().with_(metrics=(Metric("export", feature=True),))
    summary = summarise(to_facts(one), DAY)
    assert summary.breadth is None
    assert "usage.breadth" not in default_profile(summary).measure_keys


def test_seat_growth_where_use_is_not_counted_in_users() -> None:
    metric = MetricSummary("exports", "Exports", 5)
    made = default_profile(FactsSummary(metrics=(metric,), seats=True))
    assert made.dimensions[-1].measures[0].reading.kind == "seat_growth"


def test_estimates_where_nothing_else_was_felt() -> None:
    made = default_profile(FactsSummary(sentiment=True, estimated=True))
    assert made.dimensions[0].measures[0].reading.options["estimated"] is True
    only_csat = default_profile(FactsSummary(csat=True))
    assert only_csat.measure_keys == ("voice.csat",)


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([("z", 1), ("a", 9)], "a"),
        ([("z", 9), ("a", 9)], "a"),
        ([("exports", 99), ("user_logins", 1)], "user_logins"),
        ([("sessions", 99), ("active_users", 1)], "active_users"),
        ([("login_errors", 99), ("exports", 1)], "exports"),
        ([("errors", 5)], "errors"),
        ([("exports", 0)], None),
        ([], None),
    ],
)
def test_primary(names: list[tuple[str, int]], wanted: str | None) -> None:
    found = primary(MetricSummary(key, "", values) for key, values in names)
    assert (found.key if found else None) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (0, 0),
        (-1, 0),
        (1, 1),
        (0.034, 0.03),
        (7.1, 8),
        (9.7, 10),
        (1234, 1000),
        (1260, 1500),
        (0.5, 0.5),
    ],
)
def test_nice(value: float, wanted: float) -> None:
    assert nice(value) == wanted


@given(
    st.lists(st.floats(1e-9, 1e12), min_size=3, max_size=3), st.sampled_from([float("inf"), 1.0])
)
def test_fitted_curves_rise(values: list[float], most: float) -> None:
    low, middle, high = sorted(values)
    points = fitted((low, middle, high), (1, 2, 3), most).points
    assert points[0] == (0, 0)
    assert points[-1][1] == 100
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):  # noqa: RUF007
        assert x0 < x1
        assert y0 <= y1


def test_figures_are_of_what_is_used() -> None:
    assert figures(np.array([0, np.nan])) is None
    assert figures(np.array([0, 1.0, 1, 1])) == (1, 1, 1)


@pytest.mark.parametrize("value", [5e-324, 1e-30, 1e15, 1e100, 1e308])
def test_figures_of_any_size_make_a_profile_that_can_be_read_again(value: float) -> None:
    metric = MetricSummary("m", "M", 10, feature=True, level=(value, value, value))
    made = default_profile(FactsSummary(metrics=(metric,), rows=10))
    assert parse_profiles([dump_profile(made)], {"m"}, CATALOGUE) == (made,)
