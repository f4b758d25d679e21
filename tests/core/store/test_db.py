from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from healthdesk.core.domain.errors import DeskInUse
from healthdesk.core.domain.op import op
from healthdesk.core.store import db
from tests import make

EXPECTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": None,
    "temp_store": 2,
    "secure_delete": 1,
    "recursive_triggers": 1,
    "application_id": db.APPLICATION_ID,
    "user_version": db.SCHEMA,
    "query_only": 0,
}


def pragma(tx, name):
    return tx.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


@op("Look")
def looked(tx):
    return {name: pragma(tx, name) for name in EXPECTED}


def test_the_writer_has_every_setting(desk):
    assert desk.do(looked) == EXPECTED | {"mmap_size": desk.do(looked)["mmap_size"]}
    assert desk.do(looked)["mmap_size"] in {0, None}


def test_readers_may_only_read(desk):
    assert desk.read(pragma, "query_only") == 1
    assert desk.read(pragma, "trusted_schema") == 0
    assert desk.read(pragma, "foreign_keys") == 1
    for attempt in (
        "INSERT INTO setting (key, value) VALUES ('a', '1')",
        "DELETE FROM desk_stamp",
        "CREATE TABLE mine (id)",
        "ALTER TABLE usage ADD COLUMN m1 REAL",
    ):
        with pytest.raises(OperationalError, match="readonly"):
            desk.read(lambda tx, sql=attempt: tx.connection().exec_driver_sql(sql))


def test_a_reader_keeps_one_state_while_the_writer_goes_on(desk):
    def look(tx):
        before = tx.connection().exec_driver_sql("SELECT count(*) FROM account").scalar()
        desk.do(make.fill)
        return before, tx.connection().exec_driver_sql("SELECT count(*) FROM account").scalar()

    assert desk.read(look) == (0, 0)
    assert len(make.dump(desk)["account"]) == 3


def test_the_file_and_what_lies_beside_it_are_their_owners_only(desk):
    desk.do(make.fill)
    files = [file for file in desk.path.parent.iterdir() if file.is_file()]
    assert {file.name.removeprefix(desk.path.name) for file in files} == {
        "",
        "-wal",
        "-shm",
        ".lock",
    }
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_transaction_takes_the_write_lock_at_once(desk, monkeypatch):
    other = db.connect(desk.path, "rw")
    try:
        other.execute("PRAGMA busy_timeout=0")

        @op("Only look")
        def look(_tx):
            with pytest.raises(Exception, match="locked"):
                other.execute("BEGIN IMMEDIATE")

        desk.do(look)
        other.execute("BEGIN IMMEDIATE")
        desk._tell_sqlite("PRAGMA busy_timeout=10")
        with pytest.raises(DeskInUse, match="nothing was changed"):
            desk.do(make.fill)
        other.execute("ROLLBACK")
        desk.do(make.fill)
    finally:
        other.close()


def test_ddl_is_part_of_the_transaction(desk):
    before = make.dump(desk)

    @op("Half a change")
    def half(tx):
        make.metric(tx, "new")
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        desk.do(half)
    assert make.dump(desk) == before
    assert (
        desk.read(lambda tx: len(list(tx.connection().exec_driver_sql("PRAGMA table_info(usage)"))))
        == 2
    )


def test_a_path_with_marks_of_an_address_is_a_path(tmp_path):
    folder = tmp_path / "50% of ? #1 & more ünï"
    folder.mkdir()
    with make.desk(folder, "what?mode=memory&x") as opened:
        opened.do(make.fill)
        assert opened.path.exists()
    assert [file.name for file in folder.iterdir()] == ["what?mode=memory&x.healthdesk"]


def test_the_address_of_a_file_keeps_what_is_no_text():
    assert db.uri(Path("a b?#\udcff"), "ro").isascii()
    assert db.uri(Path("a b?#"), "ro") == "file:a%20b%3F%23?mode=ro"
