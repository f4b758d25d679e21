"""Puts tasks into groups by when they are due, and finds those that a person looks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.task import TaskView

OVERDUE, TODAY, WEEK, NEXT, LATER, NO_DAY, CLOSED = (
    *("Overdue", "Today", "This week", "Next week", "Later", "No day", "Closed lately"),
)
GROUPS: Final = (OVERDUE, TODAY, WEEK, NEXT, LATER, NO_DAY, CLOSED)
KINDS: Final = {
    "all": "All",
    "due": "Due",
    "playbook": "From playbooks",
    "touch": "Need a touch",
    "off": "Put off",
}
"""What can be asked for, and how it reads."""


@dataclass(frozen=True)
class TaskGroup:
    """Tasks that are due alike."""

    title: str
    tasks: tuple[TaskView, ...]


def group_of(task: TaskView, day: int) -> str:
    """The group of a task as of a day; weeks begin on Monday."""
    if task.state != "open":
        return CLOSED
    if task.due is None:
        return NO_DAY
    if task.due < day:
        return OVERDUE
    if task.due == day:
        return TODAY
    monday = day - (day + 3) % 7
    if task.due < monday + 7:
        return WEEK
    return NEXT if task.due < monday + 14 else LATER


def grouped(tasks: Iterable[TaskView], day: int) -> tuple[TaskGroup, ...]:
    """The groups that hold a task, in order, each task in the order it came."""
    found: dict[str, list[TaskView]] = {title: [] for title in GROUPS}
    for one in tasks:
        found[group_of(one, day)].append(one)
    return tuple(TaskGroup(title, tuple(some)) for title, some in found.items() if some)


def fits(task: TaskView, kind: str, words: str, day: int) -> bool:
    """Whether a task is of a kind in `KINDS` and holds all the words that are looked for."""
    of_kind = {
        "all": True,
        "due": task.state == "open" and task.due is not None and task.due <= day,
        "playbook": task.origin.partition(":")[0] == "playbook",
        "touch": task.needs_touch,
        "off": task.times_put_off > 0,
    }[kind]
    if not of_kind:
        return False
    told = f"{task.title}\n{task.account_name}\n{task.contact_name}\n{task.note}".casefold()
    return all(word in told for word in words.casefold().split())
