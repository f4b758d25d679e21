"""Makes two records one, row by row, and two again exactly.

What hangs on the record that goes hangs on the other one then; where only one row may stand (a
milestone, a value of an attribute) the kept record's stands, and the other waits in the journal of
the merge; of what a person keeps of a record, the kept one takes what it lacks. Ids of rows never
change, so the logs of imports stay true of them. Not here: usage
(merging_usage.py), which merges there are (merges.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import UniqueConstraint

from healthdesk.core.domain.duplicate import Kind
from healthdesk.core.services import merging_usage
from healthdesk.core.services.import_log import Driver, quoted
from healthdesk.core.services.import_references import MARKS
from healthdesk.core.services.merging_usage import Journal
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Base

Fields = dict[str, Any]
_APART: Final = frozenset({"attribute_value", "score_reported"})
"""Tables that follow rules of their own."""
_CARE: Final = {
    "account_care": ("starred", "matters"),
    "contact_care": ("influence", "stance", "part", "left_on", "successor_id", "personal"),
}
"""What a person keeps of a record, one row each: what the kept one lacks comes over."""
_FILLED: Final = ("name", "email", "phone", "title", "role", "advocate")


@dataclass
class Body:
    """Everything that making two of one again needs."""

    row: Fields
    """The record that went."""
    moved: dict[str, list[int]]
    """By table and column (`task.account_id`): rows that hang on the other record now. Merges of
    earlier versions name the table alone."""
    dropped: dict[str, list[Fields]]
    """By table: rows for which there was no place."""
    values: list[Fields]
    """Attribute values that moved, as they were."""
    kept: dict[str, list[Any]]
    """Columns of the kept record that changed: before and after."""
    usage: Journal
    lists: list[list[Any]]
    """Touchpoints whose list of contacts changed: row, before, after."""
    summed: list[list[Any]]
    """Rows of contact usage that took another's count: row, before, after."""
    cared: list[list[Any]] = field(default_factory=list)
    """What came over of what a person keeps: table, row, column, before, after."""


_STORE: Final[dict[Kind, str]] = {"accounts": "account", "contacts": "contact"}


def store(kind: Kind) -> str:
    """The desk's table of a kind of record."""
    return _STORE[kind]


def pointers(kind: Kind) -> list[tuple[str, str, tuple[str, ...] | None]]:
    """Tables and columns that point at a kind of record, and the rest of their unique key.

    None = in no unique key; nothing = the column alone is one.
    """
    table = store(kind)
    out: list[tuple[str, str, tuple[str, ...] | None]] = []
    for other in Base.metadata.sorted_tables:
        if other.name in _APART or other.name == table:
            continue
        out.extend(
            (other.name, key.parent.name, _unique(other, key.parent.name))
            for key in other.foreign_keys
            if key.column.table.name == table
        )
    return out


def _unique(table: Any, column: str) -> tuple[str, ...] | None:  # noqa: ANN401 - SQLAlchemy's FromClause
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = [one.name for one in constraint.columns]
            if column in names:
                return tuple(name for name in names if name != column)
    return None


def join(tx: Tx, kind: Kind, keep: int, gone: int, after: int) -> Body:
    """Make the record `gone` part of `keep`; both are row ids."""
    tx.flush()
    driver = Driver(tx)
    (row,) = read(driver, store(kind), "id = ?", (gone,))
    body = Body(row, {}, {}, [], {}, {}, [], [])
    if kind == "accounts":
        _drop(driver, body, "score_reported", "account_id = ?", (gone,))
        _family(driver, body, keep, gone)
        _attributes(driver, body, keep, gone)
        body.usage = merging_usage.join(tx, keep, gone, after)
    else:
        _contact(driver, body, keep, gone)
    _care(driver, body, kind, keep, gone)
    for table, column, rest in pointers(kind):
        _move(driver, body, (table, column, rest), keep, gone)
    _typed(driver, body, kind, keep, gone)
    driver.run(f"DELETE FROM {store(kind)} WHERE id = ?", (gone,))
    tx.expire_all()
    return body


def split(tx: Tx, kind: Kind, keep: int, after: int, body: Body) -> None:
    """Make two of one again: what came with the record goes with it, what came later stays."""
    tx.flush()
    driver = Driver(tx)
    gone = body.row["id"]
    insert(driver, store(kind), [body.row])
    for table, column, _ in pointers(kind):
        moved = body.moved.get(f"{table}.{column}", body.moved.get(table, []))
        driver.run(
            f"UPDATE {table} SET {column} = ?1 WHERE {column} = ?2"
            " AND id IN (SELECT value FROM json_each(?3))",
            (gone, keep, json.dumps(moved)),
        )
    driver.run(
        "UPDATE hand_edit SET row_id = ?1 WHERE row_id = ?2 AND table_name = ?3"
        " AND id IN (SELECT value FROM json_each(?4))",
        (gone, keep, store(kind), json.dumps(body.moved.get("hand_edit", []))),
    )
    _unsum(driver, body)
    if kind == "accounts":
        driver.run(
            "UPDATE account SET parent_id = ?1 WHERE parent_id = ?2"
            " AND id IN (SELECT value FROM json_each(?3))",
            (gone, keep, json.dumps(body.moved.get("account", []))),
        )
        _attributes_back(driver, body, keep, gone, after)
        merging_usage.split(tx, keep, gone, after, body.usage)
    for number, before, now in body.lists:
        driver.run(
            "UPDATE touchpoint SET contacts = ? WHERE id = ? AND contacts = ?",
            (before, number, now),
        )
    for column, (before, now) in body.kept.items():
        driver.run(
            f"UPDATE {store(kind)} SET {column} = ? WHERE id = ? AND {column} IS ?",
            (before, keep, now),
        )
    for table, row, column, before, now in body.cared:
        driver.run(
            f"UPDATE {table} SET {column} = ? WHERE id = ? AND {column} IS ?", (before, row, now)
        )
    for table, rows in body.dropped.items():
        insert(driver, table, rows)
    tx.expire_all()


def read(driver: Driver, table: str, where: str, values: Sequence[Any]) -> list[Fields]:
    """Whole rows of a table."""
    names = [name for (name,) in driver.run("SELECT name FROM pragma_table_info(?)", (table,))]
    found = driver.each(f"SELECT {quoted(names)} FROM {table} WHERE {where} ORDER BY id", values)
    return [dict(zip(names, row, strict=True)) for row in found]


def insert(driver: Driver, table: str, rows: Iterable[Fields]) -> None:
    """Put whole rows back."""
    for row in rows:
        marks = ", ".join("?" * len(row))
        driver.run(f"INSERT INTO {table} ({quoted(row)}) VALUES ({marks})", tuple(row.values()))


def _drop(driver: Driver, body: Body, table: str, where: str, values: Sequence[Any]) -> None:
    rows = read(driver, table, where, values)
    if not rows:
        return
    body.dropped.setdefault(table, []).extend(rows)
    mark, column = MARKS.get(table, ("", ""))
    marks = (
        read(driver, mark, f"{column} IN (SELECT id FROM {table} WHERE {where})", values)
        if mark
        else []
    )
    driver.run(f"DELETE FROM {table} WHERE {where}", values)
    if marks:  # they go with their rows, and come back after them
        body.dropped.setdefault(mark, []).extend(marks)


def _move(
    driver: Driver, body: Body, place: tuple[str, str, tuple[str, ...] | None], keep: int, gone: int
) -> None:
    """Let rows of a table point at the other record; those that have no place there are kept."""
    table, column, rest = place
    if rest is not None:
        same = " AND ".join(f't."{name}" IS o."{name}"' for name in rest) or "1"
        _drop(
            driver,
            body,
            table,
            f"{column} = ? AND id IN (SELECT t.id FROM {table} AS t JOIN {table} AS o"
            f" ON o.{column} = ? AND {same} WHERE t.{column} = ?)",
            (gone, keep, gone),
        )
    rows = [row for (row,) in driver.run(f"SELECT id FROM {table} WHERE {column} = ?", (gone,))]
    if rows:
        body.moved.setdefault(f"{table}.{column}", []).extend(rows)
        driver.run(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (keep, gone))


def _change(driver: Driver, body: Body, table: str, row: int, column: str, to: Any) -> None:  # noqa: ANN401, PLR0917 - a column of any kind
    ((before,),) = driver.run(f"SELECT {column} FROM {table} WHERE id = ?", (row,))
    if before != to:
        body.kept[column] = [before, to]
        driver.run(f"UPDATE {table} SET {column} = ? WHERE id = ?", (to, row))


def _typed(driver: Driver, body: Body, kind: Kind, keep: int, gone: int) -> None:
    """What was typed into the record that goes stays so where its value came over."""
    keys = [row["attribute_id"] for row in body.values]
    came = {
        *body.kept,
        *(
            key
            for (key,) in driver.run(
                "SELECT key FROM attribute WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(keys),),
            )
        ),
    }
    mine = {
        field
        for (field,) in driver.run(
            "SELECT field FROM hand_edit WHERE table_name = ? AND row_id = ?", (store(kind), keep)
        )
    }
    moved = [
        number
        for number, field in driver.run(
            "SELECT id, field FROM hand_edit WHERE table_name = ? AND row_id = ?",
            (store(kind), gone),
        )
        if field in came - mine
    ]
    if moved:
        body.moved["hand_edit"] = moved
        driver.many(
            "UPDATE hand_edit SET row_id = ? WHERE id = ?", [(keep, number) for number in moved]
        )
    _drop(driver, body, "hand_edit", "table_name = ? AND row_id = ?", (store(kind), gone))


def _family(driver: Driver, body: Body, keep: int, gone: int) -> None:
    """Parents and children: no account becomes its own parent, directly or around a circle."""
    parents = dict(driver.each("SELECT id, parent_id FROM account WHERE parent_id IS NOT NULL"))
    theirs = body.row["parent_id"]
    adopted = theirs is not None and keep not in {theirs, *_above(parents, theirs)}
    if gone in _above(parents, keep) or (parents.get(keep) is None and adopted):
        _change(driver, body, "account", keep, "parent_id", theirs)
    children = [
        row
        for (row,) in driver.run(
            "SELECT id FROM account WHERE parent_id = ? AND id <> ?", (gone, keep)
        )
    ]
    if children:
        body.moved["account"] = children
        driver.run("UPDATE account SET parent_id = ? WHERE parent_id = ?", (keep, gone))


def _above(parents: dict[int, int], row: int) -> set[int]:
    """The parents of an account, all the way up."""
    found: set[int] = set()
    at = parents.get(row)
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return found


def _attributes(driver: Driver, body: Body, keep: int, gone: int) -> None:
    """Attributes that the kept account knows nothing of come over with their whole history."""
    known = {
        attribute
        for (attribute,) in driver.run(
            "SELECT DISTINCT attribute_id FROM attribute_value WHERE account_id = ?", (keep,)
        )
    }
    for row in read(driver, "attribute_value", "account_id = ?", (gone,)):
        if row["attribute_id"] in known:
            body.dropped.setdefault("attribute_value", []).append(row)
            driver.run("DELETE FROM attribute_value WHERE id = ?", (row["id"],))
        else:
            body.values.append(row)
            driver.run("UPDATE attribute_value SET account_id = ? WHERE id = ?", (keep, row["id"]))


def _attributes_back(driver: Driver, body: Body, keep: int, gone: int, after: int) -> None:
    """Give values of attributes back; one that a later import changed stays, a copy goes."""
    told = json.dumps([row["id"] for row in body.values])
    later = {
        row
        for (row,) in driver.run(
            "SELECT r.row_id FROM batch_row AS r JOIN import_batch AS b ON b.id = r.batch_id"
            " WHERE r.table_name = 'attribute_value' AND r.batch_id > ? AND NOT b.undone"
            " AND r.row_id IN (SELECT value FROM json_each(?))",
            (after, told),
        )
    }
    there = {
        row["id"]: row["account_id"]
        for row in read(
            driver, "attribute_value", "id IN (SELECT value FROM json_each(?))", (told,)
        )
    }
    for row in body.values:
        number = row["id"]
        if number not in there:
            insert(driver, "attribute_value", [row])
        elif number in later:
            insert(
                driver,
                "attribute_value",
                [{name: value for name, value in row.items() if name != "id"}],
            )
        elif there[number] == keep:
            driver.run("UPDATE attribute_value SET account_id = ? WHERE id = ?", (gone, number))


def _care(driver: Driver, body: Body, kind: Kind, keep: int, gone: int) -> None:
    """Let what a person keeps of the record that stays take what it lacks of the other's."""
    table, column = f"{store(kind)}_care", f"{store(kind)}_id"
    mine, theirs = (read(driver, table, f"{column} = ?", (row,)) for row in (keep, gone))

    def change(row: Fields, name: str, now: Any) -> None:  # noqa: ANN401 - a column of any kind
        body.cared.append([table, row["id"], name, row[name], now])
        driver.run(f"UPDATE {table} SET {name} = ? WHERE id = ?", (now, row["id"]))
        row[name] = now

    # Nobody succeeds themselves.
    for row in (*mine, *theirs):
        if kind == "contacts" and row["successor_id"] in {keep, gone}:
            change(row, "successor_id", None)
    for one, other in zip(mine, theirs, strict=False):
        for name in _CARE[table]:
            if other[name] and not one[name]:
                change(one, name, other[name])


def _contact(driver: Driver, body: Body, keep: int, gone: int) -> None:
    """What a contact knows that the other does not; who must not be contacted stays so."""
    (mine,) = read(driver, "contact", "id = ?", (keep,))
    for column in _FILLED:
        if mine[column] is None and body.row[column] is not None:
            _change(driver, body, "contact", keep, column, body.row[column])
    if body.row["do_not_contact"] and not mine["do_not_contact"]:
        _change(driver, body, "contact", keep, "do_not_contact", 1)
    for number, contacts in driver.run(
        "SELECT id, contacts FROM touchpoint WHERE ';' || contacts || ';' LIKE ?", (f"%;{gone};%",)
    ):
        now = dict.fromkeys(str(keep) if one == str(gone) else one for one in contacts.split(";"))
        body.lists.append([number, contacts, ";".join(now)])
        driver.run("UPDATE touchpoint SET contacts = ? WHERE id = ?", (";".join(now), number))
    for number, value, other in driver.run(
        "SELECT o.id, o.value, t.value FROM contact_usage AS t JOIN contact_usage AS o"
        " ON o.contact_id = ? AND o.metric_id = t.metric_id AND o.day = t.day"
        " WHERE t.contact_id = ? AND t.value <> o.value",
        (keep, gone),
    ):
        body.summed.append([number, value, value + other])
        driver.run("UPDATE contact_usage SET value = ? WHERE id = ?", (value + other, number))


def _unsum(driver: Driver, body: Body) -> None:
    for number, before, now in body.summed:
        driver.run(
            "UPDATE contact_usage SET value = ? WHERE id = ? AND value = ?", (before, number, now)
        )
