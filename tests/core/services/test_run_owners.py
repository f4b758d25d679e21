"""Who does a step: the step says so, else the run; its task, the trial and the lists tell it."""

from __future__ import annotations

import pytest

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.playbook import Playbook, Step, When, parse_playbook
from healthdesk.core.domain.playbook_difference import differences
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services import imports, runs, task_reading, trial
from healthdesk.core.services.run_reading import one
from tests import folders
from tests.core.services.run_story import DAY, FACTS, go_to, publish

THEIRS = Step("train", "task", "Train them", When(0), owner="Marta Keil")
MINE = Step("look", "task", "Look at it", When(0))
PAIR = Playbook("Pair", steps=(THEIRS, MINE))


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, PAIR)
    return desk


def whose(desk):
    return {task.title: task.owner for task in desk.read(task_reading.due, DAY)}


def test_a_task_is_whose_its_step_says_else_whose_the_run_is(full):
    (run,) = full.do(runs.start, "Pair", ["a"])
    assert whose(full) == {"Train them": "Marta Keil", "Look at it": ""}
    full.do(runs.take_over, run, "Ada")
    assert whose(full) == {"Train them": "Marta Keil", "Look at it": "Ada"}
    told = {step.id: step.owner for step in full.read(one, run, DAY).steps}
    assert told == {"train": "Marta Keil", "look": ""}


def test_the_trial_names_who_does_it(full):
    rows = full.read(trial.trial, PAIR, "a", DAY).rows
    assert [row.detail for row in rows] == ["Marta Keil", ""]


def read(step, **more):
    document = {"schema_version": 1, "name": "P", "steps": [step], **more}
    return parse_playbook(document, "p", CATALOGUE, (), READINGS)


def test_documents_of_before_have_no_owner_and_ask_for_no_sign_off():
    old = read({"id": "a", "kind": "task", "name": "A"})
    assert (old.steps[0].owner, old.sign_off) == ("", False)
    new = read({"id": "a", "kind": "task", "name": "A", "owner": " Marta\n Keil "}, sign_off=True)
    assert (new.steps[0].owner, new.sign_off) == ("Marta Keil", True)
    assert [one.words for one in differences(old, new)] == [
        "a sign-off at the end is asked for",
        "A: owner: as usual, now “Marta Keil”",
    ]


@pytest.mark.parametrize(("kind", "owner"), [("wait", "Marta"), ("task", 7), ("task", "x" * 101)])
def test_what_no_owner_can_be_is_refused_with_its_place(kind, owner):
    with pytest.raises(BadDocument, match="owner"):
        read({"id": "a", "kind": kind, "name": "A", "owner": owner})
