"""Tickets opened in the window."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Ticket
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told

ROWS = (
    Ticket("a", DAY, DAY + 3, "low"),
    Ticket("a", DAY + 1, None, "high"),
    Ticket("a", DAY + 2, DAY + 2, "urgent"),
    Ticket("b", DAY, None, "urgent"),
)


@pytest.mark.parametrize(
    ("day", "least", "wanted"),
    [(-1, "low", None), (0, "low", 1), (2, "low", 3), (3, "low", 2), (5, "low", 0), (2, "high", 2)],
)
def test_table(day: int, least: str, wanted: float | None) -> None:
    assert reads(desk(tickets=ROWS), day, "tickets_opened", days=3, min_priority=least) == wanted


def test_evidence() -> None:
    assert told(evidence(desk(tickets=ROWS), 3, "tickets_opened", days=2)) == [
        (2, "Urgent ticket, closed 2024-10-06", "0 days"),
    ]
