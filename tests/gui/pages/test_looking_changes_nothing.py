"""Click around, it is allowed: every page and tab looked at leaves the desk as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import pulses, scoring
from healthdesk.gui.panels.tabs import tabs
from healthdesk.gui.shell.spec import PAGES
from tests import folders, make, ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
STORY = "aldermoor-freight"
KEPT = {"visit", "snapshot"}
"""What looking may write: that somebody looked, and what was worked out already."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("looking") / "sample.healthdesk"
    desk = ready.sample(path, DAY, 30, 120, clock=Clock(instant=NOW))
    desk.do(scoring.record_reported, DAY)
    desk.close()
    return path


@pytest.fixture
def desk(ui, desk):
    """Not shown yet: each page is made before it has a desk."""
    ui.set_desk(None)
    return desk


def stored(desk):
    return {table: rows for table, rows in make.dump(desk).items() if table not in KEPT}


def press_harmless_keys(qtbot, widget):
    """What somebody tries who only looks around; no letter that asks for a form."""
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Escape):
        qtbot.keyClick(widget.focusWidget() or widget, key)


def test_every_page_looked_at_leaves_facts_and_work_as_they_were(ui, qtbot, desk, tmp_path):
    before = stored(desk)
    exported = folders.exported(desk, tmp_path / "before")
    undo = desk.undo_label
    for spec in PAGES:
        page = spec.make(ui)
        qtbot.addWidget(page)
        page.resize(1280, 720)
        ui.set_desk(desk, "UTC")
        page.show()
        if spec.key == "today":
            page._look.stop()
        if spec.key != "account":
            press_harmless_keys(qtbot, page)
        page.close()
        ui.set_desk(None)
    assert stored(desk) == before
    assert folders.exported(desk, tmp_path / "after") == exported
    assert desk.undo_label == undo


def test_every_tab_of_an_account_looked_at_today_and_back_leaves_it_as_it_was(
    ui, qtbot, desk, tmp_path
):
    before = stored(desk)
    exported = folders.exported(desk, tmp_path / "before")
    page = next(one for one in PAGES if one.key == "account").make(ui)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    ui.set_desk(desk, "UTC")
    page.show()
    for day in (DAY, DAY - 40):
        ui.set_day(day)
        page.show_account(STORY)
        for spec in tabs():
            page.show_tab(spec.key)
            assert page.tab(spec.key).isVisible()
            press_harmless_keys(qtbot, page.tab(spec.key))
    assert page.current == tabs()[-1].key
    page.close()
    assert stored(desk) == before
    assert folders.exported(desk, tmp_path / "after") == exported


def test_the_comparison_would_see_one_touch(desk):
    before = stored(desk)
    desk.do(pulses.put, STORY, 0.5, "a word")
    assert stored(desk) != before
