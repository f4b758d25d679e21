"""How a desk's accounts stood on some days, worked out once for each state of the desk.

It is made of whole arrays and kept in memory; who asks narrows it to the accounts wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.column import column
from healthdesk.core.domain.facts import Facts, IntArray
from healthdesk.core.domain.portfolio import arr
from healthdesk.core.domain.standing import Standing
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services.facts import load
from healthdesk.core.services.health import compute
from healthdesk.core.services.profiles import published
from healthdesk.core.store.db import Tx

WEEK: Final = 7


def read(tx: Tx, days: Sequence[int]) -> Standing:
    """From memory, or worked out; nobody who waits for what is remembered waits for this."""
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    key = f"standing {' '.join(map(str, days))}"
    found: Standing | None = None if memory is None else memory.get(key, stamp)
    if found is None:
        found = _made(tx, days)
        if memory is not None:
            memory.put(key, stamp, found, of_facts=True)
    return found


def ends(tx: Tx, ask: Ask) -> Standing:
    """How they stood the day before the period and on its last day."""
    return read(tx, [ask.first - 1, ask.day])


def weeks(ask: Ask) -> list[int]:
    """The day asked about and every seventh before it, as far as the period goes."""
    return list(range(ask.day, ask.first - 2, -WEEK))[::-1]


def span(ask: Ask) -> str:
    """How long the period is, in words."""
    return f"{ask.day - ask.first + 1} days"


def _made(tx: Tx, days: Sequence[int]) -> Standing:
    facts, profiles = load(tx), published(tx)
    scores = compute(facts, profiles, days, detail=False).scores
    on = np.array(days, np.int32)
    codes, number = _currencies(facts, on)
    used = np.unique(scores.profile[:, -1])
    bands = {scores.profiles[one].profile.bands for one in used.tolist() if one >= 0}
    return Standing(
        facts,
        on,
        scores.band,
        scores.final,
        scores.shown,
        arr(facts, on),
        number,
        codes,
        tuple(sorted((float(one.strong), float(one.average)) for one in bands)),
    )


def _currencies(facts: Facts, days: IntArray) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The currencies that accounts name by the last day, and which each of them has."""
    said = column(facts, "currency")
    code = np.broadcast_to(said.codes(days[-1:]), (facts.count, 1))[:, 0]
    return ("", *said.words), code.astype(np.int64) + 1
