"""Looking at a rule, its members and its past, against who is in day by day, on random rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import (
    desks,
    samples,
    segment_check,
    segment_compare,
    segment_members,
    segment_past,
    segments,
)
from tests.core.domain.test_decide_lines import lines

DAY = to_day(date(2026, 11, 23))
FEW = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = Desk.create(
        tmp_path_factory.mktemp("laws") / "laws.healthdesk",
        clock=Clock(pretended=date(2026, 11, 23)),
        furnish=lambda tx: desks.furnish(tx, "Laws", "UTC", "EUR"),
    )
    opened.do(samples.fill, DAY, 3, 30, 130)
    yield opened
    opened.close()


TESTS: tuple[Any, ...] = (
    {"field": "band", "op": "=", "value": "Poor"},
    {"field": "band", "op": "!=", "value": "Strong"},
    {"field": "shown", "op": ">=", "value": 60},
    {"field": "score_change", "days": 7, "op": "<", "value": 0},
    {"field": "dimension.usage", "op": "<", "value": 60},
    {"field": "coverage", "op": "<", "value": 1},
    {"field": "age_days", "op": ">", "value": 100},
    {"field": "tag", "op": "=", "value": "advocate"},
    {"field": "tier", "op": "in", "value": ["Enterprise", "Growth"]},
    {"field": "arr", "op": ">", "value": 50_000},
    {"field": "started_on", "op": "in the last", "value": 120},
    {"field": "nobody_has_it", "op": "is missing"},
    {"reading": {"kind": "days_since_touch"}, "op": ">=", "value": 14},
    {"reading": {"kind": "touches", "days": 30, "direction": "inbound"}, "op": "=", "value": 0},
    {"reading": {"kind": "days_to_renewal"}, "op": "<=", "value": 180},
    {"reading": {"kind": "nps"}, "op": ">=", "value": 0},
    {"reading": {"kind": "attribute", "key": "tier"}, "op": "is present"},
    {"reading": {"kind": "usage_level", "metric": "sign_ins"}, "op": ">", "value": 1},
    {"field": "churned", "op": "=", "value": False},
)


def rule_of(rng: Random, depth: int = 3) -> Any:
    roll = rng.random()
    if depth == 0 or roll < 0.3:
        return rng.choice(TESTS)
    if roll < 0.45:
        return {"not": rule_of(rng, depth - 1)}
    inner = [rule_of(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {rng.choice(("all", "any")): inner}


rules = st.integers(0, 2**32).map(lambda seed: rule_of(Random(seed)))


def matching(desk: Desk, rule: Any, day: int = DAY) -> set[str]:
    return set(desk.read(segments.matching, rule, day))


def counted(desk: Desk, rule: Any, reach: set[str], path: tuple[int, ...]) -> Iterator[Any]:
    """What each line does, by the sets of those for whom its part of the rule holds."""
    held = reach & matching(desk, rule)
    yield path, len(reach), len(held)
    if "not" in rule:
        yield from counted(desk, rule["not"], reach, (*path, 0))
    left = reach
    for place, one in enumerate(rule.get("all", rule.get("any", []))):
        yield from counted(desk, one, left, (*path, place))
        if "all" in rule:
            left = left & matching(desk, one)


@FEW
@given(rules)
def test_what_each_line_lets_through(desk: Desk, rule: Any) -> None:
    found = desk.read(segment_check.check, rule, DAY)
    everybody = matching(desk, {"all": []})
    wanted = list(counted(desk, rule, everybody, ()))
    assert [(one.path, one.of, one.held) for one in found.counts] == wanted
    assert [one.path for one in found.counts] == [path for path, _ in lines(rule)]
    assert set(found.ids) == matching(desk, rule)
    assert list(found.ids) == sorted(found.ids)
    assert (found.wrong is not None) == ("nobody_has_it" in str(rule))
    assert "".join(text for text, _ in found.words)


@FEW
@given(rules, st.integers(0, 20))
def test_members_are_those_who_match_and_say_since_when(desk: Desk, rule: Any, back: int) -> None:
    day = DAY - back
    found = desk.read(segment_members.members_now, rule, day)
    inside = matching(desk, rule, day)
    assert {row.account_id for row in found.rows} == inside
    assert found.count == len(inside)
    assert found.change == len(inside) - len(matching(desk, rule, day - 28))
    assert sum(count for _, count, _ in found.bands) == sum(bool(row.band) for row in found.rows)
    paid = [row.arr for row in found.rows if row.arr is not None]
    assert paid == sorted(paid, reverse=True)
    assert sum(paid) == pytest.approx(sum(value for _, value in found.arr.sums))
    by_day = {one: matching(desk, rule, one) for one in range(day - 28, day + 1)}
    for row in found.rows:
        out = [one for one in by_day if row.account_id not in by_day[one]]
        assert row.joined == (max(out) + 1 if out else None)
        assert row.why


@FEW
@given(rules)
def test_moves_lead_from_one_day_to_the_next(desk: Desk, rule: Any) -> None:
    moves = desk.read(segment_past.came_and_went, rule, DAY, 10)
    assert [one.day for one in moves] == sorted((one.day for one in moves), reverse=True)
    inside = matching(desk, rule, DAY - 10)
    for day in range(DAY - 9, DAY + 1):
        for one in moves:
            if one.day == day:
                assert one.came == (one.account_id not in inside)
                inside ^= {one.account_id}
                assert one.why
        assert inside == matching(desk, rule, day)


@FEW
@given(rules)
def test_each_week_is_who_was_in_then(desk: Desk, rule: Any) -> None:
    past = desk.read(segment_past.sizes, rule, DAY, 6)
    assert past.days == tuple(range(DAY - 42, DAY + 1, 7))
    assert past.counts == tuple(len(matching(desk, rule, day)) for day in past.days)
    for at, count in enumerate(past.counts):
        assert sum(counts[at] for counts in past.bands.values()) <= count


@FEW
@given(rules, rules)
def test_two_rules_part_the_accounts(desk: Desk, one: Any, other: Any) -> None:
    found = desk.read(segment_compare.compare, one, other, DAY)
    a, b = matching(desk, one), matching(desk, other)
    assert (set(found.both), set(found.only_a), set(found.only_b)) == (a & b, a - b, b - a)
    swapped = desk.read(segment_compare.compare, other, one, DAY)
    assert [(f.b, f.a, f.n_b, f.n_a) for f in swapped.figures] == [
        (f.a, f.b, f.n_a, f.n_b) for f in found.figures
    ]
    for figure in found.figures:
        assert (figure.a is None) == (figure.n_a == 0) or figure.title in ("Accounts", "ARR")
        assert figure.n_a <= len(a)
