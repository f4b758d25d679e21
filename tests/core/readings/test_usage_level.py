"""The average a day, at the edges of window and life."""

from __future__ import annotations

import pytest

from tests.core.readings.reading_case import desk, evidence, reads, told, uses


@pytest.mark.parametrize(
    ("values", "day", "days", "wanted"),
    [
        ({0: 10, 1: 20}, 1, 28, 15),
        ({0: 10, 1: 20}, 2, 28, 10),
        ({0: 10, 1: 20}, 2, 2, 10),
        ({0: 10, 1: 20}, 3, 2, 0),
        ({0: 10}, -1, 28, None),
        ({0: 10, 5: 90}, 4, 5, 2),
        ({0: 0.1, 1: 1e12, 2: 0.1}, 2, 1, 0.1),
        ({0: 0.1, 1: 0.2, 2: 0.3}, 2, 3, 0.2),
    ],
)
def test_counts(values: dict[int, float], day: int, days: int, wanted: float | None) -> None:
    assert reads(desk(usage=uses(values)), day, "usage_level", metric="m", days=days) == (
        None if wanted is None else pytest.approx(wanted, rel=1e-12)
    )


@pytest.mark.parametrize(("day", "wanted"), [(0, 4), (1, 4), (2, 5), (3, 6), (4, None)])
def test_gauges_average_what_was_measured(day: int, wanted: float | None) -> None:
    made = desk(usage=uses({0: 4, 2: 6}, "gauge"))
    assert reads(made, day, "usage_level", metric="gauge", days=3 if day < 3 else 2) == wanted


def test_a_gauge_never_measured_is_missing() -> None:
    assert reads(desk(), 5, "usage_level", metric="gauge") is None
    assert reads(desk(), 5, "usage_level", metric="m") == 0


def test_an_earlier_start_makes_more_days() -> None:
    assert reads(desk(-2, usage=uses({0: 6})), 0, "usage_level", metric="m") == 2


def test_evidence() -> None:
    rows = evidence(desk(usage=uses({0: 1, 1: 2.5, 9: 3})), 1, "usage_level", metric="m", days=2)
    assert told(rows) == [(1, "Logins", "2.5"), (0, "Logins", "1")]
    assert evidence(desk(), 1, "usage_level", metric="m") == ()
