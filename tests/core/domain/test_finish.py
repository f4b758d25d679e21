"""What follows a score, on drafts made by hand: caps by profile, overrides by the day."""

from __future__ import annotations

import numpy as np
import pytest

from healthdesk.core.domain.finish import Draft, finish, overrides_in_force
from tests.core.domain.score_case import DAY, cap, desk, dimension, measure, profile, published
from tests.core.plain_desk import Judgement, to_facts

DAYS = np.array([DAY, DAY + 1], np.int32)
NEVER = {"field": "x", "op": "<", "value": 0}


def draft(raw: list[list[float]], chosen: list[list[int]], holds: list[list[bool]]) -> Draft:
    numbers = np.array(raw)
    return Draft(
        np.array(chosen, np.int16),
        numbers,
        numbers.copy(),
        np.ones(numbers.shape),
        [np.array([holds]), np.zeros((0, *numbers.shape), bool)],
        [],
        [],
    )


def test_caps_belong_to_the_profile_that_scored() -> None:
    first = profile(dimension("d", measure("x")), caps=[cap("c", 30, **NEVER)])
    profiles = published(
        first | {"key": "one", "applies_to": NEVER}, profile(dimension("d", measure("x")))
    )
    made = draft([[80, 80], [80, np.nan]], [[0, 1], [0, -1]], [[True, True], [False, True]])
    found = finish(made, to_facts(desk({"a": {}, "b": {}})), profiles, DAYS)
    assert np.array_equal(found.capped, [[30, 80], [80, np.nan]], equal_nan=True)
    assert found.band.tolist() == [[2, 0], [0, -1]]
    assert (found.override == -1).all()


@pytest.mark.parametrize(
    ("first", "until", "wanted"),
    [(0, 0, [0, -1]), (0, 1, [0, 0]), (1, 9, [-1, 0]), (-9, -1, [-1, -1]), (2, 9, [-1, -1])],
)
def test_overrides_hold_on_both_their_days(first: int, until: int, wanted: list[int]) -> None:
    judged = (Judgement("a", DAY + first, DAY + until, "r", "Poor"),)
    facts = to_facts(desk({"a": {}}, overrides=judged))
    assert overrides_in_force(facts, DAYS).tolist() == [wanted]


def test_without_a_health_model_an_override_stands_for_nothing() -> None:
    judged = (Judgement("a", DAY, DAY + 1, "r", "Poor"),)
    facts = to_facts(desk({"a": {}}, overrides=judged))
    made = draft([[np.nan, np.nan]], [[-1, -1]], [])
    found = finish(made, facts, (), DAYS)
    assert np.isnan(found.final).all()
    assert (found.override == -1).all()
