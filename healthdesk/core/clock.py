"""The only wall clock: what time it is, and which day that is where the user reports.

`HEALTHDESK_TODAY=YYYY-MM-DD` in the environment pretends a day (tests, screenshots, rehearsals):
the time of day goes on, the date stands. Not here: day arithmetic (domain/facts.py), elapsed
times (`time.monotonic`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from healthdesk.core.domain.errors import UsageError

PRETEND = "HEALTHDESK_TODAY"


@dataclass(frozen=True)
class Clock:
    """Tells the time. `pretended` holds the date still; tests may hold an `instant` still."""

    pretended: date | None = None
    instant: datetime | None = None

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        if self.instant is not None:
            return self.instant.astimezone(UTC)
        present = datetime.now(UTC)  # noqa: TID251 - this is the clock
        if self.pretended is None:
            return present
        return datetime.combine(self.pretended, present.timetz())

    def today(self, zone: str | None = None) -> date:
        """The calendar day in a time zone; without one, in the system's."""
        if self.pretended is not None:
            return self.pretended
        return self.now().astimezone(_tzinfo(zone)).date()

    def until_midnight(self, zone: str | None = None) -> float:
        """Seconds until the next day begins in a time zone; without one, in the system's."""
        local = self.now().astimezone(_tzinfo(zone))
        morning = datetime.combine(local.date() + timedelta(days=1), time.min, local.tzinfo)
        return (morning.astimezone(UTC) - local.astimezone(UTC)).total_seconds()


def system_clock() -> Clock:
    """The clock of this computer, or the day that HEALTHDESK_TODAY pretends."""
    told = os.environ.get(PRETEND, "").strip()
    if not told:
        return Clock()
    try:
        return Clock(pretended=date.fromisoformat(told))
    except ValueError:
        raise UsageError(
            f"{PRETEND} is “{told}”, which is no day.", "Write it as 2026-03-14, or unset it."
        ) from None


def default_zone() -> str:
    """The system's time zone by name, for a new desk; "UTC" where it cannot be told."""
    told = os.environ.get("TZ", "").lstrip(":")
    if told and is_zone(told):
        return told
    try:
        link = str(Path("/etc/localtime").resolve(strict=True))
    except OSError:
        return "UTC"
    _, found, name = link.partition("zoneinfo/")
    return name if found and is_zone(name) else "UTC"


def is_zone(name: str) -> bool:
    """Whether a name is a time zone that this computer knows."""
    return name in _zones()


def zones() -> frozenset[str]:
    """The names of the time zones that this computer knows; its files are gone through once."""
    return _zones()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _tzinfo(zone: str | None) -> tzinfo | None:
    if zone is None:
        return None
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"“{zone}” is no time zone that this computer knows.", "Write one as Europe/Berlin."
        ) from None
