"""Templates name widgets that there are, at sizes and with options that these take."""

from __future__ import annotations

import json

import pytest

from healthdesk import paths
from healthdesk.core.domain.dashboard import Board, parse_boards
from healthdesk.core.services import board_templates
from healthdesk.gui.grid.gallery_pictures import has_picture
from healthdesk.gui.pages.dashboards.tile_view import OWN
from healthdesk.gui.widgets import CATALOGUE, widget


@pytest.mark.parametrize("board", board_templates.templates(), ids=lambda board: board.name)
def test_sizes_and_options_are_those_of_the_widgets(board: Board):
    for tile in board.tiles:
        module = widget(tile.kind)
        assert module is not None, tile.kind
        assert (tile.w, tile.h) == module.SPEC.limits.size(tile.w, tile.h), tile.id
        known = {option.key for option in module.SPEC.asked}
        assert set(tile.options) <= known, tile.id
        module.SPEC.complete(tile.options, ())


@pytest.mark.parametrize("board", board_templates.templates(), ids=lambda board: board.name)
def test_a_template_is_no_more_than_reads_well_and_leaves_no_hole(board: Board):
    assert 6 <= len(board.tiles) <= 9
    assert len({tile.id for tile in board.tiles}) == len(board.tiles)
    cells = {
        (x, y)
        for tile in board.tiles
        for x in range(tile.x, tile.x + tile.w)
        for y in range(tile.y, tile.y + tile.h)
    }
    assert sum(tile.w * tile.h for tile in board.tiles) == len(cells)
    assert len(cells) == 12 * max(tile.y + tile.h for tile in board.tiles)


def test_the_board_that_the_help_shows_is_one_and_its_options_are_known():
    page = (paths.resources() / "help" / "documents.md").read_text(encoding="utf-8")
    shown = page.partition("## dashboards.json")[2].split("```")[1]
    (board,) = parse_boards(json.loads(shown))
    assert [one.name for one in board.presets] == ["Enterprise"]
    for tile in board.tiles:
        known = {option.key for option in widget(tile.kind).SPEC.asked}
        assert set(tile.options) <= known | OWN


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_widget_has_a_picture_in_the_gallery(key: str):
    assert has_picture(key)
