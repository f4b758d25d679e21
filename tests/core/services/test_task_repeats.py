"""Tasks that come again, are put off with a reason, do not apply, or change many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.task import Bulk, CheckItem, Repeat, TaskDraft, again_on
from healthdesk.core.services import imports, task_reading, tasks
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {"accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n"}
WEEKLY = TaskDraft(
    "Look at usage",
    "a",
    TODAY,
    checklist=(CheckItem("open", done=True), CheckItem("note", optional=True)),
    repeat=Repeat(1, "weeks"),
)


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def open_ones(desk):
    return [one for one in desk.read(task_reading.everything, TODAY) if one.state == "open"]


def test_a_closed_task_comes_again_in_its_rhythm_with_its_list_begun_anew(full):
    first = full.do(tasks.add, WEEKLY)
    assert full.read(tasks.one, first, TODAY).repeat == Repeat(1, "weeks")
    full.do(tasks.complete, first)
    (again,) = open_ones(full)
    assert (again.title, again.due, again.repeat) == ("Look at usage", TODAY + 7, WEEKLY.repeat)
    assert [(one.done, one.optional) for one in again.checklist] == [(False, False), (False, True)]
    assert full.read(tasks.one, first, TODAY).repeat is None
    full.undo()
    (back,) = open_ones(full)
    assert (back.id, back.repeat) == (first, WEEKLY.repeat)


def test_a_task_closed_late_comes_again_behind_today(full):
    late = full.do(tasks.add, replace(WEEKLY, due=TODAY - 30))
    full.do(tasks.complete, late)
    (again,) = open_ones(full)
    assert again.due == TODAY - 30 + 35


def test_closing_it_open_again_and_once_more_makes_no_two_of_them(full):
    first = full.do(tasks.add, WEEKLY)
    full.do(tasks.complete, first)
    full.do(tasks.reopen, first)
    full.do(tasks.complete, first)
    assert len(open_ones(full)) == 1


def test_a_dropped_task_does_not_come_again_one_that_does_not_apply_does(full):
    dropped, passed = full.do(tasks.add, WEEKLY), full.do(tasks.add, WEEKLY)
    full.do(tasks.drop, dropped, "given up")
    assert [one.id for one in open_ones(full)] == [passed]
    full.do(tasks.not_applicable, passed, "holidays")
    (again,) = open_ones(full)
    assert again.id not in (dropped, passed)
    assert full.read(tasks.one, passed, TODAY).dropped_why == "Not applicable: holidays"


def test_what_repeats_how_often_is_checked_and_can_be_taken_away(full):
    with pytest.raises(UsageError, match="every 1 to 366"):
        full.do(tasks.add, replace(WEEKLY, repeat=Repeat(0, "days")))
    row = full.do(tasks.add, WEEKLY)
    full.do(tasks.edit, row, replace(WEEKLY, repeat=Repeat(2, "months")))
    assert full.read(tasks.one, row, TODAY).repeat == Repeat(2, "months")
    full.do(tasks.edit, row, replace(WEEKLY, repeat=None))
    assert full.read(tasks.one, row, TODAY).repeat is None


def test_a_step_that_does_not_apply_holds_nothing_up_and_says_why(full):
    row = full.do(tasks.add, replace(WEEKLY, repeat=None, checklist=(CheckItem("open"),)))
    with pytest.raises(UsageError, match="1 step of its checklist is not ticked"):
        full.do(tasks.complete, row)
    full.do(tasks.skip_item, row, 0, "no access")
    (step,) = full.read(tasks.one, row, TODAY).checklist
    assert (step.done, step.without, step.closed) == (False, "no access", True)
    full.do(tasks.complete, row)
    with pytest.raises(NotFound, match="no step 2"):
        full.do(tasks.skip_item, row, 1, "none")


def test_putting_off_keeps_the_reason_and_how_often(full):
    row = full.do(tasks.add, replace(WEEKLY, repeat=None))
    full.do(tasks.snooze, row, TODAY + 2, "she is away")
    full.do(tasks.snooze, row, TODAY + 5, "still away")
    seen = full.read(tasks.one, row, TODAY)
    assert (seen.due, seen.put_off, seen.times_put_off) == (TODAY + 5, "still away", 2)
    full.undo()
    assert full.read(tasks.one, row, TODAY).put_off == "she is away"


def test_many_change_together_or_none_does(full):
    rows = [full.do(tasks.add, replace(WEEKLY, repeat=None, title=name)) for name in "xyz"]
    assert full.do(tasks.change_many, rows, Bulk("put off", TODAY + 3, "travel")) == 3
    assert {full.read(tasks.one, one, TODAY).due for one in rows} == {TODAY + 3}
    full.do(tasks.change_many, rows[:2], Bulk("priority", priority="high"))
    assert [full.read(tasks.one, one, TODAY).priority for one in rows] == ["high", "high", "normal"]
    full.do(tasks.complete, rows[2])
    with pytest.raises(UsageError, match="“z” is done already"):
        full.do(tasks.change_many, rows, Bulk("drop", why="all over"))
    assert {full.read(tasks.one, one, TODAY).state for one in rows[:2]} == {"open"}
    full.do(tasks.change_many, rows[:2], Bulk("done"))
    assert not open_ones(full)
    with pytest.raises(UsageError, match="cannot have the priority"):
        full.do(tasks.change_many, rows[:1], Bulk("priority", priority="vast"))


@given(
    st.integers(10_000, 30_000),
    st.integers(1, 40),
    st.sampled_from(("days", "weeks", "months")),
    st.integers(-200, 900),
)
def test_the_next_day_is_behind_today_and_in_the_rhythm(due, every, unit, ahead):
    today = due + ahead
    at = again_on(due, Repeat(every, unit), today)
    assert at > max(today, due)
    if unit != "months":
        step = every * (7 if unit == "weeks" else 1)
        assert (at - due) % step == 0
        assert at - step <= max(today, due)
    else:
        start, then = to_date(due), to_date(at)
        months = (then.year - start.year) * 12 + then.month - start.month
        assert months % every == 0
        assert then.day == start.day or (
            then.day < start.day and (then + timedelta(days=1)).day == 1
        )


def test_months_end_where_a_shorter_one_ends():
    jan = to_day(date(2026, 1, 31))
    assert to_date(again_on(jan, Repeat(1, "months"), jan)) == date(2026, 2, 28)
    assert to_date(again_on(jan, Repeat(1, "months"), jan + 40)) == date(2026, 3, 31)
    assert [Repeat(1, "days").words, Repeat(3, "months").words] == ["every day", "every 3 months"]
