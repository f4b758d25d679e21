"""The main story as the design tells it: 84.2 on 26 October, 51.2 on 23 November."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from healthdesk.core.sample.generate import generate
from healthdesk.core.sample.model import VERSIONS
from tests.core.sample.plain_readings import Plain

NOW = date(2026, 11, 23)
THEN = date(2026, 10, 26)
CURVES = {
    "level": [(0, 0), (25, 50), (55, 100)],
    "trend": [(-0.5, 0), (0, 60), (0.5, 100)],
    "days_since": [(7, 100), (30, 60), (90, 0)],
    "balance": [(0, 0), (0.5, 100)],
    "open_high": [(0, 100), (1, 50), (3, 0)],
    "ticket_age": [(0, 100), (30, 0)],
    "nps": [(-100, 0), (0, 50), (100, 100)],
    "sentiment": [(-1, 0), (1, 100)],
    "seat_use": [(0, 0), (0.8, 100)],
    "overdue": [(0, 100), (60, 0)],
    "breadth": [(0, 0), (1, 100)],
}


@pytest.fixture(scope="module")
def account() -> Plain:
    return Plain(generate(NOW, 1, 3), "aldermoor-freight")


def readings(account: Plain, day: date) -> dict[str, float]:
    tickets = account.open_tickets(day)
    heard, sent = account.ways(day)
    ages = [(day - row["opened_on"]).days for row in tickets if row["priority"] != "low"]
    return {
        "level": account.level(day),
        "trend": account.trend(day),
        "breadth": account.features(day) / 12,
        "days_since": account.since_touch(day),
        "balance": heard / (heard + sent),
        "open_high": sum(row["priority"] in ("high", "urgent") for row in tickets),
        "ticket_age": sum(ages) / len(ages),
        "nps": account.nps(day)[0],
        "sentiment": account.sentiment(day),
        "seat_use": account.level(day) / account.seats(day),
        "overdue": account.overdue(day),
    }


def score(found: dict[str, float], weights: dict[str, int]) -> float:
    points = {
        key: np.interp(value, *zip(*CURVES[key], strict=True)) for key, value in found.items()
    }
    return float(sum(weights[key] * points[key] for key in points) / 100)


OF_THE_PICTURE = {
    NOW: {
        "level": 23.1,
        "trend": -0.43,
        "breadth": 7 / 12,
        "days_since": 34,
        "balance": 3 / 11,
        "open_high": 1,
        "ticket_age": 12.5,
        "nps": 33.3,
        "sentiment": -0.12,
        "seat_use": 0.38,
        "overdue": 0,
    },
    THEN: {
        "level": 40.4,
        "trend": 0,
        "breadth": 9 / 12,
        "days_since": 6,
        "balance": 8 / 17,
        "open_high": 0,
        "ticket_age": 4,
        "nps": 66.7,
        "sentiment": 0.41,
        "seat_use": 0.67,
        "overdue": 0,
    },
}


@pytest.mark.parametrize(("day", "expected"), OF_THE_PICTURE.items())
def test_its_readings_are_those_of_the_picture(account, day, expected):
    found = readings(account, day)
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        places = 1 if key in {"level", "nps"} else 2
        assert round(found[key], places) == pytest.approx(round(value, places)), key


def test_its_scores_are_those_of_the_picture(account):
    six, seven = VERSIONS[-2][2], VERSIONS[-1][2]
    assert sum(six.values()) == sum(seven.values()) == 100
    now, then = readings(account, NOW), readings(account, THEN)
    assert score(then, six) == pytest.approx(84.2, abs=0.05)
    assert score(now, seven) == pytest.approx(51.2, abs=0.06)
    assert score(now, seven) - score(now, six) == pytest.approx(-2.5, abs=0.05)


def working(account: Plain, last: date, days: int) -> list[float]:
    """The users of the working days of a stretch."""
    values = account.values("active_users", last, days)
    dates = [last - timedelta(days - 1 - place) for place in range(days)]
    return [value for value, when in zip(values, dates, strict=True) if when.weekday() < 5]


def test_use_is_down_from_the_day_after_the_sponsor_left(account):
    last_day = NOW - timedelta(19)
    before = working(account, last_day, 28)
    since = working(account, NOW, 19)
    assert min(before) > 2 * max(since)
    ada = [row for row in account.sample.tables["contact_usage"] if "brennick" in row[0]]
    assert max(row[2] for row in ada) == last_day


def test_its_people_were_in_touch_as_in_the_picture(account):
    months = {}
    for row in account.touches(NOW):
        if row["day"] >= date(2025, 12, 1):
            heard, sent = months.get(row["day"].month, (0, 0))
            inbound = row["direction"] == "inbound"
            months[row["day"].month] = (heard + inbound, sent + (not inbound))
    assert months == {
        12: (2, 3), 1: (1, 3), 2: (2, 3), 3: (3, 2), 4: (2, 2), 5: (3, 4), 6: (1, 2),
        7: (3, 5), 8: (3, 1), 9: (1, 5), 10: (2, 3),
    }  # fmt: skip
    who = [person for row in account.touches(NOW) for person in row["contact_ids"].split(";")]
    assert "aldermoor-freight.rafal-dudek" not in who
    last = {
        person: max(row["day"] for row in account.touches(NOW) if person in row["contact_ids"])
        for person in set(who)
    }
    assert (NOW - last["aldermoor-freight.tomasz-wrona"]).days == 55
    assert (NOW - last["aldermoor-freight.pia-solvang"]).days == 118


@pytest.mark.parametrize("shift", range(1, 8))
def test_the_story_holds_on_every_weekday(shift):
    day = date(2027, 3, 1) + timedelta(shift)
    account = Plain(generate(day, 5, 2), "aldermoor-freight")
    assert score(readings(account, day), VERSIONS[-1][2]) == pytest.approx(51.2, abs=0.3)
    then = day - timedelta(28)
    assert score(readings(account, then), VERSIONS[-2][2]) == pytest.approx(84.2, abs=0.3)
    week = account.values("active_users", then, 7)
    days = [(then - timedelta(6 - place)).weekday() for place in range(7)]
    assert {days[place] for place in np.argsort(week)[:2]} == {5, 6}
