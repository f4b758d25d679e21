"""Tests of sources: folders and queries that bring the desk up to date when asked."""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DeskError, NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.services import contents, imports, intake, sources
from healthdesk.core.services.source_state import row_of, state_of

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ACCOUNTS = "account_id,name\na,Alder\nb,Birch\n"
TICKETS = (
    "Ticket number;Account;Priority;Opened on;Closed on;Subject\n"
    "T-1;Alder;high;2026-03-01;2026-03-04;Scale readings lost\n"
    "T-2;Birch;low;2026-03-02;;Invoice twice\n"
    "T-3;Alder;urgent;2026-03-13;;Down\n"
)


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "exports"
    made.mkdir()
    return made


@pytest.fixture
def desk(furnished) -> Desk:
    return furnished(clock=Clock(instant=NOW))


def put(folder: Path, name: str, body: str, ago: float = 60) -> Path:
    path = folder / name
    path.write_text(body, encoding="utf-8")
    os.utime(path, (NOW.timestamp() - ago, NOW.timestamp() - ago))
    return path


def rows(desk: Desk) -> dict[str, int]:
    return {one.name: one.rows for one in desk.read(contents.contents)}


def only(desk: Desk):
    (view,) = desk.read(sources.all)
    return view


def test_a_folder_brings_what_is_new_and_nothing_twice(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS)
    first = desk.do(sources.refresh, number)
    assert (first.batch, first.new, first.files) == (1, 2, ("accounts.csv",))
    assert first.sentence == "2 new rows"
    view = only(desk)
    assert (view.last_at, view.last_batch, view.last_rows) == (
        "2026-03-14T09:30:00+00:00",
        1,
        2,
    )
    again = desk.do(sources.refresh, number)
    assert (again.batch, again.sentence) == (None, "nothing new")
    assert len(desk.read(imports.history)) == 1
    put(folder, "accounts.csv", ACCOUNTS + "c,Cedar\n", ago=30)
    more = desk.do(sources.refresh, number)
    assert (more.batch, more.new, more.changed) == (2, 1, 0)
    assert rows(desk)["accounts"] == 3


def test_nothing_is_written_where_nothing_is_new(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    before = desk.stamp
    label = desk.undo_label
    assert desk.do(sources.refresh, number).sentence == "nothing new"
    assert (desk.stamp, desk.undo_label) == (before, label)


def test_a_file_still_being_written_is_left_for_the_next_time(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS, ago=1)
    early = desk.do(sources.refresh, number)
    assert (early.batch, early.busy) == (None, ("accounts.csv",))
    assert early.sentence == "1 file still being written"
    desk.clock = Clock(instant=NOW + timedelta(seconds=10))
    assert desk.do(sources.refresh, number).new == 2


def test_foreign_files_go_in_with_what_is_known_of_them(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS)
    desk.do(sources.refresh, number)
    put(folder, "helpdesk export.csv", TICKETS)
    found = desk.do(sources.refresh, number)
    assert (found.new, found.error, found.questions) == (3, "", ())
    assert rows(desk)["tickets"] == 3


def test_a_file_with_an_open_question_waits_and_says_which(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS)
    put(
        folder,
        "helpdesk.csv",
        "Ticket number;Account;Priority;Opened on\nT-1;Alder;high;03/04/2026\n"
        "T-2;Birch;low;05/06/2026\n",
    )
    found = desk.do(sources.refresh, number)
    assert found.files == ("accounts.csv",)
    (question,) = found.questions
    assert question.place == str(folder / "helpdesk.csv")
    assert question.text.startswith("helpdesk.csv: ")
    assert "Opened on" in question.text
    assert "1 file waits for an answer" in found.sentence
    assert only(desk).questions == (question,)
    assert "tickets" not in rows(desk)
    quiet = desk.do(sources.refresh, number)
    assert (quiet.batch, quiet.questions) == (None, (question,))
    put(folder, "helpdesk.csv", TICKETS, ago=20)
    answered = desk.do(sources.refresh, number)
    assert (answered.new, answered.questions, only(desk).questions) == (3, (), ())


def test_taking_a_batch_back_does_not_bring_it_again(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS)
    desk.do(sources.refresh, number)
    assert desk.undo() == "Refresh"
    assert "accounts" not in rows(desk)
    assert desk.do(sources.refresh, number).batch is None
    found = desk.read(sources.gather, number, again=True)
    assert desk.do(sources.bring, found).new == 2


def test_what_cannot_be_read_is_told_and_not_tried_again(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS)
    put(folder, "sheet.xlsx", "PK\x03\x04 no workbook")
    found = desk.do(sources.refresh, number)
    assert found.new == 2
    assert "sheet.xlsx" in found.error
    assert only(desk).last_error == found.error
    assert desk.do(sources.refresh, number).error == found.error
    (folder / "sheet.xlsx").unlink()
    desk.do(sources.refresh, number)
    assert only(desk).last_error == ""


def test_a_folder_that_is_gone_is_told_and_forgets_nothing(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS)
    desk.do(sources.refresh, number)
    away = folder.rename(folder.with_name("away"))
    assert "cannot be read" in desk.do(sources.refresh, number).error
    away.rename(folder)
    back = desk.do(sources.refresh, number)
    assert (back.batch, back.error, only(desk).last_error) == (None, "", "")


def test_a_refused_import_leaves_the_desk_and_is_noted(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", "account_id,owner\na,Kim\n")
    with pytest.raises(DeskError) as refused:
        desk.do(sources.refresh, number)
    assert rows(desk) == {}
    label = desk.undo_label
    desk.do(sources.note, number, str(refused.value))
    assert only(desk).last_error == str(refused.value)
    assert desk.undo_label == label


def test_removing_a_source_keeps_its_data_and_can_be_undone(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    put(folder, "accounts.csv", ACCOUNTS)
    desk.do(sources.refresh, number)
    desk.do(sources.remove, number)
    assert desk.read(sources.all) == ()
    assert rows(desk)["accounts"] == 2
    with pytest.raises(NotFound):
        desk.do(sources.refresh, number)
    assert desk.undo() == "Remove source"
    assert only(desk).last_batch == 1


def test_only_what_is_switched_on_is_due(desk, folder):
    number = desk.do(sources.add_folder, "Exports", str(folder))
    view = only(desk)
    assert (view.on_start, view.every) == (False, 0)
    assert desk.read(sources.due) == ()
    desk.do(sources.change, number, on_start=True, every=30, name="CRM")
    view = only(desk)
    assert (view.name, view.on_start, view.every) == ("CRM", True, 30)
    assert desk.read(sources.due) == (view,)
    with pytest.raises(UsageError):
        desk.do(sources.change, number, every=-1)


def test_names_are_there_and_differ(desk, folder):
    desk.do(sources.add_folder, "Exports", str(folder))
    for name in ("", "  ", "EXPORTS", "x" * 201):
        with pytest.raises(UsageError):
            desk.do(sources.add_folder, name, str(folder))
    with pytest.raises(UsageError, match="no folder"):
        desk.do(sources.add_folder, "Other", str(folder / "none"))


def database(path: Path) -> str:
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE crm (account_id TEXT, name TEXT, changed TEXT)")
        base.execute("INSERT INTO crm VALUES ('a', 'Alder', '2026-01-01 00:00:00')")
        base.execute("INSERT INTO crm VALUES ('b', 'Birch', '2026-03-14 12:00:00')")
        base.execute("CREATE TABLE customers (account_id TEXT, name TEXT, owner TEXT)")
        base.execute("INSERT INTO customers VALUES ('a', 'Alder', 'Kim'), ('b', 'Birch', 'Kim')")
    base.close()
    return f"sqlite:///{path}"


def test_a_query_asks_for_what_is_new_since_it_asked_last(desk, tmp_path):
    url = database(tmp_path / "crm.db")
    asks = "SELECT account_id, name FROM crm WHERE changed > :since"
    number = desk.do(sources.add_query, "CRM", url, asks)
    assert only(desk).asks == asks
    first = desk.do(sources.refresh, number)
    assert (first.new, first.error, first.questions) == (2, "", ())
    assert desk.read(lambda tx: state_of(row_of(tx, number)).since) == "2026-03-14 09:30:00"
    desk.clock = Clock(instant=NOW + timedelta(days=1))
    second = desk.do(sources.refresh, number)
    assert [count.read for count in desk.read(imports.history)[0].tables.values()] == [1]
    assert (second.new, second.changed) == (0, 0)


def test_a_table_is_asked_for_by_its_name(desk, tmp_path):
    number = desk.do(sources.add_query, "CRM", database(tmp_path / "crm.db"), "customers")
    found = desk.do(sources.refresh, number)
    assert (found.files, found.error) == (("crm.db · customers",), "")
    assert rows(desk)["accounts"] == 2


def test_a_database_that_cannot_be_reached_is_told(desk, tmp_path):
    url = database(tmp_path / "crm.db")
    number = desk.do(sources.add_query, "CRM", url, "crm")
    assert only(desk).place == str(tmp_path / "crm.db")
    (tmp_path / "crm.db").unlink()
    found = desk.do(sources.refresh, number)
    assert found.error
    assert only(desk).last_error == found.error


def test_passwords_are_asked_for_and_never_kept(desk, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "keyring", None)
    number = desk.do(
        sources.add_query, "CRM", "postgresql+pg8000://kim:canary77@127.0.0.1:1/crm", "accounts"
    )
    assert only(desk).place == "postgresql+pg8000://kim@127.0.0.1:1/crm"
    assert only(desk).password
    asked = desk.do(sources.refresh, number)
    assert asked.password
    assert "password" in asked.error

    def refuse(tx, places, **more):
        assert places == ["postgresql+pg8000://kim:canary77@127.0.0.1:1/crm"]
        raise DeskError("The server says: no kim:canary77 here.")

    monkeypatch.setattr(intake, "look", refuse)
    told = desk.do(sources.refresh, number, password="canary77")
    assert "canary77" not in told.error
    desk.checkpoint()
    assert not any(
        b"canary77" in path.read_bytes() for path in desk.path.parent.iterdir() if path.is_file()
    )


def test_what_is_no_question_is_refused(desk):
    with pytest.raises(UsageError):
        desk.do(sources.add_query, "CRM", "sqlite:///crm.db", " ; ")
    with pytest.raises(UsageError):
        desk.do(sources.add_query, "CRM", "not an address", "crm")


def test_bookkeeping_leaves_the_steps_before_it_undoable(desk, folder):
    @op("Note")
    def write(tx):
        tx.execute(text("INSERT INTO setting (key, value) VALUES ('x', '1')"))

    number = desk.do(sources.add_folder, "Exports", str(folder))
    desk.do(write)
    desk.do(sources.note, number, "It failed.")
    assert desk.undo() == "Note"
    assert only(desk).last_error == "It failed."
    assert desk.undo() == "Watch folder"
    assert desk.read(sources.all) == ()
