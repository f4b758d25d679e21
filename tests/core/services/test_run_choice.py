"""Playbooks that can be started: suggested by segment, cause and band; where they run already."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.services import imports, run_choice, run_many, run_reading, runs, segments
from tests import folders, make
from tests.core.services.run_story import DAY, FACTS, STORY, go_to, publish

CURE = Playbook("Cure", cause="fading", steps=(Step("do", "task", "Do it"),))
OTHER = Playbook("Other", steps=(Step("do", "task", "Do it"),))
LIVE = {"name": "Live", "rule": {"field": "stage", "op": "=", "value": "live"}}


@pytest.fixture
def desk(tmp_path):
    made = make.desk(tmp_path)
    go_to(made, 0)
    facts = {
        **FACTS,
        "accounts": FACTS["accounts"]
        .replace("started_on\n", "started_on,tags\n", 1)
        .replace("Aldermoor,live,2025-01-01", "Aldermoor,live,2025-01-01,big;fading")
        .replace("Birkdale,live,2025-01-01", "Birkdale,live,2025-01-01,")
        .replace("Cedar,trial,2025-01-01", "Cedar,trial,2025-01-01,"),
    }
    made.do(imports.run, [folders.write(tmp_path / "facts", facts)])
    publish(made, STORY, CURE, OTHER)
    yield made
    made.close()


def test_a_segment_suggests_its_playbook_first_with_its_reason(desk):
    desk.do(segments.add, {**LIVE, "playbook": "Story"})
    found = desk.read(run_choice.choices, ("b",), DAY)
    assert found.suggested is not None
    assert (found.suggested.name, found.suggested.why) == ("Story", "in segment Live")
    assert [one.name for one in found.playbooks if one.why] == ["Story"]
    assert {one.name for one in found.playbooks} >= {"Story", "Cure", "Other"}


def test_a_cause_says_more_than_a_segment_and_fits_count_accounts(desk):
    desk.do(segments.add, {**LIVE, "playbook": "Story"})
    alone = desk.read(run_choice.choices, ("a",), DAY)
    assert [one.name for one in alone.playbooks if one.why] == ["Cure", "Story"]
    many = desk.read(run_choice.choices, ("a", "b", "c", "a"), DAY)
    assert [(one.name, one.fits) for one in many.playbooks if one.why] == [
        ("Story", 2),
        ("Cure", 1),
    ]
    assert [key for key, _ in many.accounts] == ["a", "b", "c"]


def test_where_it_is_at_work_is_told_and_no_longer_suggested(desk):
    desk.do(segments.add, {**LIVE, "playbook": "Story"})
    desk.do(runs.start, "Story", ["b"])
    found = desk.read(run_choice.choices, ("a", "b"), DAY)
    story = next(one for one in found.playbooks if one.name == "Story")
    assert story.running == {"b"}
    assert desk.read(run_choice.suggested, ("b",), DAY) is None
    again = desk.read(run_choice.suggested, ("a", "b"), DAY)
    assert again is not None
    assert again.playbook == "Story"


def test_a_segment_with_a_broken_rule_suggests_nothing_and_harms_nothing(desk):
    gone = {"name": "Gone", "rule": {"field": "nowhere", "op": "=", "value": "x"}}
    desk.do(segments.add, {**gone, "playbook": "Story"})
    found = desk.read(run_choice.choices, ("c",), DAY)
    assert all(one.name != "Story" or not one.why for one in found.playbooks)


def test_only_what_is_published_can_be_started(desk):
    from healthdesk.core.services import playbooks  # noqa: PLC0415 - used here alone

    desk.do(playbooks.add, Playbook("Draft", steps=(Step("do", "task", "Do"),)))
    desk.do(playbooks.archive, "Other")
    names = {one.name for one in desk.read(run_choice.choices, ("a",), DAY).playbooks}
    assert "Draft" not in names
    assert "Other" not in names


def test_a_preview_tells_days_and_creates_nothing(desk):
    trial = desk.read(run_choice.preview, "Other", "a", DAY + 3)
    assert [(row.day, row.title) for row in trial.rows] == [(DAY + 3, "Do it")]
    assert desk.read(run_reading.runs, DAY) == ()


def test_several_runs_are_changed_in_one_step_and_the_others_told(desk):
    made = desk.do(runs.start, "Story", ["a", "b", "c"])
    desk.do(runs.stop, made[2], "gone")
    changed = desk.do(run_many.change_many, made, "pause", "holidays")
    assert (changed.done, changed.left) == (2, 1)
    assert [row.paused for row in desk.read(run_reading.runs, DAY, "active")] == [True, True]
    assert desk.read(run_reading.one, made[0], DAY).hold_why == "holidays"
    desk.undo()
    assert not any(row.paused for row in desk.read(run_reading.runs, DAY))
    desk.do(run_many.change_many, made, "take over", "Nadia")
    assert {row.owner for row in desk.read(run_reading.runs, DAY)} == {"Nadia"}
    assert desk.do(run_many.change_many, made, "stop", "enough").done == 2
    assert {row.status for row in desk.read(run_reading.runs, DAY)} == {"stopped"}
