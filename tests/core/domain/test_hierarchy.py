"""Parents: the mean of scored leaves, by ARR or equally."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from healthdesk.core.domain import hierarchy
from tests.core.domain.score_case import DAY, desk, dimension, measure, profile, scored
from tests.core.plain_desk import Churn, Judgement, to_facts

BY_ARR = profile(dimension("d", measure("x")), hierarchy="rollup")
BY_COUNT = BY_ARR | {"rollup_by": "count"}
PARENTS = {"k": "p", "l": "p"}


def family(
    k: dict[str, Any], m: dict[str, Any], p: dict[str, Any] | None = None, **more: Any
) -> Any:
    return desk({"p": p or {}, "k": k, "l": m}, parents=PARENTS, **more)


@pytest.mark.parametrize(
    ("k", "m", "by_arr", "by_count"),
    [
        ({"x": 80.0, "arr": 300.0}, {"x": 40.0, "arr": 100.0}, 70, 60),
        ({"x": 80.4, "arr": 1.0}, {"x": 40.6, "arr": 1.0}, 60.5, 60.5),
        ({"x": 80.0, "arr": 300.0}, {"x": 40.0}, 80, 60),
        ({"x": 80.0}, {"x": 40.0}, 60, 60),
        ({"x": 80.0, "arr": -5.0}, {"x": 40.0, "arr": 0.0}, 60, 60),
        ({"x": 80.0}, {"arr": 100.0}, 80, 80),
        ({}, {}, None, None),
    ],
)
def test_means(
    k: dict[str, Any],
    m: dict[str, Any],
    by_arr: float | None,
    by_count: float | None,
) -> None:
    for document, wanted in ((BY_ARR, by_arr), (BY_COUNT, by_count)):
        scores = scored(family(k, m), document)
        found = scores.number[0, 0]
        assert np.isnan(found) if wanted is None else found == pytest.approx(wanted)
        assert scores.rolled.tolist() == [[True], [False], [False]]


def test_coverage_is_the_share_of_living_leaves_that_are_scored() -> None:
    scores = scored(family({"x": 80.0, "arr": 300.0}, {"arr": 100.0}), BY_ARR)
    assert scores.coverage[0, 0] == 0.75
    gone = family({"x": 80.0}, {}, churns=(Churn("l", DAY),))
    assert scored(gone, BY_ARR).coverage[0, 0] == 1


def test_the_leaves_shown_scores_count_overrides_included() -> None:
    judged = (Judgement("k", DAY, DAY, "r", None, 20.4),)
    assert scored(family({"x": 80.0}, {"x": 40.0}, overrides=judged), BY_ARR).number[0, 0] == 30


def test_own_caps_and_own_override_apply_to_the_mean() -> None:
    when = {"field": "x", "op": "=", "value": 1}
    capped = BY_ARR | {"caps": [{"name": "c", "at_most": 39, "when": when}]}
    scores = scored(family({"x": 80.0}, {"x": 40.0}, {"x": 1.0}), capped)
    assert scores.raw[0, 0] == 60
    assert scores.capped[0, 0] == 39
    assert scores.caps(0, 0) == ("c",)
    assert np.isnan(scores.field("dimension.d")[0, 0])


def test_a_parent_that_has_not_begun_by_itself_lives_through_its_leaves() -> None:
    made = family({"x": 80.0}, {"x": 40.0}, {"started_on": None}, churns=(Churn("p", DAY + 2),))
    scores = scored(made, BY_ARR, days=(-101, 0, 2))
    assert scores.shown[0].tolist() == [-1, 60, -1]
    later = family({"x": 80.0}, {"x": 40.0}, {"started_on": float(DAY + 5)})
    assert scored(later, BY_ARR).shown[0, 0] == 60
    own = scored(made, BY_ARR | {"hierarchy": "own"})
    assert own.band[0, 0] == -1


def test_deep_families_count_leaves_only() -> None:
    made = desk(
        {"top": {}, "mid": {"x": 0.0}, "one": {"x": 90.0}, "two": {"x": 60.0}, "three": {"x": 0.0}},
        parents={"mid": "top", "one": "mid", "two": "mid", "three": "top"},
    )
    scores = scored(made, BY_ARR)
    assert scores.shown[:, 0].tolist() == [50, 75, 90, 60, 0]


def test_circles_end() -> None:
    made = desk({"a": {"x": 1.0}, "b": {"x": 2.0}, "c": {"x": 3.0}}, parents={"a": "b", "b": "a"})
    facts = to_facts(made)
    assert [part.tolist() for part in hierarchy.leaves_of(facts)] == [[], []]
    assert scored(made, BY_ARR).shown[:, 0].tolist() == [1, 2, 3]
    below = to_facts(desk({"a": {}, "b": {}, "c": {}}, parents={"a": "b", "b": "a", "c": "a"}))
    assert [part.tolist() for part in hierarchy.leaves_of(below)] == [[0, 1], [2, 2]]
