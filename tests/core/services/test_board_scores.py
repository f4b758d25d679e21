"""Widgets about scores: their figures counted another way, narrowed, and never of later facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.desk import Desk
from healthdesk.core.domain.standing import scale_of
from healthdesk.core.services import board_movers, board_scores, segments, standing
from tests import as_of, make, ready
from tests.core.services.board_asks import DAY, ask, bands, rows, told

QUALITY = {"by": "arr", "split": "tier"}
WORTH = {"Strong": 100, "Average": 60, "Poor": 40}
TIME = {"by": "arr"}
SIDE = {**dict.fromkeys(board_scores.SEGMENTS, ""), "by": "arr"}
MOVERS = {"show": "both", "most": 20.0}
BARS = {"step": "5", "before": True}
ALL = (
    (board_scores.portfolio_quality, QUALITY),
    (board_scores.health_over_time, TIME),
    (board_scores.band_migration, {}),
    (board_scores.score_distribution, BARS),
    (board_movers.movers, MOVERS),
    (board_scores.segment_comparison, SIDE),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("boards") / "boards.healthdesk"
    with ready.sample(path, DAY, 36, 200, name="boards") as made:
        yield made


def half_up(value):
    return int(value + 0.5)


def quality(found, weight):
    """Quality counted account by account."""
    scored = [(WORTH[one.band], weight(who)) for who, one in found.items() if one.band in WORTH]
    return half_up(sum(a * b for a, b in scored) / sum(b for _, b in scored))


def test_quality_is_the_mean_of_what_bands_are_worth(desk):
    found, table = told(desk, DAY), rows(desk, DAY)
    before, earlier = told(desk, DAY - 28), rows(desk, DAY - 28)
    by_arr = desk.read(board_scores.portfolio_quality, ask(QUALITY))
    assert by_arr.quality == quality(found, lambda who: table[who].arr or 0)
    was = quality(before, lambda who: earlier[who].arr or 0)
    assert by_arr.change == by_arr.quality - was
    by_count = desk.read(board_scores.portfolio_quality, ask({**QUALITY, "by": "count"}))
    assert by_count.quality == quality(found, lambda _: 1)
    assert (by_arr.by, by_count.by) == ("arr", "count")


def test_bands_and_values_of_an_attribute_add_up_to_the_whole(desk):
    shown = desk.read(board_scores.portfolio_quality, ask(QUALITY))
    table = rows(desk, DAY)
    assert {one.band: one.count for one in shown.sums if one.count} == bands(desk, DAY)
    for one in shown.sums:
        paid = [row.arr for row in table.values() if row.band == one.band and row.arr is not None]
        assert sum(one.amounts.values()) == pytest.approx(sum(paid))
    tiers = {row.attributes["tier"] for row in table.values()}
    assert {one.name for one in shown.rows} == tiers
    for one in shown.rows:
        mine = {who for who, row in table.items() if row.attributes["tier"] == one.name}
        assert {s.band: s.count for s in one.sums if s.count} == bands(desk, DAY, mine)
        mark = next(each for each in shown.marks if each.key == one.key)
        assert (mark.accounts, mark.label) == (mine, f"Tier: {one.name}")


def test_each_week_shares_what_the_accounts_paid_on_its_day(desk):
    shown = desk.read(board_scores.health_over_time, ask(TIME, days=90))
    assert shown.days == tuple(range(DAY - 84, DAY + 1, 7))
    for at in (0, 5, 12):
        table = rows(desk, shown.days[at])
        assert {o.band: o.count for o in shown.weeks[at] if o.count} == bands(desk, shown.days[at])
        paid = {o.band: 0.0 for o in shown.weeks[at]}
        for row in table.values():
            paid[row.band] += row.arr or 0.0
        whole = sum(paid.values())
        assert shown.shares(at) == pytest.approx([paid[o.band] / whole for o in shown.weeks[at]])


def test_passages_are_counted_account_by_account(desk):
    before, after = told(desk, DAY - 90), told(desk, DAY)
    paid = {0: rows(desk, DAY - 90), 1: rows(desk, DAY)}
    shown = desk.read(board_scores.band_migration, ask({}, days=90))
    marks = {one.key: one.accounts for one in shown.marks}
    seen = set()
    for cell in shown.cells:
        mine = {
            who
            for who in before.keys() | after.keys()
            if (who in before and before[who].band) == (cell.before or False)
            and (who in after and after[who].band) == (cell.after or False)
        }
        assert cell.count == len(mine)
        assert marks.get(cell.key, frozenset()) == mine
        table = paid[0 if cell.after is None else 1]
        assert sum(cell.amounts.values()) == pytest.approx(sum(table[w].arr or 0 for w in mine))
        seen |= mine
    assert seen == before.keys() | after.keys()


@pytest.mark.parametrize("step", ["5", "10", "20"])
def test_every_account_is_in_one_bar_or_has_no_score(desk, step):
    shown = desk.read(board_scores.score_distribution, ask({**BARS, "step": step}, days=90))
    found, before = told(desk, DAY), told(desk, DAY - 90)
    assert [one.low for one in shown.bins] == list(range(0, 100, int(step)))
    for one in shown.bins:
        mine = [s for s in found.values() if s.shown is not None and one.low <= s.shown <= one.high]
        assert one.count == len(mine)
        assert {s.band: s.count for s in one.sums if s.count} == Counter(s.band for s in mine)
        earlier = [s.shown for s in before.values() if s.shown is not None]
        assert one.before == sum(one.low <= s <= one.high for s in earlier)
    assert sum(one.count for one in shown.bins) + shown.none == len(found)
    assert shown.thresholds == (40, 70)


@pytest.mark.parametrize("show", ["both", "drops", "rises"])
def test_movers_are_the_largest_changes_of_the_accounts_table(desk, show):
    shown = desk.read(board_movers.movers, ask({"show": show, "most": 7.0}))
    table = rows(desk, DAY)
    moved = {who: row.change for who, row in table.items() if row.change}
    if show != "both":
        moved = {who: n for who, n in moved.items() if (n < 0) == (show == "drops")}
    sizes = sorted((abs(one) for one in moved.values()), reverse=True)[:7]
    assert [abs(one.change) for one in shown.rows] == sizes
    for one in shown.rows:
        assert one.change == moved[one.account_id]
        assert one.reason == table[one.account_id].reason
    assert shown.fell == sum((row.change or 0) < 0 for row in table.values())
    assert shown.rose == sum((row.change or 0) > 0 for row in table.values())


def test_early_warnings_are_who_would_be_in_poor_within_90_days_at_this_pace(desk):
    shown = desk.read(board_movers.movers, ask({"show": "heading", "most": 200.0}))
    found = told(desk, DAY)
    naive = {}
    for who, row in rows(desk, DAY).items():
        if row.band in {"Strong", "Average"} and (row.change or 0) < 0:
            days = next(
                (n for n in range(1, 91) if found[who].score + row.change / 28 * n < 40), None
            )
            if days is not None:
                naive[who] = days
    assert naive
    assert {one.account_id for one in shown.rows} == set(naive)
    order = [naive[one.account_id] for one in shown.rows]
    assert order == sorted(order)
    for one in shown.rows:
        assert one.reason.startswith(f"Poor in about {naive[one.account_id]} day")


def test_where_nothing_moved_it_says_so(desk):
    still = [who for who, row in rows(desk, DAY).items() if not row.change]
    shown = desk.read(board_movers.movers, ask(MOVERS, accounts=frozenset(still)))
    assert (shown.rows, shown.empty) == ((), "No score moved in 28 days.")


def test_segments_are_counted_by_their_members(desk):
    table, before = rows(desk, DAY), rows(desk, DAY - 28)
    shown = desk.read(board_scores.segment_comparison, ask({**SIDE, "second": "poor"}))
    assert [one.name for one in shown.rows] == ["poor"]
    shown = desk.read(board_scores.segment_comparison, ask(SIDE))
    assert [one.name for one in shown.rows] == [
        "Silent 45 days", "Renewing in 90 days", "Dipping", "Advocates",
    ]  # fmt: skip
    for one in shown.rows:
        mine = set(desk.read(segments.members, one.name, DAY))
        assert one.count == len(mine)
        assert {s.band: s.count for s in one.sums if s.count} == bands(desk, DAY, mine)
        assert sum(one.amounts.values()) == pytest.approx(sum(table[w].arr or 0 for w in mine))
        means = []
        for rows_then in (table, before):
            known = [rows_then[w] for w in mine if w in rows_then]
            scored = [(row.score, row.arr or 0) for row in known if row.score is not None]
            whole = sum(weight for _, weight in scored)
            means.append(half_up(sum(a * b for a, b in scored) / whole) if whole else None)
        assert one.score == means[0]
        assert one.change == (None if None in means else means[0] - means[1])
    marks = {one.key: one.accounts for one in shown.marks}
    assert marks == {
        one.key: set(desk.read(segments.members, one.name, DAY)) for one in shown.rows if one.count
    }


def test_a_segment_that_is_gone_is_told(desk):
    shown = desk.read(board_scores.segment_comparison, ask({**SIDE, "first": "Of old"}))
    assert [(one.name, one.count, one.why) for one in shown.rows] == [
        ("Of old", 0, "This segment is gone")
    ]


def test_arr_of_several_currencies_weighs_nothing(desk):
    found = desk.read(standing.read, [DAY])
    everyone = found.chosen(None)
    assert scale_of(found, everyone, "arr", "EUR").by == "arr"
    code = found.code.copy()
    code[::2] = len(found.codes)
    mixed = replace(found, code=code, codes=(*found.codes, "SEK"))
    scale = scale_of(mixed, everyone, "arr", "EUR")
    assert (scale.by, scale.words) == ("count", "by accounts: ARR in 2 currencies does not add up")
    whole = float(np.nansum(np.where(found.band[:, 0] >= 0, found.arr[:, 0], 0)))
    assert sum(mixed.amounts(everyone, 0, "EUR").values()) == pytest.approx(whole)
    assert set(mixed.amounts(everyone, 0, "EUR")) == {"EUR", "SEK"}


@settings(max_examples=15)
@given(data=st.data())
def test_narrowed_to_some_accounts_it_is_about_those_alone(desk, data):
    everyone = sorted(told(desk, DAY))
    some = frozenset(data.draw(st.lists(st.sampled_from(everyone), min_size=1, unique=True)))
    shown = desk.read(board_scores.portfolio_quality, ask(QUALITY, accounts=some))
    assert {one.band: one.count for one in shown.sums if one.count} == bands(desk, DAY, some)
    assert frozenset().union(*(one.accounts for one in shown.marks)) == some


def test_no_later_fact_counts(desk, tmp_path):
    early = DAY - 40
    path = as_of.copy(desk, tmp_path / "cut.healthdesk")
    with Desk.open(path, clock=make.CLOCK) as apart:
        apart.do(as_of.cut, early)
        for load, options in ALL:
            asked = ask(options, day=early, days=90)
            assert desk.read(load, asked) == apart.read(load, asked)


def test_a_desk_without_accounts_says_so(furnished):
    empty = furnished()
    for load, options in ALL:
        shown = empty.read(load, ask(options))
        assert shown.empty
        assert shown.remedy
        assert not shown.marks
