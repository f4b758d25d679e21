"""What is told of a score's moves: a hovering score once, a clear one at once, nothing lost."""

from __future__ import annotations

from datetime import date
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.noise import (
    SETTLES,
    USUAL,
    Holiday,
    Noise,
    checked,
    excuse,
    holidays_of,
    kept_as,
    lines_of,
    mean_line,
    parsed,
    settled_bands,
    told_bands,
)
from healthdesk.core.domain.views import Band

BOUNDS = (40.0, 70.0)


def band(score: int | None) -> Band:
    if score is None:
        return "Unknown"
    return "Strong" if score >= 70 else "Average" if score >= 40 else "Poor"


def told(scores, noise=USUAL):
    return told_bands([band(one) for one in scores], scores, BOUNDS, noise)


def changes(bands) -> int:
    return sum(before != after for before, after in pairwise(bands))


NOISES = st.builds(
    Noise, days=st.integers(1, SETTLES), points=st.integers(1, 8), least=st.integers(1, 30)
)


@st.composite
def hovering(draw):
    """A score within the points of a threshold, never long on one side of it."""
    noise, bound = draw(NOISES), draw(st.sampled_from((40, 70)))
    near = st.integers(bound - noise.points + 1, bound + max(noise.points - 2, 0))
    scores = draw(st.lists(near, min_size=1, max_size=60))
    runs = [len(list(some)) for _, some in groupby(scores, key=band)]
    if max(runs) >= SETTLES:
        scores = scores[: SETTLES - 1]
    return noise, scores


@settings(max_examples=150)
@given(hovering())
def test_a_score_that_hovers_at_a_threshold_is_told_once_at_most(case):
    noise, scores = case
    assert changes(told(scores, noise)) <= 1


@settings(max_examples=100)
@given(NOISES, st.lists(st.integers(0, 100) | st.none(), min_size=1, max_size=40))
def test_nothing_is_told_that_was_not_and_what_lasts_is(noise, scores):
    bands = [band(one) for one in scores]
    said = told(scores, noise)
    assert all(one in bands[: at + 1] for at, one in enumerate(said))
    assert changes(said) <= changes(bands)
    assert told([*scores, *[scores[-1]] * SETTLES], noise)[-1] == bands[-1]
    held = settled_bands(bands, said)
    assert len(held) == len(bands)
    assert changes(held) <= changes(bands)


def test_a_band_is_told_when_it_held_or_lies_past_or_was_leapt_into():
    assert told((71, 69))[-1] == "Strong"
    assert told((71, 69, 69))[-1] == "Average"
    assert told((71, 68))[-1] == "Average"
    assert told((79, 69))[-1] == "Average"
    assert told((69, 70))[-1] == "Average"
    assert told((69, 71))[-1] == "Strong"
    assert told((80, 20))[-1] == "Poor"
    assert told((71, None))[-1] == "Unknown"
    assert told((71, 69), Noise(days=1))[-1] == "Average"
    assert told((71, 69), Noise(points=0))[-1] == "Average"


def test_a_threshold_that_was_told_waits_until_the_score_has_left_it():
    once = (71, 69, 69, 70, 70, 70)
    assert told(once) == ("Strong", "Strong", *["Average"] * 4)
    assert told((*once, 71, 71))[-1] == "Strong"
    assert told((71, 69, 69, 66, 69, 70, 70))[-1] == "Strong"


def test_looked_back_at_a_band_holds_from_its_first_day():
    scores = (71, 69, 71, 69, 69, 60)
    bands = [band(one) for one in scores]
    assert settled_bands(bands, told(scores)) == (*["Strong"] * 3, *["Average"] * 3)


def test_a_smooth_line_has_a_gap_where_the_score_has_one():
    values = [50.0, 60.0, None, 70.0]
    assert mean_line(values) == (50.0, 55.0, None, 60.0)


def test_a_fall_in_a_holiday_needs_nobody_and_one_that_goes_on_does():
    noise = Noise(holidays=(Holiday(date(1970, 1, 11), date(1970, 1, 15), "Break"),))
    assert excuse(noise, 10, None, 12) == "Holiday: Break"
    assert excuse(noise, 10, 14, 200) == "Holiday: Break"
    assert not excuse(noise, 9, None, 12)
    assert not excuse(noise, 10, None, 18)


def test_holidays_are_read_as_they_are_written():
    text = "2026-05-01 Labour Day\n2026-12-24 to 2027-01-01 Year's end"
    found = holidays_of(f"\n{text}\n")
    assert lines_of(found) == text
    noise = checked(Noise(holidays=found[::-1]))
    assert noise.holidays == found
    assert parsed(kept_as(noise)) == noise
    assert parsed('{"days": 99}') == parsed("[") == parsed(None) == USUAL


@pytest.mark.parametrize(
    "line", ["tomorrow Break", "2026-12-24 to", "2026-12-24", "2026-12-24 to x y"]
)
def test_a_line_that_is_no_holiday_is_refused(line):
    with pytest.raises(UsageError):
        holidays_of(line)


def test_a_holiday_that_ends_before_it_begins_is_refused():
    with pytest.raises(UsageError):
        checked(Noise(holidays=holidays_of("2026-12-24 to 2026-12-01 Back to front")))
    with pytest.raises(UsageError):
        checked(Noise(points=99))
