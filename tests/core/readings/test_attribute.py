"""Attributes as numbers and as texts."""

from __future__ import annotations

import pytest

from tests.core.readings.reading_case import DAY, desk, evidence, reads, told, word


def made(kind: str, *values: object) -> dict[str, object]:
    history = tuple((DAY + place, value) for place, value in enumerate(values))
    return {"kinds": {"x": kind}, "attributes": {("a", "x"): history}}


@pytest.mark.parametrize(
    ("kind", "value", "number", "text"),
    [
        ("number", 3.0, 3, "3"),
        ("number", 2.5, 2.5, "2.5"),
        ("boolean", True, 1, "true"),
        ("boolean", False, 0, "false"),
        ("day", float(DAY), DAY, "2024-10-04"),
        ("text", "Gold", None, "Gold"),
        ("number", None, None, None),
    ],
)
def test_table(kind: str, value: object, number: float | None, text: str | None) -> None:
    one = desk(**made(kind, value))
    assert reads(one, 0, "attribute", key="x") == number
    assert word(one, 0, "attribute", key="x") == text


def test_the_value_in_force_and_before_the_first_known_the_first() -> None:
    one = desk(**made("number", 1.0, 2.0, None))
    assert [reads(one, day, "attribute", key="x") for day in (-9, 0, 1, 2)] == [1, 1, 2, None]


def test_an_attribute_nobody_has_is_missing() -> None:
    assert reads(desk(), 0, "attribute", key="y") is None
    assert word(desk(), 0, "attribute", key="y") is None
    assert evidence(desk(), 0, "attribute", key="y") == ()


def test_evidence() -> None:
    one = desk(**made("number", 1.0, 2.0, 3.0))
    assert told(evidence(one, 1, "attribute", key="x")) == [(1, "x", "2"), (0, "x", "1")]
    assert told(evidence(one, -5, "attribute", key="x")) == [(0, "x", "1")]
