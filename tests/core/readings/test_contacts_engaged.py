"""Different people met."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Touch
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told

ROWS = (
    Touch("a", DAY, "call", "", ("x", "y")),
    Touch("a", DAY + 2, "email", "", ("x",)),
    Touch("a", DAY + 2, "note", "", ("z",)),
    Touch("a", DAY + 3, "email"),
    Touch("b", DAY + 2, "email", "", ("w",)),
)


@pytest.mark.parametrize(("day", "wanted"), [(-1, None), (0, 2), (2, 2), (3, 1), (4, 1), (5, 0)])
def test_people(day: int, wanted: float | None) -> None:
    assert reads(desk(touches=ROWS), day, "contacts_engaged", days=3) == wanted


def test_met_before_the_first_day_and_again() -> None:
    rows = (Touch("a", DAY - 1, "call", "", ("x",)), Touch("a", DAY + 1, "call", "", ("x",)))
    assert reads(desk(touches=rows), 0, "contacts_engaged") == 0
    assert reads(desk(touches=rows), 1, "contacts_engaged") == 1


def test_evidence_names_them() -> None:
    assert told(evidence(desk(touches=ROWS), 2, "contacts_engaged")) == [
        (2, "Email", "x"),
        (0, "Call", "x, y"),
    ]
