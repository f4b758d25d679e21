"""Accounts that change hands for good: owner, pulses to renew, tasks, the playbook of a handover.

Called by operations that hand over and take over. Not here: what passes (handover_merging.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.services import edits, playbook_names, playbooks, runs, settings
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import PulseInherited

PLAYBOOK: Final = "Handover"
_OWNER: Final = "owner"
_NEWEST: Final = (
    "SELECT p.id FROM pulse AS p JOIN account AS a ON a.id = p.account_id"
    ' WHERE a.account_id = :account AND p."by" <> :by'
    " AND p.day = (SELECT max(q.day) FROM pulse AS q WHERE q.account_id = p.account_id)"
    " AND p.id NOT IN (SELECT pulse_id FROM pulse_inherited)"
)


def give(tx: Tx, accounts: Sequence[str], to: str) -> None:
    """The accounts are the colleague's: as owner, and with the runs at work on them."""
    for one in accounts:
        edits.set_account(tx, one, _OWNER, to)
        _reassign(tx, one, to)


def receive(tx: Tx, accounts: Sequence[str], owner: str) -> None:
    """The accounts are mine: owner, pulses to renew, work that is open, the checklist."""
    today = settings.today(tx)
    for one in accounts:
        if owner:
            edits.set_account(tx, one, _OWNER, owner)
            _reassign(tx, one, owner)
        for (pulse,) in list(tx.execute(text(_NEWEST), {"account": one, "by": owner})):
            tx.add(PulseInherited(pulse_id=pulse, day=today))
    tx.flush()
    _start(tx, accounts, owner)


def _reassign(tx: Tx, account: str, owner: str) -> None:
    """Open work goes to the new owner: tasks of runs are whose the run is, plans name theirs."""
    asked = {"account": account, "owner": owner}
    here = "account_id = (SELECT id FROM account WHERE account_id = :account)"
    tx.execute(
        text(f"UPDATE run SET owner = :owner WHERE {here} AND status IN ('active', 'waiting')"),
        asked,
    )
    tx.execute(text(f"UPDATE plan SET owner = :owner WHERE {here} AND closed_on IS NULL"), asked)
    tx.expire_all()


def _start(tx: Tx, accounts: Sequence[str], owner: str) -> None:
    """Start the playbook on those accounts on which it is not at work."""
    row = playbook_names.find(tx, PLAYBOOK)
    if row is None:  # a desk that is new has none of those that come with the program
        playbooks.create_starters(tx, (PLAYBOOK,))
        row = playbook_names.find(tx, PLAYBOOK)
    if row is None:
        return
    busy = {
        name
        for (name,) in tx.execute(
            text(
                "SELECT a.account_id FROM run AS r JOIN account AS a ON a.id = r.account_id"
                " WHERE r.playbook_id = :row AND r.status IN ('active', 'waiting')"
            ),
            {"row": row},
        )
    }
    free = [one for one in accounts if one not in busy]
    sql = text("SELECT version FROM playbook WHERE id = :row")
    if free and tx.execute(sql, {"row": row}).scalar():
        runs.start(tx, PLAYBOOK, free, owner=owner, origin="handover")
