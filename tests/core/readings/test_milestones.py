"""Onboarding done."""

from __future__ import annotations

from tests.core.plain_desk import Milestone
from tests.core.readings.reading_case import DAY, desk, evidence, reads, told


def test_share() -> None:
    made = desk(milestones=(Milestone("a", DAY + 1), Milestone("a", DAY + 3), Milestone("a")))
    assert [reads(made, day, "milestones") for day in (0, 1, 3)] == [0, 1 / 3, 2 / 3]
    assert reads(desk(), 0, "milestones") is None
    assert told(evidence(made, 1, "milestones")) == [
        (1, "Milestone done", ""),
        (None, "Milestone not done", ""),
        (None, "Milestone not done", ""),
    ]
