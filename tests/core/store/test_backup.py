from __future__ import annotations

import os
import stat
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DamagedDesk, DeskError, DeskInUse, DiskTrouble
from healthdesk.core.domain.op import op
from healthdesk.core.store import backup, db
from tests import child, make


@pytest.fixture
def filled(desk):
    desk.do(make.fill)
    return desk


def opens(file):
    """What a backup holds, opened where it lies; every backup made in these tests is opened."""
    with Desk.open(file, read_only=True) as opened:
        assert opened.check() == []
        return make.dump(opened)


def unfinished(folder):
    return [file.name for file in folder.rglob(".*") if file.is_file()]


def test_a_backup_is_the_desk_and_its_owners_only(filled, home):
    made = filled.backup()
    assert made.file.is_relative_to(home / "backups")
    assert not made.file.is_relative_to(filled.path.parent)
    assert made.bytes == made.file.stat().st_size > 0
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700
    assert opens(made.file) == make.dump(filled)
    assert unfinished(home) == []


def test_backups_of_one_second_do_not_replace_each_other(filled):
    files = {filled.backup().file for _ in range(3)}
    assert len(files) == 3
    assert {b.file for b in backup.listed(backup.folder_of(filled.path))} == files


def test_a_backup_goes_where_it_is_told_and_replaces_only_backups(filled, tmp_path):
    to = tmp_path / "elsewhere.healthdesk"
    assert filled.backup(to).file == to
    first = opens(to)
    filled.undo()
    filled.backup(to)
    assert opens(to) != first
    (tmp_path / "notes.txt").write_text("mine")
    for wrong, error in (
        (tmp_path / "notes.txt", DeskError),
        (filled.path, DeskError),
        (tmp_path, DiskTrouble),
        (tmp_path / "missing" / "x.healthdesk", DiskTrouble),
    ):
        with pytest.raises(error):
            filled.backup(wrong)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    with make.desk(tmp_path, "other") as other:
        other.do(make.fill)
        with pytest.raises(DeskInUse):
            filled.backup(other.path)


def test_a_backup_while_others_write_is_one_state(filled):
    @op("Pair")
    def pair(tx, number):
        make.setting(tx, f"left{number}", "1")
        make.setting(tx, f"right{number}", "1")

    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            filled.do(pair, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [filled.backup().file for _ in range(4)]
    finally:
        stop.set()
        writer.join()
    for file in files:
        settings = opens(file)["setting"]
        assert len(settings) % 2 == 0


def test_a_damaged_desk_is_not_backed_up_and_nothing_older_goes(filled):
    filled.do(
        op("Much")(lambda tx: [make.setting(tx, str(n), "x" * 500) for n in range(400)] and None)
    )
    good = filled.backup()
    path, size = filled.path, filled.path.stat().st_size
    filled.close()
    with path.open("r+b") as file:
        file.seek(size // 2 // db.PAGE * db.PAGE)
        file.write(os.urandom(db.PAGE * 3))
    before = sorted(good.file.parent.iterdir())
    later = make.NOW + timedelta(days=900)
    with pytest.raises(DamagedDesk, match=r"not backed up|damaged"):
        backup.take(path, later)
    assert sorted(good.file.parent.iterdir()) == before


def test_a_copy_that_differs_is_thrown_away(filled, monkeypatch, tmp_path):
    real = backup._transfer

    def lossy(source, target):
        counts = real(source, target)
        with closing(db.connect(target, "rw")) as connection:
            connection.execute("DELETE FROM survey")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return counts

    monkeypatch.setattr(backup, "_transfer", lossy)
    with pytest.raises(DamagedDesk, match="differs"):
        filled.backup(tmp_path / "copy.healthdesk")
    assert not (tmp_path / "copy.healthdesk").exists()
    assert unfinished(tmp_path) == []


def test_old_backups_are_thinned_and_the_new_one_never(filled):
    for days in range(40):
        filled.clock = Clock(instant=make.NOW + timedelta(days=days))
        made = filled.backup()
    kept = backup.listed(backup.folder_of(filled.path))
    assert len(kept) < 20
    assert kept[-1].file == made.file
    filled.clock = Clock(instant=make.NOW - timedelta(days=4000))
    assert filled.backup().file.exists()


def test_a_backup_is_due_once_a_day(filled):
    assert filled.backup_if_due() is not None
    assert filled.backup_if_due() is None
    filled.clock = Clock(instant=make.NOW + timedelta(hours=25))
    assert filled.backup_if_due() is not None
    filled.clock = Clock(instant=make.NOW - timedelta(days=2))  # the clock was set back
    assert filled.backup_if_due() is not None


def test_other_files_in_the_folder_are_left_alone(filled):
    folder = filled.backup().file.parent
    for name in ("mine.healthdesk", "notes 20200101.healthdesk", "x 20200101T000000Z.txt"):
        (folder / name).write_text("mine")
    filled.clock = Clock(instant=make.NOW + timedelta(days=3000))
    filled.backup()
    assert {"mine.healthdesk", "notes 20200101.healthdesk", "x 20200101T000000Z.txt"} <= {
        file.name for file in folder.iterdir()
    }


FULL = """
import pathlib, resource, signal, sys, tempfile
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DiskTrouble
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, limits = pathlib.Path(sys.argv[1]), [int(n) for n in sys.argv[2:]]
with Desk.open(path) as desk:
    for limit in limits:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            desk.backup()
            print("made", flush=True)
        except DiskTrouble as error:
            print("told", error.sentence, flush=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    desk.backup()
"""


@pytest.mark.parametrize("cases", [8, pytest.param(20, marks=pytest.mark.long)])
def test_r11_a_disk_that_fills_up_at_any_point_leaves_no_backup_behind(filled, home, cases):
    filled.close()
    size = filled.path.stat().st_size
    told = child.run(FULL, filled.path, *(size * n // cases // 512 * 512 for n in range(cases)))
    lines = told.splitlines()
    assert len(lines) == cases
    assert all(line.startswith("told") for line in lines)
    assert len(backup.listed(backup.folder_of(filled.path))) == 1
    assert unfinished(home) == []


KILLED = f"""{child.KILLING}
import pathlib, sys
from datetime import UTC, datetime
from healthdesk.core.desk import Desk
from healthdesk.core.store import backup
from tests import make

path, kills = pathlib.Path(sys.argv[1]), int(sys.argv[2])
target = path.with_name("target.healthdesk")

def work():
    while True:
        backup.take(path, datetime(2026, 1, 1, tzinfo=UTC))
        backup.take(path, datetime(2026, 1, 1, tzinfo=UTC), target)

def holds(file):
    with Desk.open(file, read_only=True) as opened:
        assert opened.check() == []
        return make.dump(opened)

before, named = holds(path), 0
for delay in delays(kills, 0.006, lambda: named):
    struck(work, delay)
    assert not target.exists() or holds(target) == before
    made = backup.listed(backup.folder_of(path))
    assert all(holds(one.file) == before for one in made[-3:])
    named = max(named, len(made))
assert holds(path) == before
"""


@pytest.mark.parametrize("kills", [15, pytest.param(100, marks=pytest.mark.long)])
def test_r11_a_kill_leaves_every_named_backup_whole(filled, kills):
    filled.close()
    child.run(KILLED, filled.path, kills)
