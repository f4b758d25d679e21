"""Reports on many accounts: figures of the window, sums that hold, nothing after the day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec
import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report import Report, Table
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks, numbered
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import (
    accounts,
    board_people,
    explain,
    portfolio_trend,
    results,
    rule_sentence,
    segment_fields,
    segments,
    touches,
)
from healthdesk.core.services.reports import building
from tests import make, ready
from tests.core.services.reports import book_story

DAY = to_day(make.NOW.date())
PLAYED = to_day(date(2026, 11, 23))
KINDS = ("portfolio_review", "weekly_risk", "renewals", "playbook_results", "segment_list")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "book.healthdesk"
    with ready.sample(path, DAY, 60) as made:
        yield made


@pytest.fixture(scope="module")
def review(desk):
    return built(desk, "portfolio_review")


def built(desk, kind, day=DAY, **more):
    return desk.read(building.build, ReportOptions(kind=kind, **more), day)


def part(report, section, key):
    found = next(one for one in report.sections if one.key == section)
    return next(one for one in blocks(found) if one.key == key)


def tables(report):
    return [one for section in report.sections for one in blocks(section) if isinstance(one, Table)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_fits_together_and_two_makings_are_the_same(desk, kind):
    report = built(desk, kind)
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
    assert built(desk, kind) == report
    assert report.audience == "inside"
    assert report.sections
    known = {one.key for one in report.sources}
    for section in report.sections:
        assert set(numbered(section)) <= known
        assert section.headline
    for table in tables(report):
        keys = [row.key for row in table.rows]
        assert len(set(keys)) == len(keys) or table.key == "split"
        wide = len(table.columns)
        assert all(len(row.cells) == wide for row in table.rows)
        assert len(table.total) in (0, wide)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_written_later_does_not_count(tmp_path, kind):
    with book_story.desk(tmp_path) as desk:
        early = book_story.day("2026-10-25")
        before = built(desk, kind, early)
        desk.do(later)
        assert built(desk, kind, early) == before


@op("Later")
def later(tx):
    touches.add(tx, TouchDraft("less", "call", "inbound", book_story.DAY, "They called", ""))
    book_story.say(tx, "dollar", "2027-01-15", "2026-11-20", ("lost", 0.0))
    make.survey(tx, 1, "r9", day=book_story.DAY, rating=0.0)


def test_the_review_is_what_today_shows_of_the_portfolio(desk, review):
    trend = desk.read(portfolio_trend.read, DAY)
    lines = {one.band.lower(): one for one in trend.lines}
    for row in part(review, "bands", "accounts").rows:
        line = lines[row.key]
        assert [cell.value for cell in row.cells[1:]] == [line.counts[0], line.now, line.change]
    money = next(one for one in tables(review) if one.key.startswith("arr"))
    for row in money.rows:
        told = lines[row.key].amounts
        assert [row.cells[1].value, row.cells[2].value] == pytest.approx(
            [sum(told[0].values()), sum(told[-1].values())]
        )
    assert money.total[2].value == pytest.approx(
        sum(one.arr or 0.0 for one in desk.read(accounts.accounts_table, DAY).rows)
    )
    moves = part(review, "moved", "moves").rows
    assert [(row.key, row.cells[-1].text) for row in moves] == [
        (one.account_id, one.reason) for one in trend.moves
    ]
    figures = {one.key: one.value for one in part(review, "moved", "figures").items}
    assert figures == {way: len(trend.of(way)) for way in ("fell", "gone", "rose", "new")}


def test_the_rows_under_a_mover_add_up_to_its_change(desk, review):
    split = part(review, "moved", "split")
    sums = Counter()
    for row in split.rows:
        sums[row.key.split()[0]] += row.cells[0].value
    assert sums
    for account, total in sums.items():
        why = desk.read(explain.why, account, DAY - 84, DAY)
        assert total == pytest.approx(why.change)


def test_another_period_is_told_from_its_two_days(desk):
    two = desk.read(portfolio_trend.between, DAY - 84, DAY)
    weeks = desk.read(portfolio_trend.read, DAY)
    assert two.moves == weeks.moves
    assert two.days == (DAY - 84, DAY)
    month = built(desk, "portfolio_review", period="28d")
    was = Counter(one.band for one in desk.read(accounts.accounts_table, DAY - 28).rows)
    told = {row.key: row.cells[1].value for row in part(month, "bands", "accounts").rows}
    assert told == {key: was.get(key.capitalize(), 0) for key in told}
    closed = built(desk, "portfolio_review", period="2026-02")
    assert part(closed, "bands", "accounts").columns[2].title == "28 Feb 2026"


def test_touches_stand_beside_strong_week_by_week(desk, review):
    sql = (
        "SELECT count(*), count(DISTINCT account_id), sum(kind IN ('call', 'meeting', 'review',"
        " 'event')) FROM touchpoint WHERE kind <> 'note' AND day BETWEEN ? AND ?"
    )
    weeks = part(review, "course", "weeks")
    assert len(weeks.rows) == 13
    for row in weeks.rows[-3:]:
        last = int(row.key)
        wanted = desk.read(one_row, sql, (last - 6, last))
        touches_told, live, reached = (cell.value for cell in row.cells[2:5])
        assert (touches_told, reached, live) == tuple(wanted)
    strong = part(review, "course", "strong").series[0].values
    held = part(review, "bands", next(one.key for one in tables(review) if one.key[:3] == "arr"))
    now = {row.key: row.cells[2].value for row in held.rows}
    assert strong[-1] == pytest.approx(100 * now["strong"] / sum(now.values()))


def one_row(tx, sql, asked):
    return tx.connection().exec_driver_sql(sql, asked).one()


def test_silent_accounts_and_missing_data_are_those_of_the_window(desk, review):
    told = desk.read(board_people.silent, Ask(DAY, DAY - 83, {"days": 45}, None))
    assert [row.key for row in part(review, "silent", "silent").rows] == [
        one.account_id for one in told.rows
    ]
    rows = desk.read(accounts.accounts_table, DAY).rows
    wanted = {one.account_id for one in rows if one.stale or one.shown is None}
    assert {row.key for row in part(review, "data", "data").rows} == wanted


def test_a_list_has_the_members_the_columns_wanted_and_their_sum(desk):
    with_rule = {"columns": ("score", "arr"), "fields": ("industry",)}
    name = "At risk, renewing soon"
    report = built(desk, "segment_list", segment=name, choices=with_rule)
    table = part(report, "members", "accounts")
    assert [one.key for one in table.columns] == ["account", "score", "arr", "field industry"]
    wanted = desk.read(accounts.accounts_table, DAY, name).rows
    assert {row.key for row in table.rows} == {one.account_id for one in wanted}
    assert {row.key for row in table.rows} == set(desk.read(segments.members, name, DAY))
    assert table.total[2].value == pytest.approx(sum(one.arr or 0.0 for one in wanted))
    rule = desk.read(segments.rule_named, name)
    told = rule_sentence.runs(rule, desk.read(segment_fields.titles, DAY))
    assert report.sections[0].lead.text == f"{rule_sentence.plain(told)}."
    plain = built(desk, "segment_list", choices={"columns": ("id",)})
    assert len(part(plain, "members", "accounts").rows) == len(
        desk.read(accounts.accounts_table, DAY).rows
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    path = tmp_path_factory.mktemp("played") / "played.healthdesk"
    clock = Clock(pretended=to_date(PLAYED))
    with ready.sample(path, PLAYED, name="New desk", clock=clock) as made:
        yield made


def test_results_of_all_playbooks_are_those_of_their_page(played):
    rows = played.read(results.overview, PLAYED)
    report = built(played, "playbook_results", PLAYED)
    told = part(report, "all", "playbooks")
    assert {row.key: [cell.value for cell in row.cells[1:5]] for row in told.rows} == {
        one.name: [one.runs, one.active, one.done, one.stopped]
        for one in rows
        if one.runs or not one.archived
    }
    assert sum(one.key.startswith("results") for one in report.sections) == sum(
        one.runs > 0 for one in rows
    )


def test_a_playbook_is_told_by_its_effect_steps_and_runs_and_too_few_say_so(played):
    few = set()
    for row in played.read(results.overview, PLAYED)[:3]:
        choices = {"playbook": row.name}
        report = built(played, "playbook_results", PLAYED, choices=choices)
        found = played.read(results.results, row.name, PLAYED)
        effect = part(report, "results", "effect").rows
        for line, change in zip(effect, (*found.changes, found.ratings), strict=True):
            assert line.cells[2].value == change.n
            few.add("too few to tell" in line.cells[1].text)
            assert ("too few to tell" in line.cells[1].text) == (0 < change.n < 10)
            assert (line.cells[1].value is None) == (change.n < 10)
        assert [line.cells[1].value for line in part(report, "steps", "steps").rows] == [
            one.reached for one in found.steps
        ]
        assert len(part(report, "runs", "runs").rows) == found.runs
    assert few == {True, False}
