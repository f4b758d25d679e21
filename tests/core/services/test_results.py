"""What came of playbooks: outcomes, steps, scores after runs with their number, open loops."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.services import imports, results, runs, tasks
from healthdesk.core.services.run_reading import one, open_on
from tests import folders
from tests.core.services.run_story import DAY, FACTS, go_to, publish

SHORT = Playbook(
    "Short",
    steps=(
        Step("do", "task", "Do it", required=True),
        Step("maybe", "task", "Maybe"),
        Step("how", "outcome", "How was it?", options={"look_again": 30}),
    ),
)


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    surveys = "response_id,account_id,kind,rating,day\n" + "".join(
        f"r{at},{key},nps,{rating},{day}\n"
        for at, (key, rating, day) in enumerate(
            [("a", 2, "2026-11-20"), ("a", 10, "2026-12-20"), ("b", 9, "2026-11-01")]
        )
    )
    desk.do(imports.run, [folders.write(tmp_path / "facts", {**FACTS, "surveys": surveys})])
    publish(desk, SHORT)
    return desk


def told(desk, day):
    return desk.read(results.results, "Short", day)


def test_outcomes_and_steps_are_counted_as_of_the_day(full):
    first, second, third = full.do(runs.start, "Short", ["a", "b", "c"])
    day = go_to(full, 4)
    for run in (first, second):
        full.do(tasks.complete, full.read(one, run, day).steps[0].task)
    full.do(runs.record_outcome, first, "worked", "at once")
    full.do(runs.finish, first)
    full.do(runs.stop, third, "left")
    found = told(full, day)
    assert (found.runs, found.active, found.done, found.stopped) == (3, 1, 1, 1)
    assert found.outcomes == {"worked": 1, "partly": 0, "no": 0, "too early": 0}
    do, maybe, _ = found.steps
    assert (do.reached, do.done, do.skipped, do.late_days, do.median_days) == (3, 2, 1, 8, 4.0)
    assert (maybe.done, maybe.skipped, maybe.open) == (0, 2, 1)
    assert [row.run for row in found.waiting] == [second]
    before = told(full, DAY)
    assert (before.active, before.done, before.outcomes["worked"]) == (3, 0, 0)


def test_scores_after_done_runs_are_told_with_their_number(full):
    (run,) = full.do(runs.start, "Short", ["a"])
    for step in ("do", "maybe"):
        full.do(runs.skip, run, step, "no need")
    full.do(runs.record_outcome, run, "worked")
    thirty, sixty, ninety = told(full, go_to(full, 65)).changes
    assert (thirty.after, thirty.n, sixty.n, ninety.n) == (30, 1, 1, 0)
    assert thirty.mean is not None
    assert thirty.mean > 0
    assert (thirty.risen, ninety.mean) == (1, None)


def test_an_outcome_too_early_to_tell_is_asked_again(full):
    (run,) = full.do(runs.start, "Short", ["a"])
    assert full.read(open_on, DAY).outcomes == 1
    full.do(runs.record_outcome, run, "too early")
    assert full.read(open_on, DAY).outcomes == 0
    assert full.read(open_on, DAY + 30).outcomes == 1


def test_a_step_that_most_pass_over_is_named_with_their_reason(full):
    made = full.do(runs.start, "Short", ["a", "b", "c"])
    for run, why in zip(made, ("no time", "no time", "no need"), strict=True):
        full.do(runs.skip, run, "maybe", why)
    do, maybe, _ = told(full, DAY).steps
    assert (maybe.passed, maybe.why, maybe.is_passed_over) == (3, "no time", True)
    assert not do.is_passed_over
    full.do(runs.stop, made[0], "left")
    assert told(full, DAY).steps[0].passed == 0


def test_what_a_goal_ended_was_passed_over_by_nobody(full):
    made = full.do(runs.start, "Short", ["a", "b", "c"])
    for run in made:
        full.do(runs.skip, run, "maybe", "not needed: its goal was reached: they answered")
    assert told(full, DAY).steps[1].passed == 0


def test_the_list_counts_what_the_results_count(full):
    first, second, third = full.do(runs.start, "Short", ["a", "b", "c"])
    full.do(runs.record_outcome, first, "partly")
    full.do(runs.record_outcome, second, "too early")
    full.do(runs.stop, third, "left")
    row = next(one for one in full.read(results.overview, DAY) if one.name == "Short")
    one = told(full, DAY)
    assert (row.runs, row.active, row.done, row.stopped) == (
        one.runs, one.active, one.done, one.stopped
    )  # fmt: skip
    assert row.outcomes == one.outcomes
    assert (row.told, row.waiting, row.measure) == (1, len(one.waiting), "")
    before = next(one for one in full.read(results.overview, DAY - 1) if one.name == "Short")
    assert before.runs == 0


def test_the_next_answer_after_a_done_run_is_told_against_the_last_before(full):
    (run,) = full.do(runs.start, "Short", ["a"])
    for step in ("do", "maybe"):
        full.do(runs.skip, run, step, "no need")
    full.do(runs.record_outcome, run, "worked")
    assert told(full, DAY).ratings.n == 0
    found = told(full, go_to(full, 65)).ratings
    assert (found.n, found.mean, found.risen, found.fallen) == (1, 8.0, 1, 0)
