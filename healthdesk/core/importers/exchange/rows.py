"""Reads whole rows of one exchange table: each cell by its column, then the row as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from healthdesk.core.domain.exchange import (
    OVERRIDE_DAYS,
    RATINGS,
    Cell,
    Column,
    Table,
)
from healthdesk.core.domain.records import Fault
from healthdesk.core.importers.exchange.cells import (
    CellError,
    DayReader,
    Value,
    prose,
    reader,
)


@dataclass(frozen=True)
class Row:
    """One row that could be read: where it stands, its cells, and what the desk would keep of it.

    `values` holds the fields of the columns that the file has; `other` the cells of columns that
    the table does not name (accounts: attributes).
    """

    file: str
    line: int
    cells: Sequence[str]
    values: dict[str, Value]
    other: dict[str, str]

    @property
    def place(self) -> tuple[str, int]:
        """The file, and the line in it."""
        return self.file, self.line


class RowReader:
    """Reads the rows of one file, whose header decides which columns there are."""

    def __init__(self, table: Table, header: Sequence[str], zone: tzinfo) -> None:
        self.table = table
        self.header = tuple(header)
        self._days = DayReader(zone)
        places = {name: place for place, name in enumerate(header)}
        found = [
            (column, places.pop(column.name))
            for column in table.columns
            if column.name in places and column.cell is not Cell.IGNORED
        ]
        self._plain = [
            (column, place, column.kept, reader(column))
            for column, place in found
            if column.cell is not Cell.DAY
        ]
        self._dated = [
            (column, place, column.kept) for column, place in found if column.cell is Cell.DAY
        ]
        ignored = {column.name for column in table.columns if column.cell is Cell.IGNORED}
        rest = {name: place for name, place in places.items() if name and name not in ignored}
        self.unknown = () if table.name == "accounts" else tuple(rest)
        """Columns that the table has no place for."""
        self.other = rest if table.name == "accounts" else {}

    def read(self, file: str, line: int, cells: Sequence[str]) -> Row | Fault:
        """The row, or why it is rejected."""
        if len(cells) != len(self.header):
            return Fault(
                "", "", f"the row has {len(cells)} cells, the header has {len(self.header)}"
            )
        values: dict[str, Value] = {}
        fault = self._texts(cells, values) or self._days_of(cells, values)
        if fault is not None:
            return fault
        fault = check(self.table, values)
        if fault is not None:
            place = self.header.index(fault.column) if fault.column in self.header else -1
            return Fault(fault.column, cells[place] if place >= 0 else "", fault.reason)
        other = {name: cells[place] for name, place in self.other.items()}
        for name, text in other.items():
            try:
                prose(text)
            except CellError as error:
                return Fault(name, text, str(error))
        return Row(file, line, cells, values, other)

    def _texts(self, cells: Sequence[str], values: dict[str, Value]) -> Fault | None:
        """Read every cell but the days."""
        for column, place, field, read in self._plain:
            text = cells[place]
            if not text or text.isspace():
                if column.required:
                    return _empty(column)
                values[field] = column.default
                continue
            try:
                values[field] = read(text)
            except CellError as error:
                return Fault(column.name, text, str(error))
        return None

    def _days_of(self, cells: Sequence[str], values: dict[str, Value]) -> Fault | None:
        """Read the days, and the instants that some columns keep beside them."""
        for column, place, field in self._dated:
            text = cells[place]
            day: int | None = None
            instant: str | None = None
            if text and not text.isspace():
                try:
                    day, instant = self._days[text]
                except CellError as error:
                    return Fault(column.name, text, str(error))
            elif column.required:
                return _empty(column)
            values[field] = day
            if column.at:
                values[column.at] = instant
        return None


def _empty(column: Column) -> Fault:
    return Fault(column.name, "", "is required and empty")


def check(table: Table, values: Mapping[str, Value]) -> Fault | None:
    """What is wrong with a row as a whole, though each of its cells can be read."""
    if table.one_of:
        filled = [name for name in table.one_of if values.get(name) is not None]
        if len(filled) != 1:
            told = " or ".join(table.one_of)
            reason = f"neither of {told} is filled" if not filled else f"give {told}, not both"
            return Fault(table.one_of[0], "", reason)
    special = _CHECKS.get(table.name)
    return special(values) if special else None


def _survey(values: Mapping[str, Value]) -> Fault | None:
    kind, rating = str(values["kind"]), float(values["rating"] or 0)
    low, high = RATINGS[kind]
    if low <= rating <= high:
        return None
    return Fault("rating", f"{rating:g}", f"is outside {low:g} to {high:g}, the range of {kind}")


def _subscription(values: Mapping[str, Value]) -> Fault | None:
    start, end = values.get("start"), values.get("end")
    if isinstance(start, int) and isinstance(end, int) and end < start:
        return Fault("end", "", "is before the start")
    return None


def _override(values: Mapping[str, Value]) -> Fault | None:
    first, until = values["first_day"], values["until_day"]
    if not isinstance(first, int) or not isinstance(until, int):
        return None
    if until < first:
        return Fault("until", "", "is before from")
    if until - first > OVERRIDE_DAYS:
        return Fault("until", "", f"is more than {OVERRIDE_DAYS} days after from")
    return None


def _contact(values: Mapping[str, Value]) -> Fault | None:
    told = str(values["contact_id"])
    if ";" in told:
        return Fault("contact_id", told, "holds “;”, which separates ids in contact_ids")
    return None


_CHECKS = {
    "surveys": _survey,
    "subscriptions": _subscription,
    "overrides": _override,
    "contacts": _contact,
}


def column_of(table: Table, field: str) -> Column:
    """The column of the file that a field is read from."""
    return next(column for column in table.columns if column.kept == field)
