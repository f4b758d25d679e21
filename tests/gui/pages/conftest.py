"""What tests of pages share: a copy of their file's desk, open, and a page as large as a window."""

from __future__ import annotations

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk


@pytest.fixture
def desk(request, ui, filled, tmp_path, monkeypatch):
    """A copy of the desk that a file of tests has `filled`, open on the day of its `NOW`."""
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(tmp_path / "home"))
    path = tmp_path / "sample.healthdesk"
    path.write_bytes(filled.read_bytes())
    ui.clock = Clock(instant=request.module.NOW)
    made = Desk.open(path, clock=ui.clock)
    ui.set_desk(made, "UTC")
    yield made
    ui.set_desk(None)
    made.close()


@pytest.fixture
def large(qtbot):
    """Shows a page at the size that a window gives it."""

    def show(page):
        qtbot.addWidget(page)
        page.resize(1240, 800)
        page.show()
        page.activateWindow()
        return page

    return show
