"""A window against the one before."""

from __future__ import annotations

import pytest

from tests.core.readings.reading_case import desk, evidence, reads, told, uses

STEADY = dict.fromkeys(range(4), 10.0) | dict.fromkeys(range(4, 8), 15.0)


@pytest.mark.parametrize(
    ("day", "wanted"), [(7, 0.5), (6, None), (8, 0), (9, -0.4), (11, -1), (12, -1)]
)
def test_change(day: int, wanted: float | None) -> None:
    found = reads(desk(usage=uses(STEADY)), day, "usage_trend", metric="m", days=4)
    assert found == (None if wanted is None else pytest.approx(wanted))


def test_nothing_before_is_no_trend() -> None:
    made = desk(-20, usage=uses({0: 5}))
    assert reads(made, 3, "usage_trend", metric="m", days=4) is None
    assert reads(made, 4, "usage_trend", metric="m", days=4) == -1


def test_gauges_without_either_level_have_none() -> None:
    made = desk(-20, usage=uses({0: 5}, "gauge"))
    assert reads(made, 2, "usage_trend", metric="gauge", days=4) is None
    assert reads(made, 6, "usage_trend", metric="gauge", days=4) is None
    both = desk(-20, usage=uses({0: 5, 4: 10}, "gauge"))
    assert reads(both, 5, "usage_trend", metric="gauge", days=4) == 1


def test_evidence_spans_both_windows() -> None:
    rows = evidence(desk(usage=uses(STEADY)), 7, "usage_trend", metric="m", days=2)
    assert [row[0] for row in told(rows)] == [7, 6, 5, 4]
