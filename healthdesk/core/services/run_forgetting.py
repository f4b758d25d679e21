"""Removes a run with all that it brought: tasks, drafts, notes, what it set at the account.

For a run that rests on data that were taken back; nobody has worked in it (run_touched.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.playbook import Step
from healthdesk.core.domain.run import Entry
from healthdesk.core.domain.touch import NOTE
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.run_effects import TAGS
from healthdesk.core.services.run_rows import Kept
from healthdesk.core.store.db import Tx

_VALUE: Final = (
    "SELECT v.id, v.value FROM attribute_value v JOIN attribute k ON k.id = v.attribute_id"
    " WHERE k.key = :key COLLATE NOCASE AND v.account_id = :account AND v.batch_id IS NULL"
    " AND v.day = :day"
)
_BEFORE: Final = (
    "SELECT v.value FROM attribute_value v JOIN attribute k ON k.id = v.attribute_id"
    " WHERE k.key = :key COLLATE NOCASE AND v.account_id = :account AND v.day < :day"
    " ORDER BY v.day DESC LIMIT 1"
)
_UNTYPED: Final = (
    "DELETE FROM hand_edit WHERE table_name = 'account' AND row_id = :account"
    " AND field = :key COLLATE NOCASE AND value = :value"
)


def forget(tx: Tx, run: Kept) -> None:
    """Remove a run and what it brought, as far as it stands as the run left it."""
    for table, column in (("task", "task_id"), ("message", "message_id")):
        sql = f"SELECT id, {column} FROM run_step WHERE run_id = :run AND {column} IS NOT NULL"
        made = [{"row": row} for row in pairs(tx, sql, run=run.id).values()]
        if made:
            tx.execute(text(f"DELETE FROM {table} WHERE id = :row"), made)
    for step, entry in _done(run):
        if step.kind == "note":
            _unwrite(tx, run, step, entry)
        elif step.kind == "tag":
            _untag(tx, run, step, entry)
        elif step.kind == "set_field":
            _unset(tx, run, str(step.options.get("field", "")), _day(entry))
    tx.execute(text("DELETE FROM run WHERE id = :run"), {"run": run.id})
    tx.expire_all()


def _done(run: Kept) -> Iterator[tuple[Step, Entry]]:
    """The steps that came up, the last one first."""
    entries = sorted(run.state.entries.items(), key=lambda one: _day(one[1]), reverse=True)
    for key, entry in entries:
        step = run.playbook.step(key) if run.readable else None
        if step is not None and entry.raised is not None and entry.state == "done":
            yield step, entry


def _day(entry: Entry) -> int:
    return -1 if entry.raised is None else entry.raised


def _unwrite(tx: Tx, run: Kept, step: Step, entry: Entry) -> None:
    """Take the note of a step off the timeline."""
    tx.execute(
        text(
            "DELETE FROM touchpoint WHERE id = (SELECT id FROM touchpoint"
            " WHERE account_id = :account AND kind = :kind AND day = :day AND subject = :subject"
            " AND batch_id IS NULL ORDER BY id DESC LIMIT 1)"
        ),
        {
            "account": run.account,
            "kind": NOTE,
            "day": _day(entry),
            "subject": step.name,
        },
    )


def _untag(tx: Tx, run: Kept, step: Step, entry: Entry) -> None:
    """Take back that a tag was given or taken off, where the step did so and it stands so."""
    given = entry.how.endswith("was given")
    if not given and not entry.how.endswith("was taken off"):
        return
    tag = str(step.options.get("tag", "")).replace(";", " ").strip().casefold()
    found, before = _values(tx, run, TAGS, _day(entry))
    if found is None:
        return
    has, had = _tags(found[1]), _tags(before)
    there = {one.casefold() for one in has}
    if (tag in there) != given:
        return
    now = [one for one in has if one.casefold() != tag]
    now = now if given else [*now, *(one for one in had if one.casefold() == tag)]
    if {one.casefold() for one in now} == {one.casefold() for one in had}:
        _unset(tx, run, TAGS, _day(entry))
        return
    tx.execute(
        text("UPDATE attribute_value SET value = :value WHERE id = :row"),
        {"value": ";".join(now) or None, "row": found[0]},
    )


def _tags(value: str | None) -> list[str]:
    return [one for one in (value or "").split(";") if one.strip()]


def _values(
    tx: Tx, run: Kept, key: str, day: int
) -> tuple[tuple[int, str | None] | None, str | None]:
    """Row and value that were set on a day, and the value before."""
    asked = {"key": key, "account": run.account, "day": day}
    found = tx.execute(text(_VALUE), asked).first()
    before = tx.execute(text(_BEFORE), asked).scalar()
    return (None if found is None else (found[0], found[1])), before


def _unset(tx: Tx, run: Kept, key: str, day: int) -> None:
    """Take back what a step set on a day; the day before counts again."""
    found, before = _values(tx, run, key, day)
    if found is None:
        return
    row, value = found
    tx.execute(text("DELETE FROM attribute_value WHERE id = :row"), {"row": row})
    if value != before:
        told = None if value is None else msgspec.json.encode(value).decode()
        tx.execute(text(_UNTYPED), {"key": key, "account": run.account, "value": told})
