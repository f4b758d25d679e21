"""What a mail or a calendar brings: touchpoints to confirm, each with what is to be known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.touch import TouchDraft

LONGEST_WORDS = 50_000
"""Letters of a mail or a meeting that are taken over."""
LONGEST_LINE = 300


@dataclass(frozen=True)
class Brought:
    """One touchpoint that a file speaks of, or the sentence why there is none.

    `notes` say what was guessed or left out; `known` means that it was logged before.
    """

    file: str
    draft: TouchDraft | None = None
    notes: tuple[str, ...] = ()
    refused: str = ""
    known: bool = False


@dataclass(frozen=True)
class Reader:
    """Whose touchpoints are read: the account, its people by address, zone and day of the desk."""

    account_id: str
    contacts: Mapping[str, str]
    """Ids of contacts by their address, small."""
    zone: tzinfo
    today: int

    def who(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """The contacts that some addresses belong to, each once."""
        found = (self.contacts.get(address.strip().casefold()) for address in addresses)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def day_of(self, instant: datetime) -> tuple[int, str]:
        """The day of an instant in the desk's zone, and the instant in UTC."""
        told = instant.astimezone(UTC)
        return to_day(instant.astimezone(self.zone).date()), told.isoformat(timespec="seconds")


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """A text on one line, without letters that no screen shows, cut where it is too long."""
    told = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def prose(text: str) -> tuple[str, bool]:
    """Words of a mail or meeting as they are kept, and whether they had to be cut."""
    told = "".join(one for one in text.replace("\r\n", "\n").replace("\r", "\n") if one != "\0")
    lines = [line.rstrip() for line in told.split("\n")]
    told = "\n".join(
        line for at, line in enumerate(lines) if line or (at and lines[at - 1])
    ).strip()
    if len(told) <= LONGEST_WORDS:
        return told, False
    return f"{told[: LONGEST_WORDS - 1]}…", True
