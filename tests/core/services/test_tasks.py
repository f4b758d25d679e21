"""Tasks: due lists, what completing takes, as of which day they stand, undo to the last bit."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import PRIORITIES, to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import CheckItem, TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import imports, segments, tasks, touches
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n",
    "contacts": "contact_id,account_id,name\nc1,a,Ada\nc2,b,Bo\n",
}
STEPS = (CheckItem("first"), CheckItem("second", done=True))
CALL = TouchDraft("a", "call", "outbound", TODAY, "Renewal")
TASK = TaskDraft("Call Ada", "a", TODAY, contact_id="c1")


@op("Pretend")
def pretend(tx, sql, **asked):
    tx.execute(text(sql), asked)
    tx.expire_all()


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def titles(found):
    return [one.title for one in found]


def test_a_task_says_everything_that_was_written(full):
    row = full.do(tasks.add, replace(TASK, note="ask", checklist=STEPS, priority="high"))
    seen = full.read(tasks.one, row, TODAY)
    assert seen.draft == replace(TASK, note="ask", checklist=STEPS, priority="high")
    assert (seen.account_name, seen.contact_name, seen.progress) == ("One", "Ada", "1 of 2")
    assert (seen.state, seen.made_on, seen.left) == ("open", TODAY, ("first",))


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, row: desk.do(tasks.edit, row, replace(TASK, title="Write")),
        lambda desk, row: desk.do(tasks.tick_item, row, 0, done=True),
        lambda desk, row: desk.do(tasks.snooze, row, TODAY + 3),
        lambda desk, row: desk.do(tasks.drop, row, "no longer"),
        lambda desk, row: desk.do(tasks.complete, desk.do(tasks.add, TASK)),
    ],
)
def test_every_act_is_undone_exactly(full, act):
    row = full.do(tasks.add, replace(TASK, checklist=STEPS))
    before = make.dump(full)
    act(full, row)
    assert make.dump(full) != before
    while make.dump(full)["task"] != before["task"]:
        assert full.undo() is not None
    assert make.dump(full) == before


def test_a_task_that_needs_a_touch_is_not_done_without_it(full):
    row = full.do(tasks.add, replace(TASK, needs_touch=True))
    before = make.dump(full)
    with pytest.raises(UsageError, match="only with a note of the touch"):
        full.do(tasks.complete, row)
    assert make.dump(full) == before
    touch = full.do(tasks.complete, row, CALL)
    assert full.read(touches.read, touch).draft == CALL
    seen = full.read(tasks.one, row, TODAY)
    assert (seen.state, seen.done_on, seen.touchpoint_id) == ("done", TODAY, touch)
    assert full.undo_label == "Complete task"
    full.undo()
    assert make.dump(full) == before


def test_a_touch_that_cannot_be_written_leaves_the_task_open(full):
    row = full.do(tasks.add, replace(TASK, needs_touch=True))
    before = make.dump(full)
    with pytest.raises(UsageError, match="future"):
        full.do(tasks.complete, row, replace(CALL, day=TODAY + 1))
    with pytest.raises(UsageError, match="another account"):
        full.do(tasks.complete, row, replace(CALL, account_id="b"))
    assert make.dump(full) == before


def test_steps_are_ticked_first(full):
    row = full.do(tasks.add, replace(TASK, checklist=STEPS))
    with pytest.raises(UsageError, match=r"1 step of its checklist is not ticked \(first\)"):
        full.do(tasks.complete, row)
    full.do(tasks.tick_item, row, 0, done=True)
    full.do(tasks.complete, row)
    assert full.read(tasks.one, row, TODAY).state == "done"
    with pytest.raises(NotFound, match="step 3"):
        full.do(tasks.tick_item, row, 2, done=True)


def test_a_dropped_task_keeps_its_reason(full):
    row = full.do(tasks.add, TASK)
    with pytest.raises(UsageError, match="needs words"):
        full.do(tasks.drop, row, "  ")
    full.do(tasks.drop, row, "they left")
    seen = full.read(tasks.one, row, TODAY)
    assert (seen.state, seen.dropped_why, seen.overdue_days) == ("dropped", "they left", 0)
    with pytest.raises(UsageError, match="dropped already"):
        full.do(tasks.complete, row)
    full.do(tasks.reopen, row)
    assert full.read(tasks.one, row, TODAY).draft == TASK


def test_a_day_before_shows_what_stood_then(full):
    row = full.do(tasks.add, replace(TASK, due=TODAY - 5))
    full.do(pretend, "UPDATE task SET made_on = :day", day=TODAY - 9)
    full.do(tasks.complete, row)
    assert full.read(tasks.of_account, "a", TODAY - 10) == ()
    (then,) = full.read(tasks.of_account, "a", TODAY - 3)
    assert (then.state, then.overdue_days, then.done_on, then.touchpoint_id) == (
        "open",
        2,
        None,
        None,
    )
    (now,) = full.read(tasks.of_account, "a", TODAY)
    assert (now.state, now.done_on, now.overdue_days) == ("done", TODAY, 0)
    assert titles(full.read(tasks.due, TODAY - 3)) == ["Call Ada"]
    assert full.read(tasks.due, TODAY) == ()
    assert titles(full.read(tasks.closed_between, TODAY - 2, TODAY)) == ["Call Ada"]


def test_the_longest_overdue_comes_first_and_no_day_last(full):
    for title, due, priority in (
        ("none", None, "urgent"),
        ("soon", TODAY + 2, "normal"),
        ("late", TODAY - 1, "low"),
        ("as late", TODAY - 1, "urgent"),
        ("latest", TODAY - 4, "normal"),
    ):
        full.do(tasks.add, replace(TASK, title=title, due=due, priority=priority))
    found = full.read(tasks.of_account, "a", TODAY)
    assert titles(found) == ["latest", "as late", "late", "soon", "none"]
    assert titles(full.read(tasks.due, TODAY)) == ["latest", "as late", "late"]
    assert titles(full.read(tasks.due, TODAY, ahead=2)) == ["latest", "as late", "late", "soon"]


def test_a_segment_sees_the_tasks_of_its_accounts_alone(full):
    full.do(tasks.add, TASK)
    full.do(tasks.add, replace(TASK, title="other", account_id="b", contact_id=None))
    full.do(tasks.add, TaskDraft("of nobody", None, TODAY))
    document = {"name": "One", "rule": {"field": "name", "op": "=", "value": "One"}}
    full.do(op("Segments")(segments.replace_all), [document])
    assert titles(full.read(tasks.due, TODAY, segment="One")) == ["Call Ada"]
    assert len(full.read(tasks.due, TODAY)) == 3


@pytest.mark.parametrize(
    ("draft", "error", "said"),
    [
        (replace(TASK, title="  "), UsageError, "needs words"),
        (replace(TASK, title="x" * 301), UsageError, "at most 300"),
        (replace(TASK, priority="asap"), UsageError, "priority"),
        (replace(TASK, account_id="zz", contact_id=None), NotFound, "zz"),
        (replace(TASK, contact_id="c2"), NotFound, "c2"),
        (replace(TASK, plan_id=7), NotFound, "plan"),
        (TaskDraft("x", None, needs_touch=True), UsageError, "needs an account"),
        (replace(TASK, checklist=(CheckItem("s"),) * 51), UsageError, "at most 50"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(full, draft, error, said):
    before = make.dump(full)
    with pytest.raises(error, match=said):
        full.do(tasks.add, draft)
    assert make.dump(full) == before


def test_a_task_goes_with_its_account_and_stays_without_its_person(full):
    row = full.do(tasks.add, TASK)
    full.do(pretend, "DELETE FROM contact WHERE contact_id = 'c1'")
    assert full.read(tasks.one, row, TODAY).contact_id is None
    full.do(pretend, "DELETE FROM account WHERE account_id = 'a'")
    with pytest.raises(NotFound):
        full.read(tasks.one, row, TODAY)


DRAFTS = st.builds(
    TaskDraft,
    title=st.text("ab <b>&", min_size=1, max_size=12).filter(str.strip),
    account_id=st.sampled_from(["a", "b", None]),
    due=st.none() | st.integers(TODAY - 6, TODAY + 6),
    priority=st.sampled_from(PRIORITIES),
    checklist=st.lists(
        st.builds(CheckItem, text=st.sampled_from(["s", "t"]), done=st.booleans()), max_size=2
    ).map(tuple),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(DRAFTS, min_size=1, max_size=6))
def test_due_lists_part_what_is_open_and_reopening_undoes_completing(drafts):
    with tempfile.TemporaryDirectory() as folder:
        desk = make.desk(Path(folder))
        try:
            desk.do(imports.run, [folders.write(Path(folder) / "facts", FACTS)])
            rows = [desk.do(tasks.add, draft) for draft in drafts]
            now = {one.id for one in desk.read(tasks.due, TODAY)}
            later = {one.id for one in desk.read(tasks.due, TODAY, ahead=6)}
            dated = {row for row, one in zip(rows, drafts, strict=True) if one.due is not None}
            assert now <= later == dated
            assert all(
                (desk.read(tasks.one, row, TODAY).overdue_days > 0) <= (row in now) for row in rows
            )
            for row in rows:
                before = desk.read(tasks.one, row, TODAY)
                if not before.left:
                    desk.do(tasks.complete, row)
                    assert row not in {one.id for one in desk.read(tasks.due, TODAY, ahead=6)}
                    desk.do(tasks.reopen, row)
                assert desk.read(tasks.one, row, TODAY) == before
        finally:
            desk.close()
