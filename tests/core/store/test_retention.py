from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.store import retention
from healthdesk.core.store.retention import Backup, thin

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def backups(*ages_in_days, size=1):
    return [
        Backup(Path(f"{n}-{age}"), NOW - timedelta(days=age), size)
        for n, age in enumerate(ages_in_days)
    ]


def left(made, now=NOW, **more):
    gone = thin(made, now, **more)
    return [backup for backup in made if backup not in gone]


def test_nothing_of_two_days_goes():
    made = [Backup(Path(str(n)), NOW - n * HOUR) for n in range(48)]
    assert thin(made, NOW) == ()


def test_a_year_of_daily_backups():
    kept = left(backups(*range(400)))
    ages = sorted((NOW - backup.at).days for backup in kept)
    assert ages[:2] == [0, 1]
    assert ages[2:9] == [2, 3, 4, 5, 6, 7, 8]
    assert len(kept) <= 2 + retention.DAYS + retention.WEEKS + retention.MONTHS
    assert 120 < ages[-1] < 190


def test_of_several_in_a_day_the_newest_stays():
    made = [Backup(Path(str(n)), NOW - timedelta(days=4) + n * HOUR) for n in range(5)]
    assert left(made) == [made[-1]]


def test_a_pause_costs_nothing():
    made = backups(300, 301, 302)
    assert left(made) == made


def test_the_newest_good_one_stays_whatever_happens():
    old, bad = backups(900)[0], replace(backups(1)[0], good=False, file=Path("bad"))
    huge = replace(old, bytes=10**12)
    assert huge in left([huge, bad], cap=0)
    assert left([huge], cap=0) == [huge]
    assert left([huge], now=NOW - timedelta(days=5000)) == [huge]


def test_the_cap_takes_the_oldest():
    made = backups(5, 4, 3, 1, 0, size=10)
    assert left(made, cap=30) == made[2:]


def test_what_is_dated_in_the_future_stays():
    made = backups(-30, -1, 0, 1)
    assert thin(made, NOW) == ()


def test_leap_days_and_the_turn_of_the_year_are_days():
    made = [
        Backup(Path(day), datetime.fromisoformat(f"{day}T12:00+00:00"))
        for day in ("2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29")
    ]
    assert left(made, now=datetime(2024, 3, 5, tzinfo=UTC)) == made


SCHEDULE = st.lists(
    st.tuples(
        st.sampled_from([1, 5, 12, 24, 24, 24, 72, 24 * 40, -6, -24 * 3]),  # hours to the next
        st.integers(1, 100),
        st.booleans(),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=200, deadline=None)
@given(SCHEDULE)
def test_r12_what_must_hold_on_every_day_of_any_schedule(schedule):
    now, kept = NOW, []
    for number, (hours, size, good) in enumerate(schedule):
        now += hours * HOUR
        kept.append(Backup(Path(f"{number}"), now, size, good=good))
        gone = thin(kept, now, cap=500)
        assert set(gone) <= set(kept)
        good_ones = [backup for backup in kept if backup.good]
        kept = [backup for backup in kept if backup not in gone]
        if good_ones:
            newest = max(good_ones, key=lambda backup: (backup.at, backup.file.name))
            assert newest in kept
        others = sum(b.bytes for b in kept) - max((b.bytes for b in kept), default=0)
        assert others <= 500
        assert thin(kept, now, cap=500) == ()
        uncapped = thin(kept, now)
        assert uncapped == ()
