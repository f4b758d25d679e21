"""Contacts by hand: added, edited, gone, succeeded; each one step of undo."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.contact_draft import CareDraft, ContactDraft, RoleDraft
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.services import contacts, imports, people
from tests import folders, make
from tests.core.services.people_story import DAY, FACTS


@pytest.fixture
def told(furnished, tmp_path):
    desk = furnished("people")
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def person(desk, contact_id, day=DAY):
    return desk.read(people.view, "a", day).line(contact_id).person


def test_a_contact_made_here_is_one_like_others_and_undone_in_one_step(told):
    before = make.dump(told)
    draft = ContactDraft("  Rafal   Dudek ", "r@x.test", "", "Director", "decision maker")
    made = told.do(contacts.add, "a", draft, CareDraft(3, "doubtful", "signs", personal="Tea"))
    found = person(told, made)
    assert made.startswith("desk-")
    assert (found.name, found.title, found.role) == ("Rafal Dudek", "Director", "decision maker")
    assert (found.influence, found.part, found.personal) == (3, "signs", "Tea")
    assert found.key
    told.undo()
    assert make.dump(told) == before


def test_only_what_differs_is_remembered_as_typed(told):
    told.do(contacts.edit, "ada", ContactDraft("Ada", "", "", "Chief", "sponsor"))
    typed = make.dump(told)["hand_edit"]
    assert [row[3] for row in typed] == ["title"]
    told.do(contacts.edit, "ada", ContactDraft("Ada", "", "", "Chief", "sponsor", True))
    assert person(told, "ada").do_not_contact


def test_a_file_does_not_take_back_what_was_typed(told, tmp_path):
    told.do(contacts.edit, "ada", ContactDraft("Ada", "", "", "Chief", "sponsor"))
    files = {"contacts": "contact_id,account_id,name,title\nada,a,Ada,Clerk\n"}
    told.do(imports.run, [folders.write(tmp_path / "again", files)])
    assert person(told, "ada").title == "Chief"


def test_who_left_is_gone_from_that_day_on_and_the_successor_takes_the_part(told):
    told.do(contacts.set_roles, [RoleDraft("ada", "sponsor", "decides", 3, "friendly")])
    told.do(contacts.mark_left, "ada", DAY - 3)
    told.do(contacts.set_successor, "ada", "joe")
    view = told.read(people.view, "a", DAY)
    assert view.line("ada").successor == "joe@x.test"
    assert [one.person.contact_id for one in view.path[1].people] == ["joe"]
    assert "left" not in [one.kind for one in view.alerts]
    told.do(contacts.set_successor, "ada", None)
    assert told.read(people.alerts, "a", DAY)[0].title == "Sponsor left"
    early = told.read(people.view, "a", DAY - 4)
    assert "ada" in [one.person.contact_id for one in early.path[1].people]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ((contacts.add, "a", ContactDraft("  ")), "needs words"),
        ((contacts.add, "a", ContactDraft("X", role="king")), "role"),
        ((contacts.add, "a", ContactDraft("X"), CareDraft(4)), "Influence"),
        ((contacts.add, "a", ContactDraft("X"), CareDraft(1, "angry")), "stance"),
        ((contacts.add, "a", ContactDraft("X"), CareDraft(1, "", "pays")), "part"),
        ((contacts.mark_left, "ada", DAY + 1), "to come"),
        ((contacts.mark_left, "ada", DAY, "ada"), "after themselves"),
        ((contacts.set_personal, "ada", "x" * 20_001), "letters"),
        ((contacts.set_cadence, "a", 0), "cadence"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(told, call, reason):
    before = make.dump(told)
    with pytest.raises(UsageError, match=reason):
        told.do(*call)
    assert make.dump(told) == before


def test_nobody_comes_after_themselves_by_way_of_others(told):
    told.do(contacts.set_successor, "ada", "milla")
    told.do(contacts.set_successor, "milla", "tom")
    with pytest.raises(UsageError, match="after themselves"):
        told.do(contacts.set_successor, "tom", "ada")
    with pytest.raises(NotFound):
        told.do(contacts.set_successor, "ada", "bea")  # of another account
    with pytest.raises(NotFound):
        told.do(contacts.mark_left, "nobody", DAY)


def test_the_cadence_of_an_account_is_its_own_until_taken_back(told):
    told.do(contacts.set_cadence, "a", 14)
    view = told.read(people.view, "a", DAY)
    assert (view.cadence, view.cadence_said) == (14, "account")
    told.do(contacts.set_cadence, "a", None)
    assert told.read(people.view, "a", DAY).cadence_said == "tier"


def test_a_personal_note_is_kept_as_written(told):
    told.do(contacts.set_personal, "ada", " Likes <b>tea</b>\nBirthday 3 May ")
    assert person(told, "ada").personal == "Likes <b>tea</b>\nBirthday 3 May"
