"""Which source wins a field: rules of the desk, and what they make of what each source last said.

A rule is an order of sources for a field of accounts or contacts. Changing one decides again, from
today on; taking an import back lets the next source's word stand. What was typed here stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.source_order import ACCOUNTS, CONTACTS, FOLLOWS, Order, Orders
from healthdesk.core.domain.source_view import Turn
from healthdesk.core.services import settings, source_turns
from healthdesk.core.store.db import Tx

_KEY: Final = "sources"
TABLES: Final = (ACCOUNTS, CONTACTS)


def kept(tx: Tx) -> Orders:
    """The orders of the desk; a row that no longer reads as such counts as none."""
    body = tx.execute(text("SELECT value FROM setting WHERE key = :key"), {"key": _KEY}).scalar()
    if body is None:
        return {}
    try:
        found = msgspec.json.decode(body, type=dict[str, dict[str, Order]])
    except msgspec.MsgspecError:
        return {}
    return {
        (table, field): order
        for table, orders in found.items()
        if table in TABLES
        for field, order in orders.items()
        if order
    }


def would_turn(tx: Tx, table: str, field: str, order: Order) -> tuple[Turn, ...]:
    """What an order of sources (none: the newest wins) would change; nothing is changed."""
    tx.flush()
    return _turns(tx, (table, field.casefold()), order, kept(tx))


@op("Change which source wins")
def change(tx: Tx, table: str, field: str, order: Order) -> tuple[Turn, ...]:
    """Let sources win a field in this order from now on, and decide again what stands today."""
    name = field.casefold()
    if table not in TABLES or not name:
        raise UsageError(f"No source wins {table} {field}; nothing was changed.")
    if len(set(order)) != len(order):
        raise UsageError("A source stands twice in the order; nothing was changed.")
    orders = dict(kept(tx))
    if orders.get((table, name), ()) == order:
        return ()
    orders.pop((table, name), None)
    if order:
        orders[table, name] = order
    _write(tx, orders)
    tx.flush()
    turns = _turns(tx, (table, name), order, orders)
    source_turns.write(tx, turns, settings.today(tx))
    return turns


def settle(tx: Tx) -> tuple[Turn, ...]:
    """Decide again wherever an order rules: an import was taken back."""
    tx.flush()
    turns: list[Turn] = []
    orders = kept(tx)
    for where, order in orders.items():
        turns.extend(_turns(tx, where, order, orders))
    source_turns.write(tx, turns, settings.today(tx))
    return tuple(turns)


def _turns(tx: Tx, where: tuple[str, str], order: Order, orders: Orders) -> tuple[Turn, ...]:
    """What an order makes of a field, and of those that follow it and have no order."""
    table, field = where
    lead = "" if order else FOLLOWS.get(where, "")
    if (table, lead) in orders:
        return source_turns.found(tx, table, field, orders[table, lead], lead)
    turns = list(source_turns.found(tx, table, field, order))
    for (whose, name), lead in FOLLOWS.items():
        if (whose, lead) == where and (whose, name) not in orders:
            turns.extend(source_turns.found(tx, table, name, order, lead))
    return tuple(turns)


def _write(tx: Tx, orders: Mapping[tuple[str, str], Order]) -> None:
    found: dict[str, dict[str, Iterable[str]]] = {}
    for (table, field), order in sorted(orders.items()):
        found.setdefault(table, {})[field] = order
    settings.put(tx, _KEY, msgspec.json.encode(found).decode())
