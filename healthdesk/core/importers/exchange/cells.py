"""Reads single cells: days, instants, numbers, booleans, ids, texts; strictly, or with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo

from healthdesk.core.domain.exchange import (
    ID_LIMIT,
    LONG_LIMIT,
    NUMBER_LIMIT,
    TEXT_LIMIT,
    Cell,
    Column,
)
from healthdesk.core.domain.facts import to_day

Value = str | int | float | None
"""What the desk keeps of a cell; None = empty, unknown."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
    r"(?P<offset> ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?))?",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_YES = frozenset(("true", "yes", "1"))
_NO = frozenset(("false", "no", "0"))
_REMEMBERED = 100_000
"""Spellings of days kept, so that a hostile file cannot fill the memory with them."""
SHOWN = 80
"""How much of a value a rejection shows."""


class CellError(ValueError):
    """A cell that cannot be read; the text of the error is the reason."""


def shorten(text: str) -> str:
    """The beginning of a value, on one line, for a list of rejections."""
    shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return "".join(letter if letter.isprintable() else " " for letter in shown)


def day(text: str) -> int:
    """The day number of `YYYY-MM-DD`."""
    if not _DAY.fullmatch(text):
        raise CellError("is no day; write it as 2026-03-14")
    try:
        return to_day(date.fromisoformat(text))
    except ValueError:
        raise CellError("is a day that the calendar does not have") from None


def day_or_instant(text: str, zone: tzinfo) -> tuple[int, str | None]:
    """The day of a cell in the desk's zone, and the instant in UTC if the cell held one."""
    if len(text) <= len("2026-03-14"):
        return day(text), None
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise CellError("is no day; write it as 2026-03-14, or as 2026-03-14T09:30:00+01:00")
    if match["offset"] is None:
        raise CellError(
            "is a time without an offset from UTC; write it as 2026-03-14T09:30:00+01:00"
        )
    try:
        instant = datetime.fromisoformat(_iso(text, match["offset"]))
        return to_day(instant.astimezone(zone).date()), instant.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise CellError("is an instant that the calendar does not have") from None


def _iso(text: str, offset: str) -> str:
    """The instant in the one spelling that every supported Python reads."""
    told = text[: len(text) - len(offset)].upper().replace(",", ".")
    offset = offset.strip().upper()
    if offset == "Z":
        return f"{told}+00:00"
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return f"{told}{offset[0]}{digits[:2]}:{digits[2:]}"


def number(text: str) -> float:
    """A finite number with a decimal point."""
    if not _NUMBER.fullmatch(text):
        raise CellError("is no number; write it with digits and a decimal point")
    value = float(text)
    if not -NUMBER_LIMIT <= value <= NUMBER_LIMIT:
        raise CellError("is larger than any number that can be kept")
    return value


def flag(text: str) -> int:
    """1 or 0 for true or false, yes or no."""
    told = text.casefold()
    if told in _YES:
        return 1
    if told in _NO:
        return 0
    raise CellError("is neither true nor false")


def identity(text: str, limit: int = ID_LIMIT) -> str:
    """An id, without the blanks around it."""
    told = text.strip()
    if len(told) > limit:
        raise CellError(f"has {len(told):,} characters; an id has at most {limit:,}")
    return plain(told)


def plain(text: str) -> str:
    """A text as it is; a NUL character is refused because no other program could show it."""
    if "\0" in text:
        raise CellError("holds a NUL character")
    return text


def prose(text: str, limit: int = TEXT_LIMIT) -> str:
    """A text of limited length, as it is."""
    if len(text) > limit:
        raise CellError(f"has {len(text):,} characters; the desk keeps at most {limit:,}")
    return plain(text)


def reader(column: Column) -> Callable[[str], Value]:
    """The function that reads a filled cell of a column; days are read by `DayReader`."""
    if column.cell is Cell.CHOICE:
        return _choices(column)
    if column.cell is Cell.NUMBER:
        return _numbers(column)
    return _READERS[column.cell]


class DayReader(dict[str, tuple[int, str | None]]):
    """Days and instants by their spelling, worked out once each; a bad cell raises each time."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, text: str) -> tuple[int, str | None]:
        found = day_or_instant(text.strip(), self._zone)
        if len(self) > _REMEMBERED:
            self.clear()
        self[text] = found
        return found


def _choices(column: Column) -> Callable[[str], Value]:
    known = {choice.casefold(): choice for choice in column.choices}

    def read(text: str) -> Value:
        found = known.get(text.strip().casefold())
        if found is None:
            raise CellError(f"is none of {', '.join(column.choices)}")
        return found

    return read


def _numbers(column: Column) -> Callable[[str], Value]:
    low, high = column.low, column.high

    def read(text: str) -> Value:
        value = number(text.strip())
        if low is not None and value < low:
            raise CellError(f"is below {low:g}")
        if high is not None and value > high:
            raise CellError(f"is above {high:g}")
        return value

    return read


def _contacts(text: str) -> Value:
    ids = dict.fromkeys(identity(part) for part in text.split(";"))
    ids.pop("", None)
    return ";".join(ids)


_READERS: dict[Cell, Callable[[str], Value]] = {
    Cell.ID: identity,
    Cell.ACCOUNT: identity,
    Cell.CONTACT: identity,
    Cell.METRIC: identity,
    Cell.CONTACTS: _contacts,
    Cell.TEXT: prose,
    Cell.LONG: lambda text: prose(text, LONG_LIMIT),
    Cell.FLAG: lambda text: flag(text.strip()),
}
