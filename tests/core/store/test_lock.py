from __future__ import annotations

import os

import pytest

from healthdesk.core.desk import Desk, instance_name
from healthdesk.core.domain.errors import DeskInUse
from healthdesk.core.domain.op import op
from healthdesk.core.store.lock import DeskLock, lock_path
from tests import child, make

HOLD = """
import pathlib, sys, threading
from healthdesk.core.desk import Desk
desk = Desk.open(pathlib.Path(sys.argv[1]))
print("open", flush=True)
threading.Event().wait()
"""

TRY = """
import sys, pathlib
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DeskError
from tests import make
try:
    with Desk.open(pathlib.Path(sys.argv[1]), read_only=sys.argv[2] == "read") as desk:
        print("opened", len(make.dump(desk)["account"]))
except DeskError as error:
    print(type(error).__name__, error)
"""


@op("More")
def more(tx):
    make.account(tx, "one more")


@pytest.fixture
def path(tmp_path):
    with make.desk(tmp_path) as opened:
        opened.do(make.fill)
    return opened.path


def test_r14_a_second_process_is_refused_and_told_who_has_it(path):
    with Desk.open(path):
        told = child.run(TRY, path, "write")
        assert "DeskInUse" in told
        assert f"process {os.getpid()}" in told
    assert "opened 3" in child.run(TRY, path, "write")


def test_r14_a_second_process_may_read_meanwhile(path):
    with Desk.open(path) as opened:
        opened.do(more)
        assert "opened 4" in child.run(TRY, path, "read")


def test_r14_the_second_opening_in_one_process_is_refused(path):
    with Desk.open(path):
        with pytest.raises(DeskInUse) as told:
            Desk.open(path)
        assert told.value.pid == os.getpid()
        with Desk.open(path, read_only=True) as reading:
            assert len(make.dump(reading)["account"]) == 3


def test_r14_after_a_kill_the_desk_is_free_at_once(path):
    with child.start(HOLD, path) as holder:
        assert child.line(holder) == "open"
        with pytest.raises(DeskInUse) as told:
            Desk.open(path)
        assert told.value.pid == holder.pid
        child.kill(holder)
    assert lock_path(path).exists()
    with Desk.open(path) as opened:
        assert len(make.dump(opened)["account"]) == 3


def test_r14_every_way_to_a_desk_is_the_same_desk(path, tmp_path):
    link = tmp_path / "link.healthdesk"
    link.symlink_to(path)
    around = path.parent / "." / ".." / path.parent.name / path.name
    assert instance_name(link) == instance_name(around) == instance_name(path)
    with Desk.open(link):
        for way in (path, around, link):
            with pytest.raises(DeskInUse):
                Desk.open(way)


def test_names_of_instances_differ_and_are_short(tmp_path):
    names = {instance_name(tmp_path / f"{n}.healthdesk") for n in range(100)}
    assert len(names) == 100
    assert max(map(len, names)) < 40


def test_a_lock_file_with_rubbish_stops_nobody(path):
    lock_path(path).write_text("}{ not json")
    with Desk.open(path):
        pass
    lock_path(path).write_text('["pid"]')
    lock = DeskLock(path)
    with pytest.raises(DeskInUse):
        DeskLock(path)
    lock.release()
    lock.release()
    assert not lock_path(path).exists()


def test_a_failed_opening_lets_go(path):
    data = path.read_bytes()
    path.write_bytes(data[:-4096])
    with pytest.raises(Exception, match="cut off"):
        Desk.open(path)
    path.write_bytes(data)
    with Desk.open(path):
        pass


def test_two_new_desks_of_one_name_are_one(tmp_path):
    path = tmp_path / "desk.healthdesk"
    with Desk.create(path), pytest.raises(Exception, match="already a file"):
        Desk.create(path)
