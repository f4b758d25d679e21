"""Which events are meant, and how they are told."""

from __future__ import annotations

import numpy as np
import pytest

from healthdesk.core.domain import events
from healthdesk.core.domain.views import EvidenceRow
from tests.core.domain.score_case import DAY, desk
from tests.core.plain_desk import Touch, to_facts

ROWS = tuple(
    Touch("a", DAY + place, kind, said)
    for place, (kind, said) in enumerate(
        [("email", "inbound"), ("note", "inbound"), ("call", ""), ("email", "outbound")]
    )
)
FACTS = to_facts(desk({"a": {}}, touches=ROWS))


@pytest.mark.parametrize(
    ("direction", "kinds", "wanted"),
    [
        ("any", "any", [0, 2, 3]),
        ("any", ("note",), [1]),
        ("inbound", "any", [0]),
        ("inbound", ("note", "email"), [0, 1]),
        ("outbound", ("call",), []),
    ],
)
def test_touches(direction: str, kinds: str | tuple[str, ...], wanted: list[int]) -> None:
    assert np.flatnonzero(events.touches(FACTS, direction, kinds)).tolist() == wanted


def test_windows_are_cut_to_the_life() -> None:
    assert events.window_start(FACTS, 0, DAY, 10) == DAY - 9
    assert events.window_start(FACTS, 0, DAY, 1000) == DAY - 100


def test_the_newest_first_and_the_undated_last() -> None:
    rows = [EvidenceRow(None, "a"), EvidenceRow(3, "b"), EvidenceRow(9, "c"), EvidenceRow(0, "d")]
    assert [row.text for row in events.newest_first(rows)] == ["c", "b", "d", "a"]


def test_shares_of_nothing_are_missing() -> None:
    found = events.shares(np.array([1, 0, 2.0]), np.array([2, 0, np.nan]))
    assert np.array_equal(found, [0.5, np.nan, np.nan], equal_nan=True)


def test_usage_rows_outside_are_none() -> None:
    assert events.usage_rows(FACTS, "nothing", 0, 1, 2) == ()
    assert events.day_words(DAY) == "2024-10-04"
