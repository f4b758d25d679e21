"""A whole profile out of chosen measures and their shares of 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.profile import Bands, Dimension, Measure, Profile, Scale
from healthdesk.core.domain.rounding import add_up, half_up
from healthdesk.core.domain.suggest_candidates import PLACES, Candidate

POOR: Final = (0.2, 0.1, 0.35)
STRONG: Final = (0.4, 0.2, 0.6)
"""Share of accounts in a band where there are no scores yet, and the least and the most kept."""
APART: Final = 5
"""Points between the two thresholds at least."""


@dataclass(frozen=True)
class Chosen:
    """A candidate that is taken: its scale, and its share of 1."""

    candidate: Candidate
    scale: Scale
    share: float


def profile_of(profile: Profile, chosen: Sequence[Chosen]) -> Profile:
    """The profile with the chosen measures in place of its own; shares are whole and make 100."""
    wanted = [100 * one.share for one in chosen]
    shares = add_up(wanted, 100, [1] * len(wanted))
    inside: dict[str, list[Measure]] = {}
    for one, share in zip(chosen, shares, strict=True):
        inside.setdefault(one.candidate.place, []).append(_measure(one, share))
    old = {one.key: one for one in profile.dimensions}
    order = [key for key in (*old, *PLACES) if key in inside]
    return msgspec.structs.replace(
        profile,
        model="weighted",
        dimensions=tuple(
            _dimension(key, old.get(key), inside[key]) for key in dict.fromkeys(order)
        ),
    )


def _measure(one: Chosen, share: int) -> Measure:
    if one.candidate.held is not None:
        return msgspec.structs.replace(one.candidate.held, scale=one.scale, weight=float(share))
    return Measure(
        key=one.candidate.key,
        name=one.candidate.name,
        weight=float(share),
        missing="skip",
        stale_after=None,
        reading=one.candidate.reading,
        scale=one.scale,
    )


def _dimension(key: str, old: Dimension | None, measures: list[Measure]) -> Dimension:
    weight = sum(one.weight for one in measures)
    if old is not None:
        return msgspec.structs.replace(old, weight=weight, combine="mean", measures=tuple(measures))
    name, layer = PLACES[key]
    return Dimension(
        key=key, name=name, weight=weight, combine="mean", layer=layer, measures=tuple(measures)
    )


def bands_kept(profile: Profile, before: FloatArray, after: FloatArray) -> Bands:
    """Thresholds that keep about as many accounts Poor and Strong as there are.

    What changes is who is in a band, not how many are.

    Args:
        profile: the present one.
        before: its scores.
        after: scores of the same accounts by the suggested one.
    """
    known, new = before[~np.isnan(before)], after[~np.isnan(after)]
    if not len(new):
        return profile.bands
    shown = np.floor(known + 0.5)
    poor = _part(shown < profile.bands.average, POOR)
    strong = _part(shown >= profile.bands.strong, STRONG)
    average = half_up(float(np.quantile(new, poor)))
    high = half_up(float(np.quantile(new, 1 - strong)))
    average = min(max(average, 1), 99 - APART)
    return Bands(strong=float(min(max(high, average + APART), 99)), average=float(average))


def _part(inside: BoolArray, usual: tuple[float, float, float]) -> float:
    middle, least, most = usual
    return float(np.clip(inside.mean(), least, most)) if len(inside) else middle
