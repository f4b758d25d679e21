from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import (
    DamagedDesk,
    DeskError,
    NewerDesk,
    NotADesk,
    NotFound,
)
from healthdesk.core.store import db, header
from tests import child, make


@pytest.fixture
def good(tmp_path):
    """A closed desk with something in it."""
    with make.desk(tmp_path) as opened:
        opened.do(make.fill)
    return opened.path


def files_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def refused(path, error, words):
    """Opening fails with a sentence, for writing and for reading, and changes nothing."""
    before = files_of(path.parent)
    for read_only in (False, True):
        with pytest.raises(DeskError, match=words) as told:
            Desk.open(path, read_only=read_only)
        assert type(told.value) is error
        assert told.value.sentence.endswith(".")
        assert told.value.remedy
    after = files_of(path.parent)
    assert after == before


def alter(path, sql):
    with closing(db.connect(path, "rw")) as connection:
        connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def overwrite(path, at, data):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


R08 = {
    "+1": f"PRAGMA user_version={db.SCHEMA + 1}",
    "+50": f"PRAGMA user_version={db.SCHEMA + 50}",
    "unknown table": "CREATE TABLE hologram (id INTEGER PRIMARY KEY)",
    "unknown column": "ALTER TABLE account ADD COLUMN colour TEXT",
    "newer application_id": f"PRAGMA application_id={db.APPLICATION_ID + 1}",
}


@pytest.mark.parametrize("case", R08)
def test_r08_a_newer_desk_is_refused_and_left_alone(good, case):
    alter(good, R08[case])
    refused(good, NewerDesk, "newer")


def test_r08_a_newer_number_still_in_the_log_counts(good):
    with closing(db.connect(good, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA user_version={db.SCHEMA + 1}")
        aside = good.parent / "aside"
        aside.mkdir()
        for side in ("", "-wal"):
            shutil.copy(good.with_name(good.name + side), aside)
    path = aside / good.name
    before = path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()
    with pytest.raises(NewerDesk):
        Desk.open(path)
    assert (path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()) == before


def foreign(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE account (id)")
        connection.commit()


R09 = {
    "empty": (lambda p: p.write_bytes(b""), NotADesk, "empty"),
    "text": (lambda p: p.write_text("account_id,name\n" * 50), NotADesk, "some other kind"),
    "short text": (lambda p: p.write_text("hello"), NotADesk, "too short"),
    "only the magic": (lambda p: p.write_bytes(header.MAGIC), NotADesk, "too short"),
    "zeros": (lambda p: p.write_bytes(bytes(8192)), NotADesk, "some other kind"),
    "another program's": (foreign, NotADesk, "another program"),
}


@pytest.mark.parametrize("case", R09)
def test_r09_a_file_that_is_no_desk(tmp_path, case):
    make_it, error, words = R09[case]
    path = tmp_path / "file.healthdesk"
    make_it(path)
    refused(path, error, words)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_r09_a_truncated_desk(good, share):
    data = good.read_bytes()
    good.write_bytes(data[: int(len(data) * share)])
    refused(good, DamagedDesk, "damaged|cut off")


def test_r09_another_application_id(good):
    alter(good, "PRAGMA application_id=1")
    refused(good, NotADesk, "another program")


def test_r09_a_folder(tmp_path):
    (tmp_path / "folder.healthdesk").mkdir()
    refused(tmp_path / "folder.healthdesk", NotADesk, "is a folder")


def test_r09_nothing_there(tmp_path):
    refused(tmp_path / "none.healthdesk", NotFound, "no desk at")


def test_r09_a_file_where_a_folder_should_be(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotFound):
        Desk.open(tmp_path / "file" / "desk.healthdesk")


def test_r09_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe.healthdesk")
    with pytest.raises(NotADesk, match="not a file"):
        Desk.open(tmp_path / "pipe.healthdesk")


@pytest.fixture
def public(good):
    """A desk in a folder that anybody may enter."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield Path(shutil.move(good, folder / "desk.healthdesk"))
        folder.chmod(0o755)


def test_r09_no_right_to_read(public):
    public.chmod(0)
    told = child.run(READ_AS_ANYBODY, public)
    assert "DiskTrouble" in told
    assert "may not read" in told


def test_r23_a_read_only_folder_is_read_and_not_written(public):
    public.chmod(0o444)
    public.parent.chmod(0o555)
    before = files_of(public.parent)
    told = child.run(READ_AS_ANYBODY, public)
    assert "read 3" in told
    assert "DiskTrouble" in told
    assert "cannot be written to" in told
    assert files_of(public.parent) == before
    assert stat.S_IMODE(public.stat().st_mode) == 0o444


def test_r23_a_desk_left_open_in_a_read_only_folder_is_told(public):
    with closing(db.connect(public, "rw")) as connection:
        connection.execute("INSERT INTO setting (key, value) VALUES ('late', '1')")
        log = public.with_name(public.name + "-wal").read_bytes()
    public.with_name(public.name + "-wal").write_bytes(log)
    for file in public.parent.iterdir():
        file.chmod(0o444)
    public.parent.chmod(0o555)
    before = files_of(public.parent)
    told = child.run(READ_AS_ANYBODY, public)
    assert told.count("DiskTrouble") == 2
    assert "Copy it and its -wal file" in told
    assert files_of(public.parent) == before


READ_AS_ANYBODY = f"""
import sys, tempfile, pathlib
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DeskError
from tests import make
with make.desk(pathlib.Path(tempfile.mkdtemp())) as warm:
    warm.do(make.fill)  # everything is imported before the rights go
{child.UNPRIVILEGED}
for read_only in (True, False):
    try:
        with Desk.open(pathlib.Path(sys.argv[1]), read_only=read_only) as desk:
            print("read", len(make.dump(desk)["account"]))
    except DeskError as error:
        print(type(error).__name__, error)
"""


def test_a_damaged_schema(good):
    overwrite(good, 100, b"\xff" * 400)
    refused(good, DamagedDesk, "damaged")


def test_a_lost_table(good):
    alter(good, "DROP TABLE snapshot")
    refused(good, DamagedDesk, "has lost snapshot")


def test_code_that_is_not_ours(good):
    alter(
        good,
        "CREATE TRIGGER mine AFTER UPDATE ON account BEGIN DELETE FROM contact; END",
    )
    refused(good, NotADesk, "code of its own")


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
def test_damage_inside_a_small_desk_is_found_at_opening(good, place):
    size = good.stat().st_size
    page = int(size * place) // db.PAGE * db.PAGE
    overwrite(good, page, os.urandom(db.PAGE))
    before = good.read_bytes()
    with pytest.raises(DamagedDesk, match="damaged"):
        Desk.open(good)
    assert good.read_bytes() == before


def test_looking_leaves_nothing_beside_the_file(good):
    found = header.look(good)
    assert (found.schema, found.unclean) == (db.SCHEMA, False)
    assert [file.name for file in good.parent.iterdir()] == [good.name]
