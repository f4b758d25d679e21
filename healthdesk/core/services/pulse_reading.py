"""Reads pulses of all accounts at once; apart from what writes them, which takes data in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.disagreement import Pulse
from healthdesk.core.store.db import Tx

_NEWEST: Final = (
    "SELECT a.account_id, p.id, p.value, p.day, p.\"by\", coalesce(p.note, '') FROM pulse AS p"
    " JOIN account AS a ON a.id = p.account_id WHERE p.day <= :day AND p.day ="
    " (SELECT max(q.day) FROM pulse AS q WHERE q.account_id = p.account_id AND q.day <= :day)"
    " ORDER BY p.id"
)


def latest_all(tx: Tx, day: int) -> Mapping[str, Pulse]:
    """The newest pulse up to a day of every account that has one, by its id."""
    return {
        account: Pulse(int(row), float(value), int(on), str(by), str(note))
        for account, row, value, on, by, note in tx.execute(text(_NEWEST), {"day": day})
    }
