"""Warnings before outcomes: what was seen, missed, and not known; ranges that hold."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from healthdesk.core.domain.judgement import FEW, KINDS, Case, Share, judge, wilson

BANDS = ("Strong", "Average", "Poor", "Unknown", None)
cases = st.lists(
    st.builds(
        Case,
        st.text("ab", max_size=3),
        st.just("Name"),
        st.sampled_from(sorted(KINDS)),
        st.integers(1, 99),
        st.sampled_from(BANDS),
        pulse=st.sampled_from(BANDS),
    ),
    max_size=30,
)


@given(cases)
def test_every_outcome_is_in_one_part_and_one_only(some):
    made = judge(some, 100, 90)
    assert sum(len(one.cases) for one in made.tallies) == len(some)
    for one in made.tallies:
        parts = (one.both, one.score_only, one.pulse_only, one.neither, one.unknown)
        assert sum(len(part) for part in parts) == len(one.cases)
        assert one.score.count == len(one.both) + len(one.score_only)
        assert one.pulse.count == len(one.both) + len(one.pulse_only)
        assert one.score.of == sum(case.score not in {None, "Unknown"} for case in one.cases)


def test_missing_is_not_wrong():
    case = Case("a", "A", "churned", 9, "Unknown", pulse="Strong")
    made = judge([case], 10, 90).of("churned")
    assert made.neither == ()
    assert made.unknown == (case,)
    assert (made.score, made.pulse) == (Share(0, 0), Share(0, 1))
    assert made.score.share is None
    assert made.score.span is None


def test_few_are_not_told():
    def some(count, score, pulse="Strong"):
        return [Case(str(at), "A", "churned", 9, score, pulse=pulse) for at in range(count)]

    assert judge(some(FEW - 1, "Poor"), 10, 90).of("churned").told == "few"
    assert judge(some(FEW, "Poor"), 10, 90).of("churned").told == "score"
    assert judge(some(FEW, "Strong", "Poor"), 10, 90).of("churned").told == "pulse"
    assert judge(some(FEW, "Poor", "Poor"), 10, 90).of("churned").told == "same"


@example(0, 161)
@given(st.integers(0, 400), st.integers(1, 400))
def test_a_range_holds_its_share(count, of):
    low, high = wilson(min(count, of), of)
    assert 0 <= low <= min(count, of) / of <= high + 1e-12
    assert high <= 1


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_a_range_holds_the_true_share_95_times_of_100(share):
    of = 60
    held = sum(
        comb(of, count) * share**count * (1 - share) ** (of - count)
        for count in range(of + 1)
        if wilson(count, of)[0] <= share <= wilson(count, of)[1]
    )
    assert 0.92 < held < 0.98
