"""The setting of what is told, on a desk: Today, the portfolio, use and undo."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.noise import USUAL, Holiday, Noise
from healthdesk.core.services import accounts, noise, scoring, today, trends
from tests import ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("noise") / "sample.healthdesk"
    made = ready.sample(path, DAY, 60, 200, clock=Clock(instant=NOW))
    made.do(scoring.record_reported, DAY)
    yield made
    made.close()


@pytest.fixture
def calm(desk):
    """Change the setting; what was there comes back."""

    def change(**how):
        desk.do(noise.change, Noise(**how))

    yield change
    desk.do(noise.change, USUAL)


def listed(desk):
    view = desk.read(today.read, DAY, DAY - 7)
    return view, {one.account_id for one in view.lists.items if one.kind == "fell"}


def test_what_a_larger_least_move_takes_from_the_list_is_folded(desk, calm):
    before, fell = listed(desk)
    assert before.small
    calm(least=50, days=14, points=20)
    after, _ = listed(desk)
    told = {one.account_id for one in after.lists.items}
    assert len(after.small) > len(before.small)
    assert fell - told <= {one.account_id for one in after.lists.muted} | {
        one.account_id for one in after.small
    }
    hovers = desk.read(noise.hovering, DAY)
    at_edge = {one.account_id: one.told for one in after.small if one.told}
    assert at_edge.items() <= hovers.items()


def test_no_score_changes_and_a_step_of_undo_takes_it_back(desk):
    before = desk.read(accounts.accounts_table, DAY)
    desk.do(noise.change, Noise(least=3))
    assert desk.undo_label == "Change what is told"
    assert desk.read(accounts.accounts_table, DAY) == before
    desk.undo()
    assert desk.read(noise.read) == USUAL
    with pytest.raises(UsageError):
        desk.do(noise.change, msgspec.structs.replace(USUAL, days=0))


def test_a_holiday_mutes_dips_that_lie_in_it_and_today_says_so(desk, calm):
    awake = {
        (account, one.metric, one.first)
        for account, events in desk.read(trends.lasting, DAY).items()
        for one in events
        if one.kind == "dip" and one.last is None and not one.muted
    }
    assert awake
    first = min(first for _, _, first in awake)
    calm(holidays=(Holiday(to_date(first), to_date(DAY), "Shutdown"),))
    found = desk.read(trends.lasting, DAY)
    assert {
        one.muted
        for account, events in found.items()
        for one in events
        if (account, one.metric, one.first) in awake
    } == {"Holiday: Shutdown"}
    muted = desk.read(today.read, DAY, DAY - 1).lists.muted
    assert any("Shutdown" in one.text for one in muted)
