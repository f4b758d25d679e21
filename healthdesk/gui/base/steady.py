"""Holds on to the functions that Qt calls, for PySide 6.11 was seen to lose the last reference.

Seen with 6.11.3 on Python 3.11: asked by Qt for an override (`sizeHint`, `resizeEvent`), the
bindings freed the function itself, and the next call of it ended the process; in one run of many,
mostly while a widget was drawn into a picture and work went on beside. With more references than
one the function outlives that. To be taken out when a PySide is seen not to do so.
"""

from __future__ import annotations

import sys
from types import FunctionType
from typing import Final

import shiboken6

OURS: Final = "healthdesk.gui."
HELD: Final = 64
"""References that may get lost before a function does; half a kilobyte for each."""

_seen: set[str] = set()
_held: list[list[FunctionType]] = []


def hold_overrides() -> int:
    """Hold the functions of classes that came since the last time; returns how many."""
    # A list made at once: other threads import meanwhile.
    new = [name for name in list(sys.modules) if name.startswith(OURS) and name not in _seen]
    before = len(_held)
    for name in new:
        _seen.add(name)
        for held in list(vars(sys.modules[name]).values()):
            if isinstance(held, type) and held.__module__ == name:
                _hold(held)
    return len(_held) - before


def _hold(made: type) -> None:
    if issubclass(made, shiboken6.Object):
        functions = (one for one in vars(made).values() if isinstance(one, FunctionType))
        _held.extend([one] * HELD for one in functions)
