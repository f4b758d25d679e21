"""Weights are the likeliest there are at or above 0, and stay where nothing speaks."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.suggest_weights import Weights, cost, weights


def some(seed, cells=60, measures=5):
    rng = np.random.default_rng(seed)
    good = rng.normal(size=(cells, measures))
    lost = rng.random(cells) < 1 / (1 + np.exp(1 + good @ np.linspace(1.5, -1.0, measures)))
    lost[:2], lost[2:4] = True, False
    return good, lost


def slow(good, lost, pull, ridge):
    """The same by many small steps downhill."""
    base, found = 0.0, pull.copy()
    for _ in range(20_000):
        chance = 1 / (1 + np.exp(-(base - good @ found)))
        base -= 0.01 * float((chance - lost).sum())
        found -= 0.01 * (-(good.T @ (chance - lost)) + ridge * (found - pull))
        found = np.maximum(found, 0)
    return Weights(base, found)


def test_equal_to_a_slow_way():
    good, lost = some(1, 40, 3)
    pull = np.array([0.5, 0.0, 1.0])
    fast, other = weights(good, lost, pull, 2.0), slow(good, lost, pull, 2.0)
    assert np.allclose(fast.weights, other.weights, atol=1e-4)
    assert abs(fast.base - other.base) < 1e-4
    assert fast.weights[2] >= 0


@given(st.integers(0, 10_000), st.sampled_from([0.05, 1.0, 4.0, 100.0]))
@settings(max_examples=40, deadline=None)
def test_no_step_to_the_side_is_better(seed, ridge):
    good, lost = some(seed)
    pull = np.array([1.0, 0.0, 0.3, 0.0, 2.0])
    found = weights(good, lost, pull, ridge)
    assert (found.weights >= 0).all()
    best = cost(good, lost, found, pull, ridge)
    for place in range(5):
        for step in (-0.01, 0.01):
            other = found.weights.copy()
            other[place] = max(0.0, other[place] + step)
            assert best <= cost(good, lost, Weights(found.base, other), pull, ridge) + 1e-7


def test_held_fast_they_stay():
    good, lost = some(3)
    pull = np.array([1.0, 0.0, 0.3, 0.0, 2.0])
    assert np.allclose(weights(good, lost, pull, 1e9).weights, pull, atol=1e-4)
