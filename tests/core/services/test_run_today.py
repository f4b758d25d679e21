"""What playbooks ask for on a day beside tasks: messages, questions, outcomes, what failed."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import imports, marks, run_today, runs, segments, timeline
from tests import folders, make
from tests.core.services.run_story import DAY, FACTS, STORY, go_to, publish

ASKS = Playbook(
    "Asks",
    steps=(
        Step("mail", "message", "Write", options={"subject": "Hi", "body": "Hello"}),
        Step("ask", "ask", "Who decides?", options={"questions": ("Who?",)}),
        Step("tell", "notify", "Tell", options={"text": "look at them"}),
        Step("set", "set_field", "Set it", options={"field": "", "value": "x"}),
        Step("how", "outcome", "How did it go?", When(3)),
    ),
)


@pytest.fixture
def desk(tmp_path):
    made = make.desk(tmp_path)
    go_to(made, 0)
    made.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(made, STORY, ASKS)
    yield made
    made.close()


def kinds(desk, day, segment=None):
    found = desk.read(run_today.read, day, segment)
    return [(one.kind, one.account_id, one.overdue) for one in found.lines]


def test_each_kind_is_told_in_its_order_and_ages(desk):
    desk.do(runs.start, "Asks", ["a"])
    assert kinds(desk, DAY) == [
        ("failed", "a", 0),
        ("message", "a", 0),
        ("ask", "a", 0),
        ("notice", "a", 0),
    ]
    day = go_to(desk, 8)
    desk.do(runs.tick, day)
    assert kinds(desk, day) == [("message", "a", 8), ("ask", "a", 8), ("outcome", "a", 5)]
    message = desk.read(run_today.read, day).of("message")[0]
    assert message.message is not None


def test_what_is_done_leaves_and_looking_back_shows_it_again(desk):
    (run,) = desk.do(runs.start, "Asks", ["a"])
    desk.do(runs.answer, run, "ask", {"Who?": "Ada"})
    assert [kind for kind, *_ in kinds(desk, DAY)] == ["failed", "message", "notice"]
    day = go_to(desk, 1)
    desk.do(runs.skip, run, "mail", "they called")
    assert [kind for kind, *_ in kinds(desk, day)] == ["failed", "notice"]
    assert [kind for kind, *_ in kinds(desk, DAY)] == ["failed", "message", "notice"]


def test_runs_on_hold_ask_for_nothing_and_a_segment_leaves_others_out(desk):
    first, _ = desk.do(runs.start, "Asks", ["a", "c"])
    desk.do(runs.pause, first)
    told = {(kind, account) for kind, account, _ in kinds(desk, DAY)}
    assert ("message", "a") not in told
    assert ("message", "c") in told
    rule = {"field": "stage", "op": "=", "value": "trial"}
    desk.do(segments.add, {"name": "Trials", "rule": rule})
    assert {account for _, account, _ in kinds(desk, DAY, "Trials")} == {"c"}


def test_an_outcome_that_was_told_is_asked_no_more(desk):
    (run,) = desk.do(runs.start, "Asks", ["a"])
    day = go_to(desk, 4)
    desk.do(runs.record_outcome, run, "worked", "they stayed")
    assert "outcome" not in [kind for kind, *_ in kinds(desk, day)]


def test_the_story_and_the_history_tell_start_end_and_outcome(desk):
    (run,) = desk.do(runs.start, "Asks", ["a"])
    day = go_to(desk, 4)
    desk.do(runs.stop, run, "they left")
    desk.do(runs.record_outcome, run, "no", "too late")
    titles = [one.title for one in desk.read(timeline.read, "a", day).entries]
    assert "Playbook started: Asks" in titles
    assert "Playbook stopped: Asks" in titles
    assert "What came of Asks: no" in titles
    before = [one.title for one in desk.read(timeline.read, "a", day - 1).entries]
    assert "Playbook stopped: Asks" not in before
    texts = [one.text for one in desk.read(marks.marks, "a", DAY, day, ())]
    assert "Playbook started: Asks" in texts
    assert "Playbook stopped: Asks" in texts


def test_only_what_could_not_be_done_counts_as_failed(desk):
    steps = (
        Step("set", "set_field", "Set", options={"field": "stage", "value": "won"}),
        Step("tag", "tag", "Tag", options={"tag": "seen"}),
        Step("again", "tag", "Tag again", options={"tag": "seen"}),
        Step("go", "start_playbook", "Go on", options={"playbook": "Asks"}),
        Step("gone", "start_playbook", "Start what is gone", options={"playbook": "Nowhere"}),
    )
    publish(desk, Playbook("Sets", steps=steps))
    desk.do(runs.start, "Sets", ["a"])
    failed = desk.read(run_today.read, DAY).of("failed")
    assert [one.text for one in failed if one.playbook == "Sets"] == [
        "Start what is gone: not started: there is no published playbook “Nowhere”"
    ]
