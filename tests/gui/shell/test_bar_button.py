"""Pieces of a top bar button never overlap and give way to the room there is."""

from __future__ import annotations

from itertools import pairwise

import pytest

from healthdesk.gui.shell.bar_button import BarButton, Piece, RailItem, place_pieces

PIECES = (
    Piece("Segment", "text2", 400),
    Piece("Renewing in the next ninety days, large ones", "text"),
    Piece("23", "text3", 400),
)


@pytest.mark.parametrize("right", [120.0, 200.0, 320.0, 600.0])
def test_pieces_fit_side_by_side(theme, right):
    placed = place_pieces(theme, PIECES, 30.0, right, 28.0)
    lefts = [p.rect.left() for p in placed]
    assert lefts == sorted(lefts)
    assert all(a.rect.right() <= b.rect.left() for a, b in pairwise(placed))
    assert placed[-1].rect.right() <= right + 2
    assert placed[-1].text == "23"


def test_with_room_nothing_is_elided(theme):
    placed = place_pieces(theme, PIECES, 30.0, 900.0, 28.0)
    assert [p.text for p in placed] == [p.text for p in PIECES]


def test_a_button_says_all_its_words(theme, qtbot):
    button = BarButton(theme, "folder")
    qtbot.addWidget(button)
    button.set_pieces(Piece("As of"), Piece("23 Nov 2026"))
    assert button.accessibleName() == "As of 23 Nov 2026"
    assert not button.grab().isNull()


def test_a_rail_item_names_its_counter(theme, qtbot):
    item = RailItem(theme, "data", "Data", "database")
    qtbot.addWidget(item)
    item.set_counter("2", late=True)
    assert item.accessibleName() == "Data, 2 late"
    item.resize(184, 32)
    assert not item.grab().isNull()
    item.set_narrow(True)
    assert "Data" in item.toolTip()


def test_the_counter_of_the_current_page_is_a_filled_pill(theme, qtbot):
    item = RailItem(theme, "today", "Today", "sun")
    qtbot.addWidget(item)
    item.set_counter("9")
    item.resize(184, 32)
    ground = [item.grab().toImage().pixelColor(161, 16).name()]
    item.setChecked(True)
    ground.append(item.grab().toImage().pixelColor(161, 16).name())
    assert ground == [theme.color("track").name(), theme.color("accentfill").name()]
