from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from healthdesk.core.domain.op import op
from healthdesk.core.store.memory import Memory
from tests import make


def test_values_are_good_for_their_stamp_only():
    memory = Memory()
    memory.put("a", 3, "three")
    assert memory.get("a", 3) == "three"
    assert memory.get("a", 2) is memory.get("a", 4) is memory.get("b", 3) is None
    memory.put("a", 2, "late")
    assert memory.get("a", 3) == "three"
    memory.put("a", 4, "four")
    assert memory.get("a", 3) is None


def test_it_is_bounded_and_the_least_used_goes():
    memory = Memory(most=3)
    for key in "abc":
        memory.put(key, 1, key)
    memory.get("a", 1)
    memory.put("d", 1, "d")
    assert [memory.get(key, 1) for key in "abcd"] == ["a", None, "c", "d"]


def test_what_facts_made_is_carried_over_a_commit_beside_them():
    memory = Memory(most=2)
    memory.put("facts", 1, "f", of_facts=True)
    memory.put("feeds", 1, "x")
    memory.carry(1, 2)
    assert (memory.get("facts", 2), memory.get("facts", 1)) == ("f", None)
    assert memory.get("feeds", 2) is None
    memory.put("facts", 2, "other")
    memory.carry(2, 3)
    assert memory.get("facts", 3) is None, "it was put again as something else"
    memory.put("old", 3, "o", of_facts=True)
    memory.put("a", 4, "a")
    memory.put("b", 4, "b")
    memory.carry(3, 4)
    assert memory.get("old", 4) is None, "it went for want of room"


def test_old_values_are_let_go():
    memory = Memory()
    memory.put("old", 1, "x")
    memory.put("new", 2, "y")
    memory.forget_before(2)
    memory.put("old", 1, "again")
    assert (memory.get("old", 1), memory.get("new", 2)) == ("again", "y")
    memory.clear()
    assert memory.get("new", 2) is None


def test_many_threads_may_use_it():
    memory = Memory(most=8)

    def work(number):
        for n in range(2000):
            memory.put(str((number + n) % 12), n // 100, n)
            memory.get(str(n % 12), n // 100)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(memory._kept) <= 8


def look(tx):
    return tx.info["memory"].get("k", tx.info["stamp"])


def keep(tx, value):
    tx.info["memory"].put("k", tx.info["stamp"], value)


def test_readers_share_what_they_worked_out_until_the_desk_changes(desk):
    desk.read(keep, "shared")
    assert desk.read(look) == "shared"
    desk.do(make.fill)
    assert desk.read(look) is None
    assert desk.memory._kept == {}


def test_an_operation_sees_what_is_known_until_it_writes_and_leaves_nothing_of_its_own(desk):
    desk.read(keep, "shared")

    @op("Look and write")
    def write(tx):
        before = look(tx)
        tx.add(make.tables.Setting(key="a", value="1"))  # not even sent yet
        meanwhile = look(tx)
        keep(tx, "mine")
        raise_it(before, meanwhile, look(tx))

    def raise_it(*seen):
        raise KeyError(seen)

    with pytest.raises(KeyError) as seen:
        desk.do(write)
    assert seen.value.args[0] == ("shared", None, None)
    assert desk.read(look) == "shared"


def test_an_operation_that_only_reads_may_remember(desk):
    desk.do(op("Work out")(lambda tx: keep(tx, "known")))
    assert desk.read(look) == "known"
