"""The tab People over a small desk, with forms that answer by themselves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.services import desks, imports
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.jobs import InlineJobs
from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.people.tab import PeopleTab
from tests import folders, make
from tests.core.services.people_story import FACTS


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the story in it; tests work on copies."""
    folder = tmp_path_factory.mktemp("people")
    path = folder / "people.healthdesk"
    made = Desk.create(
        path, clock=make.CLOCK, furnish=lambda tx: desks.furnish(tx, "People", "UTC", "EUR")
    )
    made.do(imports.run, [folders.write(folder / "facts", FACTS)])
    made.close()
    return path


@pytest.fixture
def desk(told: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / told.name
    shutil.copy(told, path)
    made = Desk.open(path, clock=make.CLOCK)
    yield made
    made.close()


@pytest.fixture
def ui(theme: Theme, dialogs: FakeDialogs, tmp_path: Path, desk: Desk) -> Iterator[Ui]:
    jobs = InlineJobs()
    made = Ui(theme, jobs, dialogs, PrefsFile(tmp_path / "window.json"), clock=make.CLOCK)
    made.set_desk(desk, "UTC")
    yield made
    jobs.close()


@pytest.fixture
def tab(ui: Ui, qtbot) -> PeopleTab:
    shown = PeopleTab(ui)
    qtbot.addWidget(shown)
    shown.resize(1240, 718)
    shown.show_account("a")
    shown.show()
    return shown
