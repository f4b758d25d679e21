"""Weights: what they add up to, and that moving one needs nothing read again."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.profile import Published
from healthdesk.core.domain.scale import points
from healthdesk.core.domain.weigh import Weighed, join, weigh
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import DAY, desk, dimension, measure, profile, published
from tests.core.plain_desk import to_facts
from tests.core.random_desk import random_profiles

NOW = np.array([DAY], np.int32)


def weighed(values: dict[str, Any], document: dict[str, Any]) -> Weighed:
    (one,) = published(document)
    made = points(to_facts(desk({"a": values})), one.profile, NOW, CATALOGUE)
    return weigh(made, one.profile)


@given(
    st.lists(st.floats(0, 100) | st.none(), min_size=4, max_size=4),
    st.lists(st.sampled_from([0.0, 1.0, 0.3, 40.0]), min_size=6, max_size=6),
    st.sampled_from(["mean", "lowest"]),
    st.sampled_from(["none", "dimension"]),
)
@settings(max_examples=200, deadline=None)
def test_weights_add_up_and_make_the_score(
    values: list[float | None], weights: list[float], combine: str, rounding: str
) -> None:
    a, b, c, d, outer, inner = weights
    document = profile(
        dimension("d", measure("x", a or 1), measure("y", b), weight=outer, combine=combine),
        dimension("e", measure("z", c), measure("w", d or 2), weight=inner or 5, combine=combine),
        rounding=rounding,
        min_coverage=0,
    )
    given_values = dict(zip(("x", "y", "z", "w"), values, strict=True))
    (one,) = published(document)
    made = desk({"a": given_values})
    made = made.with_(kinds=made.kinds | {"w": "number"})
    found = weigh(points(to_facts(made), one.profile, NOW, CATALOGUE), one.profile)
    total = float(found.weights.sum())
    if np.isnan(found.raw[0, 0]):
        assert total == 0
        assert found.coverage[0, 0] == 0
        return
    assert total == pytest.approx(1, abs=1e-12)
    assert found.contribution.sum() == pytest.approx(found.unrounded[0, 0], abs=1e-9)
    assert found.costs.sum() == pytest.approx(100 - found.unrounded[0, 0], abs=1e-9)
    assert 0 < found.coverage[0, 0] <= 1 + 1e-12
    if rounding == "none":
        assert found.raw[0, 0] == found.unrounded[0, 0]


def test_weight_0_is_shown_and_counts_nowhere() -> None:
    document = profile(
        dimension("d", measure("x"), measure("y", 0)), dimension("e", measure("z"), weight=0)
    )
    found = weighed({"x": 10.0, "y": 90.0, "z": 70.0}, document)
    assert found.raw[0, 0] == 10
    assert found.weights[:, 0, 0].tolist() == [1, 0, 0]
    assert found.dimensions[:, 0, 0].tolist() == [10, 70]
    assert found.coverage[0, 0] == 1
    alone = weighed({"y": 90.0, "z": 70.0}, document)
    assert np.isnan(alone.raw[0, 0])
    assert np.isnan(alone.dimensions[0, 0, 0])
    assert alone.weights.sum() == 0


def test_lowest_takes_the_first_of_the_lowest_and_never_one_of_weight_0() -> None:
    document = profile(
        dimension("d", measure("x", 0), measure("y", 2), measure("z", 1), combine="lowest")
    )
    found = weighed({"x": 1.0, "y": 50.0, "z": 50.0}, document)
    assert found.raw[0, 0] == 50
    assert found.weights[:, 0, 0].tolist() == [0, 1, 0]
    assert weighed({"z": 5.0}, document).coverage[0, 0] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("x", "y", "dims", "score"), [(62.5, 10.0, [63, 10], 37), (62.4, 10.0, [62, 10], 36)]
)
def test_rounding_by_dimension(x: float, y: float, dims: list[float], score: float) -> None:
    document = profile(
        dimension("d", measure("x")), dimension("e", measure("y")), rounding="dimension"
    )
    found = weighed({"x": x, "y": y}, document)
    assert found.dimensions[:, 0, 0].tolist() == dims
    assert found.raw[0, 0] == score
    assert found.unrounded[0, 0] == pytest.approx((x + y) / 2)


def test_coverage_at_the_minimum_is_enough_though_its_fractions_are_not() -> None:
    thirds = profile(
        *(dimension(key, measure(key), weight=0.1) for key in ("x", "y", "z")),
        min_coverage=2 / 3,
    )
    assert weighed({"x": 1.0, "y": 1.0}, thirds).raw[0, 0] == 1
    assert np.isnan(weighed({"x": 1.0}, thirds).raw[0, 0])


def test_coverage_is_exactly_1_when_everything_is_present() -> None:
    weights = {"a": 30, "b": 20, "c": 10}  # 30/60 + 20/60 + 10/60 is less than 1 to a computer
    parts = [dimension(key, measure(key), weight=weight) for key, weight in weights.items()]
    assert weighed(dict.fromkeys(weights, 5.0), profile(*parts)).coverage[0, 0] == 1


def test_blocks_that_never_used_a_profile_are_missing_in_the_whole() -> None:
    by_tier = {"kind": "map", "points": {"gold": 90, "tin": 10}}
    tier = measure("tier", reading={"kind": "attribute", "key": "tier"}, scale=by_tier)
    document = profile(dimension("d", tier, measure("x")))
    gold, tin = (weighed({"tier": word, "x": 50.0}, document) for word in ("gold", "tin"))
    whole = join([gold, None, tin], gold.profile, [1, 2, 1], NOW)
    assert np.array_equal(whole.raw[:, 0], [70, np.nan, np.nan, 30], equal_nan=True)
    assert whole.coverage[:, 0].tolist() == [1, 0, 0, 1]
    texts = whole.points.texts[0]
    assert texts is not None
    assert [texts.word(account, 0) for account in range(4)] == ["gold", None, None, "tin"]
    assert whole.points.texts[1] is None
    assert whole.weights[:, :, 0].sum(axis=0).tolist() == [1, 0, 0, 1]


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_detail_changes_no_score(seed: int) -> None:
    rng = Random(seed)
    documents = random_profiles(rng)
    from healthdesk.core.domain.profile import parse_profiles  # noqa: PLC0415

    parsed = parse_profiles(list(documents), {"logins", "load"}, CATALOGUE)
    one = Published(parsed[-1], 1, DAY).profile
    made = points(to_facts(desk({"a": {"tier": "gold", "arr": 5.0}})), one, NOW, CATALOGUE)
    full, bare = weigh(made, one), weigh(made, one, detail=False)
    for name in ("raw", "unrounded", "coverage", "dimensions"):
        assert np.array_equal(getattr(full, name), getattr(bare, name), equal_nan=True)
    if one.model == "weighted":
        with pytest.raises(ValueError, match="without detail"):
            _ = bare.weights
