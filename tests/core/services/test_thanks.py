"""Thank-yous put off: facts to mention, repeats told, the words kept with the task done."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import imports, moments, tasks, thanks
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name\na,One\n",
    "contacts": "contact_id,account_id,name\nc1,a,Ada\n",
}


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def test_what_came_since_the_last_thank_you_is_worth_one(full):
    for kind, ago, words in (
        ("win", 200, "Old"),
        ("thanks", 100, "Thank you"),
        ("quote", 40, "It\nsaves us hours"),
        ("win", 3, "W" * 200),
        ("promise", 2, "Never kept"),
    ):
        full.do(moments.add, MomentDraft("a", kind, words, TODAY - ago, "c1", by="them"))
    found = full.read(thanks.reasons, "a", TODAY)
    assert found.facts == (
        f"Win on 11 Mar 2026, Ada: {'W' * 160}...",
        "They said on 2 Feb 2026, Ada: It saves us hours",
    )
    assert found.repeat == ""
    full.do(moments.add, MomentDraft("a", "perk", "Beta", TODAY - 5, "c1"))
    again = full.read(thanks.reasons, "a", TODAY)
    assert again.repeat == "Ada had a perk 5 days before, on 9 Mar 2026"
    assert again.facts == found.facts


def test_the_words_close_the_reminder_in_one_step(full):
    task = full.do(tasks.add, TaskDraft("Thank Ada", "a", TODAY, origin=thanks.ORIGIN))
    before = make.dump(full)
    full.do(thanks.said, task, MomentDraft("a", "thanks", "Dear Ada", TODAY, "c1"))
    assert full.read(tasks.one, task, TODAY).state == "done"
    assert full.read(moments.of_account, "a", TODAY)[0].text == "Dear Ada"
    after = make.dump(full)
    assert full.undo() == "Thank-you said"
    assert make.dump(full) == before
    full.redo()
    assert make.dump(full) == after
