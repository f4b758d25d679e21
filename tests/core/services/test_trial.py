"""Trying a playbook: dates and texts as they would come out, and nothing is created."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import Arm, Playbook, Step
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import imports, runs, tasks, trial
from healthdesk.core.services.messages import hand_over
from healthdesk.core.services.playbook_documents import shipped
from healthdesk.core.services.run_reading import one
from tests import folders
from tests.core.services.run_story import DAY, FACTS, STORY, dump, go_to, publish

TABLES = ("run", "run_step", "task", "message", "touchpoint", "attribute_value", "playbook")


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def tried(desk, playbook, account="a", suppose=None):
    return desk.read(trial.trial, playbook, account, DAY, suppose)


def test_steps_come_on_the_days_on_which_a_run_brings_them(full):
    before = dump(full, *TABLES)
    told = tried(full, STORY)
    assert dump(full, *TABLES) == before
    days = {row.step: row.day - DAY for row in told.rows}
    publish(full, STORY)
    (run,) = full.do(runs.start, "Story", ["a"])
    for at in range(30):
        day = go_to(full, at)
        full.do(runs.tick, day)
        for step in full.read(one, run, day).steps:
            if step.state != "open" or step.planned > day or step.kind == "wait":
                continue
            if step.kind == "message":
                full.do(hand_over, step.message, "sent")
            elif step.kind == "ask":
                full.do(runs.answer, run, step.id, {})
            elif step.kind == "outcome":
                full.do(runs.record_outcome, run, "worked")
            elif step.kind == "call":
                full.do(runs.skip, run, step.id, "no time")
            else:
                full.do(tasks.complete, step.task)
    seen = full.read(one, run, DAY + 29)
    came = {
        step.id: (step.closed if step.kind in ("wait", "branch") else step.planned) - DAY
        for step in seen.steps
        if step.planned is not None
    }
    assert days == came
    assert told.end_day == seen.row.ended


def test_texts_are_filled_and_what_is_missing_is_told(full):
    rows = {row.step: row for row in tried(full, STORY).rows}
    assert rows["mail"].detail == "to Ada Brennick, champion"
    assert rows["mail"].subject == (("For ", "plain"), ("Ada", "field"))
    assert rows["call"].body == (("Hi ", "plain"), ("Aldermoor", "field"))
    nobody = {row.step: row for row in tried(full, STORY, "c").rows}
    assert "nobody here is the champion" in nobody["mail"].notice
    assert "“first name” has no value here" in nobody["mail"].notice


def test_branches_and_waits_go_as_supposed_else_as_today(full):
    rows = {row.step: row for row in tried(full, STORY, "c").rows}
    assert "plan" not in rows
    assert rows["way"].notice.startswith("as it stands today")
    other = {row.step: row for row in tried(full, STORY, "c", {"way": 0}).rows}
    assert (other["way"].detail, other["way"].notice) == ("takes “yes”", "supposed")
    assert "plan" in other


def test_a_wait_for_a_rule_is_over_when_it_is_supposed_to_be(full):
    rule = FieldTest("stage", "=", "trained")
    options = {"until": "rule", "days": 10, "hold_days": 3, "working": False}
    playbook = Playbook("Wait", steps=(Step("wait", "wait", "Wait", until=rule, options=options),))
    days = [tried(full, playbook, suppose=one).rows[0].day - DAY for one in (
        {}, {"wait": True}, {"wait": False}, {"wait": 6}
    )]  # fmt: skip
    assert days == [10, 2, 10, 6]


def test_a_branch_over_other_days_follows_too(full):
    left = next(book for book in shipped() if book.name == "Champion left")
    for told, taken in ((True, "takes “yes”"), (False, "takes “no”")):
        rows = tried(full, left, suppose={"answer": told}).rows
        assert taken in [row.detail for row in rows]


def test_a_branch_that_asks_what_a_wait_waits_for_follows_what_is_supposed(full):
    rule = FieldTest("stage", "=", "trained")
    ways = (
        Arm("yes", rule, (Step("on", "task", "Go on"),)),
        Arm("no", None, (Step("again", "task", "Once more"),)),
    )
    options = {"until": "rule", "days": 10}
    steps = (
        Step("wait", "wait", "For training", until=rule, options=options),
        Step("way", "branch", "Were they?", arms=ways),
    )
    for told, taken in ((True, "on"), (False, "again")):
        rows = {
            row.step: row
            for row in tried(full, Playbook("P", steps=steps), suppose={"wait": told}).rows
        }
        assert taken in rows
        assert rows["way"].notice == "supposed, as of “For training”"
    other = tried(full, Playbook("P", steps=steps), suppose={"wait": True, "way": 1}).rows
    assert "again" in {row.step for row in other}
