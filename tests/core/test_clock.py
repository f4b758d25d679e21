from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine

from healthdesk.core import clock
from healthdesk.core.clock import Clock
from healthdesk.core.domain.errors import UsageError


def test_now_is_an_aware_instant_in_utc():
    with time_machine.travel(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), tick=False):
        assert Clock().now() == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
        assert Clock().now().tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Kiritimati", date(2026, 1, 2)),
        ("Pacific/Pago_Pago", date(2026, 1, 1)),
        ("UTC", date(2026, 1, 1)),
        ("America/New_York", date(2026, 1, 1)),
    ],
)
def test_the_day_is_the_one_of_the_zone(zone, day):
    assert Clock(instant=datetime(2026, 1, 1, 11, 0, tzinfo=UTC)).today(zone) == day


def test_an_instant_with_an_offset_is_told_in_utc():
    told = datetime(2026, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
    assert Clock(instant=told).now() == datetime(2025, 12, 31, 22, 0, tzinfo=UTC)


def test_a_pretended_day_stands_in_every_zone(monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2024-02-29")
    told = clock.system_clock()
    assert told.today() == told.today("Pacific/Kiritimati") == date(2024, 2, 29)
    assert told.now().date() == date(2024, 2, 29)


@pytest.mark.parametrize("wrong", ["2026-02-30", "tomorrow", "14.03.2026"])
def test_a_pretended_day_that_is_none_is_told(monkeypatch, wrong):
    monkeypatch.setenv("HEALTHDESK_TODAY", wrong)
    with pytest.raises(UsageError, match="is no day"):
        clock.system_clock()


def test_without_pretence_the_clock_is_the_computers(monkeypatch):
    monkeypatch.delenv("HEALTHDESK_TODAY", raising=False)
    assert clock.system_clock() == Clock()


@pytest.mark.parametrize("wrong", ["Mars/Olympus", "", "../../etc/passwd", "Europe"])
def test_an_unknown_zone_is_told(wrong):
    with pytest.raises(UsageError, match="no time zone"):
        Clock(instant=datetime(2026, 1, 1, tzinfo=UTC)).today(wrong)


def test_the_systems_zone_has_a_name(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert clock.default_zone() == "Europe/Berlin"
    monkeypatch.setenv("TZ", "nowhere at all")
    assert clock.is_zone(clock.default_zone())
