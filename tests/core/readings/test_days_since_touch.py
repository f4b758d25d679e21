"""Days since the latest touch."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Touch
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told


def touches(*rows: tuple[int, str, str]) -> tuple[Touch, ...]:
    return tuple(Touch("a", DAY + day, kind, said) for day, kind, said in rows)


ROWS = touches((-9, "call", "inbound"), (2, "email", "outbound"), (4, "note", "inbound"))


@pytest.mark.parametrize(
    ("day", "options", "wanted"),
    [
        (0, {}, 9),
        (2, {}, 0),
        (6, {}, 4),
        (6, {"kinds": ["note"]}, 2),
        (6, {"kinds": ["note", "email"]}, 2),
        (6, {"direction": "inbound"}, 15),
        (6, {"direction": "outbound"}, 4),
        (1, {"direction": "outbound"}, 1),
        (6, {"kinds": ["review"]}, 6),
        (-1, {"direction": "outbound"}, None),
    ],
)
def test_table(day: int, options: dict[str, object], wanted: float | None) -> None:
    assert reads(desk(touches=ROWS), day, "days_since_touch", **options) == wanted


def test_evidence() -> None:
    assert told(evidence(desk(touches=ROWS), 6, "days_since_touch")) == [
        (2, "Email, outbound", "outbound"),
        (-9, "Call, inbound", "inbound"),
    ]
