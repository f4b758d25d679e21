"""The same for several runs at once, one step of undo: on hold, on again, stopped, another owner.

A run on which it has no effect is left as it is and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from healthdesk.core.domain.op import op
from healthdesk.core.services import runs
from healthdesk.core.services.run_rows import one
from healthdesk.core.store.db import Tx

Way = Literal["pause", "resume", "stop", "take over"]


@dataclass(frozen=True)
class Changed:
    """How many runs were changed, and how many stayed as they were."""

    done: int
    left: int


@op("Change runs")
def change_many(tx: Tx, listed: Sequence[int], way: Way, words: str = "") -> Changed:
    """Do the same with several runs; `words` is why they stop or rest, or who takes them over."""
    done = 0
    for run in dict.fromkeys(listed):
        done += _change(tx, run, way, words)
    return Changed(done, len(dict.fromkeys(listed)) - done)


def _change(tx: Tx, run: int, way: Way, words: str) -> bool:
    state = one(tx, run).state
    if way == "take over":
        runs.take_over(tx, run, words)
        return True
    if state.ended or (way == "pause" and state.paused) or (way == "resume" and not state.paused):
        return False
    if way == "stop":
        runs.stop(tx, run, words)
    elif way == "pause":
        runs.pause(tx, run, words)
    else:
        runs.resume(tx, run)
    return True
