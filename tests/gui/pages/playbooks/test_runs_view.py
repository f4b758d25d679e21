"""The tab Runs: board and list, filters, several chosen, one beside, its own steps changed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt

from healthdesk.core.desk import Desk
from healthdesk.core.domain import playbook_edit
from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import imports, run_reading, runs
from healthdesk.gui.pages.playbooks.page import PlaybooksPage
from healthdesk.gui.pages.playbooks.runs.board import LEAST, SLIM
from healthdesk.gui.pages.playbooks.runs.reading import Wish
from tests import folders, make
from tests.core.services.run_story import DAY, FACTS, go_to, publish

Key = Qt.Key
ONE = Playbook("One", steps=(Step("do", "task", "Do it"), Step("late", "task", "Later", When(5))))
WAITS = Playbook("Waits", steps=(Step("w", "wait", "Wait", options={"days": 5}),
                                 Step("do", "task", "Then do it")))  # fmt: skip


@pytest.fixture
def desk(tmp_path, ui) -> Iterator[Desk]:
    made = make.desk(tmp_path)
    go_to(made, 0)
    made.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(made, ONE, WAITS)
    ui.clock = made.clock
    ui.set_desk(made)
    yield made
    ui.set_desk(None)
    made.close()


@pytest.fixture
def page(ui, desk, qtbot) -> PlaybooksPage:
    desk.do(runs.start, "One", ["a", "b"], None, "Nadia")
    (third,) = desk.do(runs.start, "One", ["c"])
    desk.do(runs.stop, third, "gone")
    desk.do(runs.start, "Waits", ["a"])
    made = PlaybooksPage(ui)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.show_run(-1)
    return made


def columns(view):
    return {
        state: [(row.account_id, row.playbook) for row in listed.rows.rows]
        for state, listed in view.board.lists.items()
    }


def test_the_board_has_a_column_for_each_state(page):
    assert columns(page.runs) == {
        "waiting": [("a", "Waits")],
        "active": [("a", "One"), ("b", "One")],
        "done": [],
        "stopped": [("c", "One")],
    }
    assert page.runs.count.full_text == "4 runs"
    assert not page.runs.board.notes["done"].isHidden()


def test_where_there_is_little_room_empty_columns_give_way(page):
    board = page.runs.board
    board.resize(656, 400)
    assert board.columns["done"].maximumWidth() == SLIM
    assert board.columns["stopped"].minimumWidth() == LEAST
    inside = board.widget().minimumSizeHint().width()
    assert inside <= 656, "all four are there, nothing to scroll"
    board.resize(1000, 400)
    assert board.columns["done"].maximumWidth() > SLIM


def test_filters_and_words_leave_others_out(page):
    view = page.runs
    view.take_wish(Wish(playbook="Waits"))
    assert view.count.full_text == "1 of 4 runs"
    view.take_wish(Wish(owner="Nadia"))
    assert {row.account_id for row in view.shown} == {"a", "b"}
    view.take_wish(Wish(words="cedar one"))
    assert [row.account_id for row in view.shown] == ["c"]
    view.take_wish(Wish(words="nobody"))
    assert view.whole.words.startswith("No run passes the filters")
    view.whole.acted.emit()
    assert len(view.shown) == 4


def test_keys_walk_choose_and_open(page, qtbot):
    view = page.runs
    view.board.focus_first()
    active = view.board.lists["active"]
    qtbot.keyClick(active, Key.Key_X)
    qtbot.keyClick(active, Key.Key_Down)
    qtbot.keyClick(active, Key.Key_Space)
    assert len(view.board.marked) == 2
    assert not view.marks.isHidden()
    qtbot.keyClick(active, Key.Key_Escape)
    assert not view.board.marked
    assert view.marks.isHidden()
    qtbot.keyClick(active, Key.Key_Return)
    assert view.panel.view.row.account_id == "b"
    assert not view.side.isHidden()
    qtbot.keyClick(view, Key.Key_Escape)
    assert view.side.isHidden()


def test_several_are_put_on_hold_and_stopped_in_one_step(page, desk, ui, dialogs):
    view = page.runs
    chosen = frozenset(row.id for row in view.shown if row.status == "active")
    view.board.mark(chosen)
    dialogs.answers = [True]
    view.marks.action_requested.emit("pause")
    assert [row.paused for row in view.shown if row.id in chosen] == [True, True]
    ui.undo()
    assert not any(row.paused for row in view.shown)

    def enter(dialog):
        dialog.input("why").setText("over")
        dialog.accept()
        return True

    dialogs.answers = [enter]
    view.marks.action_requested.emit("stop")
    assert len(columns(view)["stopped"]) == 3
    assert desk.undo_label == "Change runs"


def test_the_list_shows_the_same_and_what_is_ticked_is_chosen(page, qtbot):
    view = page.runs
    view.board.mark(frozenset([view.shown[0].id]))
    view.form.set_value("list")
    view.form.chosen.emit("list")
    assert view.table.rows.rowCount() == 4
    assert view.table.rows.marks == {str(view.shown[0].id)}
    view.table.rows.mark([str(view.shown[1].id)], on=True)
    assert view.board.marked == {view.shown[0].id, view.shown[1].id}
    view.table.opened.emit(str(view.shown[2].id))
    assert view.panel.run == view.shown[2].id


def test_a_run_is_shown_at_once_even_before_all_were_read(ui, desk, qtbot):
    (run,) = desk.do(runs.start, "One", ["b"])
    page = PlaybooksPage(ui)
    qtbot.addWidget(page)
    page.show()
    page.show_run(run, "do")
    assert page.viewing == "runs"
    assert page.runs.panel.view.row.id == run


def test_without_runs_the_way_to_accounts_is_offered(ui, desk, qtbot):
    page = PlaybooksPage(ui)
    qtbot.addWidget(page)
    page.show()
    page.show_run(-1)
    assert page.runs.whole.words.startswith("No playbook was started yet")
    with qtbot.waitSignal(ui.page_requested) as asked:
        page.runs.whole.acted.emit()
    assert asked.args == ["accounts"]


def test_a_run_is_changed_for_its_account_and_told_so(page, desk, ui, dialogs):
    run = next(row.id for row in page.runs.shown if row.playbook == "Waits")
    page.change_run(run)
    editor = page.run_editor
    assert page.front is editor
    assert editor.head.publish.text() == "Save for this account"
    first, last = editor.playbook.steps
    told = []
    ui.noticed.connect(told.append)
    editor.take(playbook_edit.put(editor.playbook, msgspec.structs.replace(first, name="X")), "")
    assert "came up already" in told[-1].text
    assert editor.playbook.steps[0].name == "Wait"
    editor.take(playbook_edit.put(editor.playbook, msgspec.structs.replace(last, name="Soon")), "")
    assert page.unsaved == ("the steps of Waits on Aldermoor",)
    dialogs.answers = [False]
    page.close_editor()
    assert page.front is editor
    editor.save()
    assert page.front is None
    assert page.unsaved == ()
    view = desk.read(run_reading.one, run, DAY)
    assert view.row.changed
    assert [one.step for one in view.differences] == ["do"]
    other = next(row.id for row in page.runs.shown if row.account_id == "b")
    assert not desk.read(run_reading.one, other, DAY).row.changed
    ui.undo()
    assert not desk.read(run_reading.one, run, DAY).row.changed
