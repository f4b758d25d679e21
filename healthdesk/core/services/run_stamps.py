"""Steps that belong to a milestone of the account come on its day, not on one of their own.

A milestone that is stamped, has no day, or lies before the run's start leaves the step its own day.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from healthdesk.core.domain.playbook import Playbook, every
from healthdesk.core.store.db import Tx

MILESTONE = "milestone"
"""The option that names one."""


def days(tx: Tx, account: int, playbook: Playbook, start: int) -> Mapping[str, int]:
    """The days of such steps of a run that starts on a day, by the step's id.

    `account` is the account's row.
    """
    named = {
        step.id: str(step.options[MILESTONE]).casefold()
        for step in every(playbook.steps)
        if step.options.get(MILESTONE)
    }
    if not named:
        return {}
    rows = tx.execute(
        text(
            "SELECT milestone, due_on FROM milestone"
            " WHERE account_id = :account AND done_on IS NULL AND due_on >= :start"
        ),
        {"account": account, "start": start},
    )
    due = {name.casefold(): day for name, day in rows}
    return {step: due[name] for step, name in named.items() if name in due}
