"""The share of days with use."""

from __future__ import annotations

import pytest

from tests.core.readings.reading_case import desk, evidence, reads, uses


@pytest.mark.parametrize(
    ("day", "days", "wanted"),
    [(0, 4, 1), (1, 4, 0.5), (2, 4, 2 / 3), (3, 4, 0.5), (4, 4, 0.25), (7, 4, 0), (-1, 4, None)],
)
def test_share(day: int, days: int, wanted: float | None) -> None:
    made = desk(usage=uses({0: 3, 1: 0, 2: 1, 3: -1}))
    assert reads(made, day, "usage_frequency", metric="m", days=days) == wanted


def test_evidence() -> None:
    assert len(evidence(desk(usage=uses({0: 3, 1: 0})), 1, "usage_frequency", metric="m")) == 2
