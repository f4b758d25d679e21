"""A look at what a desk keeps ready, before it is opened: brings the driver and nothing more.

Only what is good for the desk as the file has it now is given. Nothing is changed, no lock taken,
no side file made. Not here: whether the desk can be opened (header.py says why it can not).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from healthdesk.core.store.driver import APPLICATION_ID, SCHEMA, SHARED, connect, has_log

_KEPT = "SELECT s.payload FROM snapshot s JOIN desk_stamp d ON s.stamp = d.stamp WHERE s.key = ?"


def look(path: Path, key_of: Callable[[Mapping[str, str]], str]) -> bytes | None:
    """Give what is kept under a key, which may depend on the settings' documents.

    None: nothing is, or the file has to be looked at closely, for it is no desk of this schema, or
    it was not closed (or is open elsewhere).
    """
    if not path.is_file() or has_log(path):
        return None
    try:
        with closing(connect(path, "ro&immutable=1")) as connection:
            for pragma in (*SHARED, "PRAGMA query_only=ON"):
                connection.execute(pragma).close()
            if not _is_ours(connection):
                return None
            settings = dict(connection.execute("SELECT key, value FROM setting").fetchall())
            found = connection.execute(_KEPT, (key_of(settings),)).fetchone()
    except dbapi2.Error:
        return None
    return found[0] if found is not None and isinstance(found[0], bytes) else None


def _is_ours(connection: dbapi2.Connection) -> bool:
    """Whether it is a desk of this program's schema, whose tables are tables."""
    marks = (("application_id", APPLICATION_ID), ("user_version", SCHEMA))
    for name, wanted in marks:
        if connection.execute(f"PRAGMA {name}").fetchone() != (wanted,):
            return False
    sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN (?, ?, ?)"
    found = connection.execute(sql, ("snapshot", "desk_stamp", "setting")).fetchone()
    return bool(found == (3,))
