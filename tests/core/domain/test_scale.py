"""Scales at their edges, and what missing readings are worth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from healthdesk.core.domain.profile import Condition, CurveScale, MapScale, RankScale
from healthdesk.core.domain.reading import Texts
from healthdesk.core.domain.scale import curve_points, map_points, rank_points
from healthdesk.core.readings import CATALOGUE  # noqa: F401 - the scales belong to its readings
from tests.core.domain.score_case import DAY, desk, dimension, measure, profile, scored
from tests.core.plain_desk import Answer, Feeling

CURVE = CurveScale(points=((7, 100), (30, 60), (90, 0)))


@pytest.mark.parametrize(
    ("x", "wanted"),
    [
        (0, 100),
        (7, 100),
        (12, 100 - 40 * 5 / 23),
        (30, 60),
        (60, 30),
        (90, 0),
        (1e9, 0),
        (-1e9, 100),
    ],
)
def test_curve(x: float, wanted: float) -> None:
    assert curve_points(CURVE, np.array([[x]]))[0, 0] == pytest.approx(wanted, rel=1e-12)


def test_curves_of_one_point_are_flat_and_missing_stays_missing() -> None:
    found = curve_points(CurveScale(points=((3, 40),)), np.array([[0, 3, 9, np.nan]]))
    assert np.array_equal(found, [[40, 40, 40, np.nan]], equal_nan=True)


@pytest.mark.parametrize(
    ("op", "hits"),
    [(">=", [0, 1, 1]), (">", [0, 0, 1]), ("<=", [1, 1, 0]), ("<", [1, 0, 0]), ("=", [0, 1, 0])],
)
def test_rank_conditions(op: Any, hits: list[int]) -> None:
    values = np.array([[1.0, 2.0, 3.0]])
    never = Condition(op="<", value=-1e9)
    good = RankScale(good=Condition(op=op, value=2.0), poor=never)
    assert (rank_points(good, values, (100, 60, 0)) == 100).astype(int).tolist() == [hits]
    poor = RankScale(good=never, poor=Condition(op=op, value=2.0))
    assert (rank_points(poor, values, (100, 60, 0)) == 0).astype(int).tolist() == [hits]


def test_good_wins_over_poor_and_missing_is_neither() -> None:
    both = RankScale(good=Condition(op=">=", value=0), poor=Condition(op=">=", value=0))
    found = rank_points(both, np.array([[1, np.nan, -1]]), (90, 50, 5))
    assert np.array_equal(found, [[90, np.nan, 50]], equal_nan=True)


def test_map_ignores_case_and_what_is_not_listed() -> None:
    texts = Texts(np.array([[0, 1, 2, -1]], np.int32), ("GOLD", "strasse", "tin"))
    found = map_points(MapScale(points={"gold": 100, "Stra\u00dfe": 7}), texts)
    assert np.array_equal(found, [[100, 7, np.nan, np.nan]], equal_nan=True)


@pytest.mark.parametrize(("missing", "wanted"), [("skip", 80), ("neutral", 65), ("poor", 40)])
def test_policies(missing: str, wanted: float) -> None:
    one = profile(dimension("d", measure("x"), measure("y", missing=missing)))
    assert scored(desk({"a": {"x": 80.0}}), one).number[0, 0] == wanted


@pytest.mark.parametrize(("after", "wanted"), [(None, 50), (5, 50), (4, -1), (0, -1)])
def test_stale_answers_are_missing(after: int | None, wanted: int) -> None:
    said = measure("nps", reading={"kind": "csat"}, stale_after=after)
    said["scale"] = {"kind": "curve", "points": [[1, 0], [5, 100]]}
    answers = (Answer("a", DAY - 5, "csat", 3), Answer("a", DAY - 9, "csat", 3))
    scores = scored(desk({"a": {}}, answers=answers), profile(dimension("d", said)))
    assert scores.shown[0, 0] == wanted


def test_the_newest_value_keeps_a_feeling_fresh() -> None:
    felt = measure("mood", reading={"kind": "sentiment"}, stale_after=3)
    felt["scale"] = {"kind": "curve", "points": [[-1, 0], [1, 100]]}
    feelings = (Feeling("a", DAY - 9, 1.0), Feeling("a", DAY - 2, 1.0, True))
    one = profile(dimension("d", felt))
    assert scored(desk({"a": {}}, feelings=feelings), one).shown[0, 0] == -1
    felt["reading"] = {"kind": "sentiment", "estimated": True}
    assert scored(desk({"a": {}}, feelings=feelings), one).shown[0, 0] == 100
