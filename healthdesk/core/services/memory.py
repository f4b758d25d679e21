"""Keeps what was worked out from a desk until the desk changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import TypeVar, cast

from healthdesk.core.store.db import Tx

T = TypeVar("T")

_working = RLock()
"""Held while something is worked out; what is remembered already is had without it."""


def remembered(tx: Tx, key: str, make: Callable[[], T], *, of_facts: bool = False) -> T:
    """Give what `make` makes, made once for each state of the desk; `key` says what it is.

    What facts, profiles and segments alone make (`of_facts`) is not made again after a commit that
    touched none of them: one that recorded scores, or noted how a source fared.
    An operation that has written sees what nobody else may see: the desk remembers none of it.
    """
    memory = tx.info.get("memory")
    if memory is None:
        return make()
    stamp = tx.info["stamp"]
    found = memory.get(key, stamp)
    if found is not None:
        return cast("T", found)
    # Two readers that ask at once, as when a window opens, must not both read all usage.
    with _working:
        found = memory.get(key, stamp)
        if found is None:
            found = make()
            memory.put(key, stamp, found, of_facts=of_facts)
    return cast("T", found)


def remembered_aside(tx: Tx, key: str, make: Callable[[], T], *, of_facts: bool = False) -> T:
    """The same of what takes long: nobody waits for it who asks for something else meanwhile.

    Two who ask for it at once both work it out.
    """
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    found: T | None = None if memory is None else memory.get(key, stamp)
    if found is None:
        found = make()
        if memory is not None:
            memory.put(key, stamp, found, of_facts=of_facts)
    return found
