"""The first scale of a measure: a curve over the desk's own values, or a map of its texts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.measure_fit import MOST_TEXTS, curve_for, map_for, scale_for
from healthdesk.core.domain.profile import CurveScale, MapScale

values = st.lists(st.floats(-1e9, 1e9), max_size=40)


@given(values, st.booleans())
def test_a_curve_rises_or_falls_from_end_to_end(numbers: list[float], higher: bool) -> None:
    points = curve_for(np.array(numbers, np.float64), higher=higher).points
    assert all(b[0] > a[0] for a, b in pairwise(points))
    worth = [y for _, y in points]
    assert worth == sorted(worth, reverse=not higher)
    assert {worth[0], worth[-1]} == {0.0, 100.0}


def test_a_curve_spreads_over_the_values() -> None:
    numbers = np.arange(1, 101, dtype=np.float64)
    assert curve_for(numbers, higher=False) == CurveScale(
        points=((6.0, 100.0), (30.0, 85.0), (50.0, 65.0), (80.0, 40.0), (100.0, 0.0))
    )


@pytest.mark.parametrize(
    ("same", "ends"), [(0.0, (0.0, 1.0)), (8.0, (4.0, 12.0)), (-2.0, (-3.0, -1.0))]
)
def test_where_all_read_alike_it_stands_in_the_middle(same: float, ends) -> None:
    points = curve_for(np.full(5, same), higher=True).points
    assert tuple(x for x, _ in points) == ends


def test_a_map_takes_the_commonest_texts_once() -> None:
    texts = {f"text {at}": at for at in range(30)} | {"TEXT 29": 1}
    made = map_for(texts)
    assert len(made.points) == MOST_TEXTS
    assert next(iter(made.points)) == "text 29"
    assert set(made.points.values()) == {50.0}
    assert isinstance(scale_for(np.empty(0), {"yes": 3}, higher=True), MapScale)
    assert isinstance(scale_for(np.empty(0), {}, higher=True), CurveScale)
