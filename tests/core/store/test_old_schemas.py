"""Desks of earlier versions, kept for ever: they open, are brought up to date, lose nothing."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path

import pytest

from healthdesk.core.desk import Desk, restore
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.services import dashboards, exports, imports
from healthdesk.core.store import backup, db
from tests import child, make

KEPT = Path(__file__).parents[2] / "data"


@pytest.fixture
def first(tmp_path):
    """A desk of schema 1: filled by hand and by an import, two accounts of it changed."""
    path = tmp_path / "first.healthdesk"
    path.write_bytes(gzip.decompress((KEPT / "schema-1.healthdesk.gz").read_bytes()))
    return path


@pytest.fixture
def second(tmp_path):
    """A desk of schema 2: three imports' files, one row of which waits for its account."""
    path = tmp_path / "second.healthdesk"
    path.write_bytes(gzip.decompress((KEPT / "schema-2.healthdesk.gz").read_bytes()))
    return path


@pytest.fixture
def third(tmp_path):
    """A desk of schema 3: five accounts with a row in most tables, work with them too."""
    path = tmp_path / "third.healthdesk"
    path.write_bytes(gzip.decompress((KEPT / "schema-3.healthdesk.gz").read_bytes()))
    return path


@pytest.fixture
def fourth(tmp_path):
    """A desk of schema 4: five accounts, work with them, and a dashboard."""
    path = tmp_path / "fourth.healthdesk"
    path.write_bytes(gzip.decompress((KEPT / "schema-4.healthdesk.gz").read_bytes()))
    return path


@pytest.fixture
def fifth(tmp_path):
    """A desk of schema 5: five accounts, work with them, four runs of playbooks, a message."""
    path = tmp_path / "fifth.healthdesk"
    path.write_bytes(gzip.decompress((KEPT / "schema-5.healthdesk.gz").read_bytes()))
    return path


@pytest.fixture
def sixth(tmp_path):
    """A desk of schema 6: five accounts, work with them, a filed report, a review, a handover."""
    path = tmp_path / "sixth.healthdesk"
    path.write_bytes(gzip.decompress((KEPT / "schema-6.healthdesk.gz").read_bytes()))
    return path


@pytest.fixture
def seventh(tmp_path):
    """A desk of schema 7: five accounts, work with them, the plays, three of which suggest one."""
    path = tmp_path / "seventh.healthdesk"
    path.write_bytes(gzip.decompress((KEPT / "schema-7.healthdesk.gz").read_bytes()))
    return path


def rows(path):
    """Every row of every table, columns by name."""
    with closing(db.connect(path, "ro&immutable=1")) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            ).fetchall()
        ]
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for name in names
        }


def test_a_desk_of_schema_1_opens_is_brought_up_to_date_and_loses_nothing(first):
    before = rows(first)
    assert len(before["account"]) == 5
    assert len(before["usage"]) == 103
    with Desk.open(first, clock=make.CLOCK) as opened:
        assert opened.check() == []
        (kept,) = backup.listed(backup.folder_of(first))
    after = rows(first)
    assert {name: after[name] for name in before} == before
    assert all(not after[name] for name in after.keys() - before.keys())
    with closing(db.connect(first, "ro&immutable=1")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (db.SCHEMA,)
    assert rows(kept.file) == before


KILL = (
    child.KILLING
    + """
import sys
from pathlib import Path
from shutil import copyfile
from sqlalchemy import event
from sqlalchemy.engine import Engine
from healthdesk.core.desk import Desk
from tests import make
source, folder = Path(sys.argv[1]), Path(sys.argv[2])
for number in map(int, sys.argv[3:]):
    path = folder / f"{number}.healthdesk"
    copyfile(source, path)
    if os.fork() == 0:
        left = [number]
        def strike(*_):
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
        event.listen(Engine, "after_cursor_execute", strike)
        Desk.open(path, clock=make.CLOCK)
        os._exit(0)
    _, status = os.wait()
    assert os.WIFSIGNALED(status), number
"""
)


def test_r06_a_kill_in_the_middle_leaves_schema_1_and_the_next_opening_goes_on(first, tmp_path):
    before, folder = rows(first), tmp_path / "killed"
    folder.mkdir()
    numbers = [0, 3, 9, 17, 26, 31]
    child.run(KILL, first, folder, *numbers)
    for number in numbers:
        path = folder / f"{number}.healthdesk"
        with closing(db.connect(path, "rw")) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (1,), number
        assert rows(path) == before
        with Desk.open(path, clock=make.CLOCK) as opened:
            assert opened.check() == []


def test_its_import_can_still_be_taken_back_and_put_back(first, tmp_path):
    with Desk.open(first, clock=make.CLOCK) as opened:
        full = opened.read(exports.exchange, tmp_path / "full")
        opened.do(imports.take_back, 1)
        assert opened.check() == []
        fewer = opened.read(exports.exchange, tmp_path / "fewer")
        assert fewer["accounts"] == full["accounts"] - 2
        opened.undo()
        assert opened.read(exports.exchange, tmp_path / "again") == full
        assert opened.check() == []
    for file in (tmp_path / "full").iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()


def test_a_backup_of_schema_1_is_restored_and_opens(first, tmp_path):
    with make.desk(tmp_path, "now") as present:
        pass
    restore(present.path, first)
    with Desk.open(present.path, clock=make.CLOCK) as opened:
        assert opened.check() == []
    assert len(rows(present.path)["account"]) == 5


def test_a_desk_of_schema_2_opens_is_brought_up_to_date_and_loses_nothing(second):
    before = rows(second)
    assert len(before["waiting_row"]) == 1
    assert len(before["usage"]) == 5
    with Desk.open(second, clock=make.CLOCK) as opened:
        assert opened.check() == []
        opened.do(imports.take_back, 2)
        assert opened.undo() == "Undo import"
        assert opened.check() == []
    after = rows(second)
    told = before.keys() - {"desk_stamp", "snapshot"}
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert not after["task"]


def test_a_desk_of_schema_3_opens_is_brought_up_to_date_and_loses_nothing(third):
    before = rows(third)
    assert len(before["task"]) == 5
    assert len(before["usage"]) == 100
    with Desk.open(third, clock=make.CLOCK) as opened:
        assert opened.check() == []
        opened.do(dashboards.add, Board("Monday morning"))
        assert opened.undo() == "Add dashboard"
        assert opened.check() == []
    after = rows(third)
    told = before.keys() - {"desk_stamp", "snapshot"}
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert not after["dashboard"]


def test_a_desk_of_schema_4_opens_is_brought_up_to_date_and_loses_nothing(fourth):
    before = rows(fourth)
    assert len(before["dashboard"]) == 1
    with Desk.open(fourth, clock=make.CLOCK) as opened:
        assert opened.check() == []
        opened.do(dashboards.add, Board("Renewals"))
        assert opened.undo() == "Add dashboard"
        assert opened.check() == []
    after = rows(fourth)
    told = before.keys() - {"desk_stamp", "snapshot"}
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert not after["playbook"]
    assert not after["run"]


def test_a_desk_of_schema_5_opens_is_brought_up_to_date_and_loses_nothing(fifth):
    before = rows(fifth)
    assert (len(before["run"]), len(before["message"])) == (4, 1)
    with Desk.open(fifth, clock=make.CLOCK) as opened:
        assert opened.check() == []
        opened.do(dashboards.add, Board("Renewals"))
        assert opened.undo() == "Add dashboard"
        assert opened.check() == []
    after = rows(fifth)
    told = before.keys() - {"desk_stamp", "snapshot"}
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert not after["report_filed"]


def test_a_desk_of_schema_6_opens_is_brought_up_to_date_and_loses_nothing(sixth):
    before = rows(sixth)
    assert (len(before["report_filed"]), len(before["run_signoff"])) == (1, 1)
    with Desk.open(sixth, clock=make.CLOCK) as opened:
        assert opened.check() == []
        opened.do(dashboards.add, Board("Renewals"))
        assert opened.undo() == "Add dashboard"
        assert opened.check() == []
    after = rows(sixth)
    told = before.keys() - {"desk_stamp", "snapshot"}
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert not after["firing"]


def test_a_desk_of_schema_7_opens_is_brought_up_to_date_and_loses_nothing(seventh):
    before = rows(seventh)
    assert (len(before["play"]), len(before["firing"])) == (19, 3)
    with Desk.open(seventh, clock=make.CLOCK) as opened:
        assert opened.check() == []
        opened.do(dashboards.add, Board("Renewals"))
        assert opened.undo() == "Add dashboard"
        assert opened.check() == []
    after = rows(seventh)
    told = before.keys() - {"desk_stamp", "snapshot"}
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert not after["retro"]
