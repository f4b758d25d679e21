"""The grid of the Accounts page: where tiles lie, keys and pointer, order and groups, its table."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.views import AccountsView
from healthdesk.gui.pages.accounts.page import AccountsPage
from healthdesk.gui.pages.accounts.reading import prepared
from healthdesk.gui.pages.accounts.tile_grid import TileGrid, TileGroup
from healthdesk.gui.pages.accounts.tile_layout import EDGE, TileLayout
from healthdesk.gui.pages.accounts.tile_words import TileWords
from tests.gui.pages.made_accounts import ATTRIBUTES, TODAY, row

groups = st.lists(st.integers(1, 30), max_size=5)


@given(groups, st.integers(60, 1600), st.booleans())
def test_tiles_lie_apart_in_their_room_and_are_found_where_they_lie(counts, width, headed):
    made = TileLayout(counts, width, headed=headed)
    tiles = [made.tile(at) for at in range(made.count)]
    assert made.count == sum(counts)
    for at, rect in enumerate(tiles):
        assert made.at(rect.center()) == at
        assert rect.bottom() <= made.height
        assert rect.left() >= EDGE
        if width > 200:
            assert rect.right() <= width - EDGE + 1
    assert all(not one.intersects(two) for one, two in pairwise(tiles))
    heads = [made.head(at) for at in range(len(counts))] if headed else []
    for head in heads:
        assert made.at(head.center()) == -1
        assert not any(head.intersects(one) for one in tiles)


@given(groups, st.integers(200, 1600), st.integers(0, 3000), st.integers(10, 900))
def test_what_is_in_view_is_among_what_is_drawn(counts, width, top, high):
    made = TileLayout(counts, width, headed=True)
    drawn = {
        number for _, first, last in made.between(top, top + high) for number in range(first, last)
    }
    view = QRect(0, top, width, high)
    seen = {at for at in range(made.count) if made.tile(at).intersects(view)}
    assert seen <= drawn
    assert len(drawn) <= len(seen) + 4 * made.across


@given(groups, st.integers(200, 1600), st.data())
def test_keys_stay_inside_and_down_then_up_keeps_the_column_or_less(counts, width, data):
    made = TileLayout(counts, width, headed=False)
    if not made.count:
        assert made.step(-1, "down") == -1
        return
    at = data.draw(st.integers(0, made.count - 1))
    for way in ("left", "right", "up", "down"):
        assert 0 <= made.step(at, way) < made.count
    below = made.step(at, "down")
    assert below == at or made.tile(below).top() >= made.tile(at).top()
    assert made.tile(below).left() <= made.tile(at).left()
    above = made.step(at, "up")
    assert above == at or made.tile(above).top() < made.tile(at).top()


ROWS = [
    row((f"Name {at}", 2 * at, -1, at, 30, "Steady", 5, "Growth"), account_id=f"a{at}")
    for at in range(40)
]


@pytest.fixture
def grid(ui, qtbot):
    made = TileGrid(ui.theme, ui.words)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show_groups([TileGroup(None, ROWS)], TileWords(ui.words, ()).tip)
    made.show()
    return made


def test_arrows_move_enter_opens_and_what_is_current_is_in_view(grid, qtbot):
    opened = []
    grid.opened.connect(opened.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(grid, key)
    at = 1 + grid.layout_of.across
    assert opened == [f"a{at}"]
    assert grid.accessibleDescription().startswith(f"Name {at}. Score {2 * at}, ")
    qtbot.keyClick(grid, Qt.Key.Key_End)
    rect = grid.layout_of.tile(39).translated(0, -grid.verticalScrollBar().value())
    assert grid.viewport().rect().contains(rect)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.current == 0
    assert grid.verticalScrollBar().value() == 0


def test_a_press_opens_the_account_under_the_pointer(grid, qtbot):
    opened = []
    grid.opened.connect(opened.append)
    button = Qt.MouseButton.LeftButton
    qtbot.mouseClick(grid.viewport(), button, pos=grid.layout_of.tile(2).center())
    qtbot.mouseClick(grid.viewport(), button, pos=QPoint(2, 2))
    assert opened == ["a2"]


def test_other_accounts_leave_the_keys_where_they_were(grid, ui):
    grid.go_to(5)
    grid.show_groups([TileGroup(None, ROWS[3:])], TileWords(ui.words, ()).tip)
    assert grid.row(grid.current).account_id == "a5"
    grid.show_groups([TileGroup(None, ROWS[20:])], TileWords(ui.words, ()).tip)
    assert grid.row(grid.current).account_id == "a20"
    grid.show_groups([], TileWords(ui.words, ()).tip)
    assert grid.current == -1
    grid.grab()


def test_its_colours_are_those_of_the_bands_and_change_with_the_theme(grid, ui):
    def ground():
        place = grid.layout_of.tile(0).center() + QPoint(40, -4)
        return grid.viewport().grab().toImage().pixelColor(place)

    assert ground() == ui.theme.band(ROWS[0].band).ground
    ui.theme.choose(mode="dark")
    assert ground() == ui.theme.band(ROWS[0].band).ground
    ui.theme.choose(mode="light")


@pytest.fixture
def page(ui, qtbot, monkeypatch):
    monkeypatch.setattr(ui, "read", lambda *args, **kw: 1)
    made = AccountsPage(ui)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made._show_loaded(prepared(AccountsView(TODAY, tuple(ROWS), ATTRIBUTES, 40), ui.words, ()))
    return made


def choose(control, at):
    control.findChildren(QPushButton)[at].click()


def test_the_page_remembers_grid_and_order_and_groups_as_the_list(page, ui):
    assert page.table.isVisible()
    choose(page.view, 1)
    assert not page.table.isVisible()
    assert not page.bar.columns.isVisible()
    grid = page._tiles.grid
    assert grid.isVisible()
    assert set(grid.ids) == {row.account_id for row in ROWS}
    bands = [row.band for row in (grid.row(at) for at in range(40))]
    assert bands == sorted(bands, key=("Poor", "Average", "Unknown", "Strong").index)
    page._on_bar_group_chosen("")
    choose(page.tiles_by, 1)
    assert grid.ids[0] == "a39"
    choose(page.tiles_by, 2)
    assert grid.ids[:2] == ("a0", "a1")
    assert page.listed_ids() == grid.ids
    again = AccountsPage(ui)
    assert (again.view.value, again.tiles_by.value) == ("grid", "name")
    again.deleteLater()
    choose(page.view, 0)
    assert page.table.isVisible()
    assert not grid.isVisible()


def test_ctrl_t_shows_the_tiles_as_a_table(page):
    choose(page.view, 1)
    page._on_bar_group_chosen("")
    choose(page.tiles_by, 1)
    page._tiles.toggle()
    model = page._tiles.table.model()
    assert model.rowCount() == 40
    said = [model.index(0, column).data() for column in range(5)]
    assert said[0] == "Name 39"
    assert said[2] == "78"
    assert said[4] == "€39k"
