"""The end of a handover on the desk that took it: accounts go again, or the pack is taken back.

Ending removes what came with a pack, whatever was done on it since, if a person says so. Taking
back is for a pack taken by mistake: what was done on it since stays, and is told. Not here: noting
an end alone (handover_listing.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.handover import Fields, State, same
from healthdesk.core.domain.op import op
from healthdesk.core.services import handover_listing, imports
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_reading as reading
from healthdesk.core.services.handover_lasting import PLAYBOOK
from healthdesk.core.services.handover_names import Names
from healthdesk.core.services.handover_names import read as read_names
from healthdesk.core.services.handover_tables import WORK
from healthdesk.core.services.task_owners import PLAYBOOK as PLAYBOOKS
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Handover

_OWNER: Final = "owner"
_OWNED: Final = frozenset({"accounts", "plan"})
"""Tables in which the owner is another one as soon as accounts come for good."""
_FEW: Final = 6


@op("End handover and remove its accounts")
def end_and_remove(tx: Tx, row: int) -> int:
    """End a cover and remove the accounts that came with it; returns how many.

    Accounts that were here before stay. What came meanwhile on those that go goes as well, so
    changes are sent back first.
    """
    kept = _taken(tx, row)
    gone = _remove(tx, kept.options.get("new", ()))
    handover_listing.close(tx, row)
    return gone


@op("Take handover back")
def take_back(tx: Tx, row: int) -> tuple[str, ...]:
    """Take a pack back like an import; what was done on its accounts since stays, and is told.

    Returns notes: which accounts stay, and facts that had to.
    """
    kept = _taken(tx, row)
    names = read_names(tx)
    base = making.base_of(kept)
    known = reading.known_rows(tx)
    here = [one for one in kept.accounts if one in known]
    now = reading.state(tx, [known[one] for one in here], names)
    came = set(kept.options.get("new", ()))
    same_ = {one for one in here if not _moved(tx, now, base, one, names)}
    _remove(tx, sorted(came & same_))
    stays = [one for one in here if one in came - same_]
    _remove_work(tx, kept, now, base)
    notes: list[str] = []
    # What was done on an account hangs on what came with it: then its facts stay as well.
    if not stays:
        for batch in sorted(map(int, kept.options.get("batches", {})), reverse=True):
            if _stands(tx, batch):
                notes += imports.take_back(tx, batch)
    if stays or notes:
        handover_listing.close(tx, row)
    else:
        tx.delete(kept)
        tx.flush()
    return (*_told(tx, stays), *notes)


def _taken(tx: Tx, row: int) -> Handover:
    kept = tx.get(Handover, row)
    if kept is None:
        raise NotFound("This handover is no longer there; nothing was changed.")
    if kept.way != making.TAKEN:
        raise UsageError("These accounts are yours: they were given, not taken.")
    return kept


def _stands(tx: Tx, batch: int) -> bool:
    sql = "SELECT 1 FROM import_batch WHERE id = :batch AND NOT undone"
    return tx.execute(text(sql), {"batch": batch}).first() is not None


def _remove(tx: Tx, accounts: Sequence[str]) -> int:
    """Remove accounts with all that hangs on them."""
    done = tx.execute(
        text("DELETE FROM account WHERE account_id IN (SELECT value FROM json_each(:ids))"),
        {"ids": json.dumps(list(accounts))},
    )
    tx.expire_all()
    return int(getattr(done, "rowcount", 0))


def _remove_work(tx: Tx, kept: Handover, now: State, base: State) -> None:
    """Remove tasks, promises and the like that came and that nobody touched since."""
    for work in reversed(WORK):
        made = kept.options.get("rows", {}).get(work.name, {})
        for key, row in made.items():
            if now.get(work.name, {}).get(key) == base.get(work.name, {}).get(key):
                tx.execute(text(f"DELETE FROM {work.name} WHERE id = :row"), {"row": row})
    tx.expire_all()


def _moved(tx: Tx, now: State, base: State, account: str, names: Names) -> bool:
    """Whether anything was done on an account since it came."""
    shared = names.out(account)
    here, there = dict(_rows_of(now, shared)), dict(_rows_of(base, shared))
    new = here.keys() - there.keys()
    if there.keys() - here.keys() or any(not _is_raised(key, here[key]) for key in new):
        return True
    moved = any(
        not same(value, here[key].get(name, ""))
        for key, row in there.items()
        for name, value in row.items()
        if not (name == _OWNER and key[0] in _OWNED)
    )
    return moved or _is_worked_on(tx, account)


def _is_raised(key: tuple[str, str], row: Fields) -> bool:
    """Whether a row is a task that a playbook raised and that is still open."""
    return key[0] == "task" and row["origin"].startswith(PLAYBOOKS) and row["done_on"] is None


def _rows_of(state: State, account: str) -> Iterator[tuple[tuple[str, str], Fields]]:
    """Rows of an account; those of its people count as the contact's fields do."""
    people = {key for key, row in state.get("contacts", {}).items() if row["account_id"] == account}
    for table, rows in state.items():
        for key, row in rows.items():
            owner = row.get("account_id", row.get("account"))
            if owner == account or (owner is None and row.get("contact") in people):
                yield (table, key), row


def _is_worked_on(tx: Tx, account: str) -> bool:
    """Whether a playbook runs that a person started, or went on with what the handover started."""
    sql = (
        "SELECT 1 FROM run AS r JOIN account AS a ON a.id = r.account_id WHERE a.account_id = :id"
        " AND (r.name <> :handover OR r.origin <> 'handover' OR r.status NOT IN"
        " ('active', 'waiting') OR EXISTS (SELECT 1 FROM task AS t JOIN run_step AS s"
        " ON s.task_id = t.id WHERE s.run_id = r.id AND t.done_on IS NOT NULL))"
    )
    return tx.execute(text(sql), {"id": account, "handover": PLAYBOOK}).first() is not None


def _told(tx: Tx, stays: Sequence[str]) -> Iterator[str]:
    """Name the accounts that stay."""
    if not stays:
        return
    sql = text("SELECT name FROM account WHERE account_id = :id")
    names = [str(tx.execute(sql, {"id": one}).scalar_one()) for one in stays[:_FEW]]
    more = f" and {len(stays) - _FEW} more" if len(stays) > _FEW else ""
    verb = "stays" if len(stays) == 1 else "stay"
    yield f"{', '.join(names)}{more} {verb}: work was done there."
