"""Which source wins a field: what each last said of it, and the rule that decides between them.

A source is what a file comes from, known by the file's name without day and number. Without a rule
the newest word stands; a rule is an order of sources. Pure: no desk, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Value = str | int | float | None
Order = tuple[str, ...]
"""Sources, who wins first; those not named come after them, the newest of them first."""
Orders = Mapping[tuple[str, str], Order]
"""By exchange table and field; a field that is not here: the newest wins."""

ACCOUNTS: Final = "accounts"
CONTACTS: Final = "contacts"
FOLLOWS: Final = {(ACCOUNTS, "currency"): "arr"}
"""Fields that mean nothing without another: where they have no order of their own, the source that
wins that one says them."""
_ENDINGS: Final = re.compile(
    r"(?i)(\.(csv|tsv|txt|xlsx?|xlsm|ods|json|jsonl|ndjson|parquet|gz|zip))+$"
)
_PARTS: Final = re.compile(r"[\s_\-.,()\[\]]+")
_NUMBER: Final = re.compile(r"(?i)^v?\d+(t\d+z?)?$")


@dataclass(frozen=True)
class Say:
    """What one source said of one field, in one import; an empty value says nothing."""

    source: str
    value: Value
    batch: int
    day: int

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self.value is None or self.value == ""


def source_of(file: str) -> str:
    """The source that a file is of: "billing_2026-11 (2).csv" is of "billing"."""
    told = file.replace("\\", "/").rsplit("/", 1)[-1]
    book, mark, sheet = told.partition(" · ")
    words = [part for part in _PARTS.split(_ENDINGS.sub("", book)) if part]
    kept = [part for part in words if not _NUMBER.match(part)] or words
    name = " ".join(kept) or told.strip() or file
    return f"{name}{mark}{sheet}"


def last_words(says: Iterable[Say]) -> dict[str, Say]:
    """What each source said last."""
    out: dict[str, Say] = {}
    for one in says:
        there = out.get(one.source)
        if there is None or there.batch <= one.batch:
            out[one.source] = one
    return out


def winner(order: Sequence[str], says: Iterable[Say]) -> Say | None:
    """Whose word stands: None where nobody says anything.

    A source whose last word is empty says nothing, so the next one's stands. Under a rule that
    names every source, the order in which sources came does not matter.
    """
    rank = {source: place for place, source in enumerate(order)}
    speaking = [one for one in last_words(says).values() if not one.empty]
    if not speaking:
        return None
    return min(speaking, key=lambda one: (rank.get(one.source, len(rank)), -one.batch, one.source))


def beside(order: Sequence[str], leads: Iterable[Say], says: Iterable[Say]) -> Say | None:
    """What the source that wins another field says of this one; None where it says nothing."""
    lead = winner(order, leads)
    if lead is None:
        return None
    return winner((), (one for one in says if one.source == lead.source))


def ruled(orders: Orders, table: str) -> dict[str, Order]:
    """The fields of a table that an order decides, those that follow others included."""
    out = {name: order for (whose, name), order in orders.items() if whose == table}
    for (whose, name), lead in FOLLOWS.items():
        if whose == table and lead in out:
            out.setdefault(name, out[lead])
    return out


def differs(says: Iterable[Say]) -> bool:
    """Whether sources that say something say different things."""
    return len({one.value for one in last_words(says).values() if not one.empty}) > 1
