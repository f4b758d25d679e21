"""The page Health model over a sample desk; what a test did is undone after it."""

from __future__ import annotations

import pytest

from healthdesk.core.desk import Desk
from healthdesk.gui.pages.model.page import ModelPage
from tests import ready
from tests.gui.pages.model.model_page import CLOCK, DAY


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "sample.healthdesk"
    ready.sample(path, DAY, 40, 150, clock=CLOCK).close()
    made = Desk.open(path, clock=CLOCK)
    yield made
    made.close()


@pytest.fixture
def desk(opened):
    """One desk for all: what a test did is undone after it."""
    yield opened
    while opened.undo() is not None:
        pass


@pytest.fixture
def page(ui, qtbot, desk):
    ui.clock = CLOCK
    made = ModelPage(ui)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    ui.set_desk(desk, "UTC")
    made.show()
    yield made
    made.close()
    ui.set_desk(None)
