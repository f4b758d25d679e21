"""Scores: profile choice, life, caps, overrides and the rank model, case by case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from healthdesk.core.domain.score import score
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import (
    DAY,
    cap,
    desk,
    dimension,
    measure,
    profile,
    published,
    ranked,
    scored,
)
from tests.core.plain_desk import Churn, Judgement, to_facts

PLAIN = profile(dimension("d", measure("x")))
GOLD = {"field": "tier", "op": "=", "value": "gold"}


def test_life() -> None:
    made = desk({"a": {"x": 50.0}}, churns=(Churn("a", DAY + 3),))
    scores = scored(made, PLAIN, days=(-101, -100, 2, 3))
    assert scores.shown.tolist() == [[-1, 50, 50, -1]]
    assert scores.band.tolist() == [[-1, 1, 1, -1]]
    assert scores.profile.tolist() == [[-1, 0, 0, -1]]
    assert scores.version.tolist() == [[0, 1, 1, 0]]
    assert scores.alive.tolist() == [[False, True, True, False]]
    assert scores.published(0, 0) is None
    assert scores.weighed(0, 0) is None
    assert scores.caps(0, 0) == ()
    assert scores.band_word(0, 0) is None
    assert scores.overridden(0, 0) is None


def test_the_first_profile_whose_rule_holds() -> None:
    first = profile(dimension("d", measure("y"))) | {"key": "gold", "applies_to": GOLD}
    made = desk(
        {"a": {"x": 10.0, "y": 90.0, "tier": ("gold", "tin")}, "b": {"x": 20.0, "tier": "tin"}}
    )
    scores = scored(made, first, PLAIN, days=(0, 1))
    assert scores.profile.tolist() == [[0, 1], [1, 1]]
    assert scores.shown.tolist() == [[90, 10], [20, 20]]


def test_unknown_below_the_coverage() -> None:
    one = profile(dimension("d", measure("x", 1), measure("y", 3)), min_coverage=0.5)
    scores = scored(desk({"a": {"x": 10.0}, "b": {"y": 80.0}}), one)
    assert scores.band.tolist() == [[3], [0]]
    assert scores.coverage.tolist() == [[0.25], [0.75]]
    assert np.isnan(scores.raw[0, 0])
    assert scores.shown.tolist() == [[-1], [80]]


@pytest.mark.parametrize(
    ("x", "capped", "names"),
    [(90.0, 39, ("two", "three")), (50.0, 39, ("three",)), (39.0, 39, ()), (12.0, 12, ())],
)
def test_caps_in_order_and_which_bit(x: float, capped: float, names: tuple[str, ...]) -> None:
    caps = [
        cap("one", 10, field="x", op="<", value=0),
        cap("two", 60, field="x", op=">", value=40),
        cap("three", 39, field="x", op=">", value=0),
        cap("four", 50, field="x", op=">", value=0),
    ]
    scores = scored(desk({"a": {"x": x}}), PLAIN | {"caps": caps})
    assert scores.capped[0, 0] == capped
    assert scores.raw[0, 0] == x
    assert scores.caps(0, 0) == names
    assert scores.band_word(0, 0) == "Poor"


@pytest.mark.parametrize(
    ("values", "band", "number"),
    [
        ({"x": 80.0, "y": 90.0}, "Strong", 100),
        ({"x": 80.0, "y": 60.0}, "Average", 60),
        ({"x": 80.0, "y": 10.0}, "Poor", 0),
        ({"y": 80.0}, "Strong", 100),
        ({}, "Unknown", None),
    ],
)
def test_rank_model(values: dict[str, Any], band: str, number: float | None) -> None:
    one = profile(dimension("d", ranked("x"), ranked("y", weight=0)), model="rank")
    scores = scored(desk({"a": values}), one)
    assert scores.band_word(0, 0) == band
    assert np.isnan(scores.final[0, 0])
    assert scores.shown[0, 0] == -1
    assert scores.number[0, 0] == pytest.approx(number) if number is not None else True
    weighed = scores.weighed(0, 0)
    assert weighed is not None
    assert weighed.weights.sum() == (0 if number is None else 1)


def test_rank_model_missing_policies_and_caps() -> None:
    one = profile(
        dimension("d", ranked("x"), ranked("y", missing="neutral"), ranked("z", missing="skip")),
        model="rank",
        rank_points=[90, 50, 5],
        caps=[cap("low", 30, field="z", op="=", value=99)],
    )
    assert scored(desk({"a": {"x": 80.0}}), one).number[0, 0] == 50
    poor = profile(dimension("d", ranked("x"), ranked("y", missing="poor")), model="rank")
    assert scored(desk({"a": {"x": 80.0}}), poor).band_word(0, 0) == "Poor"
    bitten = scored(desk({"a": {"x": 80.0, "z": 99.0}}), one)
    assert bitten.band_word(0, 0) == "Poor"
    assert bitten.caps(0, 0) == ("low",)
    assert bitten.capped[0, 0] == 30


def test_a_mild_cap_does_not_improve_a_rank_band() -> None:
    one = profile(
        dimension("d", ranked("x")),
        model="rank",
        rank_points=[100, 90, 80],
        caps=[cap("c", 85, field="x", op=">", value=0)],
    )
    assert scored(desk({"a": {"x": 50.0}}), one).band_word(0, 0) == "Average"
    assert scored(desk({"a": {"x": 90.0}}), one).band_word(0, 0) == "Strong"


def judged(*rows: tuple[int, int, str, str | None, float | None]) -> tuple[Judgement, ...]:
    return tuple(
        Judgement("a", DAY + first, DAY + until, reason, band, score_)
        for first, until, reason, band, score_ in rows
    )


def test_overrides_show_and_end() -> None:
    rows = judged((0, 1, "why", "Strong", None))
    scores = scored(desk({"a": {"x": 10.0}}, overrides=rows), PLAIN, days=(-1, 0, 1, 2))
    assert scores.shown.tolist() == [[10, 85, 85, 10]]
    assert scores.capped.tolist() == [[10, 10, 10, 10]]
    assert scores.band.tolist() == [[2, 0, 0, 2]]
    found = scores.overridden(0, 1)
    assert found is not None
    assert (found[0].reason, found[1], found[2]) == ("why", "Strong", 85)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (judged((0, 9, "a", None, 1), (1, 2, "b", None, 2)), 2),
        (judged((1, 9, "a", None, 1), (1, 8, "b", None, 2)), 1),
        (judged((1, 9, "b", None, 1), (1, 9, "a", None, 2)), 2),
        (judged((1, 9, "a", "Strong", None), (1, 9, "a", "Average", None)), 55),
    ],
)
def test_which_override(rows: tuple[Judgement, ...], wanted: float) -> None:
    for order in (rows, rows[::-1]):
        scores = scored(desk({"a": {"x": 10.0}}, overrides=order), PLAIN, days=(2,))
        assert scores.number[0, 0] == wanted


def test_an_override_shows_on_an_unknown_and_a_ranked_account_but_not_on_one_gone() -> None:
    rows = judged((0, 9, "r", None, 69.5))
    unknown = scored(desk({"a": {}}, overrides=rows), PLAIN)
    assert (unknown.shown[0, 0], unknown.band_word(0, 0)) == (70, "Strong")
    assert np.isnan(unknown.capped[0, 0])
    rank = profile(dimension("d", ranked("x")), model="rank")
    assert scored(desk({"a": {"x": 1.0}}, overrides=rows), rank).shown[0, 0] == 70
    gone = desk({"a": {"x": 1.0}}, overrides=rows, churns=(Churn("a", DAY),))
    assert scored(gone, PLAIN).band[0, 0] == -1


def test_fields_for_rules() -> None:
    one = profile(dimension("d", measure("x")), dimension("e", measure("y")))
    scores = scored(desk({"a": {"x": 10.4}, "b": {"started_on": float(DAY + 9)}}), one)
    assert scores.field("score")[0, 0] == pytest.approx(10.4)
    assert scores.field("shown")[0, 0] == 10
    assert scores.field("coverage")[:, 0].tolist()[0] == 0.5
    assert np.isnan(scores.field("coverage")[1, 0])
    assert scores.field("dimension.d")[0, 0] == pytest.approx(10.4)
    assert np.isnan(scores.field("dimension.e")[0, 0])
    assert np.isnan(scores.field("dimension.none")).all()
    assert scores.band_codes().tolist() == [[2], [-1]]


def test_without_dimensions_asked_for_none_are_kept() -> None:
    days = np.array([DAY], np.int32)
    scores = score(
        to_facts(desk({"a": {"x": 1.0}})),
        published(PLAIN),
        days,
        CATALOGUE,
        detail=False,
        dimensions=False,
    )
    assert np.isnan(scores.field("dimension.d")).all()
    assert scores.per_profile == (None,)


def test_a_desk_without_accounts() -> None:
    scores = scored(desk({}), PLAIN)
    assert scores.shown.shape == (0, 1)
