"""The sample desk holds runs of playbooks: closed ones with outcomes, open ones with their work."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.playbook import every
from healthdesk.core.domain.run import OUTCOMES
from healthdesk.core.sample.plays import plays
from healthdesk.core.services import (
    messages,
    playbooks,
    results,
    run_choice,
    run_reading,
    runs,
    samples,
)
from tests import make, ready

NOW = 20_780


def filled(folder, name="desk", **more):
    desk = make.desk(folder, name)
    desk.do(playbooks.create_starters)
    desk.do(samples.fill, NOW, **more)
    return desk


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A sample desk that no test writes to."""
    path = tmp_path_factory.mktemp("sample") / "sample.healthdesk"
    desk = ready.sample(path, NOW, name="New desk", clock=Clock(pretended=to_date(NOW)))
    yield desk
    desk.close()


def rows_of(desk):
    def read(tx):
        told = "SELECT r.name, a.account_id, r.status, r.start_day, r.outcome FROM run r"
        found = tx.execute(text(f"{told} JOIN account a ON a.id = r.account_id ORDER BY r.id"))
        steps = tx.execute(text("SELECT run_id, step, state, closed_day, how FROM run_step"))
        return [tuple(one) for one in found], sorted(tuple(one) for one in steps)

    return desk.read(read)


def test_the_champion_who_left_was_met_in_five_of_seven_closed_runs(whole):
    row = next(one for one in whole.read(playbooks.overview, NOW) if one.name == "Champion left")
    assert (row.worked, row.runs_active, row.runs_done) == ((5, 7), 2, 7)


def test_every_run_went_as_the_sample_tells(whole):
    found = whole.read(run_reading.runs, NOW)
    assert len(found) == len(plays())
    told = Counter(one.outcome for one in plays())
    assert Counter(one.outcome for one in found) == told
    assert {one for one in told if one} == set(OUTCOMES)
    assert sum(one.status == "stopped" for one in found) == 1
    assert all(one.ended is None or one.ended <= NOW for one in found)
    assert all(one.done == one.of for one in found if one.status == "done")


def test_what_is_named_in_the_sample_is_in_the_playbooks(whole):
    for told in plays():
        steps = {step.id for step in every(whole.read(playbooks.document, told.playbook).steps)}
        assert {*told.ways, *told.late, *told.skipped, *told.open} <= steps, told


def test_enough_runs_are_old_enough_to_say_how_scores_moved(whole):
    found = whole.read(results.results, "Silent account", NOW)
    assert all(change.n >= 10 for change in found.changes)
    assert [one.account_name for one in found.waiting]


def test_open_steps_stand_on_lists(whole):
    drafts = whole.read(messages.drafts, NOW)
    assert {one.origin for one in drafts} == {"playbook:Champion left", "playbook:Silent account"}
    sql = (
        "SELECT t.title, t.due_on, a.account_id FROM task t JOIN account a ON a.id = t.account_id"
        " WHERE t.origin LIKE 'playbook:%' AND t.done_on IS NULL"
    )
    found = whole.read(lambda tx: [tuple(one) for one in tx.execute(text(sql))])
    assert sorted(one[0] for one in found) == [
        "Plan training for the successor",
        "Tick off the handover list",
    ]
    assert not whole.read(runs.due, NOW)


def test_the_same_desk_comes_of_the_same_day(tmp_path):
    small = {"accounts": 80, "days": 200}
    with filled(tmp_path, **small) as one, filled(tmp_path, "again", **small) as again:
        assert rows_of(again) == rows_of(one)
        assert len(rows_of(one)[0]) > 9


def test_a_desk_without_playbooks_and_a_short_one_are_filled_all_the_same(tmp_path):
    with make.desk(tmp_path, "bare") as bare:
        bare.do(samples.fill, NOW, accounts=30, days=60)
        assert bare.read(run_reading.runs, NOW) == ()
    with make.desk(tmp_path, "short") as short:
        short.do(playbooks.create_starters)
        short.do(samples.fill, NOW, accounts=30, days=60)
        assert {one.status for one in short.read(run_reading.runs, NOW)} <= {"active", "done"}


def test_what_happened_lately_suggests_the_playbook_of_its_cause(whole):
    told = {
        key: whole.read(run_choice.suggested, (key,), NOW)
        for key in ("aldermoor-freight", "sablewood-hotels")
    }
    assert told["aldermoor-freight"].playbook == "Champion left"
    assert told["aldermoor-freight"].why.startswith("Ada Brennick left on ")
    assert told["sablewood-hotels"].playbook == "Detractor"
