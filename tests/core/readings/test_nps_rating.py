"""The mean of the latest NPS answers."""

from __future__ import annotations

from tests.core.plain_desk import Answer
from tests.core.readings.reading_case import DAY, desk, evidence, newest, reads


def answers(*rows: tuple[int, float, str | None]) -> tuple[Answer, ...]:
    return tuple(
        Answer("a", DAY + day, "nps", rating, contact, f"{place}")
        for place, (day, rating, contact) in enumerate(rows)
    )


def test_mean_of_each_contacts_latest() -> None:
    made = desk(answers=answers((0, 0, "x"), (1, 9, "x"), (1, 4, None)))
    assert reads(made, 0, "nps_rating") == 0
    assert reads(made, 1, "nps_rating") == 6.5
    assert reads(made, -1, "nps_rating") is None
    assert reads(made, 181, "nps_rating", days=180) is None
    assert newest(made, 9, "nps_rating") == 1
    assert len(evidence(made, 9, "nps_rating")) == 2
