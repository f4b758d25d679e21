"""Plays that go on, killed in the middle: nothing is lost, nothing fires twice."""

from __future__ import annotations

import pytest

from tests import child
from tests.core.services.play_story import begin

KILLED = f"""{child.KILLING}
import pathlib, shutil, sys, threading, time
from datetime import timedelta
from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.services import plays
from tests.core.services.play_story import DAY, FIRST, rows

begun, kills, days = pathlib.Path(sys.argv[1]), int(sys.argv[2]), 16
path = begun.with_name("struck.healthdesk")
clock = Clock(pretended=FIRST + timedelta(days=days))

def fresh():
    for old in path.parent.glob("struck.healthdesk*"):
        if old.is_file():
            old.unlink()
    shutil.copy(begun, path)

def seen(desk):
    return min(row["seen_day"] for row in rows(desk, "play")["play"])

def on():
    with Desk.open(path, clock=clock) as desk:
        for day in range(seen(desk) + 1, DAY + days + 1):
            desk.do(plays.tick, day)
        return rows(desk)

def going():
    on()
    threading.Event().wait()

fresh()
on()
fresh()
begin = time.monotonic()
whole = on()
took = time.monotonic() - begin
between = 0
for number in range(kills):
    fresh()
    struck(going, took * (number + 1) / kills)
    with Desk.open(path, clock=clock) as desk:
        assert desk.check() == []
        between += DAY < seen(desk) < DAY + days
    assert on() == whole
print(between)
"""


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.long)])
def test_r02_plays_that_are_killed_in_the_middle_lose_and_double_nothing(desk, tmp_path, kills):
    begin(desk, tmp_path)
    desk.close()
    assert int(child.run(KILLED, desk.path, kills)) >= 1
