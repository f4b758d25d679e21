"""The builder of rules: what is pressed, typed, dragged and moved by keys becomes the document."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.segment_view import LineCount, Wrong
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.rule_box import FEW, RuleBox
from healthdesk.gui.parts.rule_group import RuleGroup
from healthdesk.gui.parts.rule_line import RuleLine
from healthdesk.gui.parts.rule_value import DayValue, ManyValue, NumberValue, SelectValue
from tests.gui.parts.rule_choices import CHOICES, FELL, MUTED, POOR, RENEWAL, RULE

TODAY = 20_780
POPUP = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def box(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    made = RuleBox(theme, Words(), TODAY)
    made.set_choices(CHOICES)
    made.told = []
    made.changed.connect(lambda: made.told.append(made.rule()))
    layout = QVBoxLayout(window)
    layout.addWidget(made)
    made.set_rule(RULE)
    window.resize(560, 620)
    window.show()
    window.activateWindow()
    made.window_of = window
    return made


def line(box, path) -> RuleLine:
    row = box.row(path)
    assert isinstance(row, RuleLine)
    return row


def test_what_is_shown_is_what_was_given_and_nobody_is_told(box):
    assert box.rule() == RULE
    assert box.told == []
    assert [type(row).__name__ for row in box.rows()] == [
        "RuleGroup", "RuleLine", "RuleGroup", "RuleLine", "RuleLine", "RuleGroup", "RuleLine",
    ]  # fmt: skip
    assert line(box, (1, 1)).field.label == "Change, 28 days"
    assert line(box, (0,)).operator.label == "in the next"


def test_a_bare_test_and_one_left_stand_for_themselves(box):
    box.set_rule(POOR)
    assert box.rule() == POOR
    assert box.whole_rule() == {"all": [POOR]}


def test_typing_a_number_tells_at_once_and_what_is_none_does_not(box, qtbot):
    value = line(box, (0,)).value
    assert isinstance(value, NumberValue)
    value.lines[0].selectAll()
    qtbot.keyClicks(value.lines[0], "60")
    assert box.told[-1]["all"][0] == {**RENEWAL, "value": 60}
    before = len(box.told)
    qtbot.keyClicks(value.lines[0], "x")
    assert len(box.told) == before
    assert "no number" in line(box, (0,)).wrong.full_text
    value.lines[0].selectAll()
    qtbot.keyClicks(value.lines[0], "-3")
    assert "whole number" in line(box, (0,)).wrong.full_text


def test_the_field_is_typed_on_not_written_anew_under_the_hand(box, qtbot):
    value = line(box, (1, 1)).value
    value.lines[0].setFocus()
    value.lines[0].selectAll()
    qtbot.keyClicks(value.lines[0], "0.50")
    assert value.lines[0].text() == "0.50"
    assert box.rule()["all"][1]["any"][1]["value"] == 0.5


@POPUP
def test_another_field_is_found_by_typing(box, qtbot):
    row = line(box, (1, 0))
    row.field.setFocus()
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    popup = row.field.popup
    qtbot.keyClicks(popup.search, "tag")
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert box.rule()["all"][1]["any"][0] == {"field": "tag", "op": "=", "value": "muted"}


def test_operators_keep_what_they_can_of_the_value(box):
    edit = box.edit
    edit.set_operator((1, 0), "in")
    assert box.rule()["all"][1]["any"][0] == {"field": "band", "op": "in", "value": ["Poor"]}
    assert isinstance(line(box, (1, 0)).value, ManyValue)
    edit.set_operator((1, 0), "=")
    assert box.rule()["all"][1]["any"][0] == POOR
    edit.set_operator((1, 0), "is missing")
    assert "value" not in box.rule()["all"][1]["any"][0]
    assert line(box, (1, 0)).value is None
    edit.set_operator((0,), "between")
    assert isinstance(line(box, (0,)).value, DayValue)
    edit.set_operator((1, 1), "between")
    assert box.rule()["all"][1]["any"][1]["value"] == [-10, -10]


@POPUP
def test_a_band_is_chosen_by_its_shape_and_name(box, qtbot):
    value = line(box, (1, 0)).value
    assert isinstance(value, SelectValue)
    qtbot.mouseClick(value.buttons[0], Qt.MouseButton.LeftButton)
    value.buttons[0].popup.take("Strong")
    assert box.rule()["all"][1]["any"][0]["value"] == "Strong"


@POPUP
def test_several_texts_are_ticked_and_others_added(box, qtbot):
    box.set_rule({"all": [{"field": "tag", "op": "in", "value": ["muted"]}, POOR]})
    value = line(box, (0,)).value
    qtbot.mouseClick(value.button, Qt.MouseButton.LeftButton)
    popup = value.popup
    popup.turn("pilot")
    qtbot.keyClicks(popup.search, "brand new")
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert box.rule()["all"][0]["value"] == ["muted", "pilot", "brand new"]
    popup.turn("muted")
    assert box.rule()["all"][0]["value"] == ["pilot", "brand new"]
    popup.close()


@POPUP
def test_options_of_a_reading_are_asked_beside_it(box, qtbot):
    box.edit.add_line((), "reading:usage_level")
    row = line(box, (3,))
    assert box.rule()["all"][3]["reading"] == {"kind": "usage_level", "metric": "logins", "days": 7}
    assert row.field.label == "Usage, Log-ins, 7 days"
    qtbot.mouseClick(row.options, Qt.MouseButton.LeftButton)
    popup = next(one for one in row.findChildren(QWidget) if hasattr(one, "options_changed"))
    days = popup.inputs["days"]
    assert isinstance(days, QLineEdit)
    days.selectAll()
    qtbot.keyClicks(days, "14")
    popup.inputs["metric"].chosen.emit("seats")
    assert box.rule()["all"][3]["reading"] == {"kind": "usage_level", "metric": "seats", "days": 14}
    days.selectAll()
    qtbot.keyClicks(days, "99999")
    assert "Days" in popup.wrong.full_text
    assert box.rule()["all"][3]["reading"]["days"] != 99999
    popup.close()


def test_groups_turn_and_lines_come_and_go(box, qtbot):
    group = box.row((1,))
    assert isinstance(group, RuleGroup)
    box.edit.set_kind((1,), "not")
    assert box.rule()["all"][1] == {"not": {"any": [POOR, FELL]}}
    assert group.says.full_text == "none of these"
    box.edit.add_line((), "churned")
    assert box.rule()["all"][3] == {"field": "churned", "op": "=", "value": True}
    box.edit.add_group((), "band")
    assert box.rule()["all"][4] == POOR, "a group of one is that one"
    assert box.whole_rule()["all"][4] == {"any": [POOR]}
    qtbot.mouseClick(line(box, (0,)).remove, Qt.MouseButton.LeftButton)
    assert box.rule()["all"][0] == {"not": {"any": [POOR, FELL]}}


def test_keys_move_a_line_through_groups_and_stay_with_it(box, qtbot):
    row = line(box, (0,))
    row.operator.setFocus()
    qtbot.keyClick(row.operator, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert box.rule() == {"all": [{"any": [RENEWAL, POOR, FELL]}, {"not": MUTED}]}
    assert line(box, (0, 0)).operator.hasFocus()
    qtbot.keyClick(line(box, (0, 0)).operator, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert box.rule() == {"all": [{"any": [POOR, FELL]}, RENEWAL, {"not": MUTED}]}
    held = line(box, (1,)).operator
    qtbot.keyClick(held, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert box.rule()["all"].count(RENEWAL) == 2
    qtbot.keyClick(line(box, (2,)).operator, Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    assert box.rule()["all"].count(RENEWAL) == 1


def drag(grip, to: QPoint) -> None:
    """Press the grip, go there in steps, let go."""
    start = grip.mapToGlobal(QPoint(8, 14))
    kinds = (
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, (start + to) / 2),
        (QEvent.Type.MouseMove, to),
        (QEvent.Type.MouseButtonRelease, to),
    )
    for kind, at in kinds:
        button = Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        event = QMouseEvent(
            kind, QPointF(grip.mapFromGlobal(at)), QPointF(at), button, held,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(grip, event)


def test_a_line_is_dragged_into_a_group(box):
    target = line(box, (1, 1))
    low = target.mapToGlobal(QPoint(20, target.height() - 2))
    drag(line(box, (0,)).grip, low)
    assert box.rule() == {"all": [{"any": [POOR, FELL, RENEWAL]}, {"not": MUTED}]}
    assert not box.mark.isVisible()


def test_a_group_is_dragged_over_another_and_not_into_itself(box):
    top = box.root.kind.mapToGlobal(QPoint(20, 34))
    drag(box.row((2,)).grip, top)
    assert box.rule() == {"all": [{"not": MUTED}, RENEWAL, {"any": [POOR, FELL]}]}
    inside = line(box, (2, 0)).mapToGlobal(QPoint(20, 20))
    drag(box.row((2,)).grip, inside)
    assert box.rule() == {"all": [{"not": MUTED}, RENEWAL, {"any": [POOR, FELL]}]}


def test_counts_stand_at_their_lines_and_grey_after_a_change(box):
    box.set_counts([
        LineCount((0,), 128, 23), LineCount((1,), 23, 7), LineCount((1, 0), 23, 4),
        LineCount((2,), 7, 6), LineCount((2, 0), 7, 1),
    ])  # fmt: skip
    assert line(box, (0,)).count.full_text == "23"
    assert box.row((1,)).count.full_text == "7 of the 23"
    assert box.row((2,)).count.full_text == "leaves out 1"
    assert line(box, (2, 0)).count.full_text == "1"
    box.set_counts([LineCount((0,), 128, 128), LineCount((1, 0), 23, 0), LineCount((1, 1), 0, 0)])
    assert line(box, (0,)).count.full_text == "all 128"
    assert "everybody" in line(box, (0,)).count.accessibleName()
    assert line(box, (1, 0)).count.full_text == "none"
    assert line(box, (1, 1)).count.full_text == "0"
    box.edit.set_kind((1,), "all")
    assert not line(box, (0,)).count.isEnabled()
    box.set_counts([LineCount((0,), 128, 23)])
    assert line(box, (0,)).count.isEnabled()


def test_what_is_wrong_stands_under_its_line(box):
    box.set_wrong(Wrong((2, 0), "value", "Nobody has this tag."))
    assert line(box, (2, 0)).wrong.full_text == "Nobody has this tag."
    box.set_wrong(None)
    assert line(box, (2, 0)).wrong.isHidden()


def test_a_line_without_a_value_is_unfinished(box):
    assert box.unfinished == ""
    box.edit.add_line((), "name")
    assert "value" in box.unfinished
    assert line(box, (3,)).wrong.full_text == box.unfinished


def test_what_the_desk_no_longer_has_is_told_and_kept(box):
    gone = {"field": "mood", "op": "=", "value": "blue"}
    box.set_rule({"all": [gone, POOR]})
    assert "Mood" in line(box, (0,)).wrong.full_text
    assert box.rule() == {"all": [gone, POOR]}


def test_locked_it_only_shows(box):
    box.set_locked(True)
    box.edit.remove((0,))
    box.edit.set_operator((1, 0), "in")
    assert box.rule() == RULE
    assert not line(box, (0,)).field.isEnabled()
    assert not box.root.add.isVisible()


def test_a_rule_that_is_too_deep_is_refused(box):
    said = []
    box.refused.connect(said.append)
    path = ()
    while not said:
        box.edit.add_group(path, "band")
        path = (*path, len(box.edit.tree.children) - 1) if not path else (*path, 1)
    assert said
    assert "deep" in said[0]


def test_every_control_has_a_name(box):
    for row in box.rows():
        for one in (row.grip, row.remove):
            assert one.accessibleName()
        if isinstance(row, RuleLine):
            assert row.field.accessibleName()
            assert row.operator.accessibleName()


def test_a_long_rule_comes_a_few_rows_at_a_time_and_whole(box, qtbot):
    many = {"any": [*({**FELL, "value": -at - 1} for at in range(60)), {"all": [POOR, MUTED]}]}
    box.set_locked(True)
    box.set_rule(many)
    box.set_counts([LineCount((50,), 9, 4)])
    box.set_wrong(Wrong((55,), "value", "It is odd."))
    assert not box.whole
    assert len(list(box.rows())) <= FEW + 7  # those that were there go on
    assert box.rule() == many
    qtbot.waitUntil(lambda: box.whole)
    assert len(list(box.rows())) == 64
    assert line(box, (50,)).count.full_text == "4"
    assert line(box, (55,)).wrong.full_text == "It is odd."
    assert not any(row.remove.isVisible() for row in box.rows())
    assert [row.path for row in box.rows()][-3:] == [(60,), (60, 0), (60, 1)]
    assert all(row.isVisible() for row in box.rows())
    qtbot.waitUntil(lambda: box.row((60,)).mapTo(box, QPoint()).y() > 59 * 28)
    lows = [row.mapTo(box, QPoint()).y() for row in box.rows()]
    assert lows == sorted(lows)


def test_another_rule_meanwhile_is_the_one_that_comes(box, qtbot):
    box.set_rule({"all": [{**FELL, "value": -at - 1} for at in range(40)]})
    box.set_rule({"any": [{**POOR, "value": "Strong"}, FELL]})
    assert box.whole
    assert len(list(box.rows())) == 3


def test_rows_stay_with_their_parts_where_one_goes_or_comes(box, qtbot):
    box.set_rule(
        {"all": [{**FELL, "value": -at - 1} for at in range(4)] + [{"any": [POOR, MUTED]}]}
    )
    qtbot.waitUntil(lambda: box.whole)
    before = list(box.root.rows)
    box.edit.remove((1,))
    assert box.root.rows == [before[0], *before[2:]]
    assert [row.path for row in box.root.rows] == [(0,), (1,), (2,), (3,)]
    assert line(box, (3, 1)).test == MUTED
    assert line(box, (1,)).test["value"] == -3
    box.edit.duplicate((0,))
    assert [row for row in box.root.rows if row in before] == [before[0], *before[2:]]
    assert line(box, (1,)).test == line(box, (0,)).test
    box.edit.remove((4, 0))
    assert box.rule()["all"][-1] == MUTED
