"""Explore on the screen: what is marked stays strong, marks are pressed, its table, its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.gui.widgets import explore as widget
from tests.board_desk import LONG, asked, check_drawing, room_of


@pytest.fixture
def face(ui, board):
    ui.set_desk(board)
    made = widget.Face(ui)
    made.show_data(board.read(widget.load, asked(widget)))
    yield made
    made.deleteLater()


def shades(drawing):
    return [one.alpha for one in drawing.fills if one.color == "accent"]


@pytest.mark.parametrize("size", ["least", "usual", "large"])
@pytest.mark.parametrize("told", [{}, {"columns": "segment", "value": "arr"}, {"show": "bars"}])
def test_all_of_it_has_its_place(face, board, size, told):
    face.show_data(board.read(widget.load, asked(widget, told)))
    room = room_of(widget, size)
    check_drawing(face.lay_out(room), room, face.measure)
    rows = tuple(replace(one, name=LONG) for one in face.shown.rows)
    columns = tuple(replace(one, name=LONG) for one in face.shown.columns)
    face.show_data(replace(face.shown, rows=rows, columns=columns))
    check_drawing(face.lay_out(room), room, face.measure)


def test_a_marked_column_or_row_stays_strong_and_the_others_fade(face):
    room = room_of(widget, "large")
    before = shades(face.lay_out(room))
    for line in (face.shown.columns[0], face.shown.rows[0]):
        face.show_marked(frozenset({line.mark}))
        after = shades(face.lay_out(room))
        assert len(after) == len(before)
        same = [one == other for one, other in zip(before, after, strict=True)]
        assert any(same)
        assert not all(same)
    face.show_marked(frozenset())
    assert shades(face.lay_out(room)) == before


def test_every_mark_can_be_pressed(face):
    pressed = set()
    face.mark_pressed.connect(lambda mark, add: pressed.add(mark.key))
    for spot in face.lay_out(room_of(widget, "large")).spots:
        if spot.key:
            face.press(spot.key)
    assert pressed == {one.key for one in face.shown.marks}


def test_what_nobody_knows_is_hatched_and_no_account_is_no_nought(face, board):
    told = {"value": "reading", "reading": "csat", "columns": "stage"}
    shown = board.read(widget.load, asked(widget, told))
    cells = [cell for row in shown.cells for cell in row]
    face.show_data(shown)
    drawing = face.lay_out(room_of(widget, "large"))
    assert sum(one.hatched for one in drawing.fills) == sum(c.count > 0 == c.known for c in cells)
    assert "0" not in [one.text for one in drawing.texts if one.align == "center"]


def test_its_table_says_the_same(face):
    head, lines = face.lines()
    assert head[0] == "Band"
    assert head[-3:] == ("Total", "Accounts", "Known")
    assert [one[0] for one in lines] == [*(one.name for one in face.shown.rows), "Total"]
    assert lines[-1][-2] == str(face.shown.whole.count)
