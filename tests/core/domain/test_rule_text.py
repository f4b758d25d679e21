"""Rules as text: what is written reads back the same; what is wrong is pointed at."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadDocument, BadRuleText
from healthdesk.core.domain.facts import Attribute, Facts, Metric
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.rule import OPERATORS, dump_rule, parse_rule
from healthdesk.core.domain.rule_text import parse_text, to_text
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.segment_fields import of_facts
from tests.core.plain_desk import PlainDesk, to_facts
from tests.core.random_desk import METRICS, random_profiles, random_rule

NAMES = ("renewal", "Plan tier", "nps", "touches", "in", "all", "days_to_renewal", "größe", "a]b\\")
METRIC_NAMES = ("logins", "load", "odd metric", "all", "any")


def known_facts() -> Facts:
    kinds = dict.fromkeys(NAMES, "text") | {"due": "day", "live": "boolean", "size": "number"}
    facts = to_facts(PlainDesk(accounts=("a1",), metrics=METRICS, kinds=kinds))
    attributes = {key: Attribute(key, kind, {}) for key, kind in kinds.items()}
    metrics = {name: Metric(name) for name in METRIC_NAMES}
    return replace(
        facts,
        attributes={**facts.attributes, **attributes},
        metrics={**facts.metrics, **metrics},
    )


def known_profiles() -> list[Published]:
    documents: list[Any] = list(random_profiles(Random(3)))
    metrics = {one.key for one in METRICS}
    return [Published(one, 1, 0) for one in parse_profiles(documents, metrics, CATALOGUE)]


CHOICES = of_facts(known_facts(), known_profiles(), 20_000)
METRIC_KEYS = {one.key for one in METRICS} | {*METRIC_NAMES, "gone", 'a "b'}


def rule_of(document: Any) -> Any:
    return parse_rule(document, "rule", METRIC_KEYS, CATALOGUE)


def text_of(document: Any) -> str:
    return to_text(rule_of(document), CHOICES)


def read(text: str) -> Any:
    return dump_rule(parse_text(text, CHOICES))


words = st.text(max_size=12) | st.sampled_from(
    ('"', "\\", "a\nb", "2026-11-23", "2026-13-01", "true", "5", "Poor", "x\u2028y", "]", "", "and")
)
scalars = st.booleans() | words | st.floats(allow_nan=False, allow_infinity=False)
fields = words.filter(str.strip) | st.sampled_from(
    (*NAMES, "due", "live", "size", "band", "tag", "score", "dimension.d0", "dimension.a b", "tier")
)


@st.composite
def conditions(draw: st.DrawFn) -> Any:
    op = draw(st.sampled_from(OPERATORS))
    subject: dict[str, Any] = {"field": draw(fields)}
    if draw(st.integers(0, 3)) == 0:
        metric = draw(st.sampled_from(sorted(METRIC_KEYS)))
        subject = {
            "reading": draw(
                st.sampled_from(
                    (
                        {"kind": "usage_level", "metric": metric, "days": 7},
                        {"kind": "touches", "days": 3, "kinds": ["email", "note"]},
                        {"kind": "days_since_touch", "direction": "inbound"},
                        {"kind": "sentiment", "half_life": 2.5, "estimated": True},
                        {"kind": "attribute", "key": draw(words.filter(str.strip))},
                        {"kind": "days_to_renewal"},
                    )
                )
            )
        }
    value: Any = draw(scalars)
    if op in ("in", "not in"):
        value = draw(st.lists(scalars, max_size=4))
    elif op == "between":
        value = draw(st.tuples(words, words) | st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
    elif op in ("contains", "starts with"):
        value = draw(words.filter(str.strip))
    elif op in ("in the last", "in the next"):
        value = draw(st.integers(0, 36600))
    return subject | {"op": op} | ({} if op in ("is missing", "is present") else {"value": value})


rules = st.recursive(
    conditions(),
    lambda inner: (
        st.fixed_dictionaries({"not": inner})
        | st.fixed_dictionaries({"all": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)})
    ),
    max_leaves=12,
)


def readable(document: Any) -> Any:
    """The rule, or None where documents refuse it, too."""
    try:
        return rule_of(document)
    except BadDocument:
        return None


@given(rules)
@settings(max_examples=250, deadline=None)
@example({"all": [{"field": "all", "op": "=", "value": -0.0}]})
@example({"not": {"not": {"any": []}}})
def test_what_is_written_reads_back_as_the_same_rule(document: Any) -> None:
    rule = readable(document)
    if rule is not None:
        text = to_text(rule, CHOICES)
        assert len(text.splitlines()) == 1
        assert parse_text(text, CHOICES) == rule
        assert to_text(parse_text(text, CHOICES), CHOICES) == text


@given(rules)
@settings(max_examples=100, deadline=None)
def test_a_text_written_without_the_desk_reads_the_same_on_any(document: Any) -> None:
    rule = readable(document)
    if rule is not None:
        assert parse_text(to_text(rule), CHOICES) == rule


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_rules_of_random_desks_read_back(seed: int) -> None:
    rule = rule_of(random_rule(Random(seed), scores=True, depth=4))
    assert parse_text(to_text(rule, CHOICES), CHOICES) == rule


@given(st.text(alphabet='abn =<>()[]"\\,%._-0123456789Pporisth\n', max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_rule_or_is_refused_at_a_place(text: str) -> None:
    try:
        rule = parse_text(text, CHOICES)
    except BadRuleText as refused:
        error = refused
    else:
        assert parse_text(to_text(rule, CHOICES), CHOICES) == rule
        return
    assert 0 <= error.at <= len(text)
    assert error.length >= 1
    assert error.sentence.endswith((".", "?"))


BAND = {"field": "band", "op": "=", "value": "Poor"}


def touches(**options: Any) -> dict[str, Any]:
    return {"kind": "touches", "days": 90, "direction": "any", "kinds": "any"} | options


def test_the_rule_of_the_brief() -> None:
    assert read("band = Poor and days_to_renewal() in the next 90 days and not tag = pilot") == {
        "all": [
            BAND,
            {"reading": {"kind": "days_to_renewal"}, "op": "<=", "value": 90},
            {"not": {"field": "tag", "op": "=", "value": "pilot"}},
        ]
    }


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("BAND is poor", BAND),
        ("renewal date in the next 6 weeks",
         {"reading": {"kind": "days_to_renewal"}, "op": "<=", "value": 42}),
        ("touches received in 30 days = 0",
         {"reading": touches(days=30, direction="inbound"), "op": "=", "value": 0}),
        ("touches sent over the last 7 days > 2",
         {"reading": touches(days=7, direction="outbound"), "op": ">", "value": 2}),
        ("days since touch at least 45 days",
         {"reading": {"kind": "days_since_touch", "direction": "any", "kinds": "any"},
          "op": ">=", "value": 45}),
        ("score change over 28 days at most \u221210",
         {"field": "score_change", "days": 28, "op": "<=", "value": -10}),
        ("usage level of logins in 7 days is below 3",
         {"reading": {"kind": "usage_level", "metric": "logins", "days": 7},
          "op": "<", "value": 3}),
        ("usage_frequency(metric = logins) < 40 %",
         {"reading": {"kind": "usage_frequency", "metric": "logins", "days": 28},
          "op": "<", "value": 0.4}),
        ("not churned", {"not": {"field": "churned", "op": "=", "value": True}}),
        ("live = no", {"field": "live", "op": "=", "value": False}),
        ("due \u2265 2026-11-23", {"field": "due", "op": ">=", "value": "2026-11-23"}),
        ("due is in the next 5 days", {"field": "due", "op": "in the next", "value": 5}),
        ("Tier is not missing", {"field": "tier", "op": "is present"}),
        ("[Plan tier] is not in (A, \u201cB c\u201d)",
         {"field": "Plan tier", "op": "not in", "value": ["A", "B c"]}),
        ("renewal in the last 5 days", {"field": "renewal", "op": "in the last", "value": 5}),
        ("nps(days = 30 days) >= 50",
         {"reading": {"kind": "nps", "days": 30}, "op": ">=", "value": 50}),
        ("nps >= 5", {"field": "nps", "op": ">=", "value": 5}),
        ("size between 1 and 2 and band = Poor",
         {"all": [{"field": "size", "op": "between", "value": [1, 2]}, BAND]}),
        ("size = 1 or size = 2 and not size = 3",
         {"any": [{"field": "size", "op": "=", "value": 1},
                  {"all": [{"field": "size", "op": "=", "value": 2},
                           {"not": {"field": "size", "op": "=", "value": 3}}]}]}),
        ("all(band = Poor)", {"all": [BAND]}),
        ("((band = Poor))", BAND),
    ],
)  # fmt: skip
def test_what_people_say(text: str, document: Any) -> None:
    assert read(text) == document


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (BAND, "band = Poor"),
        (BAND | {"value": "poor"}, 'band = "poor"'),
        ({"field": "renewal", "op": "is missing"}, "renewal is missing"),
        ({"field": "all", "op": "=", "value": True}, "[all] = true"),
        ({"field": "a]b\\", "op": "=", "value": "2026-11-23"}, "[a\\]b\\\\] = 2026-11-23"),
        ({"field": "unheard", "op": "=", "value": "5"}, '[unheard] = "5"'),
        ({"reading": {"kind": "nps"}, "op": ">=", "value": 50}, "nps(days = 180) >= 50"),
        ({"reading": {"kind": "days_since_touch"}, "op": "<", "value": 0.1},
         "days_since_touch() < 0.1"),
        ({"reading": {"kind": "usage_level", "metric": "gone"}, "op": "<", "value": 1e22},
         'usage_level(metric = "gone", days = 28) < 1e+22'),
        ({"any": [{"all": [BAND, BAND]}, {"not": {"any": [BAND, BAND]}}]},
         "(band = Poor and band = Poor) or not (band = Poor or band = Poor)"),
        ({"all": []}, "all()"),
    ],
)  # fmt: skip
def test_how_it_is_written(document: Any, text: str) -> None:
    assert text_of(document) == text


def test_days_of_a_renewal_are_a_reading_unless_the_desk_has_such_a_field() -> None:
    """`renewal` is an attribute of the desk above; on a desk without one it is the contract's."""
    plain = of_facts(to_facts(PlainDesk(accounts=("a1",))), known_profiles(), 20_000)
    found = parse_text("band = Poor and renewal in the next 90 days and not tag = pilot", plain)
    assert to_text(found, plain) == (
        'band = Poor and days_to_renewal() <= 90 and not tag = "pilot"'
    )


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("", "", "at least one condition"),
        ("teir = gold", "teir", "Did you mean tier"),
        ("zzzz = 1", "zzzz", "[zzzz]"),
        ("band = Por", "Por", "Strong, Average, Poor"),
        ("band Poor", "Poor", "how to compare Band"),
        ("band =", "", "value after ="),
        ("band = Poor Average", "Average", "in quotes"),
        ("band = Poor and", "", "condition here"),
        ("(band = Poor", "(", "not closed"),
        ("band = Poor)", ")", "the end of the rule"),
        ("tag = \"x", "\"x", "no end"),
        ("due = 2026-02-30", "2026-02-30", "no day"),
        ("due in the next soon", "soon", "whole number of days"),
        ("due in the next 1.5 days", "1.5", "whole number of days"),
        ("score in the next 5 days", "in", "for days; score is none"),
        ("score_change >= 5", "score_change", "how many days"),
        ("score change over 0 days >= 5", "0", "1 to"),
        ("usage_level(metric = logns) > 1", "logns", "Did you mean logins"),
        ("usage_level() > 1", "usage_level", "Which metric"),
        ("nps(weeks = 2) > 1", "weeks", "an option of NPS"),
        ("nps(days = 0) > 1", "0", "between 1"),
        ("tiers() > 1", "tiers", "Did you mean tier"),
        ("size = 5 %", "%", "percent"),
        ("size = 1e999", "1e999", "too large"),
        ("size between 1 and x", "1", "Both ends"),
        ("size between 1 or 2", "or", "other end"),
        ("tag contains 5", "5", "a text after contains"),
        ("tag contains \" \"", "\" \"", "not be empty"),
        ("tag in pilot", "pilot", "in parentheses"),
        ("band = Poor; tag = x", ";", "means nothing"),
        ("days_to_renewal() in the last 5 days", "in", "renewals to come"),
        ("not " * 9 + "churned", "not", "8 deep"),
        ("not (" * 8 + "churned" + ")" * 8, "churned", "8 deep"),
        ("(" * 41 + "churned" + ")" * 41, "(", "40 parentheses"),
        (" or ".join(["churned"] * 201), "churned", "200 parts"),
        (f"tag = \"{'x' * 501}\"", f"\"{'x' * 501}\"", "500 characters"),
    ],
)  # fmt: skip
def test_errors_point_at_the_place(text: str, place: str, told: str) -> None:
    with pytest.raises(BadRuleText) as caught:
        parse_text(text, CHOICES)
    error = caught.value
    assert text[error.at : error.at + error.length] == place
    assert told in error.sentence
    assert place or error.at == len(text)


def test_five_thousand_accounts_can_be_named_and_no_more() -> None:
    ids = [f"a{number}" for number in range(5000)]
    document = {"field": "account_id", "op": "in", "value": ids}
    assert read(text_of(document)) == document
    listed = ", ".join(f'"{one}"' for one in [*ids, "b"])
    with pytest.raises(BadRuleText, match="5,000"):
        parse_text(f"account_id in ({listed})", CHOICES)
