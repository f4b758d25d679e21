"""Tickets of the window that were opened in anger."""

from __future__ import annotations

import json

import pytest

from healthdesk.core.domain.profile import dump_profile, parse_profiles
from healthdesk.core.readings import CATALOGUE
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


def test_a_profile_with_it_is_read_back_as_it_was_written():
    reading = {"kind": "angry_tickets", "days": 60, "at_most": -0.3, "estimated": True}
    measure = {"key": "anger", "name": "Anger", "weight": 1, "reading": reading,
               "scale": {"kind": "curve", "points": [[0, 100], [3, 0]]}}  # fmt: skip
    document = {"key": "p", "name": "P", "dimensions": [
        {"key": "support", "name": "Support", "weight": 1, "measures": [measure]},
    ]}  # fmt: skip
    made = parse_profiles([document], (), CATALOGUE)
    written = json.dumps([dump_profile(one) for one in made])
    assert parse_profiles(written, (), CATALOGUE) == made
    assert dict(made[0].measures[0][1].reading.options) == {
        key: value for key, value in reading.items() if key != "kind"
    }
