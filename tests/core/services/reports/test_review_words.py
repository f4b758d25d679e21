"""Headlines of a review say what their figures say, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.services.reports import review_words

FIGURES = st.none() | st.floats(0, 1e6)


@given(FIGURES, FIGURES, st.floats(0, 1), st.floats(0, 10))
def test_a_way_and_the_way_back_are_opposite(now, before, share, least):
    told = review_words.way(now, before, 0.0, least)
    back = review_words.way(before, now, 0.0, least)
    assert back == {"up": "down", "down": "up"}.get(told, told)
    assert (review_words.way(now, before, share) == "") == (now is None or before is None)
    if now is not None and before is not None and now == before:
        assert told == "even"


@pytest.mark.parametrize("users", ["up", "down", "even", ""])
@pytest.mark.parametrize("features", ["up", "down", "even", ""])
def test_more_is_said_where_nothing_fell_and_less_where_nothing_rose(users, features):
    told = review_words.adoption(users, features).casefold()
    ways = {users, features}
    assert ("more" in told) == ("up" in ways)
    assert any(word in told for word in ("less", "fewer")) == ("down" in ways)
    assert ("as before" in told) == (ways <= {"even", ""} and ways != {""})


@pytest.mark.parametrize(
    ("opened", "before", "days", "days_before", "told"),
    [
        (3, 10, 2.0, 5.0, "Fewer tickets, solved sooner"),
        (10, 3, 5.0, 2.0, "More tickets, and they took longer"),
        (10, 9, 2.0, 2.2, "About as many tickets as before"),
        (3, 2, None, 2.0, "About as many tickets as before"),
        (4, None, 2.0, None, "Your tickets"),
        (0, 0, None, None, "No tickets in this period"),
    ],
)
def test_tickets(opened, before, days, days_before, told):
    assert review_words.tickets(opened, before, days, days_before) == told


def test_few_answers_say_nothing_of_all():
    assert review_words.answers(50.0, -50.0, 2) == "What your people say"
    assert review_words.answers(50.0, -50.0, 5) == "Your people rate us higher than before"
    assert review_words.answers(3.0, 10.0, 50) == "What your people say"


@pytest.mark.parametrize(
    ("above", "below", "known", "told"),
    [
        (0, 0, 0, "Use, week by week"),
        (8, 0, 28, "Use is above what is usual for you"),
        (3, 9, 28, "Use is below what is usual for you"),
        (7, 7, 28, "Use is as usual for you"),
        (9, 9, 28, "Use is as usual for you"),
    ],
)
def test_usual(above, below, known, told):
    assert review_words.usage(above, below, known) == told
