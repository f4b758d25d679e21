"""The sample's dice fall alike for ever."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.sample.dice import Dice


def test_the_numbers_are_fixed():
    dice = Dice(1, "a")
    assert [dice.whole(0, 999) for _ in range(4)] == [69, 785, 659, 25]


@given(st.integers(), st.text(max_size=20), st.integers(1, 50))
def test_many_at_once_are_those_one_by_one(seed, word, count):
    together = Dice(seed, word)
    single = Dice(seed, word)
    assert together.shares(count).tolist() == [single.share() for _ in range(count)]
    assert together.share() == single.share()


@given(st.integers(), st.integers(-50, 50), st.integers(0, 30))
def test_whole_numbers_stay_in_their_range(seed, low, width):
    drawn = [Dice(seed, place).whole(low, low + width) for place in range(20)]
    assert min(drawn) >= low
    assert max(drawn) <= low + width


def test_words_with_other_borders_are_other_streams():
    assert Dice("ab", "c").share() != Dice("a", "bc").share()


def test_shares_spread_evenly():
    counts, _ = np.histogram(Dice(7).shares(20_000), bins=10, range=(0, 1))
    assert counts.min() > 1850
    assert counts.max() < 2150


@given(st.lists(st.integers(), max_size=12), st.integers())
def test_a_shuffled_deck_keeps_its_cards(cards, seed):
    assert sorted(Dice(seed).shuffled(cards)) == sorted(cards)
