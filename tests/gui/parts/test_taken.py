"""Tables taken along: rows as shown, those of closed groups too, figures with their value."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import Cancelled
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, SortKey, Written
from healthdesk.gui.parts.data_table import DataTable
from healthdesk.gui.parts.row_order import RowOrder, arrange
from healthdesk.gui.parts.taken import Taken, given_of, taken_of


@dataclass(frozen=True)
class Thing:
    ident: str
    size: float | None
    kind: str
    band: str = "Poor"


COLUMNS = (
    Column("box", "", 34, lambda row: None, lambda row: "", paint.no_cell, fixed=True),
    Column("name", "Name", 120, lambda row: row.ident, lambda row: row.ident, paint.no_cell),
    Column("score", "Score", 80, lambda row: row.size, lambda row: str(row.size), paint.no_cell),
)
THINGS = (Thing("a", 4.5, "x"), Thing("b", None, "y"), Thing("c", 9.0, "x", "odd"))


def order_of(things):
    return RowOrder(things, COLUMNS, lambda row: row.ident, lambda row: row.ident)


@pytest.fixture
def table(qtbot, theme):
    made = DataTable(theme, COLUMNS)
    made.setAccessibleName("Things")
    qtbot.addWidget(made)
    order = order_of(THINGS)
    made.rows.show(order, None, order.grouping(lambda row: row.kind))
    return made


def test_a_table_is_taken_as_it_is_shown(table):
    table.sort_by((SortKey("name", descending=True),))
    table.narrowed = ("“x”",)
    table.rows.close_group("x", closed=True)
    found = given_of(taken_of(table))
    assert (found.title, found.said) == ("Things", ("“x”",))
    assert [one.title for one in found.columns] == ["Name", "Score"]
    assert [(one.group, one.key) for one in found.rows] == [("x", "c"), ("x", "a"), ("y", "b")]
    scores = [one.cells[1] for one in found.rows]
    assert [(one.text, one.value, one.band) for one in scores] == [
        ("9.0", 9.0, None),
        ("4.5", 4.5, "poor"),
        ("None", None, "poor"),
    ]
    assert (found.columns[1].kind, found.columns[1].digits) == ("number", 1)


def test_ticked_rows_are_taken_alone(table):
    table.rows.mark(("b", "c"), on=True)
    found = given_of(taken_of(table))
    assert sorted(one.key for one in found.rows) == ["b", "c"]
    assert "ticked rows" in found.said


def test_somebody_may_stop_it():
    class Stop:
        def step(self, done, total, text):
            raise Cancelled

    order = order_of(THINGS)
    shown = arrange(order.order(()), order.matching(""), None, set())
    with pytest.raises(Cancelled):
        given_of(Taken("T", COLUMNS, (34, 120, 80), order, shown), Stop())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("xyz"), max_size=12), st.sets(st.sampled_from("xyz")))
def test_no_row_is_lost_whatever_is_grouped_and_closed(kinds, closed):
    things = tuple(Thing(f"t{at}", None, kind) for at, kind in enumerate(kinds))
    order = order_of(things)
    grouping = order.grouping(lambda row: row.kind)
    shown = arrange(order.order(()), order.matching(""), grouping, closed)
    rows = given_of(Taken("T", COLUMNS, (34, 120, 80), order, shown)).rows
    assert sorted(one.key for one in rows) == sorted(one.ident for one in things)
    assert all(one.group == things[int(one.key[1:])].kind for one in rows)


def test_a_column_may_be_written_as_days_and_figures_and_says_what_is_inside(qtbot, theme):
    as_day = Written("Ends", "day", lambda row: "1 Jan", lambda row: row.size)
    change = Written("Move", "change", lambda row: "-1", lambda row: -1.0, good=1)
    band = Written("Band", "band", lambda row: row.band, lambda row: None)
    columns = (
        *COLUMNS[:2],
        Column("end", "End", 80, lambda row: row.size, lambda row: "in 4 d, 1 Jan",
               paint.no_cell, inside=("score",), written=(as_day, change, band)),
    )  # fmt: skip
    order = RowOrder(THINGS, columns, lambda row: row.ident, lambda row: row.ident)
    shown = arrange(order.order(()), order.matching(""), None, set())
    found = given_of(Taken("Things", columns, (34, 120, 80), order, shown))
    assert [(one.title, one.kind) for one in found.columns] == [
        ("Name", "text"), ("Ends", "day"), ("Move", "change"), ("Band", "band"),
    ]  # fmt: skip
    assert len({one.key for one in found.columns}) == 4
    first = found.rows[0].cells
    assert [(one.text, one.value) for one in first[1:3]] == [("1 Jan", 4.5), ("-1", -1.0)]
    assert (first[2].direction, first[3].band) == ("bad", "poor")
    assert [[mark.kind for mark in one.inside] for one in found.columns] == [[], *[["score"]] * 3]
