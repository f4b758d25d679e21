"""Learned scales: few points that can be read again, one way only, nearer to what was the fewer."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.profile import (
    CurveScale,
    MapScale,
    dump_profile,
    parse_profiles,
)
from healthdesk.core.domain.reading import Texts
from healthdesk.core.domain.suggest import suggest
from healthdesk.core.domain.suggest_scales import MOST, Column, better_way, learned, points_on
from healthdesk.core.domain.suggest_words import notes, text
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import to_facts
from tests.core.random_desk import START, random_desk, random_profile

WORTH = (100.0, 60.0, 0.0)


def cells_of(rng, accounts, count=30):
    lost = rng.random(count) < 0.4
    lost[:2], lost[2:4] = True, False
    account = rng.integers(0, accounts, count).astype(np.int32)
    day = (START + rng.integers(0, 90, count)).astype(np.int32)
    return Cells(account, day, lost, bool(rng.integers(0, 2)))


@given(st.integers(0, 2**32))
@settings(max_examples=8, deadline=None)
def test_any_desk_and_any_profile_end_well(seed):
    facts = to_facts(random_desk(Random(seed), 8))
    document = random_profile(Random(seed), "default")
    profile = parse_profiles([document], set(facts.metrics), CATALOGUE)[0]
    rng = np.random.default_rng(seed)
    pair = cells_of(rng, facts.count), cells_of(rng, facts.count)
    found = suggest(facts, pair, profile, CATALOGUE)
    assert text(found, "time")
    assert all(notes(found))
    if found.profile is not None:
        again = parse_profiles([dump_profile(found.profile)], set(facts.metrics), CATALOGUE)
        assert again == (found.profile,)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=60),
    st.integers(0, 1000),
    st.sampled_from([-1, 0, 1]),
)
@settings(max_examples=40, deadline=None)
def test_a_curve_goes_one_way_and_has_few_points(values, seed, sign):
    rng = np.random.default_rng(seed)
    lost = rng.random(len(values)) < 0.4
    lost[:2], lost[2:4] = True, False
    column = Column(np.array(values))
    points = learned(column, lost, sign).points
    x, y = zip(*points, strict=True)
    assert len(points) <= MOST
    assert (np.diff(x) > 0).all()
    assert all(0 <= one <= 100 for one in y)
    way = sign or better_way(column.numbers, lost)
    assert (np.diff(y) * way >= 0).all()


def test_numbers_that_lie_close_together_are_told_apart():
    years = np.repeat(np.arange(2015.0, 2027.0), 10)
    made = learned(Column(years), years < 2019, 1)
    x = [one for one, _ in made.points]
    assert len(x) >= 3
    assert x[0] == 2015
    assert points_on(made, Column(np.array([2016.0, 2025.0])), WORTH)[0] < 60


def test_the_curve_there_was_gives_way_as_losses_come():
    def moved(count):
        values = np.tile([1.0, 5.0], count)
        now = CurveScale(points=((0.0, 0.0), (5.0, 50.0), (10.0, 100.0)))
        found = learned(Column(values), values < 2, 1, now).points
        return sum(abs(y - dict(now.points)[x]) for x, y in found)

    assert 0 < moved(5) < moved(30)


def test_a_curve_is_not_turned_round_by_its_losses():
    now = CurveScale(points=((0.0, 0.0), (10.0, 100.0)))
    values = np.tile([1.0, 9.0], 20)
    assert learned(Column(values), values > 5, 1, now) == now


def test_a_curve_that_turns_stays():
    now = CurveScale(points=((0.0, 0.0), (5.0, 100.0), (10.0, 0.0)))
    values = np.tile([1.0, 9.0], 20)
    assert learned(Column(values), values > 5, 1, now) == now


@pytest.mark.parametrize("lost", [4, 60])
def test_words_of_few_accounts_stand_near_the_middle(lost):
    codes = np.repeat([0, 1, 2], [lost, 3 * lost, 1]).astype(np.int32)[:, None]
    gone = np.arange(4 * lost + 1) < lost
    texts = Column(np.full(len(codes), np.nan), Texts(codes, ("bad", "good", "once")))
    made = learned(texts, gone, 0)
    assert isinstance(made, MapScale)
    assert made.points["bad"] < made.points["once"] < made.points["good"]
    if lost == 4:
        assert made.points["bad"] > 20
    else:
        assert made.points["bad"] < 20
