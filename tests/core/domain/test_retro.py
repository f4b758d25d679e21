"""Retros: a move is one that stays, held against the account's own level; losses by reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.retro import (
    ACTED,
    NO_REASON,
    Act,
    Loss,
    Move,
    Replay,
    RetroDraft,
    RetroView,
    Said,
    Signal,
    SignalDraft,
    Track,
    by_reason,
    first_move,
    first_shift,
    in_order,
)

FLAT = np.full(180, 70.0)


def fallen(at, to=30.0, length=180):
    values = FLAT[:length].copy()
    values[at:] = to
    return values


def test_the_day_of_a_fall_that_stays_is_found():
    assert first_move(fallen(100)) == Move(100, 70.0, 30.0)


def test_a_dip_that_heals_is_no_move():
    values = fallen(60)
    values[90:] = 68.0
    assert first_move(values) is None


def test_less_than_ten_points_is_no_move():
    assert first_move(fallen(60, 61.0)) is None
    assert first_move(fallen(60, 60.0)).at == 60


def test_what_always_swings_has_to_move_further():
    values = np.where(np.arange(180) % 2, 80.0, 50.0)
    values[100:] = 45.0
    assert first_move(values) is None


def test_a_fall_in_the_last_days_has_not_stayed_yet():
    assert first_move(fallen(167)) is None
    assert first_move(fallen(166)).at == 166


def test_a_high_beginning_of_few_days_is_no_level_to_fall_from():
    values = np.full(180, 30.0)
    values[:17] = 70.0
    values[2] = 30.0
    assert first_move(values).at == 17
    values[:] = np.tile([70.0, 30.0, 30.0, 30.0], 45)
    assert first_move(values) is None


def test_a_few_days_back_up_do_not_hide_a_fall():
    values = fallen(100)
    values[[120, 140, 150]] = 70.0
    assert first_move(values).at == 100


def test_missing_days_are_passed_over_and_too_few_say_nothing():
    values = fallen(100)
    values[3:90:2] = np.nan
    assert first_move(values).at == 100
    values[:] = np.nan
    assert first_move(values) is None
    values[:6] = 70.0
    values[60:] = 10.0
    assert first_move(values) is None


def test_an_account_that_began_later_has_its_level_from_its_first_value():
    values = fallen(150)
    values[:90] = np.nan
    assert first_move(values) == Move(150, 70.0, 30.0)


@given(st.integers(30, 160), st.floats(40, 100), st.floats(0, 29), st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_the_move_lies_below_its_level_and_shifts_with_the_days(at, high, low, noise):
    rng = np.random.default_rng(noise)
    values = np.where(np.arange(180) < at, high, low) + rng.uniform(-0.5, 0.5, 180)
    found = first_move(values)
    assert found is not None
    assert found.at == at
    assert found.after <= found.level - 10
    later = first_move(np.concatenate([np.full(9, np.nan), values]))
    assert later == replace(found, at=at + 9)


def test_outside_the_profile_the_worse_way_counts():
    tickets = np.where(np.arange(180) < 80, 1.0, 4.0)
    assert first_shift(tickets, -1) == Move(80, 1.0, 4.0)
    assert first_shift(tickets, 1) is None
    none = np.where(np.arange(180) < 80, 0.0, 1.0)
    assert first_shift(none, -1) == Move(80, 0.0, 1.0)


def track(key, moved=None):
    return Track(f"d.{key}", key, "D", FLAT, FLAT, moved)


def replay(**more):
    days = tuple(range(1000, 1180))
    made = Replay(
        "a", "A", 1180, days, FLAT, ("Average",) * 180, 70.0, 40.0, (), (), (), (),
    )  # fmt: skip
    return replace(made, **more)


def test_who_moved_first_comes_first():
    found = in_order([track("a"), track("b", 1100), track("c", 1050), track("e")])
    assert [one.name for one in found] == ["c", "b", "a", "e"]


def test_a_sign_is_missed_unless_somebody_of_us_acted_within_thirty_days():
    ours = Act(1030, "touch", "Call", ours=True)
    theirs = Act(1010, "touch", "Mail from them")
    found = replay(acts=(theirs, ours))
    assert not found.missed(1030 - ACTED)
    assert found.missed(1030 - ACTED - 1)
    assert found.missed(1031)


@pytest.mark.parametrize(
    ("band", "caught"), [("Poor", True), ("Strong", False), (None, None), ("Unknown", None)]
)
def test_caught_is_poor_at_ninety_days(band, caught):
    assert replay(said=(Said(90, 1090, band, 1),)).caught is caught


def test_the_first_poor_day():
    bands = ("Average",) * 20 + ("Poor",) * 160
    assert replay(bands=bands).first_poor == 1020
    assert replay().first_poor is None


def loss(name, told="", arr=10.0, *, missed=(), reason="", closed=None):
    signs = tuple(Signal(1, SignalDraft(one, missed=True)) for one in missed)
    made = None
    if missed or reason or closed:
        made = RetroView(1, RetroDraft(reason=reason), signs, "", 5, closed)
    return Loss(name, name, 9, arr, "EUR", 100, told, made)


def test_losses_add_up_by_reason():
    found = by_reason(
        [
            loss("a", "Price", missed=("Use", "NPS")),
            loss("b", "price ", None, missed=("Use",), closed=9),
            loss("c", "Merged", reason="Price"),
            loss("d"),
            loss("e"),
            loss("f"),
            loss("g"),
        ]
    )
    assert [(one.reason, len(one.losses)) for one in found] == [("Price", 3), (NO_REASON, 4)]
    price = found[0]
    assert price.arr == (("EUR", 20.0),)
    assert (price.unknown, price.closed) == (1, 1)
    assert (price.missed, price.times) == ("Use", 2)
    assert sum(len(one.losses) for one in found) == 7
