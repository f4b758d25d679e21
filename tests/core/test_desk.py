from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from healthdesk.core.desk import Desk
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import Cancelled, DamagedDesk, DeskError, DiskTrouble
from healthdesk.core.domain.op import op
from healthdesk.core.store import db, undo, usage
from healthdesk.core.store.tables import Account, Setting
from tests import child, make


@op("Add account")
def add(tx, account_id="a1"):
    return make.account(tx, account_id)


@op("Fail")
def fail(tx, error):
    make.account(tx, "half")
    make.metric(tx, "half")
    raise error


def count(tx):
    return tx.scalar(select(func.count()).select_from(Account))


def test_what_was_done_is_there_after_reopening(desk):
    row = desk.do(add, "kept")
    stamp = desk.stamp
    desk.close()
    assert [file.name for file in desk.path.parent.iterdir()] == [desk.path.name]
    with Desk.open(desk.path) as again:
        assert again.read(lambda tx: tx.get_one(Account, row).account_id) == "kept"
        assert again.stamp == stamp == 1


@pytest.mark.parametrize(
    "error", [RuntimeError("bug"), Cancelled(), DeskError("told"), KeyboardInterrupt()]
)
def test_whatever_is_raised_takes_all_of_it_back(desk, error):
    desk.do(add)
    desk.undo()
    before, heard = make.dump(desk), []
    desk.on_change(heard.append)
    with pytest.raises(type(error)):
        desk.do(fail, error)
    assert make.dump(desk) == before
    assert (desk.undo_label, desk.redo_label, desk.stamp, heard) == (None, "Add account", 2, [])
    assert desk.read(usage.columns) == ()
    assert desk.redo() == "Add account"


def test_a_rule_of_the_tables_that_breaks_at_the_end_takes_all_back(desk):
    @op("Dangle")
    def dangle(tx):
        tx.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        make.survey(tx, 999)

    with pytest.raises(IntegrityError):
        desk.do(dangle)
    assert make.dump(desk)["survey"] == []
    desk.do(add)


def test_listeners_hear_commits_with_label_topics_and_origin(desk):
    heard = []
    desk.on_change(heard.append)
    desk.do(add, origin="page")
    assert [(c.label, c.topics, c.origin) for c in heard] == [
        ("Add account", {Topic.ACCOUNTS, Topic.SCORES}, "page")
    ]
    desk.do(op("Nothing")(lambda tx: None))
    assert len(heard) == 1


def test_a_listener_that_fails_neither_stops_others_nor_the_operation(desk, caplog):
    heard = []

    def broken(_change):
        raise RuntimeError

    desk.on_change(broken)
    desk.on_change(heard.append)
    with caplog.at_level(logging.ERROR):
        desk.do(add)
    assert len(heard) == 1
    assert desk.read(count) == 1
    assert "a listener failed on Add account" in caplog.text


def test_a_listener_may_read_and_write(desk):
    seen = []

    def follow(change):
        seen.append(desk.read(count))
        if change.label == "Add account":
            desk.do(op("Follow")(lambda tx: make.setting(tx, "seen", "1") and None))

    desk.on_change(follow)
    desk.do(add)
    assert seen == [1, 1]


def test_an_operation_inside_an_operation_is_a_bug(desk):
    with pytest.raises(RuntimeError, match="same tx"):
        desk.do(op("Outer")(lambda tx: desk.do(add)))
    desk.do(add)


def test_the_stamp_counts_changes_only_and_is_part_of_each(desk):
    stamps = [desk.stamp]
    for act in (lambda: desk.do(add), desk.undo, desk.redo, lambda: desk.read(count)):
        act()
        stamps.append(desk.stamp)
    assert stamps == [0, 1, 2, 3, 3]
    told = desk.read(lambda tx: (tx.info["stamp"], tx.info["clock"], tx.info["memory"]))
    assert told == (3, make.CLOCK, desk.memory)


def test_a_desk_open_for_reading_only_does_not_write(desk):
    desk.do(add)
    with Desk.open(desk.path, read_only=True) as reading:
        assert reading.read(count) == 1
        with pytest.raises(DeskError, match="reading only"):
            reading.do(add, "a2")
        desk.do(add, "a2")
        assert reading.read(count) == 2
        assert reading.undo() is None
        reading.checkpoint()


def test_a_closed_desk_says_so(desk):
    desk.close()
    desk.close()
    for act in (lambda: desk.read(count), lambda: desk.do(add), desk.backup, desk.check):
        with pytest.raises(DeskError, match="closed"):
            act()


def test_closing_folds_the_log_into_the_file(desk):
    desk.do(make.fill)
    log = desk.path.with_name(desk.path.name + "-wal")
    assert log.stat().st_size > 0
    desk.checkpoint()
    assert log.stat().st_size == 0
    desk.do(add, "late")
    data = make.dump(desk)
    desk.close()
    assert not log.exists()
    with Desk.open(desk.path, read_only=True) as again:
        assert make.dump(again) == data


# --- creating --------------------------------------------------------------------------------


def test_a_new_desk_is_furnished_in_one_go(tmp_path):
    with Desk.create(
        tmp_path / "new" / "a.healthdesk", furnish=lambda tx: add(tx, "first") and None
    ) as desk:
        assert desk.read(count) == 1
        assert desk.undo() is None


def test_a_new_desk_whose_making_fails_is_not_there(tmp_path):
    def furnish(tx):
        make.account(tx)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Desk.create(tmp_path / "a.healthdesk", furnish=furnish)
    assert list(tmp_path.iterdir()) == []


def test_a_new_desk_takes_nobodys_place(tmp_path):
    (tmp_path / "a.healthdesk").write_text("mine")
    with pytest.raises(DeskError, match="already a file"):
        Desk.create(tmp_path / "a.healthdesk")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DiskTrouble):
        Desk.create(tmp_path / "file" / "a.healthdesk")
    assert (tmp_path / "a.healthdesk").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 2


MAKE = f"""{child.KILLING}
import pathlib, sys
from healthdesk.core.desk import Desk
from tests import make

whole = 0
for kill, delay in enumerate(delays(int(sys.argv[2]), 0.007, lambda: whole)):
    folder = pathlib.Path(sys.argv[1], str(kill))
    folder.mkdir()

    def work():
        for number in range(10**6):
            path = folder / f"{{number}}.healthdesk"
            Desk.create(path, furnish=lambda tx: make.account(tx) and None).close()

    struck(work, delay)
    for path in folder.glob("*.healthdesk"):
        with Desk.open(path) as desk:
            assert len(make.dump(desk)["account"]) == 1
            assert desk.check() == []
        whole += 1
"""


@pytest.mark.parametrize("kills", [15, pytest.param(100, marks=pytest.mark.long)])
def test_a_kill_while_desks_are_made_leaves_whole_ones_only(tmp_path, kills):
    child.run(MAKE, tmp_path, kills)


# --- threads --------------------------------------------------------------------------------


def test_many_threads_write_one_after_another(desk):
    desk.do(op("Start")(lambda tx: make.setting(tx, "n", "0") and None))

    @op("Count")
    def count_up(tx):
        row = tx.scalar(select(Setting).where(Setting.key == "n"))
        row.value = str(int(row.value) + 1)

    def work(_):
        for _ in range(20):
            desk.do(count_up)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert desk.read(lambda tx: tx.scalar(select(Setting.value))) == "120"
    assert desk.stamp == 121


def test_readers_see_whole_transactions_while_others_write(desk):
    @op("Move")
    def move(tx, number):
        tx.execute(update(Account).values(name=str(number)))

    desk.do(make.fill, 20, 1)
    desk.do(move, -1)
    stop = threading.Event()
    seen = []

    def look():
        while not stop.is_set():
            names, stamp = desk.read(
                lambda tx: (set(tx.scalars(select(Account.name))), tx.info["stamp"])
            )
            seen.append((len(names), int(next(iter(names))) + 3 - stamp))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(40):
        desk.do(move, number)
    stop.set()
    for thread in threads:
        thread.join()
    assert set(seen) == {(1, 0)}


# --- trouble --------------------------------------------------------------------------------


def limit(desk, pages):
    with desk._writer.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


@op("Much")
def much(tx):
    metrics = [make.metric(tx, f"much{n}") for n in range(3)]
    for number in range(20):
        row = make.account(tx, f"much{number}")
        usage.upsert(tx, metrics, [(row, d, 0.1 * d, 1.0, None) for d in range(200)])


@op("Much, in bulk")
def bulk(tx):
    with undo.suspended(tx):
        much(tx)
    undo.register(tx, undo=lambda tx: None, redo=lambda tx: None)


@pytest.mark.parametrize("operation", [much, bulk])
@pytest.mark.parametrize("cases", [12, pytest.param(60, marks=pytest.mark.long)])
def test_r04_a_disk_that_fills_up_is_told_and_all_is_taken_back(tmp_path, operation, cases):
    with make.desk(tmp_path, "measure") as measure:
        low = measure.read(lambda tx: tx.connection().exec_driver_sql("PRAGMA page_count").scalar())
        measure.do(operation)
        high = measure.read(
            lambda tx: tx.connection().exec_driver_sql("PRAGMA page_count").scalar()
        )
    with make.desk(tmp_path) as desk:
        before = make.dump(desk)
        for number in range(cases):
            limit(desk, low + (high - low - 1) * number // cases)
            with pytest.raises(DiskTrouble, match=r"full.*as it was before.*[Mm]ake room"):
                desk.do(operation)
            assert make.dump(desk) == before
            assert desk.undo_label is None
        assert desk.check() == []
        limit(desk, high + 10)
        desk.do(operation)
        assert desk.undo_label == operation.label


FULL = """
import pathlib, resource, signal, sys
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DiskTrouble
from tests import make
from tests.core.test_desk import much
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Desk.open(pathlib.Path(sys.argv[1])) as desk:
    before = make.dump(desk)
    for size in map(int, sys.argv[2:]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        try:
            desk.do(much)
            print("done")
        except DiskTrouble:
            assert make.dump(desk) == before
            print("told")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    desk.do(much)
"""


def test_r04_a_disk_that_refuses_to_write_is_told_and_all_is_taken_back(desk):
    desk.close()
    told = child.run(FULL, desk.path, *(4096 * n for n in (0, 3, 20)))
    assert told.split() == ["told"] * 3
    with Desk.open(desk.path) as again:
        assert again.check() == []
        assert again.read(count) == 20


def test_damage_met_while_reading_is_told(desk):
    desk.do(much)
    desk.checkpoint()
    with desk.path.open("r+b") as file:
        file.seek(db.PAGE)
        file.write(os.urandom(desk.path.stat().st_size - 2 * db.PAGE))
    with pytest.raises(DamagedDesk, match="Restore a backup"):
        desk.read(make._dump)


def test_a_bug_in_sql_stays_a_bug(desk):
    with pytest.raises(OperationalError, match="no such table"):
        desk.do(op("Bug")(lambda tx: tx.connection().exec_driver_sql("SELECT * FROM nowhere")))


KILLED = f"""{child.KILLING}
import pathlib, sys
from healthdesk.core.desk import Desk
from healthdesk.core.domain.op import op
from healthdesk.core.store import undo
from tests import make

path, kills = pathlib.Path(sys.argv[1]), int(sys.argv[2])
told = path.with_name("told")
told.touch()

@op("Whole")
def whole(tx, number):
    with undo.suspended(tx):
        for n in range(60):
            make.setting(tx, f"{{number}}.{{n}}", "1" * 200)
    undo.register(tx, undo=print, redo=print)

def work():
    with Desk.open(path) as desk, told.open("ab", buffering=0) as out:
        for number in range(len(make.dump(desk)["setting"]) // 60, 10**6):
            desk.do(whole, number)
            out.write(b".")

for delay in delays(kills, 0.012, lambda: told.stat().st_size):
    struck(work, delay)
    with Desk.open(path) as desk:
        rows = len(make.dump(desk)["setting"])
        assert rows % 60 == 0
        assert rows // 60 >= told.stat().st_size
        assert desk.check() == []
"""


@pytest.mark.parametrize("kills", [12, pytest.param(100, marks=pytest.mark.long)])
def test_r02_a_kill_during_operations_keeps_what_was_acknowledged_and_no_half(desk, kills):
    desk.close()
    child.run(KILLED, desk.path, kills)
