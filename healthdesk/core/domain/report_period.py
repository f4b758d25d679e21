"""Periods of reports: quarters, months, the last days, from a day to a day; as a short text.

"2026-Q4", "2026-11", "2026", "28d", "12w", "2026-10-01..2026-12-31"; "quarter", "month" and "year"
are those of the day asked. Days are day numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day

_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])\Z")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})\Z")
_YEAR: Final = re.compile(r"(\d{4})\Z")
_LAST: Final = re.compile(r"(\d{1,4})([dw])\Z")
_DAYS: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})\Z")
_MONTHS: Final = 12
_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both counted; `name` is how it is called: "Q4 2026"."""

    first: int
    last: int
    name: str

    @property
    def days(self) -> int:
        """How many days."""
        return self.last - self.first + 1

    def before(self) -> Period:
        """As many days right before it."""
        return Period(self.first - self.days, self.first - 1, "the period before")


def read(text: str, day: int) -> Period:
    """What a text means as of a day; a period never goes beyond that day.

    >>> read("2026-Q4", 20780).name
    'Q4 2026'
    """
    first, last, name = _read(text.strip(), day)
    if first > day:
        raise UsageError(f"The period {text!r} begins after {to_date(day).isoformat()}.")
    return Period(first, min(last, day), name)


def quarter_of(day: int) -> str:
    """The quarter a day stands in, as text."""
    told = to_date(day)
    return f"{told.year}-Q{(told.month - 1) // 3 + 1}"


def quarters_to(day: int, count: int) -> tuple[str, ...]:
    """The last quarters up to that of a day, the newest first."""
    told = to_date(day)
    at = told.year * 4 + (told.month - 1) // 3
    return tuple(f"{one // 4}-Q{one % 4 + 1}" for one in range(at, at - count, -1))


def _read(text: str, day: int) -> tuple[int, int, str]:
    told = to_date(day)
    running = {"quarter": quarter_of(day), "month": f"{told:%Y-%m}", "year": f"{told:%Y}"}
    text = running.get(text, text)
    if found := _QUARTER.match(text):
        year, quarter = int(found[1]), int(found[2])
        return (*_months(year, quarter * 3 - 2, 3), f"Q{quarter} {year}")
    if found := _MONTH.match(text):
        year, month = int(found[1]), int(found[2])
        if 1 <= month <= _MONTHS:
            return (*_months(year, month, 1), f"{_NAMES[month - 1]} {year}")
    if found := _YEAR.match(text):
        return (*_months(int(found[1]), 1, _MONTHS), found[1])
    if found := _LAST.match(text):
        days = int(found[1]) * (7 if found[2] == "w" else 1)
        if days:
            return day - days + 1, day, f"the last {days} days"
    if found := _DAYS.match(text):
        first, last = _day(found[1]), _day(found[2])
        if first is not None and last is not None and first <= last:
            return first, last, f"{found[1]} to {found[2]}"
    raise UsageError(
        f"The period {text!r} is not understood.",
        "Give it like 2026-Q4, 2026-11, 2026, 28d, 12w or 2026-10-01..2026-12-31.",
    )


def _months(year: int, month: int, count: int) -> tuple[int, int]:
    after = year * _MONTHS + month - 1 + count
    if not 1 <= year < 9999:
        raise UsageError(f"The year {year} is beyond any calendar.")
    end = date(after // _MONTHS, after % _MONTHS + 1, 1)
    return to_day(date(year, month, 1)), to_day(end) - 1


def _day(text: str) -> int | None:
    try:
        return to_day(date.fromisoformat(text))
    except ValueError:
        return None
