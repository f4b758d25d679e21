"""The grid of dashboards: the cases agreed on, and the laws of every gesture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain import grid
from healthdesk.core.domain.grid import COLUMNS, Layout, Limits, Tile


def tile(name: str, x: int, y: int, w: int, h: int, *, pinned: bool = False) -> Tile:
    return Tile(name, "note", x, y, w, h, pinned)


BASE = (tile("A", 0, 0, 6, 2), tile("B", 6, 0, 6, 2), tile("C", 0, 2, 12, 2), tile("D", 0, 4, 4, 3))
STACK = (tile("A", 0, 0, 12, 2), tile("B", 0, 2, 12, 2), tile("C", 0, 4, 12, 4))


def cells(layout: Layout) -> dict[str, tuple[int, int]]:
    return {one.id: (one.x, one.y) for one in layout}


def order(layout: Layout) -> str:
    return "".join(one.id for one in sorted(layout, key=lambda one: one.y))


@pytest.mark.parametrize(
    ("name", "aim", "found"),
    [
        ("B", (0, 0), {"A": (0, 2), "B": (0, 0), "C": (0, 4), "D": (0, 6)}),
        ("B", (3, 0), {"A": (0, 2), "B": (3, 0), "C": (0, 4), "D": (0, 6)}),
        ("C", (0, 0), {"C": (0, 0), "A": (0, 2), "B": (6, 2), "D": (0, 4)}),
        ("C", (0, 1), cells(BASE)),
        ("D", (8, 0), {"D": (8, 0), "A": (0, 0), "B": (6, 3), "C": (0, 5)}),
        ("D", (11, 4), {**cells(BASE), "D": (8, 4)}),
    ],
)
def test_a_move_gives_the_layout_agreed_on(
    name: str, aim: tuple[int, int], found: dict[str, tuple[int, int]]
) -> None:
    assert cells(grid.move(BASE, name, *aim)) == found


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ((8, 2), {"A": (0, 0), "B": (6, 2), "C": (0, 4), "D": (0, 6)}),
        ((6, 4), {"A": (0, 0), "B": (6, 0), "C": (0, 4), "D": (0, 6)}),
    ],
)
def test_a_resize_pushes_the_neighbours(
    size: tuple[int, int], found: dict[str, tuple[int, int]]
) -> None:
    layout = grid.resize(BASE, "A", *size)
    assert cells(layout) == found
    assert (grid.find(layout, "A").w, grid.find(layout, "A").h) == size
    assert all(grid.find(layout, one.id).w == one.w for one in BASE if one.id != "A")


def test_a_resize_never_slides_the_tile() -> None:
    layout = grid.resize(BASE, "B", 12, 2)
    assert (grid.find(layout, "B").x, grid.find(layout, "B").w) == (6, 6)


def test_a_dropped_tile_pushes_down_what_it_lands_on() -> None:
    layout = grid.insert(BASE, tile("N", 4, 1, 4, 3))
    assert cells(layout) == {**cells(BASE), "N": (4, 2), "C": (0, 5), "D": (0, 7)}


@pytest.mark.parametrize(
    ("name", "row", "found"),
    [
        ("A", 1, "ABC"), ("A", 2, "BAC"), ("A", 3, "BAC"), ("A", 4, "BAC"), ("A", 5, "BCA"),
        ("A", 6, "BCA"), ("A", 7, "BCA"), ("C", 3, "ABC"), ("C", 2, "ACB"), ("C", 1, "ACB"),
        ("C", 0, "CAB"),
    ],
)  # fmt: skip
def test_a_tile_passes_another_when_its_edge_passes_the_middle(
    name: str, row: int, found: str
) -> None:
    assert order(grid.move(STACK, name, 0, row)) == found


def test_a_pinned_tile_is_not_passed() -> None:
    base = (
        tile("S", 0, 0, 12, 1, pinned=True),
        tile("A", 0, 1, 6, 2),
        tile("B", 6, 1, 6, 2),
    )
    assert grid.move(base, "A", 0, 0) == base
    assert grid.move(base, "S", 0, 4) == base


def test_nothing_rises_through_a_pinned_tile() -> None:
    base = (
        tile("S", 4, 2, 4, 2, pinned=True),
        tile("A", 0, 0, 12, 1),
        tile("B", 4, 4, 4, 2),
    )
    assert cells(grid.remove(base, "A")) == {"S": (4, 2), "B": (4, 4)}


def test_narrow_windows_have_layouts_of_their_own() -> None:
    half, one = grid.narrowed(BASE, 6), grid.narrowed(BASE, 1)
    assert cells(half) == {"A": (0, 0), "B": (0, 2), "C": (0, 4), "D": (0, 6)}
    assert [each.w for each in half] == [6, 6, 6, 4]
    assert order(one) == "ABCD"
    assert [(each.w, each.h) for each in one] == [(1, 2), (1, 2), (1, 2), (1, 3)]


def test_a_new_tile_takes_the_first_free_place() -> None:
    assert cells(grid.append(BASE, tile("N", 0, 0, 8, 3)))["N"] == (4, 4)
    assert cells(grid.append(BASE, tile("N", 0, 0, 9, 1)))["N"] == (0, 7)
    assert cells(grid.append((), tile("N", 5, 5, 3, 3)))["N"] == (0, 0)


def test_sizes_keep_within_what_the_widget_says() -> None:
    limits = Limits(3, 2, 6, 4)
    assert limits.size(1, 1) == (3, 2)
    assert limits.size(20, 20) == (6, 4)
    wide = grid.move(BASE, "C", 0, 2, limits)
    assert (grid.find(wide, "C").w, grid.find(wide, "C").h) == (6, 2)


def test_faults_of_a_layout_are_named() -> None:
    bad = (tile("A", 0, 0, 6, 2), tile("B", 5, 1, 8, 2), tile("C", 0, 9, 1, 1))
    assert grid.faults(bad) == (
        "tile B leaves the grid",
        "tiles A and B overlap",
        "tile B floats",
        "tile C floats",
    )


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    layout: Layout = ()
    for at in range(draw(st.integers(1, 12))):
        size = draw(st.integers(1, COLUMNS)), draw(st.integers(1, 5))
        layout = grid.append(layout, tile(str(at), 0, 0, *size))
    for name in draw(st.sets(st.sampled_from([one.id for one in layout]), max_size=2)):
        layout = grid.pin(layout, name, pinned=True)
    return layout


@given(layouts(), st.data())
def test_every_gesture_leaves_a_whole_layout(layout: Layout, data: st.DataObject) -> None:
    assert grid.faults(layout) == ()
    moved = data.draw(st.sampled_from(layout))
    aim = data.draw(st.integers(-3, 15)), data.draw(st.integers(-3, 40))
    size = data.draw(st.integers(-1, 15)), data.draw(st.integers(-1, 9))
    for after in (grid.move(layout, moved.id, *aim), grid.resize(layout, moved.id, *size)):
        assert grid.faults(after) == ()
        assert grid.pack(after) == after
        assert [one.id for one in after] == [one.id for one in layout]
        assert all(grid.find(after, one.id) == one for one in layout if one.pinned)
        sizes = [(one.w, one.h) for one in layout if one.id != moved.id]
        assert sizes == [(one.w, one.h) for one in after if one.id != moved.id]
    assert grid.move(layout, moved.id, moved.x, moved.y) == layout
    if not moved.pinned:
        column = grid.find(grid.move(layout, moved.id, *aim), moved.id).x
        assert column == max(0, min(aim[0], COLUMNS - moved.w))


@given(layouts(), st.data())
def test_tiles_come_and_go_without_a_hole(layout: Layout, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(layout))
    assert grid.faults(grid.remove(layout, gone.id)) == ()
    new = tile("new", data.draw(st.integers(0, 11)), data.draw(st.integers(0, 30)), 1, 2)
    assert grid.faults(grid.insert(layout, new)) == ()
    assert grid.faults(grid.append(layout, new)) == ()
    assert grid.faults(grid.pin(layout, gone.id, pinned=not gone.pinned)) == ()
    for columns in (6, 1):
        narrow = grid.narrowed(layout, columns)
        assert max(one.right for one in narrow) <= columns
        assert not any(
            one.overlaps(other) for one in narrow for other in narrow if one.id < other.id
        )
    assert grid.narrowed(layout, COLUMNS) == layout


@given(st.lists(st.tuples(*[st.integers(0, 11)] * 2, *[st.integers(1, 6)] * 2), max_size=12))
def test_a_broken_layout_is_mended_once_and_for_all(
    raw: list[tuple[int, int, int, int]],
) -> None:
    layout = tuple(
        tile(str(at), min(x, COLUMNS - w), y, w, h) for at, (x, y, w, h) in enumerate(raw)
    )
    mended = grid.pack(layout)
    assert grid.faults(mended) == ()
    assert grid.pack(mended) == mended
