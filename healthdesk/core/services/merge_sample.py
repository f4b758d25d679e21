"""Looks which fields of a playbook's message have no value, on the accounts it is for first.

Accounts on which it runs come first, then those of a segment that suggests it, then all; of many
some are looked at, evenly out of all, and that is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import BadDocument, DeskError
from healthdesk.core.services import merge, segments
from healthdesk.core.store.db import Tx

MOST: Final = 40
"""Accounts that are looked at."""


@dataclass(frozen=True)
class Sampled:
    """How many of the accounts looked at lack each field, and what these accounts are."""

    missing: dict[str, int] = field(default_factory=dict)
    looked: int = 0
    of: int = 0
    whose: str = ""

    @property
    def words(self) -> str:
        """What was looked at: "12 accounts that run it", "40 of 128 accounts"."""
        number = f"{self.looked} of {self.of}" if self.looked < self.of else f"{self.of}"
        told = f"{number} account{'' if self.of == 1 else 's'}"
        return f"{told} {self.whose}" if self.whose else told


def missing_for(
    tx: Tx, name: str, message: tuple[str, str], every: Sequence[str], day: int
) -> Sampled:
    """Look at a message of a playbook (to whom, its words) on some of `every` account."""
    to, words = message
    whose, found = _accounts(tx, name, every, day)
    # Evenly from the first to the last: what comes with the name is no reason to be looked at.
    some = [found[at * len(found) // MOST] for at in range(MOST)] if len(found) > MOST else found
    return Sampled(merge.missing_for(tx, words, to, some, day), len(some), len(found), whose)


def _accounts(tx: Tx, name: str, every: Sequence[str], day: int) -> tuple[str, list[str]]:
    running = _running(tx, name)
    found = [one for one in every if one in running]
    if found:
        return ("that runs it" if len(found) == 1 else "that run it"), found
    for document in segments.documents(tx):
        if document.get("playbook") != name:
            continue
        segment = str(document.get("name", ""))
        try:
            inside = frozenset(segments.members(tx, segment, day))
        except (BadDocument, DeskError):
            continue  # a rule that names what is gone suggests nothing; its page tells
        found = [one for one in every if one in inside]
        if found:
            return f"in {segment}, which suggests it", found
    return "", list(every)


def _running(tx: Tx, name: str) -> frozenset[str]:
    rows = tx.execute(
        text(
            "SELECT DISTINCT a.account_id FROM run r JOIN account a ON a.id = r.account_id"
            " WHERE r.name = :name AND r.status IN ('active', 'waiting')"
        ),
        {"name": name},
    )
    return frozenset(key for (key,) in rows)
