"""Tests that plays do not fire on data that did not come, by the decision of the whole desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.play import Brakes, Cause, Play
from healthdesk.core.domain.play_engine import WAITS
from healthdesk.core.domain.play_rehearsal_words import notes
from healthdesk.core.domain.play_watch import Memory, Ripe, step
from healthdesk.core.domain.playbook import Arm, Playbook, Step
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import FieldTest, NotOf, ReadingTest
from healthdesk.core.services import (
    accounts,
    late,
    play_rehearsal,
    play_why,
    playbooks,
    run_reading,
    run_ticks,
    runs,
)
from healthdesk.core.services.play_gaps import Gaps, rests
from healthdesk.core.services.play_looking import Looked, look
from tests import ready
from tests.core.triggers.trigger_case import random_options

LAST = to_day(date(2026, 11, 23))
"""The last day of which data came."""
TODAY = LAST + 12
OFTEN = Brakes(often="always", running="again", a_day=0, seasons=False)
USE = ReadingTest(ReadingRef(kind="usage_level", options={"metric": "active_users", "days": 7}),
                  ">=", 0.0)  # fmt: skip
RESTING = ("condition", "segment", "segment_left", "band", "score_change", "reading", "dip")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("gaps") / "gaps.healthdesk"
    ready.sample(
        path, LAST, 24, 140, name="Gaps", clock=Clock(pretended=date(2026, 11, 23))
    ).close()
    opened = Desk.open(path, clock=Clock(pretended=date(2026, 12, 5)))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def looked(desk: Desk) -> Iterator[Looked]:
    found = desk.read(look, [])
    yield found
    found._tx.close()


class _Alone:
    """Nothing around a play."""

    def running(self, account: int) -> bool:
        return False

    def taken(self, account: int, days: int) -> int:
        return 0

    def quiet(self, day: int) -> str:
        return ""


def play_of(seed: int) -> Play:
    rng = Random(seed)
    kind = rng.choice(RESTING)
    options = random_options(rng, kind)
    options |= {key: "active_users" for key in ("metric",) if key in options}
    options |= {key: "Poor" for key in ("segment",) if key in options}
    if kind == "reading":
        options["reading"] = rng.choice(("usage_level", "usage_trend", "usage_frequency"))
        options["metric"] = "active_users"
    rule = rng.choice((USE, NotOf(FieldTest("band", "=", "Strong"))))
    cause = Cause(kind, options, rule if kind == "condition" else None)
    return Play(f"Play {seed}", cause=cause, brakes=OFTEN)


def fired_in(play: Play, looked: Looked, first: int) -> list[int]:
    """Days from one on, on which it fires that wants whatever holds already."""
    days = np.arange(first - 30, TODAY + 1, dtype=np.int32)
    ripe = looked.ripe(play, days)
    dealt = frozenset()
    if ripe.shape == "event":
        rows, columns = np.nonzero(ripe.ripe[:, :30])
        dealt = frozenset(zip(rows.tolist(), days[columns].tolist(), strict=True))
    memory, found = Memory(first - 1, dealt=dealt), []
    for at in range(30, len(days)):
        done = step(play, memory, ripe, at, _Alone())
        memory = done.memory
        found += [one.day for one in done.fired]
        assert all(one.brake == "data" for one in done.held)
    return found


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_data_that_does_not_come_makes_no_play_fire(looked, seed):
    assert fired_in(play_of(seed), looked, LAST + 4) == []


def test_without_a_gap_the_same_plays_fire(looked):
    assert sum(bool(fired_in(play_of(seed), looked, LAST - 20)) for seed in range(12)) > 4


def test_data_that_stops_is_what_its_own_trigger_fires_on(looked):
    asked = {"metric": "active_users", "days": 5, "everyone": True}
    play = Play("Stopped", cause=Cause("source_stopped", asked), brakes=OFTEN)
    assert LAST + 5 in fired_in(play, looked, LAST + 4)


def test_a_score_rests_on_missing_data_where_the_accounts_table_says_so(desk, looked):
    band = rests("band", ())
    for day in (LAST - 40, LAST, LAST + 2, LAST + 3, LAST + 4, TODAY):
        since = desk.read(
            lambda tx, on: Gaps(tx, looked.facts).of(band, np.array([on], np.int32)), day
        )
        rows = desk.read(accounts.compute_table, day).rows
        for row in rows:
            place = looked.place(row.account_id)
            assert row.stale == (since is not None and since[place, 0] >= 0), (day, row.name)
        assert all(row.stale for row in rows) == (day >= LAST + 3)


def test_a_reading_goes_by_the_feed_that_it_looks_at(desk, looked):
    day = np.array([TODAY], np.int32)
    for rule in (USE, ReadingTest(ReadingRef(kind="days_since_touch"), ">=", 3.0),
                 ReadingTest(ReadingRef(kind="nps", options={"days": 180}), "<", 3.0)):  # fmt: skip
        feed = desk.read(late.late_on, TODAY).moved(rule.reading)
        since = desk.read(
            lambda tx, asked: Gaps(tx, looked.facts).of(asked, day), rests("condition", [rule])
        )
        assert (since is None) == (feed is None)
        if feed is not None:
            assert set(since[:, 0].tolist()) == {feed.newest + 1}


@given(
    ripe=st.lists(st.booleans(), min_size=14, max_size=14),
    gap=st.tuples(st.integers(0, 14), st.integers(0, 14)),
    shape=st.sampled_from(("state", "event")),
)
def test_a_gap_holds_back_and_takes_nothing_back(ripe, gap, shape):
    days = np.arange(LAST, LAST + 14, dtype=np.int32)
    silent = (days >= LAST + gap[0]) & (days < LAST + gap[1])
    held = np.array([ripe])
    nobody = np.full(held.shape, -1, np.int32)
    since = np.where(silent[None, :], LAST + gap[0], -1).astype(np.int32)
    sees = Ripe(days, shape, held, np.where(held, days, -1), nobody * 0, nobody, gap=since)
    memory, inside, fired, wanted = Memory(LAST - 1), False, [], []
    for at, day in enumerate(days.tolist()):
        done = step(Play("Any", brakes=OFTEN), memory, sees, at, _Alone())
        memory = done.memory
        fired += [one.day for one in done.fired]
        if not silent[at]:
            wanted += [day] * (ripe[at] and not (shape == "state" and inside))
            inside = ripe[at]
        assert shape == "event" or (0 in memory.inside) == inside
    assert fired == wanted


@settings(max_examples=10, deadline=None)
@given(st.integers(-60, 12), st.integers(1, 9))
def test_a_gap_is_as_of_its_day_whatever_days_stand_around_it(looked, back, width):
    play = Play("Poor", cause=Cause("band"))
    days = np.arange(LAST + back, LAST + back + width, dtype=np.int32)
    whole = looked.ripe(play, days)
    for at, day in enumerate(days.tolist()):
        alone = looked.ripe(play, [day])
        for place in range(0, looked.facts.count, 5):
            assert alone.missing(place, day) == whole.missing(place, day), (at, day)


def test_why_and_rehearsal_say_that_data_is_missing(desk, looked):
    strong = FieldTest("score", ">=", 0.0)
    play = Play("Turns", cause=Cause("condition", rule=strong), existing=True, brakes=OFTEN)
    account = next(
        name for at, name in enumerate(looked.account_ids) if looked.ripe(play, [TODAY]).ripe[at, 0]
    )
    ended = Play("Falls", cause=Cause("score_change", {"points": 0.1}), existing=True, brakes=OFTEN)
    told = desk.read(play_rehearsal.rehearse, ended, LAST + 4, TODAY)
    assert not told.strips
    held = [one for one in told.held if one.brake == "data"]
    assert held
    assert held[0].times == held[0].never
    assert any("data it rests on was missing" in one for one in notes(told))
    found = desk.read(play_why.why, play, account, TODAY)
    line = next(one for one in found.brakes if one.what == "Data it rests on")
    assert not line.held
    assert "24 Nov" in line.value


def test_that_an_account_has_not_left_is_no_reason(looked):
    rule = FieldTest("churned", "=", value=False)
    play = Play("Turns", cause=Cause("condition", rule=rule), brakes=OFTEN)
    assert looked.because(play, 0, LAST) == ()


def test_a_branch_of_a_playbook_waits_for_the_data_its_rule_rests_on(desk, looked):
    """On the day of the last data it decides at once; twelve days on it waits, or is told to."""
    ways = (Arm("Poor", FieldTest("band", "=", "Poor")), Arm("Else"))
    split = Step("split", "branch", "Which way", arms=ways)
    desk.do(playbooks.add, Playbook("Ways", steps=(split, Step("see", "task", "See"))))
    desk.do(playbooks.publish, "Ways")
    account, stood = looked.account_ids[0], desk.clock
    desk.clock = Clock(pretended=to_date(LAST))
    (known,) = desk.do(runs.start, "Ways", [account])
    at_once = desk.read(run_reading.one, known, LAST).steps[0]
    desk.undo()
    desk.clock = stood
    (run,) = desk.do(runs.start, "Ways", [account])
    waits = desk.read(run_reading.one, run, TODAY)
    assert (waits.steps[0].state, waits.steps[0].how) == ("open", f"{WAITS} 24 Nov 2026")
    assert (waits.row.status, waits.steps[1].state) == ("waiting", "to come")
    assert not desk.read(run_ticks.due, TODAY)
    desk.do(runs.complete, run, "split")
    decided = desk.read(run_reading.one, run, TODAY).steps
    assert [one.state for one in decided] == ["done", "open"]
    assert at_once.state == decided[0].state
    assert {at_once.how, decided[0].how} <= {"Poor", "Else"}
    for _ in range(4):
        desk.undo()
