"""How long open tickets wait."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Ticket
from tests.core.readings.reading_case import DAY, desk, evidence, reads

ROWS = (
    Ticket("a", DAY, DAY + 3, "low"),
    Ticket("a", DAY + 1, None, "high"),
    Ticket("a", DAY + 2, DAY + 2, "urgent"),
    Ticket("b", DAY, None, "urgent"),
)


@pytest.mark.parametrize(
    ("day", "least", "wanted"),
    [
        (0, "low", 0),
        (1, "low", 0.5),
        (2, "low", 1.5),
        (3, "low", 2),
        (3, "urgent", 0),
        (-1, "low", 0),
    ],
)
def test_table(day: int, least: str, wanted: float) -> None:
    assert reads(desk(tickets=ROWS), day, "ticket_age", min_priority=least) == wanted


def test_evidence() -> None:
    assert len(evidence(desk(tickets=ROWS), 3, "ticket_age")) == 1
