"""What is told to be wrong in a playbook, and where."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from healthdesk import paths
from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.playbook import RENEWAL, START, Arm, When, parse_playbook
from healthdesk.core.domain.playbook_faults import Known, faults, is_day, of_step
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services.merge import check_template
from tests.core.domain.playbook_trees import chain, ids, playbooks, step

RULE = FieldTest("score", "<", 40.0)


def told(*steps, known=None, **more):
    found = faults(chain(*steps, **{"measure": "Users", **more}), CATALOGUE, known)
    return [(one.step, one.sentence.split(".")[0].split(":")[0], one.blocks) for one in found]


def test_a_good_one_has_none():
    good = chain(
        step("call", "call", options={"to": "champion"}),
        step("wait", "wait", until=RULE, options={"until": "rule"}),
        step("fork", "branch", arms=(Arm("yes", RULE, (step("a"),)), Arm("no"))),
        step("ask", "outcome", name="How did it go?"),
        measure="Users above 30",
    )
    assert faults(good, CATALOGUE) == ()


@pytest.mark.parametrize(
    ("made", "sentence", "blocks"),
    [
        (step("a", name=" "), "It has no name", True),
        (step("a", name="Task"), "It has no name of its own", False),
        (step("a", "message", options={"subject": "x", "body": "y"}), "Nobody is named", False),
        (step("a", "message", options={"to": "user", "body": "y"}),
         "The message has no subject", False),
        (step("a", "message", options={"to": "user", "subject": "y"}),
         "The message has no words", False),
        (step("a", "branch", arms=(Arm("yes", RULE, (step("b"),)),)),
         "A branch needs two ways at least", True),
        (step("a", "branch", arms=(Arm("yes", None, (step("b"),)), Arm("no"))),
         "None of its ways has a rule", True),
        (step("a", "branch", arms=(Arm("x"), Arm("y", RULE, (step("b"),)))),
         "“x” has no rule", True),
        (step("a", "branch", arms=(Arm("yes", RULE), Arm("no"))),
         "Nothing happens on any of its ways", False),
        (step("a", "branch", arms=(Arm("yes", RULE, (step("b"),)), Arm("Yes "))),
         "Two of its ways have the same name", False),
        (step("a", "wait", options={"until": "rule"}),
         "It waits for a rule, and there is none", True),
        (step("a", "wait", options={"until": "day", "day": "soon"}),
         "It waits for a day, and names none", True),
        (step("a", "note"), "The note has no words", True),
        (step("a", "tag"), "It names no tag", True),
        (step("a", "ask"), "It asks nothing", True),
        (step("a", "ask", options={"questions": ("Why?",), "fields": ("x", "y")}),
         "It names more attributes than questions", False),
        (step("a", "start_playbook"), "It names no playbook", True),
        (step("a", "start_playbook", options={"playbook": "Made"}),
         "It would start itself without end", True),
        (step("a", "note", hold=True, options={"text": "x"}),
         "What follows need not wait for it", False),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_step(made, sentence, blocks):
    assert ("a", sentence, blocks) in told(made)


def test_what_the_desk_does_not_have():
    known = Known(
        playbooks=("Other",),
        fields=("tier",),
        template=lambda text: ("line 1",) if "{{" in text else (),
    )
    gone = step("a", "stop_playbook", options={"playbook": "Gone"})
    there = step("b", "start_playbook", options={"playbook": "Other"})
    field = step("c", "set_field", options={"field": "teir", "value": "{{ x"})
    assert told(gone, there, field, known=known) == [
        ("a", "The desk has no playbook “Gone”", False),
        ("c", "Value", True),
        ("c", "The desk has no attribute “teir”", False),
    ]


def test_what_is_never_reached():
    assert ("b", "It is never reached", True) in told(step("a", "end"), step("b"))
    ways = (Arm("yes", RULE, (step("x", "end"),)), Arm("no", None, (step("y", "end"),)))
    both = told(step("a", "branch", arms=ways), step("b"))
    assert ("b", "It is never reached", True) in both
    one = (Arm("yes", RULE, (step("x", "end"),)), Arm("no"))
    assert all(key != "b" for key, _, _ in told(step("a", "branch", arms=one), step("b")))


def test_what_counts_from_a_way_that_may_not_be_taken():
    ways = (Arm("yes", RULE, (step("x"), step("z", when=When(1, "x")))), Arm("no"))
    late = step("b", when=When(3, "x"), hold=True)
    found = faults(chain(step("a", "branch", arms=ways), late, measure="m"), CATALOGUE)
    assert [one.step for one in found] == ["b"]
    assert "never comes, and nothing behind it" in found[0].sentence
    assert found[0].blocks


def test_days_that_run_backwards():
    early = told(step("a", when=When(10, START)), step("b", when=When(5, START)))
    assert early == [("b", "Its day lies before that of “A”, which stands above it", False)]
    assert told(step("a", when=When(2)), step("b", when=When(3)), step("c", when=When(4, START)))
    assert not told(
        step("a", when=When(10, START)), step("w", "wait"), step("b", when=When(5, START))
    )
    before = (step("a", when=When(-30, RENEWAL)), step("b", when=When(-60, RENEWAL)))
    assert [key for key, _, _ in told(*before)] == ["b"]


def test_of_the_whole():
    assert told() == [("", "It has no steps yet", True)]
    assert told(step("a"), measure="") == [
        ("", "Nothing is named that would show whether it worked", False)
    ]
    found = faults(chain(step("a"), step("b", "note")), CATALOGUE)
    assert [one.sentence for one in of_step(found, "b")] == ["The note has no words."]


def test_days_that_a_wait_understands():
    assert is_day("2026-11-23")
    assert is_day("-30 renewal")
    assert not is_day("30 February")
    assert not is_day("")


@settings(max_examples=50)
@given(playbooks())
def test_every_fault_is_of_a_step_that_is_there(playbook):
    found = faults(playbook, CATALOGUE)
    assert {one.step for one in found} <= {"", *ids(playbook)}
    assert all(one.sentence.endswith(".") for one in found)


SHIPPED = sorted((paths.resources() / "playbooks").glob("*.json"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_ones_can_be_published(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    playbook = parse_playbook(document, path.stem, CATALOGUE, (), READINGS)
    known = Known(template=lambda text: tuple(one.sentence for one in check_template(text)))
    assert [one for one in faults(playbook, CATALOGUE, known) if one.blocks] == []
