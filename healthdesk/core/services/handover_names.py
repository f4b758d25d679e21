"""Ids that two desks share: what was made by hand has its desk's number and the desk's mark.

Ids of sources are the same everywhere. Not here: what rows hold (handover_reading.py).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.store.db import Tx

_OWN: Final = "desk-"
"""How ids begin that a desk gave itself."""
_MARKED: Final = re.compile(r"@[0-9a-f]{8}\Z", re.ASCII)


@dataclass(frozen=True)
class Names:
    """The mark of this desk, and which of its rows came from other desks under which id."""

    mark: str
    foreign: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By table: id of the other desk to row here."""

    def out(self, name: str) -> str:
        """An id as both desks say it."""
        if name.startswith(_OWN) and not _MARKED.search(name):
            return f"{name}@{self.mark}"
        return name

    def into(self, name: str) -> str:
        """The same as this desk says it."""
        return name.removesuffix(f"@{self.mark}") if name.startswith(_OWN) else name

    def keys(self, table: str) -> dict[int, str]:
        """Rows here that came from another desk, with their ids."""
        return {row: key for key, row in self.foreign.get(table, {}).items()}

    def key(self, row: int) -> str:
        """The id of a row of work that was made here."""
        return f"{row}@{self.mark}"


def read(tx: Tx) -> Names:
    """What this desk shares; a desk that shared nothing yet gets a mark."""
    mark = ""
    foreign: dict[str, dict[str, int]] = {}
    for (options,) in tx.execute(text("SELECT options FROM handover ORDER BY id")):
        told = msgspec.json.decode(options)
        mark = mark or str(told.get("mark", ""))
        for table, rows in told.get("rows", {}).items():
            foreign.setdefault(table, {}).update(rows)
    return Names(mark or secrets.token_hex(4), foreign)
