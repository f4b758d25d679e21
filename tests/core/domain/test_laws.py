"""Laws of the engine: nothing later counts, order means nothing, one day is all days at once."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from healthdesk.core.domain import score as score_module
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.reading import parse_ref, read
from healthdesk.core.domain.score import Scores, reweigh, score
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import EVENTS, PlainDesk, cut, to_facts
from tests.core.random_desk import SPAN, START, random_desk, random_profiles, random_reading

KEYS = {"logins", "load", "export", "board", "unused"}
ARRAYS = (
    "profile", "raw", "unrounded", "capped", "number", "final", "shown", "band", "coverage",
    "rolled",
)  # fmt: skip
seeds = st.integers(0, 2**32)
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def scored(desk: PlainDesk, documents: list[Any], days: Any, **options: bool) -> Scores:
    profiles = [
        Published(one, 1, START) for one in parse_profiles(list(documents), KEYS, CATALOGUE)
    ]
    return score(to_facts(desk), profiles, np.array(days, np.int32), CATALOGUE, **options)


def same_bits(one: Scores, other: Scores, columns: Any = slice(None)) -> None:
    for name in ARRAYS:
        mine, theirs = getattr(one, name), getattr(other, name)[:, columns]
        assert np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f"), name


@relaxed
@example(274074, 3)
@given(seeds, st.integers(1, 4))
def test_nothing_after_the_day_counts(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, documents = random_desk(rng, count), random_profiles(rng)
    day = START + rng.randrange(SPAN)
    same_bits(scored(cut(desk, day), documents, [day]), scored(desk, documents, [day]))


@relaxed
@given(seeds, st.integers(1, 4))
def test_no_reading_sees_what_comes_later(seed: int, count: int) -> None:
    rng = Random(seed)
    desk = random_desk(rng, count)
    day = START + rng.randrange(SPAN)
    days = np.array([day], np.int32)
    then, now = to_facts(cut(desk, day)), to_facts(desk)
    for _ in range(10):
        ref = parse_ref(random_reading(rng), KEYS, CATALOGUE, "reading")
        early, late = (read(facts, ref, days, CATALOGUE) for facts in (then, now))
        assert np.array_equal(early, late, equal_nan=True), ref


@relaxed
@given(seeds, st.integers(1, 4))
def test_order_of_rows_and_accounts_means_nothing(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, documents = random_desk(rng, count), random_profiles(rng)
    accounts = list(desk.accounts)
    rng.shuffle(accounts)
    shuffled: dict[str, Any] = {"accounts": tuple(accounts)}
    for name in (*EVENTS, "milestones", "overrides"):
        rows = list(getattr(desk, name))
        rng.shuffle(rows)
        shuffled[name] = tuple(rows)
    usage = list(desk.usage.items())
    rng.shuffle(usage)
    other = replace(desk, usage=dict(usage), **shuffled)
    days = [START + rng.randrange(SPAN) for _ in range(2)]
    order = [desk.accounts.index(account) for account in accounts]
    one, two = scored(other, documents, days), scored(desk, documents, days)
    for name in ARRAYS:
        mine, theirs = getattr(one, name), getattr(two, name)[order]
        assert np.allclose(mine, theirs, rtol=0, atol=1e-9, equal_nan=True), name


@relaxed
@given(seeds, st.integers(1, 3))
def test_one_day_is_all_days_at_once(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, documents = random_desk(rng, count), random_profiles(rng)
    days = list(range(START, START + SPAN))
    whole = scored(desk, documents, days, detail=False)
    assert whole.per_profile == (None,) * len(documents)
    for column in rng.sample(range(SPAN), 4):
        alone = scored(desk, documents, [days[column]])
        same_bits(alone, whole, columns=slice(column, column + 1))


@relaxed
@given(seeds)
def test_readings_have_the_same_bits_alone(seed: int) -> None:
    rng = Random(seed)
    facts = to_facts(random_desk(rng, 3))
    days = np.arange(START, START + SPAN, dtype=np.int32)
    for _ in range(6):
        ref = parse_ref(random_reading(rng), KEYS, CATALOGUE, "reading")
        whole = read(facts, ref, days, CATALOGUE)
        for column in rng.sample(range(SPAN), 3):
            alone = read(facts, ref, days[column : column + 1], CATALOGUE)
            assert np.array_equal(alone[:, 0], whole[:, column], equal_nan=True), ref


@pytest.mark.parametrize("seed", range(12))
def test_blocks_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(seed)
    desk, documents = random_desk(rng, 40), random_profiles(rng)
    days = [START + 30, START + 31, START + 60]
    whole = scored(desk, documents, days)
    monkeypatch.setattr(score_module, "CELLS", 3)
    blocks = scored(desk, documents, days)
    same_bits(blocks, whole)
    for mine, theirs in zip(blocks.per_profile, whole.per_profile, strict=True):
        assert (mine is None) == (theirs is None)
        if mine is None or theirs is None:
            continue
        index = whole.per_profile.index(theirs)
        cells = whole.profile == index
        for name in ("weights", "contribution", "costs", "dimensions"):
            a, b = getattr(mine, name)[:, cells], getattr(theirs, name)[:, cells]
            assert np.array_equal(a, b, equal_nan=True), name
        for place, (a, b) in enumerate(zip(mine.points.texts, theirs.points.texts, strict=True)):
            assert (a is None) == (b is None), place
            if a is not None and b is not None:
                for account, column in np.argwhere(cells).tolist():
                    assert a.word(account, column) == b.word(account, column)


def test_scores_know_their_fields() -> None:
    names = {item.name for item in fields(Scores)}
    assert set(ARRAYS) <= names


@relaxed
@given(seeds, st.integers(1, 4))
def test_weighing_again_is_scoring_again(seed: int, count: int) -> None:
    rng = Random(seed)
    desk, documents = random_desk(rng, count), random_profiles(rng)
    days = [START + rng.randrange(SPAN) for _ in range(2)]
    before = scored(desk, documents, days)
    for document in documents:
        document["rounding"] = rng.choice(("none", "dimension"))
        document["bands"] = {"strong": 60, "average": 20}
        for dimension in document["dimensions"]:
            dimension["weight"] = rng.choice((1, 5, 0.5))
            for measure in dimension["measures"]:
                measure["weight"] = rng.choice((1, 5, 0.5))
    after = scored(desk, documents, days)
    again = reweigh(before, after.profiles)
    same_bits(again, after)
    for name in ("score", "shown", "coverage", "dimension.d0"):
        assert np.array_equal(again.field(name), after.field(name), equal_nan=True)
