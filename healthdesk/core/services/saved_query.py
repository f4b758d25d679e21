"""The place of a saved query: its source's number and name; the address and the password stay here.

A password that was typed is remembered while the desk is open, in memory only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.intake import Proposal
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.services import passwords
from healthdesk.core.services.source_state import Body, body_of, row_of, state_of
from healthdesk.core.store.db import Tx

SINCE: Final = ":since"
"""In a query: when it was last asked, in UTC."""
_FIRST: Final = "1970-01-01 00:00:00"
_SCHEME: Final = "query://"
_FOREVER: Final = 2**62
"""A stamp that no commit reaches: the password of a database is none of the desk's facts."""


@dataclass(frozen=True)
class Asking:
    """Where a query is asked, and how."""

    place: str = field(repr=False)
    reading: Reading
    secret: str = field(default="", repr=False)


def place_of(source: int, name: str) -> str:
    """The place by which a look knows a saved query."""
    return f"{_SCHEME}{source}/{name}"


def is_one(place: str) -> bool:
    """Whether a place is that of a saved query."""
    return place.startswith(_SCHEME)


def name_of(place: str) -> str:
    """The name of the source behind a place."""
    return place.removeprefix(_SCHEME).partition("/")[2]


def asking(tx: Tx, place: str) -> Asking | None:
    """What stands behind the place of a saved query; None for all other places."""
    if not is_one(place):
        return None
    number = place.removeprefix(_SCHEME).partition("/")[0]
    row = row_of(tx, int(number) if number.isdigit() else -1)
    body = body_of(row)
    secret = secret_of(tx, body.place)
    if passwords.wants(body.place) and not secret:
        raise BadImport(f"The password of {row.name} is not known; nothing was read.")
    return Asking(
        passwords.joined(body.place, secret), reading_of(body, state_of(row).since), secret
    )


def reading_of(body: Body, since: str) -> Reading:
    """How to ask: the table, or the query for what is new since it was asked last."""
    kind = "database" if "://" in body.place else "sqlite_file"
    if re.match(r"(select|with)\b", body.asks, re.IGNORECASE):
        return Reading(format=kind, query=body.asks.replace(SINCE, f"'{since or _FIRST}'"))
    return Reading(format=kind, part=body.asks)


def plain(proposals: Iterable[Proposal], places: Collection[str] | None = None) -> list[Proposal]:
    """Proposals without the query: a mapping is kept without it, for each time it is another."""
    return [
        replace(one, file=msgspec.structs.replace(one.file, reading=Reading()))
        if places is None or one.raw.place in places
        else one
        for one in proposals
    ]


def secret_of(tx: Tx, shown: str) -> str:
    """The password for an address: typed since the desk was opened, or of the keyring."""
    memory = tx.info.get("memory")
    typed = memory.get(_key(shown), _FOREVER) if memory is not None else None
    return str(typed) if typed else passwords.recall(shown)


def remember(tx: Tx, shown: str, password: str) -> None:
    """Remember a password until the desk is closed."""
    memory = tx.info.get("memory")
    if memory is not None and password:
        memory.put(_key(shown), _FOREVER, password)


def _key(shown: str) -> str:
    return f"password for {shown}"
