"""What of a board is in view; presets as documents; tiles of another kind in the same place."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain import board_view, grid
from healthdesk.core.domain.board_preset import Preset, Pressed, with_preset, without
from healthdesk.core.domain.board_view import BoardView, in_view, put_away
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.dashboard import Board, dump_board, parse_board
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.grid import Limits, Tile
from healthdesk.core.domain.kindred import FAMILIES, kindred, shown_as
from healthdesk.core.domain.reading import Option, metric_option
from healthdesk.core.domain.widget import WidgetSpec

TILES = (
    Tile("a", "number", 0, 0, 6, 2, options={"objective": "Retain ARR"}),
    Tile("b", "note", 6, 0, 6, 2),
    Tile("c", "movers", 0, 2, 12, 3, options={"objective": "Onboard in 30 days"}),
    Tile("d", "nps", 0, 5, 6, 3, options={"objective": "Retain ARR", "hidden": True}),
)
BOARD = Board("Care", objective="Retain ARR", tiles=TILES)
TIMES = Preset("Poor ones", "Poor", "28 days", (Pressed("a", "band:Poor", "Band: Poor"),))


def spec(**more):
    return WidgetSpec(
        key="usage_heat",
        title="Heat",
        summary="",
        how="",
        group="Usage",
        size=(6, 3),
        limits=Limits(4, 3, 8, 6),
        topics=frozenset({Topic.FACTS}),
        **more,
    )


def ids(layout):
    return [tile.id for tile in layout]


def test_what_is_put_away_leaves_its_room_and_comes_back_where_it_was():
    assert ids(in_view(BOARD, BoardView())) == ["a", "b", "c"]
    without_a = put_away(BOARD, "a", True)
    assert ids(in_view(without_a, BoardView())) == ["b", "c"]
    assert ids(board_view.hidden(without_a)) == ["a", "d"]
    assert put_away(without_a, "a", False) == BOARD


def test_objectives_are_counted_by_what_is_shown_and_narrow_the_board():
    assert board_view.objectives(BOARD) == (("Retain ARR", 2), ("Onboard in 30 days", 1))
    shown = in_view(BOARD, BoardView(objective="Retain ARR"))
    assert ids(shown) == ["a", "b"]
    assert grid.faults(shown) == ()
    assert ids(in_view(BOARD, BoardView(objective="Nowhere"))) == []


def test_one_alone_takes_all_columns_whatever_else_holds():
    (tile,) = in_view(BOARD, BoardView(alone="d", objective="Onboard in 30 days"), 7)
    assert (tile.id, tile.x, tile.y, tile.w, tile.h) == ("d", 0, 0, 12, 7)
    assert ids(in_view(BOARD, BoardView(alone="gone"))) == ["a", "b", "c"]


@given(st.sets(st.sampled_from("abcd")), st.sampled_from(["", "Retain ARR", "x"]))
def test_what_is_in_view_never_overlaps_and_the_board_stays_as_it_is(away, objective):
    board = BOARD
    for name in sorted(away):
        board = put_away(board, name, True)
    layout = in_view(board, BoardView(objective=objective))
    assert grid.faults(layout) == ()
    assert set(ids(layout)) <= set(ids(board.tiles)) - away


def test_presets_come_back_from_the_document():
    board = msgspec.structs.replace(BOARD, presets=with_preset((), TIMES))
    again = parse_board(msgspec.json.decode(msgspec.json.encode(dump_board(board))))
    assert again == board
    other = msgspec.structs.replace(TIMES, name="POOR ONES", segment="")
    assert with_preset(board.presets, other) == (other,)
    assert without(board.presets, "Poor ones") == ()


@pytest.mark.parametrize(
    ("preset", "place"),
    [
        ({"name": ""}, "name"),
        ({"name": "x", "period": "9 days"}, "period"),
        ({"name": "x", "marks": [{"tile": "a", "key": "k"}]}, "label"),
        ({"name": "x", "more": 1}, "more"),
    ],
)
def test_a_preset_that_is_none_is_refused_at_its_place(preset, place):
    with pytest.raises(BadDocument) as refused:
        parse_board({"name": "Care", "tiles": [], "presets": [preset]})
    assert place in str(refused.value)


def test_presets_of_one_name_are_refused():
    twice = [{"name": "One"}, {"name": "one"}]
    with pytest.raises(BadDocument, match="twice"):
        parse_board({"name": "Care", "tiles": [], "presets": twice})


def test_another_kind_keeps_the_question_and_finds_its_size():
    asked = {"segment": "Poor", "period": "28 days", "title": "Mine", "metric": "logins",
             "by": "week", "hidden": True}  # fmt: skip
    tile = Tile("u", "usage_trend", 2, 0, 10, 2, options=asked)
    board = Board("Use", tiles=(tile, Tile("n", "note", 0, 2, 4, 2)))
    by = Option("by", "By", "choice", "month", choices=("month", "day"))
    shown = shown_as(board, "u", spec(options=(metric_option(), by)))
    made = grid.find(shown.tiles, "u")
    assert (made.kind, made.w, made.h) == ("usage_heat", 8, 3)
    assert made.options == {key: value for key, value in asked.items() if key != "by"}
    assert grid.faults(shown.tiles) == ()
    back = shown_as(board, "u", spec(options=(metric_option(),)))
    assert grid.find(back.tiles, "u").options == asked


def test_kindred_kinds_are_mutual_and_never_the_kind_itself():
    kinds = {kind for family in FAMILIES for kind in family}
    for kind in kinds:
        assert kind not in kindred(kind)
        assert all(kind in kindred(other) for other in kindred(kind))
    assert kindred("hologram") == ()
