"""What was being typed when the program died is told once, and is there in the same form again."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from healthdesk.core.domain.new_account import NewAccount
from healthdesk.core.services import accounts_new, typed
from healthdesk.gui.panels import form
from healthdesk.gui.panels.form import FormDialog, ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import FormKeeping, Kept
from healthdesk.gui.panels.touch_form import ask_touch
from healthdesk.gui.shell.typed_keeper import TypedKeeper

NOTE = Kept("a", "Log a call", "begun so")
FIELDS = (
    Field("about", "About"),
    Field("said", "Said", "prose"),
    Field("day", "Day", "day", 20_780),
    Field("kind", "Kind", "choice", "call", (("call", "Call"), ("email", "E-mail"))),
)


@pytest.fixture
def open_form(at_work, ui, desk_file, qtbot):
    ui.desk.do(accounts_new.add, NewAccount("One", account_id="a"))

    def opened(kept=NOTE):
        dialog = FormDialog(ui, kept.title, FIELDS)
        qtbot.addWidget(dialog)
        keeping = FormKeeping(ui, dialog, kept)
        dialog.show()
        return dialog, keeping

    return opened


def type_into(dialog, keeping):
    QTest.keyClicks(dialog.input("about"), "They pay late")
    QTest.keyClicks(dialog.input("said"), "Kim said so")
    dialog.input("day").set_day(20_770)
    dialog.input("kind").setCurrentIndex(1)
    assert keeping._later.isActive()
    keeping._later.timeout.emit()


def test_what_is_typed_comes_back_into_the_same_form_alone(open_form, ui):
    label, stamp = ui.desk.undo_label, ui.desk.stamp
    first, keeping = open_form()
    type_into(first, keeping)
    assert (ui.desk.undo_label, ui.desk.stamp) == (label, stamp)
    again, later = open_form()
    assert again.values == {
        "about": "They pay late",
        "said": "Kim said so",
        "day": 20_770,
        "kind": "email",
    }
    assert "was not saved: here it is again." in again._text.text()
    other, _ = open_form(Kept("a", "Log a call", "begun otherwise"))
    assert other.values["about"] == ""
    later.end()
    anew, _ = open_form()
    assert anew.values["about"] == ""
    assert ui.desk.read(typed.left) == ()


def test_it_is_told_when_the_desk_opens_and_leads_to_the_account(open_form, ui, at_work):
    told, asked = [], []
    ui.noticed.connect(told.append)
    ui.account_requested.connect(asked.append)
    keeper = TypedKeeper(ui, at_work)
    keeper.look()
    assert told == []
    type_into(*open_form())
    keeper.look()
    assert told[0].detail == "Log a call, One: open it again."
    told[0].run()
    assert asked == ["a"]


@pytest.mark.parametrize("answer", [True, False])
def test_a_form_that_is_saved_or_left_is_kept_no_more(open_form, ui, dialogs, answer, monkeypatch):
    made = []

    class Typing(FormKeeping):
        def __init__(self, *args):
            super().__init__(*args)
            type_into(self._dialog, self)
            made.append(ui.desk.read(typed.left))

    monkeypatch.setattr(form, "FormKeeping", Typing)
    dialogs.answers.append(answer)
    found = ask_form(ui, NOTE.title, FIELDS, kept=NOTE)
    assert (found is not None) is answer
    assert [name for ((_, name),) in made] == ["One"]
    assert ui.desk.read(typed.left) == ()


def test_touches_are_kept_each_by_what_it_began_with(open_form, ui, dialogs, monkeypatch):
    asked = []
    monkeypatch.setattr(form.FormKeeping, "__init__", lambda _, __, ___, kept: asked.append(kept))
    monkeypatch.setattr(form.FormKeeping, "end", asked.clear)
    ends = []
    monkeypatch.setattr(form.FormKeeping, "end", lambda _: ends.append(asked[-1].key))
    dialogs.answers += [False, False]
    ask_touch(ui, "a")
    ask_touch(ui, "a", title="Note of the touch", text="“Call” is done together with a note.")
    assert len(set(ends)) == 2
