"""Whose tasks are: of steps of playbooks as the step says, else the run; else as handed over.

It is read where it stands, not copied: who takes a run over has its tasks, and so has who took
accounts over for good. Apart from task_reading.py, which the first page waits for: documents are
looked into only where one of their steps has an owner of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.store.db import Tx

PLAYBOOK: Final = "playbook:"
"""How the origin of a task begins that a step raised."""
_RAISED: Final = """
SELECT s.task_id, s.step, r.owner,
  iif(instr(coalesce(r.body, r.template), '"owner":') > 0, coalesce(r.body, r.template), '')
FROM run_step s JOIN run r ON r.id = s.run_id WHERE s.task_id IS NOT NULL"""
_LASTING: Final = (
    "SELECT way, colleague, accounts, day, options FROM handover WHERE lasting ORDER BY id"
)
_HANDED: Final = """
SELECT t.id FROM task t JOIN account a ON a.id = t.account_id
WHERE a.account_id IN (SELECT value FROM json_each(:accounts)) AND t.made_on <= :day
  AND coalesce(t.done_on, t.dropped_on, :day + 1) > :day"""


def owners(tx: Tx) -> dict[int, str]:
    """Who does the tasks that runs raised, by the task's row; those of nobody's are left out."""
    out = handed_over(tx)
    documents: dict[str, dict[str, str]] = {}
    for task, step, owner, document in tx.execute(text(_RAISED)):
        if document and document not in documents:
            documents[document] = dict(_named(msgspec.json.decode(document).get("steps", ())))
        found = documents.get(document, {}).get(step) or owner
        if found:
            out[task] = found
    return out


def handed_over(tx: Tx) -> dict[int, str]:
    """Tasks of accounts that went to a colleague for good: open then, or sent back since."""
    out: dict[int, str] = {}
    for way, colleague, accounts, day, options in tx.execute(text(_LASTING)).all():
        sent = msgspec.json.decode(options).get("rows", {}).get("task", {}).values()
        found = tx.execute(text(_HANDED), {"accounts": accounts, "day": day})
        for task in {*sent, *(row for (row,) in found)}:
            if way == "given" and colleague:
                out[task] = colleague
            else:
                out.pop(task, None)
    return out


def _named(steps: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for step in steps:
        if step.get("owner"):
            yield step["id"], step["owner"]
        for arm in step.get("arms", ()):
            yield from _named(arm.get("steps", ()))
