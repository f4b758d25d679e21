"""Today lies ready in the desk for the next opening: the very page that reading it would give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import (
    scoring,
    tasks,
    today,
    today_ahead,
    today_kept,
    visits,
)
from tests import ready

DAY = to_day(date(2026, 11, 20))
"""A Friday."""


@op("Forget scores")
def forget_scores(tx):
    tx.execute(text("DELETE FROM score_reported"))


def on(day):
    return Clock(pretended=to_date(day))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("ahead") / "sample.healthdesk"
    with ready.sample(path, DAY, 20, 120, clock=on(DAY)) as desk:
        desk.do(visits.begin, DAY)
        desk.do(scoring.record_reported, DAY)
    return path


@pytest.fixture
def path(filled, tmp_path):
    made = tmp_path / "sample.healthdesk"
    made.write_bytes(filled.read_bytes())
    return made


def keep(desk, day, now=DAY):
    ahead = desk.read(today_ahead.work_out, day)
    return ahead is not None and desk.do(today_ahead.keep, ahead, now)


def test_the_next_morning_finds_the_page_that_reading_gives(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        for day in (DAY, *today_ahead.days_ahead(DAY)):
            assert keep(desk, day)
            assert not keep(desk, day)
    for day in (DAY, DAY + 1, DAY + 3):
        kept = today_kept.find(path, on(day))
        assert kept is not None
        with Desk.open(path, clock=on(day)) as desk:
            assert kept.view == desk.read(today.read, day)
    assert today_kept.find(path, on(DAY + 2)) is None


def test_a_task_makes_it_good_no_more_and_a_record_of_scores_does_not(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        keep(desk, DAY + 1)
        before = desk.stamp
        desk.do(forget_scores)
        assert desk.stamp > before
    assert today_kept.find(path, on(DAY + 1)) is not None
    with Desk.open(path, clock=on(DAY)) as desk:
        desk.do(tasks.add, TaskDraft("Call them"))
    assert today_kept.find(path, on(DAY + 1)) is None


def test_what_was_worked_out_of_another_state_is_not_kept(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        ahead = desk.read(today_ahead.work_out, DAY)
        desk.do(tasks.add, TaskDraft("Call them"))
        assert not desk.do(today_ahead.keep, ahead, DAY)
    assert today_kept.find(path, on(DAY)) is None


def test_days_that_are_over_go(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        keep(desk, DAY)
        keep(desk, DAY + 1)
        keep(desk, DAY + 3, DAY + 1)
    assert today_kept.find(path, on(DAY)) is None
    assert today_kept.find(path, on(DAY + 1)) is not None
    assert today_kept.find(path, on(DAY + 3)) is not None


def test_leaving_keeps_what_is_at_hand_and_computes_nothing(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        assert desk.do(today_ahead.keep_at_hand, DAY) == 0
        desk.read(today.read, DAY)
        assert desk.do(today_ahead.keep_at_hand, DAY) == 1
        assert desk.do(today_ahead.keep_at_hand, DAY) == 0
        keep(desk, DAY + 1)
        desk.do(tasks.add, TaskDraft("Call them"))
        assert desk.do(today_ahead.keep_at_hand, DAY) == 2
    kept = today_kept.find(path, on(DAY + 1))
    assert kept is not None
    assert kept.zone is None


def test_a_page_of_another_version_or_an_unknown_zone_is_none(path, monkeypatch):
    for payload in (b"\x81\xa3day\x01", b"no msgpack"):
        monkeypatch.setattr(today_kept.glance, "look", lambda *_, found=payload: found)
        assert today_kept.find(path, on(DAY)) is None

    def zoned(path, key_of):
        key_of({"zone": '"Atlantis/Deep"'})

    monkeypatch.setattr(today_kept.glance, "look", zoned)
    assert today_kept.find(path, Clock()) is None


@given(st.integers(0, 40_000))
def test_the_next_working_day_is_always_among_the_days_ahead(day):
    found = today_ahead.days_ahead(day)
    working = next(one for one in range(day + 1, day + 4) if to_date(one).weekday() < 5)
    assert working in found
    assert found[0] == day + 1
    assert list(found) == sorted(set(found))
