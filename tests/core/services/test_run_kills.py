"""Runs that go on, killed in the middle: nothing is lost, nothing comes twice."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import imports, runs
from tests import folders
from tests.core.services import killed_days
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

KILLED = """
from healthdesk.core.services import runs
from tests.core.services.run_story import dump

TABLES = ("run", "run_step", "task", "message", "touchpoint", "attribute_value")

def on_a_day(desk, day):
    desk.do(runs.tick, day)

def seen(desk):
    return min(row[11] for row in dump(desk, "run")["run"])

def held(desk):
    return dump(desk, *TABLES)

def sound(desk):
    steps = dump(desk, "run_step", "task", "message")
    made = len(steps["task"]) + len(steps["message"])
    told = sum((row[10] is not None) + (row[11] is not None) for row in steps["run_step"])
    assert told == made
"""


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
    assert killed_days.between(desk, KILLED, kills, 20) >= 1


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
