"""The split: rows of every kind, and what happens where an end has nothing to compare."""

from __future__ import annotations

import math
from typing import Any

import pytest

from healthdesk.core.domain.split import Split, end_of
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import (
    DAY,
    cap,
    desk,
    dimension,
    explained,
    measure,
    profile,
    published,
    ranked,
    scored,
)
from tests.core.plain_desk import Churn, Judgement, to_facts

PLAIN = profile(dimension("d", measure("x"), measure("y")))


def rows(found: Split) -> dict[tuple[str, str], float]:
    """Rows that are not 0; they add up to the change."""
    assert found.change is not None
    assert math.fsum(row.points for row in found.rows) == pytest.approx(found.change, abs=1e-9)
    return {
        (row.kind, row.key): pytest.approx(row.points, abs=1e-9)
        for row in found.rows
        if abs(row.points) > 1e-12
    }


def changed(values: dict[str, Any], *documents: dict[str, Any], **more: Any) -> Split:
    same = published(*documents)
    return explained(desk({"a": values}, **more), same, same)


def test_readings_move() -> None:
    found = changed({"x": (50.0, 70.0), "y": 10.0}, PLAIN)
    assert rows(found) == {("reading", "d.x"): 10}
    assert (found.score_from, found.score_to, found.change) == (30, 40, 10)


def test_data_comes_and_goes() -> None:
    assert rows(changed({"x": (50.0, None), "y": 10.0}, PLAIN)) == {
        ("weight", "d.x"): -0.5 * (50 - 20),
        ("weight", "d.y"): 0.5 * (10 - 20),
    }


def test_caps_override_and_rounding() -> None:
    capped = PLAIN | {"caps": [cap("c", 20, field="x", op=">=", value=70)]}
    assert rows(changed({"x": (50.0, 70.0), "y": 10.0}, capped)) == {
        ("reading", "d.x"): 10,
        ("caps", ""): -20,
    }
    judged = (Judgement("a", DAY + 1, DAY + 9, "r", None, 90.0),)
    assert rows(changed({"x": (50.0, 70.0), "y": 10.0}, PLAIN, overrides=judged)) == {
        ("reading", "d.x"): 10,
        ("override", ""): 50,
    }
    rounded = PLAIN | {"rounding": "dimension"}
    assert rows(changed({"x": (50.0, 70.5), "y": 10.0}, rounded)) == {
        ("reading", "d.x"): 10.25,
        ("rounding", ""): -0.25,
    }


def test_an_override_that_ends_is_a_row_though_it_is_alone() -> None:
    judged = (Judgement("a", DAY, DAY, "r", None, 90.0),)
    found = changed({"x": 50.0, "y": 10.0}, PLAIN, overrides=judged)
    assert rows(found) == {("override", ""): -60}


def test_lowest_hands_its_weight_on() -> None:
    lowest = profile(dimension("d", measure("x"), measure("y"), combine="lowest"))
    found = changed({"x": (10.0, 60.0), "y": 40.0}, lowest)
    assert found.change == 30
    assert set(rows(found)) == {("reading", "d.x"), ("weight", "d.x"), ("weight", "d.y")}


def test_rank_model_by_its_points() -> None:
    one = profile(dimension("d", ranked("x"), ranked("y")), model="rank")
    found = changed({"x": (80.0, 20.0), "y": 80.0}, one)
    assert (found.score_from, found.score_to) == (100, 0)
    rows(found)


def test_a_new_version_is_a_row_of_its_own() -> None:
    then = published(PLAIN)
    now = published(profile(dimension("d", measure("x", 3), measure("y"))), version=2)
    found = explained(desk({"a": {"x": (50.0, 70.0), "y": 10.0}}), then, now)
    assert rows(found) == {("reading", "d.x"): 10, ("profile", ""): 55 - 40}


def test_a_new_version_with_the_same_content_is_none() -> None:
    made = desk({"a": {"x": (50.0, 70.0), "y": 10.0}})
    found = explained(made, published(PLAIN), published(PLAIN, version=2))
    assert rows(found) == {("reading", "d.x"): 10}


def test_another_profile_whose_forerunner_has_no_score_now() -> None:
    gold = {"field": "tier", "op": "=", "value": "gold"}
    first = profile(dimension("d", measure("x"))) | {"key": "gold", "applies_to": gold}
    second = profile(dimension("d", measure("y")))
    found = changed({"x": (50.0, None), "y": 80.0, "tier": ("gold", "tin")}, first, second)
    assert rows(found) == {("profile", ""): 30}


def test_no_score_at_an_end() -> None:
    gone = changed({"x": 50.0}, PLAIN, churns=(Churn("a", DAY + 1),))
    assert gone == Split(50, None, None, ())
    unknown = changed({"x": (50.0, None)}, PLAIN)
    assert unknown == Split(50, None, None, ())


def test_only_a_judgement_at_an_end() -> None:
    judged = (Judgement("a", DAY + 1, DAY + 9, "r", None, 90.0),)
    found = changed({"x": (50.0, None)}, PLAIN, overrides=judged)
    assert rows(found) == {("override", ""): 40}


def test_parents_are_split_by_their_leaves() -> None:
    rolled = profile(dimension("d", measure("x")), hierarchy="rollup", rollup_by="count")
    made = desk(
        {"p": {"x": 1.0}, "k": {"x": (50.0, 70.0)}, "l": {"x": (10.0, None)}},
        parents={"k": "p", "l": "p"},
    )
    same = published(rolled)
    found = explained(made, same, same)
    assert rows(found) == {
        ("reading", "k"): 0.75 * 20,
        ("weight", "k"): 0.5 * (60 - 50),
        ("weight", "l"): -0.5 * (10 - 50),
    }
    assert all(row.leaf for row in found.rows)
    own = published(rolled | {"hierarchy": "own"})
    assert rows(explained(made, same, own)) == {("profile", ""): 1 - 30}
    assert rows(explained(made, own, same)) == {("profile", ""): 70 - 1}
    nobody = explained(made, same, same, account=2)
    assert nobody.change is None


def test_an_end_needs_detail() -> None:
    from healthdesk.core.domain.score import score  # noqa: PLC0415 - only here without detail

    scores = scored(desk({"a": {"x": 1.0}}), PLAIN)
    bare = score(
        to_facts(desk({"a": {"x": 1.0}})), published(PLAIN), scores.days, CATALOGUE, detail=False
    )
    with pytest.raises(ValueError, match="without detail"):
        end_of(bare, 0, 0)
