"""ARR at risk, health by ARR, the table of accounts: figures, layout, sorting, what is pressed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.board_rows import VALUES, in_order
from healthdesk.core.domain.views import BANDS, AccountRow
from healthdesk.core.services.accounts import accounts_table as table_of
from healthdesk.gui.parts.drawing import FontMeasure
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.lanes import Lane, placed
from healthdesk.gui.widgets import accounts_table, arr_at_risk, health_arr
from tests.board_desk import DAY, LONG, asked, check_drawing, room_of

MODULES = (arr_at_risk, health_arr, accounts_table)
EVERYTHING = {"columns": list(accounts_table.TEXTS), "field": "domain"}


def row(account_id, **more):
    known = {
        "name": account_id,
        "score": 50.0,
        "shown": 50,
        "band": "Average",
        "change": None,
        "line": (),
        "arr": None,
        "currency": "EUR",
        "renewal_days": None,
        "renewal_day": None,
        "reason": "",
        "touch_days": None,
        "coverage": 1.0,
    }
    return AccountRow(account_id=account_id, **{**known, **more})


@pytest.mark.parametrize("by", ["month", "reason"])
def test_at_risk_are_poor_accounts_each_once(board, by):
    view = board.read(arr_at_risk.load, asked(arr_at_risk, {"by": by}))
    poor = {
        one.account_id: one.arr
        for one in board.read(table_of, DAY).rows
        if one.band == "Poor" and one.arr != 0
    }
    assert {one.account_id for one in view.rows} >= set(poor)
    assert all(one.band == "Poor" or "orecast" in one.why for one in view.rows)
    held = [account for bar in view.bars for account in bar.accounts]
    assert sorted(held) == sorted(one.account_id for one in view.rows)
    money = sum(dict(bar.amount.sums).get("EUR", 0.0) for bar in view.bars)
    assert money == pytest.approx(sum(one.arr or 0.0 for one in view.rows))
    assert view.total.main == pytest.approx(money)


@pytest.mark.parametrize("module", MODULES)
def test_narrowing_is_the_same_as_looking_at_those_only(board, module):
    whole = board.read(module.load, asked(module))
    some = frozenset(one.account_id for one in whole.rows[::2])
    narrow = board.read(module.load, asked(module, accounts=some))
    assert list(narrow.rows) == [one for one in whole.rows if one.account_id in some]
    nobody = board.read(module.load, asked(module, accounts=frozenset()))
    assert nobody.empty
    assert nobody.remedy


def test_dots_have_score_and_money_the_rest_is_counted(board):
    view = board.read(health_arr.load, asked(health_arr))
    every = board.read(table_of, DAY).rows
    assert len(view.rows) == sum(one.score is not None and bool(one.arr) for one in every)
    assert len(view.rows) + view.no_arr + view.no_score + view.other_money == len(every)
    assert sum(len(one.accounts) for one in view.marks) == len(view.rows)


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            row,
            st.text("abc", min_size=1, max_size=3),
            arr=st.one_of(st.none(), st.floats(0, 1e6)),
            change=st.one_of(st.none(), st.integers(-50, 50)),
        ),
        max_size=12,
    ),
    st.sampled_from(["arr", "change", "name"]),
    st.booleans(),
)
def test_sorting_puts_the_unknown_last_either_way(rows, key, downward):
    value = VALUES[key]
    found = [value(one) for one in in_order(rows, key, downward=downward)]
    known = [one for one in found if one is not None]
    assert known == sorted(known, reverse=downward)
    assert found[len(known) :] == [None] * (len(found) - len(known))


@given(st.floats(40, 900), st.integers(1, 8))
def test_lanes_never_lie_over_each_other(wide, count):
    lanes = [Lane("name", "", 100, stretch=True)]
    lanes += [Lane(str(at), "", 70, drop=at + 1) for at in range(count)]
    where = placed(lanes, wide)
    assert where[0][0].key == "name"
    for (_, left, width), (_, then, _) in itertools.pairwise(where):
        assert left + width <= then
    assert where[-1][1] + where[-1][2] <= wide + 0.01


@pytest.mark.parametrize("size", ["least", "usual", "large"])
def test_every_size_is_legible(board, ui, size):
    measure = FontMeasure(ui.theme)
    for module, draw in (
        (arr_at_risk, arr_at_risk.at_risk_drawing),
        (health_arr, health_arr.points_drawing),
    ):
        room = room_of(module, size)
        view = board.read(module.load, asked(module))
        more = (0,) if module is arr_at_risk else ()
        check_drawing(draw(view, room, Kit(measure, ui.words), *more), room, measure)
    for told in ({}, EVERYTHING):
        room = room_of(accounts_table, size)
        view = board.read(accounts_table.load, asked(accounts_table, told))
        rows = (row("x", name=LONG, band=BANDS[3], shown=None, reason=LONG), *view.rows)
        drawing = accounts_table.table_drawing(view, rows, room, Kit(measure, ui.words), 0)
        check_drawing(drawing, room, measure)
        assert any(one.full == LONG for one in drawing.texts)


@pytest.mark.parametrize("module", MODULES)
def test_rows_open_accounts_and_the_table_has_all_of_them(board, ui, qtbot, module):
    face = module.Face(ui)
    qtbot.addWidget(face)
    face.resize(560, 240)
    view = board.read(module.load, asked(module))
    face.show_data(view)
    spot = next(one for one in face.drawing.spots if one.key.startswith("account:"))
    with qtbot.waitSignal(face.account_pressed) as opened:
        face.press(spot.key)
    assert opened.args[0] in {one.account_id for one in view.rows}
    head, lines = face.lines()
    assert len(lines) == len(view.rows)
    assert all(len(line) == len(head) for line in lines)
    for mark in view.marks:
        with qtbot.waitSignal(face.mark_pressed) as marked:
            face.press(f"mark:{mark.key}")
        assert marked.args[0] == mark


def test_the_table_scrolls_by_rows_and_sorts_by_names(board, ui, qtbot):
    face = accounts_table.Face(ui)
    qtbot.addWidget(face)
    face.resize(560, 120)
    view = board.read(accounts_table.load, asked(accounts_table))
    face.show_data(view)
    face.show()
    assert face.bar.maximum() == len(view.rows) - accounts_table.fits(face.size().toSizeF())
    face.bar.setValue(2)
    first = next(one for one in face.drawing.spots if one.key.startswith("account:"))
    assert first.key == f"account:{view.rows[2].account_id}"
    face.press("sort:arr")
    assert face.bar.value() == 0
    found = [line[4] for line in face.lines()[1]]
    richest = max(view.rows, key=lambda one: one.arr or 0)
    assert found[0] == ui.words.money(richest.arr, richest.currency)
    fitting = accounts_table.fits(face.size().toSizeF())
    ui.choose_look(roomy=True)
    assert len([one for one in face.drawing.spots if one.key.startswith("account:")]) < fitting
    ui.choose_look(roomy=False)
    face.press("sort:arr")
    assert face.lines()[1][-1][4] in {found[0], "not known"}
