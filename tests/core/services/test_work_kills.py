"""Work that writes in several tables, killed in the middle: done wholly or not at all."""

from __future__ import annotations

import pytest

from healthdesk.core.desk import Desk
from tests import child, make

KILLED = f"""{child.KILLING}
import pathlib, sys
from healthdesk.core.desk import Desk
from healthdesk.core.services import files, plans, tasks, today_marks
from tests import make
from tests.core.services import test_work_undo as work

path, kills = pathlib.Path(sys.argv[1]), int(sys.argv[2])
told = path.with_name("told")
told.touch()
large = path.with_name("large.bin")
large.write_bytes(bytes(5_000_000))
small = path.with_name("small.bin")
small.write_bytes(b"small")

def count(tx, sql):
    return tx.connection().exec_driver_sql(f"SELECT count(*) FROM {{sql}}").scalar()

def writing():
    with Desk.open(path, clock=make.CLOCK) as desk, told.open("ab", buffering=0) as out:
        number = desk.read(count, "task")
        while True:
            number += 1
            task = desk.do(tasks.add, work.BARE)
            desk.do(tasks.complete, task, work.TOUCH)
            desk.do(today_marks.call_problem, f"{{number}}", work.A, "No feed")
            desk.do(today_marks.add_task, f"t{{number}}", work.A, work.BARE)
            desk.do(plans.add, work.PLAN)
            desk.do(files.add, work.A, [large, small])
            out.write(b".")

for delay in delays(kills, 0.01, lambda: told.stat().st_size):
    struck(writing, delay)
    with Desk.open(path, clock=make.CLOCK) as desk:
        assert desk.check() == []
        # Each operation leaves its rows in a fixed ratio, or none of them.
        touches = desk.read(count, "touchpoint WHERE subject = 'Spoke'")
        assert desk.read(count, "task WHERE touchpoint_id IS NOT NULL AND done_on > 0") == touches
        marked = desk.read(count, "today_mark WHERE key GLOB 't[0-9]*'")
        made = desk.read(count, "plan WHERE exit_days = 2")
        assert desk.read(count, "task WHERE plan_id IS NOT NULL") == 2 * made
        assert desk.read(count, "task WHERE title = 'Ring'") >= 2 * made + marked + touches
        kept = desk.read(count, "attachment WHERE size = 5000000 AND length(content) = size")
        assert desk.read(count, "attachment WHERE name = 'small.bin'") == kept
        assert min(touches, made, marked, kept) >= told.stat().st_size
"""


@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.long)])
def test_r02_a_kill_in_the_middle_of_work_leaves_all_of_it_or_none(tmp_path, kills):
    with make.desk(tmp_path) as made:
        made.do(make.fill)
        path = made.path
    child.run(KILLED, path, kills)
    with Desk.open(path, clock=make.CLOCK) as left:
        assert left.check() == []
