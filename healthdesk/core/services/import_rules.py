"""Which side wins where a file disagrees with what was typed here: rules kept in the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.domain.views import Side
from healthdesk.core.services import settings
from healthdesk.core.store.db import Tx

_KEY: Final = "conflicts"

Rules = Mapping[tuple[str, str], Side]
"""By exchange table and column."""


def kept(tx: Tx) -> Rules:
    """The rules of the desk; a row that no longer reads as rules counts as none."""
    body = tx.execute(text("SELECT value FROM setting WHERE key = :key"), {"key": _KEY}).scalar()
    if body is None:
        return {}
    try:
        found = msgspec.json.decode(body, type=dict[str, dict[str, Side]])
    except msgspec.MsgspecError:
        return {}
    return {(table, field): side for table, sides in found.items() for field, side in sides.items()}


@op("Change whose values win")
def keep(tx: Tx, rules: Rules) -> None:
    """Keep the rules, in place of those there are."""
    write(tx, rules)


def write(tx: Tx, rules: Rules) -> None:
    """Keep the rules, inside whatever operation is running."""
    found: dict[str, dict[str, Side]] = {}
    for (table, field), side in sorted(rules.items()):
        found.setdefault(table, {})[field] = side
    settings.put(tx, _KEY, msgspec.json.encode(found).decode())
