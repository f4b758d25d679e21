"""Reads all tasks on a reader thread; no Qt objects in here."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.task import TaskView
from healthdesk.core.services import segments, task_reading


@dataclass(frozen=True)
class AllTasks:
    """What the page shows of a day."""

    day: int
    tasks: tuple[TaskView, ...]
    accounts: tuple[tuple[str, str], ...]
    """Ids and names of accounts that a new task can be of."""


def read_tasks(tx: Tx, day: int, segment: str | None) -> AllTasks:
    """Read them as of a day; of a segment, those of its accounts."""
    found = task_reading.everything(tx, day)
    if segment is not None:
        chosen = frozenset(segments.members(tx, segment, day))
        found = tuple(one for one in found if one.account_id in chosen)
    return AllTasks(day, found, task_reading.accounts(tx))
