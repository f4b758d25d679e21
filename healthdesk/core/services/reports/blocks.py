"""Small parts that sections of reports are put together from: lines, days and figures as text."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.report import Band, Block, Direction, Line
from healthdesk.core.domain.views import Band as BandName
from healthdesk.core.services.wording import count_of

LONG: Final = 240
"""Letters of what somebody said that a page has room for."""
BANDS: Final[dict[BandName, Band]] = {
    "Strong": "strong",
    "Average": "average",
    "Poor": "poor",
    "Unknown": "unknown",
}


def line(*blocks: Block, shares: tuple[float, ...] = ()) -> Line:
    """Blocks side by side."""
    return Line(blocks=blocks, shares=shares)


def rows(*blocks: Block | None) -> tuple[Line, ...]:
    """Blocks one under another; those that are none are left out."""
    return tuple(Line(blocks=(one,)) for one in blocks if one is not None)


def beside(*blocks: Block | None, shares: tuple[float, ...] = ()) -> tuple[Line, ...]:
    """Blocks side by side, those that are none left out; no line where nothing is left."""
    wide = shares or (1.0,) * len(blocks)
    kept = [(one, share) for one, share in zip(blocks, wide, strict=True) if one is not None]
    if not kept:
        return ()
    return (Line(blocks=tuple(one for one, _ in kept), shares=tuple(share for _, share in kept)),)


def on(style: NumberStyle, when: int | None, day: int) -> str:
    """A day, without its year where that is the year of the report."""
    if when is None:
        return style.date(None)
    return style.date(when, year=to_date(when).year != to_date(day).year)


def ahead(when: int, day: int) -> str:
    """How far off a day is: "today", "in 3 days", "3 days ago"."""
    if when == day:
        return "today"
    told = count_of(abs(when - day), "day")
    return f"in {told}" if when > day else f"{told} ago"


def moved(now: float, before: float, *, more_is_good: bool = True) -> Direction:
    """Whether a figure moved for better or worse; one that rounds to none stood still."""
    if round(now) == round(before):
        return "even"
    return "good" if (now > before) == more_is_good else "bad"


def short(words: str, most: int = LONG) -> str:
    """The beginning of a text, on one line."""
    told = " ".join(words.split())
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def amount(style: NumberStyle, value: float) -> str:
    """A figure of use: whole from 20 on, with one decimal below where it has one."""
    digits = 0 if abs(value) >= 20 or abs(value - round(value)) < 0.05 else 1
    return style.number(value, digits)


def listed(names: list[str] | tuple[str, ...], most: int = 3) -> str:
    """Names as words: "Reports, Alerts and 2 more"."""
    told = list(names)
    if not told:
        return ""
    if len(told) > most:
        return f"{', '.join(told[: most - 1])} and {len(told) - most + 1} more"
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
