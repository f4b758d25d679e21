"""Twelve weeks of the portfolio: what every account was on each day, counted another way."""

from __future__ import annotations

from collections import Counter

import pytest

from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import (
    accounts,
    portfolio_trend,
    pulses,
    scoring,
    snapshots,
)
from tests import make, ready

DAY = to_day(make.NOW.date())
DAYS = range(DAY - 84, DAY + 1, 7)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("portfolio") / "portfolio.healthdesk"
    with ready.sample(path, DAY, 60) as made:
        yield made


def told(desk, day):
    return {one.account_id: one for one in desk.read(scoring.scores, day)}


def test_each_week_counts_what_the_scores_of_its_day_say(desk):
    trend = desk.read(portfolio_trend.read, DAY)
    assert trend.days == tuple(DAYS)
    for at, day in enumerate(DAYS):
        bands = Counter(one.band for one in told(desk, day).values())
        assert {line.band: line.counts[at] for line in trend.lines if line.counts[at]} == bands


def test_each_week_sums_the_arr_that_the_table_of_its_day_says(desk):
    trend = desk.read(portfolio_trend.read, DAY)
    for at, day in ((0, DAYS[0]), (12, DAY)):
        sums = {}
        for row in desk.read(accounts.accounts_table, day).rows:
            if row.arr is not None:
                of = sums.setdefault(row.band, {})
                of[row.currency] = of.get(row.currency, 0.0) + row.arr
        for line in trend.lines:
            assert line.amounts[at] == pytest.approx(sums.get(line.band, {}))
    assert all(line.arr == line.amounts[-1] for line in trend.lines)


def test_who_hovers_counts_in_the_band_that_was_told_and_is_said(desk):
    kept = desk.read(portfolio_trend._found, DAY)
    trend = portfolio_trend.trend_of(kept)
    fell = next(one for one in trend.moves if one.way == "fell")
    again = portfolio_trend.trend_of(kept, told={fell.account_id: fell.before, "nobody": "Poor"})
    assert (trend.hovering, again.hovering) == (0, 1)
    assert again.down == trend.down - 1


def test_who_moved_is_who_is_in_another_band_with_a_reason(desk):
    trend = desk.read(portfolio_trend.read, DAY)
    before, after = told(desk, DAYS[0]), told(desk, DAY)
    order = {"Poor": 0, "Average": 1, "Strong": 2}
    wanted = {}
    for who in before.keys() & after.keys():
        first, last = order.get(before[who].band), order.get(after[who].band)
        if first is not None and last is not None and first != last:
            wanted[who] = "fell" if last < first else "rose"
    rows = desk.read(accounts.accounts_table, DAY).rows
    stopped = {row.account_id for row in rows if row.stale} & wanted.keys()
    assert stopped, "a source that stopped is told as such, not as a move"
    wanted = {who: way for who, way in wanted.items() if who not in stopped}
    assert wanted == {one.account_id: one.way for one in trend.moves if one.way in {"fell", "rose"}}
    assert (trend.up, trend.down) == tuple(
        sum(way == one for way in wanted.values()) for one in ("rose", "fell")
    )
    for one in trend.moves:
        if one.way in {"fell", "rose"}:
            ends = before[one.account_id], after[one.account_id]
            assert (one.before, one.after) == (ends[0].band, ends[1].band)
            assert (one.was, one.shown) == (ends[0].shown, ends[1].shown)
            assert one.reason
    assert {one.account_id for one in trend.of("gone")} == before.keys() - after.keys()
    assert {one.account_id for one in trend.of("new")} == after.keys() - before.keys()
    assert all("Churned on" in one.reason for one in trend.of("gone"))


def test_a_year_counts_every_four_weeks_what_the_days_say(desk):
    trend = desk.read(portfolio_trend.year, DAY)
    assert trend.days == tuple(range(DAY - 364, DAY + 1, 28))
    bands = Counter(one.band for one in told(desk, DAY - 28).values())
    assert {line.band: line.counts[-2] for line in trend.lines if line.counts[-2]} == bands


def test_a_segment_chooses_among_the_accounts(desk):
    desk.do(portfolio_trend.keep, DAY)
    kept = desk.read(snapshots.find, portfolio_trend.SNAPSHOT, portfolio_trend.Kept)
    inside = {one.account_id for one in kept.courses if one.bands[-1] == 2}
    trend = portfolio_trend.trend_of(kept, inside)
    assert trend.lines[2].band == "Poor"
    assert trend.lines[2].now == len(inside)
    assert {one.account_id for one in trend.moves} <= inside
    assert sum(line.now for line in trend.lines) == len(inside)


def test_it_is_kept_in_the_desk_until_a_fact_changes(desk):
    first = desk.read(portfolio_trend.read, DAY)
    stamp = desk.stamp
    desk.do(portfolio_trend.keep, DAY)
    assert desk.stamp == stamp
    kept = desk.read(snapshots.find, portfolio_trend.SNAPSHOT, portfolio_trend.Kept)
    assert portfolio_trend.trend_of(kept) == first
    account = desk.read(accounts.accounts_table, DAY).rows[0].account_id
    desk.do(pulses.put, account, -1.0, "Grumpy", "me")
    assert desk.read(snapshots.find, portfolio_trend.SNAPSHOT, portfolio_trend.Kept) is None
    assert desk.read(portfolio_trend.read, DAY).days == first.days
    desk.undo()


def test_no_account_is_no_trend(tmp_path):
    with make.desk(tmp_path) as empty:
        assert empty.read(portfolio_trend.read, DAY).lines == ()
