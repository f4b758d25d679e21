"""The sample desk holds the work that its stories tell, on days that lie within the desk."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.sample import work
from healthdesk.core.services import milestones, people, samples
from tests import make

NOW = 20_780


def counted(desk):
    tables = ("task", "plan", "finding", "moment", "contact_care", "advocate", "forecast")

    def read(tx):
        return {
            name: tx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables
        }

    return desk.read(read)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A sample desk that no test writes to."""
    with make.desk(tmp_path_factory.mktemp("sample")) as desk:
        desk.do(samples.fill, NOW, accounts=60)
        yield desk


def test_meetings_know_who_was_asked_and_nobody_who_matters_never_comes(whole: Desk):
    alerts = whole.read(people.alerts_all, NOW)
    assert all(one.kind != "absent" for some in alerts.values() for one in some)
    met = [whole.read(people.view, account, NOW).meetings for account in ("aldermoor-freight",)]
    every = [whole.read(people.view, one, NOW).meetings for one in sorted(alerts)]
    assert met[0].meetings == 1
    assert sum(one.asked for one in every) > sum(one.came for one in every) > 10
    assert any(one.untold for one in every)


def test_every_row_of_the_story_is_there(whole: Desk):
    told = work.work()
    found = counted(whole)
    assert found["task"] == len(told.tasks)
    assert found["contact_care"] == len(told.people)
    assert found["advocate"] == len(told.advocates)
    assert found["forecast"] == len(told.forecasts)
    assert found["moment"] == len(told.moments)
    assert whole.check() == []


def test_first_value_is_told_by_the_first_report(whole: Desk):
    plans = {one.name: one.metric for one in whole.read(milestones.template)}
    assert plans["First value"] == "reports"


def test_a_task_of_today_needs_a_touch_and_two_are_over(whole: Desk):
    def read(tx):
        return tx.execute(
            text(
                "SELECT title, due_on, needs_touch FROM task WHERE done_on IS NULL AND due_on <= :d"
                " ORDER BY due_on, title"
            ),
            {"d": NOW},
        ).all()

    rows = whole.read(read)
    assert sum(due < NOW for _, due, _ in rows) == 2
    assert any(touch for _, due, touch in rows if due == NOW)


def test_a_short_desk_has_no_work_from_before_it(tmp_path):
    with make.desk(tmp_path) as desk:
        desk.do(samples.fill, NOW, accounts=40, days=10)
        assert desk.check() == []
        first = desk.read(lambda tx: tx.execute(text("SELECT min(made_on) FROM task")).scalar_one())
        assert first >= NOW - 10
