from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.rounding import add_up, half_up

numbers = st.lists(st.floats(-900, 900, allow_nan=False), min_size=1, max_size=30)


@pytest.mark.parametrize(("value", "shown"), [(0.5, 1), (1.5, 2), (-0.5, 0), (-0.6, -1), (2.4, 2)])
def test_halves_go_up(value: float, shown: int) -> None:
    assert half_up(value) == shown


def test_the_largest_remainder_gets_what_is_left() -> None:
    assert add_up([33.4, 33.4, 33.2], 100) == (34, 33, 33)
    assert add_up([0.4, 0.4, 0.4], 1) == (1, 0, 0)


def test_a_bound_sends_the_rest_elsewhere() -> None:
    assert add_up([9.6, 9.6], 20, high=[9, 20]) == (9, 11)
    assert add_up([0.4, 0.4], 0, low=[0, 0]) == (0, 0)


def test_no_room_leaves_the_sum_short() -> None:
    assert add_up([1.0, 1.0], 5, high=[2, 2]) == (2, 2)
    assert add_up([], 3) == ()


@given(numbers)
def test_rounded_figures_add_up_and_stay_near(values: list[float]) -> None:
    total = half_up(sum(values))
    rounded = add_up(values, total)
    assert sum(rounded) == total
    assert all(
        abs(shown - value) <= 1.0 + 1e-6 for shown, value in zip(rounded, values, strict=True)
    )


@given(numbers, st.integers(-3, 3))
def test_a_foreign_total_is_met_too(values: list[float], off: int) -> None:
    total = half_up(sum(values)) + off
    assert sum(add_up(values, total)) == total
