"""Templates that come with the program: whole, in order, of widgets that there are."""

from __future__ import annotations

import pytest

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import Board, dump_board, parse_board
from healthdesk.core.services import board_templates

TEMPLATES = board_templates.templates()


def test_five_are_offered_and_monday_comes_first():
    assert [board.name for board in TEMPLATES] == [
        "Monday morning",
        "Renewals",
        "Voice of the customer",
        "Adoption",
        "Executive summary",
    ]
    assert board_templates.first().name == "Monday morning"


@pytest.mark.parametrize("board", TEMPLATES, ids=lambda board: board.name)
def test_each_has_a_purpose_and_reads_well(board: Board):
    assert board.purpose
    assert 6 <= len(board.tiles) <= 9
    assert grid.faults(board.tiles) == ()
    assert parse_board(dump_board(board)) == board
