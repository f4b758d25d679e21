from __future__ import annotations

import os
from contextlib import closing

import pytest

from healthdesk.core.desk import Desk, restore
from healthdesk.core.domain.errors import DamagedDesk, DeskError, DeskInUse, NotADesk, NotFound
from healthdesk.core.store import backup, db
from tests import make


@pytest.fixture
def story(desk):
    """A desk, its backup, and a change after it: (path, backup, state then, state now)."""
    desk.do(make.fill)
    then, made = make.dump(desk), desk.backup()
    desk.do(
        make.op("Lose")(lambda tx: tx.connection().exec_driver_sql("DELETE FROM account") and None)
    )
    now = make.dump(desk)
    desk.close()
    return desk.path, made.file, then, now


def state(path):
    with Desk.open(path) as opened:
        assert opened.check() == []
        return make.dump(opened)


def test_the_backup_is_back_and_what_it_replaced_is_kept(story):
    path, file, then, now = story
    kept = restore(path, file, clock=make.CLOCK)
    assert state(path) == then
    assert kept.parent == path.parent
    assert state(kept) == now
    assert state(file) == then
    again = restore(path, kept, clock=make.CLOCK)
    assert state(path) == now
    assert state(again) == then


def test_a_desk_that_is_gone_comes_back(story):
    path, file, then, _ = story
    path.unlink()
    assert restore(path, file) is None
    assert state(path) == then


def test_a_desk_beyond_opening_comes_back_and_is_kept_as_it_was(story):
    path, file, then, _ = story
    path.write_bytes(b"rubbish" * 1000)
    path.with_name(path.name + "-wal").write_bytes(b"more rubbish")
    kept = restore(path, file)
    assert kept.read_bytes() == b"rubbish" * 1000
    assert state(path) == then


def test_a_log_left_by_a_crash_is_kept_with_the_file_and_not_played_into_the_new_one(story):
    path, file, then, _ = story
    with closing(db.connect(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("INSERT INTO setting (key, value) VALUES ('late', '1')")
        log = path.with_name(path.name + "-wal").read_bytes()
        data = path.read_bytes()
    path.write_bytes(data)
    path.with_name(path.name + "-wal").write_bytes(log)
    kept = restore(path, file)
    assert [row[1] for row in state(kept)["setting"]] == ["late"]
    assert state(path) == then


def test_an_open_desk_is_not_replaced(story):
    path, file, _, now = story
    with Desk.open(path), pytest.raises(DeskInUse):
        restore(path, file)
    assert state(path) == now


@pytest.mark.parametrize("wrong", ["missing", "text", "cut", "scrambled", "folder"])
def test_a_bad_backup_changes_nothing(story, wrong, tmp_path):
    path, file, _, now = story
    data = file.read_bytes()
    if wrong == "missing":
        file.unlink()
    elif wrong == "text":
        file.write_text("text" * 100)
    elif wrong == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif wrong == "folder":
        file = tmp_path
    else:
        file.write_bytes(data[: 10 * db.PAGE] + os.urandom(5 * db.PAGE) + data[15 * db.PAGE :])
    before = sorted(path.parent.iterdir())
    with pytest.raises(DeskError) as told:
        restore(path, file)
    assert type(told.value) in {NotFound, NotADesk, DamagedDesk}
    assert sorted(path.parent.iterdir()) == before
    assert state(path) == now


def test_a_crash_before_the_rename_leaves_the_desk_as_it_was(story, monkeypatch):
    path, file, _, now = story

    class CrashError(Exception):
        pass

    def crash(*_):
        raise CrashError

    monkeypatch.setattr("healthdesk.core.store.files.put_in_place", crash)
    with pytest.raises(CrashError):
        restore(path, file)
    assert state(path) == now


def test_a_live_desk_can_be_the_source(story, tmp_path):
    path, _, then, _ = story
    with make.desk(tmp_path, "live") as live:
        live.do(make.fill)
        restore(path, live.path)
    assert {k: len(v) for k, v in state(path).items()} == {k: len(v) for k, v in then.items()}
    assert backup.verify(path)["account"] == 3
