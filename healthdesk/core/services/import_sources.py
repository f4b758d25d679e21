"""Decides in an import whose word on a field stands, where the desk has an order of sources.

A value of a source that does not win is kept as what it said (import_said.py) and changes nothing.
Without an order the newest word stands, as it comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.source_order import (
    FOLLOWS,
    Order,
    Orders,
    Say,
    Value,
    beside,
    last_words,
    ruled,
    source_of,
    winner,
)
from healthdesk.core.importers.exchange import Row
from healthdesk.core.services import import_said
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.import_said import Said, Says

_SHOWN: Final = 3


@dataclass(frozen=True)
class Verdict:
    """Whose word on a field stands."""

    say: Say
    ours: bool
    """Whether it is of this import."""


class Sources:
    """What was said before and in this import, and the orders that decide."""

    def __init__(self, driver: Driver, orders: Orders, day: int) -> None:
        self._driver = driver
        self._orders = orders
        self._day = day
        self._ruled: dict[str, Mapping[str, Order]] = {}
        self._before: dict[str, Says] = {}
        self._over: dict[tuple[str, str, str], int] = {}
        self.said = Said()
        self.words = 0
        """Words that their sources did not say before, of fields that an order decides."""

    def ruled(self, table: str) -> Mapping[str, Order]:
        """The fields of a table that an order decides."""
        if table not in self._ruled:
            self._ruled[table] = ruled(self._orders, table)
        return self._ruled[table]

    def take(self, table: str, batch: int, row: Row, own: str, fields: Mapping[str, Value]) -> None:
        """Note what a row of a file says."""
        self.said.take(table, (batch, row.file), own, fields)
        for name in self.ruled(table):
            if name in fields:
                before = last_words(self._said_before(table).get(own, {}).get(name, ()))
                last = before.get(source_of(row.file))
                self.words += (None if last is None else last.value) != fields[name]

    def decide(self, table: str, own: str, name: str) -> Verdict | None:
        """Whose word stands, with what this import says so far; None: nobody says anything."""
        before, ours = self._says(table, own, name)
        order = self.ruled(table)[name]
        if (table, name) in self._orders:
            stands = winner(order, (*before, *ours))
        else:
            leads = self._says(table, own, FOLLOWS[table, name])
            stands = beside(order, (*leads[0], *leads[1]), (*before, *ours))
        return None if stands is None else Verdict(stands, any(one is stands for one in ours))

    def _says(self, table: str, own: str, name: str) -> tuple[Sequence[Say], Sequence[Say]]:
        """What was said of a field before, and in this import."""
        before = self._said_before(table).get(own, {}).get(name, ())
        return before, tuple(self.said.of(table, own, name, self._day))

    def lose(self, table: str, place: tuple[int, str], own: str, name: str, stands: Say) -> None:
        """Note that a file said of a record what another source overrules."""
        self.said.lose(table, place, own)
        key = (place[1], name, stands.source)
        self._over[key] = self._over.get(key, 0) + 1

    @property
    def overruled(self) -> int:
        """How many values of this import are not in force because another source wins."""
        return sum(self._over.values())

    def notes(self) -> list[str]:
        """What did not come into force, a sentence for each file and source that wins."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for (file, name, source), number in self._over.items():
            found.setdefault((file, source), {})[name] = number
        return [_told(file, source, counts) for (file, source), counts in found.items()]

    def finish(self) -> None:
        """Keep what was said."""
        self.said.write(self._driver)

    def _said_before(self, table: str) -> Says:
        if table not in self._before:
            names = self.ruled(table)
            self._before[table] = import_said.read(self._driver, table, names) if names else {}
        return self._before[table]


def _told(file: str, source: str, counts: Mapping[str, int]) -> str:
    named = [f"{name} {number:,}" for name, number in sorted(counts.items())]
    some = ", ".join(named[:_SHOWN])
    more = f" and {len(named) - _SHOWN} more fields" if len(named) > _SHOWN else ""
    return (
        f"{source_of(file)} says otherwise than {source}, which wins here: kept as what it says,"
        f" not in force ({some}{more})."
    )
