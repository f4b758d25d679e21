"""The landing report: what was done since the import before, mails that wait, settled conflicts."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.model_draft import ModelDraft
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import (
    drafts,
    edits,
    imports,
    landing,
    messages,
    playbooks,
    profiles,
    pulses,
    touches,
)
from tests import folders, make

TODAY = to_day(make.NOW.date())
FIRST = {
    "accounts": "account_id,name,owner\na,One,Ada\nb,Two,Ada\n",
    "contacts": "contact_id,account_id,name,email\nc1,a,Dana,dana@one.example\n",
    "tickets": "ticket_id,account_id,opened_on,priority\nT1,a,2025-01-02,high\n",
    "touchpoints": "touchpoint_id,account_id,kind,direction,day,subject\n"
    "t1,a,email,inbound,2026-01-02,Hello\n",
}
SECOND = {
    "accounts": "account_id,name,owner\na,One,Cleo\nb,Two,Dag\n",
    "tickets": "ticket_id,account_id,opened_on,priority\nT1,a,2025-01-02,low\n",
}
DANA = Recipient("Dana", "dana@one.example", "c1")


@pytest.fixture
def landed(desk, tmp_path):
    """A desk with work between two imports, and the second one's result."""
    desk.do(imports.run, [folders.write(tmp_path / "first", FIRST)])
    for account, day in (("a", TODAY), ("a", TODAY - 40), ("b", TODAY)):
        desk.do(touches.add, TouchDraft(account, "note", "", day, subject="Noted"))
    desk.do(pulses.put, "a", 0.5, "They said so")
    mail = desk.do(messages.compose, "a", "c1")
    desk.do(messages.write, mail, [DANA], "Hello", "How are you?")
    desk.do(messages.compose, "b")
    desk.do(edits.set_account, "a", "owner", "Bo")
    desk.do(edits.set_value, "tickets", ["T1"], "priority", "urgent")
    return desk, desk.do(imports.run, [folders.write(tmp_path / "second", SECOND)])


def told(desk, result):
    return desk.read(landing.report, result.batch, TODAY, result.conflicts)


def test_what_was_done_since_the_import_before_is_told_back_dated_notes_too(landed):
    found = told(*landed)
    assert found.since == TODAY
    assert {one.kind: (one.words, dict(one.accounts)) for one in found.did} == {
        "touches": ("3 touches logged", {"a": "One", "b": "Two"}),
        "pulses": ("1 pulse given", {"a": "One"}),
        "mails": ("2 mails written", {"a": "One", "b": "Two"}),
        "edits": ("1 account field changed", {"a": "One"}),
    }
    (mail,) = found.mails
    assert (mail.account_id, mail.subject) == ("a", "Hello")


def test_drafts_that_wait_to_be_published_are_told(landed):
    desk, result = landed
    book = Playbook("Nobody answers", steps=(Step("a", "task", "Call"),))
    desk.do(playbooks.add, book)
    desk.do(playbooks.save_draft, "Nobody answers", book)
    key = desk.read(profiles.published)[0].profile.key
    desk.do(drafts.change, key, ModelDraft(weights={"usage": 30.0}))
    found = {one.kind: (one.words, one.accounts) for one in told(desk, result).did}
    assert found["playbooks"] == (
        "1 playbook draft waits to be published",
        (("", "Nobody answers"),),
    )
    assert found["models"] == ("1 health model draft waits to be published", (("", "Default"),))


def test_conflicts_are_settled_one_by_one_and_undone(landed, tmp_path):
    desk, result = landed
    before = make.dump(desk)
    sides = {(one.key, one.field): one.side for one in told(desk, result).conflicts}
    assert sides == {("a", "owner"): "here", ("T1", "priority"): "here"}
    for one in result.conflicts:
        desk.do(landing.settle, one, "file")
    assert {one.side for one in told(desk, result).conflicts} == {"file"}
    out = folders.exported(desk, tmp_path / "out")
    assert b"Cleo" in out["accounts.csv"]
    assert b",low" in out["tickets.csv"]
    owner = next(one for one in result.conflicts if one.field == "owner")
    desk.do(landing.settle, owner, "here")
    assert {one.field: one.side for one in told(desk, result).conflicts}["owner"] == "here"
    for _ in range(3):
        desk.undo()
    assert make.dump(desk) == before
    desk.do(landing.settle, owner, "file")
    third = {"accounts": "account_id,name,owner\na,One,Eve\n"}
    after = desk.do(imports.run, [folders.write(tmp_path / "third", third)])
    assert after.conflicts == (), "the file's value is not held as typed"


def test_the_first_import_and_a_desk_without_work_say_nothing(desk, tmp_path):
    result = desk.do(imports.run, [folders.write(tmp_path / "first", FIRST)])
    found = told(desk, result)
    assert (found.since, found.did, found.mails, found.conflicts) == (None, (), (), ())
