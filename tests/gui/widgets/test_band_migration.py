"""Band migration on the screen: each passage a cell, pressed as a mark, its table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.gui.widgets import band_migration as widget
from tests.board_desk import asked, check_drawing, room_of

LONG = BandNames("Going really very well", "Needs a closer look", "In trouble as it is", "?")


@pytest.fixture
def face(ui, board):
    ui.set_desk(board)
    made = widget.Face(ui)
    made.show_data(board.read(widget.load, asked(widget)))
    yield made
    ui.words.bands = USUAL
    made.deleteLater()


@pytest.mark.parametrize("size", ["least", "usual", "large"])
@pytest.mark.parametrize("names", [USUAL, LONG])
def test_all_of_it_has_its_place(ui, face, size, names):
    ui.words.bands = names
    room = room_of(widget, size)
    face.show_marked(frozenset({face.shown.marks[0].key}))
    check_drawing(face.lay_out(room), room, face.measure)


def test_what_stands_for_accounts_is_pressed_as_a_mark(face):
    pressed = []
    face.mark_pressed.connect(lambda mark, add: pressed.append(mark))
    spots = face.lay_out(room_of(widget, "usual")).spots
    for spot in spots:
        face.press(spot.key)
    assert pressed == list(dict.fromkeys(pressed))
    assert set(pressed) == set(face.shown.marks)


def test_great_numbers_stay_in_their_cells(face):
    big = tuple(
        replace(one, count=1_999, amounts={"EUR": 9.99e8, "USD": 9.99e8}, unknown=3)
        for one in face.shown.cells
    )
    face.show_data(replace(face.shown, cells=big))
    for size in ("least", "usual", "large"):
        room = room_of(widget, size)
        check_drawing(face.lay_out(room), room, face.measure)


def test_its_table_has_a_row_for_each_passage_made(face):
    head, lines = face.lines()
    assert head == ("14 Dec 2025", "14 Mar 2026", "Accounts", "ARR")
    assert [int(one[2]) for one in lines] == [o.count for o in face.shown.cells if o.count]
