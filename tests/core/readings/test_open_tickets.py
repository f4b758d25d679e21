"""Tickets open on a day."""

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
    [(-1, "low", 0), (0, "low", 1), (1, "low", 2), (2, "low", 2), (3, "low", 1), (2, "normal", 1),
     (2, "high", 1), (2, "urgent", 0), (0, "high", 0)],
)  # fmt: skip
def test_table(day: int, least: str, wanted: float) -> None:
    assert reads(desk(tickets=ROWS), day, "open_tickets", min_priority=least) == wanted


def test_evidence() -> None:
    assert told(evidence(desk(tickets=ROWS), 2, "open_tickets")) == [
        (1, "High ticket, open", "1 day"),
        (0, "Low ticket, open", "2 days"),
    ]
