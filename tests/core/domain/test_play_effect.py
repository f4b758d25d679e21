"""What a play did: against a plain reckoning on small random desks, and by hand."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, log2, sqrt
from statistics import fmean, variance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import NO_DAY
from healthdesk.core.domain.play_effect import (
    AFTER,
    FEW,
    Known,
    Worked,
    alike,
    counting,
    days_wanted,
    effect,
    student,
    thirds,
)

LAST = 400
STUDENT = {9: 2.262157, 10: 2.228139, 15: 2.131450, 19: 2.093024, 29: 2.045230, 60: 2.000298}
"""From tables of the distribution."""


@st.composite
def desks(draw, most=24):
    """Days, firings that led to work, all firings, and what is known of the accounts."""
    salt = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(1, most))
    firings = draw(st.integers(0, 16))
    worked = [
        Worked(int(salt.integers(0, count)), int(salt.integers(200, LAST + 1)))
        for _ in range(firings)
    ]
    fired = [(one.account, one.day - int(salt.integers(0, 4))) for one in worked]
    fired += [(int(salt.integers(0, count)), int(salt.integers(100, LAST))) for _ in range(3)]
    days = days_wanted(worked, LAST)
    lost = np.where(salt.random(count) < 0.2, salt.integers(200, LAST, count), NO_DAY)
    gaps = draw(st.sampled_from([0.0, 0.2]))

    def figures(low, high, steps):
        def one(day):
            told = salt.integers(low, high, count) * steps
            empty = (salt.random(count) < gaps) | (lost <= day)
            return np.where(empty, np.nan, told.astype(float))

        return {day: one(day) for day in days}

    score = figures(0, 12, 3.0)
    band = {day: np.where(np.isnan(score[day]), -1, np.nan_to_num(score[day]) // 12).astype(int)
            for day in days}  # fmt: skip
    arr = figures(0, 6, 1000.0)
    return (
        worked,
        fired,
        Known(
            tuple(f"a{(7 * at) % count}" for at in range(count)),
            tuple(f"Account {at}" for at in range(count)),
            score,
            band,
            arr,
            figures(0, 5, 3.0) if draw(st.booleans()) else {},
            lost.astype(np.int32),
            LAST,
            LAST - draw(st.integers(0, 40)),
        ),
    )


# The same, plainly


def plain_third(arr, counts, account):
    some = sorted(value for value, there in zip(arr, counts, strict=True) if there)
    if not some:
        return 0
    return sum(arr[account] >= some[len(some) * part // 3] for part in (1, 2))


def plain_like(one, fired, known):
    """The accounts like one, the nearest first."""
    score, before = known.score[one.day], known.score[one.day - 28]
    band, arr = known.band[one.day], known.arr[one.day]
    me = one.account
    if isnan(score[me]) or isnan(before[me]):
        return []
    found = []
    counts = [there >= 0 and not isnan(paid) for there, paid in zip(band, arr, strict=True)]
    for other in range(len(score)):
        if other == me or band[other] != band[me] or isnan(score[other]) or isnan(before[other]):
            continue
        apart = abs((score[other] - before[other]) - (score[me] - before[me]))
        if apart > 5 or any(who == other and abs(day - one.day) <= 90 for who, day in fired):
            continue
        if isnan(arr[me]) != isnan(arr[other]):
            continue
        far = 0.0
        if not isnan(arr[me]):
            both = arr[me] > 0 and arr[other] > 0
            same = arr[me] == arr[other]
            far = 0.0 if same else abs(log2(arr[other] / arr[me])) if both else 10.0
            factor = same or (both and far <= 1)
            if not factor and plain_third(arr, counts, other) != plain_third(arr, counts, me):
                continue
        far += abs(score[other] - score[me]) / 10 + apart / 5
        found.append((round(far, 9), known.account_ids[other], other))
    return [other for _, _, other in sorted(found)][:3]


def plain_counting(worked):
    out = []
    for one in sorted(worked, key=lambda each: (each.day, each.account)):
        if not any(o.account == one.account and one.day - o.day <= 90 for o in out):
            out.append(one)
    return out


def plain_change(values, account, day, after, *, share):
    was, now = values[day][account], values[day + after][account]
    if isnan(was) or isnan(now) or (share and was <= 0):
        return None
    return 100 * (now - was) / was if share else now - was


@given(desks())
def test_it_is_what_a_plain_reckoning_says(case):
    worked, fired, known = case
    some = plain_counting(worked)
    assert list(counting(worked)) == some
    found = effect(worked, fired, known, "Users")
    assert (found.firings, found.left_out) == (len(worked), len(worked) - len(some))
    assert {one.kind for one in found.horizons} == (
        {"score", "usage"} if known.usage else {"score"}
    )
    for one in found.horizons:
        share = one.kind == "usage"
        values = known.usage if share else known.score
        last = known.used if share else known.last
        ago = [each for each in some if each.day + one.after <= last]
        assert one.waiting == len(some) - len(ago)
        want = {}
        for each in ago:
            like = plain_like(each, fired, known)
            own = plain_change(values, each.account, each.day, one.after, share=share)
            rest = [plain_change(values, at, each.day, one.after, share=share) for at in like]
            rest = [value for value in rest if value is not None]
            if own is not None and rest:
                want[known.account_ids[each.account], each.day] = own - sum(rest) / len(rest)
        assert {
            (p.treated.account_id, p.day): pytest.approx(p.difference) for p in one.pairs
        } == want
        assert one.lost == (
            sum(int(known.lost[each.account]) <= each.day + one.after for each in ago),
            len(ago),
        )
        assert one.few == (len(want) < FEW)
        if not one.few:
            told = list(want.values())
            assert one.mean == pytest.approx(fmean(told))
            half = student(len(told) - 1) * sqrt(variance(told) / len(told))
            assert (one.low, one.high) == pytest.approx((one.mean - half, one.mean + half))


@given(desks())
def test_those_like_it_are_like_it_and_did_not_get_it(case):
    worked, fired, known = case
    by_account = {}
    for account, day in fired:
        by_account.setdefault(account, []).append(day)
    for one in counting(worked):
        assert list(alike(one, by_account, known)) == plain_like(one, fired, known)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=9))
def test_thirds_are_as_even_as_ties_allow(paid):
    arr = np.array([float(one) for one in paid])
    found = thirds(arr, np.ones(len(arr), bool))
    order = np.argsort(arr, kind="stable")
    assert list(found[order]) == sorted(found)
    if len(set(paid)) == len(paid) >= 3:
        sizes = [int((found == one).sum()) for one in range(3)]
        assert max(sizes) - min(sizes) <= 1


def test_ranges_are_students():
    for freedom, value in STUDENT.items():
        assert student(freedom) == pytest.approx(value, abs=2e-4)


def known(scores, **more):
    """Accounts with the same score on all days but the last, and what comes then."""
    count = len(scores)
    days = (172, 200, 230, 260, 290)
    level = np.full(count, 50.0)
    told = dict.fromkeys(days[:2], level) | {day: np.array(scores, float) for day in days[2:]}
    made = Known(
        tuple(f"a{at}" for at in range(count)),
        tuple(f"Account {at}" for at in range(count)),
        told,
        {day: np.ones(count, np.int32) for day in days},
        {day: np.full(count, 9.0) for day in days},
        {},
        np.full(count, NO_DAY, np.int32),
        290,
        290,
    )
    return replace(made, **more)


def test_a_firing_is_held_against_the_mean_of_three():
    one = Worked(0, 200)
    found = effect([one], [(0, 200)], known([62, 50, 53, 56, 99]))
    assert [(h.after, h.kind) for h in found.horizons] == [(after, "score") for after in AFTER]
    (pair,) = found.horizons[0].pairs
    assert (pair.treated.was, pair.treated.now) == (50, 62)
    assert [match.account_id for match in pair.matches] == ["a1", "a2", "a3"]
    assert pair.difference == pytest.approx(12 - 3)
    assert found.horizons[0].verdict == "few"


def test_who_got_it_near_by_is_held_against_nobody():
    fired = [(0, 200), (1, 290), (2, 109), (3, 110)]
    found = effect([Worked(0, 200)], fired, known([62, 50, 53, 56, 51]))
    assert [match.account_id for match in found.horizons[0].pairs[0].matches] == ["a2", "a4"]


def test_who_was_lost_is_counted_and_who_is_like_nobody_is_named():
    lost = np.array([NO_DAY, 240, NO_DAY], np.int32)
    scores = known([62, np.nan, 50], lost=lost)
    found = effect([Worked(0, 200), Worked(2, 260)], [(0, 200), (2, 260)], scores_of(scores))
    first, second, _ = found.horizons
    assert (first.lost, first.others_lost) == ((0, 2), (0, 1))
    assert (second.lost, second.others_lost) == ((0, 1), (1, 1))
    assert first.alone == ("Account 0", "Account 2")
    assert second.waiting == 1


def scores_of(known):
    """The same, with the days of a firing on day 260."""
    more = {232: known.score[230], 320: known.score[290]}
    return replace(known, score={**known.score, **more})


@pytest.mark.parametrize(("by", "verdict"), [(9, "better"), (-9, "worse"), (0, "open")])
def test_ten_firings_allow_a_mean_with_its_range(by, verdict):
    salt = np.random.default_rng(3)
    scores = [50 + by + float(value) for value in salt.normal(0, 3, 10)] + [50.0] * 3
    worked = [Worked(at, 200) for at in range(10)]
    found = effect(worked, [(at, 200) for at in range(10)], known(scores))
    first = found.horizons[0]
    assert (len(first.pairs), first.few, first.verdict) == (10, False, verdict)
    assert first.low < first.mean < first.high
    few = effect(worked[1:], [(at, 200) for at in range(10)], known(scores)).horizons[0]
    assert (few.few, few.mean, few.verdict) == (True, None, "few")
