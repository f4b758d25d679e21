"""Number tiles: each figure counted another way, narrowed, and never of later facts."""

from __future__ import annotations

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.board_number import FIGURES
from healthdesk.core.domain.facts import NO_DAY
from healthdesk.core.services import board_number
from healthdesk.core.services.facts import load
from tests import as_of, make, ready
from tests.core.services.board_asks import DAY, ask, rows

USUAL = {"show": "usual", "reading": "csat", "metric": "", "target": ""}
BEFORE = DAY - 90


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("numbers") / "numbers.healthdesk"
    with ready.sample(path, DAY, 48, 200) as made:
        yield made


def shown(desk, figure, accounts=None, day=DAY, **more):
    told = ask({**USUAL, "figure": figure, **more}, day=day, days=90, accounts=accounts)
    return desk.read(board_number.number, told)


def poor(table):
    return {who for who, row in table.items() if row.band == "Poor"}


def paid(table, who):
    return sum(table[one].arr or 0 for one in who)


def renewing(table):
    return {
        who
        for who, row in table.items()
        if row.renewal_days is not None and 0 <= row.renewal_days <= 90
    }


@pytest.mark.parametrize(
    ("figure", "counted"),
    [
        ("arr", lambda table: paid(table, table)),
        ("arr_poor", lambda table: paid(table, poor(table))),
        ("accounts", len),
        ("accounts_poor", lambda table: len(poor(table))),
        ("renewing", lambda table: paid(table, renewing(table))),
    ],
)
def test_figures_are_those_of_the_accounts_table(desk, figure, counted):
    now, before = rows(desk, DAY), rows(desk, BEFORE)
    found = shown(desk, figure)
    assert found.value == pytest.approx(counted(now))
    assert found.before == pytest.approx(counted(before))
    assert found.change == pytest.approx(counted(now) - counted(before))
    some = frozenset(sorted(now)[::2])
    kept = {who: row for who, row in now.items() if who in some}
    assert shown(desk, figure, some).value == pytest.approx(counted(kept))


def test_what_is_pressed_stands_for_the_accounts_counted(desk):
    table = rows(desk, DAY)
    for figure, mine in (("arr_poor", poor(table)), ("renewing", renewing(table))):
        (mark,) = shown(desk, figure).marks
        assert mark.accounts == mine
        assert mark.label == FIGURES[figure]


def test_shares_are_of_what_is_in_view_or_of_the_desk(desk):
    table = rows(desk, DAY)
    share = shown(desk, "arr_poor", show="share")
    assert share.value == pytest.approx(paid(table, poor(table)) / paid(table, table))
    some = frozenset(sorted(table)[::3])
    share = shown(desk, "arr", some, show="share")
    assert share.value == pytest.approx(paid(table, some) / paid(table, table))
    assert share.unit == "share"


def test_retention_is_what_the_arr_of_the_beginning_became(desk):
    before, now, churned = rows(desk, BEFORE), rows(desk, DAY), desk.read(load).churned
    start = kept = net = 0.0
    for who, row in before.items():
        if row.arr:
            left = now[who].arr if who in now and now[who].arr else 0.0
            start, kept, net = start + row.arr, kept + min(left, row.arr), net + left
    assert start
    assert shown(desk, "nrr").value == pytest.approx(net / start)
    assert shown(desk, "grr").value == pytest.approx(kept / start)
    assert (churned <= NO_DAY).all()


def test_a_mean_is_over_the_accounts_of_which_it_is_known(desk):
    mean = shown(desk, "reading", reading="open_tickets")
    adds = shown(desk, "reading", reading="open_tickets", show="sum")
    assert adds.value == pytest.approx(mean.value * len(rows(desk, DAY)))
    assert mean.called == "Mean open tickets"
    assert mean.beside == f"tickets, mean of {len(rows(desk, DAY))} accounts"
    assert adds.beside == f"tickets, sum of {len(rows(desk, DAY))} accounts"
    assert shown(desk, "reading", reading="usage_level").empty == "Usage level needs a metric."


def test_the_target_is_told_with_its_distance(desk):
    found = shown(desk, "accounts", target=50.0)
    assert found.distance == len(rows(desk, DAY)) - 50


def test_no_later_fact_counts(desk, tmp_path):
    early = DAY - 40
    path = as_of.copy(desk, tmp_path / "cut.healthdesk")
    with Desk.open(path, clock=make.CLOCK) as apart:
        apart.do(as_of.cut, early)
        for figure in FIGURES:
            assert shown(desk, figure, day=early) == shown(apart, figure, day=early), figure


def test_a_desk_without_accounts_says_why_there_is_no_figure(furnished):
    empty = furnished()
    for figure in FIGURES:
        found = shown(empty, figure)
        assert found.value is None
        assert found.empty
        assert found.remedy
