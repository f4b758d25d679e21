"""Reads days and instants as files spell them, in an order that is decided once for a column.

Which order a text can be read in is found from its shape alone: "2/3/24" can be the 2nd of March
and the 3rd of February, "31/3/24" only one of them. Years of two digits are those from 1970 to
2069. A day written 2024-03-05 is read in every order of year, month and day: nobody can mistake it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from healthdesk.core.domain.facts import EPOCH, to_date, to_day
from healthdesk.core.domain.mapping import DateOrder
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.months import is_weekday, month
from healthdesk.core.mapping.numbers import simple

ORDERS: tuple[DateOrder, ...] = (
    "", "ymd", "dmy", "mdy", "epoch s", "epoch ms", "excel", "month",
)  # fmt: skip
_LONGEST = 80
_NO_SUCH = -(2**62)
"""Stands for a day that the calendar does not have."""
_ORDINAL = EPOCH.toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's days know no zone
_COUNT = re.compile(r"([0-9]{5,13})(?:\.([0-9]{0,12}))?", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:([-/.\\])\s?([0-9]{1,2})\2\s?|[年년]\s?()([0-9]{1,2})[月월]\s?)"
    r"([0-9]{1,2})[日일.]?"
)
_YEAR_NAME = re.compile(r"([0-9]{4})[-/. ]\s?([^\W\d_]+\.?)[-/. ]\s?([0-9]{1,2})")
_PAIR = re.compile(r"([0-9]{1,2})([-/.\\ ])\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{2})\.?", re.ASCII)
_DAY_NAME = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|[.ºª°])?[-/ ]{0,2}(?:de |of )?([^\W\d_]+\.?)"
    r"[-/, ]{0,2}(?:del? )?([0-9]{4}|'?[0-9]{2})"
)
_NAME_DAY = re.compile(
    r"([^\W\d_]+\.?)[-/ ]{0,2}([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?| |-|/)([0-9]{4}|'?[0-9]{2})"
)
_MONTHS = (
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})[年년]\s?(?P<month>[0-9]{1,2})[月월]"),
    re.compile(r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
    re.compile(r"(?P<name>[^\W\d_]+\.?)[-/, ]{1,2}(?:de )?(?P<year>[0-9]{4}|'?[0-9]{2})"),
    re.compile(r"(?P<year>[0-9]{4})[-/, ]{1,2}(?P<name>[^\W\d_]+\.?)"),
)
_CLOCK = re.compile(
    r"(?P<day>.*?)(?:[Tt, ]|\b(?:at|um|kl|à|a las|alle|às)\b)*"
    r"(?<![0-9])(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})"
    r"(?:[.,:](?P<part>[0-9]{1,9}))?)?"
    r" ?(?P<half>[AaPp]\.? ?[Mm]\b\.?)?(?:Uhr)?(?P<rest>.*)"
)
_TIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})[Tt]([0-9]{2})([0-9]{2})([0-9]{2})?(.*)")
_ZONE = re.compile(r"(?:UTC|GMT)? ?(?P<sign>[+-])(?P<hour>[0-9]{1,2})(?::?(?P<minute>[0-9]{2}))?")
_AFTER = re.compile(r"(?P<zone>.*?) ?(?P<year>[0-9]{4})?(?: ?\([^()]*\)| ?\[[^\[\]]*\])?")
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120,
    "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "KST": 540,
    "AWST": 480, "ACDT": 630, "ACST": 570, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
    "HST": -600, "AKST": -540, "AKDT": -480, "PST": -480, "PDT": -420, "MST": -420, "MDT": -360,
    "EST": -300, "EDT": -240,
}  # fmt: skip
"""Minutes ahead of UTC. CST, CDT, IST, BST, AST and the like mean several zones: not here."""
_REASONS: dict[DateOrder, str] = {
    "": "is no day; 2026-03-14 was expected",
    "ymd": "is no day with the year first, as in 2026/03/14",
    "dmy": "is no day with the day first, as in 14/03/2026",
    "mdy": "is no day with the month first, as in 03/14/2026",
    "epoch s": "is no count of seconds since 1970",
    "epoch ms": "is no count of milliseconds since 1970",
    "excel": "is no day number of a spreadsheet",
    "month": "is no month, as in 2026-03 or Mar 2026",
}
_OUTSIDE = "is an instant that the calendar does not have"
_SPLIT = "is a time that cannot be read"


@dataclass(frozen=True)
class Time:
    """The time after a day: on the clock, and how far ahead of UTC where the text says that."""

    clock: time
    offset: timezone | None


def parse_day(
    text: str, order: DateOrder, zone: tzinfo, *, desk: tzinfo | None = None, whole: bool = False
) -> tuple[int, str | None]:
    """The day of a cell in the desk's zone, and the instant in UTC where the cell holds one.

    A time that names no zone is in `zone`, and `desk` is the same zone if it is not given. Where
    they are one, midnight without a zone is the day and no instant: spreadsheets and databases
    write days like that. `whole`: midnight as written is the day in any case, for columns that
    hold days only. A time that the clock skips or has twice is the earlier reading of it.
    """
    day, moment = parse_moment(text, order, zone, desk=desk, whole=whole)
    if moment is None:
        return day, None
    try:
        return day, moment.astimezone(UTC).isoformat()
    except OverflowError:
        raise CellError(_OUTSIDE) from None


def parse_moment(
    text: str, order: DateOrder, zone: tzinfo, *, desk: tzinfo | None = None, whole: bool = False
) -> tuple[int, datetime | None]:
    """As `parse_day`, the instant in the zone that it is written in."""
    day, told = _read(text, order)
    if told is None:
        return day, None
    alike = desk is None or desk == zone
    if told.clock == time.min and (whole or (told.offset is None and alike)):
        return day, None
    moment = datetime.combine(to_date(day), told.clock, told.offset or zone)
    if told.offset is not None or not alike:
        try:
            day = moment.astimezone(desk or zone).toordinal() - _ORDINAL
        except OverflowError:
            raise CellError(_OUTSIDE) from None
    return day, moment


def fits(text: str) -> frozenset[DateOrder]:
    """The orders that a text is spelled in: what proves the order of a column.

    "2024-03-05" is only "" and "ymd" here although every order reads it; a column may mix it with
    another spelling.
    """
    counted = _counted(text.strip())
    try:
        spelled, _ = _split(text)
    except CellError:
        return frozenset(counted)
    days = _spellings(spelled)
    return frozenset((*counted, *(order for order, day in days.items() if day != _NO_SUCH)))


def _read(text: str, order: DateOrder) -> tuple[int, Time | None]:
    """The day as written in the text, and the time if there is one."""
    if order in {"epoch s", "epoch ms", "excel"}:
        count = _counted(text.strip()).get(order)
        if count is None:
            raise CellError(_REASONS[order])
        return count
    if order in {"", "ymd"} and (quick := _iso(text)) is not None:
        return quick
    spelled, clock = _split(text)
    days = _spellings(spelled)
    day = days.get(order, days.get(""))
    if day is None or (order == "month" and order not in days):
        raise CellError(_REASONS[order])
    if day == _NO_SUCH:
        raise CellError("is a day that the calendar does not have")
    return day, clock


def _iso(text: str) -> tuple[int, Time] | None:
    """The common spelling of instants, many times faster; None = look closer."""
    if not 16 <= len(text) <= 32 or text[4] != "-" or text[10] not in " T" or text[13] != ":":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = moment.tzinfo
    if offset is not None and not isinstance(offset, timezone):
        return None
    return moment.toordinal() - _ORDINAL, Time(moment.time(), offset)


def _counted(text: str) -> dict[DateOrder, tuple[int, Time | None]]:
    """What a bare number is as a count of days, seconds or milliseconds; by its size only one."""
    match = _COUNT.fullmatch(text if text.isascii() else simple(text))
    if match is None:
        return {}
    whole, part = match[1], match[2] or ""
    if len(whole) == 5:
        moment = _EXCEL + timedelta(days=int(whole), seconds=round(float(f"0.{part}0") * 86_400))
        clock = moment.time()
        told = Time(clock, None) if clock != time.min else None
        return {"excel": (to_day(moment.date()), told)}
    if len(whole) in {9, 10}:
        return {"epoch s": _since(timedelta(seconds=int(whole), microseconds=_micro(part)))}
    if len(whole) in {12, 13}:
        return {"epoch ms": _since(timedelta(milliseconds=int(whole)))}
    return {}


def _since(passed: timedelta) -> tuple[int, Time]:
    moment = _EPOCH + passed
    return to_day(moment.date()), Time(moment.time(), UTC)


def _micro(part: str) -> int:
    return int(part[:6].ljust(6, "0"))


def _split(text: str) -> tuple[str, Time | None]:
    """The text of the day, and the time after it; `CellError` for a time nobody can read."""
    told = text.strip()
    if len(told) > _LONGEST:
        raise CellError("is no day")
    if not told.isascii():
        told = simple(told)
        if "時" in told or "시" in told:
            told = re.sub(r" ?[時시] ?([0-9]{1,2})[分분]", r":\1", told).replace(":0:", ":00:")
            told = re.sub(r" ?([0-9]{1,2})[秒초]", r":\1", told)
    if ":" not in told:
        tight = _TIGHT.fullmatch(told)
        if tight is None:
            return told, None
        told = "{}-{}-{} {}:{}:{}{}".format(*tight.group(1, 2, 3, 4, 5), tight[6] or "00", tight[7])
    match = _CLOCK.fullmatch(told)
    if match is None:
        raise CellError(_SPLIT)
    offset, year = _after(match["rest"].strip())
    spelled = f"{match['day'].strip()} {year}" if year else match["day"].strip()
    return spelled, Time(_time(match), offset)


def _time(match: Mapping[str, str | None] | re.Match[str]) -> time:
    hour, half = int(match["hour"] or 0), match["half"]
    if half:
        if not 1 <= hour <= 12:
            raise CellError("has a time that the clock does not have")
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    try:
        return time(
            hour, int(match["minute"] or 0), int(match["second"] or 0), _micro(match["part"] or "")
        )
    except ValueError:
        raise CellError("has a time that the clock does not have") from None


@lru_cache(4_096)
def _after(text: str) -> tuple[timezone | None, str]:
    """What stands behind the time: how far ahead of UTC, and a year, as `date` prints it."""
    match = _AFTER.fullmatch(text)
    if match is None:
        raise CellError(_SPLIT)
    zone, year = match["zone"], match["year"] or ""
    if year and zone.endswith(("+", "-")):  # "+0800" is no year
        zone, year = zone + year, ""
    if not zone:
        return None, year
    if zone.upper() in _ZONES:
        return timezone(timedelta(minutes=_ZONES[zone.upper()])), year
    told = _ZONE.fullmatch(zone)
    if told is None:
        if zone.isalpha():
            raise CellError(f"names the time zone {zone}, which is not known or means several")
        raise CellError(_SPLIT)
    ahead = timedelta(hours=int(told["hour"]), minutes=int(told["minute"] or 0))
    if ahead >= timedelta(hours=16):
        raise CellError("names an offset from UTC that no place has")
    return timezone(-ahead if told["sign"] == "-" else ahead), year


@lru_cache(65_536)
def _spellings(text: str) -> dict[DateOrder, int]:
    """The day that a text without a time is, by order; `_NO_SUCH` for a 31st of February."""
    told = text.strip(" ,")
    found: dict[DateOrder, int] = {}
    if match := _ISO.fullmatch(told):
        found[""] = found["ymd"] = _day(match[1], match[2], match[3])
        return found
    if told.isdigit():
        return _of_digits(told)
    if match := _YEAR_FIRST.fullmatch(told):
        found["ymd"] = _day(match[1], match[3] or match[5], match[6])
    elif match := _PAIR.fullmatch(told):
        for order, first, second in (("dmy", 3, 1), ("mdy", 1, 3)):
            if 1 <= int(match[first]) <= 12 and 1 <= int(match[second]) <= 31:
                found[_ORDER[order]] = _day(match[4], match[first], match[second])
    else:
        _named(told, found)
    for pattern in _MONTHS:
        if match := pattern.fullmatch(told):
            _whole_month(match.groupdict(), found)
    return found


_ORDER: dict[str, DateOrder] = {"dmy": "dmy", "mdy": "mdy"}


def _of_digits(text: str) -> dict[DateOrder, int]:
    """20240305 and 202403."""
    if not "1900" <= text[:4] < "2200" or not "01" <= text[4:6] <= "12":
        return {}
    if len(text) == 8 and "01" <= text[6:] <= "31":
        return {"ymd": _day(text[:4], text[4:6], text[6:])}
    if len(text) == 6:
        return {"month": _day(text[:4], text[4:], "1")}
    return {}


def _named(text: str, found: dict[DateOrder, int]) -> None:
    """Days whose month is a word."""
    first, _, rest = text.partition(" ")
    if rest and is_weekday(first.rstrip(",")) and any(map(str.isalpha, rest)):
        text = rest.strip(" ,")
    if match := _DAY_NAME.fullmatch(text):
        order, year, name, day = _ORDER["dmy"], match[3], match[2], match[1]
    elif match := _NAME_DAY.fullmatch(text):
        order, year, name, day = _ORDER["mdy"], match[3], match[1], match[2]
    elif match := _YEAR_NAME.fullmatch(text):
        order, year, name, day = "ymd", match[1], match[2], match[3]
    else:
        return
    number = month(name)
    if number is not None and 1 <= int(day) <= 31:
        found[order] = _day(year.lstrip("'"), str(number), day)


def _whole_month(parts: Mapping[str, str | None], found: dict[DateOrder, int]) -> None:
    """A month stands for its first day."""
    name = parts.get("name")
    number = month(name) if name else int(parts.get("month") or 0)
    if number and 1 <= number <= 12:
        found["month"] = _day((parts["year"] or "").lstrip("'"), str(number), "1")


def _day(year: str, number: str, day: str) -> int:
    full = int(year)
    if len(year) == 2:
        full += 2000 if full < 70 else 1900
    try:
        return (date(full, int(number), int(day)) - EPOCH).days
    except ValueError:
        return _NO_SUCH
