"""What playbooks told is put away once it was read; what they ask for cannot be."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.services import imports, run_today, runs, today, today_marks
from tests import folders
from tests.core.services.run_story import DAY, FACTS, go_to, publish
from tests.core.services.test_run_today import ASKS


@pytest.fixture
def told(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, ASKS)
    desk.do(runs.start, "Asks", ["a", "b"])
    return desk


def of(desk, day=DAY):
    return [(one.kind, one.account_id) for one in desk.read(run_today.read, day).lines]


def test_a_notice_and_a_failure_are_put_away_one_by_one_and_come_back_by_undo(told):
    lines = told.read(run_today.read, DAY).lines
    before = of(told)
    for one in lines:
        if one.key and one.account_id == "a":
            told.do(today_marks.put_away, one.key, one.account_id)
    assert set(before) - set(of(told)) == {("failed", "a"), ("notice", "a")}
    assert {("failed", "b"), ("notice", "b"), ("ask", "a")} <= set(of(told))
    told.undo()
    told.undo()
    assert of(told) == before


def test_looking_back_it_stands_there_as_it_was(told):
    (line,) = [one for one in told.read(run_today.read, DAY).of("notice") if one.account_id == "a"]
    day = go_to(told, 2)
    told.do(today_marks.put_away, line.key, "a")
    assert ("notice", "a") not in of(told, day)
    assert ("notice", "a") in of(told, DAY)


def test_what_asks_for_something_has_no_key_and_is_no_change_that_was_handled(told):
    lines = told.read(run_today.read, DAY).lines
    assert {one.kind for one in lines if not one.key} == {"message", "ask"}
    with pytest.raises(UsageError, match="Only what a playbook told"):
        told.do(today_marks.put_away, "a:health:20000", "a")
    for one in lines:
        if one.key:
            told.do(today_marks.put_away, one.key, one.account_id)
    assert told.read(today.read, DAY).handled == 0
