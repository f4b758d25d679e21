"""Tasks that are due, in the groups of a dashboard: overdue, today, the days after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.widget import Mark, Shown


@dataclass(frozen=True)
class TaskGroup:
    """Tasks under one head; its mark stands for their accounts."""

    key: str
    name: str
    tasks: tuple[TaskView, ...]

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts of its tasks."""
        return frozenset(one.account_id for one in self.tasks if one.account_id is not None)


@dataclass(frozen=True, kw_only=True)
class TasksDue(Shown):
    """The groups that have any task."""

    day: int = 0
    groups: tuple[TaskGroup, ...] = ()


def groups_of(tasks: Iterable[TaskView], day: int, ahead: int) -> tuple[TaskGroup, ...]:
    """Put open tasks with a due day into the groups; empty ones are left out."""
    found = sorted(
        (one for one in tasks if one.due is not None), key=lambda one: (one.due or 0, one.id)
    )
    late = tuple(one for one in found if (one.due or 0) < day)
    now = tuple(one for one in found if one.due == day)
    soon = tuple(one for one in found if (one.due or 0) > day)
    named = (
        ("overdue", "Overdue", late),
        ("today", "Today", now),
        ("soon", "Tomorrow" if ahead == 1 else f"Next {ahead} days", soon),
    )
    return tuple(TaskGroup(f"tasks:{key}", name, some) for key, name, some in named if some)


def marks_of(groups: Iterable[TaskGroup]) -> tuple[Mark, ...]:
    """The groups as what can be pressed."""
    return tuple(
        Mark(one.key, f"Tasks: {one.name}", one.accounts) for one in groups if one.accounts
    )
