"""The number tile on the screen: every figure in one row, colours of a change, its table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_number import FEW, FIGURES
from healthdesk.core.store import tables
from healthdesk.gui.widgets import number as widget
from tests.board_desk import asked, check_drawing

FLAT, TALL = QSizeF(196, 30), QSizeF(196, 120)


@pytest.fixture
def face(ui, board):
    ui.set_desk(board)
    made = widget.Face(ui)
    yield made
    made.deleteLater()


@pytest.mark.parametrize("figure", FIGURES)
def test_all_of_it_has_its_place(face, board, figure):
    shown = board.read(widget.load, asked(widget, {"figure": figure, "target": 95.0}))
    face.show_data(shown)
    for room in (FLAT, TALL, QSizeF(900, 30), QSizeF(900, 190)):
        drawing = face.lay_out(room)
        check_drawing(drawing, room, face.measure)
        assert bool(drawing.texts) == (not shown.empty)
    (row,) = face.lines()[1]
    assert row[0] == shown.called


def test_more_is_worse_where_less_is_better(face, board):
    shown = board.read(widget.load, asked(widget, {"figure": "arr_poor"}))
    colors = []
    for value in (2e6, 1e6):
        face.show_data(replace(shown, value=value, before=1.5e6, beside=""))
        colors.append(face.lay_out(FLAT).glyphs[0].color)
    assert colors == ["down", "up"]


def test_money_of_two_currencies_stands_side_by_side(face, board):
    shown = board.read(widget.load, asked(widget))
    face.show_data(replace(shown, value=None, amounts={"EUR": 1e6, "USD": 2e6}))
    drawing = face.lay_out(QSizeF(400, 30))
    assert drawing.texts[0].text == "€1.00M + $2.00M"
    assert not drawing.glyphs


def test_the_period_is_told_only_beside_a_change(face, board):
    shown = board.read(widget.load, asked(widget))
    face.show_data(replace(shown, value=9.99e8, before=1e6))
    told = [one.text for one in face.lay_out(QSizeF(90, 30)).texts]
    assert not any("in 90" in one for one in told)


def test_a_press_marks_its_accounts(face, board):
    pressed = []
    face.mark_pressed.connect(lambda mark, add: pressed.append(mark.key))
    face.show_data(board.read(widget.load, asked(widget, {"figure": "renewing"})))
    face.press(face.lay_out(FLAT).spots[0].key)
    assert pressed == ["figure:renewing"]


@pytest.mark.parametrize("figure", ["nps", "score", "quality", "reading"])
def test_a_mean_of_few_is_told_with_their_number(face, board, figure):
    few = frozenset(sorted(board.read(_names))[:7])
    shown = board.read(widget.load, asked(widget, {"figure": figure}, accounts=few))
    assert shown.few is None or 0 < shown.few < FEW
    assert shown.few is not None or shown.empty
    many = board.read(widget.load, asked(widget, {"figure": figure}))
    assert many.few is None or many.few > (shown.few or 0)
    face.show_data(replace(shown, value=53.0, few=7, empty=""))
    for room in (FLAT, TALL):
        drawing = face.lay_out(room)
        check_drawing(drawing, room, face.measure)
        assert "n 7" in {one.text for one in drawing.texts}


def _names(tx):
    return [row.account_id for row in tx.query(tables.Account)]
