"""Dashboards from the window: full screen, the palette, undo of a layout, closing with a draft."""

from __future__ import annotations

from PySide6.QtCore import Qt

from healthdesk.core.domain.dashboard import Board
from healthdesk.core.services import dashboards, scoring
from healthdesk.gui.shell import actions
from healthdesk.gui.shell.spec import page_spec
from tests import make

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_full_screen_leaves_the_board_alone_and_escape_comes_back(at_work, qtbot):
    qtbot.keyClick(at_work, Qt.Key.Key_F11)
    page = at_work.pages.page("dashboards")
    assert at_work.isFullScreen()
    assert not at_work.rail.isVisible()
    assert not at_work.top_bar.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not at_work.isFullScreen()
    assert at_work.rail.isVisible()
    qtbot.keyClick(at_work, Qt.Key.Key_F11)
    at_work.show_page("today")
    assert not at_work.isFullScreen()


def test_the_palette_knows_every_board(at_work, ui):
    row = ui.desk.do(dashboards.add, Board("Renewals of spring"))
    at_work.finder.open()
    at_work.finder.palette.model.filter("Renewals of spring")
    entry = at_work.finder.palette.model.entry(0)
    assert (entry.kind, entry.key) == ("board", str(row))
    at_work.finder.palette.chosen.emit(entry)
    at_work.finder.palette.close_palette()
    assert at_work.pages.current == "dashboards"
    assert at_work.pages.page("dashboards").boards.board.name == "Renewals of spring"


def test_back_from_an_account_leads_to_the_page_it_was_opened_on(at_work, ui, qtbot):
    ui.desk.do(make.fill)
    ids = ui.desk.read(scoring.scores, ui.day)
    for page in ("dashboards", "today", "accounts"):
        at_work.show_page(page)
        ui.open_account(ids[0].account_id)
        ui.open_account(ids[1].account_id)
        assert at_work.pages.current == "account"
        title = page_spec(page).title
        assert at_work.pages.page("account").head.way_back == f"Back to {title}"
        qtbot.keyClick(at_work.pages.page("account"), Qt.Key.Key_Escape)
        assert at_work.pages.current == page


def test_undo_is_that_of_the_layout_and_closing_asks_for_it(at_work, ui, qtbot):
    at_work.resize(1440, 900)
    ui.desk.do(dashboards.add, Board("Care"))
    actions.run(actions.act_of("edit-board"), at_work)
    page = at_work.pages.page("dashboards")
    assert page.editing
    page.gallery.list.pressed_on.emit("note")
    assert at_work.pages.unsaved == ("Care",)
    ui.dialogs.answers = [False]
    assert not at_work.close()
    qtbot.keyClick(at_work, Qt.Key.Key_Z, CONTROL)
    assert page.boards.board.tiles == ()
    assert ui.desk.undo_label == "Add dashboard"
    assert at_work.pages.unsaved == ()
