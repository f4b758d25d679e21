"""Bands at their edges, and what overrides stand for."""

from __future__ import annotations

import numpy as np
import pytest

from healthdesk.core.domain.band import band_of, bands_of, middle, override_score, shown_scores
from healthdesk.core.domain.facts import Override
from healthdesk.core.domain.profile import Bands

BANDS = Bands()


@pytest.mark.parametrize(
    ("score", "shown", "band"),
    [
        (100.0, 100, "Strong"),
        (70.0, 70, "Strong"),
        (69.5, 70, "Strong"),
        (69.4999, 69, "Average"),
        (39.5, 40, "Average"),
        (39.4, 39, "Poor"),
        (0.0, 0, "Poor"),
        (0.5, 1, "Poor"),
        (np.nan, -1, "Unknown"),
    ],
)
def test_edges(score: float, shown: int, band: str) -> None:
    assert shown_scores(np.array([score])).tolist() == [shown]
    assert band_of(None if np.isnan(score) else score, BANDS) == band


def test_uneven_bounds_read_the_shown_score() -> None:
    assert bands_of(np.array([70.4, 70.5]), Bands(strong=70.5, average=40)).tolist() == [1, 0]


def test_middles() -> None:
    assert [middle(band, BANDS) for band in ("Strong", "Average", "Poor")] == [85, 55, 20]


def test_overrides() -> None:
    by_band = Override(0, "poor", None, "why", 0, 1)
    by_score = Override(0, None, 69.5, "why", 0, 1)
    assert override_score(by_band, BANDS) == ("Poor", 20)
    assert override_score(by_score, BANDS) == ("Strong", 69.5)
