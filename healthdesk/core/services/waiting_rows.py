"""Which rows wait, as SQL: those of standing imports that nothing settled and nothing overtook.

A row is overtaken when a later import that stands brought the row of the same key: somebody gave
its account a name, or an id, and the file came again.
"""

from __future__ import annotations

from typing import Final, cast

import msgspec

from healthdesk.core.domain.exchange import TABLES
from healthdesk.core.domain.mapping import By
from healthdesk.core.services import matching
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store.db import Tx

_SETTLED: Final = (
    " FROM waiting_row AS w JOIN import_batch AS b ON b.id = w.batch_id AND NOT b.undone"
    " LEFT JOIN import_batch AS s ON s.id = w.settled_by WHERE (s.id IS NULL OR s.undone)"
)
_LATER: Final = (
    "EXISTS (SELECT 1 FROM batch_row AS r JOIN import_batch AS l ON l.id = r.batch_id"
    " WHERE r.table_name = '{table}' AND r.row_id = d.id AND r.batch_id > w.batch_id"
    " AND NOT l.undone)"
)
_DAY: Final = "CAST(julianday(substr(json_extract(w.cells, '$.day'), 1, 10)) - 2440587.5 AS INT)"
_OF_ACCOUNT: Final = {
    "usage": (
        "EXISTS (SELECT 1 FROM usage_long AS d WHERE d.account_id = k.account"
        f" AND d.day = {_DAY} AND d.metric = json_extract(w.cells, '$.metric'))"
        " AND EXISTS (SELECT 1 FROM batch_usage AS u JOIN import_batch AS l ON l.id = u.batch_id"
        " JOIN metric AS m ON m.id = u.metric_id WHERE u.batch_id > w.batch_id AND NOT l.undone"
        " AND m.metric = json_extract(w.cells, '$.metric')"
        " AND k.account BETWEEN u.account_low AND u.account_high)"
    ),
    "pulses": (
        f"EXISTS (SELECT 1 FROM pulse AS d WHERE d.account_id = k.account AND d.day = {_DAY}"
        " AND d.by = coalesce(json_extract(w.cells, '$.by'), '')"
        f" AND {_LATER.format(table='pulse')})"
    ),
    "milestones": (
        "EXISTS (SELECT 1 FROM milestone AS d WHERE d.account_id = k.account"
        " AND d.milestone = json_extract(w.cells, '$.milestone')"
        f" AND {_LATER.format(table='milestone')})"
    ),
}
"""Rows whose key holds their account: `k` says who the name means by now."""


def waiting(tx: Tx) -> str:
    """FROM and WHERE of what waits: `w` is the row, `b` its import; more conditions may follow."""
    driver = Driver(tx)
    spellings = driver.run(f"SELECT DISTINCT w.by, w.value{_SETTLED}")
    if not spellings:
        return _SETTLED
    rows = dict(driver.each("SELECT account_id, id FROM account"))
    finder = matching.finder(tx)
    known = []
    for by, value in spellings:
        own = finder.account(cast("By", by), value)
        if own in rows:
            known.append((by, value, rows[own]))
    return f"{_SETTLED} AND NOT ({_by_id()}) AND NOT ({_by_account(known)})"


def _by_id() -> str:
    cases = []
    for table in TABLES:
        if len(table.key) != 1 or table.name in {"accounts", "metrics"}:
            continue
        (own,) = table.key
        cases.append(
            f"WHEN '{table.name}' THEN EXISTS (SELECT 1 FROM {table.store} AS d"
            f" WHERE d.{own} = json_extract(w.cells, '$.{own}')"
            f" AND {_LATER.format(table=table.store)})"
        )
    return f"CASE w.table_name {' '.join(cases)} ELSE 0 END"


def _by_account(known: list[tuple[str, str, int]]) -> str:
    cases = " ".join(f"WHEN '{name}' THEN {held}" for name, held in _OF_ACCOUNT.items())
    # A literal, for the condition is part of several statements with parameters of their own.
    told = msgspec.json.encode(known).decode().replace("'", "''")
    return (
        "EXISTS (SELECT 1 FROM (SELECT json_extract(j.value, '$[0]') AS by,"
        " json_extract(j.value, '$[1]') AS value, json_extract(j.value, '$[2]') AS account"
        f" FROM json_each('{told}') AS j) AS k WHERE k.by = w.by AND k.value = w.value"
        f" AND CASE w.table_name {cases} ELSE 0 END)"
    )
