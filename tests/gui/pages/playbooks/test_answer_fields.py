"""Where answers go in the editor: a line for each question; who is reworded keeps its attribute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.actions.ask import moved
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.gui.pages.playbooks.editor.answer_fields import KEPT
from healthdesk.gui.pages.playbooks.editor.form_card import FormCard
from healthdesk.gui.pages.playbooks.editor.kit import Kit

QUESTIONS = ("Who decides?", "How many people?")
STEP = Step("ask", "ask", "Ask", options={"questions": QUESTIONS, "fields": ("-", "seats")})
ATTRIBUTES = (("seats", "Seats"), ("stage", "Stage"))
words = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


@pytest.fixture
def card(ui, qtbot):
    made = FormCard(Kit(ui, attributes=ATTRIBUTES))
    qtbot.addWidget(made)
    made.resize(360, 700)
    made.show()
    return made


def shown(card, step=STEP):
    card.show_step(Playbook("Any", steps=(step,)), step.id, ())
    return card.kind_form("ask").inputs


def labels(made):
    return [(one.label.full_text, one.button.label) for one in made.lines if not one.isHidden()]


def test_each_question_stands_beside_where_its_answer_goes(card):
    made = shown(card)["fields"]
    assert labels(made) == [("Who decides?", KEPT), ("How many people?", "Seats")]
    gone = Step("ask", "ask", "Ask", options={"questions": ("Who?",), "fields": ("old",)})
    assert labels(shown(card, gone)["fields"]) == [("Who?", "old")]
    assert shown(card, Step("ask", "ask", "Ask"))["fields"].isHidden()


def test_choosing_an_attribute_changes_the_step_and_keeps_the_others(card, qtbot):
    made, told = shown(card)["fields"], []
    card.step_changed.connect(lambda step, _: told.append(step.options.get("fields", ())))
    made.lines[0].button.chosen.emit("stage")
    made.lines[1].button.chosen.emit("-")
    assert told == [("stage", "seats"), ("stage",)]


def test_a_question_written_before_others_leaves_them_their_attributes(card):
    inputs, told = shown(card), []
    card.step_changed.connect(lambda step, _: told.append(step.options))
    inputs["questions"].box.setPlainText("Since when?\nWho decides?\nHow many people?")
    assert told[-1]["fields"] == ("-", "-", "seats")
    assert len(told[-1]["questions"]) == 3


@given(words, words)
def test_questions_that_stay_in_order_keep_their_attributes(before, extra):
    fields = [f"to {one}" for one in before]
    added = [one.upper() for one in extra]
    after = [*added[:3], *before, *added[3:]]
    found = moved(fields, before, after)
    assert [one for one in found if one != "-"] == fields
    assert moved(fields, before, before) == tuple(fields)
    assert len(found) <= len(after)
