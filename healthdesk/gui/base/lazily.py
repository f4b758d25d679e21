"""Names modules that bring the store or numpy without importing them before they are used.

A page that shows what a desk keeps is there before the desk is open; what reads and writes it is
imported meanwhile, on a thread. For the checker of types the import stands under `TYPE_CHECKING`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Lazy:
    """Stands for a module; asked for anything, it imports it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, key: str) -> Any:  # noqa: ANN401 - whatever the module has
        return getattr(import_module(self._name), key)


def lazily(name: str) -> Any:  # noqa: ANN401 - a module, for all who use it
    """A module by its whole name, imported when something of it is first used."""
    return _Lazy(name)
