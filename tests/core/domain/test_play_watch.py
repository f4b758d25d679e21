"""When a play fires: the laws of one day on random plays, and each brake by itself."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.play import Brakes, Play
from healthdesk.core.domain.play_watch import (
    LATE,
    Memory,
    Past,
    Ripe,
    begin,
    silent,
    step,
)
from tests.core.domain.play_watch_cases import FIRST, Around, cut, go, plays, ripes, turned

FREE = Brakes(often="always", running="again", a_day=0, ends=False)
DAYS = 14


def seen(*rows, shape="state", ranks=None, muted=None):
    """What a play sees: a text for each account, x where it is ripe."""
    ripe = np.array([[one == "x" for one in row] for row in rows])
    days = np.arange(FIRST, FIRST + ripe.shape[1], dtype=np.int32)
    cause = np.where(ripe, days, -1).astype(np.int32)
    rank = np.arange(len(rows)) if ranks is None else np.array(ranks)
    spread = np.broadcast_to(rank[:, None], ripe.shape).astype(np.int32)
    nobody = np.full(ripe.shape, -1, np.int32)
    return Ripe(days, shape, ripe, cause, spread, nobody, muted)


def fired(brakes, ripe, around=None, mode="suggest", days=None):
    """Account and place of day of each firing."""
    play = Play("Play", mode=mode, brakes=brakes)
    _, steps, _ = go([(play, ripe)], 0, days or len(ripe.days), around=around)
    return [(one.account, one.day - FIRST) for _, _, done in steps for one in done.fired]


# Laws


@settings(max_examples=40)
@given(plays("A"), plays("B"), ripes(), ripes(), st.frozensets(st.integers(FIRST, FIRST + 13)))
def test_a_day_gone_through_again_changes_nothing(a, b, sees_a, sees_b, closed):
    pairs = [(a, sees_a), (b, sees_b)]
    once, _, first = go(pairs, 0, DAYS, around=Around(closed=closed))
    again, steps, second = go(pairs, 0, DAYS, around=Around(closed=closed), twice=True)
    assert once == again
    assert first.fired == second.fired
    for _, _, done in steps[1::2]:
        assert not done.fired
        assert not done.passed
        assert not done.ended


@settings(max_examples=40)
@given(plays("A"), plays("B"), ripes(), ripes(), st.permutations(range(3)))
def test_the_order_of_accounts_decides_nothing(a, b, sees_a, sees_b, order):
    _, _, plain = go([(a, sees_a), (b, sees_b)], 0, DAYS)
    _, _, other = go([(a, turned(sees_a, order)), (b, turned(sees_b, order))], 0, DAYS)
    told = sorted((name, one.day, order.index(one.account), one.cause_day, one.noted)
                  for name, one, _ in plain.fired)  # fmt: skip
    assert told == sorted((name, one.day, one.account, one.cause_day, one.noted)
                          for name, one, _ in other.fired)  # fmt: skip


@settings(max_examples=40)
@given(plays(), ripes(), st.integers(0, DAYS - 2))
def test_nothing_that_comes_later_counts(play, sees, at):
    _, plain, _ = go([(play, sees)], 0, at + 1)
    _, other, _ = go([(play, cut(sees, at))], 0, at + 1)
    assert plain == other


@settings(max_examples=60)
@given(plays(), ripes(accounts=6), st.booleans(), st.integers(0, 9))
def test_who_only_waits_for_a_place_is_told_like_everybody(play, sees, some, late):
    """A bound that nobody meets has every account asked by itself: the same comes of it."""
    gap = np.full(sees.ripe.shape, -1, np.int32)
    gap[late % 6, late:] = FIRST + late
    sees = replace(sees, gap=gap if some else None)
    brakes = msgspec.structs.replace(play.brakes, a_day=1, each=0)
    asked = msgspec.structs.replace(brakes, each=1_000, each_days=1)
    plain = msgspec.structs.replace(play, brakes=brakes)
    memories, steps, around = go([(plain, sees)], 0, DAYS)
    known, told, other = go([(msgspec.structs.replace(play, brakes=asked), sees)], 0, DAYS)
    assert (memories, around.fired) == (known, other.fired)
    for (_, _, one), (_, _, two) in zip(steps, told, strict=True):
        assert two.crowd is None
        assert (sorted(one.held), sorted(one.passed)) == (sorted(two.held), sorted(two.passed))


@settings(max_examples=40)
@given(plays(), ripes(), st.booleans())
def test_what_holds_when_it_is_switched_on_fires_only_where_that_is_wanted(play, sees, existing):
    memory = begin(sees, 5, Memory(FIRST - 1), existing=existing)
    done = step(play, memory, sees, 5, Around(day=FIRST + 5))
    assert memory.seen_day == FIRST + 5
    if not existing:
        assert not done.fired
        assert not done.held
        assert not done.passed
    else:
        ripe = sees.ripe[:, 5] if sees.shape == "state" else sees.ripe[:, :6].any(axis=1)
        assert {one.account for one in (*done.fired, *done.held, *done.passed)} == set(
            np.flatnonzero(ripe).tolist()
        )


@settings(max_examples=40)
@given(plays(), ripes(), st.integers(3, 9))
def test_a_clock_that_was_wrong_fires_nothing_twice(play, sees, back):
    """The desk went to the end, then the clock is set back: on from there, as if switched on."""
    memories, _, around = go([(play, sees)], 0, DAYS)
    before = [(one.account, one.cause_day) for _, one, _ in around.fired]
    memory = begin(sees, back, memories[play.name], existing=False)
    go([(play, sees)], back, DAYS, {play.name: memory}, around)
    after = [(one.account, one.cause_day) for _, one, _ in around.fired[len(before) :]]
    if sees.shape == "event":
        assert not set(after) & {one for one in before if one[1] <= FIRST + back}
        assert len(set(before + after)) == len(before + after)


@settings(max_examples=40)
@given(plays(), ripes())
def test_each_brake_holds(play, sees):
    _, steps, around = go([(play, sees)], 0, DAYS)
    told, brakes = play.brakes, play.brakes
    real = [one for _, one, _ in around.fired if not one.noted]
    for _, day, done in steps:
        here = {one.account for one in done.fired if not one.noted}
        assert not brakes.a_day or len(here) <= brakes.a_day
        assert not done.fired or not silent(brakes, day)
        at = day - FIRST
        assert not any(brakes.seasons and sees.muted[one.account, at] for one in done.fired)
    for one in real:
        earlier = [other for _, other, _ in around.fired
                   if other.account == one.account and other is not one]  # fmt: skip
        before = [other for other in earlier if around.fired.index((play.name, other, play.mode))
                  < around.fired.index((play.name, one, play.mode))]  # fmt: skip
        if told.often == "once":
            assert not before
        if told.often == "renewal":
            assert all(other.renewal != one.renewal for other in before)
        if told.often == "spaced":
            assert sum(one.day - told.days < other.day for other in before) < told.times
        if told.each:
            near = [other for other in before
                    if not other.noted and one.day - told.each_days < other.day]  # fmt: skip
            assert len(near) < told.each
    if told.running != "note":
        assert len(real) == len(around.fired)


@settings(max_examples=40)
@given(plays(), ripes())
def test_every_candidate_is_told_once_a_day(play, sees):
    _, steps, _ = go([(play, sees)], 0, DAYS)
    settled = set()
    for _, day, done in steps:
        told = [(one.account, one.cause_day) for one in (*done.fired, *done.passed, *done.held)]
        assert len(told) == len(set(told))
        if sees.shape == "event":
            due = {(int(a), FIRST + int(d)) for a, d in zip(*np.nonzero(sees.ripe), strict=True)}
            due = {one for one in due if day - LATE < one[1] <= day}
            assert set(told) == due - settled
            settled |= {(one.account, one.cause_day) for one in (*done.fired, *done.passed)}
        else:
            inside = set(done.memory.inside) | {one.account for one in done.held}
            assert inside == set(np.flatnonzero(sees.ripe[:, day - FIRST]).tolist())


@settings(max_examples=40)
@given(ripes(), st.integers(0, 2), st.integers(0, 11))
def test_an_event_that_comes_late_fires_once_on_the_next_day(sees, account, at):
    sees = replace(sees, shape="event")
    play = Play("Play", brakes=FREE)
    without = sees.ripe.copy()
    without[account, at] = False
    known = sees.ripe.copy()
    known[account, at] = True
    memories, _, around = go([(play, replace(sees, ripe=without))], 0, 12)
    _, _, after = go([(play, replace(sees, ripe=known))], 12, DAYS, memories, around)
    found = [
        one for _, one, _ in after.fired if (one.account, one.cause_day) == (account, at + FIRST)
    ]
    free = [day for day in (12, 13) if not sees.muted[account, day]]
    assert [one.day for one in found] == [FIRST + day for day in free[:1]]


# Each meaning by itself


def test_a_state_fires_when_it_comes_to_hold():
    assert fired(FREE, seen("xx..x")) == [(0, 0), (0, 4)]


def test_a_state_that_is_held_back_fires_on_a_later_day():
    brakes = msgspec.structs.replace(FREE, often="spaced", days=4)
    assert fired(brakes, seen("x.xxxxx")) == [(0, 0), (0, 4)]


def test_an_event_within_the_cool_down_is_passed_over_for_good():
    brakes = msgspec.structs.replace(FREE, often="spaced", days=4)
    play = Play("Play", brakes=brakes)
    _, steps, _ = go([(play, seen("x.x....", shape="event"))], 0, 7)
    assert [one.day - FIRST for _, _, done in steps for one in done.fired] == [0]
    (passed,) = [one for _, _, done in steps for one in done.passed]
    assert (passed.cause_day, passed.brake) == (FIRST + 2, "often")
    assert passed.why == "it fired there on 4 Sep 2026, and does so 1 time in 4 days"


def test_those_that_pay_most_come_first():
    brakes = msgspec.structs.replace(FREE, a_day=1)
    sees = seen("xxx", "xxx", "xxx", ranks=[2, 0, 1])
    assert fired(brakes, sees) == [(1, 0), (2, 1), (0, 2)]


def test_an_open_run_is_noted_left_or_doubled():
    sees = seen("x.x...", shape="event")
    play = Play("Play", mode="run", brakes=msgspec.structs.replace(FREE, running="note"))
    _, steps, _ = go([(play, sees)], 0, 6)
    assert [one.noted for _, _, done in steps for one in done.fired] == [False, True]
    assert fired(msgspec.structs.replace(FREE, running="leave"), sees, mode="run") == [(0, 0)]
    assert fired(FREE, sees, mode="run") == [(0, 0), (0, 2)]


def test_two_events_of_one_account_on_one_day_know_of_each_other():
    """Both come late: the first starts the playbook, the second finds it at work."""
    sees = seen("xx.", shape="event")
    play = Play("Play", mode="run", brakes=msgspec.structs.replace(FREE, running="note"))
    done = step(play, Memory(FIRST - 1), sees, 2, Around(day=FIRST + 2))
    assert [(one.cause_day - FIRST, one.noted) for one in done.fired] == [(0, False), (1, True)]
    few = msgspec.structs.replace(FREE, each=1)
    done = step(Play("Play", brakes=few), Memory(FIRST - 1), sees, 2, Around(day=FIRST + 2))
    assert [one.brake for one in done.held] == ["each"]


@pytest.mark.parametrize(
    ("quiet", "days"),
    [
        ((("12-22", "01-04"),), ("2026-12-21", "2026-12-22", "2027-01-04", "2027-01-05")),
        ((("07-01", "07-31"),), ("2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01")),
    ],
)
def test_quiet_stretches_hold_over_new_year_too(quiet, days):
    told = [bool(silent(Brakes(quiet=quiet), int(np.datetime64(day).astype(int)))) for day in days]
    assert told == [False, True, True, False]


def test_weekends_put_off_until_monday():
    brakes = msgspec.structs.replace(FREE, weekends=True)
    assert fired(brakes, seen(".x....", shape="event")) == [(0, 3)]
    assert silent(brakes, FIRST + 1) == "it is silent at weekends"


def test_what_fired_on_a_day_stays_inside_whatever_the_day_brings():
    play = Play("Play", brakes=FREE)
    done = step(play, Memory(FIRST - 1), seen("x"), 0, Around(day=FIRST))
    flat = step(play, done.memory, seen("."), 0, Around(day=FIRST))
    assert not flat.ended
    again = step(play, flat.memory, seen("x"), 0, Around(day=FIRST))
    assert not again.fired
    assert step(play, flat.memory, seen(".."), 1, Around(day=FIRST + 1)).ended == (0,)


def test_an_event_that_fired_is_known_by_its_firing_too():
    """What was dealt with is forgotten after a while; a firing is not."""
    play = Play("Play", brakes=FREE)
    memory = Memory(FIRST, fired={0: (Past(FIRST - 40, FIRST),)})
    assert not step(play, memory, seen("x.", shape="event"), 1, Around(day=FIRST + 1)).fired


def test_a_play_by_hand_never_fires_by_itself():
    assert fired(FREE, seen("xxx", shape="hand")) == []
