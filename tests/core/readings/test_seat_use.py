"""Usage against the seats paid for."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Contract
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told, uses


def contracts(*rows: tuple[int, int | None, float | None]) -> tuple[Contract, ...]:
    return tuple(
        Contract("a", DAY + start, None if end is None else DAY + end, seats)
        for start, end, seats in rows
    )


@pytest.mark.parametrize(
    ("rows", "day", "wanted"),
    [
        ([(0, None, 20)], 0, 0.5),
        ([(0, None, 20), (0, None, None)], 0, 0.5),
        ([(0, None, 20), (0, None, 5)], 0, 0.4),
        ([(0, None, None)], 0, None),
        ([(0, None, 0)], 0, None),
        ([(0, 1, 20)], 1, None),
        ([(1, None, 20)], 0, None),
        ([], 0, None),
    ],
)
def test_share(rows: list[tuple[int, int | None, float | None]], day: int, wanted: float) -> None:
    made = desk(usage=uses({0: 10, 1: 10}), contracts=contracts(*rows))
    assert reads(made, day, "seat_use", metric="m", days=1) == wanted


def test_evidence_shows_use_and_contracts() -> None:
    made = desk(usage=uses({0: 10}), contracts=contracts((0, 9, 20), (0, None, None)))
    assert [row[2] for row in told(evidence(made, 0, "seat_use", metric="m"))] == [
        "10",
        "20 seats",
        "seats not known",
    ]
