"""Movers on the screen: rows whole, names and reasons cut with an ellipsis, a press opens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize

from healthdesk.gui.widgets import movers as widget
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
    long = tuple(replace(one, name=LONG, reason=LONG, was=100, shown=0) for one in face.shown.rows)
    face.show_data(replace(face.shown, rows=long))
    drawing = face.lay_out(room)
    check_drawing(drawing, room, face.measure)
    assert all(LONG in one.tip for one in drawing.spots)


def test_a_press_opens_the_account_at_its_health(face):
    opened = []
    face.account_pressed.connect(lambda who, tab: opened.append((who, tab)))
    spots = face.lay_out(room_of(widget, "usual")).spots
    for spot in spots:
        face.press(spot.key)
    first = [one.account_id for one in face.shown.rows[: len(spots)]]
    assert opened == [(who, "health") for who in first]
    assert opened


def test_rows_that_do_not_fit_are_scrolled_to(face):
    face.resize(QSize(400, 60))
    face.refresh()
    face.bar.setValue(face.bar.maximum())
    assert f"account:{face.shown.rows[-1].account_id}" in face.drawing.spots[-1].key


def test_its_table_has_a_row_an_account(face):
    head, lines = face.lines()
    assert head[3:5] == ("14 Dec 2025", "In 90 days")
    assert [one[0] for one in lines] == [one.name for one in face.shown.rows]


def test_on_paper_long_reasons_take_further_lines_and_none_is_cut(face):
    room = room_of(widget, "usual")
    why = "Open high tickets up from none to one"
    rows = tuple(
        replace(one, reason=why if at % 2 else "NPS") for at, one in enumerate(face.shown.rows)
    )
    face.show_data(replace(face.shown, rows=rows))
    drawing = face.for_paper(room)
    check_drawing(drawing, room, face.measure)
    told = " ".join(one.text for one in drawing.texts if one.color == "text2")
    shown, every = face.on_paper(room)
    assert (len(drawing.spots), len(rows)) == (shown, every)
    assert told.count("to one") == told.count("Open high") == shown // 2 > 0
    assert not any(one.full for one in drawing.texts if one.color == "text2")
    assert len(face.lay_out(room).spots) > shown
