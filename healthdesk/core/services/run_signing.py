"""Signs runs off: who answers for one that is done puts their name to it.

Not here: that a sign-off ends with the run going on again (run_rows.py).
"""

from __future__ import annotations

from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings
from healthdesk.core.services.run_rows import one
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of
from healthdesk.core.store.db import Tx


@op("Sign off run")
def sign(tx: Tx, run: int, name: str) -> None:
    """Put a name to a run that is done; it is kept with the day.

    Raises:
        UsageError: It is not done, asks for none, or somebody signed it already.
    """
    tx.flush()
    kept = one(tx, run)
    told = line_of(name, "A sign-off")
    if kept.state.ended != "done":
        raise UsageError(f"The run is not done, so nobody can sign it off; {NOTHING_CHANGED}.")
    if not kept.readable or not kept.playbook.sign_off:
        raise UsageError(f"“{kept.name}” asks for no sign-off; {NOTHING_CHANGED}.")
    if kept.signed_by:
        raise UsageError(f"{kept.signed_by} signed the run off already; {NOTHING_CHANGED}.")
    tx.execute(
        text('INSERT INTO run_signoff (run_id, "by", day) VALUES (:run, :name, :day)'),
        {"run": run, "name": told, "day": settings.today(tx)},
    )


@op("Take sign-off back")
def take_back(tx: Tx, run: int) -> None:
    """Forget who signed a run off: it waits for its sign-off again."""
    tx.flush()
    if not one(tx, run).signed_by:
        raise UsageError(f"Nobody signed the run off; {NOTHING_CHANGED}.")
    tx.execute(text("DELETE FROM run_signoff WHERE run_id = :run"), {"run": run})
