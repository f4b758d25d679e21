"""What excuses a fall: its own past, most accounts' past, most accounts now, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from healthdesk.core.domain.season import CROWD, YEAR, Excuse, crowd, excuse, shares_of_normal
from healthdesk.core.domain.trend import Stretch, detect

NOBODY = np.empty(0)


def fall(first, last, size=-0.6, **more):
    return Stretch(0, more.pop("up", False), first, last, first + 3, size, 50, 20, 9, **more)


def test_a_fall_in_the_same_weeks_of_a_year_before_is_excused():
    past = fall(400, 412)
    now = fall(400 + YEAR + 5, None)
    assert excuse(now, [past, now], NOBODY, 0, now.first + 9) == Excuse("own", 400, 413)


@pytest.mark.parametrize("off", [-14, 0, 14])
def test_moving_holidays_are_near_enough(off):
    now = fall(400 + YEAR + off, None)
    assert excuse(now, [fall(400, 412)], NOBODY, 0, now.first + 5) is not None


@pytest.mark.parametrize(
    "past",
    [
        fall(400, None),
        fall(400, 455, shift=True),
        fall(400, 412, -0.2),
        fall(400, 412, 0.6, up=True),
        fall(385, 412),
        fall(415, 430),
    ],
    ids=["never back", "new normal", "much smaller", "a rise", "earlier", "later"],
)
def test_what_is_no_excuse(past):
    now = fall(400 + YEAR, None)
    assert excuse(now, [past, now], NOBODY, 0, now.first + 9) is None


def test_an_excuse_ends_when_last_year_was_over():
    past, now = fall(400, 412), fall(400 + YEAR, None)
    assert excuse(now, [past], NOBODY, 0, 412 + YEAR + 14) is not None
    assert excuse(now, [past], NOBODY, 0, 412 + YEAR + 15) is None


def shares(days, *falls):
    out = np.ones(days)
    for first, last, share in falls:
        out[first : last + 1] = share
    return out


def test_most_accounts_falling_now_is_an_excuse_while_they_do():
    others = shares(500, (300, 310, 0.4))
    now = fall(301, None)
    assert excuse(now, [], others[:308], 0, 307) == Excuse("now")
    assert excuse(now, [], others[:340], 0, 339) is None


def test_most_accounts_falling_in_these_weeks_before_is_an_excuse():
    others = shares(800, (300, 310, 0.4))
    now = fall(300 + YEAR + 3, None)
    found = excuse(now, [], others[: now.first + 8], 0, now.first + 7)
    assert found is not None
    assert (found.why, found.back) == ("desk", 311)


def test_most_accounts_that_never_came_back_are_none():
    others = shares(800, (300, 600, 0.4))
    now = fall(300 + YEAR, None)
    assert excuse(now, [], others[: now.first + 8], 0, now.first + 7) is None


def test_a_deeper_fall_than_that_of_most_is_not_excused():
    others = shares(500, (300, 310, 0.8))
    assert excuse(fall(300, None, -0.9), [], others[:309], 0, 308) is None


def test_the_crowd_is_known_from_ten_accounts_on():
    values = np.full((CROWD, 4), 5.0)
    values[:, 2] = 2.0
    values[0, 3] = np.nan
    found = crowd(shares_of_normal(values, np.full((CROWD, 4), 10.0)))
    assert found[:3].tolist() == pytest.approx([0.5, 0.5, 0.2])
    assert np.isnan(found[3])
    assert np.isnan(crowd(shares_of_normal(values, np.full((CROWD, 4), 1.0)))).all()
    assert len(crowd(shares_of_normal(np.empty((0, 4)), np.empty((0, 4))))) == 4


def test_one_account_alone_does_not_move_the_crowd():
    values = np.random.default_rng(1).poisson(40, (30, 300)).astype(float)
    values[0, 200:] = 0
    course = detect(values)
    (gone,) = [one for one in course.stretches if one.row == 0]
    others = crowd(shares_of_normal(values, course.expected))
    assert excuse(gone, [gone], others, 0, 299) is None
    assert np.nanmin(others[210:]) > 0.85
