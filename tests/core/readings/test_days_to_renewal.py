"""Days to the earliest end."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Contract
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told

ROWS = (
    Contract("a", DAY, DAY + 30),
    Contract("a", DAY, DAY + 10),
    Contract("a", DAY, None),
    Contract("a", DAY + 20, DAY + 22),
)


@pytest.mark.parametrize(
    ("day", "wanted"), [(-1, None), (0, 10), (9, 1), (10, 20), (20, 2), (22, 8), (30, None)]
)
def test_table(day: int, wanted: float | None) -> None:
    assert reads(desk(contracts=ROWS), day, "days_to_renewal") == wanted


def test_evidence() -> None:
    assert [row[1] for row in told(evidence(desk(contracts=ROWS), 10, "days_to_renewal"))] == [
        "Subscription from 2024-10-04 to 2024-11-03",
        "Subscription from 2024-10-04",
    ]
