"""The advocate register: who may be asked, what is in the way, and what they answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.advocate import AdvocateDraft, Ask, AskDraft, permission
from healthdesk.core.domain.contact_draft import ContactDraft
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.services import advocates, contacts, imports
from tests import folders
from tests.core.services.people_story import DAY, FACTS, on


@pytest.fixture
def told(furnished, tmp_path):
    answers = (
        "response_id,account_id,contact_id,kind,rating,day\n"
        f"r1,a,ada,nps,10,{on(200)}\nr2,a,milla,nps,9,{on(20)}\nr3,a,tom,nps,9,{on(30)}\n"
        f"r4,a,tom,nps,6,{on(10)}\n"
    )
    desk = furnished("people")
    desk.do(imports.run, [folders.write(tmp_path / "facts", {**FACTS, "surveys": answers})])
    return desk


def entry(desk, day=DAY):
    (found,) = desk.read(advocates.of_account, "a", day)
    return found


def test_the_next_ask_is_blocked_with_its_reason(told):
    told.do(advocates.register, "ada", AdvocateDraft("yes", 120, "Half the trips, same vans"))
    assert [one.contact_id for one in told.read(advocates.eligible, DAY)] == ["ada"]
    told.do(advocates.ask, "ada", AskDraft("event", DAY - 10))
    found = entry(told)
    assert not found.permission.may
    assert found.why_not == (
        "Ada was asked for an event on 4 Mar 2026; the cool-down of 120 days ends on 2 Jul 2026."
    )
    assert found.permission.from_day == DAY + 110
    with pytest.raises(UsageError, match="cool-down of 120 days ends"):
        told.do(advocates.ask, "ada", AskDraft("reference", DAY))
    assert len(entry(told).asks) == 1
    assert told.read(advocates.eligible, DAY) == ()
    assert told.read(advocates.eligible, DAY + 110)


def test_a_reason_given_goes_past_the_cool_down_and_is_kept(told):
    told.do(advocates.register, "ada", AdvocateDraft("yes"))
    told.do(advocates.ask, "ada", AskDraft("review", DAY - 10))
    told.do(advocates.ask, "ada", AskDraft("reference", DAY, "call", despite="She offered it"))
    assert entry(told).asks[0].note == "call\nAsked within the cool-down: She offered it"


def test_answers_are_known_from_their_day_on(told):
    told.do(advocates.register, "ada", AdvocateDraft())
    row = told.do(advocates.ask, "ada", AskDraft("review", DAY - 10))
    told.do(advocates.answer, row, "later", DAY - 2)
    assert entry(told).asks[0] == Ask(row, DAY - 10, "review", "later", DAY - 2)
    with pytest.raises(UsageError, match="day of the ask"):
        told.do(advocates.answer, row, "yes", DAY - 11)
    with pytest.raises(UsageError, match="one of"):
        told.do(advocates.answer, row, "perhaps", DAY)
    told.do(advocates.answer, row, "", DAY)
    assert entry(told).asks[0].answer == ""
    assert told.read(advocates.of_account, "a", DAY - 1) == ()


def test_who_left_or_must_not_be_contacted_or_does_not_want_is_not_asked(told):
    told.do(advocates.register, "ada", AdvocateDraft("no"))
    assert entry(told).permission.block == "unwilling"
    told.do(contacts.mark_left, "ada", DAY)
    assert entry(told).permission.block == "left"
    told.do(contacts.edit, "ada", ContactDraft("Ada", role="sponsor", do_not_contact=True))
    assert entry(told).permission.block == "do not contact"
    with pytest.raises(UsageError, match="must not be contacted"):
        told.do(advocates.ask, "ada", AskDraft("review", DAY, despite="why not"))


def test_candidates_are_promoters_and_those_marked_in_the_data(told):
    assert [one.contact_id for one in told.read(advocates.candidates, DAY)] == ["milla"]
    assert told.read(advocates.candidates, DAY)[0].reason == "NPS 9 on 22 Feb"
    told.do(advocates.register, "milla", AdvocateDraft())
    assert told.read(advocates.candidates, DAY, "a") == ()
    assert [one.contact_id for one in told.read(advocates.candidates, DAY - 15, "a")] == [
        "milla",
        "tom",
    ]


def test_undo_and_taking_off_the_register(told):
    told.do(advocates.register, "ada", AdvocateDraft())
    row = told.do(advocates.ask, "ada", AskDraft("review", DAY))
    told.do(advocates.remove_ask, row)
    assert entry(told).asks == ()
    told.do(advocates.remove, "ada")
    assert told.read(advocates.all_of, DAY) == ()
    told.undo()
    assert entry(told).contact_id == "ada"
    with pytest.raises(NotFound):
        told.do(advocates.ask, "tom", AskDraft("review", DAY))
    with pytest.raises(UsageError, match="future"):
        told.do(advocates.ask, "ada", AskDraft("review", DAY + 1))


@given(
    st.integers(0, 400),
    st.lists(st.integers(0, 1000), max_size=6),
    st.integers(0, 1000),
)
def test_after_the_day_that_is_told_one_may_ask(cool, days, today):
    asks = [Ask(at, day, "review") for at, day in enumerate(days)]
    found = permission(today, "yes", cool, asks)
    assert found.may == all(abs(today - day) >= cool for day in days)
    if not found.may:
        assert permission(found.from_day, "yes", cool, asks).may
        assert found.from_day > today
