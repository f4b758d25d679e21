"""Rules as documents: what may be written, what is refused and where."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.rule import (
    AllOf,
    AnyOf,
    FieldTest,
    NotOf,
    ReadingTest,
    dump_rule,
    needs_score,
    parse_rule,
    rule_readings,
)
from healthdesk.core.readings import CATALOGUE
from tests.core.random_desk import random_rule

KEYS = {"logins", "load"}
GOLD = {"field": "tier", "op": "=", "value": "gold"}


def parsed(document: Any, **options: bool) -> Any:
    return parse_rule(document, "rule", KEYS, CATALOGUE, **options)


def test_shapes() -> None:
    rule = parsed(
        {
            "all": [
                GOLD,
                {"any": []},
                {"not": {"reading": {"kind": "touches"}, "op": ">", "value": 3}},
                {"field": "score_change", "days": 28, "op": "<=", "value": -10},
            ]
        }
    )
    assert isinstance(rule, AllOf)
    gold, nothing, negated, change = rule.rules
    assert gold == FieldTest("tier", "=", "gold")
    assert nothing == AnyOf(())
    assert isinstance(negated, NotOf)
    assert isinstance(negated.rule, ReadingTest)
    assert negated.rule.value == 3.0
    assert change == FieldTest("score_change", "<=", -10.0, 28)
    assert [ref.kind for ref in rule_readings(rule)] == ["touches"]
    assert needs_score(rule)
    assert not needs_score(gold)
    assert needs_score(parsed({"field": "dimension.usage", "op": "is missing"}))


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_what_is_written_reads_back_the_same(seed: int) -> None:
    rule = parsed(random_rule(Random(seed), scores=True, depth=4))
    assert parsed(dump_rule(rule)) == rule


def nested(depth: int) -> Any:
    rule: Any = GOLD
    for _ in range(depth - 1):
        rule = {"not": rule}
    return rule


@pytest.mark.parametrize(
    ("document", "place", "reason"),
    [
        (None, "rule", "object"),
        ({}, "rule", "one of"),
        ({"all": [], "any": []}, "rule", "one of"),
        ({"all": {}}, "rule > all", "list"),
        ({"all": [GOLD, {"field": "a"}]}, "rule > all > 2", 'lacks "op"'),
        ({"not": [GOLD]}, "rule > not", "object"),
        (GOLD | {"op": "~"}, "rule > op", "one of"),
        (GOLD | {"op": "is missing"}, "rule > value", "takes no value"),
        (GOLD | {"op": "between"}, "rule > value", "list"),
        (GOLD | {"op": "between", "value": [1]}, "rule > value", "low, high"),
        (GOLD | {"op": "between", "value": [1, "a"]}, "rule > value", "low, high"),
        (GOLD | {"op": "between", "value": [True, False]}, "rule > value", "low, high"),
        (GOLD | {"op": "in"}, "rule > value", "list"),
        (GOLD | {"op": "in", "value": ["a", None]}, "rule > value > 2", "must be"),
        (GOLD | {"op": "in", "value": ["a"] * 5001}, "rule > value", "5000"),
        (GOLD | {"op": "contains", "value": ""}, "rule > value", "empty"),
        (GOLD | {"op": "contains", "value": 3}, "rule > value", "text"),
        (GOLD | {"op": "in the last", "value": -1}, "rule > value", "between"),
        (GOLD | {"op": "in the last", "value": 1.5}, "rule > value", "whole"),
        (GOLD | {"value": None}, "rule > value", "must be"),
        (GOLD | {"value": [1]}, "rule > value", "must be"),
        (GOLD | {"value": float("nan")}, "rule > value", "finite"),
        (GOLD | {"value": "x" * 501}, "rule > value", "500"),
        (GOLD | {"days": 3}, "rule", "unknown key"),
        (GOLD | {"field": ""}, "rule > field", "empty"),
        (GOLD | {"field": "dimension."}, "rule > field", "key of a dimension"),
        ({"field": "score_change", "op": ">", "value": 1}, "rule", 'lacks "days"'),
        ({"field": "score_change", "days": 0, "op": ">", "value": 1}, "rule > days", "between"),
        ({"field": "score", "op": "in the last", "value": 1}, "rule > field", "is for days"),
        ({"field": "name", "op": "in the next", "value": 1}, "rule > field", "is for days"),
        ({"reading": {"kind": "nps"}, "op": "in the last", "value": 1}, "rule > op", "is for days"),
        ({"reading": {"kind": "x"}, "op": ">", "value": 1}, "rule > reading", "unknown kind"),
        (nested(9), "rule > not > not > not > not > not > not > not > not", "8 deep"),
        ({"any": [{"all": [GOLD] * 99}] * 3}, "rule > any > 2 > all > 99", "at most 200"),
    ],
)
def test_refusals(document: Any, place: str, reason: str) -> None:
    with pytest.raises(BadDocument) as caught:
        parsed(document)
    assert caught.value.place == place
    assert reason in caught.value.reason


def test_limits_are_in() -> None:
    parsed(nested(8))
    parsed({"all": [GOLD] * 199})


@pytest.mark.parametrize(
    "field", ["score", "shown", "band", "coverage", "dimension.usage", "score_change"]
)
def test_the_score_is_not_there_yet_inside_what_makes_it(field: str) -> None:
    with pytest.raises(BadDocument, match="cannot be used here"):
        parsed({"field": field, "days": 3, "op": "is missing"}, scores=False)
