"""Tickets of the window that were opened in anger."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Feeling, Ticket
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told

TICKETS = (
    Ticket("a", DAY, DAY + 3, "low"),
    Ticket("a", DAY + 1, None, "high"),
    Ticket("a", DAY + 9, None, "high"),
)
FEELINGS = (
    Feeling("a", DAY, -0.4, False, "ticket"),
    Feeling("a", DAY, -0.9, False, "touchpoint"),
    Feeling("a", DAY + 1, -0.8, True, "ticket"),
    Feeling("a", DAY + 1, 0.5, False, "ticket"),
)
MADE = desk(tickets=TICKETS, feelings=FEELINGS)


@pytest.mark.parametrize(
    ("day", "more", "wanted"),
    [
        (-1, {}, None),
        (1, {}, 1),
        (1, {"estimated": True}, 2),
        (1, {"at_most": -0.5}, 0),
        (3, {}, 0),  # the mood of the second alone is known
        (5, {}, 0),  # no ticket came
        (9, {}, None),  # one came, and of its mood nothing is known
    ],
)
def test_table(day, more, wanted):
    assert reads(MADE, day, "angry_tickets", days=3, **more) == wanted


def test_evidence():
    assert told(evidence(MADE, 1, "angry_tickets", days=3, estimated=True)) == [
        (1, "Ticket (estimated from its text)", "-0.80"),
        (0, "Ticket", "-0.40"),
    ]
