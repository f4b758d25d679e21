"""A board of two stand-ins and an unknown kind, over a small desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Layout, Tile
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.pages.dashboards.tiles import Tiles
from tests import make
from tests.gui.pages.dashboards.stand_in import StandIn, install, settle

TILES: Layout = (
    Tile("left", "stand_left", 0, 0, 6, 3),
    Tile("right", "stand_right", 6, 0, 6, 3),
    Tile("odd", "hologram", 0, 3, 4, 2, options={"beam": 3}),
)


@pytest.fixture
def board() -> Board:
    return Board("Monday", tiles=TILES)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    made = StandIn("stand_left")
    install(monkeypatch, made)
    return made


@pytest.fixture
def right(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    made = StandIn("stand_right", metric=True)
    install(monkeypatch, made)
    return made


@pytest.fixture
def tiles(
    ui: Ui, left: StandIn, right: StandIn, board: Board, *, tmp_path: Path, qtbot: QtBot
) -> Iterator[Tiles]:
    desk = make.desk(tmp_path)
    desk.do(make.fill)
    ui.set_desk(desk)
    view = GridView(ui.theme)
    view.resize(1000, 600)
    view.show()
    made = Tiles(ui, view)
    made.show_board(board)
    settle(made, qtbot)
    yield made
    view.close()
    view.deleteLater()
    ui.set_desk(None)
    desk.close()
