"""The renewal calendar: figures against the rows of the desk, layout, what can be pressed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from sqlalchemy import text

from healthdesk.core.domain.band_names import USUAL
from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.board_renewals import Renewing, in_weeks, marks_of, monday, total_of
from healthdesk.core.domain.views import BANDS
from healthdesk.core.services.accounts import accounts_table
from healthdesk.gui.parts.drawing import FontMeasure
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.renewal_calendar_layout import calendar_drawing
from healthdesk.gui.widgets import renewal_calendar as widget
from tests.board_desk import DAY, LONG, asked, check_drawing, room_of

ENDS = (
    'SELECT a.account_id, s."end", sum(s.arr) FROM subscription s JOIN account a'
    ' ON a.id = s.account_id WHERE s.start <= :day AND s."end" > :day AND s."end" < :stop'
    ' GROUP BY a.account_id, s."end"'
)
rows = st.lists(
    st.builds(
        Renewing,
        st.sampled_from("abcdefgh"),
        st.sampled_from(["Ann", LONG]),
        st.sampled_from(BANDS),
        st.one_of(st.none(), st.integers(0, 100)),
        st.one_of(st.none(), st.floats(0, 1e7)),
        st.sampled_from(["EUR", "USD", ""]),
        st.integers(DAY, DAY + 120),
        st.sampled_from(["", "likely", "at risk"]),
    ),
    max_size=80,
)


def test_the_boxes_are_the_contracts_that_end(board):
    view = board.read(widget.load, asked(widget))
    found = {(one.account_id, one.day): one.arr for week in view.weeks for one in week.rows}
    stop = monday(DAY) + 13 * 7

    def ends(tx):
        alive = {one.account_id for one in accounts_table(tx, DAY).rows}
        told = tx.execute(text(ENDS), {"day": DAY, "stop": stop})
        return {(account, end): arr for account, end, arr in told if account in alive}

    assert found
    assert found == pytest.approx(board.read(ends))


def test_narrowing_is_the_same_as_looking_at_those_only(board):
    view = board.read(widget.load, asked(widget))
    some = frozenset(one.account_id for one in view.weeks[5].rows + view.weeks[6].rows)
    narrow = board.read(widget.load, asked(widget, accounts=some))
    left = [[one for one in week.rows if one.account_id in some] for week in view.weeks]
    assert [list(week.rows) for week in narrow.weeks] == left


def test_nobody_renews_says_why(board):
    view = board.read(widget.load, asked(widget, accounts=frozenset()))
    assert view.empty == "No contract ends within 13 weeks."
    assert view.remedy


@settings(max_examples=40)
@given(rows, st.integers(4, 20))
def test_weeks_hold_what_ends_in_them_and_marks_stand_for_it(found, count):
    weeks = in_weeks(found, DAY, count)
    last = monday(DAY) + 7 * count
    kept = [one for one in found if one.day < last]
    assert sorted(map(repr, kept)) == sorted(repr(one) for week in weeks for one in week.rows)
    marks = {one.key: one.accounts for one in marks_of(weeks, {w.first: "" for w in weeks}, USUAL)}
    for week in weeks:
        assert marks.get(week.key, frozenset()) == {one.account_id for one in week.rows}
    total = total_of(weeks)
    assert dict(total.sums) == pytest.approx(dict(amounts((r.arr, r.currency) for r in kept).sums))


@pytest.mark.parametrize("count", [4, 13, 53])
def test_every_size_is_legible(board, ui, count):
    view = board.read(widget.load, asked(widget, {"weeks": count}))
    measure = FontMeasure(ui.theme)
    for size in ("least", "usual", "large"):
        room = room_of(widget, size)
        drawing = calendar_drawing(view, room, Kit(measure, ui.words))
        check_drawing(drawing, room, measure)
        assert any(one.key.startswith("account:") for one in drawing.spots)


def test_pressing_opens_an_account_or_marks_a_week(board, ui, qtbot):
    face = widget.Face(ui)
    qtbot.addWidget(face)
    face.resize(600, 160)
    view = board.read(widget.load, asked(widget))
    face.show_data(view)
    box = next(one for one in face.drawing.spots if one.key.startswith("account:"))
    row = next(one for week in view.weeks for one in week.rows)
    assert row.name in box.tip
    assert face.drawing.spot(box.rect.center()) == box
    with qtbot.waitSignal(face.account_pressed) as opened:
        face.press(box.key)
    assert opened.args == [row.account_id, "commercial"]
    week = face.drawing.spot(QPointF(box.rect.center().x(), 150))
    with qtbot.waitSignal(face.mark_pressed) as marked:
        face.press(week.key)
    assert marked.args[0].accounts == {one.account_id for one in view.weeks[2].rows}
    face.show_marked(frozenset({week.key.removeprefix("mark:")}))
    assert {one.alpha for one in face.drawing.fills} == {1.0, 0.4}
    head, lines = face.lines()
    assert len(lines) == sum(len(one.rows) for one in view.weeks)
    assert all(len(line) == len(head) for line in lines)
