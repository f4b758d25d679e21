"""Seats now against before."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Contract
from tests.core.readings.reading_case import DAY, desk, evidence, reads

ROWS = (
    Contract("a", DAY, DAY + 50, 10),
    Contract("a", DAY + 5, None, 5),
    Contract("a", DAY, None, None),
)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [(0, None), (4, None), (9, None), (10, 0.5), (14, 0.5), (15, 0), (52, -2 / 3)],
)
def test_table(day: int, wanted: float | None) -> None:
    found = reads(desk(contracts=ROWS), day, "seat_growth", days=10)
    assert found == (None if wanted is None else pytest.approx(wanted))


def test_evidence() -> None:
    assert len(evidence(desk(contracts=ROWS), 55, "seat_growth", days=10)) == 3
