"""Facts: days, attributes in force, and things worked out once."""

from __future__ import annotations

from datetime import date

import pytest

from healthdesk.core.domain.facts import Attribute, AttributeValue, remember, to_date, to_day
from tests.core.plain_desk import PlainDesk, to_facts


@pytest.mark.parametrize(
    ("text", "day"), [("1970-01-01", 0), ("1969-12-31", -1), ("2024-10-04", 20_000)]
)
def test_days(text: str, day: int) -> None:
    assert to_day(date.fromisoformat(text)) == day
    assert to_date(day).isoformat() == text


def test_attributes_in_force() -> None:
    history = {0: (AttributeValue(5, "x"), AttributeValue(8, None), AttributeValue(9, "y"))}
    one = Attribute("tier", "text", history)
    assert [one.at(0, day) for day in (1, 5, 7, 8, 9, 99)] == ["x", "x", "x", None, "y", "y"]
    assert one.at(1, 9) is None


def test_remember_asks_once() -> None:
    facts = to_facts(PlainDesk(accounts=("a",)))
    asked = []

    def make() -> int:
        asked.append(1)
        return 7

    assert remember(facts, "key", make) == remember(facts, "key", make) == 7
    assert asked == [1]
    assert facts.count == 1
