"""What was felt, the newest counting most."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Feeling
from tests.core.readings.reading_case import DAY, desk, evidence, newest, reads, told


def feelings(*rows: tuple[int, float, bool]) -> tuple[Feeling, ...]:
    return tuple(Feeling("a", DAY + day, value, guessed) for day, value, guessed in rows)


def test_weights_halve_with_age() -> None:
    made = desk(feelings=feelings((0, 1, False), (30, -1, False)))
    assert reads(made, 0, "sentiment") == 1
    assert reads(made, 30, "sentiment") == pytest.approx((0.5 - 1) / 1.5)
    assert reads(made, 90, "sentiment", days=90) == -1
    assert reads(made, 120, "sentiment", days=90) is None


def test_estimates_count_only_when_asked_for() -> None:
    made = desk(feelings=feelings((0, 1, False), (0, -1, True)))
    assert reads(made, 0, "sentiment") == 1
    assert reads(made, 0, "sentiment", estimated=True) == 0
    assert newest(made, 4, "sentiment", estimated=True) == 0


def test_a_short_half_life_does_not_make_old_values_vanish() -> None:
    made = desk(feelings=feelings((0, 0.4, False)))
    assert reads(made, 3000, "sentiment", days=3650, half_life=0.5) == 0.4


def test_nothing_felt_before_the_first_day() -> None:
    assert reads(desk(feelings=feelings((-1, 1, False))), 5, "sentiment") is None


def test_evidence() -> None:
    made = desk(feelings=feelings((0, 1, False), (1, -0.5, True)))
    assert told(evidence(made, 1, "sentiment", estimated=True)) == [
        (1, "Pulse (estimated from its text)", "-0.50"),
        (0, "Pulse", "+1.00"),
    ]
    assert len(evidence(made, 1, "sentiment")) == 1
