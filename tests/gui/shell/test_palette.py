"""The command palette finds acts, pages and accounts by a few letters, all by keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from healthdesk.gui.shell import actions
from healthdesk.gui.shell.fuzzy import best, fit
from healthdesk.gui.shell.palette import Entry


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("aldf", "Aldermoor Freight"),
        ("freight", "Aldermoor Freight"),
        ("al", "Aldermoor Freight"),
        ("tt", "Tarn & Tolley"),
        ("", "Aldermoor Freight"),
    ],
)
def test_the_best_fit_comes_first(query, first):
    names = ["Aldermoor Freight", "Tarn & Tolley", "Royal Dale Foods", "Quillby Press"]
    assert best(query, names, str, 5)[0] == first


def test_what_does_not_fit_is_not_offered():
    assert best("xyz", ["Aldermoor Freight"], str, 5) == []


@given(st.text(max_size=12), st.text(max_size=40))
def test_a_name_fits_every_query_that_stands_in_it(query, text):
    text, query = text.casefold(), query.casefold()
    if query in text:
        assert fit(query, text) is not None


@given(st.text(alphabet="abc ", min_size=1, max_size=6), st.text(alphabet="abcd -", max_size=20))
def test_a_fit_has_all_letters_in_order(query, text):
    if fit(query, text) is not None:
        rest = iter(text)
        assert all(letter in rest for letter in query if letter != " ")


def test_typing_and_enter_do_it(at_work, qtbot):
    at_work.open_palette()
    line = at_work.finder.palette.line
    qtbot.keyClicks(line, "go to settings")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert at_work.pages.current == "settings"
    assert not at_work.finder.palette.isVisible()


def test_escape_does_nothing(at_work, qtbot):
    qtbot.keyClick(at_work, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = at_work.finder.palette
    assert palette.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert at_work.pages.current == "today"


def test_an_account_is_opened_by_its_entry(at_work, ui, monkeypatch):
    wanted = []
    ui.account_requested.disconnect()
    ui.account_requested.connect(wanted.append)
    at_work.finder.palette.chosen.emit(Entry("account", "a1", "Aldermoor Freight", "buildings"))
    assert wanted == ["a1"]


def test_only_what_makes_sense_now_is_offered(window):
    keys = {entry.key for entry in actions.entries(window)}
    assert "open-desk" in keys
    assert not {"undo", "page-accounts", "backup", "today"} & keys


def test_acts_have_unique_keys_and_shortcuts():
    keys = [act.key for act in actions.ACTS]
    shortcuts = [act.shortcut for act in actions.ACTS if act.shortcut]
    assert len(set(keys)) == len(keys)
    assert len(set(shortcuts)) == len(shortcuts)


def test_the_window_stays_as_it_was_for_a_stranger_key():
    with pytest.raises(StopIteration):
        actions.act_of("no such act")


def test_it_says_where_nothing_fits(at_work):
    at_work.finder.open()
    palette = at_work.finder.palette
    assert not palette.none.isVisible()
    palette.line.setText("zzzzzz")
    assert palette.none.isVisible()
    assert not palette.list.isVisible()
    palette.line.setText("")
    assert palette.list.isVisible()
