"""Stamps that usage sets: the day its rule first held, the same one by one or in one go, and whose
word stands.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.new_account import NewAccount
from healthdesk.core.domain.op import op
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.stamp import ANY, StampPlan, ValueTime
from healthdesk.core.services import (
    accounts_new,
    duplicates,
    imports,
    milestones,
    milestones_found,
    provenance,
    time_to_value,
    timeline,
)
from tests import folders, make

TODAY = to_day(make.NOW.date())
JOURNEY = (
    StampPlan(name="Kick-off", after=7),
    StampPlan(name="First sign-in", after=14, metric=ANY),
    StampPlan(name="First value", after=45, metric="reports", level=2),
)
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2026-01-10\nb,Two,2026-01-10\n"
    "c,Three,2026-01-10\n",
    "metrics": "metric,name,unit,fill,feature\nreports,Reports,reports,zero,true\n"
    "users,Users,users,zero,false\n",
    "usage": "account_id,day,metric,value\nc,2026-01-01,reports,4\n",
    "milestones": "account_id,milestone,due_on,done_on\n"
    "a,Kick-off,2026-01-17,2026-01-20\na,first VALUE,2026-02-24,\na,First sign-in,2026-01-24,\n"
    "b,First value,2026-02-24,\n",
}
USED = {
    "usage": "account_id,day,metric,value\n"
    "a,2026-02-01,users,1\na,2026-02-01,reports,1\na,2026-02-03,reports,3\na,2026-02-04,reports,9\n"
    "b,2026-02-10,reports,2\nc,2026-02-10,reports,2\n"
}
STAMPS = ("milestone", "milestone_rule")
FEB = to_day(make.NOW.date().replace(month=2, day=1))


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("stamps")
    desk = make.desk(folder)
    desk.do(imports.run, [folders.write(folder / "facts", FACTS)])
    desk.do(milestones.set_template, JOURNEY)
    folders.write(folder / "used", USED)
    desk.close()
    return desk.path


@pytest.fixture
def full(kept, tmp_path):
    desk = Desk.open(Path(shutil.copy(kept, tmp_path)), clock=make.CLOCK)
    yield desk
    desk.close()


@pytest.fixture
def batch(full, kept):
    """The import that brings the usage."""
    return full.do(imports.run, [kept.parent / "used"]).batch


def found(desk, day=TODAY):
    """Goes through the rules: what came of it, as one step or none."""
    due = desk.read(milestones_found.due, day)
    told = desk.do(milestones_found.stamp, day)
    assert due == bool(told.stamps)
    return [(one.account_id, one.milestone, one.day) for one in told.stamps]


def stamp(desk, name, account="a", day=TODAY):
    return next(one for one in desk.read(milestones.of_account, account, day) if one.name == name)


def test_the_day_a_rule_first_held_is_set_for_all_accounts_once(full, batch):
    before = make.dump(full)
    assert found(full) == [
        ("a", "First sign-in", FEB),
        ("a", "first VALUE", FEB + 2),
        ("b", "First value", FEB + 9),
    ]
    seen = stamp(full, "first VALUE")
    assert (seen.state, seen.done_on, seen.by_rule, seen.suggestion) == (
        "done",
        FEB + 2,
        True,
        None,
    )
    assert seen.rule.words == "Reports: first value, 3, on 3 Feb 2026"
    assert not stamp(full, "Kick-off").by_rule
    assert not stamp(full, "first VALUE", day=FEB + 1).by_rule
    # Nobody planned it for this account: it is told, not set.
    assert stamp(full, "First sign-in", "b").state == "suggested"
    assert found(full) == []
    full.undo()
    assert make.dump(full) == before


def test_day_by_day_comes_to_the_same_as_in_one_go(full, batch):
    for day in range(FEB - 1, FEB + 12):
        for _, _, on in found(full, day):
            assert on == day
    assert found(full) == []
    assert found(full, FEB) == []  # an earlier day takes nothing back
    day_by_day = make.dump(full)["milestone"]
    for _ in range(3):
        full.undo()
    full.do(milestones_found.stamp, TODAY)
    assert make.dump(full)["milestone"] == day_by_day


def test_what_a_person_said_stays(full, batch):
    found(full)
    full.do(milestones.mark, "a", "First value", FEB + 5)
    full.do(milestones.mark, "a", "First sign-in", None)
    full.do(milestones.mark, "b", "First value", FEB + 9)  # the same day, by a person now
    full.do(imports.take_back, batch)
    assert found(full) == []
    assert (stamp(full, "first VALUE").done_on, stamp(full, "first VALUE").by_rule) == (
        FEB + 5,
        False,
    )
    assert stamp(full, "First value", "b").done_on == FEB + 9
    full.undo()
    assert found(full) == []
    taken = stamp(full, "First sign-in")
    assert (taken.done_on, taken.state, taken.suggestion.day) == (None, "suggested", FEB)


def test_a_due_day_alone_leaves_the_stamp_to_its_rule(full, batch):
    found(full)
    full.do(milestones.set_days, "a", "First value", FEB + 30, FEB + 2)
    assert (stamp(full, "first VALUE").due, stamp(full, "first VALUE").by_rule) == (FEB + 30, True)


def test_stamps_go_with_the_usage_that_they_were_found_in(full, batch):
    before = make.dump(full)["milestone"]
    found(full)
    full.do(imports.take_back, batch)
    assert ("a", "first VALUE", None) in found(full)
    assert make.dump(full)["milestone"] == before


def test_earlier_usage_that_comes_later_corrects_the_day(full, batch, tmp_path):
    found(full)
    more = {"usage": "account_id,day,metric,value\nb,2026-02-08,reports,5\n"}
    full.do(imports.run, [folders.write(tmp_path / "more", more)])
    assert found(full) == [("b", "First value", FEB + 7)]
    full.do(milestones.set_template, JOURNEY[:1])  # accounts that are there keep theirs
    assert found(full) == []
    assert stamp(full, "First value", "b").by_rule


def test_a_file_has_the_last_word_and_one_of_our_own_changes_nothing(full, batch, tmp_path):
    found(full)
    same = {
        "milestones": "account_id,milestone,due_on,done_on\nb,First value,2026-02-24,2026-02-10\n"
    }
    told = full.do(imports.run, [folders.write(tmp_path / "same", same)])
    assert (told.tables["milestones"].same, stamp(full, "First value", "b").by_rule) == (1, True)
    other = {
        "milestones": "account_id,milestone,due_on,done_on\nb,First value,2026-02-24,2026-02-20\n"
    }
    told = full.do(imports.run, [folders.write(tmp_path / "other", other)])
    assert found(full) == []
    assert (stamp(full, "First value", "b").done_on, stamp(full, "First value", "b").by_rule) == (
        FEB + 19,
        False,
    )
    full.do(imports.take_back, told.batch)
    assert stamp(full, "First value", "b").by_rule
    assert found(full) == []


def test_time_to_value_counts_what_usage_stamped(full, batch):
    assert full.read(time_to_value.times, TODAY) == ()
    found(full)
    start = FEB - 22
    assert full.read(time_to_value.times, TODAY) == (
        ValueTime("a", "One", start, FEB + 2, by_rule=True),
        ValueTime("b", "Two", start, FEB + 9, by_rule=True),
    )
    (before,) = full.read(time_to_value.times, FEB + 5)
    assert before.days == 24
    full.do(milestones.mark, "a", "First value", FEB + 5)
    assert not full.read(time_to_value.times, TODAY)[0].by_rule


@op("Spell")
def spell(tx):
    tx.execute(text("UPDATE milestone SET milestone = 'First value' WHERE milestone LIKE '%value'"))


def test_marks_come_back_when_a_merge_is_taken_back(full, batch):
    full.do(spell)
    found(full)
    before = make.dump(full)
    full.do(duplicates.merge, "accounts", "b", ["a"])
    assert len(make.dump(full)["milestone_rule"]) == 2
    (merged,) = full.read(duplicates.merges)
    full.do(duplicates.unmerge, merged.id)
    after = make.dump(full)
    assert [after[name] for name in STAMPS] == [before[name] for name in STAMPS]


def test_a_planned_journey_is_stamped(full, batch):
    full.do(accounts_new.add, NewAccount("Four", account_id="d", started_on=TODAY - 30))
    assert found(full)[-1][0] == "b"
    assert next(one.name for one in full.read(milestones.of_account, "d", TODAY)) == "Kick-off"


def test_an_import_goes_back_whole_though_usage_stamped_what_it_brought(tmp_path):
    desk = make.desk(tmp_path)
    desk.do(milestones.set_template, JOURNEY)
    before = make.dump(desk)["milestone"]
    facts = {**FACTS, "usage": FACTS["usage"] + USED["usage"].split("\n", 1)[1]}
    told = desk.do(imports.run, [folders.write(tmp_path / "facts", facts)])
    assert len(found(desk)) == 3
    stamped = make.dump(desk)
    desk.do(imports.take_back, told.batch)
    assert make.dump(desk)["milestone"] == before
    assert desk.check() == []
    desk.undo()
    back = make.dump(desk)
    assert [back[name] for name in STAMPS] == [stamped[name] for name in STAMPS]
    desk.close()


def test_where_it_is_seen_it_says_so_and_leads_to_the_value(full, batch):
    found(full)
    told = "Found by rule. Reports: first value, 3, on 3 Feb 2026"
    entry = next(
        one for one in full.read(timeline.read, "a", TODAY).entries if "first VALUE" in one.title
    )
    assert entry.words == told
    ref = RowRef(entry.table, entry.row)
    kept_row, value = full.read(provenance.rows, [ref])
    assert (kept_row.typed, kept_row.origins[0].file) == (told, "milestones.csv")
    assert (value.kind, value.origins[0].file, value.origins[0].line) == (
        "Daily value",
        "usage.csv",
        4,
    )
    (before,) = full.read(provenance.rows, [ref], FEB)
    assert before.typed == ""
    full.do(milestones.set_template, JOURNEY[:1])
    (alone,) = full.read(provenance.rows, [ref])
    assert alone.typed == "Found by a rule that the template no longer has"


def test_on_the_first_day_of_all_usage_an_account_is_stamped_that_began_no_earlier(furnished):
    desk = furnished("second")
    for name, began in (("old", 2), ("new", 0)):
        started = FEB - began
        desk.do(accounts_new.add, NewAccount(name.title(), account_id=name, started_on=started))
    assert stamp(desk, "First value", "new").wants_rule
    lines = "old,2026-02-01,reports,3\nnew,2026-02-01,reports,3\n"
    used = {"usage": f"account_id,day,metric,value\n{lines}"}
    desk.do(imports.run, [folders.write(desk.path.parent / "first", used)])
    desk.do(milestones.set_template, JOURNEY)
    assert not stamp(desk, "First value", "new").wants_rule
    assert found(desk, FEB) == [("new", "First sign-in", FEB), ("new", "First value", FEB)]
