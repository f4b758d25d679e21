"""Which candidates may be weighed: those with values on the days looked at that tell something.

What tells too much is left out as well: a measure that knows the answer foretells nothing. Kindred
readings (the level of 25 metrics) say much the same, so few of a family are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.backtest import LEAK
from healthdesk.core.domain.discrimination import Auc, auc
from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.suggest_candidates import Candidate, LeftOut
from healthdesk.core.domain.suggest_scales import KINDS, Column, better_way, learned, points_on

FAMILY: Final = {"usage_level": 4, "usage_frequency": 2, "usage_trend": 2}
"""Up to how many measures of a family new ones are taken, those held counted; else, one."""
TELLS: Final = 1.5
"""Standard errors above chance from which a candidate is worth weighing."""
PARTS: Final = 4
"""What is learned in all parts but one is tried on that one."""
KNOWS: Final = 8
"""Losses from which a measure can be said to know the answer."""
BOTH: Final = 2
RANKS: Final = (100.0, 60.0, 0.0)


@dataclass(frozen=True, eq=False)
class Found:
    """A candidate with what it said of each cell, and by how many errors it beats chance."""

    candidate: Candidate
    column: Column
    told: float


def screened(
    candidates: Sequence[Candidate], columns: Sequence[Column], lost: BoolArray
) -> tuple[tuple[Found, ...], tuple[LeftOut, ...]]:
    """The candidates worth weighing, those held first, and why the others are not."""
    kept: list[Found] = []
    new: list[Found] = []
    out: list[LeftOut] = []
    for one, column in zip(candidates, columns, strict=True):
        why, told = _judged(one, column, lost)
        if why:
            out.append(LeftOut(one.full_key, one.name, why))
        else:
            (kept if one.held else new).append(Found(one, column, told))
    taken = Counter(one.candidate.family for one in kept)
    for found in sorted(new, key=_least_told):
        family = found.candidate.family
        if taken[family] < FAMILY.get(family, 1):
            taken[family] += 1
            kept.append(found)
        else:
            why = "others of its kind tell more"
            out.append(LeftOut(found.candidate.full_key, found.candidate.name, why))
    return tuple(kept), tuple(out)


def alone(one: Candidate, column: Column, lost: BoolArray) -> FloatArray:
    """Something that is higher for better cells by this column alone, NaN where it is missing.

    Where the way is known it is the reading itself. Else it is learned from other cells than those
    it is said of: what a cell's own end taught proves nothing.
    """
    if one.sign and column.texts is None:
        return column.numbers * one.sign
    out = np.full(len(lost), np.nan)
    part = _parts(lost)
    for number in range(PARTS):
        here, rest = part == number, part != number
        known = rest & column.known
        if not known.any():
            continue
        if column.texts is not None:
            scale = learned(column.pick(known), lost[known], 0)
            out[here] = points_on(scale, column.pick(here), RANKS)
        else:
            out[here] = column.numbers[here] * better_way(column.numbers[known], lost[known])
    return out


def knows(one: Candidate, column: Column, lost: BoolArray) -> str:
    """Why a column is taken to know the answer; nothing where it is not."""
    told = auc(alone(one, column, lost), lost)
    return _leak(told) if told is not None and _knows(told) else ""


def _knows(told: Auc) -> bool:
    return told.lost >= KNOWS and told.value > LEAK


def _leak(told: Auc) -> str:
    return f"knows the answer: alone it has an AUC of {told.value:.2f}"


def _parts(lost: BoolArray) -> FloatArray:
    """A part for every cell, in turns, so that each has its share of the lost."""
    part = np.empty(len(lost))
    for kind in (lost, ~lost):
        part[kind] = np.arange(int(kind.sum())) % PARTS
    return part


def _judged(one: Candidate, column: Column, lost: BoolArray) -> tuple[str, float]:
    """Why a candidate is not to be weighed, or nothing; and by how many errors it beats chance.

    What the profile has already is weighed whatever it tells, but for texts without number.
    """
    known = column.known
    kinds = column.kinds
    if column.texts is not None and (kinds > KINDS or kinds > known.sum() / 10):
        return f"has {kinds:,} different texts: it names accounts", 0.0
    thin = known.sum() < len(lost) / 2 or (known & lost).sum() < max(4.0, 0.4 * lost.sum())
    told = None if thin or kinds < BOTH else auc(alone(one, column, lost), lost)
    beats = 0.0 if told is None else (told.value - 0.5) / _error(told.lost, told.kept)
    why = ""
    if thin or (told is None and kinds >= BOTH):
        why = "has too few values on the days looked at"
    elif told is None:
        why = "is the same for all"
    elif _knows(told):
        why = _leak(told)
    elif beats < TELLS:
        why = "tells nothing by itself"
    return ("", beats) if one.held else (why, beats)


def _error(lost: int, kept: int) -> float:
    """Standard error of the AUC of something that tells nothing."""
    return float(np.sqrt((lost + kept + 1) / (12.0 * lost * kept)))


def _least_told(one: Found) -> tuple[float, str]:
    return -one.told, one.candidate.full_key
