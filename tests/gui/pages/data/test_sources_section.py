"""Tests of the sources section and of what refreshes sources."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.source import OpenQuestion, SourceView
from healthdesk.core.services import contents, saved_query, sources
from healthdesk.gui.base.refresher import Refresher
from healthdesk.gui.base.secret_box import Secret, SecretBox
from healthdesk.gui.pages.data.sources import SourcesSection
from healthdesk.gui.pages.data.sources.columns import brought, next_of, state_of, where_of
from healthdesk.gui.pages.data.sources.query_box import QueryBox
from tests import ready

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ACCOUNTS = "account_id,name\na,Alder\nb,Birch\n"


@pytest.fixture
def desk(tmp_path):
    with ready.furnished(tmp_path / "s.healthdesk", "s", clock=Clock(instant=NOW)) as made:
        yield made


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "exports"
    made.mkdir()
    return made


@pytest.fixture
def refresher(ui, desk):
    ui.clock = Clock(instant=NOW)
    made = Refresher(ui, ui)
    yield made
    ui.set_desk(None)


@pytest.fixture
def section(qtbot, ui, desk, refresher):
    ui.set_desk(desk, "UTC")
    made = SourcesSection(ui)
    qtbot.addWidget(made)
    made.resize(1040, 620)
    made.show()
    return made


def put(folder, name="accounts.csv", body=ACCOUNTS, ago=60.0):
    path = folder / name
    path.write_text(body, encoding="utf-8")
    os.utime(path, (NOW.timestamp() - ago, NOW.timestamp() - ago))


def rows(desk):
    return {one.name: one.rows for one in desk.read(contents.contents)}


def notices(ui):
    heard = []
    ui.noticed.connect(heard.append)
    return heard


def test_without_sources_it_says_what_they_are_for(section):
    assert section.card.state == "empty"
    assert "Nothing is fetched without being asked for" in section.card.words
    assert not section.detail.isVisibleTo(section)
    assert section.feeds.state == "empty"


def test_a_folder_is_watched_and_refreshed_when_asked(section, dialogs, folder, desk, ui):
    put(folder)
    dialogs.answers = [folder, "CRM exports"]
    section.folder.click()
    assert section.current is not None
    assert section.current.name == "CRM exports"
    assert rows(desk) == {}, "adding a source fetches nothing"
    section.detail.refresh.click()
    assert rows(desk)["accounts"] == 2
    assert section.detail.said.text() == "Last brought: 2 rows, 14 Mar 2026, 09:30."


def test_thinking_better_of_it_adds_nothing(section, dialogs, folder, desk):
    dialogs.answers = [None]
    section.folder.click()
    dialogs.answers = [folder, None]
    section.folder.click()
    dialogs.answers = [False]
    section.query.click()
    assert desk.read(sources.all) == ()


def test_a_query_is_saved_from_its_form(qtbot, ui, section, desk, monkeypatch):
    box = QueryBox(ui)
    qtbot.addWidget(box)
    assert not box.save.isEnabled()
    box.name.setText("Warehouse")
    box.url.setText("postgresql://kim@db.example/crm")
    box.asks.setPlainText("tickets")
    assert box.save.isEnabled()
    monkeypatch.setattr("healthdesk.gui.pages.data.sources.section.QueryBox", lambda _: box)
    ui.dialogs.answers = [True]
    section.query.click()
    (one,) = desk.read(sources.all)
    assert (one.kind, one.asks, one.on_start, one.every) == ("query", "tickets", False, 0)


def test_options_are_kept(section, desk, folder):
    desk.do(sources.add_folder, "Exports", str(folder))
    section.detail.on_start.click()
    assert desk.read(sources.all)[0].on_start
    section.detail.every.setCurrentIndex(section.detail.every.findData(30))
    section.detail.every.activated.emit(section.detail.every.currentIndex())
    assert desk.read(sources.all)[0].every == 30


def test_removing_asks_and_says_what_stays(section, desk, folder, dialogs):
    put(folder)
    desk.do(sources.refresh, desk.do(sources.add_folder, "Exports", str(folder)))
    dialogs.answers = [False]
    section.detail.remove.click()
    assert len(desk.read(sources.all)) == 1
    assert "stays in the desk" in dialogs.asked[-1][1]
    dialogs.answers = [True]
    section.detail.remove.click()
    assert desk.read(sources.all) == ()
    assert rows(desk)["accounts"] == 2
    assert section.card.state == "empty"


def test_a_question_leads_to_the_wizard(section, desk, folder, ui, qtbot):
    put(folder)
    put(
        folder,
        "helpdesk.csv",
        "Ticket number;Account;Priority;Opened on\nT-1;Alder;high;03/04/2026\n",
    )
    number = desk.do(sources.add_folder, "Exports", str(folder))
    desk.do(sources.refresh, number)
    section.reload()
    (row,) = section.detail._questions
    with qtbot.waitSignal(ui.import_requested) as asked:
        row.button.click()
    assert asked.args == [(folder / "helpdesk.csv",)]
    assert state_of(section.current)[0] == "answer needed"


def test_f5_refreshes_all_and_tells_once(section, desk, folder, tmp_path, ui):
    put(folder)
    other = tmp_path / "other"
    other.mkdir()
    put(other, body="account_id,name\nc,Cedar\n")
    desk.do(sources.add_folder, "One", str(folder))
    desk.do(sources.add_folder, "Two", str(other))
    heard = notices(ui)
    ui.refresh_sources()
    assert rows(desk)["accounts"] == 3
    assert [one.text for one in heard] == ["2 sources brought something"]
    heard.clear()
    ui.refresh_sources()
    assert [one.text for one in heard] == ["Nothing new in 2 sources"]


def test_all_can_be_taken_in_again(section, desk, folder):
    put(folder)
    number = desk.do(sources.add_folder, "Exports", str(folder))
    desk.do(sources.refresh, number)
    desk.undo()
    section.detail.refresh.click()
    assert rows(desk) == {}
    section.detail.again.click()
    assert rows(desk)["accounts"] == 2


def test_only_what_is_switched_on_is_refreshed_when_the_desk_opens(
    ui, desk, refresher, folder, tmp_path
):
    put(folder)
    other = tmp_path / "other"
    other.mkdir()
    put(other, body="account_id,name\nc,Cedar\n")
    desk.do(sources.change, desk.do(sources.add_folder, "One", str(folder)), on_start=True)
    desk.do(sources.add_folder, "Two", str(other))
    heard = notices(ui)
    ui.set_desk(desk, "UTC")
    assert rows(desk)["accounts"] == 2
    assert [one.text for one in heard] == ["1 source brought something"]


def test_a_timer_waits_for_the_source_that_is_due_next(ui, desk, refresher, folder):
    put(folder)
    number = desk.do(sources.add_folder, "One", str(folder))
    ui.set_desk(desk, "UTC")
    assert not refresher._timer.isActive()
    desk.do(sources.change, number, every=30)
    assert refresher._timer.isActive()
    assert refresher._timer.interval() == 30 * 60 * 1000
    ui.clock = Clock(instant=NOW + timedelta(minutes=31))
    refresher._on_timer_timeout()
    assert rows(desk)["accounts"] == 2
    assert refresher._timer.interval() == 30 * 60 * 1000
    ui.set_desk(None)
    assert not refresher._timer.isActive()


def test_nothing_refreshes_by_itself_while_looking_back(ui, desk, refresher, folder):
    put(folder)
    number = desk.do(sources.add_folder, "One", str(folder))
    desk.do(sources.change, number, every=30)
    ui.set_desk(desk, "UTC")
    ui.set_day(ui.today - 10)
    ui.clock = Clock(instant=NOW + timedelta(minutes=31))
    refresher._on_timer_timeout()
    assert rows(desk) == {}


def test_a_file_still_being_written_is_looked_at_once_more(ui, desk, refresher, folder):
    put(folder, ago=1)
    desk.do(sources.add_folder, "One", str(folder))
    ui.set_desk(desk, "UTC")
    ui.refresh_sources()
    assert rows(desk) == {}
    assert refresher._once_more.isActive()
    desk.clock = Clock(instant=NOW + timedelta(seconds=5))
    refresher._once_more.stop()
    refresher._on_once_more_timeout()
    assert rows(desk)["accounts"] == 2
    assert not refresher._once_more.isActive()


def test_a_refused_import_is_told_and_kept(ui, desk, refresher, folder):
    put(folder, body="account_id,owner\na,Kim\n")
    desk.do(sources.add_folder, "One", str(folder))
    ui.set_desk(desk, "UTC")
    heard = notices(ui)
    ui.refresh_sources()
    assert [one.kind for one in heard] == ["error"]
    assert heard[0].text == "One: nothing came"
    assert desk.read(sources.all)[0].last_error


def locked(desk, monkeypatch, name="CRM"):
    """A saved query whose database wants a password; nobody answers there."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    return desk.do(sources.add_query, name, "postgresql://kim@127.0.0.1:1/crm", "tickets")


def test_nothing_asks_by_itself_neither_at_the_start_nor_by_a_timer(
    ui, desk, refresher, monkeypatch
):
    number = locked(desk, monkeypatch)
    desk.do(sources.change, number, on_start=True, every=5)
    ui.set_desk(desk, "UTC")
    ui.clock = Clock(instant=NOW + timedelta(minutes=6))
    refresher._on_timer_timeout()
    assert ui.dialogs.asked == []
    assert "password" in desk.read(sources.all)[0].last_error


def test_f5_brings_all_others_and_asks_in_a_toast(section, folder, desk, ui, monkeypatch):
    locked(desk, monkeypatch)
    put(folder)
    desk.do(sources.add_folder, "Exports", str(folder))
    heard = notices(ui)
    ui.refresh_sources()
    assert rows(desk)["accounts"] == 2
    assert ui.dialogs.asked == []
    assert [one.text for one in heard] == ["1 source brought something", "A password is needed"]
    assert (heard[1].detail, heard[1].action) == ("CRM", "Enter it")
    heard[1].run()
    assert ui.dialogs.asked[-1][0] == "Password for CRM"
    ui.dialogs.asked.clear()
    heard[1].run()
    assert ui.dialogs.asked == [], "it was asked for once"


def test_a_source_refreshed_by_itself_asks_at_once(section, desk, ui, monkeypatch):
    locked(desk, monkeypatch)
    section.detail.refresh.click()
    assert [one[0] for one in ui.dialogs.asked] == ["Password for CRM"]


def test_a_question_of_a_query_opens_the_wizard_on_that_query(
    section, desk, ui, qtbot, monkeypatch
):
    number = locked(desk, monkeypatch, "Help desk")
    monkeypatch.setattr(
        "healthdesk.gui.pages.data.sources.section.ask_secret", lambda *_: Secret("canary77")
    )
    place = f"query://{number}/Help desk"
    with qtbot.waitSignal(ui.import_requested) as asked:
        section._on_detail_answer_requested(OpenQuestion(place, "tickets", "Which?"))
    assert asked.args == [(place,)]
    found = desk.read(saved_query.asking, place)
    assert "canary77" in found.place
    assert found.reading.part == "tickets"
    assert "canary77" not in repr(found)


def test_the_letters_of_a_password_are_not_shown(qtbot, ui):
    box = SecretBox(ui, "CRM")
    qtbot.addWidget(box)
    assert box.line.echoMode() == box.line.EchoMode.Password


SOURCE = SourceView(1, "CRM", "folder", "/x/exports", "", "", False, 0, None, None, 0, "")


def test_states_in_words(ui):
    assert state_of(SOURCE)[0] == "not looked at yet"
    assert state_of(SOURCE, busy=True)[0] == "refreshing"
    asked = (OpenQuestion("p", "n", "t"),) * 2
    view = SourceView(
        2, "W", "query", "postgresql://h/db", "tickets", "", True, 30, "2026-03-14T09:30:00+00:00",
        4, 0, "It failed.", asked,
    )  # fmt: skip
    assert state_of(view)[0] == "2 answers needed"
    assert next_of(view) == "at the start and every 30 minutes"
    assert next_of(SOURCE) == "on F5"
    assert where_of(view) == "tickets · postgresql://h/db"
    assert brought(SOURCE, ui.words, "UTC") == "nothing yet"
    assert brought(view, ui.words, "UTC") == "nothing new, 14 Mar 2026, 09:30"
