"""Turns the cells of a foreign column into the exchange folder's spelling, each spelling once.

`text_of` makes what a cell means out of what stands there (lists, joins, unknown, values);
`speller` writes that as its column needs it. `Cells` remembers the outcome by what stood there.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import Cell, Column
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.mapping import ColumnMap, DateOrder
from healthdesk.core.domain.record_ids import SPOILT, is_spoilt
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.dates import parse_day, parse_moment
from healthdesk.core.mapping.joins import Joined
from healthdesk.core.mapping.numbers import is_plain, parse_number, plain
from healthdesk.core.mapping.words import MISSING, parse_flag

ALL = -2
"""`ColumnMap.take`: every part of a list."""
_MOST = 100_000
_LARGEST = 8_000_000

_TIMED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?",
    re.ASCII,
)
"""A time without a zone: where that is the desk's, only the day before it counts."""

Convert = Callable[[str], str]


class Cells(dict[str, str]):
    """Cells of one column by what stood in the file, worked out once each.

    `bad` holds what could not be read, with the reason; such a cell comes out empty. `convert` is
    how a text is worked out.
    """

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self.bad: dict[str, str] = {}
        self.convert = convert
        self._size = 0

    def __missing__(self, text: str) -> str:
        try:
            found = self.convert(text)
        except CellError as error:
            self.bad[text] = str(error)
            found = ""
        self._size += len(text)
        self[text] = found
        return found

    def all(self, texts: Sequence[str]) -> list[str]:
        """The cells of a chunk, all at once: what became too much to remember is given up first."""
        if len(self) > _MOST or self._size > _LARGEST:
            self.clear()
            self.bad.clear()
            self._size = 0
        return list(map(self.__getitem__, texts))


def text_of(mapping: ColumnMap, joined: Joined, *, required: bool) -> Convert:
    """What a cell means: one of a list or all, through joins, unknown or not, by its values.

    A text that a join does not know is an error where the column is required, else unknown.
    """
    values = {key.strip().casefold(): value for key, value in mapping.values.items()}
    missing = missing_of(mapping)
    plainly = not mapping.through and not values

    def single(text: str) -> str:
        told = text.strip()
        if mapping.through and told:
            found = joined.follow(mapping.through, told)
            if found is None and required:
                raise CellError(f"is not found in {mapping.through[0].file}")
            text = found or ""
            told = text.strip()
        same = told.casefold()
        if same in missing:
            return values.get("", "")
        if plainly:
            return text
        return values.get(
            same, text if mapping.otherwise is None or not values else mapping.otherwise
        )

    return _split(mapping, single) if mapping.split else single


def missing_of(mapping: ColumnMap) -> frozenset[str]:
    """What means unknown in a column; a text that is given a value of its own does not."""
    if mapping.missing is not None:
        return frozenset(("", *(word.strip().casefold() for word in mapping.missing)))
    return MISSING - {key.strip().casefold() for key in mapping.values if key.strip()}


def _split(mapping: ColumnMap, single: Convert) -> Convert:
    def convert(text: str) -> str:
        parts = [part.strip() for part in text.split(mapping.split)]
        if mapping.take == ALL:
            found = dict.fromkeys(single(part) for part in parts)
            found.pop("", None)
            return ";".join(found)
        try:
            return single(parts[mapping.take])
        except IndexError:
            return single("")

    return convert


def speller(column: Column | None, mapping: ColumnMap, desk: tzinfo) -> Convert:
    """Writes a filled text as a column has it; without a column, as an attribute of accounts."""
    cell = _attribute(mapping) if column is None else column.cell
    if cell is Cell.DAY:
        return _days(mapping, desk, keeps=bool(column and column.at))
    if cell is Cell.NUMBER:
        return _numbers(mapping)
    if cell is Cell.CHOICE and column is not None:
        return _choices(column)
    if cell is Cell.FLAG:
        return lambda text: "true" if parse_flag(text) else "false"
    if cell is Cell.ID:
        return _whole_id
    return _printable if cell is Cell.LONG else lambda text: _printable(text.strip())


def _whole_id(text: str) -> str:
    told = _printable(text.strip())
    if is_spoilt(told):
        raise CellError(SPOILT)
    return told


def _attribute(mapping: ColumnMap) -> Cell:
    if mapping.date or mapping.zone:
        return Cell.DAY
    return Cell.NUMBER if mapping.number or mapping.factor != 1 else Cell.TEXT


def zone_of(name: str) -> tzinfo:
    """A time zone by its name in the IANA list."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadImport(
            f"The mapping names the time zone “{name}”, which nobody knows; nothing was imported.",
            "Names are written as in Europe/Berlin.",
        ) from None


def _days(mapping: ColumnMap, desk: tzinfo, *, keeps: bool) -> Convert:
    zone = zone_of(mapping.zone) if mapping.zone else desk
    order: DateOrder = mapping.date
    if keeps:
        return _instants(order, zone, desk)
    names: dict[int, str] = {}
    plain_days: dict[str, str] = {}
    plainly = zone == desk and order in {"", "ymd"}

    def convert(text: str) -> str:
        quick = _TIMED.fullmatch(text) if plainly else None
        if quick is not None and quick[1] in plain_days:
            return plain_days[quick[1]]
        day, _ = parse_moment(text, order, zone, desk=desk, whole=True)
        name = names.get(day)
        if name is None:
            name = names[day] = to_date(day).isoformat()
        if quick is not None:
            plain_days[quick[1]] = name
        return name

    return convert


def _instants(order: DateOrder, zone: tzinfo, desk: tzinfo) -> Convert:
    def convert(text: str) -> str:
        day, instant = parse_day(text, order, zone, desk=desk)
        return instant or to_date(day).isoformat()

    return convert


def _numbers(mapping: ColumnMap) -> Convert:
    style, factor = mapping.number, Decimal(repr(mapping.factor))

    def convert(text: str) -> str:
        told = text.strip()
        if not style and factor == 1 and is_plain(told):
            return told
        return plain(parse_number(told, style) * factor)

    return convert


def _choices(column: Column) -> Convert:
    known = {choice.casefold(): choice for choice in column.choices}

    def convert(text: str) -> str:
        found = known.get(text.strip().casefold())
        if found is None:
            raise CellError(f"is none of {', '.join(column.choices)}")
        return found

    return convert


def _printable(text: str) -> str:
    if "\0" in text:
        raise CellError("holds a NUL character")
    return text


def cells(
    column: Column | None, mapping: ColumnMap, joined: Joined, desk: tzinfo, *, required: bool
) -> Cells:
    """The cells of a column that names nobody."""
    text, spell = text_of(mapping, joined, required=required), speller(column, mapping, desk)
    filled = _listed(spell) if mapping.split and mapping.take == ALL else spell

    def convert(raw: str) -> str:
        told = text(raw)
        if told and not told.isspace():
            return filled(told)
        if required:
            raise CellError("is required and empty")
        return ""

    return Cells(convert)


def _listed(spell: Convert) -> Convert:
    return lambda text: ";".join(spell(part) for part in text.split(";"))


def last_of_month(day: str) -> str:
    """The last day of the month of a day, both as 2026-03-14."""
    year, month = int(day[:4]), int(day[5:7])
    return f"{day[:8]}{monthrange(year, month)[1]:02}"
