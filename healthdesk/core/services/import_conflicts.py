"""Fields that a person typed and a file disagrees with: which side stands, and all that were met.

A field is in conflict while the desk still holds what was typed there. Nothing typed is lost
unasked: without a decision and without a rule the value here stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.intake import Decisions
from healthdesk.core.domain.views import Conflict, Side
from healthdesk.core.importers.exchange.cells import Value
from healthdesk.core.services.import_log import Driver, Place

SHOWN: Final = 1_000
"""Conflicts that a result carries."""
HERE: Final[Side] = "here"
_NOBODY: Final[dict[int, dict[str, Typed]]] = {}
_NOTHING: Final[dict[str, Typed]] = {}


@dataclass(frozen=True)
class Typed:
    """A value typed here, and the day it was."""

    value: Value
    day: int


class Conflicts:
    """Decides, for every typed field that a file speaks of, whose value stands."""

    def __init__(
        self, driver: Driver, decisions: Decisions, rules: Mapping[tuple[str, str], Side]
    ) -> None:
        self._decided = decisions.conflicts
        self._rules = {**rules, **decisions.rules}
        self._typed: dict[str, dict[int, dict[str, Typed]]] = {}
        self.met: list[Conflict] = []
        for table, row, field, value, day in driver.each(
            "SELECT table_name, row_id, field, value, day FROM hand_edit"
        ):
            told = Typed(None if value is None else json.loads(value), day)
            self._typed.setdefault(table, {}).setdefault(row, {})[field] = told

    def typed(self, store: str, row: int) -> Mapping[str, Typed]:
        """What was typed into a row of one of the desk's tables, by column."""
        return self._typed.get(store, _NOBODY).get(row, _NOTHING)

    def stays(
        self,
        typed: Typed,
        where: tuple[str, str, str],
        texts: tuple[str, str],
        place: Place,
    ) -> bool:
        """Whether a typed value stands against a file's; `where` is (table, key, field)."""
        table, _, field = where
        side = self._decided.get(where) or self._rules.get((table, field), HERE)
        if len(self.met) < SHOWN:
            here, told = texts
            self.met.append(Conflict(*where, here, typed.day, told, *place, side))
        return side == HERE
