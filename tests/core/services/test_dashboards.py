"""Boards of a desk: kept, ordered, copied, handed on, each step undone whole."""

from __future__ import annotations

import pytest

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.grid import Tile
from healthdesk.core.services import dashboards, exports, imports
from tests import make

TILES = grid.append((), Tile("number-1", "number", 0, 0, 3, 1))
MONDAY = Board("Monday morning", "who needs me", tiles=TILES)


def names(desk):
    return [one.board.name for one in desk.read(dashboards.boards)]


def test_boards_stand_in_the_order_they_were_put_in(furnished):
    desk = furnished()
    rows = [desk.do(dashboards.add, Board(name)) for name in ("A", "B", "C")]
    assert names(desk) == ["A", "B", "C"]
    desk.do(dashboards.order, [rows[2], rows[0]])
    assert names(desk) == ["C", "A", "B"]
    desk.undo()
    assert names(desk) == ["A", "B", "C"]


def test_a_name_that_is_taken_gets_a_number_or_is_refused(furnished):
    desk = furnished()
    first = desk.do(dashboards.add, MONDAY)
    second = desk.do(dashboards.add, MONDAY)
    assert names(desk) == ["Monday morning", "Monday morning 2"]
    with pytest.raises(UsageError, match="already"):
        desk.do(dashboards.save, second, Board("monday MORNING"))
    with pytest.raises(UsageError, match="1 to 80"):
        desk.do(dashboards.add, Board("x" * 81))
    desk.do(dashboards.save, first, Board("Risk review", tiles=TILES))
    assert names(desk) == ["Risk review", "Monday morning 2"]


def test_every_change_is_one_step_that_goes_back_exactly(furnished):
    desk = furnished()
    row = desk.do(dashboards.add, MONDAY)
    acts = (
        (dashboards.save, row, Board("Other", tiles=())),
        (dashboards.duplicate, row),
        (dashboards.keep_template, MONDAY, "Mine"),
        (dashboards.remove, row),
        (dashboards.bring, b'{"name": "Brought", "tiles": []}'),
    )
    for act, *told in acts:
        before = make.dump(desk)
        desk.do(act, *told)
        after = make.dump(desk)
        assert after != before
        assert desk.undo() == act.label
        assert make.dump(desk) == before
        desk.redo()
        assert make.dump(desk) == after
        desk.undo()


def test_saving_the_same_board_is_no_step(furnished):
    desk = furnished()
    row = desk.do(dashboards.add, MONDAY)
    label = desk.undo_label
    desk.do(dashboards.save, row, MONDAY)
    assert desk.undo_label == label


def test_a_copy_stands_behind_its_board(furnished):
    desk = furnished()
    row = desk.do(dashboards.add, MONDAY)
    desk.do(dashboards.add, Board("Renewals"))
    desk.do(dashboards.duplicate, row)
    assert names(desk) == ["Monday morning", "Monday morning 2", "Renewals"]


def test_templates_of_ones_own_are_replaced_by_name(furnished):
    desk = furnished()
    desk.do(dashboards.keep_template, MONDAY, "My week")
    desk.do(dashboards.keep_template, Board("x", tiles=()), "my WEEK")
    found = desk.read(dashboards.boards, "template")
    assert [(one.board.name, one.board.tiles) for one in found] == [("my WEEK", ())]
    assert names(desk) == []


def test_boards_come_with_a_folder_and_go_with_its_undo(furnished, tmp_path):
    source, other = furnished("source"), furnished("other")
    source.do(dashboards.add, MONDAY)
    source.do(dashboards.add, Board("Renewals", segment="Poor"))
    source.read(exports.exchange, tmp_path / "out")
    before = make.dump(other)
    batch = other.do(imports.run, [tmp_path / "out"]).batch
    assert other.read(dashboards.documents) == source.read(dashboards.documents)
    other.do(imports.take_back, batch)
    assert names(other) == []
    assert {key: rows for key, rows in make.dump(other).items() if key == "dashboard"} == {
        "dashboard": before["dashboard"]
    }


def test_a_document_is_handed_on_and_taken_in(furnished):
    desk = furnished()
    row = desk.do(dashboards.add, MONDAY)
    data = desk.read(dashboards.document, row)
    assert data == desk.read(dashboards.document, row)
    desk.do(dashboards.bring, data)
    assert [one.board.tiles for one in desk.read(dashboards.boards)] == [TILES, TILES]
    with pytest.raises(BadDocument, match="tiles"):
        desk.do(dashboards.bring, b'[{"name": "a"}, {"name": "b", "tiles": 3}]')
    assert len(names(desk)) == 2


def test_what_nobody_looked_at_for_sixty_days_is_told(furnished):
    desk = furnished()
    row = desk.do(dashboards.add, MONDAY)
    desk.do(dashboards.look, row, ["number-1", "nps-1"], 20_000)
    desk.do(dashboards.look, row, ["nps-1"], 20_030)
    desk.do(dashboards.look, row, ["nps-1"], 20_010)
    assert desk.read(dashboards.forgotten, row, 20_059) == frozenset()
    assert desk.read(dashboards.forgotten, row, 20_060) == {"number-1"}
    assert desk.read(dashboards.forgotten, row, 20_090) == {"number-1", "nps-1"}
    assert desk.undo_label == dashboards.add.label, "looking is no step"


def test_a_board_that_is_gone_is_told(furnished):
    desk = furnished()
    with pytest.raises(NotFound, match="no longer there"):
        desk.do(dashboards.save, 99, MONDAY)
    desk.do(dashboards.look, 99, ["number-1"], 20_000)
