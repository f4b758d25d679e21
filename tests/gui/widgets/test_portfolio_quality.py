"""Portfolio quality on the screen: nothing cut or over another, what is pressed, its table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.gui.widgets import portfolio_quality as widget
from tests.board_desk import LONG, asked, check_drawing, room_of


@pytest.fixture
def face(ui, board):
    ui.set_desk(board)
    made = widget.Face(ui)
    made.show_data(board.read(widget.load, asked(widget)))
    yield made
    made.deleteLater()


@pytest.mark.parametrize("size", ["least", "usual", "large"])
@pytest.mark.parametrize("marked", [frozenset(), frozenset({"band:Poor"})])
def test_all_of_it_has_its_place(face, size, marked):
    room = room_of(widget, size)
    face.show_marked(marked)
    check_drawing(face.lay_out(room), room, face.measure)


def test_long_names_and_much_money_stay_in_their_places(face):
    rows = tuple(
        replace(face.shown.rows[0], key=f"k{at}", name=LONG, amounts={"EUR": 1.2e9, "USD": 3e8})
        for at in range(30)
    )
    face.show_data(replace(face.shown, rows=rows, more=70))
    for size in ("least", "usual", "large"):
        room = room_of(widget, size)
        drawing = face.lay_out(room)
        check_drawing(drawing, room, face.measure)
    told = [one.text for one in face.lay_out(QSizeF(300, 180)).texts]
    assert any("more: make the card taller" in one for one in told)


def test_bands_and_values_are_pressed_as_marks(face, qtbot):
    pressed = []
    face.mark_pressed.connect(lambda mark, add: pressed.append((mark.key, add)))
    spots = face.lay_out(room_of(widget, "usual")).spots
    keys = {one.key.removeprefix("mark:") for one in spots if one.key}
    assert keys <= {one.key for one in face.shown.marks}
    for key in sorted(keys):
        face.press(f"mark:{key}", add=True)
    assert pressed == [(key, True) for key in sorted(keys)]


def test_its_table_tells_the_same_figures(face):
    head, lines = face.lines()
    assert head == ("Of", "Band", "Accounts", "ARR")
    counts = sum(int(one[2]) for one in lines if one[0] == "All" and one[1] != "Quality")
    assert counts == sum(one.count for one in face.shown.sums)
