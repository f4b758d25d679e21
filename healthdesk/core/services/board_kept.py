"""Keeps what a widget works out until the desk changes, without holding up who else remembers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from healthdesk.core.store.db import Tx

T = TypeVar("T")


def kept(tx: Tx, key: str, make: Callable[[], T]) -> T:
    """Give what `make` makes; two who ask at once may both make it."""
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    found = None if memory is None else memory.get(key, stamp)
    if found is not None:
        return cast("T", found)
    made = make()
    if memory is not None:
        memory.put(key, stamp, made)
    return made
