"""Changes single fields by hand, and remembers that a person typed them.

A file that says otherwise later is a conflict, and what was typed stays unless somebody decides
otherwise (import_conflicts.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.attribute import number_text
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.exchange import ATTRIBUTES, BY_NAME, Cell, Column, Table
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.op import op
from healthdesk.core.importers import exchange
from healthdesk.core.importers.exchange.cells import CellError, Value, day_or_instant, prose, reader
from healthdesk.core.services import settings
from healthdesk.core.services.import_accounts import find_kinds
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.import_tables import fields
from healthdesk.core.store.db import Tx

_REFERENCES: Final = {
    Cell.ACCOUNT: ("account", "account_id"),
    Cell.CONTACT: ("contact", "contact_id"),
    Cell.METRIC: ("metric", "metric"),
}
_UNTOUCHED: Final = "nothing was changed"


@op("Edit account")
def set_account(tx: Tx, account_id: str, field: str, value: str, *, day: int | None = None) -> None:
    """Set the name, the parent or an attribute of an account; "" = not known.

    An attribute is known from a day on; None = today.
    """
    row = _row(tx, "account", "account_id", account_id)
    if row is None:
        raise NotFound(f"There is no account {account_id}; {_UNTOUCHED}.")
    if field in {"name", "parent_id"}:
        _set(tx, BY_NAME["accounts"], row, field, value)
        return
    known = {column.name: column for column in BY_NAME["accounts"].columns}
    told = _attribute_text(tx, known.get(field), field, value)
    if _write_attribute(tx, row, field, told, day):
        remember(tx, "account", row, field, told)


@op("Edit record")
def set_value(tx: Tx, table: str, key: Sequence[str], field: str, value: str) -> None:
    """Set a column of a row of an exchange table, spelled as in its file; "" = not known.

    `key` holds what identifies the row, in the order of the table's key.
    """
    found = BY_NAME[table]
    where, values = [], []
    for name, told in zip(found.key, key, strict=True):
        column = found.column(name)
        where.append(f'"{column.kept}" IS ?')
        values.append(_read(tx, column, told, table)[0])
    rows = Driver(tx).run(f"SELECT id FROM {found.store} WHERE {' AND '.join(where)}", values)
    if not rows:
        raise NotFound(f"There is no such row of {table} ({', '.join(key)}); {_UNTOUCHED}.")
    if field in found.key:
        raise UsageError(f"{field} is what a row of {table} is known by; {_UNTOUCHED}.")
    _set(tx, found, int(rows[0][0]), field, value)


def stands(tx: Tx, table: str, key: str, field: str, told: str) -> bool:
    """Whether a field of a row holds a value, spelled as in a file; False where the row is gone."""
    found = BY_NAME[table]
    row = _row(tx, found.store, found.column(found.key[0]).kept, key)
    if row is None:
        return False
    known = {column.name: column for column in found.columns}
    if table == "accounts" and field not in {"name", "parent_id"}:
        wanted: Value = _attribute_text(tx, known.get(field), field, told)
        sql = (
            "SELECT v.value FROM attribute_value v JOIN attribute t ON t.id = v.attribute_id"
            " WHERE v.account_id = ? AND t.key = ? COLLATE NOCASE ORDER BY v.day DESC LIMIT 1"
        )
        held = Driver(tx).run(sql, (row, field))
    else:
        column = known[field]
        wanted = _read(tx, column, told, table)[0]
        held = Driver(tx).run(f'SELECT "{column.kept}" FROM {found.store} WHERE id = ?', (row,))
    return (held[0][0] if held else None) == wanted


def forget(tx: Tx, table: str, key: str, field: str) -> None:
    """Hold a field no longer as typed: files may say otherwise."""
    found = BY_NAME[table]
    row = _row(tx, found.store, found.column(found.key[0]).kept, key)
    Driver(tx).run(
        "DELETE FROM hand_edit WHERE table_name = ? AND row_id = ? AND field = ?",
        (found.store, row, field),
    )


def _set(tx: Tx, table: Table, row: int, field: str, told: str) -> None:
    """Write one column, if the row as a whole can be so."""
    column = next((one for one in table.columns if one.name == field), None)
    if column is None or column.cell in {Cell.IGNORED, Cell.CONTACTS}:
        raise UsageError(f"{table.name} has no column {field} to set; {_UNTOUCHED}.")
    value, instant = _read(tx, column, told, table.name)
    if value is None and column.required:
        raise UsageError(f"{field} is required and empty; {_UNTOUCHED}.")
    driver = Driver(tx)
    names = list(fields(table)) if table.name != "accounts" else ["name", "parent_id"]
    listed = ", ".join(f'"{name}"' for name in names)
    ((*there,),) = driver.run(f"SELECT {listed} FROM {table.store} WHERE id = ?", (row,))
    before = dict(zip(names, there, strict=True))
    after = {**before, column.kept: value} | ({column.at: instant} if column.at else {})
    if after == before:
        return
    if table.name == "accounts":
        _refuse_cycle(driver, row, after["parent_id"])
    else:
        fault = exchange.check(table, after)
        if fault is not None:
            raise UsageError(f"{fault.column} {fault.reason}; {_UNTOUCHED}.")
    changed = [name for name in names if before[name] != after[name]]
    sets = ", ".join(f'"{name}" = ?' for name in changed)
    driver.run(
        f"UPDATE {table.store} SET {sets} WHERE id = ?", (*(after[one] for one in changed), row)
    )
    tx.expire_all()
    remember(tx, table.store, row, field, value)


def _refuse_cycle(driver: Driver, row: int, parent: Value) -> None:
    seen = {row}
    while parent is not None:
        if parent in seen:
            raise UsageError(f"That would make the account a parent of itself; {_UNTOUCHED}.")
        seen.add(int(parent))
        ((parent,),) = driver.run("SELECT parent_id FROM account WHERE id = ?", (parent,))


def _read(tx: Tx, column: Column, told: str, table: str) -> tuple[Value, str | None]:
    """What the desk keeps of a cell: a value, and the instant where one was given."""
    if not told.strip():
        return column.default, None
    try:
        if column.cell is Cell.DAY:
            return day_or_instant(told.strip(), settings.zone_of_desk(tx))
        value = reader(column)(told)
    except CellError as error:
        raise UsageError(f"{column.name} of {table} {error}: {told[:80]}; {_UNTOUCHED}.") from None
    if column.cell in _REFERENCES:
        name, own = _REFERENCES[column.cell]
        value = _row(tx, name, own, str(value))
        if value is None:
            raise NotFound(f"There is no {name} {told}; {_UNTOUCHED}.")
    return value, None


def _row(tx: Tx, table: str, column: str, name: str) -> int | None:
    found = Driver(tx).run(f"SELECT id FROM {table} WHERE {column} = ?", (name,))
    return int(found[0][0]) if found else None


def _attribute_text(tx: Tx, column: Column | None, field: str, told: str) -> str | None:
    """An attribute's canonical text; None = not known."""
    if not told.strip():
        return None
    if column is not None:
        value, _ = _read(tx, column, told, "accounts")
        if column.cell is Cell.DAY:
            return to_date(int(value or 0)).isoformat()
        return number_text(value) if isinstance(value, float) else told.strip()
    try:
        prose(told)
    except CellError as error:
        raise UsageError(f"{field} {error}; {_UNTOUCHED}.") from None
    return told


def _write_attribute(
    tx: Tx, account: int, key: str, value: str | None, day: int | None = None
) -> bool:
    """Write an attribute's value as learned on a day, today; whether that changed anything."""
    driver = Driver(tx)
    today = settings.today(tx) if day is None else day
    attribute = _attribute(driver, key)
    if attribute is None:
        if value is None:
            return False
        attribute = _make_attribute(driver, key)
    found = driver.run(
        "SELECT value FROM attribute_value WHERE account_id = ? AND attribute_id = ?"
        " ORDER BY day > ?, day * iif(day > ?, 1, -1) LIMIT 1",
        (account, attribute, today, today),
    )
    if (found[0][0] if found else None) == value:
        return False
    driver.run(
        "INSERT INTO attribute_value (account_id, attribute_id, day, value) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (account_id, attribute_id, day) DO UPDATE SET value = excluded.value",
        (account, attribute, today, value),
    )
    find_kinds(driver, [attribute])
    tx.expire_all()
    return True


def _attribute(driver: Driver, key: str) -> int | None:
    for row, name in driver.run("SELECT id, key FROM attribute"):
        if name.casefold() == key.casefold():
            return int(row)
    return None


def _make_attribute(driver: Driver, key: str) -> int:
    ((row,),) = driver.run(
        "INSERT INTO attribute (key, kind, position)"
        " VALUES (?, ?, (SELECT coalesce(max(position) + 1, 0) FROM attribute)) RETURNING id",
        (key, ATTRIBUTES.get(key) or "text"),
    )
    return int(row)


def remember(tx: Tx, store: str, row: int, field: str, value: Value) -> None:
    """Note that a person typed a field: files that say otherwise are in conflict with it."""
    now = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    tx.execute(
        text(
            "INSERT INTO hand_edit (table_name, row_id, field, value, day, at)"
            " VALUES (:table, :row, :field, :value, :day, :at)"
            " ON CONFLICT (table_name, row_id, field) DO UPDATE"
            " SET value = excluded.value, day = excluded.day, at = excluded.at"
        ),
        {
            "table": store,
            "row": row,
            "field": field,
            "value": None if value is None else json.dumps(value),
            "day": settings.today(tx),
            "at": now,
        },
    )
