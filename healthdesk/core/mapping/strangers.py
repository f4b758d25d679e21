"""Spells the contacts of a row where nobody knows some of them yet, so that they can be set later.

Contacts stand one after another as in the exchange folder; an unknown one is a mark, the way the
file names it, and the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

MARK: Final = "\0"
_NAMED: Final = "\x1f"
_NEXT: Final = ";"

Person = Callable[[str, str], str | None]
"""The contact's own id by the way of naming and the name."""


class Stranger(NamedTuple):
    """One contact of a row: `by` is None where the name is the contact's own id."""

    by: str | None
    name: str


def unknown(by: str, name: str) -> str:
    """The spelling of a contact that nobody knows; none where the name cannot be kept."""
    return "" if MARK in name else f"{MARK}{by}{_NAMED}{name}"


def people(told: str) -> Iterator[Stranger]:
    """The contacts of a row, in order."""
    for part in told.split(_NEXT):
        if part.startswith(MARK):
            by, _, name = part[1:].partition(_NAMED)
            yield Stranger(by, name)
        elif part:
            yield Stranger(None, part)


def known(told: str) -> str:
    """Those of them that are known, as the exchange folder has them."""
    return _NEXT.join(one.name for one in people(told) if one.by is None)


def found(told: str, person: Person) -> str:
    """The same with everybody who is known by now."""
    out: dict[str, None] = {}
    for one in people(told):
        own = one.name if one.by is None else person(one.by, one.name)
        out[own or unknown(one.by or "", one.name)] = None
    return _NEXT.join(out)
