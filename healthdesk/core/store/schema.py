"""What a desk's file holds: makes it, compares a file with it, and moves its stamp."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from healthdesk.core.store import db, usage, views
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Base

OF_ALL = "all "
"""What keys of read models begin with that follow from all a desk holds, and not from facts alone:
from tasks, marks and looks, too."""
NEW_STAMP = "INSERT INTO desk_stamp (id, stamp) VALUES (1, 0)"


@dataclass(frozen=True)
class Differences:
    """How a file's tables differ from the mapped ones, by name; `triggers` are never ours."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    triggers: tuple[str, ...]


def create(connection: Connection) -> None:
    """Make all tables and views of a desk in an empty file, and mark it as one."""
    db.mark(connection)
    Base.metadata.create_all(connection)
    usage.create(connection)
    views.create_readable(connection)
    connection.exec_driver_sql(NEW_STAMP)


def tables() -> tuple[str, ...]:
    """The names of all tables of a desk."""
    return (*sorted(Base.metadata.tables), "usage")


def differences(connection: dbapi2.Connection) -> Differences:
    """Compare the tables and columns of a file with those that this program writes."""
    expected = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
    } | {"usage.account_id", "usage.day"}
    found = {
        f"{table}.{column}"
        for table, column in connection.execute(
            "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ).fetchall()
    }
    unknown = {name for name in found - expected if not _is_metric(name)}
    triggers = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    return Differences(
        tuple(sorted(expected - found)), tuple(sorted(unknown)), tuple(name for (name,) in triggers)
    )


def stamp(tx: Tx) -> int:
    """How many commits changed this desk so far."""
    return int(tx.connection().exec_driver_sql("SELECT stamp FROM desk_stamp").scalar_one())


def move_stamp(tx: Tx) -> int:
    """Count one more commit; returns the new stamp."""
    sql = "UPDATE desk_stamp SET stamp = stamp + 1 RETURNING stamp"
    return int(tx.connection().exec_driver_sql(sql).scalar_one())


def _is_metric(name: str) -> bool:
    table, _, column = name.partition(".")
    return table == "usage" and column[:1] == "m" and column[1:].isdigit()


def carry_snapshots(tx: Tx, new: int, *, all_of_it: bool) -> None:
    """Keep read models good over a commit that left the facts alone; `new` is its stamp.

    Those of all that a desk holds only with `all_of_it`: where it left all else alone, too.
    """
    sql = "UPDATE snapshot SET stamp = ? WHERE stamp = ? AND (? OR key NOT LIKE ?)"
    tx.connection().exec_driver_sql(sql, (new, new - 1, all_of_it, f"{OF_ALL}%"))
