"""Loose ends and what the Accounts table shows beside the score, over a desk of four accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from healthdesk.core.domain.account_more import need
from healthdesk.core.domain.disagreement import STALE
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.investigation import FindingDraft
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.plan import PlanDraft
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import (
    accounts,
    accounts_more,
    findings,
    imports,
    loose_ends,
    milestones,
    moments,
    plans,
    segments,
)
from tests import folders
from tests.core.services.conftest import NOW

DAY = to_day(NOW.date())


def on(ago):
    return to_date(DAY - ago).isoformat()


FACTS = {
    "accounts": "account_id,name,started_on,arr,tier\n"
    f"good,Good Co,{on(400)},100,Enterprise\n"
    f"calm,Calm Co,{on(400)},100,Starter\n"
    f"bad,Bad Co,{on(400)},100,\n"
    f"new,New Co,{on(20)},900,\n",
    "overrides": "account_id,band,reason,from,until\n"
    f"good,Strong,as told,{on(50)},{on(-30)}\n"
    f"calm,Strong,as told,{on(50)},{on(-30)}\n"
    f"bad,Poor,as told,{on(10)},{on(-30)}\n"
    f"new,Strong,as told,{on(10)},{on(-30)}\n",
    "touchpoints": "touchpoint_id,account_id,kind,direction,day\n"
    f"t1,good,call,outbound,{on(52)}\n"
    f"t2,good,note,,{on(1)}\n"
    f"t3,calm,call,outbound,{on(40)}\n"
    f"t4,bad,call,outbound,{on(90)}\n",
    "pulses": "account_id,day,value,by,note\n"
    f"good,{on(30)},1,Nadia,fine\n"
    f"bad,{on(5)},1,Nadia,they like us\n"
    f"bad,{on(200)},-1,Nadia,\n"
    f"calm,{on(STALE + 1)},-1,Nadia,\n",
    "milestones": "account_id,milestone,due_on,done_on\n"
    f"new,Kick-off,{on(13)},{on(12)}\n"
    f"new,Go-live,{on(2)},\n"
    f"new,Data in,{on(-4)},\n",
}


@pytest.fixture
def desk(furnished, tmp_path):
    made = furnished("loose")
    made.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return made


def told(desk, kind, day=DAY, segment=None):
    ends = desk.read(loose_ends.read, day, segment)
    return [(one.account_id, one.text) for one in ends.of(kind)]


def more(desk, day=DAY):
    rows = desk.read(accounts.accounts_table, day).rows
    return {row.account_id: row for row in rows}, desk.read(accounts_more.of_rows, day, rows)


def test_a_strong_account_beyond_its_cadence_is_left_alone(desk):
    # A note is no touch; a starter may be left 45 days; the new one is not due yet.
    assert told(desk, "alone") == [("good", "No touch in 52 days; one is due every 21 days")]
    assert told(desk, "alone", DAY - 40) == []
    later = dict(told(desk, "alone", DAY + 11))
    assert later["new"] == "Never touched; one is due every 30 days"


def test_pulse_and_score_that_differ_are_told_with_both_days(desk):
    assert told(desk, "pulse") == [
        ("bad", "Pulse Strong of 9 Mar (Nadia), score 20 Poor on 14 Mar")
    ]
    (end,) = desk.read(loose_ends.read, DAY).of("pulse")
    assert end.grave
    assert end.tab == "health"
    # Before the newer pulse the older one held, and it was too old.
    assert [account for account, _ in told(desk, "pulse", DAY - 6)] == ["calm"]
    assert [account for account, _ in told(desk, "stale", DAY - 6)] == ["bad"]


def test_an_old_pulse_is_told_as_old_not_as_a_disagreement(desk):
    assert [account for account, _ in told(desk, "stale")] == ["calm"]
    assert "91 days ago" in told(desk, "stale")[0][1]
    assert told(desk, "stale", DAY - 1) == []


def test_a_finding_waits_until_something_came_of_it(desk):
    row = desk.do(findings.add, FindingDraft("bad", DAY - 20, DAY, "They lost their lead"))
    assert told(desk, "finding") == [("bad", "They lost their lead, written on 14 Mar")]
    assert told(desk, "finding", DAY - 1) == []
    desk.do(findings.make_task, row, TaskDraft("Ask who leads", "bad"))
    assert told(desk, "finding") == []
    desk.undo()
    assert len(told(desk, "finding")) == 1


def test_a_promise_is_told_when_its_day_is_near_and_until_it_is_kept(desk):
    far = desk.do(moments.add, MomentDraft("good", "promise", "Later", DAY - 5, due=DAY + 4))
    late = desk.do(
        moments.add, MomentDraft("good", "promise", "Export", DAY - 5, by="them", due=DAY - 2)
    )
    assert told(desk, "promise") == [("good", "Theirs: Export, 2 days over")]
    desk.do(moments.remove, far)
    desk.do(moments.keep, late)
    assert told(desk, "promise") == []


def test_a_plan_is_told_once_its_exit_is_met_or_its_day_is_over(desk):
    rule = {"reading": {"kind": "open_tickets"}, "op": "<=", "value": 0}
    met = desk.do(plans.add, PlanDraft("bad", "Tickets", exit_rule=rule, due=DAY + 9))
    assert told(desk, "plan") == [("bad", "“Tickets”: its exit is met since 14 Mar")]
    desk.do(plans.close, met)
    assert told(desk, "plan") == []
    desk.do(plans.add, PlanDraft("bad", "Unwatched", due=DAY - 3))
    assert told(desk, "plan") == [("bad", "“Unwatched”: 3 days over its day")]


def test_a_segment_keeps_to_its_accounts(desk):
    assert "Poor" in desk.read(segments.names)
    ends = desk.read(loose_ends.read, DAY, "Poor")
    assert (
        {one.account_id for one in ends.ends}
        == {"bad"}
        == set(desk.read(segments.members, "Poor", DAY))
    )


def test_stamps_are_counted_as_on_the_page_of_the_account(desk):
    _, found = more(desk)
    stamps = [one for one in desk.read(milestones.of_account, "new", DAY) if not one.fixed]
    new = found["new"]
    assert (new.stamps_done, new.stamps) == (1, len(stamps)) == (1, 6)
    assert (new.next_stamp, new.next_due) == ("Go-live", DAY - 2)
    assert found["good"].stamps == 0
    _, then = more(desk, DAY - 13)
    assert (then["new"].stamps_done, then["new"].next_stamp) == (0, "Kick-off")


def test_touch_overdue_is_counted_from_the_accounts_own_cadence(desk):
    rows, found = more(desk)
    over = {key: found[key].touch_over(row) for key, row in rows.items()}
    assert over == {"good": 52 - 21, "calm": 0, "bad": 90 - 30, "new": None}
    assert found["good"].cadence == 21


def test_need_is_the_product_of_its_factors_and_no_rise_makes_any(desk):
    rows, found = more(desk)
    for one in found.values():
        product = 1.0
        for factor in one.need.factors:
            product *= factor.value
        assert one.need.score == pytest.approx(product)
    assert found["bad"].need.score > found["good"].need.score
    row = rows["good"]
    from_change = {change: need(_changed(row, change), 100.0).score for change in (-20, 0, 20)}
    assert from_change[-20] > from_change[0] == from_change[20]


def _changed(row, change):
    return replace(row, change=change, stale=False)
