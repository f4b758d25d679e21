"""Segment comparison on the screen: columns that give way, rows as marks, its table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.gui.widgets import segment_comparison as widget
from tests.board_desk import LONG, asked, check_drawing, room_of


@pytest.fixture
def face(ui, board):
    ui.set_desk(board)
    made = widget.Face(ui)
    made.show_data(board.read(widget.load, asked(widget)))
    yield made
    made.deleteLater()


@pytest.mark.parametrize("size", ["least", "usual", "large"])
def test_all_of_it_has_its_place(face, size):
    room = room_of(widget, size)
    check_drawing(face.lay_out(room), room, face.measure)
    face.show_marked(frozenset({face.shown.marks[0].key}))
    long = tuple(
        replace(one, name=LONG, amounts={"EUR": 9.99e8, "USD": 9.99e8}) for one in face.shown.rows
    )
    face.show_data(replace(face.shown, rows=long))
    check_drawing(face.lay_out(room), room, face.measure)


def test_a_segment_with_nobody_is_no_mark_and_says_why(face):
    empty = replace(
        face.shown.rows[0],
        sums=tuple(replace(one, count=0) for one in face.shown.rows[0].sums),
        why="No account of it is here",
    )
    face.show_data(replace(face.shown, rows=(empty,), marks=()))
    drawing = face.lay_out(room_of(widget, "usual"))
    (spot,) = drawing.spots
    assert spot.key == ""
    assert "No account of it is here" in spot.tip
    assert any(one.hatched for one in drawing.fills)


def test_rows_are_pressed_as_marks(face):
    pressed = []
    face.mark_pressed.connect(lambda mark, add: pressed.append(mark.key))
    for spot in face.lay_out(room_of(widget, "large")).spots:
        if spot.key:
            face.press(spot.key)
    assert pressed == [one.key for one in face.shown.marks]


def test_its_table_has_a_row_a_segment(face):
    head, lines = face.lines()
    assert head[:5] == ("Segment", "Accounts", "ARR", "Score", "In 90 days")
    assert [one[0] for one in lines] == [one.name for one in face.shown.rows]
