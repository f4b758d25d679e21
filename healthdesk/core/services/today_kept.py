"""Today as it is kept in the desk, had before the desk is open: brings no SQLAlchemy, no numpy.

It is the page as it was worked out for this very day and this very state of the desk, or none.
Not here: when it is kept, and of what (today_ahead.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from healthdesk.core.clock import Clock
from healthdesk.core.domain.band_names import KEY, USUAL, BandNames, parsed
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.today_view import TodayView
from healthdesk.core.store import glance

PREFIX: Final = "all today "
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class KeptToday:
    """Today of all accounts, the zone of the desk's days, and what its bands are called."""

    zone: str | None
    view: TodayView
    bands: BandNames = USUAL


def key_of(day: int) -> str:
    """The key that a day is kept under."""
    return f"{PREFIX}{day}"


def find(path: Path, clock: Clock) -> KeptToday | None:
    """Give the page of today out of a desk that is not open, if it lies ready."""
    zones: list[str | None] = []
    names: list[BandNames] = []

    def wanted(settings: Mapping[str, str]) -> str:
        zones.append(_zone(settings))
        names.append(parsed(settings.get(KEY)))
        return key_of((clock.today(zones[0]) - _EPOCH).days)

    try:
        payload = glance.look(path, wanted)
        if payload is None:
            return None
        view = msgspec.msgpack.decode(payload, type=TodayView)
    except (msgspec.MsgspecError, UsageError):
        # Another version wrote it, or the zone is none that is known here: opening tells.
        return None
    return KeptToday(zones[0], view, names[0])


def _zone(settings: Mapping[str, str]) -> str | None:
    return msgspec.json.decode(settings.get("zone", '""'), type=str) or None
