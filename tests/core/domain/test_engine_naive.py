"""The engine against the naive model on random desks and profiles, and the laws both must keep."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.reading import parse_ref, read
from healthdesk.core.domain.rule import parse_rule
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.domain.split import why
from healthdesk.core.readings import CATALOGUE
from tests.core.naive import readings as naive_readings
from tests.core.naive import scores as naive
from tests.core.plain_desk import PlainDesk, to_facts
from tests.core.random_desk import (
    SPAN,
    START,
    random_desk,
    random_profiles,
    random_reading,
    random_rule,
)

KEYS = {"logins", "load", "export", "board", "unused"}
seeds = st.integers(0, 2**32)
relaxed = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def published(documents: list[dict[str, Any]]) -> list[Published]:
    profiles = parse_profiles(list(documents), KEYS, CATALOGUE)
    return [Published(one, 1, START) for one in profiles]


def close(found: float, wanted: float | None) -> bool:
    if wanted is None or math.isnan(found):
        return wanted is None and math.isnan(found)
    return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)


def on_edge(score_: float | None, *, steps: bool = False) -> bool:
    """Whether a last bit decides what a number rounds to."""
    return score_ is not None and abs((score_ + 0.5) - round(score_ + 0.5)) < 1e-9


def some_days(rng: Random) -> list[int]:
    if rng.random() < 0.5:
        first = START + rng.randrange(SPAN)
        return list(range(first, first + rng.randrange(1, 8)))
    return [START + rng.randrange(-5, SPAN + 10) for _ in range(rng.randrange(1, 4))]


def array(days: list[int]) -> Any:
    return np.array(days, np.int32)


@relaxed
@given(seeds, st.integers(0, 4))
def test_readings_agree(seed: int, count: int) -> None:
    rng = Random(seed)
    desk = random_desk(rng, count)
    facts, days = to_facts(desk), some_days(rng)
    for _ in range(12):
        document = random_reading(rng)
        ref = parse_ref(document, KEYS, CATALOGUE, "reading")
        found = read(facts, ref, array(days), CATALOGUE)
        assert found.shape == (count, len(days))
        for place, account in enumerate(desk.accounts):
            for column, day in enumerate(days):
                first = naive_readings.first_day(desk, account, day)
                if first is not None and first <= day:
                    wanted = naive_readings.reading(desk, account, day, document)
                    assert close(found[place, column], wanted), (document, account, day)


def assert_scores(scores: Scores, desk: PlainDesk, documents: list[Any], days: list[int]) -> None:
    for place, account in enumerate(desk.accounts):
        for column, day in enumerate(days):
            made = naive.score(desk, documents, account, day)
            assert_score(scores, (place, column), made)


def assert_score(scores: Scores, cell: tuple[int, int], made: dict[str, Any] | None) -> None:
    version = scores.published(*cell)
    if made is None:
        assert version is None
        assert scores.band[cell] == -1
        return
    assert version is not None
    assert version.profile.key == made["profile"]["key"]
    assert close(scores.coverage[cell], made["coverage"])
    assert close(scores.unrounded[cell], made["exact"])
    if edges(made):
        return
    for mine, theirs in (("raw", "raw"), ("capped", "capped"), ("number", "number")):
        assert close(getattr(scores, mine)[cell], made[theirs]), mine
    assert close(scores.final[cell], made["final"])
    if made["rolled"] and on_edge(made["number"]):
        return
    assert scores.shown[cell] == (-1 if made["shown"] is None else made["shown"])
    assert scores.band_word(*cell) == made["band"]
    assert list(scores.caps(*cell)) == made["caps"]
    judged = scores.overridden(*cell)
    assert (judged is None) == (made["judged"] is None)
    if judged is not None:
        assert judged[0].reason == made["judged"].reason
    weighed = scores.weighed(*cell)
    if weighed is None or made["rolled"]:
        assert made["rolled"]
        return
    for place, key in enumerate(weighed.profile.measure_keys):
        at = (place, *cell)
        assert close(weighed.weights[at], made["weights"][key])
        assert close(weighed.points.points[at], made["points"][key])
        texts = weighed.points.texts[place]
        reading = made["readings"][key]
        if texts is not None:
            assert texts.word(*cell) == reading
        else:
            assert close(weighed.points.readings[at], reading)
    for place, dimension in enumerate(weighed.profile.dimensions):
        assert close(weighed.dimensions[(place, *cell)], made["dimensions"][dimension.key])


def edges(made: dict[str, Any]) -> bool:
    """Whether rounding hangs on a last bit anywhere in this score."""
    rounded = made["profile"].get("rounding") == "dimension"
    return on_edge(made["number"]) or (rounded and on_edge(made["exact"]))


@relaxed
@given(seeds, st.integers(0, 4))
def test_scores_agree(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, documents, days = random_desk(rng, count), random_profiles(rng), some_days(rng)
    scores = score(to_facts(desk), published(documents), array(days), CATALOGUE)
    assert_scores(scores, desk, documents, days)


@relaxed
@given(seeds, st.integers(1, 4))
def test_rules_agree(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, documents, days = random_desk(rng, count), random_profiles(rng), some_days(rng)
    facts, profiles = to_facts(desk), published(documents)
    context = Context(
        facts, array(days), CATALOGUE, lambda on: score(facts, profiles, on, CATALOGUE)
    )
    for _ in range(8):
        document = random_rule(rng, scores=True)
        rule = parse_rule(document, "rule", KEYS, CATALOGUE)
        found = evaluate(rule, context)
        for place, account in enumerate(desk.accounts):
            for column, day in enumerate(days):
                wanted = naive.member(desk, documents, account, day, document)
                assert found[place, column] == wanted, (document, account, day)


@relaxed
@given(seeds, st.integers(1, 4))
def test_splits_agree_and_add_up(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, then = random_desk(rng, count), random_profiles(rng)
    now = random_profiles(rng) if rng.random() < 0.3 else then
    facts = to_facts(desk)
    days = (START + 20 + rng.randrange(SPAN - 20), START + 20 + rng.randrange(SPAN - 20))
    for place, account in enumerate(desk.accounts):
        found = why(facts, place, days, published(now), CATALOGUE, profiles_then=published(then))
        wanted = naive.split(desk, then, now, account, days)
        if wanted is None:
            assert found.change is None
            assert found.rows == ()
            continue
        assert found.change is not None
        assert abs(math.fsum(row.points for row in found.rows) - found.change) < 1e-9
        rows = {(row.kind, row.key): row.points for row in found.rows}
        assert len(rows) == len(found.rows)
        ends = (naive.score(desk, then, account, days[0]), naive.score(desk, now, account, days[1]))
        if any(edges(made) for made in ends if made is not None):
            continue
        for key in rows.keys() | wanted.keys():
            assert rows.get(key, 0) == pytest.approx(wanted.get(key, 0), abs=1e-7), key
