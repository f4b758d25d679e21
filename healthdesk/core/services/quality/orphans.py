"""Rows that wait for a person: accounts nobody knows, records that look alike."""

from __future__ import annotations

from typing import Final

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell, Table
from healthdesk.core.domain.quality import FindingRow
from healthdesk.core.domain.waits import PERSONS
from healthdesk.core.services import import_links, waiting_rows
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.quality.check import (
    MOST_ROWS,
    Check,
    Found,
    Source,
    query,
    together,
)
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


def _contacts(tx: Tx, day: int) -> Found:
    del day
    if not import_links.any_kept(Driver(tx)):
        return Found(0)
    return together([_of_table(tx, BY_NAME[name]) for name in waiting_rows.LINKED])


def _of_table(tx: Tx, table: Table) -> Found:
    """The contacts that rows of a table name and that nobody knows."""
    driver, column = Driver(tx), import_links.column_of(table)
    ids = import_links.Pending(driver, table).ids.tolist()
    if column is None or not ids:
        return Found(0)
    empty = "1" if column.cell is Cell.CONTACTS else f"t.{column.kept} IS NULL"
    sql = (
        " FROM json_each(?) AS k CROSS JOIN waiting_row AS w ON w.id = k.value"
        f" CROSS JOIN {table.store} AS t ON t.id = {import_links.ROW_OF}"
        f" LEFT JOIN account AS a ON a.id = t.account_id WHERE w.value <> '' AND {empty}"
    )
    told = (msgspec.json.encode(ids).decode(),)
    ((count,),) = driver.run(f"SELECT count(*){sql}", told)
    where = f"{table.name} · {column.name}"
    rows = driver.run(
        f"SELECT t.{table.key[0]}, w.value, coalesce(a.account_id, ''), w.file, w.line{sql}"
        f" ORDER BY w.id LIMIT {MOST_ROWS}",
        told,
    )
    return Found(
        count,
        tuple(
            FindingRow(own, where, name, account, file, line)
            for own, name, account, file, line in rows
        ),
    )


def _persons(tx: Tx, day: int) -> Found:
    """What persons used that nobody knows."""
    del day
    waits = waiting_rows.of_persons(tx)
    driver = Driver(tx)
    ((count,),) = driver.run(f"SELECT count(*){waits}")
    rows = driver.run(
        "SELECT json_extract(w.cells, '$.metric'), json_extract(w.cells, '$.day'), w.value, w.file,"
        f" w.line{waits} ORDER BY w.id LIMIT {MOST_ROWS}"
    )
    where = f"{PERSONS} · contact_id"
    return Found(
        count,
        tuple(
            FindingRow(f"{metric}, {day}", where, name, "", file, line)
            for metric, day, name, file, line in rows
        ),
    )


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
    Check(
        "contacts",
        "Rows without their contact",
        "{n} row names a contact whom nobody knows",
        "{n} rows name a contact whom nobody knows",
        "Import the contacts: each row gets its own with them.",
        "missing",
        _contacts,
    ),
    Check(
        "persons",
        "What unknown persons used",
        "{n} row of what persons used waits: nobody knows its contact",
        "{n} rows of what persons used wait: nobody knows their contacts",
        "Import the contacts: the rows come in with them.",
        "missing",
        _persons,
    ),
)
