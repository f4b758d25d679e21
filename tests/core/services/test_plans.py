"""Get-well plans: written and undone, and their exit condition watched day by day."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.investigation import FindingDraft
from healthdesk.core.domain.op import op
from healthdesk.core.domain.plan import ExitDraft, PlanDraft
from healthdesk.core.domain.source_ref import UsageRef
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import findings, imports, plan_watch, plans, tasks
from tests import folders, make

TODAY = to_day(make.NOW.date())
FIRST = TODAY - 40
LEVELS = [5.0] * 20 + [14.0] * 3 + [5.0] + [14.0] * 17
"""Active users of the 41 days up to today: a recovery that broke once, 17 days ago."""
EXIT = ExitDraft("usage_level:users", 12, 14, window=1)
PLAN = PlanDraft(
    "a", "Champion left", "Successor untrained", "Nadia", TODAY + 30, EXIT.rule, EXIT.days
)


def facts():
    rows = (f"a,{to_date(FIRST + at).isoformat()},users,{value}" for at, value in enumerate(LEVELS))
    return {
        "accounts": "account_id,name,owner\na,One,Nadia\nb,Two,\n",
        "metrics": "metric,name,unit,fill,feature\nusers,Active users,users,zero,false\n",
        "usage": "account_id,day,metric,value\n" + "\n".join(rows) + "\n",
    }


@op("Pretend")
def pretend(tx, sql, **asked):
    tx.execute(text(sql), asked)
    tx.expire_all()


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", facts())])
    return desk


def made(desk, draft=PLAN, since=FIRST):
    row = desk.do(plans.add, draft)
    desk.do(pretend, "UPDATE plan SET made_on = :day WHERE id = :row", day=since, row=row)
    return row


def test_a_plan_with_actions_is_written_and_undone(full):
    before = make.dump(full)
    actions = (TaskDraft("Train", due=TODAY + 3), TaskDraft("Call", needs_touch=True))
    row = full.do(plans.add, replace(PLAN, actions=actions))
    (plan,) = full.read(plans.of_account, "a", TODAY)
    assert plan.draft == PLAN
    assert [(one.title, one.account_id, one.plan_id, one.origin) for one in plan.actions] == [
        ("Train", "a", row, "plan"),
        ("Call", "a", row, "plan"),
    ]
    assert plan.exit_words == "Active users at least 12 on 14 days in a row"
    full.undo()
    assert make.dump(full) == before


def test_a_plan_of_a_finding_answers_it(full):
    finding = full.do(findings.add, FindingDraft("a", FIRST, TODAY, "Champion left"))
    before = make.dump(full)
    full.do(plans.add, replace(PLAN, finding_id=finding))
    assert full.read(plans.of_account, "a", TODAY)[0].finding_id == finding
    assert full.read(findings.without_action, TODAY) == ()
    full.undo()
    assert make.dump(full) == before
    with pytest.raises(NotFound, match="finding"):
        full.do(plans.add, replace(PLAN, account_id="b", finding_id=finding))


def test_days_in_a_row_are_counted_up_to_the_day_asked_about(full):
    row = made(full)
    state = full.read(plans.state, row, TODAY)
    assert (state.held, state.since, state.met, state.needed) == (17, TODAY - 16, True, 14)
    assert state.met_on == TODAY - 3
    assert state.sentence.startswith("Met: held on 17 days in a row, since 26 Feb; now 14")
    assert [one.held for one in state.days] == [True] * 14
    earlier = full.read(plans.state, row, TODAY - 10)
    assert (earlier.held, earlier.met, earlier.met_on) == (7, False, None)
    assert earlier.sentence.startswith("Held on 7 of 14 days in a row, since 26 Feb")
    assert {one.day for one in earlier.days} == set(range(TODAY - 23, TODAY - 9))
    broken = full.read(plans.state, row, TODAY - 17)
    assert (broken.held, broken.since) == (0, None)
    assert broken.sentence == "Held on 0 of 14 days; now 5"


def test_only_days_since_the_plan_was_made_count(full):
    row = made(full, since=TODAY - 4)
    state = full.read(plans.state, row, TODAY)
    assert (state.held, state.since, len(state.days)) == (5, TODAY - 4, 5)


def test_a_condition_that_was_met_and_broke_says_so(full):
    row = made(full, replace(PLAN, exit_days=3))
    state = full.read(plans.state, row, TODAY - 17)
    assert (state.met, state.met_on) == (False, TODAY - 18)
    assert "Was met on" in state.sentence


def test_days_of_which_a_late_feed_says_nothing_count_neither_way(full):
    row = made(full)
    state = full.read(plans.state, row, TODAY + 12)
    assert (state.held, state.since) == (17, TODAY - 16)
    assert state.note
    assert [one.held for one in state.days][-12:] == [None] * 12


def test_a_plan_is_never_closed_by_itself(full):
    row = made(full)
    assert full.read(plans.state, row, TODAY).met
    assert full.read(plans.one, row, TODAY).is_open
    before = make.dump(full)
    full.do(plans.close, row, "met")
    assert full.read(plans.one, row, TODAY).closed_how == "met"
    assert full.read(plans.one, row, TODAY - 1).is_open
    assert full.read(plans.running, TODAY) == ()
    with pytest.raises(UsageError, match="closed already"):
        full.do(plans.close, row, "stopped")
    full.do(plans.reopen, row)
    assert make.dump(full) == before


def test_a_plan_without_condition_has_no_state(full):
    row = made(full, replace(PLAN, exit_rule=None, exit_days=1))
    assert full.read(plans.state, row, TODAY) is None
    assert full.read(plans.one, row, TODAY).exit_words == ""


def test_any_rule_can_be_watched(full):
    rule = {"all": [EXIT.rule, {"not": {"field": "churned", "op": "=", "value": True}}]}
    row = made(full, replace(PLAN, exit_rule=rule))
    assert full.read(plans.state, row, TODAY).held == 17
    words = full.read(plans.one, row, TODAY).exit_words
    assert words == "Active users at least 12 and not churned on 14 days in a row"


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (replace(PLAN, problem=" "), UsageError),
        (replace(PLAN, account_id="zz"), NotFound),
        (replace(PLAN, exit_days=0), UsageError),
        (replace(PLAN, exit_rule={"field": "score"}), BadDocument),
    ],
)
def test_what_cannot_be_is_refused(full, draft, error):
    before = make.dump(full)
    with pytest.raises(error):
        full.do(plans.add, draft)
    assert make.dump(full) == before


def test_editing_keeps_the_day_it_was_made_and_its_actions(full):
    row = made(full, replace(PLAN, actions=(TaskDraft("Train"),)), since=FIRST)
    full.do(plans.edit, row, replace(PLAN, problem="Other", exit_days=5))
    plan = full.read(plans.one, row, TODAY)
    assert (plan.problem, plan.exit_days, plan.made_on) == ("Other", 5, FIRST)
    assert [one.title for one in plan.actions] == ["Train"]
    assert len(full.read(tasks.of_plan, row, TODAY)) == 1


def test_a_day_of_the_condition_leads_to_the_rows_it_looked_at(full):
    row = made(full, replace(PLAN, exit_rule=replace(EXIT, window=7).rule))
    assert full.read(plans.rows_behind, row, TODAY) == (UsageRef("a", "users", TODAY - 6, TODAY),)
    score = made(full, replace(PLAN, exit_rule=ExitDraft("score", 50, 3).rule))
    assert full.read(plans.rows_behind, score, TODAY) == ()


def test_choices_say_how_things_stand(full):
    found = {one.what: one for one in full.read(plan_watch.choices, "a", TODAY)}
    assert found["usage_level:users"].now == 14.0
    assert found["nps"].now is None
    assert not found["days_since_touch"].least
    assert found["score"].least
