"""Answers to an invitation say who came to a meeting; where nobody answered, nobody knows."""

from __future__ import annotations

from datetime import UTC

import pytest

from healthdesk.core.domain.brought import Reader
from healthdesk.core.services import calendar

PEOPLE = {"ada@x.test": "c1", "bo@x.test": "c2", "cy@x.test": "c3", "dee@x.test": "c4"}
READER = Reader("a", PEOPLE, UTC, 20_600)
HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:QBR\nDTSTART:20260202T100000Z\n"


def brought(*lines):
    text = HEAD + "\n".join(lines) + "\nEND:VEVENT\nEND:VCALENDAR\n"
    (made,) = calendar.read("a.ics", text.encode(), READER)
    return made


def guest(name, said=""):
    return f"ATTENDEE{said}:mailto:{name}@x.test"


def test_who_declined_did_not_come():
    made = brought(
        "ORGANIZER:mailto:dee@x.test",
        guest("ada", ";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT"),
        guest("bo", ";PARTSTAT=DECLINED"),
        guest("stranger", ";PARTSTAT=ACCEPTED"),
    )
    assert made.draft.contacts == ("c4", "c1")
    assert made.draft.asked == ("c4", "c1", "c2")
    assert made.draft.missed == ("c2",)


def test_who_did_not_answer_is_taken_to_have_come_and_that_is_said():
    made = brought(guest("ada", ";PARTSTAT=TENTATIVE"), guest("bo", ";PARTSTAT=NEEDS-ACTION"))
    assert made.draft.contacts == made.draft.asked == ("c1", "c2")
    assert "1 asked has not answered: taken to have come." in made.notes


@pytest.mark.parametrize("said", ["", ";PARTSTAT=NEEDS-ACTION"])
def test_where_nobody_answered_it_is_not_known(said):
    made = brought("ORGANIZER:mailto:me@ours.test", guest("ada", said), guest("bo", said))
    assert made.draft.contacts == ("c1", "c2")
    assert made.draft.asked is None


def test_a_copy_for_information_is_not_asked_and_a_room_is_nobody():
    made = brought(
        guest("ada", ";PARTSTAT=ACCEPTED"),
        guest("bo", ";ROLE=NON-PARTICIPANT"),
        guest("cy", ";CUTYPE=ROOM;PARTSTAT=ACCEPTED"),
    )
    assert made.draft.asked == ("c1",)
    assert made.draft.contacts == ("c1", "c2")
