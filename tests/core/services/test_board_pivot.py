"""Free exploration against counting one by one; ranges and quarters of any numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.pivot import edges, quarter_name, range_names
from healthdesk.core.services import accounts, board_pivot, segments
from tests import ready
from tests.core.services.board_asks import DAY, ask, rows

TOLD = {
    "rows": "band",
    "columns": "stage",
    "value": "count",
    "reading": "days_since_touch",
    "metric": "",
    "field": "",
    "show": "shades",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("pivots") / "pivots.healthdesk"
    with ready.sample(path, DAY, 48, 200) as made:
        yield made


def pivot(desk, only=None, **told):
    return desk.read(board_pivot.pivot, ask({**TOLD, **told}, accounts=only))


def table(found):
    return {
        (row.name, column.name): cell
        for row, cells in zip(found.rows, found.cells, strict=True)
        for column, cell in zip(found.columns, cells, strict=True)
        if cell.count
    }


def test_counts_are_those_of_the_accounts_table(sample):
    known = rows(sample, DAY)
    found = pivot(sample)
    naive = Counter((one.band, one.attributes.get("stage", "Not set")) for one in known.values())
    assert {key: cell.count for key, cell in table(found).items()} == naive
    assert [cell.count for cell in found.totals] == [
        sum(one.count for one in cells) for cells in found.cells
    ]
    assert found.whole.count == len(known) == sum(cell.count for cell in found.sums)
    assert found.adds


def test_marks_stand_for_the_accounts_of_rows_columns_and_cells(sample):
    known, found = rows(sample, DAY), pivot(sample)
    marks = {one.key: one for one in found.marks}
    for row, cells in zip(found.rows, found.cells, strict=True):
        whole = frozenset(who for who, one in known.items() if one.band == row.band)
        assert marks[row.mark].accounts == whole
        parts = [marks[cell.mark].accounts for cell in cells if cell.mark]
        assert frozenset().union(*parts) == whole
        assert sum(map(len, parts)) == len(whole)


def test_means_and_sums_are_of_the_accounts_whose_value_is_known(sample):
    known = rows(sample, DAY)
    scores, paid = defaultdict(list), defaultdict(lambda: defaultdict(float))
    for one in known.values():
        if one.score is not None:
            scores[one.band].append(one.score)
        if one.arr is not None:
            paid[one.band][one.currency] += one.arr
    found = pivot(sample, columns="", value="score")
    for line, total in zip(found.rows, found.totals, strict=True):
        assert total.known == len(scores[line.band])
        if total.known:
            assert total.value == pytest.approx(np.mean(scores[line.band]))
    money = pivot(sample, columns="", value="arr")
    for line, total in zip(money.rows, money.totals, strict=True):
        assert total.amounts == pytest.approx(dict(paid[line.band]))
    assert not money.columns
    assert not money.column_title


def test_asked_about_some_it_is_of_those_alone(sample):
    some = frozenset(list(rows(sample, DAY))[::3])
    found = pivot(sample, some)
    assert found.whole.count == len(some)
    assert all(one.accounts <= some for one in found.marks)


def test_segments_overlap_and_the_whole_counts_each_account_once(sample):
    found = pivot(sample, rows="segment", columns="band")
    alive = frozenset(rows(sample, DAY))
    for line, total in zip(found.rows, found.totals, strict=True):
        assert total.count == len(alive & set(sample.read(segments.members, line.name, DAY)))
    assert found.whole.count == len(alive)
    assert not found.adds


@pytest.mark.parametrize("key", ["arr", "started_on", "tier", "owner", "nowhere"])
def test_any_field_puts_every_account_into_one_row(sample, key):
    found = pivot(sample, rows=key, columns="")
    assert sum(one.count for one in found.totals) == found.whole.count
    names = [one.name for one in found.rows]
    assert len(set(names)) == len(names) <= 40


def test_what_cannot_be_told_says_why(sample):
    assert "needs a metric" in pivot(sample, value="reading", reading="usage_level").empty
    assert "not chosen" in pivot(sample, value="mean").empty
    assert "holds no numbers" in pivot(sample, value="sum", field="stage").empty


def test_nothing_after_the_day_counts(sample):
    before = DAY - 60
    found = sample.read(board_pivot.pivot, ask(TOLD, day=before))
    known = {one.account_id: one for one in sample.read(accounts.accounts_table, before).rows}
    assert found.whole.count == len(known)
    assert {one.name for one in found.rows} == {one.band for one in known.values()}


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
@example([0.0, 0.0, 0.0, 1.0, 0.5, -1.0, -2.0, -3.0, -1.1125369292536007e-308])
def test_ranges_are_in_order_and_named_once(values):
    cuts = edges(np.array(values))
    assert list(cuts) == sorted(set(cuts))
    if cuts:
        assert min(values) < cuts[0]
        assert cuts[-1] <= max(values)
        names = range_names(cuts, whole=False)
        assert len(names) == len(cuts) + 1


def test_quarters():
    assert quarter_name(to_day(date(2026, 3, 31))) == ("2026-1", "Q1 2026")
    assert quarter_name(to_day(date(2026, 10, 1))) == ("2026-4", "Q4 2026")
