"""Tasks by when they are due: each in one group, none lost; what is looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.task import CheckItem, TaskView
from healthdesk.core.domain.task_groups import GROUPS, KINDS, fits, group_of, grouped

WEDNESDAY = to_day(date(2026, 11, 25))
TASK = TaskView(
    id=1, title="Call Ada", account_id="a", account_name="Aldermoor", contact_id=None,
    contact_name="", plan_id=None, plan="", note="about seats", checklist=(CheckItem("x"),),
    priority="normal", needs_touch=False, made_on=0, due=WEDNESDAY, state="open", overdue_days=0,
    done_on=None, dropped_on=None, dropped_why="", touchpoint_id=None, origin="", origin_words="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("ahead", "group"),
    [
        (-1, "Overdue"),
        (0, "Today"),
        (1, "This week"),
        (4, "This week"),
        (5, "Next week"),
        (11, "Next week"),
        (12, "Later"),
    ],
)
def test_a_task_stands_in_the_group_of_its_day(ahead, group):
    assert group_of(replace(TASK, due=WEDNESDAY + ahead), WEDNESDAY) == group


def test_without_a_day_and_closed_ones_stand_apart():
    assert group_of(replace(TASK, due=None), WEDNESDAY) == "No day"
    assert group_of(replace(TASK, state="done"), WEDNESDAY) == "Closed lately"


@given(
    st.lists(
        st.builds(
            replace,
            st.just(TASK),
            due=st.none() | st.integers(WEDNESDAY - 40, WEDNESDAY + 40),
            state=st.sampled_from(("open", "done", "dropped")),
        )
    ),
    st.integers(WEDNESDAY - 10, WEDNESDAY + 10),
)
def test_every_task_stands_once_and_the_groups_in_order(tasks, day):
    groups = grouped(tasks, day)
    assert sorted(map(id, tasks)) == sorted(id(one) for group in groups for one in group.tasks)
    titles = [group.title for group in groups]
    assert titles == [title for title in GROUPS if title in titles]


def test_what_is_looked_for_is_found_in_title_account_and_note():
    assert fits(TASK, "all", "ada alder", WEDNESDAY)
    assert fits(TASK, "due", "seats", WEDNESDAY)
    assert not fits(TASK, "all", "ada nobody", WEDNESDAY)
    assert not fits(replace(TASK, due=WEDNESDAY + 1), "due", "", WEDNESDAY)
    assert fits(replace(TASK, origin="playbook:Get well"), "playbook", "", WEDNESDAY)
    assert fits(replace(TASK, needs_touch=True), "touch", "", WEDNESDAY)
    assert fits(replace(TASK, times_put_off=2), "off", "", WEDNESDAY)
    assert not any(fits(TASK, kind, "", WEDNESDAY) for kind in KINDS if kind not in ("all", "due"))
