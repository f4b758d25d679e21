"""R-01, R-02, R-04, R-22: kills, full disks and files that change leave a desk as it was, or whole.

A file that is not the one any more that was looked at is refused in a sentence; what was begun
leaves no file and no process behind.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace
from sqlalchemy.orm import Session

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import BadImport, DiskTrouble
from healthdesk.core.domain.intake import Decisions, Match
from healthdesk.core.domain.op import op
from healthdesk.core.importers.spreadsheet import kept, process
from healthdesk.core.services import (
    duplicates,
    imports,
    intake,
    mappings,
    sources,
    waiting,
)
from tests import child, folders, make
from tests.core.importers.database.server import PASSWORD, PROGRAMS, running
from tests.core.importers.spreadsheet import books

ACCOUNTS = "account_id,name\n" + "".join(f"a{n},Account {n}\n" for n in range(40))
TICKETS = "Ticket ID;Organization;Created at;Priority;Subject\n" + "".join(
    f"{n};{'Nobody' if n % 3 else 'Account'} {n % 20};{13 + n % 15}.11.2025;urgent;Scale {n}\n"
    for n in range(600)
)
BAD = "x1;Account 1;31.02.2025;urgent;No such day\n"


@pytest.fixture
def known(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "own", {"accounts": ACCOUNTS})])
    return desk


def drop(tmp_path, text=TICKETS, name="help.csv"):
    return folders.write(tmp_path / "in", {name: text}) / name


def planned(desk, *places):
    return intake.plan_of(desk.read(intake.look, [str(one) for one in places]), Decisions())


def rejects_of(desk):
    folder = desk.path.parent / f"{desk.path.stem} rejects"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def refused(desk, plan, words, error=BadImport, **more):
    """The import is refused in one sentence and leaves nothing at all."""
    before, left = make.dump(desk), rejects_of(desk)
    with pytest.raises(error, match=words) as caught:
        desk.do(imports.run, [], plan=plan, **more)
    assert make.dump(desk) == before
    assert rejects_of(desk) == left
    assert desk.undo_label == "Import", "what was done before can still be undone"
    return str(caught.value)


def grown(path):
    with path.open("a", encoding="utf-8") as stream:
        stream.write("601;Account 1;21.11.2025;low;Later\n")


def touched(path):
    told = path.stat()
    path.write_text(TICKETS.replace("urgent", "normal"), encoding="utf-8")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns + 1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (grown, r"help\.csv has changed since"),
        (touched, r"help\.csv has changed since"),
        (Path.unlink, r"help\.csv is not there any more"),
    ],
)
def test_a_file_that_is_another_one_by_now_is_refused(known, tmp_path, change, words):
    path = drop(tmp_path)
    plan = planned(known, path)
    change(path)
    assert "nothing was imported" in refused(known, plan, words)
    if path.exists():
        done = known.do(imports.run, [], plan=planned(known, path))
        assert done.tables["tickets"].new == (201 if change is grown else 200)


class Meanwhile:
    """Does something at a step of an import."""

    def __init__(self, does, step=1):
        self._does = does
        self._left = step

    def step(self, done, total, text):
        del done, total, text
        self._left -= 1
        if self._left == 0:
            self._does()


def test_a_file_that_is_written_on_while_it_is_read_is_refused(known, tmp_path):
    path = drop(tmp_path, TICKETS + BAD)
    plan = planned(known, path)
    refused(known, plan, r"help\.csv has changed since", progress=Meanwhile(lambda: grown(path)))


def failing(number):
    raise OSError(number, os.strerror(number))


def test_a_full_folder_for_temporary_files_is_told(known, tmp_path):
    full = Meanwhile(lambda: failing(errno.ENOSPC))
    refused(known, planned(known, drop(tmp_path)), "is full", DiskTrouble, progress=full)
    gone = Meanwhile(lambda: failing(errno.EIO))
    refused(known, planned(known, drop(tmp_path)), "cannot be read", DiskTrouble, progress=gone)


def test_rejected_rows_that_cannot_be_kept_stop_the_import(known, tmp_path):
    plan = planned(known, drop(tmp_path, TICKETS + BAD))
    blocked = known.path.parent / f"{known.path.stem} rejects"
    blocked.write_text("in the way", encoding="utf-8")
    refused(known, plan, "rejected rows cannot be written", DiskTrouble)
    blocked.unlink()
    known.do(imports.run, [], plan=plan)
    (kept,) = rejects_of(known)
    assert kept.stat().st_mode & 0o077 == 0 or os.name == "nt", "they hold what files hold"


@op("Limit")
def limit(tx, pages):
    """Let the file grow no further than some pages: SQLite then says that the disk is full."""
    tx.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")


def pages(tx):
    return tx.connection().exec_driver_sql("PRAGMA page_count").scalar_one()


@pytest.mark.parametrize("room", [0, 3, 6, 10])
def test_r04_a_full_disk_leaves_neither_rows_nor_their_rejects(known, tmp_path, room):
    plan = planned(known, drop(tmp_path, TICKETS + BAD))
    known.do(limit, known.read(pages) + room)
    before = make.dump(known)
    with pytest.raises(DiskTrouble, match="full"):
        known.do(imports.run, [], plan=plan)
    assert make.dump(known) == before
    assert rejects_of(known) == []
    known.do(limit, 2**30)
    assert known.do(imports.run, [], plan=plan).tables["tickets"].rejected == 1
    assert known.check() == []


def test_a_commit_that_fails_keeps_no_rejects(known, tmp_path, monkeypatch):
    plan = planned(known, drop(tmp_path, TICKETS + BAD))
    monkeypatch.setattr(Session, "commit", lambda _: failing(errno.EIO))
    with pytest.raises(OSError, match="error"):
        known.do(imports.run, [], plan=plan)
    assert rejects_of(known) == []


def test_what_a_killed_import_left_of_rejects_goes_with_the_next(known, tmp_path):
    folder = known.path.parent / f"{known.path.stem} rejects"
    folder.mkdir()
    old, new = folder / ".rejected rows 1.partial", folder / ".rejected rows 2.partial"
    for left, age in ((old, 4_000), (new, 60)):
        left.touch()
        os.utime(left, (make.NOW.timestamp() - age,) * 2)
    known.do(imports.run, [], plan=planned(known, drop(tmp_path, TICKETS + BAD)))
    assert not old.exists()
    assert new.exists()


UNREADABLE = (
    """
import sys
from pathlib import Path
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.services import intake
"""
    + child.UNPRIVILEGED
    + """
desk = Desk.create(Path(sys.argv[1]))
for place in sys.argv[2:]:
    try:
        found = desk.read(intake.look, [place])
        print(" ".join(one.sentence for one in found.unreadable), flush=True)
    except DeskError as error:
        print(str(error).replace(chr(10), " "), flush=True)
desk.close()
"""
)


def test_r09_files_and_folders_without_rights_are_told():
    with TemporaryDirectory() as name:
        public = Path(name)
        public.chmod(0o777)
        (public / "in").mkdir()
        paths = [public / "in" / "shut", public / "in" / "listed", public / "in" / "help.csv"]
        for folder in paths[:2]:
            folders.write(folder, {"help.csv": TICKETS})
        folders.write(public / "in", {"help.csv": TICKETS})
        for path, mode in zip(paths, (0o000, 0o744, 0o000), strict=True):
            path.chmod(mode)
        told = child.run(UNREADABLE, public / "d.healthdesk", *paths).splitlines()
        for path in paths[:2]:
            path.chmod(0o700)
    assert len(told) == 3
    for sentence in told:
        assert "cannot be" in sentence
        assert "nothing was imported" in sentence


def test_r22_a_reader_that_dies_in_the_middle_of_an_import_is_told(known, tmp_path, monkeypatch):
    rows = [["Ticket ID", "Organization", "Created at", "Priority"]]
    rows += [[f"t{n}", "Account 1", "2025-11-21", "urgent"] for n in range(3_000)]
    path = books.xlsx(tmp_path / "help.xlsx", {"Tickets": rows})
    plan = planned(known, path)
    running = []
    start = process._start

    def killed(arguments, words):
        running.append(start(arguments, words))
        running[-1].kill()
        return running[-1]

    monkeypatch.setattr(kept, "find", lambda _: None)
    monkeypatch.setattr(process, "_start", killed)
    refused(known, plan, r"help\.xlsx")
    assert running
    assert all(one.poll() is not None for one in running)
    monkeypatch.undo()
    assert known.do(imports.run, [], plan=plan).tables["tickets"].new == 3_000


@pytest.mark.parametrize("programs", PROGRAMS, ids=lambda path: f"PostgreSQL {path.parent.name}")
def test_a_database_that_goes_away_in_the_middle_is_told(known, tmp_path, programs):
    with running(programs) as server:
        server.run(
            "create table help(ticket_id int, organization text, created_at date, priority text);\n"
            "insert into help select g, 'Account 1', date '2025-11-21', 'urgent'"
            " from generate_series(1, 50000) g"
        )
        plan = planned(known, server.url())

        def stop():
            server.run(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where pid <> pg_backend_pid() and backend_type = 'client backend'"
            )

        told = refused(known, plan, "cannot be read", progress=Meanwhile(stop, step=2))
        assert PASSWORD not in told
        plan = planned(known, server.url())
    refused(known, plan, "nobody answers")


def filled(path):
    """A desk for what is to be killed: accounts, waiting tickets, a merge, a watched folder."""
    with Desk.create(path / "desk.healthdesk", clock=make.CLOCK) as desk:
        desk.do(imports.run, [folders.write(path / "own", {"accounts": ACCOUNTS})])
        more = {"more.csv": TICKETS.replace("Nobody", "Account").replace("\n", "1\n")}
        places = [drop(path), folders.write(path / "in", more) / "more.csv"]
        desk.do(imports.run, [], plan=planned(desk, *places))
        desk.do(duplicates.merge, "accounts", "a1", ["a2"])
        desk.do(sources.add_folder, "Watched", str(path / "in"))
        return desk.path


NOBODY = [Match("name", f"Nobody {n}", ("+", None, "a7")[n % 3]) for n in range(20)]
WORKS = {
    "settle": lambda desk: desk.do(waiting.settle, NOBODY),
    "merge": lambda desk: desk.do(duplicates.merge, "accounts", "a3", ["a4", "a5", "a6"]),
    "unmerge": lambda desk: desk.do(duplicates.unmerge, 1),
    "take back": lambda desk: desk.do(imports.take_back, 2, file="help.csv"),
    "refresh": lambda desk: desk.do(sources.refresh, 1),
    "keep": lambda desk: desk.do(
        mappings.keep, replace(desk.read(mappings.all)[0].document, name="Weekly")
    ),
}
KILLED = """
import random, sys, time
from pathlib import Path
from shutil import copyfile
from threading import Event
from healthdesk.core.desk import Desk
from tests import make
from tests.core.services.test_intake_faults import WORKS, filled
folder, kills = Path(sys.argv[1]), int(sys.argv[2])
base, path = filled(folder), folder / "killed" / "desk.healthdesk"
chance = random.Random(kills)

def work(name):
    with Desk.open(path, clock=make.CLOCK) as desk:
        WORKS[name](desk)

def found():
    with Desk.open(path, clock=make.CLOCK) as desk:
        assert desk.check() == []
        return make.dump(desk)

def fresh():
    if path.parent.exists():
        for left in path.parent.rglob("*"):
            left.unlink()
    path.parent.mkdir(exist_ok=True)
    copyfile(base, path)

for name in WORKS:
    fresh()
    before, began = found(), time.monotonic()
    work(name)
    took, after = time.monotonic() - began, found()
    assert before != after, name
    ends = []
    while len(ends) < kills:
        fresh()
        struck(lambda: (work(name), Event().wait()), chance.random() * took * 1.2)
        state = found()
        assert state in (before, after), name
        ends.append(state == after)
        left = {one.name for one in path.parent.iterdir()} - {path.name}
        assert not {one for one in left if not one.endswith(".lock")}, left
    print(name, sum(ends), "of", kills, "after", flush=True)
"""


@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.long)])
def test_r02_a_kill_during_what_follows_an_import_leaves_before_or_after(tmp_path, kills):
    told = child.run(child.KILLING + KILLED, tmp_path, kills)
    assert [line.rpartition(" of ")[0].rsplit(" ", 1)[0] for line in told.splitlines()] == [*WORKS]
