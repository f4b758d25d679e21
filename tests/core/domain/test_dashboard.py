"""Boards as documents: what is kept, what is refused and where; drafts and their steps."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import Board, Draft, dump_board, parse_board, parse_boards
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.widget import PERIODS

RAW = {
    "schema_version": 1,
    "name": "Monday morning",
    "period": "28 days",
    "tiles": [
        {"id": "number-1", "kind": "number", "x": 0, "y": 0, "w": 3, "h": 1},
        {"id": "hologram-1", "kind": "hologram", "x": 3, "y": 0, "w": 4, "h": 2,
         "options": {"depth": 3, "colours": ["red", "green"]}},
    ],
}  # fmt: skip


def changed(**more: object) -> dict[str, object]:
    return {**RAW, **more}


def tile(**more: object) -> dict[str, object]:
    return changed(tiles=[{"id": "a", "kind": "note", "x": 0, "y": 0, "w": 3, "h": 2, **more}])


def test_a_kind_that_nobody_knows_is_kept_with_its_options():
    board = parse_board(RAW)
    assert board.tiles[1].options == {"depth": 3, "colours": ("red", "green")}
    again = parse_board(msgspec.json.decode(msgspec.json.encode(dump_board(board))))
    assert again == board


def test_a_layout_whose_tiles_overlap_is_put_in_order():
    board = parse_board(
        changed(
            tiles=[
                {"id": "a", "kind": "note", "x": 0, "y": 0, "w": 6, "h": 2},
                {"id": "b", "kind": "note", "x": 4, "y": 1, "w": 6, "h": 2},
            ]
        )
    )
    assert grid.faults(board.tiles) == ()


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        (changed(schema_version=2), "dashboard", "version 2"),
        (changed(name=" "), "dashboard > name", "not empty"),
        (changed(period="for ever"), "dashboard > period", "one of"),
        (changed(live="yes"), "dashboard > live", "true or false"),
        (changed(colour="red"), "dashboard", "unknown key"),
        (changed(tiles=[1]), "dashboard > tiles > 1", "object"),
        (tile(w=13), "dashboard > tiles > 1 > w", "between 1 and 12"),
        (tile(x=10), "dashboard > tiles > 1 > x", "between 0 and 9"),
        (tile(h=0), "dashboard > tiles > 1 > h", "between 1 and 100"),
        (tile(options=[1]), "dashboard > tiles > 1 > options", "object"),
        (tile(options={"a": {"b": 1}}), "dashboard > tiles > 1 > options > a", "a text"),
        (changed(tiles=[*RAW["tiles"], RAW["tiles"][0]]), "dashboard > tiles", "twice"),
    ],
)
def test_what_is_no_board_is_refused_at_its_place(raw, place, reason):
    with pytest.raises(BadDocument) as told:
        parse_board(raw)
    assert told.value.place == place
    assert reason in told.value.reason


def test_a_list_of_boards_names_each_once():
    assert [one.name for one in parse_boards([RAW, changed(name="Renewals")])] == [
        "Monday morning",
        "Renewals",
    ]
    assert parse_boards(RAW) == (parse_board(RAW),)
    with pytest.raises(BadDocument, match="twice"):
        parse_boards([RAW, changed(name="monday MORNING")])


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    layout: grid.Layout = ()
    for at in range(draw(st.integers(0, 6))):
        options = draw(st.dictionaries(st.sampled_from("abc"), TEXTS | st.integers(0, 9)))
        new = Tile(f"t{at}", "note", 0, 0, draw(st.integers(1, 12)), 2, False, options)
        layout = grid.append(layout, new)
    return Board(
        name=draw(TEXTS.filter(str.strip)),
        purpose=draw(TEXTS).strip(),
        period=draw(st.sampled_from(tuple(PERIODS))),
        live=draw(st.booleans()),
        tiles=layout,
    )


@given(boards())
def test_a_board_comes_back_from_its_document(board):
    assert parse_board(msgspec.json.decode(msgspec.json.encode(dump_board(board)))) == board


@given(boards(), st.data())
def test_steps_of_a_draft_go_back_and_forth_exactly(board, data):
    draft = Draft((board,))
    states = [board]
    for at in range(data.draw(st.integers(1, 6))):
        new = Tile(board.new_id("x"), "x", 0, 0, 2 + at % 3, 1 + at % 2)
        draft = draft.lay(lambda layout, new=new, at=at: grid.append(
            layout, msgspec.structs.replace(new, id=f"n{at}")))  # fmt: skip
        states.append(draft.board)
    for state in reversed(states[:-1]):
        draft = draft.undo()
        assert draft.board == state
    assert not draft.changed
    assert not draft.can_undo
    for state in states[1:]:
        draft = draft.redo()
        assert draft.board == state
    assert not draft.can_redo
    assert not draft.undo().step(Board("elsewhere")).can_redo


def test_the_same_state_is_no_step():
    draft = Draft((parse_board(RAW),))
    assert draft.step(parse_board(RAW)) is draft
    assert parse_board(RAW).new_id("number") == "number-2"
