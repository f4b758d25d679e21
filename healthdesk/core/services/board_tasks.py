"""The tasks that a dashboard shows as of a day."""

from __future__ import annotations

from healthdesk.core.domain.board_tasks import TasksDue, groups_of, marks_of
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import task_reading
from healthdesk.core.store.db import Tx


def due(tx: Tx, ask: Ask) -> TasksDue:
    """Open tasks that are due by some days ahead; narrowed to accounts, theirs only."""
    ahead = ask.whole("ahead")
    found = [
        one
        for one in task_reading.due(tx, ask.day, ahead)
        if ask.accounts is None or (one.account_id is not None and ask.holds(one.account_id))
    ]
    groups = groups_of(found, ask.day, ahead)
    until = "today" if not ahead else "tomorrow" if ahead == 1 else f"the next {ahead} days"
    count = f"{len(found)} task{'' if len(found) == 1 else 's'}"
    return TasksDue(
        day=ask.day,
        groups=groups,
        marks=marks_of(groups),
        subtitle=f"{count} due by {until}" if not ahead else f"{count}, overdue to {until}",
        empty="" if found else "No open task is due.",
        remedy="" if found else "Tasks are made on an account's page, under Work.",
    )
