"""Tests that a feed that stopped is told as such wherever its data is used, the score as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.services import explain, feeds, imports, intake, late, scoring, summary
from tests.core import worked_example

LAST = date(2026, 3, 14)
"""The last day of usage in the worked example."""
DAY = to_day(LAST)
SENTENCE = "usage: no data since 14 Mar, 17 days"


@pytest.fixture
def stopped(furnished, tmp_path: Path) -> Desk:
    """The worked example, whose usage and touchpoints stop on 14 March."""
    desk = furnished()
    touches = "touchpoint_id,account_id,kind,direction,day\n" + "".join(
        f"t{at},a1,call,outbound,{LAST - timedelta(days=7 * at)}\n" for at in range(12)
    )
    desk.do(imports.run, [worked_example.write(tmp_path / "facts", touchpoints=touches)])
    return desk


def test_feeds_as_of_a_day(stopped):
    found = {one.key: one for one in stopped.read(feeds.feeds, DAY + 17)}
    usage, touches = found["usage"], found["touchpoints"]
    assert (usage.newest, usage.quiet, usage.pause, usage.late) == (DAY, 17, 1, True)
    assert usage.sentence == SENTENCE
    assert usage.metrics == ("active_users",)
    assert (touches.pause, touches.late) == (7, True)
    assert not found["surveys:nps"].late, "two answers are no rhythm"
    assert found["surveys:nps"].pause is None


def test_nothing_later_than_the_day_counts(stopped):
    found = {one.key: one for one in stopped.read(feeds.feeds, DAY - 4)}
    assert (found["usage"].newest, found["usage"].late) == (DAY - 4, False)
    assert found["usage"].sentence == "usage: data to 10 Mar"
    assert stopped.read(feeds.feeds, to_day(date(2020, 1, 1))) == ()


def test_the_year_is_said_where_it_is_another(stopped):
    found = stopped.read(feeds.late, DAY + 365)
    assert found[0].sentence == "usage: no data since 14 Mar 2026, 365 days"


def test_a_weekly_delivery_is_in_time_until_the_next(furnished, tmp_path):
    desk = furnished()
    for week in range(4):
        monday = date(2026, 2, 2) + timedelta(days=7 * week)
        desk.clock = Clock(instant=datetime(monday.year, monday.month, monday.day, 9, tzinfo=UTC))
        folder = tmp_path / f"week {week}"
        folder.mkdir()
        (folder / "accounts.csv").write_text("account_id,name\na,A\n")
        days = [monday - timedelta(days=back) for back in range(7, 0, -1)]
        rows = "".join(f"a,logins,{day},1\n" for day in days)
        (folder / "usage.csv").write_text(f"account_id,metric,day,value\n{rows}")
        desk.do(imports.run, [folder])
    newest = to_day(date(2026, 2, 22))
    assert not desk.read(feeds.late, newest + 8)
    assert [one.key for one in desk.read(feeds.late, newest + 13)] == ["usage"]
    first = to_day(date(2026, 2, 1))
    assert not desk.read(feeds.late, first), "on the day of the first delivery nothing was late"


def test_files_of_one_kind_are_one_feed(furnished, tmp_path):
    desk = furnished()
    for name, metric, first in (("one", "logins", 1), ("two", "seats", 20)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "accounts.csv").write_text("account_id,name\na,A\n")
        days = [date(2026, 2, 1) + timedelta(days=first + at) for at in range(15)]
        rows = "".join(f"a,{metric},{day},1\n" for day in days)
        (folder / "usage.csv").write_text(f"account_id,metric,day,value\n{rows}")
        desk.do(imports.run, [folder])
    day = to_day(date(2026, 2, 1)) + 34
    found = [one for one in desk.read(feeds.feeds, day) if one.table == "usage"]
    assert [one.metrics for one in found] == [("logins", "seats")]


def test_of_two_usage_files_the_one_that_stops_is_late_alone(furnished, tmp_path):
    """Two systems, both weekly; the second one stops: its metrics alone are late."""
    desk = furnished()
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account_id,name\na,A\n")
    desk.do(imports.run, [accounts])
    for week in range(5):
        monday = date(2026, 2, 2) + timedelta(days=7 * week)
        desk.clock = Clock(instant=datetime(monday.year, monday.month, monday.day, 9, tzinfo=UTC))
        days = [monday - timedelta(days=back) for back in range(7, 0, -1)]
        for name, metric in (("app", "logins"), ("gateway", "calls")):
            if name == "app" or week < 3:
                file = tmp_path / f"{name}_{week}.csv"
                rows = "".join(f"a,{metric},{day},1\n" for day in days)
                file.write_text(f"account_id,metric,day,value\n{rows}")
                found = desk.read(intake.look, [str(file)], as_table="usage")
                desk.do(imports.run, [], plan=intake.plan_of(found))
    day = to_day(date(2026, 3, 6))
    found = {one.metrics: one for one in desk.read(feeds.feeds, day)}
    assert not found["logins",].late
    assert found["calls",].late
    assert found["calls",].name == "usage from gateway_2.csv"


def test_a_trickle_is_no_delivery(furnished, tmp_path):
    desk = furnished()
    folder = tmp_path / "facts"
    folder.mkdir()
    names = [f"a{at}" for at in range(60)]
    (folder / "accounts.csv").write_text(
        "account_id,name\n" + "".join(f"{one},{one}\n" for one in names)
    )
    days = [date(2026, 2, 1) + timedelta(days=at) for at in range(20)]
    rows = "".join(f"{one},logins,{day},1\n" for one in names for day in days)
    rows += f"a1,logins,{days[-1] + timedelta(days=7)},1\n"
    (folder / "usage.csv").write_text(f"account_id,metric,day,value\n{rows}")
    desk.do(imports.run, [folder])
    (usage,) = desk.read(feeds.late, to_day(days[-1]) + 7)
    assert usage.newest == to_day(days[-1])


def test_the_score_stays_what_the_model_says(stopped):
    (view,) = stopped.read(scoring.scores, DAY + 17)
    level = view.dimensions[0].measures[0]
    assert level.reading == 0.0, "zero-filled days read as written"
    assert view.score is not None


def test_the_accounts_table_tells_silence_and_no_drop(stopped):
    (row,) = stopped.read(scoring.accounts_table, DAY + 17).rows
    assert row.stale
    assert row.reason == "Usage: no data since 14 Mar, 17 days"
    (before,) = stopped.read(scoring.accounts_table, DAY).rows
    assert not before.stale
    assert "no data" not in before.reason


def test_the_head_names_the_feeds_behind_the_score(stopped):
    assert stopped.read(scoring.account_header, "a1", DAY + 17).late[0] == SENTENCE
    assert stopped.read(scoring.account_header, "a1", DAY).late == ()


def test_rows_of_the_composition_say_which_rest_on_silence(stopped):
    view = stopped.read(scoring.composition, "a1", DAY + 17)
    told = {one.key: one.late for part in view.score.dimensions for one in part.measures}
    assert told["usage.level"] == told["usage.trend"] == "Usage: no data since 14 Mar, 17 days"
    assert told["voice.nps"] == ""
    calm = stopped.read(scoring.composition, "a1", DAY)
    assert not any(one.late for part in calm.score.dimensions for one in part.measures)


def test_why_speaks_of_silence_in_the_row_and_in_the_sentence(stopped):
    view = stopped.read(explain.why, "a1", DAY, DAY + 17)
    rows = {(row.kind, row.key): row for row in view.rows}
    level = rows["reading", "usage.level"]
    assert level.late == "Usage: no data since 14 Mar, 17 days"
    assert level.text.startswith("Usage: no data since 14 Mar, 17 days (reads 0, was 10)")
    assert "Usage: no data since 14 Mar" in view.sentence
    assert sum(row.points for row in view.rows) == pytest.approx(view.change, abs=1e-9)
    assert not any(row.late for row in stopped.read(explain.why, "a1", DAY - 7, DAY).rows)


def test_a_late_survey_does_not_grey_the_score(furnished, tmp_path):
    desk = furnished()
    answers = "response_id,account_id,kind,rating,day\n" + "".join(
        f"r{at},a1,nps,9,{LAST - timedelta(days=at)}\n" for at in range(20)
    )
    runs = "account_id,metric,day,value\n" + "".join(
        f"a1,active_users,{LAST - timedelta(days=at)},9\n" for at in range(-20, 40)
    )
    facts = worked_example.write(tmp_path / "facts", surveys=answers, usage=runs)
    desk.do(imports.run, [facts])
    (row,) = desk.read(scoring.accounts_table, DAY + 15).rows
    assert not row.stale, "the answers still hold"
    view = desk.read(scoring.composition, "a1", DAY + 15)
    nps = [one for part in view.score.dimensions for one in part.measures if one.kind == "nps"]
    assert nps[0].late == "NPS answers: no data since 14 Mar, 15 days"
    assert desk.read(summary.desk_summary, DAY + 15).late == (nps[0].late,)


def test_breadth_is_late_with_half_of_its_features_not_with_one_of_many(stopped):
    found = stopped.read(late.late_on, DAY + 17)
    assert found.by_metric.keys() == {"active_users"}
    assert found.features == ()
    assert not stopped.read(late.late_on, DAY)
    breadth = ReadingRef(kind="usage_breadth")
    silent = found.by_metric["active_users"]
    some = {"active_users": silent}
    assert late.Late(by_metric=some, features=("active_users", "reports")).feed(breadth) == silent
    for features in ((), ("reports",), ("active_users", "reports", "exports")):
        assert late.Late(by_metric=some, features=features).feed(breadth) is None
