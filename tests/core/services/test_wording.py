"""Readings in words: short, rounded, with a true minus sign, and never a story that is not so."""

from __future__ import annotations

import pytest

from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import wording
from healthdesk.core.services.wording import Asked, change, number, over, points, reading, state

M = wording.MINUS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (0.004, "0"),
        (-0.004, "0"),
        (0.27, "0.27"),
        (12.5, "12.5"),
        (7.0, "7"),
        (99.96, "100"),
        (184_000, "184,000"),
        (-3.25, f"{M}3.25"),
        (1e12, "1,000,000,000,000"),
    ],
)
def test_numbers(value, text):
    assert number(value) == text


def test_points_carry_their_sign():
    assert [points(one) for one in (1.25, -10.8, 0, -0.01)] == ["+1.2", f"{M}10.8", "0.0", "0.0"]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("usage_level", 23.14, "23.1"),
        ("usage_trend", -0.428, f"{M}43 %"),
        ("usage_trend", 0.0, "0 %"),
        ("usage_breadth", 7 / 12, "7 of 12"),
        ("seat_use", 0.38, "38 %"),
        ("nps", 33.3, "+33"),
        ("nps", -100.0, f"{M}100"),
        ("csat", 4.25, "4.25"),
        ("sentiment", -0.12, f"{M}0.12"),
        ("days_since_touch", 1.0, "1 day"),
        ("days_since_touch", 34.0, "34 days"),
        ("open_tickets", 0.0, "none"),
        ("open_tickets", 3.0, "3"),
        ("ticket_age", 12.5, "12.5 days"),
        ("overdue_days", 0.0, "none"),
        ("attribute", "gold", "gold"),
        ("nps", None, "missing"),
    ],
)
def test_readings(kind, value, text):
    assert reading(Asked("Name", kind, {"days": 28}, of=12), value) == text


def test_what_a_reading_spans():
    assert over(Asked("", "usage_level", {"days": 28}), 20_780) == "28 days"
    assert over(Asked("", "usage_trend", {"days": 28}), 20_780) == "to 28 before"
    assert over(Asked("", "open_tickets"), 20_780) == "as of 23 Nov"
    assert over(Asked("", "nps", {"days": 180}), 20_780, "3 answers") == "3 answers"


@pytest.mark.parametrize(
    ("kind", "options", "value", "text"),
    [
        ("usage_trend", {"days": 28}, -0.22, "Sign-ins down 22 % in 28 days"),
        ("usage_frequency", {"days": 28}, 0.5, "Sign-ins on 14 of 28 days"),
        ("usage_breadth", {"days": 28}, 2 / 12, "2 of 12 features used"),
        ("seat_use", {"days": 28}, 0.38, "Seats 38 % used"),
        ("days_since_touch", {"direction": "any"}, 34.0, "No touch in 34 days"),
        ("days_since_touch", {"direction": "inbound"}, 41.0, "Nothing heard in 41 days"),
        ("open_tickets", {"min_priority": "high"}, 1.0, "1 open ticket (high or above)"),
        ("ticket_age", {"min_priority": "low"}, 19.0, "Open tickets 19 days old on average"),
        ("overdue_days", {}, 44.0, "Invoice overdue by 44 days"),
        ("milestones", {}, 0.25, "3 of 12 milestones done"),
        ("nps", {"days": 180}, 33.0, "Name at +33"),
        ("nps", {"days": 180}, None, "Name: no data"),
    ],
)
def test_how_things_stand(kind, options, value, text):
    assert state(Asked("Name", kind, options, metric="Sign-ins", of=12), value) == text


@pytest.mark.parametrize(
    ("kind", "before", "after", "text"),
    [
        ("usage_level", 40.4, 23.1, "Name down from 40.4 to 23.1"),
        ("usage_level", 40.4, 40.4, "Name at 40.4"),
        ("usage_level", None, 3.0, "Name: 3, not known before"),
        ("usage_level", 3.0, None, "Name: no longer known, was 3"),
        ("usage_level", None, None, "Name: no data"),
        ("attribute", "gold", "silver", "Name from gold to silver"),
        ("days_since_touch", 6.0, 34.0, "No touch in 34 days"),
        ("days_since_touch", 34.0, 2.0, "In touch 2 days ago, it had been 34 days"),
        ("days_since_touch", 34.0, 0.0, "In touch on the day, it had been 34 days"),
        ("usage_trend", 0.0, -0.43, "Sign-ins down 43 % in 28 days"),
        ("usage_trend", 0.8, 0.2, "Sign-ins up 20 % in 28 days, after +80 %"),
        ("usage_trend", -0.5, -0.3, f"Sign-ins down 30 % in 28 days, after {M}50 %"),
        ("usage_trend", 0.3, 0.0, "Sign-ins unchanged in 28 days, after +30 %"),
    ],
)
def test_how_things_changed(kind, before, after, text):
    asked = Asked("Name", kind, {"days": 28, "direction": "any"}, metric="Sign-ins", of=12)
    assert change(asked, before, after) == text


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_reading_has_words_for_every_value(kind):
    options = {"days": 28, "direction": "any", "min_priority": "low"}
    asked = Asked("Name", kind, options)
    for value in (0.0, 1.0, -1.0, 0.333, 1e6, None, "text"):
        for text in (reading(asked, value), state(asked, value), change(asked, 2.0, value)):
            assert text.strip() == text != ""
            assert "nan" not in text
            assert "-" not in text, "a minus sign is no hyphen"
