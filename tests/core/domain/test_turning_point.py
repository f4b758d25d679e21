"""The two days compared at first: where the last rise or fall began, and the day in view."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.turning_point import default_days
from healthdesk.core.domain.views import DayScore


def days(scores: list[float | None], first: int = 0) -> list[DayScore]:
    return [
        DayScore(first + n, None, None, "Unknown", "p", 1)
        if score is None
        else DayScore(first + n, score, int(score + 0.5), "Average", "p", 1)
        for n, score in enumerate(scores)
    ]


def test_a_fall_after_a_drifting_plateau_begins_at_the_plateaus_end() -> None:
    plateau = [87.0 - 0.02 * n for n in range(150)]
    fall = [plateau[-1] - 1.1 * n for n in range(1, 30)]
    found = default_days(days([*plateau, *fall]), 178)
    assert found is not None
    assert found[1] == 178
    assert 140 <= found[0] <= 152


def test_a_rise_begins_at_the_local_minimum() -> None:
    scores = [80.0 - n for n in range(30)] + [50.0 + 2 * n for n in range(15)]
    assert default_days(days(scores), 44) == (30, 44)


def test_a_score_that_stands_still_is_compared_with_28_days_before() -> None:
    assert default_days(days([60.0] * 90), 89) == (61, 89)
    assert default_days(days([60.0] * 10), 9) == (0, 9)


def test_days_after_the_one_in_view_do_not_count() -> None:
    found = default_days(days([80.0] * 40 + [50.0] * 20), 39)
    assert found == (11, 39)


def test_without_two_scores_there_is_nothing_to_compare() -> None:
    assert default_days([], 10) is None
    assert default_days(days([None, 50.0, None]), 2) is None


@given(st.lists(st.none() | st.floats(0, 100), min_size=2, max_size=300))
def test_both_days_have_a_score_and_stand_in_order(scores: list[float | None]) -> None:
    found = default_days(days(scores), len(scores) - 1)
    known = [n for n, score in enumerate(scores) if score is not None]
    if len(known) < 2:
        assert found is None
    else:
        assert found is not None
        assert found[0] < found[1] == known[-1]
        assert found[0] in known
        assert found[1] - found[0] <= 180
