"""What profiles begin with: each a whole that can be read, scored and published, on any facts."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from healthdesk.core.domain.default_profile import FactsSummary, default_profile, summarise
from healthdesk.core.domain.profile import (
    MapScale,
    Profile,
    Published,
    RankScale,
    dump_profile,
    parse_profile,
)
from healthdesk.core.domain.profile_edit import with_scale
from healthdesk.core.domain.profile_starters import GUIDED, STARTERS, begun, starter
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.domain.score import score
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import to_facts
from tests.core.random_desk import START, random_desk

FACTS = to_facts(random_desk(Random(7), 4))
FULL = default_profile(summarise(FACTS, START + 50))
NO_USE = default_profile(FactsSummary(tickets=True, csat=True))
NOTHING = default_profile(FactsSummary())


@pytest.mark.parametrize("base", [FULL, NO_USE, NOTHING], ids=["full", "no use", "nothing"])
@pytest.mark.parametrize("chosen", STARTERS, ids=lambda one: one.key)
@pytest.mark.parametrize("milestones", [False, True])
def test_each_can_be_read_back_and_scores(base: Profile, chosen, milestones: bool) -> None:
    made = begun(chosen, base, milestones=milestones)
    assert parse_profile(dump_profile(made), set(FACTS.metrics), CATALOGUE) == made
    assert (made.key, made.name) == (chosen.key, chosen.name)
    days = np.array([START + 50], np.int32)
    score(FACTS, [Published(made, 1, START)], days, CATALOGUE)


def test_onboarding_is_for_the_first_days_and_asks_for_steps() -> None:
    made = begun(starter("onboarding"), FULL, milestones=True)
    assert made.applies_to == FieldTest(field="age_days", op="<=", value=float(GUIDED))
    assert made.dimensions[0].measures[0].reading.kind == "milestones"
    kinds = [one.reading.kind for _, one in made.measures]
    assert "usage_trend" not in kinds
    assert "milestones" not in [
        one.reading.kind for _, one in begun(starter("onboarding"), FULL, milestones=False).measures
    ]


def test_low_touch_expects_no_calls_unless_there_is_nothing_else() -> None:
    kept = {one.key for one in begun(starter("low-touch"), FULL, milestones=False).dimensions}
    assert "touch" not in kept
    assert begun(starter("low-touch"), NOTHING, milestones=False).dimensions == NOTHING.dimensions


def test_ranks_have_one_measure_a_dimension_and_no_texts() -> None:
    usual = FULL.measure_keys[0]
    texts = with_scale(FULL, usual, MapScale(points={"yes": 100.0}))
    made = begun(starter("ranks"), texts, milestones=False)
    assert made.model == "rank"
    assert usual not in made.measure_keys
    assert all(len(one.measures) == 1 for one in made.dimensions)


def test_three_steps_earn_100_60_or_0_and_are_rounded() -> None:
    usual = FULL.measure_keys[0]
    texts = with_scale(FULL, usual, MapScale(points={"a": 90.0, "b": 55.0, "c": 29.0}))
    made = begun(starter("three-steps"), texts, milestones=False)
    assert made.model == "weighted"
    assert made.rounding == "dimension"
    scales = [one.scale for _, one in made.measures]
    assert scales[0] == MapScale(points={"a": 100.0, "b": 60.0, "c": 0.0})
    assert all(isinstance(one, RankScale) for one in scales[1:])


def test_ranks_of_texts_alone_ask_for_silence() -> None:
    base = begun(starter("balanced"), NOTHING, milestones=False)
    texts = with_scale(base, base.measure_keys[0], MapScale(points={"yes": 100.0}))
    made = begun(starter("ranks"), texts, milestones=False)
    assert [one.reading.kind for _, one in made.measures] == ["days_since_touch"]
