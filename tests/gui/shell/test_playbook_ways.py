"""The ways to a playbook from the window: an account, ticked accounts, a segment."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.services import imports, playbooks, run_reading, runs, segments
from healthdesk.gui.shell import actions
from tests import folders

ONE = Playbook("One", steps=(Step("do", "task", "Do it"),))
EVERYBODY = {"field": "churned", "op": "=", "value": False}


FACTS = {
    "accounts": "account_id,name,started_on\na1,Aldermoor,2025-01-01\na2,Birkdale,2025-01-01\n"
}


@pytest.fixture
def filled(at_work, ui, tmp_path):
    ui.desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    ui.desk.do(playbooks.add, ONE)
    ui.desk.do(playbooks.publish, "One", "first")
    return at_work


def yes(dialog):
    """Press Start."""
    dialog.yes.click()
    return bool(dialog.result())


def running(ui):
    return sorted(row.account_id for row in ui.desk.read(run_reading.runs, ui.today))


def test_from_an_account_by_button_key_and_palette(filled, ui, dialogs, qtbot):
    ui.open_account("a1")
    page = filled.pages.page("account")
    dialogs.answers = [yes]
    qtbot.mouseClick(page.head.play, Qt.MouseButton.LeftButton)
    assert running(ui) == ["a1"]
    ui.undo()
    dialogs.answers = [yes]
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_P)
    assert running(ui) == ["a1"]
    ui.undo()
    dialogs.answers = [yes]
    actions.run(actions.act_of("start_playbook"), filled)
    assert running(ui) == ["a1"]


def test_from_ticked_accounts(filled, ui, dialogs):
    filled.show_page("accounts")
    page = filled.pages.page("accounts")
    page.table.rows.mark(["a1", "a2"], on=True)
    assert sorted(page.accounts_meant()) == ["a1", "a2"]
    dialogs.answers = [yes]
    page.marks.action_requested.emit("playbook")
    assert running(ui) == ["a1", "a2"]


def test_without_any_account_the_way_is_told(filled, ui):
    told = []
    ui.noticed.connect(told.append)
    filled.show_page("data")
    actions.run(actions.act_of("start_playbook"), filled)
    assert told[-1].text == "Choose the accounts first"
    assert filled.pages.current == "accounts"


def test_from_a_segment_on_everybody_in_it(filled, ui, dialogs):
    ui.desk.do(segments.add, {"name": "All", "rule": EVERYBODY, "playbook": "One"})
    filled.show_page("segments")
    page = filled.pages.page("segments")
    page.show_segment("All")
    dialogs.answers = [yes]
    assert page.acts.start_playbook()
    assert running(ui) == ["a1", "a2"]


def test_a_run_is_shown_from_anywhere_and_changed(filled, ui):
    (run,) = ui.desk.do(runs.start, "One", ["a2"])
    filled.show_page("today")
    ui.open_run(run, "do")
    page = filled.pages.page("playbooks")
    assert filled.pages.current == "playbooks"
    assert page.runs.panel.view.row.id == run
    ui.change_run(run)
    assert page.front is page.run_editor
    assert page.run_editor.account == "Birkdale"


def test_while_looking_back_nothing_is_started(filled, ui, dialogs):
    ui.open_account("a1")
    ui.set_day(ui.today - 3)
    filled.pages.page("account").acts.ask_playbook()
    assert not dialogs.asked
    assert running(ui) == []
