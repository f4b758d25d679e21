"""What is read of runs for the screen; runs on a reader, no widget in sight.

Each brings its services on the thread that it runs on: the first page is there before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthdesk.core.domain.errors import NotFound

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.domain.run_choice import Suggestion
    from healthdesk.core.domain.run_view import RunRow, RunView
    from healthdesk.core.domain.task import TaskView


@dataclass(frozen=True)
class TaskAtHand:
    """A task of a run, and whom it may be about."""

    task: TaskView
    contacts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AccountRuns:
    """The runs of an account, and what is suggested for it."""

    account_id: str
    day: int
    runs: tuple[RunRow, ...]
    suggested: Suggestion | None


def read_run(tx: Tx, run: int, day: int) -> RunView | None:
    """One run with all its steps; None where it is gone."""
    from healthdesk.core.services import run_reading  # noqa: PLC0415 - see above

    try:
        return run_reading.one(tx, run, day)
    except NotFound:
        return None


def read_task(tx: Tx, task: int, day: int) -> TaskAtHand | None:
    """A task with the people of its account; None where it is gone."""
    from healthdesk.core.services import people, task_reading  # noqa: PLC0415 - see above

    try:
        found = task_reading.one(tx, task, day)
    except NotFound:
        return None
    known = people.names(tx, found.account_id) if found.account_id else ()
    return TaskAtHand(found, known)


def read_suggestion(tx: Tx, account_id: str, day: int) -> tuple[str, Suggestion | None]:
    """The playbook that fits an account best and does not run there, with the account's id."""
    from healthdesk.core.services import run_choice  # noqa: PLC0415 - see above

    return account_id, run_choice.suggested(tx, (account_id,), day)


def read_account(tx: Tx, account_id: str, day: int) -> AccountRuns:
    """The runs of an account, and the playbook that fits it best."""
    from healthdesk.core.services import run_choice, run_reading  # noqa: PLC0415 - see above

    found = run_reading.runs(tx, day, account=account_id)
    return AccountRuns(account_id, day, found, run_choice.suggested(tx, (account_id,), day))
