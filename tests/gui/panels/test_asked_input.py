"""Who was asked to a meeting and came: the form's lines, what they make of a touch, its row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QCheckBox

from healthdesk.core.domain.timeline import Entry
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.gui.panels.asked_input import AWAY, CAME, NOT_ASKED, AskedInput
from healthdesk.gui.panels.timeline import story_row
from healthdesk.gui.panels.touch_form import ask_touch, new_draft

PEOPLE = (("c1", "Ada"), ("c2", "Bo"), ("c3", "Cy & Co"))
DRAFT = TouchDraft("a", "meeting", "", 20_000, "QBR", "", ("c2", "c1"), asked=("c2", "c3", "c1"))


@pytest.fixture
def asked(qtbot):
    made = AskedInput(PEOPLE, (("c1", CAME), ("c3", AWAY)), known=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_gives_back_what_is_said(asked):
    assert asked.said == (("c1", CAME), ("c3", AWAY))
    asked.answer("c2", AWAY)
    asked.answer("c1", NOT_ASKED)
    assert asked.said == (("c2", AWAY), ("c3", AWAY))


def test_where_it_is_not_known_everybody_named_was_there(asked):
    asked.known.setChecked(False)
    assert not asked.is_known
    assert asked.said == (("c1", CAME), ("c3", CAME))
    assert not any(choice.isVisible() for _, _, choice in asked._boxes)


def test_whoever_is_ticked_came_at_first(asked):
    box = next(one for one in asked.findChildren(QCheckBox) if one.text() == "Bo")
    box.click()
    assert ("c2", CAME) in asked.said


def fill(dialogs, change=None):
    def act(dialog):
        if change is not None:
            change(dialog)
        return True

    dialogs.answers = [act]


def test_saving_without_a_change_changes_nothing(ui, dialogs):
    for start in (DRAFT, replace(DRAFT, asked=None), replace(DRAFT, contacts=(), asked=("c1",))):
        fill(dialogs)
        assert ask_touch(ui, "a", PEOPLE, start) == start


def test_who_did_not_come_is_asked_and_no_longer_there(ui, dialogs):
    fill(dialogs, lambda dialog: dialog.input("asked").answer("c1", AWAY))
    made = ask_touch(ui, "a", PEOPLE, DRAFT)
    assert (made.contacts, made.asked, made.missed) == (("c2",), ("c2", "c3", "c1"), ("c3", "c1"))


def test_a_new_meeting_knows_and_a_call_never_asks(ui, dialogs):
    def change(dialog):
        dialog.input("subject").setText("Kick-off")
        dialog.input("asked").answer("c2", CAME)

    fill(dialogs, change)
    made = ask_touch(ui, "a", PEOPLE, new_draft(ui, "a", "meeting"))
    assert (made.contacts, made.asked) == (("c2",), ("c2",))
    fill(dialogs, lambda dialog: dialog.input("subject").setText("Rang"))
    assert ask_touch(ui, "a", PEOPLE, new_draft(ui, "a", "call")).asked is None


def test_a_meeting_made_a_call_forgets_who_was_asked(ui, dialogs):
    def change(dialog):
        kind = dialog.input("kind")
        kind.setCurrentIndex(kind.findData("call"))

    fill(dialogs, change)
    made = ask_touch(ui, "a", PEOPLE, DRAFT)
    assert (made.kind, made.asked, made.contacts) == ("call", None, ("c2", "c1"))


def test_a_row_of_the_timeline_says_who_came(ui):
    entry = Entry(
        "touchpoint:1", "touch", "users", 20_000, "Meeting: QBR", people=(("c2", "Bo"),),
        came="1 of 2 came; not: Ada",
    )  # fmt: skip

    def measure(told, *_):
        return 6.0 * len(told)

    sheet = story_row.entry_drawing(entry, 900, ui.words, measure, first_of_day=True)
    assert any("1 of 2 came; not: Ada" in one.text for one in sheet.texts)
