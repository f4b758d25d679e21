"""Accounts made by hand: with their people and milestones, whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.new_account import NewAccount, NewContact
from healthdesk.core.domain.stamp import TEMPLATE
from healthdesk.core.services import accounts_new, imports, milestones, people, scoring
from tests import folders, make

TODAY = to_day(make.NOW.date())
NEW = NewAccount(
    "Fresh & Co",
    owner="Nadia",
    stage="Onboarding",
    tier="Gold",
    arr=1200.5,
    started_on=TODAY - 3,
    contacts=(NewContact("Ada", "ada@example.test", "champion"), NewContact("Bo")),
)


def test_a_new_account_stands_with_everything_and_is_undone(desk):
    before = make.dump(desk)
    made = desk.do(accounts_new.add, NEW)
    head = desk.read(scoring.account_header, made, TODAY)
    assert (head.name, head.owner, head.stage, head.tier) == (
        "Fresh & Co",
        "Nadia",
        "Onboarding",
        "Gold",
    )
    assert (head.arr, head.first_day) == (1200.5, TODAY - 3)
    assert [name for _, name in desk.read(people.names, made)] == ["Ada", "Bo"]
    planned = desk.read(milestones.of_account, made, TODAY)
    assert [(one.name, one.due) for one in planned] == [
        (one.name, TODAY - 3 + one.after) for one in TEMPLATE
    ]
    assert desk.undo_label == "Add account"
    desk.undo()
    assert make.dump(desk) == before


def test_its_id_may_be_that_of_the_system_of_record(desk, tmp_path):
    made = desk.do(accounts_new.add, replace(NEW, account_id="CRM-7"))
    assert made == "CRM-7"
    folder = folders.write(
        tmp_path / "facts", {"accounts": "account_id,name,region\nCRM-7,Fresh & Co,North\n"}
    )
    result = desk.do(imports.run, [folder])
    assert result.tables["accounts"].new == 0
    assert desk.read(scoring.account_header, "CRM-7", TODAY).tier == "Gold"


def test_a_name_or_an_id_that_is_taken_is_refused(desk):
    desk.do(accounts_new.add, replace(NEW, account_id="x"))
    before = make.dump(desk)
    with pytest.raises(UsageError, match="is called Fresh & Co already"):
        desk.do(accounts_new.add, replace(NEW, name="fresh & CO"))
    with pytest.raises(UsageError, match="has the id x already"):
        desk.do(accounts_new.add, replace(NEW, name="Other", account_id="x"))
    assert make.dump(desk) == before
    assert desk.do(accounts_new.add, replace(NEW, account_id="y")) == "y"


def test_nothing_is_kept_of_an_account_that_is_refused_half_way(desk):
    before = make.dump(desk)
    with pytest.raises(UsageError):
        desk.do(accounts_new.add, replace(NEW, contacts=(NewContact(" "),)))
    with pytest.raises(UsageError, match="needs words"):
        desk.do(accounts_new.add, replace(NEW, name=" "))
    assert make.dump(desk) == before


def test_what_is_not_known_is_missing_and_never_zero(desk):
    made = desk.do(accounts_new.add, NewAccount("Bare", milestones=False))
    head = desk.read(scoring.account_header, made, TODAY)
    assert (head.arr, head.owner, head.first_day) == (None, "", TODAY)
    assert all(one.due is None for one in desk.read(milestones.of_account, made, TODAY))
    assert desk.read(accounts_new.owners) == ()
