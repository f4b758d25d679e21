"""Thresholds in words, spelled as the measure spells its readings."""

from __future__ import annotations

from datetime import date

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.source_ref import RowRef, UsageRef
from healthdesk.core.services import evidence, scoring

TODAY = to_day(date(2026, 3, 14))


def test_every_measure_says_its_thresholds_and_its_age(example: Desk) -> None:
    view = example.read(scoring.composition, "a1", TODAY)
    told = {
        one.key: (one.scale, one.aged) for part in view.score.dimensions for one in part.measures
    }
    assert told["usage.level"] == (
        "0 = 0, 10 = 50, 30 or more = 100 points",
        "newest fact of the day itself",
    )
    assert told["usage.trend"][0] == (
        "\u221250 % or less = 0, 0 % = 60, +50 % or more = 100 points"
    )
    assert (
        told["touch.touch"][0] == "7 days or less = 100, 30 days = 60, 90 days or more = 0 points"
    )
    assert told["voice.nps"][1] == "newest fact 2 days old"


def test_every_measure_leads_to_its_rows(example: Desk) -> None:
    view = example.read(scoring.composition, "a1", TODAY)
    keys = [one.key for part in view.score.dimensions for one in part.measures]
    found = {key: example.read(evidence.refs, "a1", key, TODAY, TODAY) for key in keys}
    assert all(found.values())
    assert found["usage.level"] == (UsageRef("a1", "active_users", TODAY - 6, TODAY),)
    assert all(isinstance(ref, RowRef) and ref.table == "survey" for ref in found["voice.nps"])


def test_windows_that_overlap_are_asked_once(example: Desk) -> None:
    both = example.read(evidence.refs, "a1", "usage.trend", TODAY - 7, TODAY)
    assert both == (UsageRef("a1", "active_users", TODAY - 20, TODAY),)
