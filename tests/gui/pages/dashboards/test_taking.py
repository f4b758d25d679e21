"""Boards taken along: every card where it stands, in light colours, with figures and their how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.core.papers.paper_sizes import MEASURES
from healthdesk.gui.pages.dashboards.state import Boards
from healthdesk.gui.pages.dashboards.taking import BoardTaker, room
from healthdesk.gui.parts.menu import Menu
from tests.gui.pages.dashboards.stand_in import of, press, settle


@pytest.fixture
def taker(ui, tiles, board):
    return BoardTaker(ui, Boards(board), tiles)


def test_a_board_is_given_as_it_is_laid_out(taker, tiles, qtbot, theme):
    press(tiles, "left", "one")
    settle(tiles, qtbot)
    found = taker.board()
    assert (found.title, found.said[-1]) == ("Monday", "Half: one")
    places = [(one.title, one.x, one.y, one.w, one.h) for one in found.cards]
    assert places == [
        ("Stand_Left", 0, 0, 6, 3),
        ("Stand_Right", 6, 0, 6, 3),
        ("hologram", 0, 3, 4, 2),
    ]
    left, _, odd = found.cards
    assert left.rows == (("Half: one", "2"), ("Half: two", "2"))
    assert "Half: two" in left.svg
    assert (odd.svg, odd.rows) == ("", ())
    assert (found.how[0].name, found.how[0].text) == ("Stand_Left", "It is told what to say.")
    theme.choose(mode="dark")
    assert taker.board().cards[0].svg == left.svg
    assert of(tiles, "left").frame.face.in_head is not None


def test_a_card_alone_has_the_formats_its_menu_lacks(taker, tiles, ui):
    menu = Menu(ui.theme, "card", tiles.view)
    taker.fill_card(menu, of(tiles, "left"))
    texts = [one.text() for one in menu.actions() if one.text()]
    assert texts == ["Report…", "Save as PDF", "Save as Excel", "Save as Web page"]
    (card,) = taker.card().cards
    assert (card.title, card.w) == ("Stand_Left", 12)


def test_a_face_is_drawn_for_its_card_in_letters_that_can_be_read():
    half, low, high = room(6, 3), room(6, 1), room(6, 3, 1.5)
    points = MEASURES["slides"].inner / 2
    smallest = 11 * points / half.width()
    assert 9 < smallest < MEASURES["slides"].small
    assert low.width() == pytest.approx(half.width() / 2)
    assert low.height() < half.height() < high.height()
    assert room(2, 2).height() >= 40


def test_cards_say_what_of_them_stays_inside(taker, tiles, qtbot):
    settle(tiles, qtbot)
    for name, kinds in (("left", ("names", "score")), ("right", ("score",))):
        module = of(tiles, name).module
        module.SPEC = replace(module.SPEC, inside=kinds)
    found = taker.board()
    kinds = [[mark.kind for mark in one.inside] for one in found.cards]
    assert kinds == [["names", "score"], ["score"], []]
    assert [one.key for one in found.cards] == ["left", "right", "odd"]
    assert "Stand_Left" in found.cards[0].inside[0].words
    assert [mark.kind for mark in found.how[0].inside] == ["names", "score"]
