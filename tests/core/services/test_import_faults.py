"""R-01 and R-04: a kill or a full disk in the middle of an import leaves the desk as it was."""

from __future__ import annotations

import random
from pathlib import Path
from threading import Event

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.domain.op import op
from healthdesk.core.services import imports, intake
from tests import child, folders, make

ROWS = 50_000

CHILD = """
import sys
from pathlib import Path
from healthdesk.core.desk import Desk
from healthdesk.core.services import imports
class Tells:
    def step(self, done, total, text):
        print("at", done, flush=True)
def work(file):
    desk = Desk.open(Path(file))
    print("open", flush=True)
    batch = desk.do(imports.run, [Path(sys.argv[1])], progress=Tells()).batch
    print("batch", batch, flush=True)
    desk.close()
    print("closed", flush=True)
forks(work)
"""


def folder_of(path: Path, rows: int) -> Path:
    """As many usage rows as told, each its own cell."""
    accounts = "account_id,name\n" + "".join(f"a{n},Account {n}\n" for n in range(rows // 500))
    days = [f"{2020 + d // 336}-{1 + d // 28 % 12:02}-{1 + d % 28:02}" for d in range(100)]
    usage = "account_id,metric,day,value\n" + "".join(
        f"a{a},m{m},{day},{a + m}\n" for a in range(rows // 500) for m in range(5) for day in days
    )
    return folders.write(path, {"accounts": accounts, "usage": usage})


def check(path: Path, acknowledged: list[int]) -> None:
    """The desk opens and is sound; every acknowledged batch is there, every batch whole."""
    desk = Desk.open(path)
    try:
        assert desk.check() == []
        history = desk.read(imports.history)
        assert {view.batch for view in history} >= set(acknowledged)
        assert len(history) <= len(acknowledged) + 1
        counts = {"usage": ROWS, "account": ROWS // 500} if history else {"usage": 0, "account": 0}
        assert desk.read(_counts) == counts
    finally:
        desk.close()


def _counts(tx):
    connection = tx.connection()
    accounts = connection.exec_driver_sql("SELECT count(*) FROM account").scalar_one()
    cells = connection.exec_driver_sql("SELECT count(*) FROM usage_long").scalar_one()
    return {"usage": cells, "account": accounts}


def kills(tmp_path: Path, times: int, seed: int) -> None:
    """Kill an import at random moments: before, in, or just after it."""
    folder = folder_of(tmp_path / "in", ROWS)
    chance = random.Random(seed)
    ends = {"none": 0, "whole": 0}
    with child.Forks(CHILD, folder) as forks:
        for number in range(times):
            path = tmp_path / f"desk {number}.healthdesk"
            make.desk(tmp_path, path.stem).close()
            check(path, killed(forks, path, chance))
            desk = Desk.open(path)
            ends["whole" if desk.read(imports.history) else "none"] += 1
            again = desk.do(imports.run, [folder])
            assert desk.read(_counts) == {"usage": ROWS, "account": ROWS // 500}
            assert again.rejects == ()
            desk.close()
            path.unlink()
    assert ends["none"], ends


def killed(forks: child.Forks, path: Path, chance: random.Random) -> list[int]:
    """Kill an import at a random step of its progress, or a random moment after it.

    Returns the batch that was acknowledged, if one was.
    """
    forks.begin(path)
    assert forks.line() == "open"
    acknowledged: list[int] = []
    for _ in range(chance.randrange(6)):
        told = forks.line().split()
        if told[:1] == ["batch"]:
            acknowledged.append(int(told[1]))
            break
    Event().wait(chance.random() * 0.6)
    forks.kill()
    return acknowledged


def test_r01_a_kill_during_an_import_leaves_before_or_after(tmp_path):
    kills(tmp_path, 10, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 7))
def test_r01_fifty_more_kills_during_an_import(tmp_path, seed):
    kills(tmp_path, 10, seed)


MAPPED = """
import sys
from pathlib import Path
from healthdesk.core.desk import Desk
from healthdesk.core.services import imports, intake
class Tells:
    def step(self, done, total, text):
        print("at", done, flush=True)
def work(file):
    desk = Desk.open(Path(file))
    plan = intake.plan_of(desk.read(intake.look, [sys.argv[1]]))
    print("open", flush=True)
    print("batch", desk.do(imports.run, [], plan=plan, progress=Tells()).batch, flush=True)
    desk.close()
forks(work)
"""


def foreign_folder(path: Path, rows: int) -> Path:
    """The same facts as `folder_of`, as another system might export them."""
    customers = "Customer ID;Customer name\n" + "".join(
        f"a{n};Account {n}\n" for n in range(rows // 500)
    )
    days = [f"{1 + d % 28:02}.{1 + d // 28 % 12:02}.{2020 + d // 336}" for d in range(100)]
    usage = "Date;Customer ID;Event;Count\n" + "".join(
        f"{day};a{a};m{m};{a + m}\n" for a in range(rows // 500) for m in range(5) for day in days
    )
    return folders.write(path, {"customers": customers, "events": usage})


def test_r01_a_kill_during_a_mapped_import_leaves_before_or_after(tmp_path):
    folder = foreign_folder(tmp_path / "in", ROWS)
    chance = random.Random(7)
    with child.Forks(MAPPED, folder) as forks:
        for number in range(4):
            path = tmp_path / f"desk {number}.healthdesk"
            make.desk(tmp_path, path.stem).close()
            forks.begin(path)
            assert forks.line() == "open"
            for _ in range(chance.randrange(1, 12)):
                if forks.line().startswith("batch"):
                    break
            forks.kill()
            with Desk.open(path) as desk:
                assert desk.check() == []
                whole = {"usage": ROWS, "account": ROWS // 500}
                assert desk.read(_counts) in (whole, {"usage": 0, "account": 0})
                plan = intake.plan_of(desk.read(intake.look, [str(folder)]))
                assert desk.do(imports.run, [], plan=plan).rejects == ()
                assert desk.read(_counts) == whole


@op("Limit")
def limit(tx, pages):
    """Let the file grow no further than some pages: SQLite then says that the disk is full."""
    tx.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")


@pytest.mark.parametrize("room", [0, 1, 2, 3, 5, 8, 11, 14, 400])
def test_r04_a_full_disk_rolls_the_import_back(desk, tmp_path, room):
    folder = folder_of(tmp_path / "in", 25_000)
    before = make.dump(desk)
    pages = desk.read(lambda tx: tx.connection().exec_driver_sql("PRAGMA page_count").scalar_one())
    desk.do(limit, pages + room)
    if room < 400:
        with pytest.raises(DiskTrouble, match="full"):
            desk.do(imports.run, [folder])
        assert make.dump(desk) == before
        desk.do(limit, 2**30)
    result = desk.do(imports.run, [folder])
    assert result.tables["usage"].new == 25_000
    assert desk.check() == []
