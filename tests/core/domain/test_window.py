"""Window sums: exact where plain sums lose digits, the same bits alone or among others."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.facts import UsageGrid
from healthdesk.core.domain.window import grid, scattered, trailing_count, trailing_sum
from tests.core.plain_desk import PlainDesk, to_facts

amounts = st.floats(0, 1e12) | st.sampled_from([0.0, 0.1, 1e12, 1e-9])


@given(st.lists(amounts, min_size=1, max_size=80), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_sums_agree_with_exact_ones(values: list[float], window: int) -> None:
    window = min(window, len(values))
    block = np.array([values, values[::-1]])
    found = trailing_sum(block, window)
    assert found.shape == (2, len(values) - window + 1)
    for end in range(window, len(values) + 1):
        wanted = math.fsum(values[end - window : end])
        assert found[0, end - window] == pytest.approx(wanted, rel=1e-9)
        alone = trailing_sum(block[:, end - window : end], window)
        assert np.array_equal(alone[:, 0], found[:, end - window])


def test_small_amounts_survive_large_neighbours() -> None:
    values = np.array([[1e12, 0.1, 0.1, 0.1, 1e12, 0.1, 0.1, 0.1]])
    assert trailing_sum(values, 3)[0, 5] == pytest.approx(0.3, rel=1e-12)


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.integers(1, 30))
@settings(max_examples=100, deadline=None)
def test_counts(marks: list[bool], window: int) -> None:
    window = min(window, len(marks))
    found = trailing_count(np.array([marks]), window)[0].tolist()
    wanted = [sum(marks[start : start + window]) for start in range(len(marks) - window + 1)]
    assert found == wanted


@pytest.mark.parametrize(
    ("days", "wanted"),
    [([5], True), ([5, 6], True), ([5, 6, 7], False), ([5, 6, 900], True), ([7, 5, 5], False)],
)
def test_scattered(days: list[int], wanted: bool) -> None:
    assert scattered(np.array(days, np.int32)) is wanted


def test_a_metric_without_values_is_empty() -> None:
    facts = to_facts(PlainDesk(accounts=("a",)))
    empty = grid(facts, "none")
    assert empty.window(3, 5).shape == (1, 3)
    assert np.isnan(empty.window(3, 5)).all()


def test_windows_of_days_with_holes() -> None:
    values: Any = np.array([[1.0, 2.0, 3.0]])
    found = UsageGrid(np.array([10, 12, 13], np.int32), values)
    assert np.array_equal(found.window(10, 12), [[1, np.nan, 2]], equal_nan=True)
    assert found.window(12, 13).tolist() == [[2, 3]]
    assert np.isnan(found.window(0, 3)).all()
