"""Reads a task from one typed line: "Call Ada fri !high @Aldermoor every 2 weeks".

What stands in double quotes is title and nothing else. Pure; what was understood is shown before
anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from healthdesk.core.domain.task import Repeat

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
_LONG_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_PRIORITIES: Final = {
    "!": "high",
    "!!": "urgent",
    "!urgent": "urgent",
    "!high": "high",
    "!normal": "normal",
    "!low": "low",
}
_UNITS: Final[dict[str, Literal["days", "weeks", "months"]]] = {
    "day": "days",
    "days": "days",
    "week": "weeks",
    "weeks": "weeks",
    "month": "months",
    "months": "months",
}
_MOST_WORDS: Final = 8
"""Words that the name of an account may have after its @."""
_LEADS: Final = ("on", "by", "due")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TOKENS: Final = re.compile(r'"[^"]*"|\S+')


@dataclass(frozen=True)
class TaskLine:
    """What a line says; `wrong` tells what in it was not understood."""

    title: str
    due: int | None = None
    priority: str = "normal"
    account_id: str | None = None
    account_name: str = ""
    repeat: Repeat | None = None
    wrong: str = ""


def read_line(
    line: str, today: int, accounts: Sequence[tuple[str, str]], *, start: TaskLine | None = None
) -> TaskLine:
    """Read a line.

    Args:
        line: what was typed.
        today: the day from which days are counted.
        accounts: ids and names of those that can be meant.
        start: what holds where the line says nothing.
    """
    found = replace(start or TaskLine(""), title="")
    words: list[str] = []
    rest = _TOKENS.findall(line)
    while rest:
        taken, found = _next(rest, today, accounts, found, first=not words)
        if not taken:
            words.append(rest[0][1:-1] if _quoted(rest[0]) else rest[0])
            taken = 1
        elif words and words[-1].casefold() in _LEADS and _day(rest, today)[0]:
            words.pop()
        rest = rest[taken:]
    return replace(found, title=" ".join(" ".join(words).split()))


def _quoted(word: str) -> bool:
    return len(word) > 1 and word[0] == word[-1] == '"'


def _next(
    rest: list[str],
    today: int,
    accounts: Sequence[tuple[str, str]],
    found: TaskLine,
    *,
    first: bool,
) -> tuple[int, TaskLine]:
    """How many of the next tokens say something beside the title, and what is known with them."""
    word = rest[0].casefold()
    if word in _PRIORITIES:
        return 1, replace(found, priority=_PRIORITIES[word])
    if word.startswith("@") and len(word) > 1:
        return _account(rest, accounts, found)
    taken, repeat = _every(rest)
    if taken:
        return taken, replace(found, repeat=repeat)
    # A line does not begin with its day: "Sun report", "May review" are titles.
    taken, day = (0, None) if first else _day(rest, today)
    return (taken, replace(found, due=day)) if taken else (0, found)


def _account(
    rest: list[str], accounts: Sequence[tuple[str, str]], found: TaskLine
) -> tuple[int, TaskLine]:
    """The account that is named; the longest name that fits, else the only one that begins so."""
    if rest[0].startswith('@"'):
        return 1, replace(found, wrong="An account goes without quotes: @Name.")
    spoken = [rest[0][1:], *rest[1:_MOST_WORDS]]
    for many in range(len(spoken), 0, -1):
        asked = " ".join(spoken[:many]).casefold()
        exact = [one for one in accounts if asked in (one[0].casefold(), one[1].casefold())]
        if exact:
            return many, _about(found, exact[0])
    asked = spoken[0].casefold()
    near = [one for one in accounts if one[1].casefold().startswith(asked)]
    # More words of the name may follow the first one: "@Aldermoor Fr".
    many = 1
    while near and many < len(spoken):
        longer = " ".join(spoken[: many + 1]).casefold()
        still = [one for one in near if one[1].casefold().startswith(longer)]
        if not still:
            break
        near, many = still, many + 1
    if len(near) == 1:
        return many, _about(found, near[0])
    if near:
        some = ", ".join(name for _, name in near[:3])
        return many, replace(found, wrong=f"“{rest[0]}” may be {some}; say more of the name.")
    return 1, replace(found, wrong=f"No account is called “{rest[0][1:]}”.")


def _about(found: TaskLine, account: tuple[str, str]) -> TaskLine:
    return replace(found, account_id=account[0], account_name=account[1], wrong="")


def _every(rest: list[str]) -> tuple[int, Repeat | None]:
    """A rhythm: "every week", "every 2 months"."""
    if rest[0].casefold() != "every" or len(rest) < 2:
        return 0, None
    unit = _UNITS.get(rest[1].casefold())
    if unit is not None and not rest[1].casefold().endswith("s"):
        return 2, Repeat(1, unit)
    number = _number(rest[1])
    unit = _UNITS.get(rest[2].casefold()) if len(rest) > 2 else None
    return (3, Repeat(number, unit)) if unit is not None and number else (0, None)


def _day(rest: list[str], today: int) -> tuple[int, int | None]:
    """A day: how many tokens say it, and which it is."""
    word = rest[0].casefold()
    if word in ("today", "tomorrow"):
        return 1, today + (word == "tomorrow")
    if word in _DAYS or word in _LONG_DAYS:
        wanted = _DAYS.index(word[:3])
        return 1, today + ((wanted - _weekday(today) - 1) % 7 + 1)
    if word == "next" and len(rest) > 1 and rest[1].casefold() == "week":
        return 2, today + 7 - _weekday(today)
    if word == "in" and len(rest) > 2:
        return _ahead(rest, today)
    if _ISO.fullmatch(word):
        return _calendar(word, 1)
    return _month_day(rest, today)


def _ahead(rest: list[str], today: int) -> tuple[int, int | None]:
    """A day some time ahead: "in 3 days", "in a month"."""
    number = 1 if rest[1].casefold() in ("a", "one") else _number(rest[1])
    unit = _UNITS.get(rest[2].casefold())
    if not number or unit is None:
        return 0, None
    if unit == "months":
        return 3, _months_on(today, number)
    return 3, today + number * (7 if unit == "weeks" else 1)


def _months_on(today: int, months: int) -> int:
    at = date.fromordinal(today + _EPOCH)
    month = at.month - 1 + months
    year, month = at.year + month // 12, month % 12 + 1
    for day in (at.day, 30, 29, 28):
        found = _date(year, month, day)
        if found is not None and day <= at.day:
            return found
    return today


def _month_day(rest: list[str], today: int) -> tuple[int, int | None]:
    """A day of a month: "1 dec", "dec 1", the next there is."""
    if len(rest) < 2:
        return 0, None
    one, two = rest[0].casefold(), rest[1].casefold().rstrip(".,")
    if one[:3] in _MONTHS and (len(one) == 3 or one.isalpha()) and two.isdecimal():
        month, number = _month(one), _number(two)
    elif two[:3] in _MONTHS and one.rstrip(".").isdecimal():
        month, number = _month(two), _number(one.rstrip("."))
    else:
        return 0, None
    year = date.fromordinal(today + _EPOCH).year
    for at in range(year, year + 9):
        found = _date(at, month, number) if month and number else None
        if found is not None and found >= today:
            return 2, found
    return 0, None


def _month(word: str) -> int:
    for names in (_MONTHS, _LONG_MONTHS):
        if word in names:
            return names.index(word) + 1
    return 0


def _calendar(word: str, taken: int) -> tuple[int, int | None]:
    try:
        return taken, date.fromisoformat(word).toordinal() - _EPOCH
    except ValueError:
        return 0, None


def _date(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _number(word: str) -> int:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 4 else 0


def _weekday(day: int) -> int:
    return (day + 3) % 7
