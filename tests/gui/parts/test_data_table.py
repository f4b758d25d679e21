"""The table: what it shows, how it is worked by pointer and keys, what survives new data."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, GroupHead, Lanes, SortKey
from healthdesk.gui.parts.data_table import DENSE, DataTable
from healthdesk.gui.parts.row_order import RowOrder
from healthdesk.gui.parts.table_model import TableModel

LEFT, SHIFT, CONTROL, NONE = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


@dataclass(frozen=True)
class Thing:
    ident: str
    name: str
    size: float | None
    kind: str = ""


COLUMNS = (
    Column("box", "", 34, lambda row: None, lambda row: "", paint.no_cell, minimum=34, fixed=True),
    Column("name", "Name", 120, lambda row: row.name, lambda row: row.name,
           paint.name_cell(lambda row: row.name)),
    Column("size", "Size", 80, lambda row: row.size, lambda row: str(row.size),
           paint.figure_cell(lambda row: str(row.size)), right=True, downwards=True),
    Column("kind", "Kind", 100, lambda row: row.kind or None, lambda row: row.kind,
           paint.text_cell(lambda row: row.kind), stretch=True),
)  # fmt: skip
THINGS = tuple(
    Thing(f"t{at}", name, size, kind)
    for at, (name, size, kind) in enumerate(
        [("Delta", 4.0, "x"), ("alpha", 2.0, "y"), ("Beta", None, "x"), ("gamma", 9.0, "y")]
    )
)


def order_of(things):
    return RowOrder(things, COLUMNS, lambda row: row.ident, lambda row: row.name)


def names(table):
    rows = map(table.rows.row_at, range(table.rows.rowCount()))
    return [row.name if row else None for row in rows]


@pytest.fixture
def table(qtbot, theme):
    made = DataTable(theme, COLUMNS, pinned=2)
    qtbot.addWidget(made)
    made.resize(500, 240)
    made.rows.show(order_of(THINGS))
    made.show()
    return made


def grouped(table):
    order = order_of(THINGS)
    grouping = order.grouping(lambda row: row.kind)
    table.rows.show(order, None, grouping, lambda order, group: GroupHead(group.label, "2"))


def press(qtbot, table, line, column=1, modifier=NONE):
    spot = table.visualRect(table.rows.index(line, column)).center()
    qtbot.mouseClick(table.viewport(), LEFT, modifier, spot)


def press_head(qtbot, table, column, modifier=NONE):
    left = table.lanes.left(column, table.horizontalScrollBar().value())
    spot = QPoint(left + table.lanes.widths[column] // 2, 15)
    qtbot.mouseClick(table.head.viewport(), LEFT, modifier, spot)


def test_model_keeps_qts_contract(qtmodeltester, table):
    grouped(table)
    qtmodeltester.check(table.rows)


def test_clicks_on_heads_sort_and_shift_adds_a_key(qtbot, table):
    with qtbot.waitSignal(table.layout_changed):
        press_head(qtbot, table, 1)
    assert names(table) == ["alpha", "Beta", "Delta", "gamma"]
    press_head(qtbot, table, 1)
    assert names(table) == ["gamma", "Delta", "Beta", "alpha"]
    press_head(qtbot, table, 3)
    press_head(qtbot, table, 2, SHIFT)
    assert table.rows.sorts == (SortKey("kind"), SortKey("size", descending=True))
    assert names(table) == ["Delta", "Beta", "gamma", "alpha"]


def test_missing_sorts_last_both_ways(table):
    for descending in (False, True):
        table.sort_by((SortKey("size", descending),))
        assert names(table)[-1] == "Beta"


def test_head_numbers_its_keys_only_when_there_are_several(table):
    table.sort_by((SortKey("kind"),))
    assert table.head.cell(3).arrow.width()
    assert not table.head.cell(3).number.width()
    table.sort_by((SortKey("kind"), SortKey("size")))
    assert table.head.cell(3).number.width()
    assert not table.head.cell(1).arrow.width()


def test_head_is_worked_by_keys(qtbot, table):
    head = table.head
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Right)
    qtbot.keyClick(head, Qt.Key.Key_Return)
    assert table.rows.sorts == (SortKey("name"),)
    qtbot.keyClick(head, Qt.Key.Key_Right)
    qtbot.keyClick(head, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert [column.key for column in table.rows.columns] == ["box", "name", "kind", "size"]
    before = table.lanes.widths[3]
    qtbot.keyClick(head, Qt.Key.Key_Right, SHIFT)
    assert table.lanes.widths[3] == before + 8
    assert table.chosen_widths == {"size": before + 8}


def test_pinned_columns_do_not_move(table):
    table.head.move_requested.emit(2, 3)
    before = [column.key for column in table.rows.columns]
    table.head.setFocus()
    table.head._cursor = 1
    table.head._move_by(1)
    assert [column.key for column in table.rows.columns] == before


def test_dragging_a_head_moves_its_column(qtbot, table):
    head, lanes = table.head, table.lanes
    start = QPoint(lanes.left(3, 0) + 40, 15)
    qtbot.mousePress(head.viewport(), LEFT, NONE, start)
    qtbot.mouseMove(head.viewport(), QPoint(lanes.left(2, 0) + 30, 15))
    qtbot.mouseMove(head.viewport(), QPoint(lanes.left(2, 0) + 10, 15))
    qtbot.mouseRelease(head.viewport(), LEFT, NONE, QPoint(lanes.left(2, 0) + 10, 15))
    assert [column.key for column in table.rows.columns] == ["box", "name", "kind", "size"]
    assert table.rows.sorts == ()


def test_dragging_an_edge_resizes(qtbot, table):
    right = table.lanes.left(1, 0) + table.lanes.widths[1]
    qtbot.mousePress(table.head.viewport(), LEFT, NONE, QPoint(right - 1, 15))
    qtbot.mouseMove(table.head.viewport(), QPoint(right + 30, 15))
    qtbot.mouseRelease(table.head.viewport(), LEFT, NONE, QPoint(right + 30, 15))
    assert table.lanes.widths[1] == 151
    assert sum(table.lanes.widths) == table.viewport().width()


def test_double_click_and_enter_open(qtbot, table):
    with qtbot.waitSignal(table.opened) as caught:
        spot = table.visualRect(table.rows.index(1, 1)).center()
        qtbot.mouseDClick(table.viewport(), LEFT, NONE, spot)
    assert caught.args == ["t1"]
    table.go_to(3)
    with qtbot.waitSignal(table.opened) as caught:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert caught.args == ["t3"]


def test_marks_by_box_control_shift_and_keys(qtbot, table):
    press(qtbot, table, 0, column=0)
    assert table.rows.marks == {"t0"}
    press(qtbot, table, 2, modifier=SHIFT)
    assert table.rows.marks == {"t0", "t1", "t2"}
    press(qtbot, table, 1, modifier=CONTROL)
    assert table.rows.marks == {"t0", "t2"}
    table.go_to(3)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.rows.marks == {"t0", "t2", "t3"}
    qtbot.keyClick(table, Qt.Key.Key_A, CONTROL)
    assert len(table.rows.marks) == 4
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert table.rows.marks == set()


def test_shift_and_arrows_mark_a_range(qtbot, table):
    press(qtbot, table, 1)
    qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    assert table.rows.marks == {"t1", "t2", "t3"}


def test_box_in_the_head_marks_what_passes_the_filter(qtbot, table):
    order = order_of(THINGS)
    table.rows.show(order, order.matching("ta"))
    press_head(qtbot, table, 0)
    assert table.rows.marks == {"t0", "t2"}
    press_head(qtbot, table, 0)
    assert table.rows.marks == set()


def test_groups_close_and_open_by_click_and_keys(qtbot, table):
    grouped(table)
    assert names(table) == [None, "Delta", "Beta", None, "alpha", "gamma"]
    press(qtbot, table, 0)
    assert names(table) == [None, None, "alpha", "gamma"]
    assert table.rows.data(table.rows.index(0, 1)) == "x, 2"
    assert table.rows.data(table.currentIndex()) == "x, 2"
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert names(table)[1] == "Delta"
    qtbot.keyClick(table, Qt.Key.Key_Left)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert len(names(table)) == 6


def test_marked_rows_in_closed_groups_stay_marked(qtbot, table):
    grouped(table)
    table.rows.mark({"t0"}, on=True)
    press(qtbot, table, 0)
    assert [row.ident for row in table.rows.marked_rows()] == ["t0"]


def test_current_marks_and_scroll_survive_a_refresh(table):
    things = tuple(Thing(f"n{at:03}", f"Name {at}", float(at)) for at in range(200))
    table.rows.show(order_of(things))
    table.go_to(60)
    table.rows.mark({"n060", "n100"}, on=True)
    scroll = table.verticalScrollBar().value()
    assert scroll
    later = tuple(replace(one, size=1.0) for one in things if one.ident != "n100")
    table.hold_place()
    table.rows.show(order_of(later))
    table.return_to_place()
    assert table.current_id() == "n060"
    assert table.verticalScrollBar().value() == scroll
    assert table.rows.marks == {"n060"}


def test_a_current_row_that_is_gone_is_current_no_more(table):
    table.go_to(2)
    table.hold_place()
    table.rows.show(order_of(THINGS[:2]))
    table.return_to_place()
    assert table.current_id() == ""


def test_pinned_columns_stay_where_they_are_when_scrolled(table):
    table.set_chosen_widths({"size": 700})
    table.updateGeometries()
    bar = table.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert table.visualRect(table.rows.index(0, 1)).left() == 34
    assert table.visualRect(table.rows.index(0, 3)).right() == table.viewport().width() - 1
    assert table.indexAt(QPoint(40, 5)).column() == 1
    assert table.indexAt(QPoint(200, 5)).column() in (2, 3)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(24, 300), min_size=1, max_size=8),
    st.integers(0, 8),
    st.integers(0, 400),
    st.integers(0, 900),
)
def test_lanes_find_what_they_place(wide, pinned, scroll, x):
    lanes = Lanes(tuple(wide), min(pinned, len(wide)))
    at = lanes.at(x, scroll)
    if at >= 0:
        assert lanes.left(at, scroll) <= x < lanes.left(at, scroll) + wide[at]
        assert at < lanes.pinned or x >= lanes.pinned_width
    else:
        assert x + scroll >= sum(wide)


def test_tip_tells_what_is_cut_and_never_markup(table):
    long = "<b>Very long name & more of it than fits</b>"
    table.rows.show(order_of((Thing("a", long, 1.0), Thing("b", "short", 1.0))))
    first = table.visualRect(table.rows.index(0, 1)).center()
    second = table.visualRect(table.rows.index(1, 1)).center()
    assert table.tip_at(first)[0] == long
    assert table.tip_at(second)[0] == ""


def test_screen_readers_hear_names_and_ticks(table):
    rows = table.rows
    role = Qt.ItemDataRole
    assert rows.data(rows.index(0, 1), role.AccessibleTextRole) == "Name: Delta"
    assert rows.data(rows.index(0, 0), role.CheckStateRole) == Qt.CheckState.Unchecked
    assert rows.setData(rows.index(0, 0), Qt.CheckState.Checked, role.CheckStateRole)
    assert rows.marks == {"t0"}
    assert rows.headerData(1, Qt.Orientation.Horizontal) == "Name"


def test_paints_in_both_themes_and_at_both_heights(table, theme):
    grouped(table)
    table.rows.mark({"t0"}, on=True)
    light = table.grab().toImage()
    theme.choose(mode="dark")
    dark = table.grab().toImage()
    assert light != dark
    table.set_row_height(DENSE)
    assert table.row_height == DENSE
    assert table.grab().toImage() != dark


def test_nothing_is_left_of_a_closed_table(theme, qapp):
    made = DataTable(theme, COLUMNS, pinned=2)
    made.rows.show(order_of(THINGS))
    gone = weakref.ref(made)
    gc.disable()
    try:
        made.close()
        del made
        assert gone() is None
    finally:
        gc.enable()


def test_a_model_without_data_is_empty(qtmodeltester, qapp):
    model = TableModel(COLUMNS)
    assert model.rowCount() == 0
    assert model.id_at(0) == ""
    assert model.passing_ids() == []
    qtmodeltester.check(model)
