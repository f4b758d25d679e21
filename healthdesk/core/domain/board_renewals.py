"""The renewals of the coming weeks, as the renewal calendar of a dashboard shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.board_money import NOTHING, Amounts, amounts
from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Mark, Shown

WEEK: Final = 7
_MONDAY: Final = 3
"""Days from 1970-01-01, a Thursday, back to a Monday."""
UP: Final[tuple[Band, ...]] = ("Strong", "Average", "Unknown", "Poor")
"""Bands from the foot of a column to its top."""


@dataclass(frozen=True)
class Renewing:
    """One renewal: the account as it stands, the day, and the ARR of what ends on it."""

    account_id: str
    name: str
    band: Band
    shown: int | None
    arr: float | None
    currency: str
    day: int
    category: str
    """What was said of it last; "" = nothing."""


@dataclass(frozen=True)
class Week:
    """The renewals of a week, from the foot of its column up."""

    first: int
    rows: tuple[Renewing, ...]

    @property
    def key(self) -> str:
        """Of its mark."""
        return f"week:{self.first}"


@dataclass(frozen=True, kw_only=True)
class Calendar(Shown):
    """The weeks from the one of the day on."""

    day: int = 0
    weeks: tuple[Week, ...] = ()
    total: Amounts = NOTHING
    bands: tuple[tuple[Band, int], ...] = ()
    """Accounts that renew, by band."""


def monday(day: int) -> int:
    """The Monday of a day's week."""
    return day - (day + _MONDAY) % WEEK


def in_weeks(rows: Iterable[Renewing], day: int, count: int) -> tuple[Week, ...]:
    """Put renewals into the weeks from the one of the day on; what lies beyond is left out."""
    start = monday(day)
    weeks: list[list[Renewing]] = [[] for _ in range(count)]
    for row in rows:
        at = (row.day - start) // WEEK
        if 0 <= at < count:
            weeks[at].append(row)
    for found in weeks:
        found.sort(key=lambda one: (UP.index(one.band), -(one.arr or 0.0), one.name, one.day))
    return tuple(Week(start + WEEK * at, tuple(found)) for at, found in enumerate(weeks))


def marks_of(
    weeks: Iterable[Week], day_words: dict[int, str], names: BandNames
) -> tuple[Mark, ...]:
    """What can be pressed: weeks, bands, and the bands of a week."""
    out: list[Mark] = []
    by_band: dict[Band, set[str]] = {}
    for week in weeks:
        label = f"Renewal: week of {day_words[week.first]}"
        if week.rows:
            out.append(Mark(week.key, label, frozenset(one.account_id for one in week.rows)))
        for band in UP:
            mine = frozenset(one.account_id for one in week.rows if one.band == band)
            if mine:
                out.append(Mark(f"{week.key}:{band}", f"{label}, {names.of(band)}", mine))
                by_band.setdefault(band, set()).update(mine)
    out += [
        Mark(f"band:{one}", f"Renewing: {names.of(one)}", frozenset(mine))
        for one, mine in by_band.items()
    ]
    return tuple(out)


def total_of(weeks: Iterable[Week]) -> Amounts:
    """The ARR of the renewals of weeks; `count` is accounts, each once."""
    rows = [one for week in weeks for one in week.rows]
    made = amounts((one.arr, one.currency) for one in rows)
    return Amounts(made.sums, made.unknown, len({one.account_id for one in rows}))
