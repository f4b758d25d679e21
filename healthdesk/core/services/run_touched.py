"""Whether a person did something in a run, so that it does not end or go by itself."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.play_engine import CLOSED, NO_CONDITION, NO_WAY
from healthdesk.core.domain.play_hand import NOT_NEEDED, RUN_STOPPED
from healthdesk.core.domain.run import Entry
from healthdesk.core.services.run_rows import Kept
from healthdesk.core.store.db import Tx

CONDITION_ENDED: Final = "its condition ended"
STOP_HELD: Final = "what stops its play came to hold"
LEFT: Final = "the account left"
RENEWAL_OVER: Final = "its renewal has passed"
GOAL: Final = "its goal was reached"
"""Why a play ends what it started."""
_BY_ITSELF: Final = (NO_CONDITION, NO_WAY, RUN_STOPPED, f"{NOT_NEEDED}: {GOAL}")
_TASKS: Final = """
SELECT 1 FROM task t JOIN run_step s ON s.task_id = t.id
WHERE s.run_id = :run AND (t.touchpoint_id IS NOT NULL OR t.done_on IS NOT NULL
  OR EXISTS (SELECT 1 FROM json_each(t.checklist) c WHERE json_extract(c.value, '$.done')
    OR coalesce(json_extract(c.value, '$.without'), '') <> '')
  OR EXISTS (SELECT 1 FROM task_snooze z WHERE z.task_id = t.id)) LIMIT 1"""
_MESSAGES: Final = """
SELECT 1 FROM message m JOIN run_step s ON s.message_id = m.id
WHERE s.run_id = :run AND (m.changed OR m.state IN ('handed', 'queued')) LIMIT 1"""


def worked_in(tx: Tx, run: Kept) -> bool:
    """Whether somebody did something in a run: closed, answered, moved, changed or judged."""
    told = (run.outcome, run.body, run.signed_by, run.state.pauses)
    if any(told) or any(made.answers for made in run.made.values()):
        return True
    if run.state.ended == "stopped" and run.ended_why not in (CONDITION_ENDED, STOP_HELD):
        return True
    if any(_by_hand(run, step, entry) for step, entry in run.state.entries.items()):
        return True
    asked = {"run": run.id}
    return any(tx.execute(text(sql), asked).first() is not None for sql in (_TASKS, _MESSAGES))


def _by_hand(run: Kept, step: str, entry: Entry) -> bool:
    if entry.state == "skipped":
        return not entry.how.startswith(_BY_ITSELF)
    if entry.state not in CLOSED:
        return False
    known = run.playbook.step(step) if run.readable else None
    return known is not None and CATALOGUE[known.kind].SPEC.by_hand
