"""Rules on days: every operator on every kind of value, missing ones included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.rule import parse_rule
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import Churn, PlainDesk, Touch, to_facts

DAY = 20_000
ACCOUNTS = ("has", "not")
KINDS = {"size": "number", "due": "day", "live": "boolean", "started_on": "day"}
VALUES = {
    "tier": "Gold",
    "size": 5.0,
    "due": float(DAY),
    "live": True,
    "tags": "VIP; beta ;",
    "started_on": float(DAY - 10),
}
DESK = PlainDesk(
    accounts=ACCOUNTS,
    parents={"has": "not"},
    kinds=KINDS,
    attributes={("has", key): ((DAY, value),) for key, value in VALUES.items()}
    | {("not", "tags"): ((DAY, " ; "),)},
    churns=(Churn("has", DAY + 3),),
    touches=(Touch("has", DAY),),
)
FACTS = to_facts(DESK)


def holds(document: dict[str, Any], day: int = DAY) -> list[bool]:
    """Whether a rule holds for the account that has a value and the one that has none."""
    rule = parse_rule(document, "rule", (), CATALOGUE)
    found = evaluate(rule, Context(FACTS, np.array([day], np.int32), CATALOGUE))
    return [bool(one) for one in found[:, 0]]


@pytest.mark.parametrize(
    ("field", "op", "value", "wanted"),
    [
        ("tier", "=", "GOLD", True),
        ("tier", "!=", "gold", False),
        ("tier", "!=", "silver", True),
        ("tier", "<", "h", True),
        ("tier", ">=", "gold", True),
        ("tier", "<=", "g", False),
        ("tier", ">", "a", True),
        ("tier", "in", ["x", "gOLD"], True),
        ("tier", "in", [], False),
        ("tier", "not in", ["x"], True),
        ("tier", "contains", "OL", True),
        ("tier", "contains", "x", False),
        ("tier", "starts with", "go", True),
        ("tier", "starts with", "old", False),
        ("tier", "between", ["a", "h"], True),
        ("tier", "between", ["h", "z"], False),
        ("tier", "=", 5, False),
        ("tier", "in the last", 5, False),
        ("size", "=", 5, True),
        ("size", "=", "5", True),
        ("size", "=", "five", False),
        ("size", "!=", "five", True),
        ("size", "!=", 5, False),
        ("size", "=", True, False),
        ("size", "<", 5, False),
        ("size", "<=", 5, True),
        ("size", ">", "x", False),
        ("size", "between", [5, 9], True),
        ("size", "between", [5.1, 9], False),
        ("size", "in", [1, "5"], True),
        ("size", "not in", [1, "x"], True),
        ("size", "contains", "5", False),
        ("size", "in the last", 5, False),
        ("live", "=", True, True),
        ("live", "=", "TRUE", True),
        ("live", "=", "yes", False),
        ("live", "=", 1, False),
        ("live", "!=", False, True),
        ("due", "=", "2024-10-04", True),
        ("due", "<", "2024-10-05", True),
        ("due", ">", "soon", False),
        ("due", "=", 20_000, False),
        ("due", "between", ["2024-10-04", "2024-10-04"], True),
        ("tag", "=", "vip", True),
        ("tag", "=", "VIP; beta ;", False),
        ("tag", "!=", "vip", False),
        ("tag", "!=", "other", True),
        ("tag", "in", ["other", "Beta"], True),
        ("tag", "not in", ["other", "Beta"], False),
        ("tag", "contains", "et", True),
        ("tag", "starts with", "b", True),
        ("tag", "between", ["c", "z"], True),
        ("tags", "contains", "vip; b", True),
    ],
)
def test_operators(field: str, op: str, value: Any, wanted: bool) -> None:
    assert holds({"field": field, "op": op, "value": value}) == [wanted, False]


@pytest.mark.parametrize("field", [*VALUES, "tag", "nobody_has_it"])
def test_missing(field: str) -> None:
    there = field != "nobody_has_it"
    # The attribute `tags` is there as stored, even where there is no tag in it.
    other = field == "tags"
    assert holds({"field": field, "op": "is present"}) == [there, other]
    assert holds({"field": field, "op": "is missing"}) == [not there, not other]
    assert holds({"not": {"field": field, "op": "=", "value": "~"}}) == [True, True]


@pytest.mark.parametrize(
    ("op", "n", "day", "wanted"),
    [
        ("in the last", 3, 0, True),
        ("in the last", 3, 3, True),
        ("in the last", 3, 4, False),
        ("in the last", 3, -1, False),
        ("in the next", 3, 0, True),
        ("in the next", 3, -3, True),
        ("in the next", 3, -4, False),
        ("in the next", 3, 1, False),
    ],
)
def test_days_nearby(op: str, n: int, day: int, wanted: bool) -> None:
    assert holds({"field": "due", "op": op, "value": n}, DAY + day) == [wanted, False]


def test_own_fields() -> None:
    assert holds({"field": "account_id", "op": "=", "value": "HAS"}) == [True, False]
    assert holds({"field": "name", "op": "starts with", "value": "no"}) == [False, True]
    assert holds({"field": "parent_id", "op": "=", "value": "not"}) == [True, False]
    assert holds({"field": "parent_id", "op": "is missing"}) == [False, True]
    assert holds({"field": "age_days", "op": "=", "value": 10}) == [True, False]
    assert holds({"field": "age_days", "op": "is missing"}, DAY - 11) == [True, True]
    assert holds({"field": "churned", "op": "=", "value": False}, DAY + 2) == [True, True]
    assert holds({"field": "churned", "op": "=", "value": True}, DAY + 3) == [True, False]


def test_readings() -> None:
    touched = {"reading": {"kind": "days_since_touch"}, "op": "<=", "value": 0}
    assert holds(touched) == [True, False]
    tier = {"reading": {"kind": "attribute", "key": "tier"}}
    assert holds(tier | {"op": "=", "value": "gold"}) == [True, False]
    assert holds(tier | {"op": "is missing"}) == [False, True]
    assert holds(tier | {"op": "=", "value": 3}) == [False, False]
    assert holds({"reading": {"kind": "nps"}, "op": "is missing"}) == [True, True]


def test_all_and_any() -> None:
    yes, no = ({"field": "tier", "op": "=", "value": word} for word in ("gold", "silver"))
    assert holds({"all": []}) == [True, True]
    assert holds({"any": []}) == [False, False]
    assert holds({"all": [yes, no]}) == [False, False]
    assert holds({"any": [no, yes]}) == [True, False]


def test_a_score_that_is_not_there_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="asks for the score"):
        holds({"field": "score", "op": "<", "value": 1})
