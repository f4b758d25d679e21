"""Plays that go on, killed in the middle: nothing is lost, nothing fires twice."""

from __future__ import annotations

import pytest

from tests.core.services import killed_days
from tests.core.services.play_story import begin

STORY = """
from healthdesk.core.services import plays
from tests.core.services.play_story import rows

def on_a_day(desk, day):
    desk.do(plays.tick, day)

def seen(desk):
    return min(row["seen_day"] for row in rows(desk, "play")["play"])

def held(desk):
    return rows(desk)

def sound(desk):
    pass
"""


@pytest.mark.parametrize(("kills", "days"), [(3, 9), pytest.param(60, 16, marks=pytest.mark.long)])
def test_r02_plays_that_are_killed_in_the_middle_lose_and_double_nothing(
    desk, tmp_path, kills, days
):
    begin(desk, tmp_path)
    desk.close()
    assert killed_days.between(desk, STORY, kills, days) >= 1
