from __future__ import annotations

import re
import sys
from contextlib import closing

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DeskError, DiskTrouble
from healthdesk.core.store import backup, db, migrations, schema
from tests import child, make


def blank(path):
    """A desk of schema 0: marked as ours, with nothing in it."""
    path.touch()
    with closing(db.connect(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA application_id={db.APPLICATION_ID}")
    return path


@pytest.fixture
def old(tmp_path):
    return blank(tmp_path / "old.healthdesk")


def shape(path):
    """Everything the file is made of, without regard to spaces, order of constraints aside."""
    with closing(db.connect(path, "ro&immutable=1")) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        pragmas = [
            connection.execute(f"PRAGMA {p}").fetchone() for p in ("user_version", "application_id")
        ]
    return {(kind, name): _clauses(sql or "") for kind, name, sql in rows}, pragmas


def _clauses(sql):
    return sorted(re.sub(r"\s+", " ", part).strip() for part in re.split(r",\s*\n|\n", sql))


def contents(path):
    """All rows of a file, whatever its tables: what a failed migration must leave as it was."""
    with closing(db.connect(path, "rw")) as connection:
        return list(connection.execute("PRAGMA user_version")), [
            (name, sql, connection.execute(f'SELECT * FROM "{name}"').fetchall())
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
        ]


def test_the_revisions_lead_to_exactly_the_mapped_tables(old, tmp_path):
    Desk.open(old).close()
    with make.desk(tmp_path, "new") as new:
        pass
    assert shape(old) == shape(new.path)
    with closing(db.connect(old, "rw")) as connection:
        assert schema.differences(connection) == schema.Differences((), (), ())


def test_there_is_a_revision_for_every_schema():
    from healthdesk.core.store.revisions import MODULES, REVISIONS  # noqa: PLC0415

    assert len(REVISIONS) == db.SCHEMA
    assert [m.revision for m in MODULES] == [f"{n:04}" for n in range(1, db.SCHEMA + 1)]
    downs = [m.down_revision for m in MODULES]
    assert downs == [None, *(m.revision for m in MODULES)][:-1]


def test_an_upgraded_desk_works_and_its_old_state_is_kept(old):
    with Desk.open(old, clock=make.CLOCK) as opened:
        opened.do(make.fill)
        assert opened.check() == []
        kept = backup.listed(backup.folder_of(old))
        assert len(kept) == 1
    assert contents(kept[0].file) == ([(0,)], [])


def test_a_desk_that_is_up_to_date_needs_no_alembic(tmp_path):
    with make.desk(tmp_path) as opened:
        pass
    told = child.run(
        "import pathlib, sys; from healthdesk.core.desk import Desk;"
        "Desk.open(pathlib.Path(sys.argv[1])).close(); print('alembic' in sys.modules)",
        opened.path,
    )
    assert told.strip() == "False"


def test_without_a_backup_nothing_is_changed(old, home):
    (home / "backups").write_text("a file in the folder's place")
    before = contents(old)
    with pytest.raises(DiskTrouble):
        Desk.open(old)
    assert contents(old) == before


def test_a_desk_of_an_older_schema_is_not_read_as_it_is(old):
    with pytest.raises(DeskError, match="older HealthDesk"):
        Desk.open(old, read_only=True)


def statements(path):
    """How many statements the migration of a blank desk takes."""
    seen = []

    def count(*_args):
        seen.append(1)

    event.listen(Engine, "after_cursor_execute", count)
    try:
        migrations.upgrade(path, 0, lambda: path)
    finally:
        event.remove(Engine, "after_cursor_execute", count)
    return len(seen)


class FaultError(Exception):
    pass


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.long)])
def test_r06_a_fault_after_any_statement_leaves_the_file_as_it_was(tmp_path, stride):
    total = statements(blank(tmp_path / "count.healthdesk"))
    assert total > 50
    path = blank(tmp_path / "desk.healthdesk")
    before = contents(path)
    for number in sorted({*range(0, total, stride), total - 1}):
        left = [number]

        def fail(*_args, left=left):
            if not left[0]:
                raise FaultError
            left[0] -= 1

        event.listen(Engine, "after_cursor_execute", fail)
        try:
            with pytest.raises(FaultError):
                migrations.upgrade(path, 0, lambda: path)
        finally:
            event.remove(Engine, "after_cursor_execute", fail)
        assert contents(path) == before, number
    with Desk.open(path) as opened:
        assert opened.check() == []


KILL = """
import os, pathlib, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from healthdesk.core.store import migrations
from healthdesk.core.store.revisions import REVISIONS
path = pathlib.Path(sys.argv[1])
for number in map(int, sys.argv[2:]):
    if os.fork() == 0:
        left = [number]
        def strike(*_):
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
        event.listen(Engine, "after_cursor_execute", strike)
        migrations.upgrade(path.with_name(f"{path.name}.{number}"), 0, lambda: path)
        os._exit(0)
    _, status = os.wait()
    assert os.WIFSIGNALED(status), number
"""


@pytest.mark.parametrize("stride", [9, pytest.param(1, marks=pytest.mark.long)])
def test_r06_a_kill_after_any_statement_leaves_the_file_as_it_was(tmp_path, stride):
    assert sys.platform != "win32"
    total = statements(blank(tmp_path / "count.healthdesk"))
    numbers = sorted({*range(0, total, stride), total - 1})
    for number in numbers:
        before = contents(blank(tmp_path / f"desk.{number}"))
    child.run(KILL, tmp_path / "desk", *numbers)
    for number in numbers:
        path = tmp_path / f"desk.{number}"
        assert contents(path) == before, number
        with Desk.open(path) as opened:
            assert opened.check(full=False) == []


def test_a_full_disk_during_a_migration_is_told_with_the_backup(old, monkeypatch):
    monkeypatch.setattr(db, "WRITER", (*db.WRITER, "PRAGMA max_page_count=20"))
    before = contents(old)
    with pytest.raises(DeskError, match=r"is as it was.*full.*A backup was made") as told:
        Desk.open(old)
    assert ".healthdesk" in told.value.remedy
    assert contents(old) == before
