"""Attributes as arrays, and first days that depend on them."""

from __future__ import annotations

import numpy as np
import pytest

from healthdesk.core.domain.column import alive, as_words, column, first_days, life
from healthdesk.core.domain.facts import NO_DAY, Facts, Metric
from tests.core.plain_desk import Churn, Contract, PlainDesk, to_facts

DAYS = np.array([10, 20, 30], np.int32)


def facts(*changes: tuple[int, float | None], **rows: object) -> Facts:
    attributes = {("a", "started_on"): changes} if changes else {}
    made = PlainDesk(
        accounts=("a", "b"),
        kinds={"started_on": "day"},
        attributes=attributes,
        metrics=(Metric("m"),),
    )
    return to_facts(made.with_(**rows))


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [
        ("number", None, None),
        ("number", 3.0, "3"),
        ("number", 0.1, "0.1"),
        ("day", 0.0, "1970-01-01"),
        ("boolean", True, "true"),
        ("boolean", 0.0, "false"),
        ("text", "x", "x"),
    ],
)
def test_words(kind: str, value: str | float | bool | None, word: str | None) -> None:
    assert as_words(kind, value) == word  # type: ignore[arg-type]


def test_first_days() -> None:
    none = first_days(facts(), DAYS)
    assert none.tolist() == [[NO_DAY], [NO_DAY]]
    used = facts(usage={("a", "m", 15): 1.0, ("a", "m", 12): 0.0})
    assert first_days(used, DAYS).tolist() == [[12], [NO_DAY]]
    paid = facts((5, 11.0), contracts=(Contract("a", 9), Contract("b", 30)))
    assert first_days(paid, DAYS).tolist() == [[9], [30]]
    started = facts((5, 11.0))
    assert first_days(started, DAYS).tolist() == [[11], [NO_DAY]]


def test_a_start_that_was_corrected() -> None:
    moved = facts((5, 11.0), (20, 8.0), (30, None))
    assert first_days(moved, DAYS)[0].tolist() == [11, 8, NO_DAY]
    same = facts((5, 11.0), (20, 11.0))
    assert first_days(same, DAYS).shape == (2, 1)


def test_without_days_of_first_usage_the_values_tell() -> None:
    made = facts(usage={("a", "m", 15): 1.0, ("b", "m", 14): 2.0})
    bare = Facts(
        **{
            name: getattr(made, name)
            for name in made.__dataclass_fields__
            if name not in ("first_usage", "memory")
        }
    )
    assert first_days(bare, DAYS).tolist() == [[15], [14]]


def test_a_start_that_is_no_day_counts_for_nothing() -> None:
    made = PlainDesk(accounts=("a",), attributes={("a", "started_on"): ((1, "soon"),)})
    assert first_days(to_facts(made), DAYS).tolist() == [[NO_DAY]]


def test_life_and_its_end() -> None:
    made = facts((5, 20.0), churns=(Churn("a", 30),))
    assert alive(made, DAYS)[0].tolist() == [False, True, False]
    left = life(made, DAYS, 7)
    assert np.array_equal(left[0], [np.nan, 1, 7], equal_nan=True)


def test_columns() -> None:
    made = to_facts(
        PlainDesk(
            accounts=("a", "b", "c"),
            attributes={("a", "t"): ((5, "x"), (20, None), (30, "y")), ("c", "t"): ((25, "x"),)},
        )
    )
    found = column(made, "t")
    codes = found.codes(DAYS)
    words = [[None if code < 0 else found.words[code] for code in row] for row in codes.tolist()]
    assert words == [["x", None, "y"], [None] * 3, ["x"] * 3]
    assert np.isnan(found.numbers(DAYS)).all()
    assert column(made, "t") is found
    assert not found.steady
    assert column(made, "nothing").steady
