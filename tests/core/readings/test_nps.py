"""Promoters minus detractors among the latest answers."""

from __future__ import annotations

import pytest

from tests.core.plain_desk import Answer
from tests.core.readings.reading_case import DAY, desk, evidence, newest, reads, told


def answers(*rows: tuple[int, float, str | None]) -> tuple[Answer, ...]:
    return tuple(
        Answer("a", DAY + day, "nps", rating, contact, f"{place}")
        for place, (day, rating, contact) in enumerate(rows)
    )


@pytest.mark.parametrize(
    ("rows", "day", "wanted"),
    [
        ([(0, 9, "x")], 0, 100),
        ([(0, 8, "x")], 0, 0),
        ([(0, 7, "x")], 0, 0),
        ([(0, 6, "x")], 0, -100),
        ([(0, 9, "x"), (1, 4, "x")], 1, -100),
        ([(0, 9, "x"), (1, 4, "x")], 0, 100),
        ([(0, 4, "x"), (0, 9, "x")], 0, 100),
        ([(0, 9, "x"), (0, 4, "y"), (0, 4, "z")], 0, -100 / 3),
        ([(0, 9, None), (0, 9, None), (0, 0, None), (0, 7, None)], 0, 25),
        ([(0, 9, "x")], 9, 100),
        ([(0, 9, "x")], 10, None),
        ([(0, 9, "x"), (3, 2, "x")], 12, -100),
        ([], 0, None),
    ],
)
def test_table(rows: list[tuple[int, float, str | None]], day: int, wanted: float | None) -> None:
    found = reads(desk(-100, answers=answers(*rows)), day, "nps", days=10)
    assert found == (None if wanted is None else pytest.approx(wanted))


def test_answers_from_before_the_first_day_do_not_count() -> None:
    assert reads(desk(0, answers=answers((-1, 9, "x"), (0, 0, "y"))), 5, "nps") == -100


def test_other_surveys_do_not_count() -> None:
    assert (
        reads(desk(answers=(Answer("a", DAY, "csat", 5), Answer("a", DAY, "ces", 7))), 0, "nps")
        is None
    )


def test_newest() -> None:
    made = desk(answers=answers((0, 9, "x"), (3, 9, "y"), (8, 9, "x")))
    assert newest(made, 5, "nps") == 3
    assert newest(made, -1, "nps") is None


def test_evidence_shows_the_answers_that_count() -> None:
    made = desk(answers=answers((0, 9, "x"), (3, 4, "x"), (2, 7, None)))
    assert told(evidence(made, 5, "nps")) == [
        (3, "NPS answer by x", "4"),
        (2, "NPS answer", "7"),
    ]
