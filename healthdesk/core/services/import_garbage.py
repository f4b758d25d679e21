"""Lets Python look for garbage less often while millions of short records pass through.

Records are lists that never refer to each other: looking through them for cycles costs a third of
the time and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_SELDOM: Final = (200_000, 20, 50)
_lock: Final = Lock()
_before: Final[list[tuple[int, int, int]]] = []
"""The thresholds to return to, once for each work under way."""


@contextmanager
def seldom() -> Iterator[None]:
    """Look for garbage after many more new objects than usual; works may overlap."""
    with _lock:
        _before.append(_before[0] if _before else gc.get_threshold())
        gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        with _lock:
            usual = _before.pop()
            if not _before:
                gc.set_threshold(*usual)
