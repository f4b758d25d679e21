"""How a board is looked at: alone, by objective, by preset, without what is put away."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from healthdesk.core.domain.board_preset import Preset, Pressed
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.kindred import FAMILIES
from healthdesk.core.services import dashboards
from healthdesk.gui.pages.dashboards.page import DashboardsPage
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.shell.page_stack import PageStack
from healthdesk.gui.widgets import CATALOGUE
from tests import make
from tests.gui.pages.dashboards.conftest import TILES
from tests.gui.pages.dashboards.stand_in import press, settle

AIMED = tuple(
    msgspec.structs.replace(tile, options={**tile.options, "objective": "Retain ARR"})
    if tile.id == "right"
    else tile
    for tile in TILES
)


@pytest.fixture
def page(ui, left, right, tmp_path, qtbot):
    desk = make.desk(tmp_path)
    desk.do(make.fill)
    ui.set_desk(desk)
    desk.do(dashboards.add, Board("Monday", "who needs me", "Know", tiles=AIMED))
    made = DashboardsPage(ui)
    made.resize(1300, 700)
    made.show()
    settle(made.tiles, qtbot)
    yield made
    made.close()
    made.deleteLater()
    ui.set_desk(None)
    desk.close()


def ids(page):
    return [one.id for one in page.view.canvas.layout_now]


def kept(page):
    return page.ui.desk.read(dashboards.boards)[0].board


def tool(page, name, what):
    page.tiles.tile(name).frame.tool_pressed.emit(name, what)


def picked(page, text):
    menu = next(one for one in page.findChildren(Menu) if one.isVisible())
    action = next(one for one in menu.actions() if one.text().startswith(text))
    menu.close()
    action.trigger()
    menu.deleteLater()


def test_one_card_alone_and_escape_leads_back_with_filters_kept(page, qtbot):
    press(page.tiles, "left", "one")
    settle(page.tiles, qtbot)
    before = page.tiles.filters
    tool(page, "right", "alone")
    assert ids(page) == ["right"]
    assert page.tiles.tile("right").frame.isVisible()
    assert not page.tiles.tile("left").frame.isVisible()
    assert page.bar.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert ids(page) == ["left", "right", "odd"]
    assert page.tiles.tile("left").frame.isVisible()
    assert page.tiles.filters == before
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.tiles.filters == ()
    page.acting("alone")
    page.bar.button.click()
    assert ids(page) == ["left", "right", "odd"]
    assert page.ui.desk.undo_label == "Add dashboard"


def test_put_away_and_shown_again_without_laying_out(page, left, qtbot):
    count = len(left.asked)
    tool(page, "left", "hide")
    assert ids(page) == ["right", "odd"]
    assert page.head.away.text() == "1 put away"
    assert len(kept(page).tiles) == 3
    page.ui.desk.do(dashboards.look, page.boards.row, ["right"], page.ui.today)
    page.tiles.reload()
    settle(page.tiles, qtbot)
    assert len(left.asked) == count
    page.edit_layout()
    assert ids(page) == ["left", "right", "odd"]
    page.discard()
    page.head.away.click()
    picked(page, "Show ")
    assert ids(page) == ["left", "right", "odd"]
    assert not page.head.away.isVisible()
    page.ui.desk.undo()
    page.reload()
    assert page.head.away.text() == "1 put away"


def test_a_board_is_narrowed_by_an_objective_and_nothing_is_written(page):
    page.head.objective.click()
    picked(page, "Retain ARR")
    assert ids(page) == ["right"]
    assert "1 of 3 widgets" in page.bar.label.full_text
    assert page.head.objective.text() == "Retain ARR"
    page.head.objective.click()
    picked(page, "All widgets")
    assert ids(page) == ["left", "right", "odd"]
    assert page.ui.desk.undo_label == "Add dashboard"


def test_a_preset_brings_filters_period_and_segment_back_at_once(page, dialogs, qtbot):
    ui = page.ui
    press(page.tiles, "left", "two")
    settle(page.tiles, qtbot)

    def name(form):
        form.input("name").setText("Second half")
        return True

    dialogs.answers = [name]
    page.head.presets.click()
    picked(page, "Keep what is shown")
    assert [one.name for one in kept(page).presets] == ["Second half"]
    label = ui.desk.undo_label
    page.tiles.clear_filters()
    ui.set_segment("Poor")
    page.head.period_chosen.emit("28 days")
    settle(page.tiles, qtbot)
    page.head.presets.click()
    picked(page, "Second half")
    settle(page.tiles, qtbot)
    assert ui.segment is None
    assert page.head.period.text() == "Last 90 days"
    assert kept(page).period == "28 days"
    assert [one.mark.key for one in page.tiles.filters] == ["two"]
    assert page.tiles.tile("right").figures.ask.accounts is not None
    assert label == ui.desk.undo_label == "Change dashboard"
    page.head.presets.click()
    picked(page, "Remove preset")
    assert kept(page).presets == ()


def test_a_preset_may_be_of_a_segment_alone(page):
    page.viewing.apply(Preset("p", "Poor", "365 days"))
    assert page.ui.segment == "Poor"
    assert page.head.period.text() == "Last 365 days"
    assert page.ui.desk.undo_label == "Add dashboard"


def test_a_preset_whose_filter_is_gone_says_so(page, ui, qtbot):
    preset = Preset("x", marks=(Pressed("left", "three", "Half: three"),))
    told = []
    ui.noticed.connect(told.append)
    page.viewing.apply(preset)
    settle(page.tiles, qtbot)
    assert page.tiles.filters == ()
    assert any("Half: three" in one.detail for one in told)


def test_every_kindred_kind_is_a_widget():
    assert {kind for family in FAMILIES for kind in family} <= set(CATALOGUE)


def test_no_button_has_the_keys_that_nobody_chose(qtbot, ui):
    """A page that is turned to leaves the ring to those who come by the keyboard."""
    stack = PageStack(ui)
    qtbot.addWidget(stack)
    other, page = QLineEdit(), stack.page("dashboards")
    stack.addWidget(other)
    stack.setCurrentWidget(other)
    stack.resize(1200, 700)
    stack.show()
    other.setFocus()
    stack.show_page("dashboards")
    assert page.focusWidget() not in page.findChildren(QAbstractButton)
    assert not page.head.plus.hasFocus()
