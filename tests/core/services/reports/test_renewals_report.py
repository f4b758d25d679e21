"""Renewals and forecast: retention by hand, months that add up, calls against what came."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.report import Figures, Table
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.services import forecasts
from healthdesk.core.services.reports import building
from tests.core.services.reports import book_story as story


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with story.desk(tmp_path_factory.mktemp("renewals")) as made:
        yield made


def made(desk, day=story.DAY, **more):
    return desk.read(building.build, ReportOptions(kind="renewals", **more), day)


def part(report, section, key):
    found = next(one for one in report.sections if one.key == section)
    return next(one for one in blocks(found) if one.key == key)


def texts(table: Table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def values(figures: Figures):
    return {one.key: one.value for one in figures.items}


def test_retention_is_what_one_counts_by_hand_each_currency_by_itself(desk):
    report = made(desk)
    figures = values(part(report, "retention", "figures"))
    # EUR: 100 + 200 + 50 + 50 at the start; 200 churned, 20 less, 30 more.
    assert figures == {
        "grr": pytest.approx((400 - 200 - 20) / 400),
        "nrr": pytest.approx((400 - 200 - 20 + 30) / 400),
        "start": 400,
        "end": 210,
    }
    parts = part(report, "retention", "parts")
    rows = {row.key: [cell.value for cell in row.cells[1:]] for row in parts.rows}
    assert rows == {
        "EUR": [4, 400, -200, -20, 30, pytest.approx(0.45), pytest.approx(0.525)],
        "USD": [1, 500, 0, 0, 100, pytest.approx(1.0), pytest.approx(1.2)],
    }
    lead = next(one for one in report.sections if one.key == "retention").lead.text
    assert "4 accounts with €400 and 1 account with $500" in lead
    assert "1 account whose ARR is not known is left out." in lead


def test_whose_arr_changed_adds_up_to_the_parts(desk):
    moved = part(made(desk), "retention", "moved")
    change = {row.key: row.cells[2].value for row in moved.rows}
    assert change == {"gone": -200, "less": -20, "more": 30, "dollar": 100}
    assert [row.group for row in moved.rows] == ["Churned", "Downgraded", "Expanded", "Expanded"]


def test_months_and_rows_add_up_to_what_the_forecasts_say(desk):
    report = made(desk)
    told = desk.read(forecasts.all, story.DAY, 180)
    months = part(report, "ahead", "months")
    assert sum(row.cells[1].value for row in months.rows) == len(told.rows) == 5
    assert months.total[2].text == "€180 + $600"
    listed = part(report, "list", "renewals")
    assert {(row.key, row.cells[3].value) for row in listed.rows} == {
        (f"{one.account_id} {one.renewal}", one.arr) for one in told.rows
    }
    soon = made(desk, choices={"within": 60})
    assert {row.key.split()[0] for row in part(soon, "list", "renewals").rows} == {"more", "dollar"}


def test_the_priority_in_the_list_is_that_of_the_renewal_and_its_formula_is_told(desk):
    report = made(desk)
    listed = part(report, "list", "renewals")
    for row in listed.rows:
        account, day = row.key.split()
        told = desk.read(
            forecasts.priority_of, account, row.cells[3].value, int(day) - story.DAY, story.DAY
        )
        assert row.cells[8].value == pytest.approx(told.value)
    ranked = [row.cells[8].value for row in listed.rows]
    assert ranked == sorted(ranked, reverse=True)
    note = next(one for one in report.sources if one.key == "priority")
    assert "log2(1 + ARR / usual ARR)" in note.formula


def test_calls_are_held_against_what_came(desk):
    report = made(desk)
    rows = {row[0]: row[3:] for row in texts(part(report, "said", "behind"))}
    assert rows["Gone"] == [
        "At risk, 1 Sep",
        "Commit, 5 Oct",
        "churned, 20 Oct",
        NONE,
        "did not hold",
    ]
    assert rows[story.HOSTILE] == [
        "Likely, 2 Oct",
        "Likely, 2 Oct",
        "renewed, 1 Nov",
        "€30",
        "held",
    ]
    assert rows["Even"] == [NONE, NONE, "renewed, 10 Oct", "€100", ""]
    assert set(rows) == {"Gone", story.HOSTILE, "Even", "More", "Dollar"}
    assert next(one for one in report.sections if one.key == "said").lead.text == (
        "Of 2 calls, 1 held."
    )


def test_nothing_said_or_signed_after_the_day_counts(desk):
    early = made(desk, story.day("2026-10-03"))
    lead = next(one for one in early.sections if one.key == "ahead").lead.text
    assert "1 likely" in lead
    assert "lost" not in lead
    rows = {row.key.split()[0]: row.cells for row in part(early, "list", "renewals").rows}
    assert "late" not in rows
    assert rows["gone"][6].text == "At risk"
    figures = values(part(early, "retention", "figures"))
    assert figures["grr"] == figures["nrr"] == 1.0


def test_where_no_arr_is_known_retention_is_not_told(desk):
    report = made(desk, period="2024-01-01..2024-02-01")
    section = next(one for one in report.sections if one.key == "retention")
    assert "cannot be told" in section.headline
    assert not section.lines
