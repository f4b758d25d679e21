"""What a check of the data quality page is: words, and a function that finds the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, text

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.quality import Finding, FindingRow, Remedy, Severity
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

MOST_ROWS: Final = 200
ALIVE: Final = (
    "NOT EXISTS (SELECT 1 FROM outcome o WHERE o.account_id = a.id AND o.kind = 'churned'"
    " AND o.day <= :day)"
)
"""SQL: account `a` has not churned by the day."""


@dataclass(frozen=True)
class Found:
    """What a check found: how many, the first of them, and what more its sentence should say."""

    count: int
    rows: tuple[FindingRow, ...] = ()
    detail: str = ""


@dataclass(frozen=True)
class Check:
    """One kind of doubt; `find` returns nothing to tell by a count of 0.

    `one` and `many` are the sentence for one and for several, `{n}` the count: "{n} tickets were
    closed before they were opened".
    """

    key: str
    title: str
    one: str
    many: str
    todo: str
    severity: Severity
    find: Callable[[Tx, int], Found]
    remedy: Remedy = ""


def finding(check: Check, found: Found) -> Finding:
    """A check with what it found, in words."""
    sentence = (check.one if found.count == 1 else check.many).replace("{n}", f"{found.count:,}")
    return Finding(
        key=check.key,
        title=check.title,
        sentence=f"{sentence}{found.detail}.",
        todo=check.todo,
        severity=check.severity,
        count=found.count,
        rows=found.rows,
        remedy=check.remedy,
    )


@dataclass(frozen=True)
class Source:
    """How rows of a query become rows of a finding: table of the desk for file and line."""

    table: str
    where: str
    """ "tickets · closed on"."""


def query(tx: Tx, source: Source, sql: str, day: int, **asked: object) -> Found:
    """Rows of a query: id of the row in its table, what, value, the account's own id.

    All are counted, the first 200 kept, in the order of the query.
    """
    values: dict[str, object] = {"day": day, **asked}
    known = {name: value for name, value in values.items() if f":{name}" in sql}
    cursor = tx.execute(text(sql), known)
    kept: list[Any] = list(cursor.fetchmany(MOST_ROWS))
    more = sum(len(block) for block in iter(lambda: cursor.fetchmany(2_000), []))
    places = lines(tx, source.table, [row[0] for row in kept])
    rows = tuple(
        FindingRow(
            what=str(what or ""),
            where=source.where,
            value="" if value is None else str(value),
            account_id=str(account or ""),
            file=places.get(row, ("", 0))[0],
            line=places.get(row, ("", 0))[1],
        )
        for row, what, value, account in kept
    )
    return Found(len(kept) + more, rows)


def lines(tx: Tx, table: str, rows: Sequence[int]) -> Mapping[int, tuple[str, int]]:
    """The file and line that wrote each of some rows last, where that is known."""
    if not rows or not table:
        return {}
    sql = text(
        "SELECT r.row_id, r.file, r.line FROM batch_row r JOIN import_batch b ON b.id = r.batch_id"
        " WHERE r.table_name = :table AND r.row_id IN :rows AND NOT b.undone ORDER BY r.id"
    ).bindparams(bindparam("rows", expanding=True))
    found = tx.execute(sql, {"table": table, "rows": list(rows)})
    return {int(row): (str(file), int(line)) for row, file, line in found}


def together(parts: Iterable[Found]) -> Found:
    """What several queries of one check found."""
    listed = list(parts)
    rows = tuple(row for part in listed for row in part.rows)[:MOST_ROWS]
    return Found(sum(part.count for part in listed), rows)


def with_days(found: Found) -> Found:
    """The same with values that are day numbers written as days."""
    rows = tuple(
        FindingRow(one.what, one.where, _day(one.value), one.account_id, one.file, one.line)
        for one in found.rows
    )
    return Found(found.count, rows, found.detail)


def _day(value: str) -> str:
    """A day as files write it, or the number where the calendar knows no such day."""
    try:
        return to_date(int(value)).isoformat()
    except (ValueError, OverflowError):
        return f"day {value}" if value else ""


def share(found: Found, total: int, noun: str) -> Found:
    """The same, saying of how many."""
    if not found.count or not total:
        return found
    detail = ", all of them" if found.count == total > 1 else f", of {count_of(total, noun)}"
    return Found(found.count, found.rows, detail)
