"""The mean CSAT rating."""

from __future__ import annotations

from tests.core.plain_desk import Answer
from tests.core.readings.reading_case import DAY, desk, evidence, newest, reads, told


def test_mean_in_the_window() -> None:
    made = desk(
        answers=(
            Answer("a", DAY, "csat", 5, "x", "1"),
            Answer("a", DAY + 2, "csat", 2, "x", "2"),
            Answer("a", DAY, "nps", 0, "x", "3"),
            Answer("b", DAY, "csat", 1, "x", "4"),
            Answer("a", DAY - 1, "csat", 1, "x", "5"),
        )
    )
    assert reads(made, 0, "csat", days=3) == 5
    assert reads(made, 2, "csat", days=3) == 3.5
    assert reads(made, 3, "csat", days=3) == 2
    assert reads(made, 5, "csat", days=3) is None
    assert newest(made, 9, "csat") == 2
    assert told(evidence(made, 2, "csat")) == [
        (2, "CSAT answer by x", "2"),
        (0, "CSAT answer by x", "5"),
    ]
