"""Which rows wait, as SQL: those of standing imports that nothing settled and nothing overtook.

A row is overtaken when a later import that stands brought the row of the same key: somebody gave
its account a name, or an id, and the file came again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, cast

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, TABLES
from healthdesk.core.domain.mapping import By
from healthdesk.core.domain.waits import PERSONS
from healthdesk.core.services import matching
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store.db import Tx

LINK: Final = "person"
"""Begins how a waiting row names a contact: the row is in the desk, its contact is not."""
IS_LINK: Final = f"w.by BETWEEN '{LINK}' AND '{LINK}~'"
"""SQL: a waiting row is the contact of a row, and no row that waits for its account."""
OF_ACCOUNT: Final = f"(NOT ({IS_LINK}) AND w.table_name <> '{PERSONS}')"
"""SQL: a waiting row waits for its account."""
_OPEN: Final = (
    " FROM waiting_row AS w JOIN import_batch AS b ON b.id = w.batch_id AND NOT b.undone"
    " LEFT JOIN import_batch AS s ON s.id = w.settled_by WHERE (s.id IS NULL OR s.undone)"
)
UNSETTLED: Final = f"{_OPEN} AND {OF_ACCOUNT}"
"""FROM and WHERE of the rows of standing imports that wait for their account, none settled."""
UNSETTLED_PERSONS: Final = f"{_OPEN} AND w.table_name = '{PERSONS}'"
"""The same of the rows that wait for their contact."""
LINKED: Final = ("tickets", "surveys", "touchpoints")
"""Tables whose rows name contacts and stand without them."""
_DAY: Final = "CAST(julianday(substr(json_extract(w.cells, '$.day'), 1, 10)) - 2440587.5 AS INT)"
_USAGE: Final = (
    "EXISTS (SELECT 1 FROM usage_long AS d WHERE d.account_id = k.account"
    f" AND d.day = {_DAY} AND d.metric = json_extract(w.cells, '$.metric'))"
    " AND EXISTS (SELECT 1 FROM batch_usage AS u JOIN import_batch AS l ON l.id = u.batch_id"
    " JOIN metric AS m ON m.id = u.metric_id WHERE u.batch_id > w.batch_id AND NOT l.undone"
    " AND m.metric = json_extract(w.cells, '$.metric')"
    " AND k.account BETWEEN u.account_low AND u.account_high)"
)
_OF_PERSON: Final = (
    "contact_usage AS d JOIN metric AS m ON m.id = d.metric_id WHERE d.contact_id = k.account"
    f" AND d.day = {_DAY} AND m.metric = json_extract(w.cells, '$.metric')"
)
_OF_ACCOUNT: Final = {
    "pulses": (
        f"pulse AS d WHERE d.account_id = k.account AND d.day = {_DAY}"
        " AND d.by = coalesce(json_extract(w.cells, '$.by'), '')"
    ),
    "milestones": (
        "milestone AS d WHERE d.account_id = k.account"
        " AND d.milestone = json_extract(w.cells, '$.milestone')"
    ),
    "outcomes": (
        f"outcome AS d WHERE d.account_id = k.account AND d.day = {_DAY}"
        " AND d.kind = json_extract(w.cells, '$.kind')"
    ),
}
"""Rows whose key holds their account: `k` says who the name means by now."""


def waiting(tx: Tx) -> str:
    """FROM and WHERE of what waits: `w` is the row, `b` its import; more conditions may follow."""
    driver = Driver(tx)
    spellings = driver.run(f"SELECT DISTINCT w.by, w.value{UNSETTLED}")
    if not spellings:
        return UNSETTLED
    rows = dict(driver.each("SELECT account_id, id FROM account"))
    finder = matching.finder(tx)
    known = []
    for by, value in spellings:
        own = finder.account(cast("By", by), value)
        if own in rows:
            known.append((by, value, rows[own]))
    return f"{UNSETTLED} AND NOT ({_by_id(())}) AND NOT ({_by_account(known)})"


def of_persons(tx: Tx) -> str:
    """FROM and WHERE of what waits for its contact, as `waiting` gives it for accounts."""
    driver = Driver(tx)
    finder = matching.finder(tx)
    rows = dict(driver.each("SELECT contact_id, id FROM contact"))
    known = []
    for by, value in driver.each(f"SELECT DISTINCT w.by, w.value{UNSETTLED_PERSONS}"):
        own = finder.contact(cast("By", by), value, "") if rows else None
        if own in rows:
            known.append((by, value, rows[own]))
    if not known:
        return UNSETTLED_PERSONS
    case = _case(PERSONS, _OF_PERSON, ())
    return f"{UNSETTLED_PERSONS} AND NOT ({_with(known, f'CASE w.table_name {case} ELSE 0 END')})"


def overtaken(driver: Driver, rows: Sequence[tuple[int, int]], writes: Collection[int]) -> set[int]:
    """Which of some rows, each with its account's row, another import than this overtook.

    Usage is not asked for: it is looked up by the cell (import_waiting_rows.py).
    """
    asked = msgspec.json.encode(rows).decode()
    found = driver.run(
        "SELECT w.id FROM (SELECT json_extract(j.value, '$[0]') AS id,"
        " json_extract(j.value, '$[1]') AS account FROM json_each(?) AS j) AS k"
        " CROSS JOIN waiting_row AS w ON w.id = k.id"
        f" WHERE {_by_id(writes)} OR CASE w.table_name {_of_account(writes)} ELSE 0 END",
        (asked,),
    )
    return {number for (number,) in found}


def _by_id(writes: Collection[int]) -> str:
    cases = []
    for table in TABLES:
        if len(table.key) != 1 or table.name in {"accounts", "metrics"}:
            continue
        (own,) = table.key
        held = f"{table.store} AS d WHERE d.{own} = json_extract(w.cells, '$.{own}')"
        cases.append(_case(table.name, held, writes))
    return f"CASE w.table_name {' '.join(cases)} ELSE 0 END"


def _of_account(writes: Collection[int]) -> str:
    return " ".join(_case(name, held, writes) for name, held in _OF_ACCOUNT.items())


def _case(name: str, held: str, writes: Collection[int]) -> str:
    """Whether a row that the desk holds was written later, by another batch than these."""
    told = ", ".join(map(str, writes))
    # A contact that became known is set in a row, but nobody brought the row again.
    whole = f"AND (r.made OR json_type(r.after, '$.{BY_NAME[name].key[0]}') IS NOT NULL)"
    return (
        f"WHEN '{name}' THEN EXISTS (SELECT 1 FROM {held} AND EXISTS (SELECT 1 FROM batch_row AS r"
        f" JOIN import_batch AS l ON l.id = r.batch_id WHERE r.table_name = '{BY_NAME[name].store}'"
        f" AND r.row_id = d.id AND r.batch_id > w.batch_id AND r.batch_id NOT IN ({told})"
        f" AND NOT l.undone {whole if name in LINKED else ''}))"
    )


def _by_account(known: list[tuple[str, str, int]]) -> str:
    cases = f"WHEN 'usage' THEN {_USAGE} {_of_account(())}"
    return _with(known, f"CASE w.table_name {cases} ELSE 0 END")


def _with(known: list[tuple[str, str, int]], condition: str) -> str:
    """SQL: a condition on a waiting row and `k`, who says whom its name means by now."""
    # A literal, for the condition is part of several statements with parameters of their own.
    told = msgspec.json.encode(known).decode().replace("'", "''")
    return (
        "EXISTS (SELECT 1 FROM (SELECT json_extract(j.value, '$[0]') AS by,"
        " json_extract(j.value, '$[1]') AS value, json_extract(j.value, '$[2]') AS account"
        f" FROM json_each('{told}') AS j) AS k WHERE k.by = w.by AND k.value = w.value"
        f" AND {condition})"
    )
