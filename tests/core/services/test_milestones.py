"""Stamps: set and corrected by hand, told by usage, planned from a template, honest about days."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.source_ref import RowRef, UsageRef
from healthdesk.core.domain.stamp import ANY, TEMPLATE, StampPlan
from healthdesk.core.services import imports, milestones, provenance, settings
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2026-01-10\nb,Two,2025-01-10\n",
    "metrics": "metric,name,unit,fill,feature\nreports,Reports,reports,zero,true\n",
    "usage": "account_id,day,metric,value\nb,2026-01-01,reports,4\n"
    "a,2026-02-01,reports,0\na,2026-02-03,reports,3\na,2026-02-04,reports,9\n",
    "milestones": "account_id,milestone,due_on,done_on\n"
    "a,Kick-off,2026-01-17,2026-01-20\na,Go-live,2026-03-01,\n",
    "subscriptions": "subscription_id,account_id,seats,arr,start,end\n"
    "s,a,10,100,2026-01-10,2027-01-10\n",
    "outcomes": "account_id,day,kind\nb,2026-01-10,renewed\n",
}
FIRST_VALUE = StampPlan(name="First value", after=45, metric="reports")


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def stamps(desk, account="a", day=TODAY):
    return {one.name: one for one in desk.read(milestones.of_account, account, day)}


def test_stamps_say_their_days_and_how_late_they_were(full):
    seen = stamps(full)
    assert (seen["Kick-off"].state, seen["Kick-off"].late_days) == ("done", 3)
    assert (seen["Go-live"].state, seen["Go-live"].late_days) == ("overdue", 13)
    assert seen["Renewal"].due == to_day(to_date(TODAY).replace(year=2027, month=1, day=10))
    assert stamps(full, "b")["Renewed"].fixed
    assert [one.name for one in full.read(milestones.of_account, "a", TODAY)][:2] == [
        "Kick-off",
        "First sign-in",
    ]


def test_a_day_before_shows_no_stamp_of_later(full):
    before = TODAY - 60
    seen = stamps(full, day=before)
    assert seen["Kick-off"].state == "planned"
    assert seen["First sign-in"].state == "open"
    assert "Renewal" in seen
    assert stamps(full, "b", to_day(to_date(TODAY).replace(month=1, day=9))).keys() >= {"Kick-off"}
    assert "Renewed" not in stamps(full, "b", to_day(to_date(TODAY).replace(month=1, day=9)))


def test_usage_tells_a_stamp_with_its_day_and_the_row_behind_it(full):
    full.do(milestones.set_template, (*TEMPLATE[:2], FIRST_VALUE))
    day = to_day(to_date(TODAY).replace(month=2, day=3))
    seen = stamps(full)
    said = seen["First value"].suggestion
    assert (seen["First value"].state, said.day) == ("suggested", day)
    assert said.words == "Reports: first value, 3, on 3 Feb 2026"
    assert said.ref == UsageRef("a", "reports", day, day)
    assert full.read(provenance.rows, [said.ref])[0].origins[0].line == 4
    assert seen["First sign-in"].suggestion.day == day
    full.do(milestones.mark, "a", "First value", day)
    after = stamps(full)["First value"]
    assert (after.state, after.done_on, after.suggestion) == ("done", day, None)
    full.do(milestones.mark, "a", "First value", day + 2)
    assert stamps(full)["First value"].done_on == day + 2


def test_the_first_day_of_all_usage_tells_nothing(full):
    full.do(milestones.set_template, (FIRST_VALUE,))
    assert stamps(full, "b")["First value"].suggestion is None


def test_what_a_file_brought_is_corrected_and_remembered_as_typed(full):
    before = make.dump(full)
    full.do(milestones.mark, "a", "Kick-off", TODAY - 50)
    seen = stamps(full)["Kick-off"]
    assert (seen.done_on, seen.own) == (TODAY - 50, False)
    assert isinstance(seen.ref, RowRef)
    assert len(make.dump(full)["hand_edit"]) == len(before["hand_edit"]) + 1
    with pytest.raises(UsageError, match="came with an import"):
        full.do(milestones.remove, "a", "Kick-off")
    full.undo()
    assert make.dump(full) == before


def test_a_milestone_by_hand_comes_and_goes(full):
    before = make.dump(full)
    full.do(milestones.add, "a", "Depot live", TODAY + 4)
    assert stamps(full)["Depot live"].due == TODAY + 4
    with pytest.raises(UsageError, match="already"):
        full.do(milestones.add, "a", " depot LIVE ")
    full.do(milestones.set_due, "a", "Depot live", None)
    full.do(milestones.mark, "a", "Depot live", TODAY)
    full.do(milestones.remove, "a", "Depot live")
    assert make.dump(full) == before
    with pytest.raises(NotFound):
        full.do(milestones.remove, "a", "Depot live")
    with pytest.raises(UsageError, match="future"):
        full.do(milestones.mark, "a", "Go-live", TODAY + 1)


def test_the_template_plans_what_an_account_lacks(full):
    plans = (StampPlan(name="Kick-off", after=7), StampPlan(name="Training", after=20))
    full.do(milestones.set_template, plans)
    assert full.read(milestones.template) == plans
    assert full.do(milestones.plan, "a", TODAY) == 1
    assert stamps(full)["Training"].due == TODAY + 20
    assert stamps(full)["Kick-off"].done_on is not None


def test_a_template_that_cannot_be_is_refused_or_read_as_the_usual(full):
    twice = (StampPlan(name="A", after=1), StampPlan(name="a", after=2))
    with pytest.raises(UsageError, match="same name"):
        full.do(milestones.set_template, twice)
    with pytest.raises(UsageError, match="not changed"):
        full.do(milestones.set_template, (StampPlan(name="A", after=-1),))

    full.do(op("Break")(settings.put), "milestones", '[{"name": 3}]')
    assert full.read(milestones.template) == TEMPLATE
    assert any(one.metric == ANY for one in TEMPLATE)
