"""Records that are likely one; which, and merging them, is decided under "To settle"."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.duplicate import Kind
from healthdesk.core.domain.quality import FindingRow
from healthdesk.core.services import duplicates
from healthdesk.core.services.quality.check import MOST_ROWS, Check, Found
from healthdesk.core.store.db import Tx


def _accounts(tx: Tx, day: int) -> Found:
    del day
    return _groups(tx, "accounts")


def _contacts(tx: Tx, day: int) -> Found:
    del day
    return _groups(tx, "contacts")


def _groups(tx: Tx, kind: Kind) -> Found:
    """Every record of a group but the one that would be kept."""
    groups = duplicates.found(tx, kind)
    rows = tuple(
        FindingRow(
            what=other.name or other.id,
            where=kind,
            value=f"likely {group.members[0].name or group.members[0].id}",
            account_id=other.id if kind == "accounts" else "",
        )
        for group in groups
        for other in group.members[1:]
    )
    return Found(len(rows), rows[:MOST_ROWS])


CHECKS: Final = (
    Check(
        "double-accounts",
        "Accounts that are likely one",
        "{n} account is likely another one under a second name",
        "{n} accounts are likely others under a second name",
        "Merge them, or say that they are not the same: their money and usage count apart until"
        " then. A merge can be undone.",
        "doubtful",
        _accounts,
        "settle",
    ),
    Check(
        "double-contacts",
        "Contacts that are likely one",
        "{n} contact is likely another one under a second id",
        "{n} contacts are likely others under a second id",
        "Merge them, or say that they are not the same. A merge can be undone.",
        "doubtful",
        _contacts,
        "settle",
    ),
)
