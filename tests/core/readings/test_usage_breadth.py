"""The share of features in use."""

from __future__ import annotations

from healthdesk.core.domain.facts import Metric
from tests.core.readings.reading_case import METRICS, desk, evidence, reads, told, uses

TWO = (*METRICS, Metric("g", feature=True))


def test_share_of_all_features_of_the_desk() -> None:
    made = desk(usage=uses({0: 3}, "f") | uses({0: 9}, "m"), metrics=TWO)
    assert reads(made, 0, "usage_breadth", days=3) == 0.5
    assert reads(made, 2, "usage_breadth", days=3) == 0.5
    assert reads(made, 3, "usage_breadth", days=3) == 0
    assert reads(made, -1, "usage_breadth", days=3) is None


def test_zero_is_no_use() -> None:
    assert reads(desk(usage=uses({0: 0}, "f")), 0, "usage_breadth") == 0


def test_without_features_missing() -> None:
    assert reads(desk(usage=uses({0: 3}), metrics=METRICS[:2]), 0, "usage_breadth") is None


def test_evidence_names_each_feature() -> None:
    made = desk(usage=uses({0: 3, 1: 0, 2: 1}, "f"), metrics=TWO)
    assert told(evidence(made, 2, "usage_breadth")) == [
        (2, "Export", "2 days"),
        (None, "g", "not used"),
    ]
