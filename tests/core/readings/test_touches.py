"""Touches in the window."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Touch
from tests.core.readings.reading_case import DAY, desk, evidence, reads


def touches(*rows: tuple[int, str, str]) -> tuple[Touch, ...]:
    return tuple(Touch("a", DAY + day, kind, said) for day, kind, said in rows)


ROWS = touches((-1, "call", ""), (0, "call", "inbound"), (3, "note", ""), (3, "email", "outbound"))


@pytest.mark.parametrize(
    ("day", "options", "wanted"),
    [
        (0, {}, 1),
        (3, {}, 2),
        (3, {"days": 3}, 1),
        (3, {"kinds": ["note"]}, 1),
        (3, {"kinds": "call"}, 1),
        (3, {"direction": "inbound"}, 1),
        (9, {"days": 3}, 0),
        (-1, {}, None),
    ],
)
def test_table(day: int, options: dict[str, object], wanted: float | None) -> None:
    assert reads(desk(touches=ROWS), day, "touches", **options) == wanted


def test_evidence() -> None:
    assert len(evidence(desk(touches=ROWS), 3, "touches")) == 2
