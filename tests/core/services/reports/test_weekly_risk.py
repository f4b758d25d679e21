"""The weekly risk report: who is in it, what it adds up to, against last week, filed and edited."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from healthdesk.core.domain.at_risk import RiskRule
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks, personal, prepare
from healthdesk.core.services import accounts, forecasts
from healthdesk.core.services.reports import building, filing
from tests import make, ready

DAY = to_day(make.NOW.date())
ASKED = ReportOptions(kind="weekly_risk")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("weekly") / "weekly.healthdesk"
    with ready.sample(path, DAY, 60) as made:
        yield made


@pytest.fixture(scope="module")
def report(desk):
    return desk.read(building.build, ASKED, DAY)


def part(report, section, key):
    found = next((one for one in report.sections if one.key == section), None)
    return next((one for one in blocks(found) if one.key == key), None) if found else None


def risky(desk, day, fall=10, ahead=90):
    """Who is at risk by the rule, told in other words: ids and their rows."""
    rows = {one.account_id: one for one in desk.read(accounts.accounts_table, day).rows}
    said = {
        one.account_id
        for one in desk.read(forecasts.all, day).rows
        if one.category in {"at risk", "lost"}
    }
    out = {}
    for key, row in rows.items():
        falls = row.change is not None and row.change <= -fall and not row.stale
        days = row.renewal_days
        near = days is not None and 0 <= days <= ahead and row.band != "Strong"
        if row.arr != 0 and (key in said or row.band == "Poor" or falls or near):
            out[key] = row
    return out


def test_the_arr_at_risk_is_the_sum_of_the_rows_of_those_the_rule_means(desk, report):
    table = part(report, "risks", "risks")
    wanted = risky(desk, DAY)
    assert wanted
    assert {row.key for row in table.rows} == set(wanted)
    summed = sum(row.cells[1].value or 0.0 for row in table.rows)
    assert summed == pytest.approx(sum(one.arr or 0.0 for one in wanted.values()))
    assert table.total[1].value == pytest.approx(summed)
    figures = {one.key: one.value for one in part(report, "risks", "figures").items}
    assert figures["arr"] == pytest.approx(summed)
    assert figures["accounts"] == len(table.rows) == len(part(report, "risks", "done").rows)


def test_its_options_say_who_counts(desk):
    choices = {"reasons": ("renewal",), "ahead": 30}
    found = desk.read(building.build, ReportOptions(kind="weekly_risk", choices=choices), DAY)
    rows = {one.account_id: one for one in desk.read(accounts.accounts_table, DAY).rows}
    wanted = {
        key
        for key, row in rows.items()
        if row.renewal_days is not None
        and 0 <= row.renewal_days <= 30
        and row.band != "Strong"
        and row.arr != 0
    }
    table = part(found, "risks", "risks")
    assert {row.key for row in table.rows} == wanted
    assert part(found, "risks", "rule").text == (
        "An account is at risk that renews within 30 days and is not Strong."
    )


def test_each_account_stands_against_last_week_as_the_same_rule_saw_it_then(desk, report):
    before, now = risky(desk, DAY - 7), risky(desk, DAY)
    table = part(report, "risks", "risks")
    new = {row.key for row in table.rows if row.group.startswith("New")}
    assert new == set(now) - set(before)
    rank = {"Poor": 0, "Average": 1, "Strong": 2}
    for row in table.rows:
        was, told = before.get(row.key), now[row.key]
        if was is None or told.stale or was.shown is None or told.shown is None:
            continue
        if rank[told.band] == rank[was.band] and abs(told.shown - was.shown) < 3:
            assert row.group.startswith("As on"), row
        else:
            moved = (rank[told.band] - rank[was.band]) or (told.shown - was.shown)
            assert row.group.startswith("Better" if moved > 0 else "Worse"), row
    changes = part(report, "since", "changes")
    gone = {row.key for row in changes.rows if row.group in {"Resolved", "No customer any more"}}
    assert gone == set(before) - set(now)


def test_my_own_words_are_kept_apart_and_my_notes_stay_out_of_the_recipients_version(report):
    row = part(report, "risks", "risks").rows[0]
    named = f"risks/risks/why:{row.key}"
    edited = prepare(report, msgspec.structs.replace(ASKED, edits={named: "We lost the champion."}))
    cell = part(edited, "risks", "risks").rows[0].cells[-1]
    assert cell.text == "We lost the champion."
    assert cell.generated == row.cells[-1].text
    asks = msgspec.structs.replace(ASKED, edits={f"risks/done/asks:{row.key}": "A call by you"})
    assert part(prepare(report, asks), "risks", "done").rows[0].cells[5].text == "A call by you"
    assert "notes" in personal(report)
    sent = prepare(report, msgspec.structs.replace(ASKED, hide=("notes",)))
    assert "notes" not in personal(sent)
    assert [one.key for one in part(sent, "risks", "done").columns] == [
        *("account", "plan", "owner", "day", "next", "asks")
    ]


def test_a_filed_report_of_last_week_is_what_it_is_held_against(tmp_path):
    with ready.sample(tmp_path / "filed.healthdesk", DAY, 60) as desk:
        last = desk.read(building.make, ASKED, DAY - 6)
        table = part(last, "risks", "risks")
        kept = msgspec.structs.replace(table, rows=table.rows[1:])
        section = msgspec.structs.replace(
            last.sections[0],
            lines=(msgspec.structs.replace(last.sections[0].lines[0], blocks=(kept,)),),
        )
        filed = msgspec.structs.replace(last, sections=(section,))
        row = desk.do(filing.file, filed, "")
        found = desk.read(building.build, ASKED, DAY)
        first = table.rows[0].key
        told = {one.key: one.group for one in part(found, "risks", "risks").rows}
        if first in told:  # it was taken out of the filed one, so it is new against it
            assert told[first].startswith("New")
        note = next(one for one in found.sources if one.key == "against")
        assert note.day == DAY - 6
        assert "filed on" in note.whence
        assert desk.read(filing.opened, row) == filed
        # One filed for another segment, or long ago, is none of last week.
        desk.do(filing.file, msgspec.structs.replace(filed, day=DAY - 30), "")
        desk.do(filing.file, msgspec.structs.replace(filed, day=DAY - 7), "segment:Poor")
        assert desk.read(building.build, ASKED, DAY) == found


def test_a_free_account_puts_nothing_at_risk_and_missing_data_is_no_fall(desk):
    row = next(iter(risky(desk, DAY).values()))
    rule = RiskRule()
    poor = {"band": "Poor", "change": -20, "renewal_days": None, "stale": False}
    assert rule.why(replace(row, arr=0.0, **poor), "lost") == ()
    assert rule.why(replace(row, arr=None, **poor), "") == ("Poor", "fell by 20 in 28 days")
    quiet = {**poor, "band": "Average", "stale": True}
    assert rule.why(replace(row, arr=9.0, **quiet), "") == ()
    assert rule.why(replace(row, arr=9.0, **quiet), "lost") == ("forecast: lost",)
