"""Today is there as the desk keeps it, before the desk is open; whatever is asked follows then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import (
    scoring,
    settings,
    tasks,
    today,
    today_ahead,
    today_kept,
    visits,
)
from healthdesk.core.services.settings import DeskSettings
from healthdesk.gui.shell.main_window import MainWindow
from tests import ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
CLOCK = Clock(instant=NOW)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "sample.healthdesk"
    with ready.sample(path, DAY, 20, 120, clock=CLOCK) as desk:
        desk.do(settings.change, DeskSettings(zone="Europe/Berlin"))
        desk.do(scoring.record_reported, DAY)
        desk.do(today_ahead.keep, desk.read(today_ahead.work_out, DAY), DAY)
    return path


@pytest.fixture
def path(filled, tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(tmp_path / "home"))
    made = tmp_path / "sample.healthdesk"
    made.write_bytes(filled.read_bytes())
    return made


@pytest.fixture
def window(ui, qtbot, path):
    ui.clock = CLOCK
    made = MainWindow(ui)
    qtbot.addWidget(made)
    ui.set_opening(path)
    made.show_opening("sample")
    made.show()
    kept = today_kept.find(path, CLOCK)
    assert kept is not None
    assert made.fill_kept(kept)
    made.show_kept()
    yield made
    made.pages.page("today")._look.stop()
    made.close()


def test_the_kept_page_is_in_view_and_stays_when_the_desk_is_open(window, ui, path):
    page = window.pages.page("today")
    assert window.pages.currentWidget() is page
    assert ui.desk is None
    assert window.top_bar.desk.words == "sample"
    assert ui.zone == "Europe/Berlin"
    before = page.view
    assert before.whole
    rows = page.changes.list.rows.rowCount()
    assert rows > 0
    window.opener.open(path)
    assert ui.desk is not None
    assert window.pages.currentWidget() is page
    assert page.view == before == ui.desk.read(today.read, DAY)
    assert page.changes.list.rows.rowCount() == rows
    assert page._look.isActive()


def test_what_is_asked_before_the_desk_is_open_is_told_and_done_after(window, ui, path):
    said, asked = [], []
    ui.noticed.connect(said.append)
    ui.account_requested.connect(asked.append)
    page = window.pages.page("today")
    account = page.view.lists.items[0].account_id
    ui.open_account(account, "work")
    window.show_page("accounts")
    page.done.click()
    assert asked == []
    assert window.pages.current == "today"
    assert not window.at_beginning
    assert [one.text for one in said] == ["sample is still being opened"]
    window.opener.open(path)
    assert asked == [account]
    assert window.pages.current == "accounts"
    assert ui.desk.read(visits.latest, DAY).done


def test_a_desk_that_has_changed_meanwhile_shows_what_it_holds_now(window, ui, path):
    with Desk.open(path, clock=CLOCK) as desk:
        desk.do(tasks.add, TaskDraft("Call them back", due=DAY))
    page = window.pages.page("today")
    assert not any(one.title == "Call them back" for one in page.view.tasks)
    window.opener.open(path)
    assert any(one.title == "Call them back" for one in page.view.tasks)


def test_a_desk_that_cannot_be_opened_leads_to_the_beginning(window, ui, path):
    held = Desk.open(path)
    done = []
    ui.when_open(lambda: done.append(1))
    window.opener.open(path)
    held.close()
    assert window.at_beginning
    assert window.top_bar.desk.words == "No desk"
    assert done == []
    assert ui.opening is None
    assert window.pages.page("today").view is None
    window.opener.open(path)
    assert window.pages.page("today").view == ui.desk.read(today.read, DAY)
    assert done == []


def test_a_page_of_another_day_is_not_shown(ui, qtbot, path):
    kept = today_kept.find(path, CLOCK)
    assert kept is not None
    ui.clock = Clock(instant=datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    made = MainWindow(ui)
    qtbot.addWidget(made)
    ui.set_opening(path)
    made.show_opening("sample")
    ui.refresh_today()
    assert not made.fill_kept(kept)
    made.show_kept()
    assert made.pages.current == ""
    made.close()


def test_without_a_desk_that_opens_things_are_done_at_once(ui):
    done = []
    ui.when_open(lambda: done.append(1))
    assert done == [1]
