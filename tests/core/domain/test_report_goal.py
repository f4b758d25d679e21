"""Lines of goals: what is measured, what is words, and that any line can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain import report_goal
from healthdesk.core.domain.report_goal import ReviewGoal

DECEMBER, SECOND = 20818, 20759


@pytest.mark.parametrize(
    ("line", "goal"),
    [
        (
            "Daily users: active_users at least 50 by 2026-12-31",
            ReviewGoal("Daily users", "active_users", 50.0, due=DECEMBER),
        ),
        (
            "seats in use >= 80 %, by 2026-12-31",
            ReviewGoal("seats in use at least 80%", "seats in use", 80.0, share=True, due=DECEMBER),
        ),
        (
            "Open tickets at most 1.5",
            ReviewGoal("Open tickets at most 1.5", "Open tickets", 1.5, falls=True),
        ),
        ("Go-live in Leeds, done 2026-11-02", ReviewGoal("Go-live in Leeds", done=SECOND)),
        ("Two branches by spring", ReviewGoal("Two branches by spring")),
        ("Better by 2026-13-45", ReviewGoal("Better by 2026-13-45")),
        ("  ", None),
    ],
)
def test_a_line_is_a_figure_and_its_target_or_words(line, goal):
    assert report_goal.read(line) == goal


@given(st.text(max_size=300))
def test_any_line_is_read_and_no_word_is_lost(line):
    found = report_goal.read(line)
    assert (found is None) == (not line.split())
    if found is not None and not found.figure and found.due is None and found.done is None:
        assert found.text == " ".join(line.split())


@given(
    st.sampled_from(["users", "Active users", "seats in use", "api.calls"]),
    st.floats(0, 10**6).map(lambda value: round(value, 2)),
    st.booleans(),
)
def test_a_goal_that_is_written_out_reads_as_it_was_meant(figure, target, falls):
    told = f"{figure} {'at most' if falls else 'at least'} {target:.2f}"
    found = report_goal.read(told)
    assert (found.figure, found.target, found.falls) == (figure, target, falls)
