"""Usage widgets: their figures against figures worked out the slow way, and as-of laws."""

from __future__ import annotations

import math
from datetime import date, timedelta
from statistics import median

import numpy as np
import pytest
from sqlalchemy import text

from healthdesk.core.domain import board_usage as use
from healthdesk.core.services import board_usage, facts
from tests.boards import DAY, FIRST, ask, board_desk  # noqa: F401 - a fixture

TREND = {"metric": "", "show": "total", "step": "", **dict.fromkeys(board_usage.SEGMENTS, "")}
HEAT = {"metric": "", "weeks": 26, "order": "below"}
ADOPTION = {"order": "share"}


@pytest.fixture(scope="module")
def told(board_desk):  # noqa: F811
    """Rows of usage and lives as plain dictionaries."""

    def rows(tx):
        sql = "SELECT account_id, metric, day, value FROM usage_long"
        ids = dict(tx.execute(text("SELECT id, account_id FROM account")).all())
        found = {}
        for row, metric, day, value in tx.execute(text(sql)):
            account = ids.get(row, row)
            found.setdefault(metric, {}).setdefault(account, {})[day] = value
        return found

    return board_desk.read(rows)


@pytest.fixture(scope="module")
def lives(board_desk):  # noqa: F811
    """First day and day of churn of every account."""

    def read(tx):
        known = facts.load(tx)
        started = known.attributes["started_on"]
        out = {}
        for at, account in enumerate(known.account_ids):
            on = started.at(at, DAY)
            first = int(known.first_usage[at])
            out[account] = (min(first, int(on)) if on is not None else first, known.churned[at])
        return out

    return board_desk.read(read)


def there(lives, account, day):
    return lives[account][0] <= day < lives[account][1]


def test_the_sum_of_a_day_is_the_sum_of_the_rows_of_the_accounts_there(board_desk, told, lives):  # noqa: F811
    shown = board_desk.read(board_usage.trend, ask(TREND, step="day"))
    assert shown.days == tuple(range(FIRST, DAY + 1))
    for day, value in zip(shown.days, shown.lines[0].values, strict=True):
        if day in shown.holes:
            assert value is None
            continue
        rows = told["active_users"]
        expected = sum(
            rows[account].get(day, 0.0) for account in rows if there(lives, account, day)
        )
        assert value == pytest.approx(expected)


def test_the_mean_account_divides_by_those_there(board_desk, lives):  # noqa: F811
    whole = board_desk.read(board_usage.trend, ask(TREND, step="day"))
    each = board_desk.read(board_usage.trend, ask(TREND, step="day", show="account"))
    for day, total, mean in zip(
        whole.days, whole.lines[0].values, each.lines[0].values, strict=True
    ):
        count = sum(there(lives, account, day) for account in lives)
        assert (total is None) == (mean is None)
        assert total is None or mean == pytest.approx(total / count)


def test_a_week_is_the_mean_of_its_days(board_desk):  # noqa: F811
    days = board_desk.read(board_usage.trend, ask(TREND, step="day", show="account"))
    weeks = board_desk.read(board_usage.trend, ask(TREND, show="total"))
    total = board_desk.read(board_usage.trend, ask(TREND, step="day"))
    assert weeks.step == 7
    assert days.step == 1
    assert all(date(1970, 1, 1) + timedelta(day) for day in weeks.days)
    assert {(date(1970, 1, 1) + timedelta(day)).weekday() for day in weeks.days} == {0}
    by_day = dict(zip(total.days, total.lines[0].values, strict=True))
    # Accounts that come or go within a week leave or join its mean: the others agree to the cent.
    same = [
        week
        for week, value in zip(weeks.days, weeks.lines[0].values, strict=True)
        if value is not None
        and value
        == pytest.approx(
            sum(by_day[d] for d in range(week, week + 7) if by_day.get(d) is not None)
            / max(sum(by_day.get(d) is not None for d in range(week, week + 7)), 1)
        )
    ]
    assert len(same) > len(weeks.days) / 2


def test_narrowing_and_its_rest_add_up_to_the_whole(board_desk, lives):  # noqa: F811
    some = frozenset(list(lives)[::3])
    rest = frozenset(lives) - some
    whole, part, other = (
        board_desk.read(board_usage.trend, ask(TREND, step="day", accounts=accounts))
        for accounts in (None, some, rest)
    )
    for values in zip(*(one.lines[0].values for one in (whole, part, other)), strict=True):
        if values[0] is not None:
            assert values[0] == pytest.approx((values[1] or 0) + (values[2] or 0))


def test_nothing_after_the_day_counts(board_desk):  # noqa: F811
    now = board_desk.read(board_usage.trend, ask(TREND, step="day"))
    then = board_desk.read(board_usage.trend, ask(TREND, day=DAY - 40, step="day"))
    at = now.days.index(DAY - 40)
    assert then.lines[0].values == now.lines[0].values[: at + 1]
    heat_now = board_desk.read(board_usage.heat, ask(HEAT))
    heat_then = board_desk.read(board_usage.heat, ask(HEAT, day=DAY - 42))
    rows = {row.account_id: dict(zip(heat_now.weeks, row.steps, strict=True))
            for row in heat_now.rows}  # fmt: skip
    for row in heat_then.rows:
        for week, step in zip(heat_then.weeks, row.steps, strict=True):
            if row.account_id in rows and week in rows[row.account_id]:
                assert rows[row.account_id][week] == step


def test_segments_are_lines_and_marks(board_desk):  # noqa: F811
    shown = board_desk.read(board_usage.trend, ask(TREND, show="segments"))
    assert [one.name for one in shown.lines] == ["Poor", "Average", "Strong", "Silent 45 days"]
    assert shown.marks[0].label == "Segment: Poor"
    chosen = ask(TREND, show="segments", segment_1="Strong")
    assert [one.name for one in board_desk.read(board_usage.trend, chosen).lines] == ["Strong"]


def test_a_metric_that_scores_do_not_need_is_read_as_well(board_desk):  # noqa: F811
    asked = ask(TREND, metric="storage_gb", step="day")
    shown = board_desk.read(board_usage.trend, asked)
    assert shown.unit == "GB"
    assert any(value for value in shown.lines[0].values)


def test_a_week_is_held_against_the_median_of_the_thirteen_before(board_desk, told, lives):  # noqa: F811
    shown = board_desk.read(board_usage.heat, ask(HEAT))
    trend = board_desk.read(board_usage.trend, ask(TREND, first=DAY - 299, step="day"))
    off = set(trend.holes)
    for row in shown.rows[:6]:
        values = told["active_users"][row.account_id]
        begun = min(values)

        def week(monday, values=values, begun=begun, account=row.account_id):
            days = [
                day
                for day in range(monday, monday + 7)
                if day not in off and day <= DAY and there(lives, account, day) and day >= begun
            ]
            return sum(values.get(d, 0.0) for d in days) / len(days) if len(days) >= 4 else None

        for number in (len(shown.weeks) - 1, len(shown.weeks) - 9):
            monday = shown.weeks[number]
            past = [week(monday - 7 * back) for back in range(1, 14)]
            normal = median(one for one in past if one is not None)
            assert row.values[number] == pytest.approx(week(monday))
            assert row.normal[number] == pytest.approx(normal)


def test_steps_of_the_ramp():
    weeks = np.array([[100.0, 84.0, 69.0, 49.0, 116.0, 131.0, 151.0, math.nan]])
    normal = np.full_like(weeks, 100.0)
    quiet = use.steps(weeks, normal, np.zeros_like(weeks))
    assert quiet.tolist() == [[0, -1, -2, -3, 1, 2, 3, use.MISSING]]
    noisy = use.steps(weeks, normal, np.full_like(weeks, 20.0))
    assert noisy.tolist() == [[0, 0, 0, -3, 0, 0, 3, use.MISSING]]
    little = use.steps(weeks, np.full_like(weeks, 0.1), np.zeros_like(weeks))
    assert little.tolist() == [[use.AWAY] * 7 + [use.MISSING]]


def test_the_most_below_its_normal_is_first_or_last(board_desk):  # noqa: F811
    below = board_desk.read(board_usage.heat, ask(HEAT))
    above = board_desk.read(board_usage.heat, ask(HEAT, order="above"))

    def lately(row):
        return sum(step for step in row.steps[-4:] if abs(step) <= 3)

    assert [lately(row) for row in below.rows] == sorted(lately(row) for row in below.rows)
    assert lately(above.rows[0]) >= lately(above.rows[-1])
    assert {row.account_id for row in below.rows} == {row.account_id for row in above.rows}


def test_adoption_counts_the_accounts_that_used_a_feature(board_desk, told, lives):  # noqa: F811
    shown = board_desk.read(board_usage.adoption, ask(ADOPTION, first=DAY - 89))
    begun = {a: min(min(rows[a]) for rows in told.values() if a in rows) for a in lives
             if any(a in rows for rows in told.values())}  # fmt: skip
    now = {a for a in begun if there(lives, a, DAY)}
    past = {a for a in begun if there(lives, a, DAY - 90) and begun[a] <= DAY - 90}
    marks = {one.key: one.accounts for one in shown.marks}
    for one in shown.features:
        rows = told.get(one.key, {})
        used = {a for a in rows if any(DAY - 90 < d <= DAY and v > 0 for d, v in rows[a].items())}
        before = {
            a for a in rows if any(DAY - 180 < d <= DAY - 90 and v > 0 for d, v in rows[a].items())
        }
        assert (one.used, one.of) == (len(used & now), len(now))
        assert (one.used_before, one.of_before) == (len(before & past), len(past))
        assert marks.get(f"used:{one.key}", frozenset()) == used & now
        assert marks.get(f"unused:{one.key}", frozenset()) == now - used
    shares = [one.share for one in shown.features]
    assert shares == sorted(shares, reverse=True)


def test_nobody_there_and_nothing_known_are_told(board_desk):  # noqa: F811
    for service, told in (
        (board_usage.trend, TREND),
        (board_usage.heat, HEAT),
        (board_usage.adoption, ADOPTION),
    ):
        shown = board_desk.read(service, ask(told, accounts=frozenset()))
        assert (shown.empty, shown.remedy) == (board_usage.NOBODY, board_usage.WIDEN)
