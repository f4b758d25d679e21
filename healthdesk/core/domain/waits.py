"""What waits for others to be known, for people: read models beside those of unknown accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PERSONS: Final = "contact_usage"
"""The table whose rows wait for their contact, not for their account: what persons used."""


@dataclass(frozen=True)
class WaitingPersons:
    """What persons used, of one file, whose contacts nobody knows yet."""

    file: str
    rows: int
    names: int
    """How many persons it names."""
    line: int
    """The first of its rows."""
