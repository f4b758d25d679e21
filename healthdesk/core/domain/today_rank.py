"""How rows of Today rank: value at stake x urgency x confidence, each factor in words.

The formula, all of it:

    rank       = value x urgency x confidence
    value      = 1 + log2(1 + ARR / usual ARR)        usual: the median account; unknown ARR: usual
    urgency    = renewal x size x band x event x age
    renewal    = 1 to 2: 2 on the day, 1 from 180 days on, 1 where none is known
    size       = 1 + min(points moved, 40) / 20
    band       = 1.5 for another band, 1.75 where the new one is Poor
    event      = 1 + weight of the strongest event (urgent ticket 0.8, ...)
    age        = 0.6 for what happened before the last look, else 1
    confidence = coverage, at least 0.2; x 0.6 where data behind it is late

It is an order for reading, no forecast: nothing in it was fitted to anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import Final

from healthdesk.core.domain.band_names import USUAL

_FAR: Final = 180
_MOST: Final = 40


@dataclass(frozen=True)
class Factor:
    """One factor of a rank: its name, its size, and what it was made of."""

    name: str
    value: float
    why: str


@dataclass(frozen=True)
class Rank:
    """What a row ranks by: the product of its factors."""

    score: float
    factors: tuple[Factor, ...]


def rank(
    *,
    arr: float | None,
    usual: float,
    renewal_days: int | None,
    move: int | None,
    crossed: bool,
    poor: bool,
    poor_word: str = USUAL.poor,
    event: float,
    coverage: float,
    stale: bool,
    earlier: bool,
) -> Rank:
    """Weigh a row; every factor is positive, so more of any never ranks lower."""
    money = usual if arr is None else max(arr, 0.0)
    factors = [
        Factor("ARR", 1 + log2(1 + money / max(usual, 1.0)), _arr_words(arr)),
        _renewal(renewal_days),
        Factor(
            "Size of the move",
            1 + min(abs(move or 0), _MOST) / 20,
            "no move" if not move else f"{abs(move)} points",
        ),
    ]
    if crossed:
        words = f"now {poor_word}" if poor else "another band"
        factors.append(Factor("Band", 1.75 if poor else 1.5, words))
    if event:
        factors.append(Factor("Event", 1 + event, "more than the score alone"))
    if earlier:
        factors.append(Factor("Age", 0.6, "before the last look"))
    sure = max(0.2, min(1.0, coverage)) * (0.6 if stale else 1.0)
    words = f"{round(coverage * 100)} % of the score's data is there"
    factors.append(Factor("Confidence", sure, words + (", some of it late" if stale else "")))
    score = 1.0
    for one in factors:
        score *= one.value
    return Rank(score, tuple(factors))


def _renewal(days: int | None) -> Factor:
    if days is None:
        return Factor("Renewal", 1.0, "no renewal known")
    share = 1 + max(0.0, min(1.0, (_FAR - max(days, 0)) / _FAR))
    return Factor("Renewal", share, "today" if days == 0 else f"in {days} days")


def _arr_words(arr: float | None) -> str:
    return "not known, counted as the usual one" if arr is None else "against the usual account"
