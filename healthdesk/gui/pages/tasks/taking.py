"""The tasks in view as a table that can be taken along."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.report_given import GivenTable
from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.task_groups import grouped
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.listed import ListColumn, table_of


def task_table(
    tasks: Sequence[TaskView], day: int, words: Words, said: Sequence[str]
) -> GivenTable:
    """Tasks under the groups of the page."""

    def due(one: TaskView) -> str:
        return "" if one.due is None else words.day(one.due)

    def state(one: TaskView) -> str:
        late = f"{words.days(one.overdue_days)} late" if one.overdue_days else ""
        return late or one.state

    columns = (
        ListColumn("Task", 3.0, lambda one: one.title, inside=("notes",)),
        ListColumn("Account", 1.8, lambda one: one.account_name, inside=("names",)),
        ListColumn("Due", 1.2, due, lambda one: one.due),
        ListColumn("State", 1.1, state),
        ListColumn("Priority", 0.9, lambda one: one.priority),
        ListColumn("Who", 1.0, lambda one: one.owner or "you", inside=("names",)),
        ListColumn("From", 1.6, lambda one: one.origin_words, inside=("notes",)),
    )
    groups = [(one.title, one.tasks) for one in grouped(tasks, day)]
    return table_of("Tasks", columns, groups, said)
