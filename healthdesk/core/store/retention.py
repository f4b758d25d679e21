"""Which backups stay and which may go: a pure function of their dates and sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

ALL_FOR = timedelta(days=2)
DAYS, WEEKS, MONTHS = 7, 4, 6
CAP = 5_000_000_000
"""Bytes that the backups of one desk may take; the newest good one stays whatever its size."""

Period = tuple[int, ...]


@dataclass(frozen=True)
class Backup:
    """A backup in a folder; `at` is in UTC."""

    file: Path
    at: datetime
    bytes: int = 0
    good: bool = True


def thin(backups: Sequence[Backup], now: datetime, cap: int = CAP) -> tuple[Backup, ...]:
    """Tell which may go: all of two days stay, then the newest of 7 days, 4 weeks, 6 months.

    Days, weeks and months are those that have a backup, so a pause costs nothing. One dated in the
    future stays (the clock was set back), and so does the newest good one whatever the cap says.
    """
    newest_first = sorted(backups, key=_order, reverse=True)
    older = [backup for backup in newest_first if backup.good and backup.at <= now - ALL_FOR]
    wanted = {backup.file for backup in newest_first if backup.at > now - ALL_FOR}
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        wanted |= _newest_of_each(older, period, count)
    last_good = next((backup for backup in newest_first if backup.good), None)
    kept = set() if last_good is None else {last_good.file}
    room = cap - (0 if last_good is None else last_good.bytes)
    for backup in newest_first:
        if backup.file in wanted - kept and backup.bytes <= room:
            room -= backup.bytes
            kept.add(backup.file)
    return tuple(backup for backup in reversed(newest_first) if backup.file not in kept)


def _newest_of_each(
    newest_first: Sequence[Backup], period: Callable[[datetime], Period], count: int
) -> set[Path]:
    """The newest backup of each of the latest `count` periods that have one."""
    found: dict[Period, Path] = {}
    for backup in newest_first:
        found.setdefault(period(backup.at), backup.file)
    return set(list(found.values())[:count])


def _order(backup: Backup) -> tuple[datetime, str]:
    return backup.at, backup.file.name


def _day(at: datetime) -> Period:
    return at.year, at.month, at.day


def _week(at: datetime) -> Period:
    return tuple(at.isocalendar()[:2])


def _month(at: datetime) -> Period:
    return at.year, at.month
