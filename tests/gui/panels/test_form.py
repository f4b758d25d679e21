"""A form gives back what was entered, refuses what cannot be, and keeps all on Cancel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QScrollArea

from healthdesk.gui.panels.form import FormDialog, ask_form
from healthdesk.gui.panels.form_fields import Field, make_input
from healthdesk.gui.parts.tick_row import TickRow

FIELDS = (
    Field("title", "Title", required=True),
    Field("note", "Note", "prose", "two\nlines"),
    Field("kind", "Kind", "choice", "call", (("email", "E-mail"), ("call", "Call"))),
    Field("day", "Day", "day"),
    Field("amount", "Amount", "number", 12.5),
    Field("touch", "Needs a touch", "tick"),
    Field("steps", "Steps", "lines", ("one", "two")),
    Field("who", "Who", "many", ("b",), (("a", "Ada"), ("b", "Bo <b>x</b>"))),
)


@pytest.fixture
def form(ui, qtbot):
    dialog = FormDialog(ui, "New thing", FIELDS)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_gives_back_what_it_shows(form):
    assert form.values == {
        "title": "",
        "note": "two\nlines",
        "kind": "call",
        "day": None,
        "amount": 12.5,
        "touch": False,
        "steps": ("one", "two"),
        "who": ("b",),
    }


def test_what_is_needed_keeps_it_open_and_is_said_under_the_field(form, qtbot):
    qtbot.mouseClick(form.yes, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    assert form.wrong("title") == "This is needed."
    title = form.input("title")
    assert isinstance(title, QLineEdit)
    assert title.hasFocus()
    qtbot.keyClicks(title, "Call Ada")
    form.input("amount").setText("a lot")
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.isVisible()
    assert form.wrong("title") == ""
    assert form.wrong("amount") == "“a lot” is no number."
    form.input("amount").setText("7")
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not form.isVisible()
    assert form.values["amount"] == 7.0


def test_a_small_form_shows_all_of_itself_and_grows_with_what_is_wrong(ui, qtbot):
    short = FormDialog(ui, "Later", (FIELDS[2], Field("why", "Why?", required=True)))
    qtbot.addWidget(short)
    short.show()
    bar = short.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() == 0
    before = short.height()
    qtbot.mouseClick(short.yes, Qt.MouseButton.LeftButton)
    assert short.wrong("why") == "This is needed."
    assert (bar.maximum(), short.height() > before) == (0, True)


def test_a_check_speaks_of_several_fields_together(ui, qtbot):
    dialog = FormDialog(
        ui, "X", FIELDS, check=lambda values: {"day": f"{values['kind']} needs a day."}
    )
    qtbot.addWidget(dialog)
    dialog.input("title").setText("x")
    dialog.yes.click()
    assert dialog.wrong("day") == "call needs a day."


def test_a_day_is_picked_and_taken_away(form, ui, qtbot):
    day = form.input("day")
    day.button.day_chosen.emit(ui.today - 3)
    assert form.values["day"] == ui.today - 3
    qtbot.mouseClick(day.clear, Qt.MouseButton.LeftButton)
    assert form.values["day"] is None


def test_every_input_has_its_name_and_names_are_plain(form):
    for asked in FIELDS:
        assert form.input(asked.key).accessibleName() == asked.label
    boxes = form.input("who").findChildren(QCheckBox)
    assert [box.text() for box in boxes] == ["Ada", "Bo <b>x</b>"]
    assert isinstance(form.input("note"), QPlainTextEdit)
    assert isinstance(form.input("kind"), QComboBox)


def test_going_back_is_none_and_saving_the_values(ui):
    assert ask_form(ui, "New thing", FIELDS) is None

    def fill(dialog):
        dialog.input("title").setText(" Call ")
        return True

    ui.dialogs.answers = [fill]
    values = ask_form(ui, "New thing", FIELDS)
    assert values is not None
    assert values["title"] == "Call"


def test_a_passphrase_shows_its_letters_only_while_somebody_wants_it(ui, qtbot):
    asked = Field("pass", "Passphrase", "secret", " two words ")
    widget, read = make_input(ui, asked)
    qtbot.addWidget(widget)
    assert widget.line.echoMode() == QLineEdit.EchoMode.Password
    assert widget.line.displayText() != " two words "
    widget.show_letters.click()
    assert widget.line.displayText() == " two words "
    widget.show_letters.click()
    assert widget.line.echoMode() == QLineEdit.EchoMode.Password
    assert read() == " two words "


def test_the_empty_rest_of_a_line_ticks_its_box(qtbot):
    box = TickRow("Ask")
    qtbot.addWidget(box)
    box.resize(300, 24)
    box.show()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(280, 12))
    assert box.isChecked()
