"""Scores day by day as rules ask for them, each day worked out once for each state of the desk.

They are kept without holding up who else remembers: two who ask at once may both work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.profile import Published
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.rule import DIMENSION
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.facts import load
from healthdesk.core.services.profiles import published
from healthdesk.core.store.db import Tx

MOST_DAYS: Final = 300
"""Days that are kept: two years of weeks, four weeks of days, and both once more."""
MOST_CELLS: Final = 1_000_000
"""Accounts x days that are kept where that is more days: rehearsals go through a year."""
_AT_ONCE: Final = 14
"""Days that are worked out before somebody may stop it."""
_KEY: Final = "segment scores"
_PLAIN: Final = ("score", "final", "coverage", "band", "shown number")

_Day = dict[str, FloatArray | IntArray]
_Days = dict[int, _Day]


@dataclass(frozen=True, eq=False)
class Columns:
    """Scores of all accounts on some days, accounts x days."""

    days: tuple[_Day, ...]
    count: int

    def field(self, name: str) -> FloatArray:
        """A field of the score as rules see it; NaN = missing."""
        if name == "shown":
            return np.asarray(np.floor(self.field("score") + 0.5))
        missing = np.full(self.count, np.nan)
        return np.stack([np.asarray(day.get(name, missing)) for day in self.days], axis=1)

    def band_codes(self) -> IntArray:
        """Index into BANDS; -1 = no score at all."""
        return np.stack([np.asarray(day["band"], np.int32) for day in self.days], axis=1)

    def profiles(self) -> IntArray:
        """The health profile that scored, by its place among the published; -1 = none."""
        return np.stack([np.asarray(day["profile"], np.int32) for day in self.days], axis=1)

    def final(self) -> FloatArray:
        """The score that is shown, before it is rounded; NaN = none."""
        return self.field("final")

    def shown(self) -> IntArray:
        """The score as it is shown; -1 = none."""
        shown = [np.asarray(day["shown number"], np.int32) for day in self.days]
        return np.stack(shown, axis=1)


class Book:
    """The scores of one state of a desk, worked out as they are asked for."""

    def __init__(self, tx: Tx, *, dimensions: bool = False, progress: Progress = NOBODY) -> None:
        self._tx = tx
        self._dimensions = dimensions
        self._progress = progress
        self._days: _Days = _kept(tx, dimensions=dimensions)

    def read(self, days: Sequence[int] | IntArray) -> Columns:
        """The scores on some days.

        Raises:
            Cancelled: The user asked to stop.
        """
        wanted = [int(day) for day in days]
        missing = sorted({day for day in wanted if day not in self._days})
        found = dict(self._days)
        if missing:
            facts, profiles = load(self._tx), published(self._tx)
            for low in range(0, len(missing), _AT_ONCE):
                self._progress.step(low, len(missing), "Scoring")
                some = missing[low : low + _AT_ONCE]
                found.update(_made(facts, profiles, some, dimensions=self._dimensions))
            self._keep(found, wanted)
        count = len(next(iter(found.values()))["band"]) if found else 0
        return Columns(tuple(found[day] for day in wanted), count)

    def _keep(self, found: _Days, wanted: Sequence[int]) -> None:
        """Keep what was worked out, the days just asked for before others."""
        some = set(wanted)
        order = [*dict.fromkeys(wanted), *(day for day in self._days if day not in some)]
        most = max(MOST_DAYS, MOST_CELLS // max(len(found[wanted[0]]["band"]), 1))
        self._days = {day: found[day] for day in order[:most]}
        memory = self._tx.info.get("memory")
        if memory is not None:
            key = _key(dimensions=self._dimensions)
            memory.put(key, self._tx.info["stamp"], self._days, of_facts=True)


def _key(*, dimensions: bool) -> str:
    return f"{_KEY} {dimensions}"


def _kept(tx: Tx, *, dimensions: bool) -> _Days:
    memory = tx.info.get("memory")
    found = None if memory is None else memory.get(_key(dimensions=dimensions), tx.info["stamp"])
    return found if isinstance(found, dict) else {}


def _made(
    facts: Facts, profiles: Sequence[Published], days: Sequence[int], *, dimensions: bool
) -> _Days:
    on = np.array(days, np.int32)
    scores = score(facts, profiles, on, CATALOGUE, detail=False, dimensions=dimensions)
    keys = (
        {f"{DIMENSION}{one.key}" for some in profiles for one in some.profile.dimensions}
        if dimensions
        else set()
    )
    fields = {key: scores.field(key) for key in ("score", "coverage", *sorted(keys))}
    return {day: _column(scores, fields, at) for at, day in enumerate(days)}


def _column(scores: Scores, fields: dict[str, FloatArray], at: int) -> _Day:
    day: _Day = {key: np.ascontiguousarray(values[:, at]) for key, values in fields.items()}
    day["final"] = np.ascontiguousarray(scores.final[:, at])
    day["band"] = scores.band[:, at].astype(np.int32)
    day["profile"] = scores.profile[:, at].astype(np.int32)
    day["shown number"] = np.ascontiguousarray(scores.shown[:, at])
    return day
