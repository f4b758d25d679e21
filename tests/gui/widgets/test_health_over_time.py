"""Health over time on the screen: areas that fill the room, names at their ends, its weeks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from healthdesk.core.domain.board_scores import HealthOverTime
from healthdesk.core.domain.standing import BandSum
from healthdesk.gui.widgets import health_over_time as widget
from tests.board_desk import DAY, asked, check_drawing, room_of

BANDS = ("Strong", "Average", "Poor", "Unknown")
weeks = st.lists(st.tuples(*(st.integers(0, 4_000) for _ in BANDS)), min_size=2, max_size=53)


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
    drawing = face.lay_out(room)
    check_drawing(drawing, room, face.measure)
    assert len([one for one in drawing.spots if not one.key]) == 13
    assert {one.key for one in drawing.spots if one.key} == {
        f"mark:{one.key}" for one in face.shown.marks
    }


def test_the_areas_of_a_week_fill_its_height(face, qapp):
    room = room_of(widget, "usual")

    @settings(max_examples=25)
    @given(weeks)
    def law(counts):
        days = tuple(range(DAY - 7 * (len(counts) - 1), DAY + 1, 7))
        told = tuple(
            tuple(BandSum(band, n, {"EUR": 5.0 * n}) for band, n in zip(BANDS, week, strict=True))
            for week in counts
        )
        face.shown = HealthOverTime(days=days, weeks=told, by="count")
        drawing = face.lay_out(room)
        check_drawing(drawing, room, face.measure)
        high = [one.foot[0].y() - min(p.y() for p in one.top) for one in drawing.areas]
        assert all(one >= 0 for one in high)
        if all(any(week) for week in counts):
            assert drawing.areas[-1].top[0].y() == pytest.approx(2.0)
        else:
            assert any(one.hatched for one in drawing.fills)

    law()


def test_arrows_read_out_week_by_week(face, qtbot):
    face.resize(500, 200)
    face.show()
    face.setFocus()
    QTest.keyClick(face, Qt.Key.Key_Left)
    assert "Strong" in face.read_out.words
    assert str(14) in face.read_out.words
    QTest.mouseMove(face, QPoint(5, 60))
    face.hide()


def test_one_day_alone_is_drawn_as_nothing(face):
    face.show_data(replace(face.shown, days=(DAY,), weeks=face.shown.weeks[-1:]))
    assert not face.lay_out(room_of(widget, "usual")).areas


def test_its_table_has_a_row_a_week(face):
    head, lines = face.lines()
    assert head == ("Day", *BANDS)
    assert len(lines) == len(face.shown.days)
    assert lines[0][0] == "14 Mar 2026"
