"""The renewal forecast against what was said, added up one by one; its range and its order."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.board_forecast import Expected, spans
from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import board_forecast, forecasts
from tests import ready
from tests.core.services.board_asks import DAY, ask, rows

COUNTS = {"commit": 3, "likely": 2, "at risk": 1, "lost": 0}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("forecasts") / "forecasts.healthdesk"
    with ready.sample(path, DAY, 48, 200) as made:
        yield made


def naive(desk, only=None):
    """Least, expected, most by month and currency."""
    known, out = rows(desk, DAY), defaultdict(lambda: [0, 0.0, 0.0, 0.0])
    last = to_date(DAY).year * 12 + to_date(DAY).month + 5
    for one in desk.read(forecasts.all, DAY).rows:
        date = to_date(one.renewal)
        month = date.year * 12 + date.month
        if one.account_id not in known or month > last:
            continue
        if only is not None and one.account_id not in only:
            continue
        silent = "at risk" if known[one.account_id].band == "Poor" else "likely"
        level = COUNTS[one.category or silent]
        worth = one.amount if one.amount is not None else (one.arr or 0)
        cell = out[date.replace(day=1), one.currency]
        cell[0] += 1
        for at, least in ((1, 3), (2, 2), (3, 1)):
            cell[at] += worth if level >= least else 0
    return dict(out)


def told(found):
    return {
        (to_date(one.month), one.currency): [one.count, one.low, one.mid, one.high]
        for one in found.rows
    }


@pytest.mark.parametrize("part", [None, 2, 3])
def test_ranges_are_what_was_said_added_up(sample, part):
    only = None if part is None else frozenset(list(rows(sample, DAY))[::part])
    found = sample.read(board_forecast.forecast, ask({"months": 6.0}, accounts=only))
    expected = naive(sample, only)
    assert told(found).keys() == expected.keys()
    for key, figures in told(found).items():
        assert figures == pytest.approx(expected[key])
    marks = {one.key: one for one in found.marks}
    assert all(marks[one.key].accounts for one in found.rows)
    assert expected or found.empty


@given(
    st.lists(
        st.builds(
            Expected,
            st.sampled_from("abc"),
            st.integers(1, 4),
            st.sampled_from(["EUR", "USD"]),
            st.none() | st.floats(0, 1e6),
            st.sampled_from(["", *COUNTS]),
            st.none() | st.floats(0, 1e6),
            st.sampled_from(["Strong", "Poor"]),
        )
    )
)
def test_the_expected_lies_in_its_range_and_months_make_up_the_whole(some):
    months, totals = spans(some)
    for one in (*months, *totals):
        assert 0 <= one.low <= one.mid <= one.high
    for whole in totals:
        mine = [one for one in months if one.currency == whole.currency]
        assert sum(one.count for one in mine) == whole.count
        assert sum(one.mid for one in mine) == pytest.approx(whole.mid)
    assert [one.month for one in months] == sorted(one.month for one in months)
