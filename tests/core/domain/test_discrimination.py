"""AUC and its range against slow computations written another way, and their laws."""

from __future__ import annotations

from itertools import product
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.discrimination import auc, paired

numbers = st.lists(st.integers(-5, 5).map(float), min_size=2, max_size=12)
quick_laws = settings(max_examples=60, deadline=None)


def cells(gone: list[float], there: list[float]) -> tuple[Any, Any]:
    lost = np.array([True] * len(gone) + [False] * len(there))
    order = np.random.default_rng(len(gone)).permutation(len(lost))
    return np.array([*gone, *there])[order], lost[order]


def won(one: float, other: float) -> float:
    """What a pair counts: the lost one lower."""
    return 1.0 if one < other else 0.5 if one == other else 0.0


def by_pairs(gone: list[float], there: list[float]) -> float:
    return sum(won(*pair) for pair in product(gone, there)) / len(gone) / len(there)


def covariance(gone: list[list[float]], there: list[list[float]]) -> Any:
    """DeLong's matrix from the whole table of pairs (several scores at once)."""
    tables = [
        np.array([[won(one, other) for other in kept] for one in lost])
        for lost, kept in zip(gone, there, strict=True)
    ]
    by_lost = np.cov([table.mean(axis=1) for table in tables])
    by_kept = np.cov([table.mean(axis=0) for table in tables])
    return by_lost / len(gone[0]) + by_kept / len(there[0])


@quick_laws
@given(numbers, numbers)
def test_auc_is_the_share_of_pairs_and_its_range_is_delongs(
    gone: list[float], there: list[float]
) -> None:
    found = auc(*cells(gone, there))
    assert found is not None
    want = by_pairs(gone, there)
    error = sqrt(float(covariance([gone], [there]))) * NormalDist().inv_cdf(0.975)
    assert found.value == pytest.approx(want, abs=1e-12)
    assert found.low == pytest.approx(max(want - error, 0), abs=1e-12)
    assert found.high == pytest.approx(min(want + error, 1), abs=1e-12)
    assert found.low <= found.value <= found.high
    assert (found.lost, found.kept) == (len(gone), len(there))


@quick_laws
@given(numbers, numbers)
def test_turned_round_it_is_the_rest(gone: list[float], there: list[float]) -> None:
    one = auc(*cells(gone, there))
    other = auc(*cells([-x for x in gone], [-x for x in there]))
    assert one is not None
    assert other is not None
    assert one.value + other.value == pytest.approx(1, abs=1e-12)


@given(st.integers(2, 9), st.integers(2, 9))
def test_what_never_differs_tells_nothing(gone: int, there: int) -> None:
    found = auc(*cells([3.0] * gone, [3.0] * there))
    assert found is not None
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)


def test_below_two_of_either_there_is_none() -> None:
    assert auc(*cells([1.0], [2.0, 3.0])) is None
    assert auc(*cells([1.0, 2.0], [3.0])) is None
    assert auc(np.array([]), np.array([], bool)) is None


def test_what_is_missing_is_left_out() -> None:
    value, lost = cells([1.0, 2.0, 9.0], [3.0, 4.0])
    with_gaps = np.append(value, [np.nan, np.nan])
    assert auc(with_gaps, np.append(lost, [True, False])) == auc(value, lost)


@quick_laws
@given(st.data())
def test_two_scores_of_the_same_cells_are_compared_in_pairs(data: st.DataObject) -> None:
    gone, there = data.draw(st.integers(2, 8)), data.draw(st.integers(2, 8))

    def drawn(size: int) -> list[float]:
        return data.draw(st.lists(st.integers(0, 4).map(float), min_size=size, max_size=size))

    lost_of, kept_of = [drawn(gone), drawn(gone)], [drawn(there), drawn(there)]
    first, lost = cells(lost_of[0], kept_of[0])
    second, _ = cells(lost_of[1], kept_of[1])
    found = paired(first, second, lost)
    assert found is not None
    matrix = covariance(lost_of, kept_of)
    variance = float(matrix[0, 0] + matrix[1, 1] - 2 * matrix[0, 1])
    want = by_pairs(lost_of[1], kept_of[1]) - by_pairs(lost_of[0], kept_of[0])
    error = sqrt(max(variance, 0))
    assert found.difference == pytest.approx(want, abs=1e-9)
    assert found.high - want == pytest.approx(min(1.959964 * error, 1 - want), abs=1e-6)
    if error > 1e-6:
        p = 2 * NormalDist().cdf(-abs(want) / error)
        assert found.p == pytest.approx(p, abs=1e-6)
    else:
        assert found.p == (1.0 if found.difference == 0 else 0.0)


def test_cells_that_one_score_lacks_are_compared_by_neither() -> None:
    lost = np.array([True, True, True, False, False])
    first = np.array([1.0, 2.0, np.nan, 3.0, 4.0])
    second = np.array([4.0, 2.0, 0.0, 3.0, 4.0])
    found = paired(first, second, lost)
    assert found is not None
    assert (found.first.lost, found.second.lost) == (2, 2)
    assert found.first.value == 1
    assert found.second.value == pytest.approx(2.5 / 4)
    assert not found.told
    assert paired(first[2:], second[2:], lost[2:]) is None
