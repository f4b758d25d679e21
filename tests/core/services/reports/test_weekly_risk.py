"""The weekly risk report: who is in it, what it adds up to, against last week, filed and edited."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from healthdesk.core.domain.at_risk import RiskRule
from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks, personal, prepare
from healthdesk.core.domain.report_words import old_parts
from healthdesk.core.services import accounts, forecasts
from healthdesk.core.services.reports import building, comparing, filing
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


def test_building_says_its_steps_and_stops_between_them(desk):
    told = []

    class Watch:
        @staticmethod
        def step(done, total, text):
            told.append(text)
            if stop and done == stop:
                raise Cancelled

    stop = 0
    desk.read(building.build, ASKED, DAY, progress=Watch())
    assert told == [
        "Reading the facts of all accounts",
        "Computing its figures",
        "Setting its pages",
    ]
    stop = 1
    with pytest.raises(Cancelled):
        desk.read(building.build, ASKED, DAY, progress=Watch())


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
            assert row.cells[5].text != "\u2013"  # no move without a word
        else:
            moved = (rank[told.band] - rank[was.band]) or (told.shown - was.shown)
            assert row.group.startswith("Better" if moved > 0 else "Worse"), row
    changes = part(report, "since", "changes")
    gone = {row.key for row in changes.rows if row.group in {"Resolved", "No customer any more"}}
    assert gone == set(before) - set(now)


def test_held_beside_a_filed_one_a_report_says_the_same_as_it_says_of_its_week(desk, report):
    last = desk.read(building.make, ASKED, DAY - 7)
    told = comparing.compare(last, report, desk.read(filing.ended, DAY - 7, DAY))
    assert {one.title for one in told.sections} == {
        *("Who is at risk, and why", "Other changes", "What is done about it", "Figures")
    }
    own = part(report, "since", "changes")
    theirs = [one for one in blocks(told.sections[0]) if one.title]
    assert own.rows
    assert {(row.key, row.group) for row in own.rows} == {
        (row.key, one.title) for one in theirs for row in one.rows
    }
    figures = {
        row.cells[0].text: row.cells[2].text for row in part(told, "figures", "figures").rows
    }
    assert figures["Accounts at risk"] == str(len(part(report, "risks", "risks").rows))
    assert set(figures) == {"Accounts at risk", "ARR at risk"}


def test_accounts_for_which_nothing_is_under_way_are_told_in_one_line(report):
    done = part(report, "risks", "done")
    titles = [one.key for one in done.columns]
    day, plan = titles.index("day"), titles.index("plan")
    sent = prepare(report, ASKED)
    kept, line = part(sent, "risks", "done"), part(sent, "risks", "done_idle")
    left = {row.key for row in done.rows} - {row.key for row in kept.rows}
    assert left
    assert line.text.startswith(f"For {len(left)} accounts nothing is under way: ")
    for row in done.rows:
        empty = row.cells[day].value is None and not any(one.text for one in row.cells if one.edit)
        assert (row.key in left) == empty
        assert not empty or row.cells[0].text in line.text
    key = sorted(left)[0]
    at = f"risks/done/plan:{key}"
    asked = msgspec.structs.replace(ASKED, edits={at: "Call the CFO"}, written={at: DAY})
    (row,) = [one for one in part(prepare(report, asked), "risks", "done").rows if one.key == key]
    assert row.cells[plan].text == "Call the CFO"


def test_a_next_date_that_is_past_says_so_in_a_word(report):
    done = part(report, "risks", "done")
    titles = [one.key for one in done.columns]
    day, due = titles.index("day"), titles.index("due")
    for row in done.rows:
        when, told = row.cells[day].value, row.cells[due].text
        assert ("overdue" in told) == (when is not None and when < DAY)
    assert any("overdue" in row.cells[due].text for row in done.rows)


def test_words_of_an_earlier_week_say_their_day_until_somebody_keeps_them(report):
    row = part(report, "risks", "risks").rows[0]
    named = f"risks/risks/why:{row.key}"
    asked = msgspec.structs.replace(
        ASKED,
        edits={named: "We lost the champion."},
        own={"risks": "A quiet week."},
        written={named: DAY - 7, "risks": DAY - 6},
    )
    sent = prepare(report, asked)
    cell = part(sent, "risks", "risks").rows[0].cells[-1]
    assert cell.text == "We lost the champion. (written for the week of 7 Mar)"
    assert cell.generated == row.cells[-1].text
    assert sent.sections[0].own == "A quiet week."
    assert old_parts(report, asked) == (named,)
    held = msgspec.structs.replace(asked, written={named: DAY, "risks": DAY - 8})
    sent = prepare(report, held)
    assert part(sent, "risks", "risks").rows[0].cells[-1].text == "We lost the champion."
    assert sent.sections[0].own == "A quiet week. (written for the week of 6 Mar)"
    unknown = prepare(report, msgspec.structs.replace(asked, written={}))
    assert unknown.sections[0].own == "A quiet week. (written earlier)"
    for_good = msgspec.structs.replace(report, words_last=0)
    assert old_parts(for_good, asked) == ()


def test_my_own_words_are_kept_apart_and_my_notes_stay_out_of_the_recipients_version(report):
    row = part(report, "risks", "risks").rows[0]
    named = f"risks/risks/why:{row.key}"
    mine = msgspec.structs.replace(
        ASKED, edits={named: "We lost the champion."}, written={named: DAY}
    )
    edited = prepare(report, mine)
    cell = part(edited, "risks", "risks").rows[0].cells[-1]
    assert cell.text == "We lost the champion."
    assert cell.generated == row.cells[-1].text
    asked = f"risks/done/asks:{row.key}"
    asks = msgspec.structs.replace(ASKED, edits={asked: "A call by you"}, written={asked: DAY})
    assert part(prepare(report, asks), "risks", "done").rows[0].cells[6].text == "A call by you"
    assert "notes" in personal(report)
    sent = prepare(report, msgspec.structs.replace(ASKED, hide=("notes",)))
    assert "notes" not in personal(sent)
    assert [one.key for one in part(sent, "risks", "done").columns] == [
        *("account", "plan", "owner", "day", "due", "next", "asks")
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
