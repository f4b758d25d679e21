"""A window on a small new desk, with jobs that run at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.shell.main_window import MainWindow
from tests import ready


def make_desk(path: Path, name: str = "Northern desk") -> Path:
    ready.furnished(path, name, "Europe/Berlin", "").close()
    return path


@pytest.fixture
def desk_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(tmp_path / "home"))
    return make_desk(tmp_path / "north.healthdesk")


@pytest.fixture
def window(ui: Ui, qtbot, desk_file: Path) -> Iterator[MainWindow]:
    del desk_file
    made = MainWindow(ui)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def at_work(window: MainWindow, desk_file: Path) -> MainWindow:
    window.opener.open(desk_file)
    return window
