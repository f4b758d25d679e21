"""The landing report: what was done here since the import before, what waits, what disagrees.

Conflicts that an import left as they were typed are settled here one by one afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.landing import Did, Landing
from healthdesk.core.domain.op import op
from healthdesk.core.domain.views import Conflict, Side
from healthdesk.core.services import drafts, edits, messages
from healthdesk.core.services.wording import number
from healthdesk.core.store.db import Tx

_BEFORE: Final = (
    "SELECT id, day FROM import_batch WHERE id < :batch AND NOT undone"
    " AND id NOT IN (SELECT batch_id FROM import_part) ORDER BY id DESC LIMIT 1"
)
_DONE: Final = (
    # A note of an earlier day counts where it was written after what the import before brought.
    ("touches", "touch logged", "touches logged",
     ("touchpoint x ON x.account_id = a.id WHERE x.batch_id IS NULL AND x.day <= :day"
     " AND (x.day >= :since OR x.id >"
     " (SELECT max(id) FROM touchpoint WHERE batch_id IN"
      " (SELECT :before UNION SELECT batch_id FROM import_part WHERE load_id = :before)))")),
    ("pulses", "pulse given", "pulses given",
     "pulse x ON x.account_id = a.id WHERE x.batch_id IS NULL AND x.day BETWEEN :since AND :day"),
    ("mails", "mail written", "mails written",
     ("message x ON x.account_id = a.id WHERE x.origin = '' AND x.state != 'dropped'"
     " AND x.made_on BETWEEN :since AND :day")),
    ("handed", "mail handed over", "mails handed over",
     "message x ON x.account_id = a.id WHERE x.handed_on BETWEEN :since AND :day"),
    ("tasks", "task done", "tasks done",
     "task x ON x.account_id = a.id WHERE x.done_on BETWEEN :since AND :day"),
    ("steps", "playbook step came up", "playbook steps came up",
     ("run r ON r.account_id = a.id JOIN run_step x ON x.run_id = r.id"
     " WHERE x.raised_day BETWEEN :since AND :day")),
    ("moments", "moment kept", "moments kept",
     "moment x ON x.account_id = a.id WHERE x.day BETWEEN :since AND :day"),
    ("edits", "account field changed", "account fields changed",
     ("hand_edit x ON x.table_name = 'account' AND x.row_id = a.id"
     " WHERE x.day BETWEEN :since AND :day")),
)  # fmt: skip
"""Kinds of work, their words for one and for several, and where they stand."""


def report(tx: Tx, batch: int, day: int, conflicts: Sequence[Conflict] = ()) -> Landing:
    """What was done up to a day since the import before a batch, and what waits for a person."""
    found = tx.execute(text(_BEFORE), {"batch": batch}).first()
    before, since = (None, None) if found is None else (int(found[0]), int(found[1]))
    asked = {"since": since or 0, "day": day, "before": before}
    did = [_did(tx, one, asked) for one in _DONE]
    waiting = (one for one in messages.drafts(tx, day) if one.state == "draft" and one.to)
    return Landing(
        since,
        (*(one for one in did if one is not None), *_queued(tx), *_drafts(tx)),
        tuple(one for one in waiting if one.due is None or one.due <= day),
        standing(tx, conflicts),
    )


def standing(tx: Tx, conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Conflicts with the side whose value the desk holds now."""
    return tuple(replace(one, side=_side(tx, one)) for one in conflicts)


def can_settle(conflict: Conflict) -> bool:
    """Whether its row is known by one key, so that the field can be set by itself."""
    return len(BY_NAME[conflict.table].key) == 1


@op("Settle conflict")
def settle(tx: Tx, conflict: Conflict, side: Side) -> None:
    """Let the value typed here stand, or the file's; the file's is no longer held as typed."""
    value = conflict.here if side == "here" else conflict.file_value
    if conflict.table == "accounts":
        edits.set_account(tx, conflict.key, conflict.field, value)
    else:
        edits.set_value(tx, conflict.table, (conflict.key,), conflict.field, value)
    if side == "file":
        edits.forget(tx, conflict.table, conflict.key, conflict.field)


def _side(tx: Tx, conflict: Conflict) -> Side:
    if not can_settle(conflict):
        return conflict.side
    where = (conflict.table, conflict.key, conflict.field)
    return "file" if edits.stands(tx, *where, conflict.file_value) else "here"


def _queued(tx: Tx) -> tuple[Did, ...]:
    """What a person asked to be sent and no mail server has taken yet."""
    rows = tx.execute(
        text(
            "SELECT a.account_id, a.name, count(*) FROM message m JOIN account a"
            " ON a.id = m.account_id WHERE m.state = 'queued' GROUP BY a.id ORDER BY 3 DESC, 2"
        )
    ).all()
    count = sum(row[2] for row in rows)
    told = f"{number(count)} {'mail waits' if count == 1 else 'mails wait'} to be sent"
    names = tuple((str(row[0]), str(row[1])) for row in rows)
    return (Did("queued", told, count, names),) if count else ()


def _drafts(tx: Tx) -> tuple[Did, ...]:
    """What was changed and waits to be published: playbooks, health models."""
    sql = "SELECT name FROM playbook WHERE draft IS NOT NULL AND NOT archived ORDER BY position, id"
    plays = tuple(("", str(name)) for (name,) in tx.execute(text(sql)))
    known = drafts.keys(tx)
    rows = tx.execute(text("SELECT key, name FROM profile ORDER BY position, id")).all()
    models = tuple(("", str(name)) for key, name in rows if key in known)
    found = (("playbooks", "playbook draft", plays), ("models", "health model draft", models))
    return tuple(_waits(kind, words, names) for kind, words, names in found if names)


def _waits(kind: str, words: str, names: tuple[tuple[str, str], ...]) -> Did:
    told = f"{words} waits" if len(names) == 1 else f"{words}s wait"
    return Did(kind, f"{number(len(names))} {told} to be published", len(names), names)


def _did(tx: Tx, kind: tuple[str, str, str, str], asked: dict[str, int | None]) -> Did | None:
    key, one, many, where = kind
    sql = f"SELECT a.account_id, a.name, count(*) FROM account a JOIN {where}"
    # Every statement names every value, so that one set of them fits all.
    sql += " AND (:before IS NULL OR 1) AND :since IS NOT NULL GROUP BY a.id ORDER BY 3 DESC, 2"
    rows = tx.execute(text(sql), asked).all()
    count = sum(row[2] for row in rows)
    if not count:
        return None
    told = f"{number(count)} {one if count == 1 else many}"
    return Did(key, told, count, tuple((row[0], row[1]) for row in rows))
