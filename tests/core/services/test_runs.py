"""Runs in a desk: all that steps do, what people do to them, catching up, undo to the last bit."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import FieldTest, ReadingTest
from healthdesk.core.domain.score import score
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import (
    facts,
    imports,
    messages,
    playbooks,
    profiles,
    run_reading,
    runs,
    task_reading,
    tasks,
    touches,
)
from tests import folders
from tests.core.services.run_story import DAY, FACTS, STORY, dump, go_to, publish

TABLES = ("run", "run_step", "task", "message", "touchpoint", "attribute_value", "hand_edit")
CALL = TouchDraft("a", "call", "outbound", DAY, "Hello")


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, STORY)
    return desk


def view(desk, run, day):
    return desk.read(run_reading.one, run, day)


def states(desk, run, day):
    return {one.id: one.state for one in view(desk, run, day).steps}


def task_of(desk, run, step, day):
    return next(one.task for one in view(desk, run, day).steps if one.id == step)


def message_of(desk, run, step, day):
    return next(one.message for one in view(desk, run, day).steps if one.id == step)


def test_calls_and_messages_reach_whom_they_are_for_and_the_run_goes_on_at_once(full):
    (run,) = full.do(runs.start, "Story", ["a"], owner="Me")
    call = task_of(full, run, "call", DAY)
    held = full.read(task_reading.one, call, DAY)
    assert (held.title, held.note, held.contact_id, held.needs_touch) == (
        "Call them",
        "Hi Aldermoor",
        "c1",
        True,
    )
    full.do(tasks.complete, call, CALL)
    assert states(full, run, DAY)["call"] == "done"
    day = go_to(full, 1)
    assert full.read(runs.due, day)
    assert full.do(runs.tick, day).raised == 1
    mail = message_of(full, run, "mail", day)
    draft = full.read(messages.one, mail, day)
    assert draft.row.subject == "For Ada"
    assert draft.row.to[0].address == "ada@aldermoor.example"
    assert states(full, run, day)["wait"] == "to come"
    full.do(messages.hand_over, mail, "sent")
    assert states(full, run, day)["wait"] == "open"
    day = go_to(full, 7)
    assert not full.read(runs.due, day)


def test_a_run_after_its_wait_to_what_came_of_it(full):
    (run,) = full.do(runs.start, "Story", ["a"], owner="Me")
    day = go_to(full, 1)
    full.do(runs.tick, day)
    full.do(messages.hand_over, message_of(full, run, "mail", day), "sent")
    full.do(tasks.complete, task_of(full, run, "call", day), CALL)
    day = go_to(full, 10)
    assert full.do(runs.tick, day).raised == 5
    here = states(full, run, day)
    assert here["way"] == here["tag"] == here["set"] == here["note"] == "done"
    assert here["tell"] == "not taken"
    plan = full.read(task_reading.one, task_of(full, run, "plan", day), day)
    assert plan.due == DAY + 10
    full.do(tasks.complete, plan.id)
    day = go_to(full, 14)
    full.do(runs.tick, day)
    notices = full.read(run_reading.open_on, day).notices
    assert "ask" in {one.kind for one in notices}
    full.do(runs.answer, run, "ask", {"Who decides?": "Ada", "How many?": "12"})
    with pytest.raises(UsageError, match="asks nothing now"):
        full.do(runs.answer, run, "ask", {})
    full.do(runs.record_outcome, run, "worked", "They use it")
    row = view(full, run, day).row
    assert (row.status, row.outcome, row.ask_due, row.done) == ("done", "worked", False, row.of)
    fields = full.read(_values)
    assert fields["stage"] == "trained"
    assert fields["people"] == "12"
    assert fields["tags"] == "seen"
    notes = full.read(
        lambda tx: tx.execute(text("SELECT body FROM touchpoint WHERE kind='note'")).all()
    )
    assert notes == [("Done for Aldermoor",)]


def _values(tx):
    sql = (
        "SELECT k.key, v.value FROM attribute_value v JOIN attribute k ON k.id = v.attribute_id"
        " JOIN account a ON a.id = v.account_id WHERE a.account_id = 'a' ORDER BY v.day"
    )
    return dict(tx.execute(text(sql)).all())


def test_each_thing_done_to_a_run_can_be_undone_to_the_last_bit(full):
    (run,) = full.do(runs.start, "Story", ["a"])
    changed = Playbook("Story", steps=(*STORY.steps[:2], Step("extra", "task", "One more")))
    deeds = [
        (runs.pause, run),
        (runs.resume, run),
        (runs.skip, run, "call", "no time"),
        (runs.reopen_step, run, "call"),
        (runs.not_applicable, run, "call", "no champion"),
        (runs.move, run, "mail", DAY + 4),
        (runs.take_over, run, "Marta"),
        (runs.change, run, changed),
        (runs.record_outcome, run, "too early"),
        (runs.stop, run, "churned"),
    ]
    for deed, *asked in deeds:
        before = dump(full, *TABLES)
        full.do(deed, *asked)
        after = dump(full, *TABLES)
        assert before != after, deed
        full.undo()
        assert dump(full, *TABLES) == before, deed
        full.redo()
        assert dump(full, *TABLES) == after, deed


def test_ten_days_in_one_go_are_ten_days_one_by_one(full):
    """Tasks, messages, fields, tags and notes are the same too."""
    documents = (
        Playbook(
            "Long",
            steps=(
                *STORY.steps[2:7],
                Step("other", "start_playbook", "Go on", options={"playbook": "Story"}),
                Step("halt", "stop_playbook", "Stop", When(2), options={"playbook": "Story"}),
                Step("late", "message", "Write", When(1), options={"body": "{{ first_name }}"}),
            ),
        ),
    )
    publish(full, *documents)
    full.do(runs.start, "Long", ["a", "b", "c"])
    days = 14
    for one in range(1, days + 1):
        full.do(runs.tick, go_to(full, one))
    slowly = dump(full, *TABLES)
    for _ in range(days):
        full.undo()
    full.do(runs.tick, go_to(full, days))
    quickly = dump(full, *TABLES)
    for table in (one for one in TABLES if one != "hand_edit"):
        assert quickly[table] == slowly[table], table
    assert len(quickly["run"]) == 6
    before = dump(full, *TABLES)
    full.do(runs.tick, DAY + days)
    assert dump(full, *TABLES) == before


def test_a_playbook_is_not_started_twice_on_an_account_unless_asked(full):
    full.do(runs.start, "Story", ["a"])
    with pytest.raises(UsageError, match="Aldermoor"):
        full.do(runs.start, "Story", ["a", "b"])
    assert len(full.read(run_reading.runs, DAY)) == 1
    full.do(runs.start, "Story", ["a"], again=True)
    assert len(full.read(run_reading.runs, DAY, account="a")) == 2
    with pytest.raises(UsageError, match="past"):
        full.do(runs.start, "Story", ["b"], DAY - 1)


def test_one_that_starts_later_waits_for_its_day(full):
    (run,) = full.do(runs.start, "Story", ["a"], DAY + 3)
    assert view(full, run, DAY).row.status == "waiting"
    assert not full.read(runs.due, go_to(full, 2))
    day = go_to(full, 5)
    full.do(runs.tick, day)
    assert view(full, run, day).steps[0].raised == DAY + 3


def test_what_runs_is_not_changed_by_another_version_nor_by_removal(full):
    (run,) = full.do(runs.start, "Story", ["a"])
    full.do(playbooks.save_draft, "Story", Playbook("Story", steps=STORY.steps[:1]))
    full.do(playbooks.publish, "Story")
    assert len(view(full, run, DAY).steps) == 11
    full.do(playbooks.remove, "Story")
    full.do(tasks.complete, task_of(full, run, "call", DAY), CALL)
    day = go_to(full, 1)
    assert full.do(runs.tick, day).raised == 1


def test_a_copy_on_one_account_can_be_changed_and_the_difference_is_told(full):
    (run,) = full.do(runs.start, "Story", ["a"])
    longer = Playbook(
        "Story", STORY.purpose, STORY.cause, STORY.measure,
        steps=(*STORY.steps[:1], Step("extra", "task", "One more", When(4)), *STORY.steps[1:]),
    )  # fmt: skip
    full.do(runs.change, run, longer)
    told = view(full, run, DAY)
    assert [one.words for one in told.differences] == ["One more was added"]
    assert told.row.changed
    assert task_of(full, run, "extra", DAY) is not None
    renamed = Playbook("Story", steps=(Step("call", "call", "Another"), *longer.steps[1:]))
    with pytest.raises(UsageError, match="came up already"):
        full.do(runs.change, run, renamed)


def test_on_hold_nothing_comes_up_and_afterwards_all_is_later(full):
    (run,) = full.do(runs.start, "Story", ["a"])
    full.do(runs.pause, run, " on holiday ")
    assert view(full, run, DAY).hold_why == "on holiday"
    assert not full.read(runs.due, go_to(full, 6))
    day = go_to(full, 6)
    assert full.do(runs.tick, day).raised == 0
    assert view(full, run, day).hold_why == "on holiday"
    full.do(runs.resume, run)
    assert view(full, run, day).hold_why == ""
    assert view(full, run, DAY + 1).hold_why == "on holiday", "as of a day within"
    call = full.read(task_reading.one, task_of(full, run, "call", day), day)
    assert call.due == day
    day = go_to(full, 7)
    assert full.do(runs.tick, day).raised == 1


def test_a_task_put_off_moves_its_step_and_a_task_opened_again_opens_it(full):
    (run,) = full.do(runs.start, "Story", ["a"])
    call = task_of(full, run, "call", DAY)
    full.do(tasks.snooze, call, DAY + 4, "busy")
    told = view(full, run, DAY).steps
    assert (told[0].planned, told[1].planned) == (DAY + 4, DAY + 5)
    full.do(tasks.complete, call, CALL)
    full.do(tasks.reopen, call)
    assert view(full, run, DAY).steps[0].state == "open"
    full.do(tasks.drop, call, "no")
    assert view(full, run, DAY).steps[0].how == "no"


def test_a_run_that_is_stopped_takes_its_work_off_the_lists(full):
    (run,) = full.do(runs.start, "Story", ["a"])
    day = go_to(full, 1)
    full.do(runs.tick, day)
    full.do(runs.stop, run, "they left")
    task = full.read(task_reading.one, task_of(full, run, "call", day), day)
    assert (task.state, task.dropped_why) == ("dropped", "The run of Story was stopped: they left")
    message = full.read(messages.one, message_of(full, run, "mail", day), day)
    assert message.row.state == "dropped"
    assert view(full, run, day).row.status == "stopped"


def test_what_is_gone_is_told_in_the_step_and_stops_nothing(full):
    odd = Playbook(
        "Odd",
        steps=(
            Step("go", "start_playbook", "Start", options={"playbook": "Nowhere"}),
            Step("mail", "call", "Call", options={"to": "sponsor", "guide": "{{ unheard_of }}"}),
            Step("set", "set_field", "Set", options={"field": "arr", "value": "much"}),
            Step("self", "start_playbook", "Again", options={"playbook": "Odd"}),
        ),
    )
    publish(full, odd)
    (run,) = full.do(runs.start, "Odd", ["c"])
    told = {one.id: one.how for one in view(full, run, DAY).steps}
    assert "no published playbook" in told["go"]
    assert "nobody fits" in told["mail"]
    assert "unheard" in told["mail"]
    assert "much" in told["set"]
    assert "already at work" in told["self"]


def test_looking_back_shows_what_was_known_then(full):
    (run,) = full.do(runs.start, "Story", ["a"])
    day = go_to(full, 3)
    full.do(runs.tick, day)
    full.do(runs.skip, run, "mail", "not now")
    assert states(full, run, DAY)["mail"] == "to come"
    assert states(full, run, DAY + 1)["mail"] == "open"
    assert states(full, run, day)["mail"] == "skipped"
    assert full.read(run_reading.runs, DAY - 1) == ()


def test_an_answer_ends_the_wait_for_it_on_the_day_it_comes(full):
    answered = ReadingTest(
        ReadingRef(kind="touches", options={"days": 5, "direction": "inbound", "kinds": "any"}),
        ">=",
        1.0,
    )
    wait = Step("wait", "wait", "Wait", until=answered, options={"until": "rule", "days": 9})
    publish(full, Playbook("Answer", steps=(wait, Step("thank", "task", "Thank them"))))
    (run,) = full.do(runs.start, "Answer", ["a"])
    day = go_to(full, 1)
    full.do(runs.tick, day)
    assert not full.read(runs.due, day)
    full.do(touches.add, TouchDraft("a", "email", "inbound", day, "Yes"))
    assert full.read(runs.due, day)
    assert full.do(runs.tick, day).raised == 1
    assert states(full, run, day) == {"wait": "done", "thank": "open"}
    assert not full.read(runs.due, day)


def test_the_calendar_cannot_be_run_ahead(full):
    with pytest.raises(UsageError, match="to come"):
        full.do(runs.tick, DAY + 1)


def test_what_was_just_done_decides_the_next_branch(full):
    """The touch that a call is closed with, and what was answered, count at once."""
    called = ReadingTest(ReadingRef(kind="days_since_touch", options={}), "<=", 0.0)
    known = FieldTest("decider", "=", "Ada")
    told = (Step("yes", "notify", "Yes", options={"text": "yes"}),)
    playbook = Playbook(
        "Quick",
        steps=(
            Step("call", "call", "Call", hold=True),
            Step("way", "branch", "Spoken?", arms=(Arm("spoken", called, told), Arm("no", None))),
            Step(
                "ask",
                "ask",
                "Ask",
                hold=True,
                options={"questions": ("Who?",), "fields": ("decider",)},
            ),
            Step("who", "branch", "Ada?", arms=(Arm("Ada", known), Arm("else", None))),
        ),
    )
    publish(full, playbook)
    (run,) = full.do(runs.start, "Quick", ["a"])
    full.do(tasks.complete, task_of(full, run, "call", DAY), CALL)
    full.do(runs.answer, run, "ask", {"Who?": "Ada"})
    ways = {one.id: one.how for one in view(full, run, DAY).steps}
    assert (ways["way"], ways["who"]) == ("spoken", "Ada")
    assert view(full, run, DAY).row.status == "done"


def test_facts_of_one_account_are_those_of_all(example):
    """Read alone, as an operation reads it, an account scores as among all."""
    day = to_day(date(2026, 3, 14))

    def both(tx):
        whole = facts.load(tx)
        published = profiles.published(tx)
        days = np.arange(day - 40, day + 1, dtype=np.int32)
        among = score(whole, published, days, CATALOGUE, detail=False)
        rows = tx.execute(text("SELECT id, account_id FROM account")).all()
        for row, key in rows:
            alone = facts.load_some(tx, row)
            made = score(alone, published, days, CATALOGUE, detail=False)
            at, here = whole.account_ids.index(key), alone.account_ids.index(key)
            np.testing.assert_array_equal(made.final[here], among.final[at])
            np.testing.assert_array_equal(made.band[here], among.band[at])
        return len(rows)

    assert example.read(both) > 0
