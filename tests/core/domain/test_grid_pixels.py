"""Cells as pixels: gutters are exact, and a point finds its cell again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.grid import COLUMNS, Tile
from healthdesk.core.domain.grid_pixels import Pixels, columns_for


def test_four_tiles_of_three_columns_share_a_width_of_1200() -> None:
    pixels = Pixels(1200, gap=10, pad=10)
    places = [pixels.place(Tile(str(x), "note", x, 0, 3, 1)) for x in (0, 3, 6, 9)]
    # Halves go up: the fourth tile's 902.5 is 903.
    assert [place.left for place in places] == [10, 308, 605, 903]
    assert [place.width for place in places] == [288, 287, 288, 287]


@given(st.integers(600, 4000), st.integers(1, COLUMNS - 1), st.integers(1, 9))
def test_every_gutter_is_as_wide_as_the_gap(width: int, split: int, high: int) -> None:
    pixels = Pixels(width)
    left = pixels.place(Tile("a", "note", 0, 0, split, high))
    right = pixels.place(Tile("b", "note", split, 0, COLUMNS - split, high))
    under = pixels.place(Tile("c", "note", 0, high, COLUMNS, 1))
    assert right.left - (left.left + left.width) == pixels.gap
    assert under.top - (left.top + left.height) == pixels.gap
    assert under.left + under.width == width - pixels.pad
    assert pixels.height(high + 1) == under.top + under.height + pixels.pad


@given(
    st.integers(600, 4000), st.integers(0, 11), st.integers(0, 60), st.integers(1, 12),
    st.integers(1, 9),
)  # fmt: skip
def test_a_place_finds_its_cell_and_size_again(width: int, x: int, y: int, w: int, h: int) -> None:
    pixels, column = Pixels(width), min(x, COLUMNS - w)
    place = pixels.place(Tile("a", "note", column, y, w, h))
    assert pixels.cell(place.left, place.top) == (column, y)
    assert pixels.size(place.width, place.height) == (w, h)


def test_a_point_outside_aims_at_the_nearest_cell() -> None:
    pixels = Pixels(1200)
    assert pixels.cell(-500, -500) == (0, 0)
    assert pixels.cell(5000, 90)[0] == COLUMNS - 1


def test_narrow_windows_show_fewer_columns() -> None:
    assert [columns_for(width) for width in (900, 899, 600, 599)] == [12, 6, 6, 1]
    assert Pixels(400, columns=1).place(Tile("a", "note", 0, 0, 1, 2)).width == 368
