"""Parts of a desk: the same accounts with nothing of the others."""

from __future__ import annotations

from dataclasses import fields
from random import Random

import numpy as np
import pytest

from healthdesk.core.domain.part import parent_ids, part
from tests.core.plain_desk import to_facts
from tests.core.random_desk import random_desk

TABLES = (
    "surveys", "sentiments", "touchpoints", "tickets", "subscriptions", "invoices", "milestones",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_parts_hold_each_event_once(seed: int) -> None:
    facts = to_facts(random_desk(Random(seed), 5))
    halves = [part(facts, 0, 2), part(facts, 2, 5)]
    assert halves[0].account_ids + halves[1].account_ids == facts.account_ids
    assert halves[0].names + halves[1].names == facts.names
    for name in TABLES:
        whole = getattr(facts, name)
        for item in fields(whole):
            if item.name == "contact_from":
                continue
            shift = 2 if item.name == "account" else 0
            parts = [getattr(getattr(half, name), item.name) for half in halves]
            joined = np.concatenate([parts[0], parts[1] + shift if shift else parts[1]])
            assert np.array_equal(
                joined, getattr(whole, item.name), equal_nan=joined.dtype == float
            )
    for half in halves:
        table = half.touchpoints
        assert table.contact_from[0] == 0
        assert table.contact_from[-1] == len(table.contacts)
    assert sum(len(half.overrides) for half in halves) == len(facts.overrides)
    assert all(one.account < 3 for half in halves for one in half.overrides)
    assert parent_ids(halves[0]) + parent_ids(halves[1]) == parent_ids(facts)


def test_attributes_are_cut_too() -> None:
    facts = to_facts(random_desk(Random(3), 6))
    some = part(facts, 2, 4)
    assert len(some.attributes) == len(facts.attributes)
    assert set(some.attributes) == set(facts.attributes)
    for key, attribute in facts.attributes.items():
        for account in (2, 3):
            assert some.attributes[key].at(account - 2, 20_010) == attribute.at(account, 20_010)
        assert set(some.attributes[key].history) <= {0, 1}


def test_the_whole_is_itself() -> None:
    facts = to_facts(random_desk(Random(1), 3))
    assert part(facts, 0, 3) is facts
