"""The setting of what is told, on a desk: Today, the portfolio, use and undo."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import numpy as np
import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.noise import USUAL, Holiday, Noise
from healthdesk.core.services import (
    accounts,
    noise,
    play_records,
    play_trends,
    scoring,
    segment_past,
    timeline_moves,
    today,
    trends,
)
from healthdesk.core.services.facts import load
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


def test_a_play_does_not_start_on_a_dip_of_a_holiday_until_it_goes_on(desk, calm):
    facts = desk.read(load)
    found = desk.read(play_trends.found, facts, "")
    fall = next(one for one, excused, sizes in found.falls if not excused.all() and len(sizes) > 6)
    first = to_date(fall.first)
    rows = desk.read(play_records.records, facts, "trend ")
    calm(holidays=(Holiday(first, first, "Day off"),))
    muted = desk.read(play_trends.muted, facts, np.arange(fall.found, fall.first + 4))
    assert muted[fall.row].all()
    calm(holidays=(Holiday(first, to_date(DAY), "Long"),))
    later = desk.read(play_records.records, facts, "trend ")
    assert (fall.row, fall.first) in dips(rows)
    assert (fall.row, fall.first) not in dips(later)
    assert dips(later) < dips(rows)


def test_a_segment_folds_who_came_and_went_by_hovering_alone(desk, calm):
    rule = {"field": "band", "op": "=", "value": "Average"}
    calm(points=0)
    plain = desk.read(segment_past.came_and_went, rule, DAY)
    assert plain
    assert not any(one.folded for one in plain)
    calm(days=7, points=20, least=50)
    found = desk.read(segment_past.came_and_went, rule, DAY)
    assert [(one.day, one.account_id, one.came) for one in found] == [
        (one.day, one.account_id, one.came) for one in plain
    ]
    assert any(one.folded for one in found)
    silent = {"field": "tier", "op": "is present"}
    assert not any(one.folded for one in desk.read(segment_past.came_and_went, silent, DAY))


def test_the_timeline_says_how_many_moves_it_folded(desk, calm):
    def told():
        accounts_ = [row.account_id for row in desk.read(accounts.accounts_table, DAY).rows][:12]
        moves = [desk.read(timeline_moves.scores, one, DAY) for one in accounts_]
        folded = [desk.read(timeline_moves.folded, one, DAY) for one in accounts_]
        return sum(map(len, moves)), sum(folded)

    calm(points=0, days=1, least=1)
    many, none = told()
    calm(days=14, points=20, least=50)
    fewer, some = told()
    assert none == 0
    assert some > 0
    assert many - some <= fewer <= many


def dips(records):
    some = zip(records.account.tolist(), records.word, records.since.tolist(), strict=True)
    return {(account, since) for account, word, since in some if word == "dip"}
