"""What has grown old on a desk: a line a kind, put off with a reason, back after its day."""

from __future__ import annotations

import pytest

from healthdesk.core.domain import upkeep as rules
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.loose_ends import LooseEnd, LooseEnds
from healthdesk.core.services import upkeep
from tests.core.services.conftest import NOW

DAY = to_day(NOW.date())


def kinds(desk, day=DAY):
    return [one.kind for one in desk.read(upkeep.read, day).open]


def line(desk, kind, day=DAY):
    return next(one for one in desk.read(upkeep.read, day).lines if one.kind == kind)


def test_a_new_desk_wants_nothing(furnished):
    assert kinds(furnished()) == []


def test_what_grew_old_is_told_in_a_line_each_and_comes_back_after_its_day(example):
    assert "model" not in kinds(example)
    told = line(example, "model", DAY + 400)
    assert "stands unchanged for" in told.text
    assert told.page == "model"
    assert "neither changed nor started" in line(example, "playbook", DAY + 200).text
    assert "none filed yet" in line(example, "week").text
    late = DAY + 400
    assert kinds(example, late) == [one for one in rules.TITLES if one in kinds(example, late)]
    example.do(upkeep.put_off, "week", 7, "on leave")
    assert "week" not in kinds(example)
    put = line(example, "week")
    assert (put.until, put.reason) == (DAY + 7, "on leave")
    assert "week" in kinds(example, DAY + 7)
    example.do(upkeep.wake, "week")
    assert "week" in kinds(example)
    assert example.undo() == "Wake upkeep"
    assert "week" not in kinds(example)


@pytest.mark.parametrize(
    ("kind", "place"),
    [("plan", ("Weekly risk report", "reports")), ("pulse", ("Review agenda", "model"))],
)
def test_the_weekly_review_leads_to_the_agenda_where_pulses_speak_against_the_score(
    example, kind, place
):
    ends = LooseEnds(DAY, (LooseEnd(kind, "a", "A", "Strong", "x", "health"),))
    found = example.read(lambda tx: upkeep.read(tx, DAY, None, ends))
    week = next(one for one in found.lines if one.kind == "week")
    assert (week.action, week.page) == place
    assert ("1 pulse against the score" in week.text) == (kind == "pulse")


@pytest.mark.parametrize(
    ("kind", "days", "reason"),
    [("week", 0, "x"), ("week", 400, "x"), ("week", 3, " "), ("tea", 3, "x")],
)
def test_what_cannot_be_put_off_is_refused(example, kind, days, reason):
    with pytest.raises(DeskError):
        example.do(upkeep.put_off, kind, days, reason)
    with pytest.raises(DeskError):
        example.do(upkeep.wake, kind)


def test_when_a_playbook_or_a_model_is_old():
    assert rules.is_idle(rules.IDLE_DAYS, 0, None, 0)
    assert not rules.is_idle(rules.IDLE_DAYS, 0, 1, 0)
    assert not rules.is_idle(rules.IDLE_DAYS, 0, None, 1)
    assert rules.is_poor(1, 4)
    assert not rules.is_poor(2, 4)
    assert not rules.is_poor(0, 3)
    assert rules.wants_look(rules.MODEL_DAYS, 0)
    assert not rules.wants_look(rules.MODEL_DAYS - 1, 0)
