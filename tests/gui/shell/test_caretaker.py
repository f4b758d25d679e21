"""The desk's log is folded after a rest; midnight is noticed by one timer, armed anew."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.domain.change import Change
from healthdesk.core.services import today_ahead, today_kept
from healthdesk.gui.shell.caretaker import AFTER, IDLE, SELDOM, Caretaker, sweep_seldom


@pytest.fixture
def caretaker(at_work, ui, desk_file):
    made = Caretaker(ui, at_work)
    ui.desk_changed.emit()
    return made


def test_the_log_is_folded_after_a_rest(caretaker, ui):
    caretaker._idle.stop()
    ui.changed.emit(Change("Add a pulse", frozenset()))
    assert caretaker._idle.isActive()
    assert caretaker._idle.interval() == IDLE
    log = ui.desk.path.with_name(ui.desk.path.name + "-wal")
    caretaker._idle.timeout.emit()
    assert not log.exists() or log.stat().st_size == 0


def test_after_a_rest_today_and_the_next_days_lie_ready(caretaker, ui):
    def kept(tx):
        sql = "SELECT key FROM snapshot WHERE key LIKE 'all today %' ORDER BY key"
        return tx.execute(text(sql)).scalars().all()

    assert ui.desk.read(kept) == []
    caretaker._idle.timeout.emit()
    days = (ui.today, *today_ahead.days_ahead(ui.today))
    assert ui.desk.read(kept) == [today_kept.key_of(day) for day in days]


def test_midnight_shows_the_new_day_and_waits_for_the_next(caretaker, ui):
    ui.set_zone("Europe/Berlin")
    ui.clock = Clock(instant=datetime(2026, 11, 23, 22, 59, 50, tzinfo=UTC))
    caretaker.pass_midnight()
    before, told = ui.today, []
    assert caretaker._midnight.interval() == (10 + AFTER) * 1000
    ui.view_changed.connect(lambda: told.append(ui.today))
    ui.clock = Clock(instant=datetime(2026, 11, 23, 23, 0, 1, tzinfo=UTC))
    caretaker._midnight.timeout.emit()
    assert told == [before + 1]
    assert caretaker._midnight.interval() == (24 * 3600 - 1 + AFTER) * 1000


def test_without_a_desk_it_waits_for_nothing(caretaker, ui):
    desk = ui.desk
    ui.set_desk(None)
    assert not caretaker._idle.isActive()
    assert not caretaker._midnight.isActive()
    caretaker.tidy()
    desk.close()


def test_full_sweeps_are_left_for_idle_moments():
    before = gc.get_threshold()
    try:
        sweep_seldom()
        assert gc.get_threshold() == (*before[:2], SELDOM)
    finally:
        gc.set_threshold(*before)
