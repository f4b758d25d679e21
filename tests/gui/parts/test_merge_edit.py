"""Texts with fields: written, pasted, copied and deleted whole; what comes out is what went in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor

from healthdesk.core.domain.template import FIELDS
from healthdesk.gui.parts.merge_edit import MergeEdit, pieces, shown

BODY = "Dear {{ first_name }},\n\n{{ left_contact }} told me about {{ top_features | join }}."
PARTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=8),
    st.sampled_from(
        ["{{ first_name }}", "{{account}}", "{{ odd | upper }}", "{{", "}}", "\n", "{%"]
    ),
)


@pytest.fixture
def edit(qtbot, theme):
    made = MergeEdit(theme, "Body")
    qtbot.addWidget(made)
    return made


def move(edit, at, keep=False):
    cursor = edit.textCursor()
    mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
    cursor.setPosition(at, mode)
    edit.setTextCursor(cursor)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, max_size=8).map("".join))
def test_what_goes_in_comes_out(edit, text):
    edit.set_source(text)
    assert edit.source() == text
    assert "".join(piece.text for piece in pieces(text)) == text
    edit.selectAll()
    assert edit.createMimeDataFromSelection().text() == text


def test_fields_stand_as_words(edit):
    edit.set_source(BODY)
    assert edit.source() == BODY
    assert edit.tokens() == ("first_name", "left_contact", "top_features | join")
    assert "first name" in edit.toPlainText()
    assert "{{" not in edit.toPlainText()
    assert edit.accessibleDescription().startswith("Fields: first name, who left last")
    assert shown("arr") == "ARR"
    assert shown('attribute["region"]') == shown('attribute["region"] | upper')


def test_a_field_typed_becomes_one_and_undo_takes_it_back(edit, qtbot):
    told = []
    edit.changed.connect(lambda: told.append(edit.source()))
    qtbot.keyClicks(edit, "Dear {{ first_name }}, hello")
    assert edit.tokens() == ("first_name",)
    other = MergeEdit(edit.theme, "Other")
    qtbot.addWidget(other)
    other.set_source("\N{ROCKET}\N{ROCKET} ")
    move(other, 5)
    qtbot.keyClicks(other, "{{ account }}!")
    assert other.source() == "\N{ROCKET}\N{ROCKET} {{ account }}!"
    assert other.tokens() == ("account",)
    assert edit.source() == "Dear {{ first_name }}, hello"
    assert told[-1] == edit.source()
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.source() == "Dear {{ first_name }},"
    while edit.undo_step():
        pass
    assert edit.source() == ""
    while edit.redo_step():
        pass
    assert edit.source() == "Dear {{ first_name }}, hello"


def test_a_field_is_deleted_whole_by_either_key(edit, qtbot):
    edit.set_source("a{{ first_name }}b")
    end = len(edit.toPlainText()) - 1
    move(edit, end)
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.source() == "ab"
    edit.set_source("a{{ first_name }}{{ first_name }}b")
    move(edit, 1)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.source() == "a{{ first_name }}b"
    qtbot.keyClick(edit, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert edit.source() == "{{ first_name }}b"
    move(edit, len(edit.toPlainText()) - 1)
    qtbot.keyClick(edit, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert edit.source() == "b"


def test_the_cursor_never_stands_inside_a_field(edit, qtbot):
    edit.set_source("a{{ first_name }}b")
    wide = len(edit.toPlainText()) - 2
    move(edit, 1)
    qtbot.keyClick(edit, Qt.Key.Key_Right)
    assert edit.textCursor().position() == 1 + wide
    qtbot.keyClick(edit, Qt.Key.Key_Left)
    assert edit.textCursor().position() == 1
    qtbot.keyClick(edit, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert edit.createMimeDataFromSelection().text() == "{{ first_name }}"
    qtbot.keyClicks(edit, "xy")
    assert edit.source() == "axyb"


def test_words_beside_a_field_are_no_field(edit, qtbot):
    edit.set_source("{{ first_name }}")
    move(edit, 0)
    qtbot.keyClicks(edit, "Dear ")
    move(edit, len(edit.toPlainText()))
    qtbot.keyClicks(edit, ", hello")
    assert edit.source() == "Dear {{ first_name }}, hello"


def test_pasting_and_the_menu(edit, qtbot):
    data = QMimeData()
    data.setText("to {{ account }}\r\nbye")
    edit.insertFromMimeData(data)
    assert edit.source() == "to {{ account }}\nbye"
    move(edit, 0)
    edit.insert_field("top_features")
    assert edit.source() == "{{ top_features | join }}to {{ account }}\nbye"
    edit.show()
    qtbot.keyClick(edit, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert edit.popup is not None
    assert edit.popup.model.rowCount() > len(FIELDS)
    edit.popup.take("today")
    assert "{{ today }}" in edit.source()


def test_one_line_takes_no_breaks(theme, qtbot):
    edit = MergeEdit(theme, "Subject", single=True)
    qtbot.addWidget(edit)
    data = QMimeData()
    data.setText("two\nlines {{ account }}")
    edit.insertFromMimeData(data)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.source() == "two lines {{ account }}"


def test_what_is_missing_is_told_apart(edit, theme):
    edit.set_source("{{ region }} {{ first_name }} {{ nowhere }}")
    edit.set_missing({"region"})
    grounds = {}
    for span in edit._spans():
        cursor = edit.textCursor()
        cursor.setPosition(span.end)
        if span.source:
            grounds[span.source] = cursor.charFormat().background().color().name()
    soft, notice = theme.color("accentsoft").name(), theme.color("noticesoft").name()
    assert grounds["{{ region }}"] == notice
    assert grounds["{{ first_name }}"] == soft
    assert grounds["{{ nowhere }}"] == notice
    assert edit.source() == "{{ region }} {{ first_name }} {{ nowhere }}"
