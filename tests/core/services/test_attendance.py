"""Who was asked to meetings: kept with the touch, told on every page, gone and back with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import duplicates, imports, people, timeline, today, touches
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2020-01-01\nb,Two,2020-01-01\n",
    "contacts": "contact_id,account_id,name,email,role\n"
    "c1,a,Ada,ada@x.test,sponsor\nc2,a,Bo,bo@x.test,user\nc3,a,Cy,cy@x.test,user\n",
    "touchpoints": "touchpoint_id,account_id,contact_ids,kind,direction,day,subject\n"
    "T1,a,c1;c2,meeting,,2026-02-02,Imported\nT2,b,,meeting,,2026-02-02,Imported\n",
}
MEETING = TouchDraft("a", "meeting", "", TODAY - 5, "QBR", "", ("c2",), asked=("c1", "c2", "c3"))


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def asked(desk):
    return make.dump(desk)["meeting_asked"]


def test_a_meeting_keeps_who_was_asked_and_gives_it_back(full):
    row = full.do(touches.add, MEETING)
    assert full.read(touches.read, row).draft == MEETING
    assert MEETING.missed == ("c1", "c3")
    full.do(touches.edit, row, replace(MEETING, contacts=("c2", "c3")))
    assert full.read(touches.read, row).draft.missed == ("c1",)
    full.do(touches.edit, row, replace(MEETING, asked=None))
    assert full.read(touches.read, row).draft.asked is None
    full.do(touches.remove, full.do(touches.add, MEETING))
    assert asked(full) == []


def test_who_was_asked_to_a_call_is_not_kept(full):
    row = full.do(touches.add, replace(MEETING, kind="call"))
    assert full.read(touches.read, row).draft.asked is None
    row = full.do(touches.add, MEETING)
    full.do(touches.edit, row, replace(MEETING, kind="message"))
    assert asked(full) == []


def test_the_timeline_says_who_came_and_nothing_where_nobody_wrote_it(full):
    row = full.do(touches.add, MEETING)
    told = {one.row: one.came for one in full.read(timeline.read, "a", TODAY).entries if one.row}
    assert told[row] == "1 of 3 came; not: Ada, Cy"
    assert told[1] == ""


def test_people_count_meetings_and_say_what_is_not_known(full):
    full.do(touches.add, MEETING)
    view = full.read(people.view, "a", TODAY)
    met = view.meetings
    assert (met.meetings, met.told, met.asked, met.came) == (2, 1, 3, 1)
    ada = view.line("c1").meetings
    assert (ada.meetings, ada.told, ada.asked, ada.came) == (2, 1, 1, 0)
    other = full.read(people.view, "b", TODAY).meetings
    assert (other.meetings, other.told) == (1, 0)
    assert full.read(people.view, "a", TODAY - 6).meetings.told == 0


def test_a_sponsor_who_never_comes_deserves_care_and_is_told_on_today(full):
    for ago in (40, 20, 2):
        assert all(one.kind != "absent" for one in full.read(people.alerts, "a", TODAY))
        full.do(touches.add, replace(MEETING, day=TODAY - ago))
    (found,) = [one for one in full.read(people.alerts, "a", TODAY) if one.kind == "absent"]
    assert (found.title, found.contacts, found.since) == ("Sponsor never comes", ("c1",), TODAY - 2)
    assert found.text.startswith("Ada was asked to 3 meetings in 12 months, last on ")
    assert len(full.read(people.view, "a", TODAY).line("c1").invited) == 3
    assert full.read(people.alerts_all, TODAY)["a"] == full.read(people.alerts, "a", TODAY)
    assert all(one.kind != "absent" for one in full.read(people.alerts, "a", TODAY - 3))
    assert "came to none" in repr(full.read(today.read, TODAY, TODAY - 10).lists)
    row = full.do(touches.add, replace(MEETING, day=TODAY, contacts=("c1",)))
    assert all(one.kind != "absent" for one in full.read(people.alerts, "a", TODAY))
    full.do(touches.remove, row)


@pytest.mark.parametrize("came", ["c1", "c2", ""])
def test_two_who_are_one_came_if_either_did(full, came):
    row = full.do(touches.add, replace(MEETING, contacts=(came,) if came else ()))
    before = make.dump(full)
    full.do(duplicates.merge, "contacts", "c1", ["c2"])
    draft = full.read(touches.read, row).draft
    assert draft.asked == ("c1", "c3")
    assert draft.missed == (("c3",) if came else ("c1", "c3"))
    full.undo()
    assert make.dump(full) == before


def test_taking_back_the_import_of_a_meeting_takes_and_brings_who_was_asked(full):
    held = full.read(touches.read, 1)
    full.do(touches.edit, 1, replace(held.draft, asked=("c1", "c2", "c3")))
    before = asked(full)
    assert len(before) == 3
    batch = full.read(imports.history)[0].batch
    full.do(imports.take_back, batch)
    assert asked(full) == []
    full.undo()
    assert asked(full) == before
    full.redo()
    assert asked(full) == []
    assert full.check() == []
