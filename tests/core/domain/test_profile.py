"""Profiles: what may be written, what is refused and where, and that nothing is lost on the way."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.profile import (
    Bands,
    dump_profile,
    metrics_used,
    parse_profiles,
    profile_readings,
)
from healthdesk.core.readings import CATALOGUE
from tests.core.random_desk import random_profiles

METRICS = {"m", "f"}
LEVEL: dict[str, Any] = {
    "key": "level",
    "reading": {"kind": "usage_level", "metric": "m"},
    "scale": {"kind": "curve", "points": [[0, 0], [10, 100]]},
}
TIER: dict[str, Any] = {
    "key": "tier",
    "reading": {"kind": "attribute", "key": "tier"},
    "scale": {"kind": "map", "points": {"gold": 100}},
}
NPS: dict[str, Any] = {
    "key": "nps",
    "reading": {"kind": "nps"},
    "scale": {
        "kind": "rank",
        "good": {"op": ">=", "value": 0},
        "poor": {"op": "<", "value": -20},
    },
}
PROFILE: dict[str, Any] = {
    "key": "default",
    "dimensions": [
        {"key": "usage", "measures": [LEVEL]},
        {"key": "said", "measures": [NPS, TIER]},
    ],
    "caps": [
        {
            "name": "Urgent",
            "at_most": 39,
            "when": {
                "reading": {"kind": "open_tickets", "min_priority": "urgent"},
                "op": ">=",
                "value": 1,
            },
        }
    ],
}
RULE = {"field": "tier", "op": "=", "value": "gold"}


def parsed(*documents: Any) -> Any:
    return parse_profiles(list(documents), METRICS, CATALOGUE)


def test_defaults() -> None:
    (one,) = parsed(PROFILE)
    assert (one.name, one.model, one.rounding, one.hierarchy) == (
        "default",
        "weighted",
        "none",
        "own",
    )
    assert one.rank_points == (100, 60, 0)
    assert one.bands == Bands(strong=70, average=40)
    assert one.min_coverage == 0.25
    assert one.rollup_by == "arr"
    assert one.measure_keys == ("usage.level", "said.nps", "said.tier")
    measure = one.dimensions[0].measures[0]
    assert (measure.name, measure.weight, measure.missing) == ("level", 1, "skip")
    assert measure.stale_after is None
    assert measure.reading.options == {"metric": "m", "days": 28}
    assert one.dimensions[0].layer == ""


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_the_same(seed: int) -> None:
    keys = {"logins", "load"}
    profiles = parse_profiles(random_profiles(Random(seed)), keys, CATALOGUE)  # type: ignore[arg-type]
    text = json.dumps([dump_profile(one) for one in profiles])
    again = parse_profiles(text, keys, CATALOGUE)
    assert again == profiles
    assert parse_profiles(text.encode(), keys, CATALOGUE) == profiles
    assert json.dumps([dump_profile(one) for one in again]) == text


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Set (or, with None as its last key's marker, remove) a value at a path like dimensions/0/weight."""

    def apply(document: dict[str, Any]) -> None:
        here: Any = document
        *parents, last = path.split("/")
        for key in parents:
            here = here[int(key)] if isinstance(here, list) else here[key]
        if value is KeyError:
            del here[last]
        else:
            here[int(last) if isinstance(here, list) else last] = value

    return apply


M0 = "dimensions/0/measures/0"
M1 = "dimensions/1/measures/0"
M2 = "dimensions/1/measures/1"
# ruff: noqa: E501 - a table reads best with one case a line
REFUSED = [
    (f"{M0}/reading/kind", "mood", "default > usage > level > reading", "unknown kind"),
    (f"{M0}/reading/metric", "x", "default > usage > level > reading > metric", "does not have"),
    (f"{M0}/reading/metric", 3, "default > usage > level > reading > metric", "text"),
    (f"{M0}/reading/days", 0, "default > usage > level > reading > days", "between 1 and 3660"),
    (f"{M0}/reading/days", 2.5, "default > usage > level > reading > days", "whole"),
    (f"{M0}/reading/days", True, "default > usage > level > reading > days", "number"),
    (f"{M0}/reading/days", "7", "default > usage > level > reading > days", "number"),
    (f"{M0}/reading/weeks", 7, "default > usage > level > reading", "unknown key"),
    (f"{M0}/reading", [], "default > usage > level > reading", "object"),
    (f"{M0}/reading", KeyError, "default > usage > level", "lacks"),
    (f"{M0}/scale/points", [[0, 0], [0, 1]], "default > usage > level > scale", "rise"),
    (f"{M0}/scale/points", [[1, 0], [0, 1]], "default > usage > level > scale", "rise"),
    (f"{M0}/scale/points", [], "default > usage > level > scale", "without points"),
    (f"{M0}/scale/points", [[0]], "default > usage > level > scale", "pair"),
    (f"{M0}/scale/points", [[0, 101]], "default > usage > level > scale > points > 1", "100"),
    (f"{M0}/scale/points", [[0, -1]], "default > usage > level > scale > points > 1", "0"),
    (f"{M0}/scale/points", [[float("nan"), 1]], "default > usage > level > scale > points > 1", "finite"),
    (f"{M0}/scale/points", [[10**400, 1]], "default > usage > level > scale > points > 1", "finite"),
    (f"{M0}/scale/kind", "line", "default > usage > level > scale > kind", "one of"),
    (f"{M0}/scale/more", 1, "default > usage > level > scale", "unknown key"),
    (f"{M0}/scale", {"kind": "map", "points": {"a": 1}}, "default > usage > level > scale", "text"),
    (f"{M0}/weight", -1, "default > usage > level > weight", "between 0"),
    (f"{M0}/weight", 0, "default > usage", "all 0"),
    (f"{M0}/weight", 1e-30, "default > usage > level > weight", "at least"),
    (f"{M0}/weight", float("inf"), "default > usage > level > weight", "finite"),
    (f"{M0}/missing", "zero", "default > usage > level > missing", "one of"),
    (f"{M0}/stale_after", 9, "default > usage > level > stale_after", "means nothing"),
    (f"{M1}/stale_after", -1, "default > said > nps > stale_after", "between"),
    (f"{M0}/key", "a.b", "default > usage > measure 1 > key", "full stop"),
    (f"{M0}/key", " a", "default > usage > measure 1 > key", "blank"),
    (f"{M0}/key", KeyError, "default > usage > measure 1", "lacks"),
    (f"{M0}/colour", 1, "default > usage > level", "unknown key"),
    (f"{M1}/key", "tier", "default > said", "two entries"),
    (f"{M1}/scale/good/op", "~", "default > said > nps > scale > good > op", "one of"),
    (f"{M1}/scale/good/x", 1, "default > said > nps > scale > good", "unknown key"),
    (f"{M1}/scale/poor", KeyError, "default > said > nps > scale", "lacks"),
    (f"{M2}/scale/points", {}, "default > said > tier > scale", "without entries"),
    (f"{M2}/scale/points", {"A": 1, "a": 2}, "default > said > tier > scale > points", "two entries"),
    (f"{M2}/scale/points", {"a": 101}, "default > said > tier > scale > points > a", "100"),
    ("dimensions", [], "default", "no dimensions"),
    ("dimensions", {}, "default > dimensions", "list"),
    ("dimensions/0/measures", [], "default > usage", "no measures"),
    ("dimensions/0/combine", "sum", "default > usage > combine", "one of"),
    ("dimensions/0/layer", "heard", "default > usage > layer", "one of"),
    ("dimensions/0/key", "said", "default", "two entries"),
    ("dimensions/0/x", 1, "default > usage", "unknown key"),
    ("model", "neural", "default > model", "one of"),
    ("rounding", "up", "default > rounding", "one of"),
    ("hierarchy", "flat", "default > hierarchy", "one of"),
    ("rollup_by", "size", "default > rollup_by", "one of"),
    ("rank_points", [1, 2], "default > rank_points", "three"),
    ("rank_points", [1, 2, 3], "default > rank_points", "fall"),
    ("rank_points", [101, 2, 1], "default > rank_points", "100"),
    ("bands", {"strong": 40, "average": 40}, "default > bands", "above"),
    ("bands", {"good": 40}, "default > bands", "unknown key"),
    ("min_coverage", 1.1, "default > min_coverage", "between 0 and 1"),
    ("caps/0/at_most", 101, "default > caps > Urgent > at_most", "100"),
    ("caps/0/name", "", "default > caps > 1 > name", "empty"),
    ("caps/0/more", 1, "default > caps > Urgent", "unknown key"),
    ("caps/0/when", {"field": "score", "op": "<", "value": 1}, "default > caps > Urgent > when > field", "score"),
    ("caps/0/when/reading/kind", "x", "default > caps > Urgent > when > reading", "unknown kind"),
    ("name", "x" * 501, "default > name", "500"),
    ("name", 7, "default > name", "text"),
    ("colour", 7, "default", "unknown key"),
    ("applies_to", RULE, "default > applies_to", "null"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "reason"), REFUSED)
def test_refusals_name_the_place(path: str, value: Any, place: str, reason: str) -> None:
    document = copy.deepcopy(PROFILE)
    change(path, value)(document)
    with pytest.raises(BadDocument) as caught:
        parsed(document)
    assert caught.value.place == place
    assert reason in caught.value.reason


def test_weights_of_dimensions_all_zero() -> None:
    document = copy.deepcopy(PROFILE)
    for dimension in document["dimensions"]:
        dimension["weight"] = 0
    with pytest.raises(BadDocument, match="default: has dimensions whose weights are all 0"):
        parsed(document)


def test_the_rank_model_wants_rank_scales_and_no_weights() -> None:
    ranked = {
        "key": "r",
        "model": "rank",
        "dimensions": [{"key": "a", "weight": 0, "measures": [NPS]}],
    }
    assert parsed(ranked)[0].model == "rank"
    with pytest.raises(BadDocument, match="default > usage > level > scale: must be a rank scale"):
        parsed(PROFILE | {"model": "rank"})
    with pytest.raises(BadDocument, match="r > rank_points: must fall"):
        parsed(ranked | {"rank_points": [100, 50, 50]})


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "profiles"),
        (b"{", "profiles"),
        ("[NaN]", "profiles"),
        ("[1e400]", "profiles"),
        ("\ud800", "profiles"),
        ("[" * 100_000, "profiles"),
        ("{}", "profiles"),
        ("[]", "profiles"),
        ("[1]", "profiles > 1"),
        ([{1: 2}], "profiles > 1"),
        ([{}], "profiles > 1"),
        ([PROFILE] * 101, "profiles"),
    ],
)
def test_what_is_no_list_of_profiles(data: Any, place: str) -> None:
    with pytest.raises(BadDocument) as caught:
        parse_profiles(data, METRICS, CATALOGUE)
    assert caught.value.place == place


def test_only_the_last_profile_has_no_rule() -> None:
    first = PROFILE | {"key": "gold", "applies_to": RULE}
    assert [one.key for one in parsed(first, PROFILE)] == ["gold", "default"]
    with pytest.raises(BadDocument, match="gold > applies_to"):
        parsed(PROFILE, first)
    with pytest.raises(BadDocument, match="two entries"):
        parsed(first | {"key": "default"}, PROFILE)
    with pytest.raises(BadDocument, match="other > applies_to: must be a rule"):
        parsed(PROFILE | {"key": "other"}, PROFILE)


def test_metrics_used() -> None:
    breadth = LEVEL | {"reading": {"kind": "usage_breadth"}}
    document = PROFILE | {"dimensions": [{"key": "a", "measures": [breadth]}]}
    first = document | {
        "key": "x",
        "applies_to": {"reading": {"kind": "seat_use", "metric": "m"}, "op": "is present"},
    }
    one, two = parsed(first, document)
    assert metrics_used(profile_readings(one), CATALOGUE, {"f"}) == {"m", "f"}
    assert metrics_used(profile_readings(two), CATALOGUE, {"f"}) == {"f"}
