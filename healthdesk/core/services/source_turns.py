"""Finds where another source's word should stand, and lets it.

What is written is noted in the log of the import whose word it is, so that it goes with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from healthdesk.core.domain.source_order import ACCOUNTS, Order, Say, Value, beside, winner
from healthdesk.core.domain.source_view import Turn
from healthdesk.core.services import import_said
from healthdesk.core.services.import_accounts import find_kinds
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.settings import today
from healthdesk.core.store.db import Tx

_SEQ: Final = 2**42
"""Behind all else in the log of an import."""
_STORES: Final = {"accounts": "account", "contacts": "contact"}
FIELDS: Final = ("name", "email", "phone", "title", "role", "advocate", "do_not_contact")
"""Columns of contacts that sources speak of."""
NAME: Final = "name"


class Present(NamedTuple):
    """A record as the desk has it."""

    row: int
    name: str
    value: Value


def attribute_of(driver: Driver, field: str) -> tuple[int, str] | None:
    """The attribute that goes by a field's name, whatever its case, and how the desk spells it."""
    for row, key in driver.run("SELECT id, key FROM attribute"):
        if key.casefold() == field:
            return int(row), str(key)
    return None


def present(tx: Tx, driver: Driver, table: str, field: str) -> dict[str, Present]:
    """By own id: every record with what is in force of a field today."""
    if table != ACCOUNTS:
        if field not in FIELDS:
            return {}
        rows = driver.each(f"SELECT contact_id, id, coalesce(name, ''), {field} FROM contact")
        return {own: Present(*rest) for own, *rest in rows}
    if field == NAME:
        rows = driver.each("SELECT account_id, id, name, name FROM account")
        return {own: Present(*rest) for own, *rest in rows}
    attribute = attribute_of(driver, field)
    in_force: dict[int, str | None] = {}
    if attribute is not None:
        on = today(tx)
        for account, day, value in driver.each(
            "SELECT account_id, day, value FROM attribute_value WHERE attribute_id = ?"
            " ORDER BY day",
            (attribute[0],),
        ):
            if day <= on or account not in in_force:
                in_force[account] = value
    return {
        own: Present(row, name, in_force.get(row))
        for own, row, name in driver.each("SELECT account_id, id, name FROM account")
    }


def typed(driver: Driver, table: str, field: str) -> dict[int, Any]:
    """By row: what was typed here into a field."""
    store = _STORES[table]
    return {
        row: None if value is None else json.loads(value)
        for row, name, value in driver.each(
            "SELECT row_id, field, value FROM hand_edit WHERE table_name = ?", (store,)
        )
        if name.casefold() == field
    }


def found(tx: Tx, table: str, field: str, order: Order, lead: str = "") -> tuple[Turn, ...]:
    """Where the word of the source that wins (`lead`: that wins another field) does not stand."""
    driver = Driver(tx)
    said = import_said.read(driver, table, (field, lead) if lead else (field,))
    if not said:
        return ()
    here, by_hand = present(tx, driver, table, field), typed(driver, table, field)
    out = []
    for own in sorted(said):
        there, says = here.get(own), said[own].get(field, ())
        say = beside(order, said[own].get(lead, ()), says) if lead else winner(order, says)
        if there is None or say is None or say.value == there.value:
            continue
        if there.row in by_hand and by_hand[there.row] == there.value:
            continue
        out.append(Turn(table, own, there.name, field, there.row, there.value, say))
    return tuple(out)


def write(tx: Tx, turns: Sequence[Turn], day: int) -> None:
    """Let these words stand: attributes from a day on, all else as it is."""
    driver = Driver(tx)
    kinds = set()
    for turn in turns:
        if turn.table == ACCOUNTS and turn.field != NAME:
            kinds.add(_write_attribute(driver, turn, day))
        else:
            store = _STORES[turn.table]
            value = turn.say.value
            driver.run(f"UPDATE {store} SET {turn.field} = ? WHERE id = ?", (value, turn.row))
            _note(
                driver, (store, turn.row), turn.say, {turn.field: turn.before}, {turn.field: value}
            )
    find_kinds(driver, kinds)
    tx.expire_all()


def _write_attribute(driver: Driver, turn: Turn, day: int) -> int:
    """Write a value; a word that is younger than all that is known holds since its own day."""
    attribute = attribute_of(driver, turn.field)
    if attribute is None:
        attribute = _make(driver, turn)
    rows = driver.run(
        "SELECT id, day, value FROM attribute_value WHERE account_id = ? AND attribute_id = ?"
        " ORDER BY day DESC",
        (turn.row, attribute[0]),
    )
    since = day if rows else turn.say.day
    there = next((row for row in rows if row[1] == since), None)
    if there is None:
        ((number,),) = driver.run(
            "INSERT INTO attribute_value (account_id, attribute_id, day, value, batch_id)"
            " VALUES (?, ?, ?, ?, ?) RETURNING id",
            (turn.row, attribute[0], since, turn.say.value, turn.say.batch),
        )
        _note(driver, ("attribute_value", number), turn.say, None, {})
    else:
        number, _, before = there
        driver.run("UPDATE attribute_value SET value = ? WHERE id = ?", (turn.say.value, number))
        _note(
            driver, ("attribute_value", number), turn.say, {"value": before},
            {"value": turn.say.value},
        )  # fmt: skip
    return attribute[0]


def _make(driver: Driver, turn: Turn) -> tuple[int, str]:
    """Make an attribute that went with an import, and that another still speaks of."""
    ((row,),) = driver.run(
        "INSERT INTO attribute (key, kind, position)"
        " VALUES (?, 'text', (SELECT coalesce(max(position) + 1, 0) FROM attribute)) RETURNING id",
        (turn.field,),
    )
    _note(driver, ("attribute", row), turn.say, None, {})
    return int(row), turn.field


def _note(
    driver: Driver,
    where: tuple[str, int],
    say: Say,
    before: Mapping[str, Value] | None,
    after: Mapping[str, Value],
) -> None:
    driver.run(
        "INSERT INTO batch_row"
        " (batch_id, seq, table_name, row_id, file, line, made, before, after)"
        " SELECT ?1, max(?2, (SELECT coalesce(max(seq) + 1, 0) FROM batch_row"
        " WHERE batch_id = ?1)),"
        " ?3, ?4,"
        " coalesce((SELECT json_extract(files, '$[0]') FROM import_batch WHERE id = ?1), ''), 0,"
        " ?5, ?6, ?7",
        (
            say.batch,
            _SEQ,
            *where,
            before is None,
            None if before is None else json.dumps(before),
            json.dumps(after),
        ),
    )
