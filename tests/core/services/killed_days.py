"""Going through days in another process that is killed in the middle of them.

A story is code that says how: `on_a_day(desk, day)`, `seen(desk)` the last day that was gone
through, `held(desk)` all that must be the same in the end, `sound(desk)` for after a kill.
"""

from __future__ import annotations

from tests import child

_KILLED = f"""{child.KILLING}
import pathlib, shutil, sys, threading, time
from datetime import timedelta
from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from tests.core.services.run_story import DAY, FIRST

begun, kills, days = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
path = begun.with_name("struck.healthdesk")
clock = Clock(pretended=FIRST + timedelta(days=days))

def fresh():
    for old in path.parent.glob("struck.healthdesk*"):
        if old.is_file():
            old.unlink()
    shutil.copy(begun, path)

def through():
    with Desk.open(path, clock=clock) as desk:
        for day in range(seen(desk) + 1, DAY + days + 1):
            on_a_day(desk, day)
        return held(desk)

def going():
    through()
    threading.Event().wait()

fresh()
through()
fresh()
begin = time.monotonic()
whole = through()
took = time.monotonic() - begin
between = 0
for number in range(kills):
    fresh()
    struck(going, took * (number + 1) / kills)
    with Desk.open(path, clock=clock) as desk:
        assert desk.check() == []
        sound(desk)
        between += DAY < seen(desk) < DAY + days
    assert through() == whole
print(between)
"""


def between(desk, story: str, kills: int, days: int) -> int:
    """How many of the kills came between days; the desk, closed, stays as it is.

    After each kill the file is whole, and going on leads where going on undisturbed does.
    """
    return int(child.run(f"{story}\n{_KILLED}", desk.path, kills, days))
