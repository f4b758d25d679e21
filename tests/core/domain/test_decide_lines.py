"""Every line of a rule against the naive model, on random rules, desks and days."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.decide import Context, evaluate, trace
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.rule import MAX_DEPTH, MAX_VALUES, parse_rule
from healthdesk.core.domain.score import score
from healthdesk.core.readings import CATALOGUE
from tests.core.naive import scores as naive
from tests.core.plain_desk import PlainDesk, to_facts
from tests.core.random_desk import SPAN, START, random_desk, random_profiles, random_rule

KEYS = {"logins", "load", "export", "board", "unused"}


def lines(rule: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Every part of a rule's document with its path."""
    yield path, rule
    inner = rule.get("all", rule.get("any", [rule["not"]] if "not" in rule else []))
    for place, one in enumerate(inner):
        yield from lines(one, (*path, place))


@given(st.integers(0, 2**32), st.integers(1, 4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_agrees_with_the_naive_model(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, documents = random_desk(rng, count), random_profiles(rng)
    facts, days = to_facts(desk), [START + rng.randrange(-5, SPAN + 10) for _ in range(2)]
    profiles = [Published(one, 1, START) for one in parse_profiles(documents, KEYS, CATALOGUE)]
    context = Context(
        facts,
        np.array(days, np.int32),
        CATALOGUE,
        lambda on: score(facts, profiles, on, CATALOGUE, detail=False),
    )
    document = random_rule(rng, scores=True, depth=5)
    rule = parse_rule(document, "rule", KEYS, CATALOGUE)
    found = trace(rule, context)
    assert found.keys() == {path for path, _ in lines(document)}
    assert np.array_equal(found[()], evaluate(rule, context))
    for path, part in lines(document):
        for place, account in enumerate(desk.accounts):
            for column, day in enumerate(days):
                wanted = naive.member(desk, documents, account, day, part)
                assert found[path][place, column] == wanted, (part, account, day)


def test_the_largest_rules_are_decided() -> None:
    accounts = tuple(f"a{number}" for number in range(MAX_VALUES))
    context = Context(to_facts(PlainDesk(accounts=accounts)), np.array([START], np.int32), {})
    named: Any = {"field": "account_id", "op": "in", "value": [*accounts[1:], "gone"]}
    deep = named
    for _ in range(MAX_DEPTH - 1):
        deep = {"not": deep}
    for document, wanted in ((named, MAX_VALUES - 1), (deep, 1)):
        rule = parse_rule(document, "rule", (), CATALOGUE)
        assert int(evaluate(rule, context).sum()) == wanted
    wide = {"all": [{"field": "name", "op": "is present"}] * 199}
    assert evaluate(parse_rule(wide, "rule", (), CATALOGUE), context).all()
