"""The page of segments over a small sample desk: change, save, undo, compare, look back."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import samples, segment_fields, segments
from healthdesk.gui.pages.segments.page import SegmentsPage
from healthdesk.gui.pages.segments.reading import look
from healthdesk.gui.pages.segments.segment_list import Entry
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.rule_fields import new_test, with_field
from healthdesk.gui.parts.state import EmptyState

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
POOR = {"field": "band", "op": "=", "value": "Poor"}
HERE = {"field": "churned", "op": "=", "value": False}
POPUP = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("segments") / "sample.healthdesk"
    desk = Desk.create(path, clock=Clock(instant=NOW))
    desk.do(samples.fill, DAY, 1, 30, 60)
    starters = desk.do(segments.add_starters)
    desk.do(segments.order, starters)
    desk.close()
    return path


@pytest.fixture
def page(ui, desk, large):
    made = large(SegmentsPage(ui))
    yield made
    for later in (made._look_later, made._past_later, made._members_late, made._make_later):
        later.stop()


def seen(page):
    """Have everything that waits looked at now."""
    page._look()
    page._read_past()


def names(desk):
    return desk.read(segments.names)


def document(desk, name):
    return next(one for one in desk.read(segments.documents) if one["name"] == name)


def act(page, text):
    """Take a line of the menu that is open."""
    menu = page.findChildren(Menu)[-1]
    action = next(one for one in menu.actions() if one.text().startswith(text))
    assert action.isEnabled()
    menu.close()
    action.trigger()


def test_starters_stand_first_with_their_counts(page, desk):
    rows = page.list.rows.rows
    assert rows[0] == "Starters"
    first = rows[1]
    assert isinstance(first, Entry)
    assert first.name == names(desk)[0] == page.shown.name
    shown = {one.name: one.row.count for one in rows if isinstance(one, Entry)}
    assert shown == {one: len(desk.read(segments.members, one, DAY)) for one in names(desk)}


def test_the_list_is_searched(page, qtbot):
    every = page.list.names
    page.focus_search()
    assert page.search.isVisible()
    qtbot.keyClicks(page.search, "silent 45")
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.names == ["Silent 45 days"]
    assert isinstance(page.list.current, Entry)
    assert page.list.current.name == "Silent 45 days"
    page.list.push(1)  # of a part of the list nobody knows the order
    assert page.shown.name != "Silent 45 days"
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert not page.search.isVisible()
    assert page.list.names == every


def test_members_are_those_of_the_segment_and_open_their_account(page, desk, ui, qtbot):
    seen(page)
    ids = {row.account_id for row in page.members.list.rows.rows}
    assert ids == set(desk.read(segments.members, page.shown.name, DAY))
    opened = []
    ui.account_requested.connect(opened.append)
    page.members.list.setFocus()
    qtbot.keyClick(page.members.list, Qt.Key.Key_Return)
    assert opened == [page.members.list.current.account_id]
    assert page.size_card.state == "body"
    assert page.size_card.chart.past.days[-1] == DAY


def test_a_change_is_a_draft_until_it_is_saved_in_one_step(page, desk):
    before = document(desk, "Poor")
    page.rule.box.edit.set_test((0,), {**POOR, "value": "Strong"})
    page.rule.box.edit.add_line((), "name")
    page.rule.box.edit.set_test((2,), {"field": "name", "op": "contains", "value": ""})
    assert "value" in page.rule.box.unfinished
    page.rule.box.edit.remove((2,))
    assert page.head.state.isVisible()
    assert page.unsaved == ("segment “Poor”",)
    assert document(desk, "Poor") == before
    page.acts.save()
    assert document(desk, "Poor")["rule"]["all"][0]["value"] == "Strong"
    assert page.unsaved == ()
    assert not page.head.state.isVisible()
    desk.undo()
    assert document(desk, "Poor") == before


def test_steps_of_the_draft_are_undone_and_redone(page):
    first = page.rule.box.rule()
    page.rule.box.edit.set_operator((0,), "!=")
    page.rule.box.edit.remove((1,))
    assert page.undo_step()
    assert page.rule.box.rule()["all"][0]["op"] == "!="
    assert page.undo_step()
    assert page.rule.box.rule() == first
    assert page.unsaved == ()
    assert not page.undo_step(), "then the window's own undo is meant"
    assert page.redo_step()
    assert page.redo_step()
    assert len(page.rule.box.edit.tree.children) == 1
    page.discard()
    assert page.rule.box.rule() == first


def test_typing_a_number_is_one_step(page, qtbot):
    page.show_segment("Silent 45 days")
    line = page.rule.box.row((0,)).value.lines[0]
    line.selectAll()
    qtbot.keyClicks(line, "120")
    assert page.rule.box.rule()["all"][0]["value"] == 120
    page.undo_step()
    assert page.rule.box.rule()["all"][0]["value"] == 45


def test_counts_stand_beside_the_lines(page, desk):
    seen(page)
    held = page.rule.box.row((0,)).count.full_text
    assert held == str(len(desk.read(segments.members, "Poor", DAY)))
    assert "valid" in page.rule.said.full_text
    page.rule.box.edit.set_operator((0,), "!=")
    assert not page.rule.box.row((0,)).count.isEnabled()
    seen(page)
    assert page.rule.box.row((0,)).count.isEnabled()


def test_an_answer_about_an_older_rule_is_dropped(page, ui, monkeypatch):
    held = []
    monkeypatch.setattr(ui, "read", lambda *_, then, **__: held.append(then) or 1)
    page._look()
    shown = page.members.members
    page.rule.box.edit.set_operator((0,), "!=")
    held[0](None)
    assert page.members.members is shown


@POPUP
def test_a_new_segment_out_of_text(page, desk, ui, qtbot):
    qtbot.mouseClick(page.new, Qt.MouseButton.LeftButton)
    act(page, "Write as text")
    text = page.rule.text
    assert text.writing
    text.edit.setPlainText("band = Poor and renwal in the next 90 days")
    text._on_rest_timeout()
    assert "renwal" in text.wrong.full_text
    assert text.edit.extraSelections()[0].cursor.selectedText() == "renwal"
    text.edit.setPlainText("band = Poor and not tag = pilot")
    qtbot.keyClick(text.edit, Qt.Key.Key_Return)
    assert not text.writing
    rule = {"all": [POOR, {"not": {"field": "tag", "op": "=", "value": "pilot"}}]}
    assert page.rule.box.rule() == rule
    ui.dialogs.answers = [lambda dialog: dialog.input("name").setText("Poor, no pilot") or True]
    page.acts.rename()
    page.acts.save()
    assert document(desk, "Poor, no pilot")["rule"] == rule
    assert page.shown.name == "Poor, no pilot"
    seen(page)
    assert "Poor" in page.rule.text.sentence.text


@POPUP
def test_a_list_of_the_members_is_changed_by_hand(page, desk, qtbot, ui):
    seen(page)
    ids = [row.account_id for row in page.members.members.rows]
    page.members.export_wanted.emit("list")
    assert not page.rule.list.isHidden()
    assert [row.account_id for row in page.rule.list.list.rows.rows] == ids
    page.rule.list.list.setFocus()
    qtbot.keyClick(page.rule.list.list, Qt.Key.Key_Delete)
    page.acts.save()
    saved = document(desk, page.shown.name)
    assert saved["rule"] == {"field": "account_id", "op": "in", "value": ids[1:]}
    row = next(one for one in page.list.rows.rows if getattr(one, "name", "") == saved["name"])
    assert row.row.is_list
    assert row.row.count == len(ids) - 1


def test_another_segment_asks_once_and_keeps_the_draft(page, dialogs, desk):
    page.rule.box.edit.set_operator((0,), "!=")
    dialogs.answers = [False]
    page.show_segment("Strong")
    assert page.rule.box.rule()["all"][0]["value"] == "Strong"
    assert page.unsaved == ("segment “Poor”",)
    assert len(dialogs.asked) == 1
    page.show_segment("Poor")
    assert page.rule.box.rule()["all"][0]["op"] == "!="
    dialogs.answers = [True]
    page.show_segment("Strong")
    assert document(desk, "Poor")["rule"]["all"][0]["op"] == "!="
    assert page.shown.name == "Strong"


def test_rename_and_care_are_saved_with_the_rule(page, dialogs, desk):
    dialogs.answers = [lambda dialog: dialog.input("name").setText("In the red") or True]
    page.acts.rename()

    def fill(dialog):
        dialog.input("cadence_days").setText("7")
        dialog.input("purpose").setText("Whom to call first")
        return True

    dialogs.answers = [fill]
    page.acts.care()
    assert "every 7 days" in page.rule.care.full_text
    page.acts.save()
    saved = document(desk, "In the red")
    assert (saved["cadence_days"], saved["purpose"]) == (7, "Whom to call first")
    assert "Poor" not in names(desk)
    assert page.head.name == "In the red"


def test_removal_tells_who_uses_it_and_comes_back(page, dialogs, desk):
    dialogs.answers = [True]
    page.acts.remove()
    assert "Remove “Poor”?" in dialogs.asked[-1][0]
    assert "Poor" not in names(desk)
    assert page.shown.name in names(desk)
    desk.undo()
    assert "Poor" in names(desk)


def test_order_by_keys_stays_within_its_group(page, desk, qtbot):
    before = names(desk)
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.rows.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(desk) == before
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(desk)[:2] == (before[1], before[0])


def test_order_by_dragging(page, desk, qtbot):
    before = names(desk)
    view = page.list.viewport()
    start = page.list.visualRect(page.list.rows.index(1)).center()
    end = page.list.visualRect(page.list.rows.index(3)).center() + QPoint(0, 8)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(0, 12))
    qtbot.mouseMove(view, end)
    names_then, _ = page.list.order_with(page.list.row_at(1), end.y())
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert names_then[:3] == [before[1], before[2], before[0]]


def test_two_segments_beside_each_other(page, desk):
    page.show_comparison()
    compare = page.compare
    compare._on_second_chosen("Strong")
    poor = set(desk.read(segments.members, "Poor", DAY))
    strong = set(desk.read(segments.members, "Strong", DAY))
    assert not poor & strong
    compare._on_part_chosen("only_b")
    assert {row.account_id for row in compare.list.rows.rows} == strong
    said = [text.full or text.text for text in compare.overlap.drawing.texts]
    assert str(len(strong)) in said
    compare.closed.emit()
    assert not page.comparing


def test_looking_back_only_shows(page, ui, desk):
    page.rule.box.edit.set_operator((0,), "!=")
    ui.set_day(DAY - 30)
    assert not page.head.save.isVisible()
    assert not page.rule.text.write.isVisible()
    assert not page.new.isVisible()
    before = desk.stamp
    page.rule.box.edit.remove((0,))
    page.list.push(1)
    assert not page.undo_step()
    assert desk.stamp == before
    ui.set_day(None)
    assert page.unsaved == ("segment “Poor”",), "the draft waited"


def test_members_as_a_table_guard_against_formulas(page, tmp_path, dialogs, desk):
    desk.do(_rename_first)
    dialogs.answers = [tmp_path / "out.csv"]
    page.show_segment("Strong")
    page.acts.export_members("csv")
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert len(text.splitlines()) == 1 + len(desk.read(segments.members, "Strong", DAY))
    assert not any(line.startswith(("=", "+", "@")) for line in text.splitlines())


def _rename_first(tx):
    from healthdesk.core.store import tables  # noqa: PLC0415 - one test's

    ids = segments.members(tx, "Strong", DAY)
    row = tx.query(tables.Account).filter_by(account_id=ids[0]).one()
    row.name = "=1+1"


_rename_first.label = "Rename"


def test_a_document_goes_out_and_comes_in(page, tmp_path, dialogs, desk):
    dialogs.answers = [tmp_path / "poor.json"]
    page.acts.export_document()
    told = json.loads((tmp_path / "poor.json").read_text())
    assert told == [document(desk, "Poor")]
    dialogs.answers = [[tmp_path / "poor.json"]]
    page.acts.bring()
    assert document(desk, "Poor 2")["rule"] == document(desk, "Poor")["rule"]
    assert page.shown.name == "Poor 2"
    (tmp_path / "bad.json").write_text('[{"name": "x", "rule": {"field": 3}}]')
    dialogs.answers = [[tmp_path / "bad.json"]]
    before = names(desk)
    page.acts.bring()
    assert names(desk) == before


def test_the_window_takes_the_segment(page, ui):
    pages = []
    ui.page_requested.connect(pages.append)
    page.show_segment("Strong")
    page.acts.open_accounts()
    assert ui.segment == "Strong"
    assert pages == ["accounts"]


def test_the_windows_segment_follows_a_new_name(page, ui, dialogs):
    ui.set_segment("Poor")
    dialogs.answers = [lambda dialog: dialog.input("name").setText("In the red") or True]
    page.acts.rename()
    page.acts.save()
    assert ui.segment == "In the red"


def test_what_the_palette_wants_waits_for_the_segments(page, desk):
    known = page._listed
    page._listed = None
    page.acting("new")
    assert page.shown.drafts == {}
    page._take(known)
    assert list(page.shown.drafts) == ["New segment"]
    page.acting("compare")
    assert page.comparing


def test_a_segment_that_names_what_is_gone_says_so(page, desk):
    gone = {"reading": {"kind": "usage_level", "metric": "no_such", "days": 7}, "op": ">=",
            "value": 1}  # fmt: skip
    desk.do(segments.add, {"name": "Odd", "rule": {"all": [gone, POOR]}})
    page.reload()
    page.show_segment("Odd")
    seen(page)
    row = next(one for one in page.list.rows.rows if getattr(one, "name", "") == "Odd")
    assert row.row.broken
    assert row.row.broken in page.list.say(row)
    assert page.rule.said.full_text == "a line names what is gone"


def test_every_button_has_a_name(page):
    page.rule.box.edit.set_operator((0,), "!=")
    for button in page.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName() or button.text()


def test_new_lines_about_numbers_part_some_from_others(page, desk):
    choices = [one for one in desk.read(segment_fields.choices, DAY) if one.kind == "number"]
    began = {one.key: new_test(one, "2026-11-23") for one in choices}
    assert (began["shown"]["op"], began["shown"]["value"]) == ("<", 50)
    assert began["score_change"]["value"] < 0
    floors = [key for key, test in began.items() if (test["op"], test["value"]) == (">=", 0)]
    assert floors == []
    score = next(one for one in choices if one.key == "shown")
    touches = next(one for one in choices if one.key == "reading:touches")
    other = with_field(began["reading:touches"], score, touches, "2026-11-23")
    assert (other["op"], other["value"]) == ("<", 50)


def test_a_rule_that_parts_nobody_says_so(page, desk):
    for value, told in ((0, "lets everybody in"), (-1, "lets nobody in today")):
        op = ">=" if value == 0 else "<="
        page.rule.box.set_rule({"all": [{"field": "age_days", "op": op, "value": value}]})
        page.rule.box.changed.emit()
        page._look_later.stop()
        page._look()
        assert page.rule.said.full_text == told


def test_a_desk_without_segments_says_what_they_are_for_and_brings_the_usual_ones(page, desk):
    for name in desk.read(segments.names):
        desk.do(segments.remove, name)
    assert page.none.isVisible()
    assert not page._middle.isVisible()
    assert "who needs something" in page.none.words
    page.none.offer.click()
    assert len(desk.read(segments.names)) == 9
    assert not page.none.isVisible()
    assert page._middle.isVisible()


def test_without_any_account_it_says_so_and_leads_to_the_import(page, ui):
    asked = []
    ui.page_requested.connect(asked.append)
    seen(page)
    nobody = dataclasses.replace(page.members.members, count=0, rows=())
    page.members.show_members(nobody, known=False)
    page.members.acted.emit()
    assert asked == ["data"]
    assert "There are no accounts yet" in page.members.findChild(EmptyState).accessibleName()


def test_a_look_knows_whether_there_are_accounts(desk, tmp_path):
    assert desk.read(look, POOR, DAY).known
    with Desk.create(tmp_path / "none.healthdesk", clock=Clock(instant=NOW)) as none:
        assert not none.read(look, POOR, DAY).known
