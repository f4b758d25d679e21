"""What trends look like to who shows them: the normal band of a metric, and records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class NormalView:
    """A metric of an account on some days, and what is normal on each; None = not measured/known.

    All five have the same length. Normal stands still while an event lasts.
    """

    days: tuple[int, ...]
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    expected: tuple[float | None, ...]


@dataclass(frozen=True)
class Record:
    """A calendar month, or a week, that was better or worse than all before it or than long."""

    metric: str
    period: Literal["month", "week"]
    best: bool
    """The best; else the worst."""
    first: int
    last: int
    value: float
    """A measured day's mean."""
    since: int | None
    """First day of the latest period that was as good (as bad); None = none ever was."""
    began: int = 0
    """The first day of what it was compared with."""
    text: str = ""
    """ "Active users: best month ever, 48.2 a day in October 2026"."""
