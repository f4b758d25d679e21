"""The laws of sorting, filtering and grouping by index arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.gui.parts.column import Column, SortKey, moved, toggled, widths
from healthdesk.gui.parts.row_order import RowOrder, arrange, key_array


@dataclass(frozen=True)
class Thing:
    ident: str
    size: float | None
    name: str | None


def _nothing(*_: object) -> None:
    """Paint nothing."""


SIZE = Column("size", "Size", 80, lambda row: row.size, str, _nothing, downwards=True)
NAME = Column("name", "Name", 80, lambda row: row.name, lambda row: row.name or "", _nothing)

things = st.lists(
    st.tuples(
        st.none() | st.integers(-5, 5).map(float),
        st.none() | st.sampled_from(["Ada", "ada", "Bo", "Über", "zoo", "a b", "x"]),
    ),
    max_size=40,
).map(lambda pairs: tuple(Thing(str(at), size, name) for at, (size, name) in enumerate(pairs)))
sorts = st.lists(
    st.builds(SortKey, st.sampled_from(["size", "name"]), st.booleans()),
    max_size=2,
    unique_by=lambda key: key.column,
).map(tuple)


def build(rows):
    return RowOrder(rows, (SIZE, NAME), lambda row: row.ident, lambda row: row.name or "")


def by_hand(rows, keys):
    """Sort as Python does: one stable pass a key, the last first, the unknown last."""
    order = list(range(len(rows)))
    for key in reversed(keys):

        def value(at, key=key):
            held = rows[at].size if key.column == "size" else rows[at].name
            return held.casefold() if isinstance(held, str) else held

        known = [at for at in order if value(at) is not None]
        blank = [at for at in order if value(at) is None]
        known.sort(key=value, reverse=key.descending)
        order = known + blank
    return order


@given(things, sorts)
def test_order_equals_sorted(rows, keys):
    assert build(rows).order(keys).tolist() == by_hand(rows, keys)


@given(things, sorts)
def test_order_is_a_permutation_and_sorting_again_changes_nothing(rows, keys):
    order = build(rows).order(keys).tolist()
    assert sorted(order) == list(range(len(rows)))
    again = build(tuple(rows[at] for at in order)).order(keys).tolist()
    assert again == list(range(len(rows)))


@given(things, st.text("abx Ü", max_size=4))
def test_filter_keeps_exactly_the_rows_with_every_word(rows, text):
    words = text.casefold().split()
    wanted = [all(word in (row.name or "").casefold() for word in words) for row in rows]
    assert build(rows).matching(text).tolist() == wanted


@given(things, sorts, st.booleans())
def test_groups_partition_what_passes_the_filter(rows, keys, closing):
    order = build(rows)
    mask = order.matching("a")
    grouping = order.grouping(lambda row: row.name or "", first=("zoo",))
    closed = {"Ada"} if closing else set()
    shown = arrange(order.order(keys), mask, grouping, closed)
    passing = [at for at in order.order(keys).tolist() if mask[at]]
    assert sorted(shown.members.tolist()) == sorted(passing)
    expected = []
    for number, group in enumerate(shown.groups):
        assert [
            at for at in passing if (rows[at].name or "") == group.label
        ] == group.members.tolist()
        assert group.closed == (group.label in closed)
        expected += [-1 - number, *([] if group.closed else group.members.tolist())]
    assert shown.lines.tolist() == expected


def test_group_labels_lead_as_asked_and_the_nameless_come_last():
    rows = tuple(
        Thing(str(at), None, name) for at, name in enumerate(["x", None, "Bo", "zoo", "Ada"])
    )
    assert build(rows).grouping(lambda row: row.name or "", first=("zoo", "none")).labels == (
        "zoo", "Ada", "Bo", "x", "",
    )  # fmt: skip


def test_no_groups_means_rows_only():
    rows = (Thing("a", 2.0, "x"), Thing("b", 1.0, "y"))
    shown = arrange(build(rows).order((SortKey("size"),)), np.array([True, True]))
    assert shown.lines.tolist() == [1, 0]
    assert shown.groups == ()


def test_keys_of_nothing_are_all_unknown():
    assert np.isnan(key_array([None, None])).all()
    assert key_array([]).shape == (0,)


def test_a_column_that_is_gone_does_not_sort():
    rows = (Thing("a", 2.0, "x"), Thing("b", 1.0, "y"))
    assert build(rows).order((SortKey("tier"), SortKey("size"))).tolist() == [1, 0]


def test_clicks_on_heads_sort_turn_and_add():
    one = toggled((), SIZE, add=False)
    assert one == (SortKey("size", descending=True),)
    assert toggled(one, SIZE, add=False) == (SortKey("size", descending=False),)
    two = toggled(one, NAME, add=True)
    assert two == (SortKey("size", descending=True), SortKey("name"))
    turned = toggled(two, NAME, add=True)
    assert turned[1] == SortKey("name", descending=True)
    assert toggled(turned, NAME, add=True) == one
    assert toggled(two, NAME, add=False) == (SortKey("name", descending=True),)


@given(st.integers(0, 2000), st.lists(st.integers(0, 300), max_size=5))
def test_widths_fill_the_room_unless_minimums_need_more(available, given_widths):
    columns = [
        Column(str(at), "", width, str, str, _nothing, stretch=at % 2 == 1)
        for at, width in enumerate(given_widths)
    ]
    out = widths(columns, {"0": 90}, available)
    assert all(width >= 48 for width in out)
    assert all(
        out[at] == max(48, 90 if at == 0 else columns[at].width) for at in range(0, len(columns), 2)
    )
    if len(columns) > 1 and any(width > 48 for width in out[1::2]):
        assert sum(out) == available


def test_moving_a_column():
    assert moved(("a", "b", "c"), "c", "a") == ("c", "a", "b")
    assert moved(("a", "b", "c"), "a", None) == ("b", "c", "a")
    assert moved(("a", "b"), "a", "a") == ("b", "a")
