"""The portfolio by bands: every account alive on a day counts once on it, and ARR by currency."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.band_trend import ORDER, band_trend
from healthdesk.core.domain.views import AccountRow

DAY = 20_780
NAMES = {"S": "Strong", "A": "Average", "P": "Poor", "U": "Unknown"}


def row(number, bands, arr=None, currency="EUR"):
    band = NAMES[bands[-1]]
    return AccountRow(
        f"a{number}", "", None, None, band, None, (), arr, currency, None, None, "", None, 1.0,
        bands=bands,
    )  # fmt: skip


LETTERS = st.tuples(st.text("SAPU-", min_size=27, max_size=27), st.sampled_from("SAPU"))


@given(st.lists(LETTERS, min_size=1, max_size=12))
def test_each_day_adds_up_to_the_accounts_alive_on_it(some):
    rows = [row(at, first + last) for at, (first, last) in enumerate(some)]
    trend = band_trend(rows, DAY)
    assert [one.band for one in trend.lines] == list(ORDER)
    for at in range(28):
        alive = sum(one.bands[at] != "-" for one in rows)
        assert sum(line.counts[at] for line in trend.lines) == alive
    assert trend.days == tuple(range(DAY - 27, DAY + 1))
    assert trend.most >= len(rows)
    for line in trend.lines:
        assert line.now == sum(one.band == line.band for one in rows)
        assert line.change == line.counts[-1] - line.counts[0]


def test_who_moved_is_who_has_a_score_on_both_ends():
    ends = ("SP", "SA", "PA", "SS", "US", "-P", "SU")
    rows = [row(at, one[0] * 26 + one[1] * 2) for at, one in enumerate(ends)]
    trend = band_trend(rows, DAY)
    assert (trend.up, trend.down) == (1, 2)


def test_a_source_that_stopped_is_no_move():
    rows = [row(1, "S" * 26 + "PP"), replace(row(2, "S" * 26 + "PP"), stale=True)]
    trend = band_trend(rows, DAY)
    assert [one.account_id for one in trend.moves] == ["a1"]
    assert {line.band: line.counts[-1] for line in trend.lines}["Poor"] == 2


def test_arr_is_summed_by_currency_and_unknown_is_left_out():
    rows = [row(1, "S" * 28, 10.0), row(2, "S" * 28, 5.0, "USD"), row(3, "S" * 28)]
    strong = band_trend(rows, DAY).lines[0]
    assert strong.arr == {"EUR": 10.0, "USD": 5.0}


def test_no_account_is_no_trend():
    assert band_trend([], DAY).lines == ()
    assert band_trend([], DAY).days == ()
