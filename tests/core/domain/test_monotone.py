"""Steps that never fall are the nearest there are; shares of few are drawn towards that of all."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.monotone import falling, odds, rising, shrunk

numbers = st.lists(st.tuples(st.floats(-100, 100), st.floats(0.1, 10)), min_size=1, max_size=8)


def apart(values, steps, weights):
    return float((weights * (values - steps) ** 2).sum())


@given(numbers, st.lists(st.floats(-100, 100), min_size=8, max_size=8))
def test_no_other_steps_are_nearer(pairs, others):
    values = np.array([one for one, _ in pairs])
    weights = np.array([one for _, one in pairs])
    steps = rising(values, weights)
    assert (np.diff(steps) >= -1e-9).all()
    assert np.isclose((weights * steps).sum(), (weights * values).sum(), atol=1e-6)
    other = np.sort(others[: len(values)])
    mixed = (steps + other) / 2
    best = apart(values, steps, weights)
    assert best <= apart(values, other, weights) + 1e-6
    assert best <= apart(values, mixed, weights) + 1e-6


@given(numbers)
def test_falling_is_rising_upside_down_and_backwards(pairs):
    values = np.array([one for one, _ in pairs])
    weights = np.array([one for _, one in pairs])
    assert np.allclose(falling(values, weights), rising(values[::-1], weights[::-1])[::-1])


def test_few_are_drawn_towards_all():
    shares = shrunk(np.array([1, 0, 50]), np.array([1, 1, 98]), 10)
    assert 0.5 < shares[0] < 0.6
    assert 0.4 < shares[1] < 0.5
    assert abs(shares[2] - 50 / 98) < 0.01
    assert shrunk(np.array([0]), np.array([0]), 1).tolist() == [0.5]
    assert odds(np.array([0.5])).tolist() == [0.0]
    assert np.isfinite(odds(np.array([0.0, 1.0]))).all()
