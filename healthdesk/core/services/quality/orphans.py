"""Rows that wait for a person: accounts nobody knows, records that look alike."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.quality import FindingRow
from healthdesk.core.services import waiting_rows
from healthdesk.core.services.quality.check import Check, Found, Source, query
from healthdesk.core.store.db import Tx


def _waiting(tx: Tx, day: int) -> Found:
    sql = (
        "SELECT w.id, w.value, w.table_name || ' ' || w.file || char(31) || w.line, ''"
        f"{waiting_rows.waiting(tx)} ORDER BY w.value, w.id"
    )
    found = query(tx, Source("", "account"), sql, day)
    rows = []
    for one in found.rows:
        told, _, line = one.value.partition("\x1f")
        table, _, file = told.partition(" ")
        rows.append(FindingRow(one.what, table, "", file=file, line=int(line)))
    return Found(found.count, tuple(rows))


CHECKS: Final = (
    Check(
        "waiting",
        "Rows of unknown accounts",
        "{n} row waits: nobody knows its account",
        "{n} rows wait: nobody knows their account",
        "Say once whom each name means; all its rows go in, and the answer is remembered.",
        "wrong",
        _waiting,
        "settle",
    ),
)
