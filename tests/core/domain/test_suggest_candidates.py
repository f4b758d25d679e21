"""What the facts of a desk offer as measures."""

from __future__ import annotations

from healthdesk.core.domain.profile import parse_profiles
from healthdesk.core.domain.suggest_candidates import offered
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import Feeling, Ticket, to_facts
from tests.core.readings.reading_case import DAY, desk

MEASURE = {
    "key": "age", "weight": 1, "reading": {"kind": "ticket_age"},
    "scale": {"kind": "curve", "points": [[0, 100], [30, 0]]},
}  # fmt: skip
PROFILE = {
    "key": "default", "name": "Default",
    "dimensions": [{"key": "support", "name": "Support", "weight": 1, "measures": [MEASURE]}],
}  # fmt: skip
TICKETS = (Ticket("a", DAY, None, "low"),)


def offers(feelings):
    profile = parse_profiles([PROFILE], (), CATALOGUE)[0]
    found, _ = offered(to_facts(desk(tickets=TICKETS, feelings=feelings)), profile)
    return {one.reading.kind: one.reading.options for one in found}


def test_anger_in_tickets_is_offered_where_the_mood_of_a_ticket_is_known():
    assert "tickets_opened" in offers(())
    assert "angry_tickets" not in offers((Feeling("a", DAY, -1.0),))
    said = offers((Feeling("a", DAY, -1.0, False, "ticket"),))["angry_tickets"]
    guessed = offers((Feeling("a", DAY, -1.0, True, "ticket"),))["angry_tickets"]
    assert (said["estimated"], guessed["estimated"]) == (False, True)
