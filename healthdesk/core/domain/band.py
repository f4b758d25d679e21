"""Bands: how a score reads, and what an override stands for (health-model §6)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import FloatArray, IntArray, Override
from healthdesk.core.domain.profile import Bands, Profile
from healthdesk.core.domain.views import BANDS, Band

STRONG, AVERAGE, POOR, UNKNOWN = range(4)
NOT_ALIVE = -1
NONE_SHOWN = -1

BandArray = NDArray[np.int8]


def shown_scores(scores: FloatArray) -> IntArray:
    """Scores as shown: rounded half up; NONE_SHOWN where there is none."""
    known = np.where(np.isnan(scores), float(NONE_SHOWN), np.floor(scores + 0.5))
    return known.astype(np.int32)


def bands_of(scores: FloatArray, bands: Bands) -> BandArray:
    """Bands of scores, read from the shown score; Unknown where there is none."""
    shown = shown_scores(scores)
    band = np.where(shown >= bands.strong, STRONG, np.where(shown >= bands.average, AVERAGE, POOR))
    return np.where(np.isnan(scores), UNKNOWN, band).astype(np.int8)


def band_of(score: float | None, bands: Bands) -> Band:
    """The band of one score."""
    value = np.array([np.nan if score is None else score])
    return BANDS[int(bands_of(value, bands)[0])]


def ranked_bands(raw: FloatArray, capped: FloatArray, profile: Profile) -> BandArray:
    """Bands in the rank model: what the measures say, or the capped number where that is worse."""
    good, average, _ = profile.rank_points
    said = np.where(raw == good, STRONG, np.where(raw == average, AVERAGE, POOR))
    said = np.where(np.isnan(raw), UNKNOWN, said)
    bitten = capped < raw
    return np.where(bitten, np.maximum(said, bands_of(capped, profile.bands)), said).astype(np.int8)


def middle(band: str, bands: Bands) -> float:
    """The score that an override to a band stands for."""
    if band == "Strong":
        return (bands.strong + 100) / 2
    if band == "Average":
        return (bands.average + bands.strong) / 2
    return bands.average / 2


def override_score(override: Override, bands: Bands) -> tuple[Band, float]:
    """An override's band and score: the one given, and what it stands for in the other."""
    if override.score is not None:
        return band_of(override.score, bands), override.score
    word = (override.band or "").casefold()
    named = next((band for band in BANDS[:UNKNOWN] if band.casefold() == word), BANDS[POOR])
    return named, middle(named, bands)
