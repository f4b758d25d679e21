"""What an import changes in rows that were there, told field by field with old and new value."""

from __future__ import annotations

from collections.abc import Mapping

from healthdesk.core.domain.attribute import number_text
from healthdesk.core.domain.exchange import Cell, Column, Table
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.views import FieldChange
from healthdesk.core.importers.exchange.cells import Value
from healthdesk.core.services.import_log import Driver, Place

SHOWN = 1_000
"""Changes that a result carries."""
_NAMES = {
    Cell.ACCOUNT: ("account", "account_id"),
    Cell.CONTACT: ("contact", "contact_id"),
    Cell.CONTACTS: ("contact", "contact_id"),
    Cell.METRIC: ("metric", "metric"),
}


class Words:
    """Spells what the desk keeps the way the exchange folder does, for people."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def cell(self, column: Column, fields: Mapping[str, Value]) -> str:
        """A column of a row as text; the instant where one is kept; "" where nothing is known."""
        value = fields.get(column.kept)
        if value is None or value == "":
            return ""
        if column.cell is Cell.DAY:
            instant = fields.get(column.at) if column.at else None
            return str(instant) if instant else to_date(int(value)).isoformat()
        if column.cell in _NAMES:
            return ";".join(self._name(column.cell, part) for part in str(value).split(";"))
        if column.cell is Cell.FLAG:
            return "true" if value else "false"
        return number_text(value) if isinstance(value, float) else str(value)

    def key(self, table: Table, fields: Mapping[str, Value]) -> str:
        """What identifies a row: "T-4471", or what it is made of: "a1 · 2026-03-14 · Ada"."""
        texts = (self.cell(table.column(name), fields) for name in table.key)
        return " · ".join(text for text in texts if text)

    def _name(self, cell: Cell, row: str) -> str:
        table, column = _NAMES[cell]
        for (name,) in self._driver.run(f"SELECT {column} FROM {table} WHERE id = ?", (row,)):
            return str(name)
        return row


class Changes:
    """Counts changed fields per file, and keeps the first of them."""

    def __init__(self) -> None:
        self.shown: list[FieldChange] = []

    @property
    def full(self) -> bool:
        """Whether no more changes are kept; those to come are only counted."""
        return len(self.shown) >= SHOWN

    def count(self, counted: dict[str, int], table: str, field: str, rows: int = 1) -> None:
        """Count rows of a file in which a field changes."""
        told = f"{table}.{field}"
        counted[told] = counted.get(told, 0) + rows

    def keep(self, place: Place, where: tuple[str, str, str], texts: tuple[str, str]) -> None:
        """Keep one change, if there is room; `where` is (table, key, field)."""
        if not self.full:
            self.shown.append(FieldChange(*place, *where, *texts))
