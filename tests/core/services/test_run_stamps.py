"""Steps that belong to a milestone come on its day; a message by hand brings its subject along."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import START, Playbook, Step, When
from healthdesk.core.services import imports, message_reading, milestones, runs, trial
from healthdesk.core.services.playbook_documents import shipped
from healthdesk.core.services.run_reading import one
from tests import folders
from tests.core.services.run_story import DAY, FACTS, go_to, publish

MEET = Step("meet", "call", "Kick-off", When(7, START), options={"milestone": "kick-off"})
WRITE = Step("write", "message", "Write", options={"mode": "unscripted", "subject": "Welcome"})
BEGIN = Playbook("Begin", steps=(WRITE, MEET))


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, BEGIN)
    return desk


def planned(desk):
    """Days from now on which the step comes, by the run and by the trial."""
    (run,) = desk.do(runs.start, "Begin", ["a"], again=True)
    steps = {step.id: step for step in desk.read(one, run, DAY).steps}
    rows = {row.step: row for row in desk.read(trial.trial, BEGIN, "a", DAY).rows}
    assert rows["meet"].day == steps["meet"].planned
    assert not steps["meet"].moved
    return steps["meet"].planned - DAY


def test_a_step_of_a_milestone_comes_on_its_day(full):
    assert planned(full) == 7
    full.do(milestones.set_due, "a", "Kick-off", DAY + 2)
    assert planned(full) == 2
    full.do(milestones.set_due, "a", "Kick-off", DAY - 3)
    assert planned(full) == 7


def test_one_that_is_stamped_leaves_the_step_its_own_day(full):
    full.do(milestones.set_days, "a", "Kick-off", DAY + 2, DAY)
    assert planned(full) == 7


def test_the_shipped_welcome_knows_the_milestones():
    (found,) = [book for book in shipped() if book.name == "Welcome and onboarding"]
    named = [step.options["milestone"] for step in found.steps if "milestone" in step.options]
    assert named == ["Kick-off", "First value"]


def test_a_message_by_hand_has_its_steps_subject_and_no_word_more(full):
    (run,) = full.do(runs.start, "Begin", ["a"])
    step = next(step for step in full.read(one, run, DAY).steps if step.id == "write")
    found = full.read(message_reading.one, step.message, DAY)
    assert (found.row.subject, found.body, found.row.unscripted) == ("Welcome", "", True)
