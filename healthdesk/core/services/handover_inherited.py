"""What came with accounts from a colleague, as others show it: pulses to renew, who logged a touch.

Light, for pages that are seen first. Not here: how accounts change hands (handover_lasting.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.store.db import Tx

WORDS: Final = "inherited, please renew"


def inherited(tx: Tx, account: str, day: int) -> str:
    """What is said of the newest pulse of an account: "" or that it is to be renewed."""
    found = tx.execute(
        text(
            "SELECT 1 FROM pulse AS p JOIN account AS a ON a.id = p.account_id JOIN pulse_inherited"
            " AS i ON i.pulse_id = p.id WHERE a.account_id = :account AND i.day <= :day AND p.day ="
            " (SELECT max(q.day) FROM pulse AS q"
            " WHERE q.account_id = p.account_id AND q.day <= :day)"
        ),
        {"account": account, "day": day},
    ).first()
    return "" if found is None else WORDS


def inherited_all(tx: Tx, day: int) -> frozenset[int]:
    """Rows of pulses that came with their accounts, as of a day."""
    return frozenset(
        row
        for (row,) in tx.execute(
            text("SELECT pulse_id FROM pulse_inherited WHERE day <= :day"), {"day": day}
        )
    )


def touched_by(tx: Tx) -> Mapping[str, str]:
    """Who logged touches that came back from a colleague, by the touchpoint's id."""
    out: dict[str, str] = {}
    for (options,) in tx.execute(text("SELECT options FROM handover")):
        out.update(msgspec.json.decode(options).get("touches", {}))
    return {touch: by or "a colleague" for touch, by in out.items()}
