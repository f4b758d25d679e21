"""Brings an older desk up to this program's schema, step by step, or leaves it as it was.

The steps are Alembic revisions (revisions/), in order; `user_version` in the file counts those
that were taken. All that are due run in one transaction, and none before a backup was made and
verified. Alembic is imported only when one is due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.store import db, views
from healthdesk.core.store.trouble import sentence_for


def upgrade(path: Path, schema: int, secure: Callable[[], Path]) -> None:
    """Take every step from a schema to the present one, after `secure` made a backup."""
    # Alembic takes long to import, and nearly every desk opened is up to date.
    from healthdesk.core.store.revisions import REVISIONS  # noqa: PLC0415

    kept = secure()
    try:
        _take(path, REVISIONS[schema:])
    except DBAPIError as error:
        told = sentence_for(error, path)
        reason = told.sentence if told else str(error.orig)
        raise DeskError(
            f"{path} could not be brought up to date and is as it was ({reason}).",
            f"A backup was made before: {kept}",
        ) from error


def _take(path: Path, steps: Sequence[Callable[[Connection], None]]) -> None:
    """Every step and the number they lead to, or nothing."""
    engine = db.migrator(path)
    try:
        with engine.begin() as connection:
            for step in steps:
                step(connection)
            views.create_readable(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={db.SCHEMA}")
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if dangling:
                raise DeskError(
                    f"{path} could not be brought up to date and is as it was: rows of"
                    f" {dangling[0][0]} would point nowhere."
                )
    finally:
        engine.dispose()
