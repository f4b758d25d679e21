"""Runs that go on, killed in the middle: nothing is lost, nothing comes twice."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import imports, runs
from tests import child, folders
from tests.core.services.run_story import DAY, FACTS, STORY, go_to, publish

ACCOUNTS = 16
LONG = Playbook(
    "Long",
    steps=(
        *STORY.steps[2:6],
        Step("do", "task", "Do it", When(3)),
        Step("mail", "message", "Write", When(2), options={"body": "Hello {{ account }}"}),
        Step("pause", "wait", "Wait", options={"days": 2}),
        Step("last", "call", "Call", When(1), options={"guide": "{{ account }}"}),
    ),
)

KILLED = f"""{child.KILLING}
import pathlib, shutil, sys, threading, time
from datetime import timedelta
from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.services import runs
from tests.core.services.run_story import DAY, FIRST, dump

begun, kills = pathlib.Path(sys.argv[1]), int(sys.argv[2])
path = begun.with_name("struck.healthdesk")
clock = Clock(pretended=FIRST + timedelta(days=20))
TABLES = ("run", "run_step", "task", "message", "touchpoint", "attribute_value")

def fresh():
    for old in path.parent.glob("struck.healthdesk*"):
        if old.is_file():
            old.unlink()
    shutil.copy(begun, path)

def days():
    with Desk.open(path, clock=clock) as desk:
        (seen,) = desk.read(lambda tx: tx.connection().exec_driver_sql(
            "SELECT min(seen_day) FROM run").fetchone())
        for day in range(seen + 1, DAY + 21):
            desk.do(runs.tick, day)
        return dump(desk, *TABLES)

def going():
    days()
    threading.Event().wait()

fresh()
days()
fresh()
begin = time.monotonic()
whole = days()
took = time.monotonic() - begin
between = 0
for number in range(kills):
    fresh()
    struck(going, took * (number + 1) / kills)
    with Desk.open(path, clock=clock) as desk:
        assert desk.check() == []
        steps = dump(desk, "run_step", "task", "message")
        made = len(steps["task"]) + len(steps["message"])
        assert sum((row[10] is not None) + (row[11] is not None) for row in steps["run_step"]) == made
        between += DAY < min(row[11] for row in dump(desk, "run")["run"]) < DAY + 20
    assert days() == whole
print(between)
"""  # noqa: E501


@pytest.mark.parametrize("kills", [5, pytest.param(60, marks=pytest.mark.long)])
def test_r02_runs_that_are_killed_in_the_middle_lose_and_double_nothing(desk, tmp_path, kills):
    go_to(desk, 0)
    accounts = "account_id,name,stage,started_on\n" + "".join(
        f"x{at},Account {at},{'live' if at % 2 else 'trial'},2025-01-01\n" for at in range(ACCOUNTS)
    )
    desk.do(imports.run, [folders.write(tmp_path / "facts", {"accounts": accounts})])
    publish(desk, LONG)
    desk.do(runs.start, "Long", [f"x{at}" for at in range(ACCOUNTS)])
    desk.close()
    assert int(child.run(KILLED, desk.path, kills)) >= 1


def test_a_tick_that_fails_leaves_all_as_it_was(desk, tmp_path, monkeypatch):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, STORY)
    desk.do(runs.start, "Story", ["a"])
    go_to(desk, 1)

    def fail(*_):
        raise OSError("disk")

    monkeypatch.setattr("healthdesk.core.services.run_rows.Writer.write", fail)
    with pytest.raises(OSError, match="disk"):
        desk.do(runs.tick, DAY + 1)
    monkeypatch.undo()
    assert desk.do(runs.tick, DAY + 1).raised == 1
