"""Tells which rows others hang on: taking a batch back removes nothing from under later facts.

Each such row gets an heir, a batch that brought what hangs on it: the row goes with that one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from healthdesk.core.services import import_said
from healthdesk.core.services.import_cells import unpack
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store.tables import Base

MARKS: Final = {
    "milestone": ("milestone_rule", "milestone_id"),
    "pulse": ("pulse_inherited", "pulse_id"),
}
"""Tables whose rows the desk marks, where the marks are, and what they point with."""
Heirs = dict[int, int | None]
"""Rows that must stay, and the batch they belong to now; None: a person's facts hang on them."""

_ACCOUNT: Final = "account"
# What the desk worked out or remembers of an account goes with it; it is no fact of someone.
_OWN: Final = frozenset({"score_reported", "account_alias", "firing", "play_seen"})
_SPOKEN: Final = {_ACCOUNT: "accounts", "contact": "contacts"}
"""Tables of whose records it is kept what each file said, and their exchange tables."""
_FREE: Final = ("ticket", "survey")
"""Tables whose rows point at a contact and stand without it, as touchpoints do with their list."""


def referenced(driver: Driver, table: str, rows: Iterable[int]) -> Heirs:
    """Which rows of a table other rows point at (accounts: not counting their own children)."""
    wanted = sorted(rows)
    out: Heirs = {}
    if not wanted:
        return out
    for name, column, batch in _pointers(table):
        _add(
            out,
            driver.each(
                f"SELECT k.value, min(o.{batch}) FROM json_each(?) AS k CROSS JOIN {name} AS o"
                f' ON o."{column}" = k.value GROUP BY k.value',
                (json.dumps(wanted),),
            ),
        )
    if table == "profile":
        _add(out, _fitted(driver, wanted))
    if table == _ACCOUNT:
        _add(out, _with_usage(driver, wanted))
    if table in _SPOKEN:
        _add(out, _overruled(driver, table, wanted))
    if table == "contact":
        _add(out, _named_by_hand(driver, set(wanted)))
        _add(out, _vouched_for(driver, set(wanted)))
    if table == "metric":
        _add(out, _in_usage(driver, wanted))
    return out


def kept_accounts(driver: Driver, rows: Iterable[int]) -> Heirs:
    """Which of some accounts must stay: facts point at them, or a child that stays does."""
    wanted = set(rows)
    kept = referenced(driver, _ACCOUNT, wanted)
    children = list(
        driver.each(
            "SELECT a.parent_id, a.id, a.batch_id FROM json_each(?) AS k CROSS JOIN account AS a"
            " ON a.parent_id = k.value",
            (json.dumps(sorted(wanted)),),
        )
    )
    while True:
        more = {
            parent: kept.get(child, batch) if child in wanted else batch
            for parent, child, batch in children
            if parent not in kept and (child in kept or child not in wanted)
        }
        if not more:
            return kept
        kept |= more


def remembered(
    driver: Driver, table: str, rows: Sequence[int]
) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Take what the desk remembers of rows that go out of it; by row and table, to bring it back.

    What was typed into them, who was asked to meetings, how they are marked, and for accounts
    the names and the reported scores they had.
    """
    out: dict[int, dict[str, list[dict[str, Any]]]] = {}
    wanted = json.dumps(list(rows))
    places = [("hand_edit", "row_id", f"table_name = '{table}' AND ")]
    if table == "touchpoint":
        places.append(("meeting_asked", "touchpoint_id", ""))
    if table in MARKS:
        places.append((*MARKS[table], ""))
    if table == _ACCOUNT:
        places += [(name, "account_id", "") for name in sorted(_OWN)]
    for name, column, where in places:
        which = f"{where}{column} IN (SELECT value FROM json_each(?))"
        names = [one for (one,) in driver.run("SELECT name FROM pragma_table_info(?)", (name,))]
        for values in driver.run(f"DELETE FROM {name} WHERE {which} RETURNING *", (wanted,)):
            found = dict(zip(names, values, strict=True))
            out.setdefault(found[column], {}).setdefault(name, []).append(found)
    return out


def _add(out: Heirs, found: Iterable[tuple[int, int | None]]) -> None:
    for row, batch in found:
        known = out.get(row)
        out[row] = batch if known is None else min(known, batch or known)


def _pointers(table: str) -> list[tuple[str, str, str]]:
    """Every column of the desk that points at a table, and what says whose a row is.

    Rows that imports brought stand without their contacts: they do not hold those (see
    `_vouched_for`).
    """
    free = _FREE if table == "contact" else ()
    return [
        (other.name, key.parent.name, "batch_id" if "batch_id" in other.c else "id * NULL")
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table.name == table and other.name not in {table, *_OWN, *free}
    ]


def _fitted(driver: Driver, wanted: list[int]) -> Iterable[tuple[int, int | None]]:
    """Profiles of which another import's facts made the desk publish a version: it is nobody's."""
    return driver.each(
        "SELECT v.profile_id, min(r.batch_id) FROM profile_version AS v"
        " JOIN batch_row AS r ON r.table_name = 'profile_version' AND r.row_id = v.id AND r.made"
        " JOIN import_batch AS b ON b.id = r.batch_id AND NOT b.undone"
        " WHERE v.profile_id IN (SELECT value FROM json_each(?)) GROUP BY v.profile_id",
        (json.dumps(wanted),),
    )


def _overruled(driver: Driver, table: str, wanted: list[int]) -> Iterable[tuple[int, int]]:
    """Records of which another file said what is not in force: its word stands next."""
    said = import_said.overruled(driver, _SPOKEN[table])
    if not said:
        return
    for row, own in driver.each(
        f"SELECT t.id, t.{table}_id FROM json_each(?) AS k CROSS JOIN {table} AS t"
        " ON t.id = k.value",
        (json.dumps(wanted),),
    ):
        if own in said:
            yield int(row), said[own]


def _named_by_hand(driver: Driver, wanted: set[int]) -> Iterable[tuple[int, None]]:
    """Contacts that a person named: in a row made here, or in a field typed here."""
    asked = json.dumps(sorted(wanted))
    for table in _FREE:
        for (row,) in driver.each(
            f"SELECT o.contact_id FROM json_each(?) AS k CROSS JOIN {table} AS o"
            f" ON o.contact_id = k.value WHERE {_by_hand(table, 'contact_id')}",
            (asked,),
        ):
            yield int(row), None
    for (contacts,) in driver.each(
        "SELECT o.contacts FROM touchpoint AS o WHERE o.contacts <> ''"
        f" AND {_by_hand('touchpoint', 'contact_ids')}"
    ):
        yield from ((int(part), None) for part in contacts.split(";") if int(part) in wanted)


def _vouched_for(driver: Driver, wanted: set[int]) -> Iterable[tuple[int, int]]:
    """Contacts named in rows of an import that also said of contacts what the desk knew already.

    What an import said that was known is not noted row by row: one that had contacts of its own and
    names this one is taken to have brought it. A weekly file of everything keeps its people so.
    """
    vouching = (
        "JOIN import_batch AS b ON b.id = o.batch_id AND NOT b.undone"
        " LEFT JOIN import_part AS p ON p.batch_id = b.id"
        " JOIN import_batch AS l ON l.id = coalesce(p.load_id, b.id) AND NOT l.undone"
        " AND json_extract(l.tables, '$.contacts.same') > 0"
    )
    asked = json.dumps(sorted(wanted))
    for table in _FREE:
        yield from driver.each(
            f"SELECT k.value, min(b.id) FROM json_each(?) AS k CROSS JOIN {table} AS o"
            f" ON o.contact_id = k.value {vouching} GROUP BY k.value",
            (asked,),
        )
    for contacts, batch in driver.each(
        f"SELECT o.contacts, b.id FROM touchpoint AS o {vouching} WHERE o.contacts <> ''"
    ):
        yield from ((int(part), batch) for part in contacts.split(";") if int(part) in wanted)


def _by_hand(table: str, field: str) -> str:
    return (
        "(o.batch_id IS NULL OR EXISTS (SELECT 1 FROM hand_edit AS e WHERE e.row_id = o.id"
        f" AND e.table_name = '{table}' AND e.field = '{field}'))"
    )


def _with_usage(driver: Driver, wanted: list[int]) -> Iterable[tuple[int, int | None]]:
    """Accounts that have usage, and a batch that wrote some of it."""
    found = driver.run(
        "SELECT k.value FROM json_each(?) AS k"
        " WHERE EXISTS (SELECT 1 FROM usage WHERE account_id = k.value)",
        (json.dumps(wanted),),
    )
    open_rows = np.array([row for (row,) in found], np.int64)
    yield from ((int(row), None) for row in open_rows)
    for batch, low, high, count, payload in driver.each(
        "SELECT u.batch_id, u.account_low, u.account_high, u.count, u.payload"
        " FROM batch_usage AS u"
        " JOIN import_batch AS b ON b.id = u.batch_id WHERE NOT b.undone ORDER BY u.batch_id"
    ):
        if not len(open_rows):
            return
        if not ((low <= open_rows) & (open_rows <= high)).any():
            continue
        there = np.isin(open_rows, unpack(payload, count).account)
        yield from ((int(row), batch) for row in open_rows[there])
        open_rows = open_rows[~there]


def _in_usage(driver: Driver, metrics: list[int]) -> Iterable[tuple[int, int | None]]:
    """Metrics that have a value left; one walk through the table answers for all of them."""
    columns = {name for (name,) in driver.run("SELECT name FROM pragma_table_info('usage')")}
    asked = [metric for metric in metrics if f"m{metric}" in columns]
    if not asked:
        return
    tests = ", ".join(f"max(m{metric} IS NOT NULL)" for metric in asked)
    (found,) = driver.run(f"SELECT {tests} FROM usage")
    for metric, there in zip(asked, found, strict=True):
        if there:
            ((batch,),) = driver.run(
                "SELECT min(u.batch_id) FROM batch_usage AS u JOIN import_batch AS b"
                " ON b.id = u.batch_id WHERE u.metric_id = ? AND NOT b.undone",
                (metric,),
            )
            yield metric, batch
