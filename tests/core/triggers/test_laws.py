"""Every trigger on random desks: by what was known on each day, whatever days stand around it."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.triggers import CATALOGUE
from tests.core.plain_desk import PlainDesk
from tests.core.random_desk import METRICS, SPAN, START, random_desk
from tests.core.triggers.trigger_case import (
    World,
    cause_of,
    holds,
    options_of,
    random_cause,
    random_options,
    random_world,
    told,
)

FEW = settings(max_examples=25, deadline=None)
DAYS = range(START + 20, START + SPAN + 10)


def world_of(seed):
    rng = Random(seed)
    desk = random_desk(rng, rng.randrange(1, 5))
    return rng, random_world(rng, desk.with_(metrics=METRICS), START, SPAN)


@pytest.mark.parametrize("kind", CATALOGUE)
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32))
def test_facts_after_a_day_change_nothing_of_it(kind, seed):
    rng, world = world_of(seed)
    cause = random_cause(rng, kind)
    whole = holds(world, cause, DAYS)
    for day in (rng.choice(DAYS), START + 45):
        alone = holds(world.cut(day), cause, [day])
        assert whole[:, day - DAYS[0]].tolist() == alone[:, 0].tolist(), (cause, day)


@FEW
@given(st.integers(0, 2**32))
def test_days_do_not_hang_on_the_days_around_them(seed):
    rng, world = world_of(seed)
    cause = random_cause(rng)
    low = rng.randrange(len(DAYS))
    part = range(DAYS[low], rng.randint(DAYS[low], DAYS[-1]) + 1)
    whole = holds(world, cause, DAYS)
    assert whole[:, low : low + len(part)].tolist() == holds(world, cause, part).tolist(), cause


@FEW
@given(st.integers(0, 2**32))
def test_the_lines_of_a_trigger_say_whether_it_holds(seed):
    rng, world = world_of(seed)
    cause = random_cause(rng)
    account, day = rng.randrange(len(world.desk.accounts)), rng.choice(DAYS)
    held = bool(holds(world, cause, [day])[account, 0])
    lines = told(world, cause, account, day)
    if lines and CATALOGUE[cause.kind].SPEC.shape != "hand":
        assert any(one.held for one in lines) == held, (cause, lines)
    assert all(one.what and one.value for one in lines)


NEVER = {
    "silence": "who was never touched is silent since the first day",
    "created": "an account's first day is known",
    "moment": "the start is",
    "schedule": "the calendar needs no facts",
}


@pytest.mark.parametrize("kind", [one for one in CATALOGUE if one not in NEVER])
def test_what_is_missing_never_fires(kind):
    attributes = {("a", "started_on"): ((START, float(START)),)}
    kinds = {"started_on": "day"}
    world = World(PlainDesk(("a",), metrics=METRICS, attributes=attributes, kinds=kinds))
    rng = Random(5)
    for _ in range(4):
        options = random_options(rng, kind)
        if options.get("what") == "count" or options.get("reading") in COUNTS:
            continue
        if options.get("segment") == "Quiet":
            options["segment"] = "Weak"
        rule = {"field": "score", "op": "<", "value": 55} if CATALOGUE[kind].SPEC.ruled else None
        cause = cause_of(kind, rule, **options)
        assert not holds(world, cause, DAYS).any(), cause


COUNTS = ("days_since_touch", "touches", "two_way", "contacts_engaged", "open_tickets",
          "ticket_age", "tickets_opened", "angry_tickets", "overdue_days", "usage_level",
          "usage_frequency", "usage_breadth")  # fmt: skip
"""Readings of which nothing at all is a figure by itself: none."""


def test_without_a_metric_or_a_segment_nothing_fires():
    _, world = world_of(3)
    for kind in ("segment", "segment_left", "reading", "source_stopped"):
        assert not holds(world, cause_of(kind), DAYS).any()
    assert not holds(world, cause_of("condition"), DAYS).any()


@FEW
@given(st.integers(0, 2**32))
def test_words_are_a_short_phrase(seed):
    cause = random_cause(Random(seed))
    words = CATALOGUE[cause.kind].words(options_of(cause), cause.rule)
    assert words
    assert not any(one in words for one in ("{", "}", "_", "None"))
    assert words == words.strip()
    assert len(words) < 120
    assert not words.endswith(".")


@pytest.mark.parametrize("kind", CATALOGUE)
def test_options_have_bounds(kind):
    for one in CATALOGUE[kind].SPEC.options:
        if one.kind in ("days", "number"):
            for wrong in (one.low - 1, one.high + 1, "many"):
                with pytest.raises(BadDocument, match=one.key):
                    cause_of(kind, **{one.key: wrong})
            for right in (one.low, one.high):
                cause_of(kind, **{one.key: right})
        if one.kind == "choice":
            assert len(one.labels) in (0, len(one.choices))
            with pytest.raises(BadDocument, match=one.key):
                cause_of(kind, **{one.key: "something else"})
        if one.kind == "metric":
            with pytest.raises(BadDocument, match=one.key):
                cause_of(kind, **{one.key: "no such metric"})


@pytest.mark.parametrize("kind", CATALOGUE)
def test_what_counts_beside_other_options_changes_nothing_where_it_does_not(kind):
    spec = CATALOGUE[kind].SPEC
    for key, (other, values) in spec.used.items():
        found = {one.key: one for one in spec.options}
        assert set(values) <= set(found[other].choices)
        for value in set(found[other].choices) - set(values):
            rng, world = world_of(11)
            options = {**random_options(rng, kind), other: value}
            one, two = ({**options, key: random_options(rng, kind)[key]} for _ in range(2))
            same = [holds(world, cause_of(kind, **each), DAYS) for each in (one, two)]
            assert np.array_equal(*same)
            words = [
                CATALOGUE[kind].words(options_of(cause_of(kind, **o)), None) for o in (one, two)
            ]
            assert words[0] == words[1]
