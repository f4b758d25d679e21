"""The trend detector: what it finds and dates, what it leaves alone, and laws that hold for all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain import trend
from healthdesk.core.domain.trend import detect

MILD = np.array([1.2, 1.25, 1.25, 1.2, 1.1, 0.5, 0.5])
OFFICE = np.array([1.4, 1.4, 1.4, 1.4, 1.3, 0.05, 0.05])
DAYS = 365


def pattern(level, days, week=MILD):
    return level * (week / week.mean())[np.arange(days) % 7]


def poisson(level, rows=1, days=DAYS, week=MILD, seed=1):
    rates = np.broadcast_to(pattern(level, days, week), (rows, days))
    return np.random.default_rng(seed).poisson(rates).astype(float)


def told(values, **more):
    return detect(np.asarray(values, float), **more).stretches


def by_row(stretches):
    out = {}
    for one in stretches:
        out.setdefault(one.row, []).append(one)
    return out


# What it finds


@pytest.mark.parametrize(
    ("level", "week", "within"), [(20, MILD, 14), (60, OFFICE, 10), (200, MILD, 7)]
)
def test_falls_of_half_are_found_soon_and_dated(level, week, within):
    rows, chance = 300, np.random.default_rng(3)
    values = poisson(level, rows, 260, week)
    start = chance.integers(120, 180, rows)
    length = chance.integers(21, 45, rows)
    left = chance.uniform(0.4, 0.6, rows)
    for row in range(rows):
        span = slice(start[row], start[row] + length[row])
        values[row, span] = np.random.default_rng(row).poisson(
            left[row] * pattern(level, 260, week)[span]
        )
    found = by_row(told(values))
    hits = []
    for row in range(rows):
        one = next((x for x in found.get(row, []) if not x.up and x.found >= start[row]), None)
        if one is not None and one.found <= start[row] + within:
            hits.append((row, one))
    assert len(hits) >= 0.95 * rows
    # Where the weekend brings nothing, a fall that begins on it is seen from Monday on.
    early = [-2 <= one.first - start[row] <= (3 if week is OFFICE else 2) for row, one in hits]
    assert np.mean(early) >= (0.9 if level == 20 else 0.95)
    closed = [one for _, one in hits if one.last is not None]
    assert len(closed) >= 0.9 * rows
    ends = [abs(one.last - (start[row] + length[row] - 1)) <= 3 for row, one in hits if one.last]
    assert np.mean(ends) >= 0.9
    sizes = [one.size - (left[row] - 1) for row, one in hits if one.last]
    assert abs(np.median(sizes)) < 0.05


def test_small_accounts_need_longer_than_large_ones():
    def delay(level):
        values = poisson(level, 200, 300)
        values[:, 200:] = poisson(level / 4, 200, 300, seed=2)[:, 200:]
        return np.median([x.found - 200 for x in told(values) if x.found >= 200 and not x.up])

    assert delay(200) < delay(5)


def test_a_rise_and_what_becomes_normal():
    values = poisson(50, 1, 400)
    values[0, 200:] *= 2
    (one,) = told(values)
    assert one.up
    assert one.shift
    assert 198 <= one.first <= 202
    assert one.last - one.first + 1 == trend.SETTLED * 7
    assert one.size == pytest.approx(1.0, abs=0.15)


def test_a_dip_after_a_shift_is_held_against_the_new_normal():
    values = poisson(100, 1, 500)
    values[0, 200:] = poisson(40, 1, 500, seed=5)[0, 200:]
    values[0, 400:430] = poisson(15, 1, 500, seed=6)[0, 400:430]
    first, second = told(values)
    assert first.shift
    assert (second.shift, second.up) == (False, False)
    assert second.first == pytest.approx(400, abs=2)
    assert second.size == pytest.approx(-0.62, abs=0.1)


def test_silence_is_told_and_never_becomes_normal():
    values = poisson(30, 1, 500)
    values[0, 300:] = 0
    (one,) = told(values)
    assert one.silent
    assert one.last is None
    assert one.size == -1
    back = poisson(30, 1, 560)
    back[0, 300:500] = 0
    (one,) = told(back)
    assert one.silent
    assert 499 <= one.last <= 500


def test_silence_that_ends_low_is_a_fall_and_then_a_shift():
    values = poisson(60, 1, 600)
    values[0, 250:350] = 0
    values[0, 350:] = poisson(20, 1, 600, seed=8)[0, 350:]
    (one,) = told(values)
    assert (one.silent, one.shift, one.up) == (False, True, False)
    assert one.last >= 350 + trend.SETTLED * 7 - 2


# What it leaves alone


@pytest.mark.parametrize("level", [0.5, 3, 20, 200])
@pytest.mark.parametrize("week", [MILD, OFFICE], ids=["mild", "office"])
def test_chance_alone_is_flagged_less_than_once_in_ten_years(level, week):
    rows, days = 250, 730
    assert len(told(poisson(level, rows, days, week))) / (rows * days / 365) <= 0.1


def test_days_that_hang_together_are_flagged_seldom():
    chance, rows, days = np.random.default_rng(4), 150, 730
    noise = np.zeros((rows, days))
    for day in range(1, days):
        noise[:, day] = 0.5 * noise[:, day - 1] + chance.normal(0, 0.12, rows)
    values = pattern(100, days) * np.exp(noise)
    assert len(told(values)) / (rows * days / 365) <= 0.4


def test_steady_growth_of_a_few_per_cent_a_month_is_no_event():
    values = poisson(100, 50, 500) * 1.02 ** (np.arange(500) / 30)
    assert len(told(np.rint(values))) <= 2


@pytest.mark.parametrize(
    "values",
    [
        np.zeros((2, 300)),
        np.full((2, 300), 7.0),
        np.full((2, 300), 0.25),
        np.full((2, 300), np.nan),
        np.full((2, 3), 5.0),
        np.empty((2, 0)),
        np.empty((0, 30)),
        np.tile([5.0, 5, 5, 5, 5, 0, 0], (2, 40)),
        np.full((1, 300), -3.5),
        np.full((1, 300), 1e300),
        np.full((1, 300), np.inf),
    ],
    ids=[
        "zeros", "constant", "fraction", "never measured", "three days", "no days", "no rows",
        "week", "below zero", "huge", "endless",
    ],
)  # fmt: skip
def test_nothing_to_find(values):
    assert told(values) == ()


def test_single_days_and_short_bursts_are_no_event():
    values = poisson(40, 1, 400)
    values[0, [150, 190, 191, 250]] = 0
    values[0, [170, 171, 172, 173]] = 400
    values[0, [300, 320]] = 4000
    assert told(values) == ()


def test_days_that_were_not_measured_are_no_evidence():
    values = poisson(40, 20, 400)
    values[:, 200:230] = np.nan
    values[::2, 300:] = np.nan
    assert told(values) == ()


def test_a_gauge_with_gaps_is_judged_on_what_there_is():
    chance = np.random.default_rng(2)
    values = 0.8 + chance.normal(0, 0.02, (1, 500))
    values[0, 300:350] -= 0.3
    values[0, chance.random(500) < 0.4] = np.nan
    (one,) = told(values)
    assert one.first == pytest.approx(300, abs=3)
    assert one.last == pytest.approx(349, abs=3)
    assert one.size == pytest.approx(-0.375, abs=0.03)


def test_a_drop_of_a_tenth_is_too_small_to_tell():
    values = np.tile(pattern(1e6, 400), (1, 1))
    values[0, 300:] *= 0.9
    assert told(values) == ()


# Laws


@st.composite
def stories(draw):
    """Series of any level with steps, silences, gaps and wild days."""
    days = draw(st.integers(1, 220))
    level = draw(st.sampled_from([0.3, 4, 30, 500]))
    week = draw(st.sampled_from([MILD, OFFICE]))
    values = poisson(level, 1, days, week, seed=draw(st.integers(0, 50)))[0]
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, days - 1))
        end = draw(st.integers(start, days))
        factor = draw(st.sampled_from([0.0, 0.3, 0.6, 2.0, 50.0, np.nan]))
        values[start:end] = values[start:end] * factor
    return values


def as_of(stretches, day):
    """What a longer run said about the days up to one."""
    return {(one.row, one.up, one.first, one.found) for one in stretches if one.found <= day}


@settings(max_examples=40, deadline=None)
@given(stories(), st.data())
def test_what_comes_later_changes_nothing_of_what_was_said(values, data):
    cut = data.draw(st.integers(0, len(values)))
    whole, part = detect(values[None, :]), detect(values[None, :cut])
    assert as_of(whole.stretches, cut - 1) == as_of(part.stretches, cut - 1)
    assert np.array_equal(whole.expected[:, :cut], part.expected, equal_nan=True)
    assert np.array_equal(whole.spread[:, :cut], part.spread, equal_nan=True)
    later = {one.first: one for one in whole.stretches}
    for one in part.stretches:
        if one.last is not None:
            assert later[one.first] == one
        else:
            assert later[one.first].last is None or later[one.first].last <= len(values)


def alike(one, other):
    return (
        one.stretches == other.stretches
        and np.array_equal(one.expected, other.expected, equal_nan=True)
        and np.array_equal(one.spread, other.spread, equal_nan=True)
    )


@settings(max_examples=40, deadline=None)
@given(stories(), st.integers(-9999, 30000))
def test_few_rows_are_judged_as_many_are_bit_for_bit(values, first):
    block = np.vstack([values, values[::-1] * 0.3])
    assert alike(detect(block, first), trend.all_at_once(block, first))


@pytest.mark.parametrize("level", [3, 12, 80])
def test_few_rows_are_judged_as_many_through_years_of_events(level):
    chance = np.random.default_rng(8)
    values = poisson(level, 6, 1200)
    for row in range(6):
        for start in chance.integers(60, 1200, 9):
            span = slice(start, start + chance.integers(1, 160))
            values[row, span] *= chance.choice([0, 0.3, 1.8, np.nan])
    many = trend.all_at_once(values)
    assert len(many.stretches) > 5
    assert alike(detect(values), many)


@settings(max_examples=25, deadline=None)
@given(stories())
def test_rows_know_nothing_of_each_other(values):
    block = np.vstack([values[::-1], values, np.full(len(values), 9.0)])
    alone = told(values[None, :])
    assert tuple(replace(one, row=0) for one in told(block) if one.row == 1) == alone


@settings(max_examples=25, deadline=None)
@given(stories(), st.integers(-9999, 30000))
def test_days_may_count_from_anywhere(values, first):
    moved = told(values[None, :], first=first)
    back = tuple(
        replace(
            one,
            first=one.first - first,
            found=one.found - first,
            last=None if one.last is None else one.last - first,
            over=None if one.over is None else one.over - first,
        )
        for one in moved
    )
    assert back == told(values[None, :])


@settings(max_examples=25, deadline=None)
@given(stories(), st.sampled_from([2.0, 1024.0, 2.0**30]))
def test_the_unit_does_not_matter(values, factor):
    fractions = values + 0.25  # no counts, which have a least spread of their own
    one, other = told(fractions[None, :]), told(fractions[None, :] * factor)
    assert [(x.first, x.last, x.up) for x in one] == [(x.first, x.last, x.up) for x in other]
    assert np.allclose([x.size for x in one], [x.size for x in other])


@settings(max_examples=25, deadline=None)
@given(stories())
def test_events_of_a_row_follow_each_other_and_say_true_figures(values):
    end = -1
    for one in told(values[None, :]):
        assert one.first > end
        assert one.first <= one.found
        assert (one.over is None) == (one.last is None)
        assert one.over is None or one.over >= max(one.found, one.last)
        end = len(values) if one.last is None else one.last
        assert one.first <= end <= len(values)
        span = values[one.first : end + 1]
        assert one.days <= np.count_nonzero(~np.isnan(span))
        assert np.isfinite([one.size, one.expected, one.actual]).all()
        assert one.silent == (one.actual == 0)


def test_the_band_holds_ordinary_days_and_stands_still_in_an_event():
    values = poisson(50, 1, 400)
    values[0, 300:340] = 5
    course = detect(values)
    band = trend.band(values, course, 0)
    inside = (band.low[60:300] <= values[0, 60:300]) & (values[0, 60:300] <= band.high[60:300])
    assert inside.mean() > 0.9
    assert (band.low[60:] >= 0).all()
    assert np.isnan(band.expected[:28]).all()
    assert np.array_equal(band.expected[307:314], band.expected[314:321])
