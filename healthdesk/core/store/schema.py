"""Makes everything a new desk's file holds, and reads and moves its stamp."""

from __future__ import annotations

from sqlalchemy import Connection

from healthdesk.core.store import db, usage, views
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Base


def create(connection: Connection) -> None:
    """Make all tables and views of a desk in an empty file, and mark it as one."""
    db.mark(connection)
    Base.metadata.create_all(connection)
    usage.create(connection)
    views.create_readable(connection)
    connection.exec_driver_sql("INSERT INTO desk_stamp (id, stamp) VALUES (1, 0)")


def stamp(tx: Tx) -> int:
    """How many commits changed this desk so far."""
    return int(tx.connection().exec_driver_sql("SELECT stamp FROM desk_stamp").scalar_one())


def move_stamp(tx: Tx) -> int:
    """Count one more commit; returns the new stamp."""
    moved = tx.connection().exec_driver_sql(
        "UPDATE desk_stamp SET stamp = stamp + 1 RETURNING stamp"
    )
    return int(moved.scalar_one())
