"""Read models kept in the desk as long as it does not change: a start needs no engine."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from sqlalchemy import text

from healthdesk.core.store.db import Tx

T = TypeVar("T")


def find(tx: Tx, key: str, kind: type[T]) -> T | None:
    """The read model kept under a key, if the desk has not changed since.

    An operation that has written sees another desk than the one that was kept.
    """
    memory = tx.info.get("memory")
    if memory is not None and memory.apart:
        return None
    row = tx.execute(
        text("SELECT stamp, payload FROM snapshot WHERE key = :key"), {"key": key}
    ).first()
    if row is None or row[0] != tx.info["stamp"]:
        return None
    try:
        return msgspec.msgpack.decode(row[1], type=kind)
    except msgspec.MsgspecError:
        # Written by a version whose read model had other fields: it is made anew.
        return None


def keep(tx: Tx, key: str, stamp: int, view: object) -> None:
    """Keep a read model for the state of the desk that has this stamp."""
    tx.execute(
        text(
            "INSERT INTO snapshot (key, stamp, payload) VALUES (:key, :stamp, :payload)"
            " ON CONFLICT (key) DO UPDATE SET stamp = excluded.stamp, payload = excluded.payload"
        ),
        {"key": key, "stamp": stamp, "payload": msgspec.msgpack.encode(view)},
    )
