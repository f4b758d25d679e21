"""What sources say of each field of accounts and contacts, side by side: for people to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from healthdesk.core.domain.source_order import ACCOUNTS, FOLLOWS, Order, Say, differs, last_words
from healthdesk.core.domain.source_view import Example, FieldSources, Speaker
from healthdesk.core.services import import_said, source_rules, source_turns
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store.db import Tx

EXAMPLES: Final = 200
"""Records that differ, of all there are."""


def overview(tx: Tx) -> tuple[FieldSources, ...]:
    """Every field that a source spoke of, those on which most records differ first."""
    orders = source_rules.kept(tx)
    driver = Driver(tx)
    out = []
    for table in source_rules.TABLES:
        by_field: dict[str, dict[str, list[Say]]] = {}
        for own, fields in import_said.read(driver, table).items():
            for name, says in fields.items():
                by_field.setdefault(name, {})[own] = says
        spelled = _spelled(driver, table)
        ruled = {name for whose, name in orders if whose == table}
        for name in sorted({*by_field, *ruled}):
            named, order = (table, name, spelled.get(name, name)), orders.get((table, name), ())
            lead = FOLLOWS.get((table, name), "")
            follows = lead if not order and (table, lead) in orders else ""
            out.append(replace(_view(named, by_field.get(name, {}), order), follows=follows))
    return tuple(sorted(out, key=lambda one: (-one.differ, len(one.speakers) < 2, -one.shared)))


def examples(tx: Tx, table: str, field: str) -> tuple[Example, ...]:
    """The first records on which sources differ, by name."""
    driver = Driver(tx)
    said = {
        own: fields[field]
        for own, fields in import_said.read(driver, table, (field,)).items()
        if differs(fields.get(field, ()))
    }
    here = source_turns.present(tx, driver, table, field)
    by_hand = source_turns.typed(driver, table, field)
    found = sorted(
        ((here[own].name.casefold(), own) for own in said if own in here),
    )[:EXAMPLES]
    out = []
    for _, own in found:
        there = here[own]
        says = [one for one in last_words(said[own]).values() if not one.empty]
        out.append(
            Example(
                own,
                there.name,
                there.value,
                there.row in by_hand and by_hand[there.row] == there.value,
                tuple(sorted(says, key=lambda one: one.source)),
            )
        )
    return tuple(out)


def beside(tx: Tx, own: str) -> tuple[tuple[str, Say], ...]:
    """What sources say of an account otherwise than it stands, each with its field."""
    memory, stamp = tx.info["memory"], tx.info["stamp"]
    said = memory.get("what sources say", stamp)
    if said is None:
        said = import_said.read(Driver(tx), ACCOUNTS)
        memory.put("what sources say", stamp, said)
    return tuple(
        (field, one)
        for field, says in sorted(said.get(own, {}).items())
        if differs(says)
        for one in last_words(says).values()
        if not one.empty
    )


def _view(named: tuple[str, str, str], said: dict[str, list[Say]], order: Order) -> FieldSources:
    records: dict[str, int] = {}
    newest: dict[str, tuple[int, int]] = {}
    shared = differ = 0
    for says in said.values():
        last = [one for one in last_words(says).values() if not one.empty]
        shared += len(last) > 1
        differ += len({one.value for one in last}) > 1
        for one in last:
            records[one.source] = records.get(one.source, 0) + 1
            mine = (one.batch, one.day)
            newest[one.source] = max(newest.get(one.source, mine), mine)
    speakers = tuple(
        Speaker(one, records[one], newest[one][1], newest[one][0]) for one in sorted(records)
    )
    return FieldSources(*named, speakers, shared, differ, order)


def _spelled(driver: Driver, table: str) -> dict[str, str]:
    """How the desk spells the fields that it has: attributes have any case."""
    if table != ACCOUNTS:
        return {}
    return {key.casefold(): key for (key,) in driver.run("SELECT key FROM attribute")}
