"""Save as segment on the Accounts page: filters become a rule, ticked accounts a list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import samples, segments
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.accounts import AccountsPage
from healthdesk.gui.pages.accounts.segment_saver import rule_of_filters

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("keep") / "sample.healthdesk"
    desk = Desk.create(path, clock=Clock(instant=NOW))
    desk.do(samples.fill, DAY, 1, 20, 60)
    desk.do(segments.add_starters)
    desk.close()
    return path


@pytest.fixture
def page(ui, qtbot, filled, tmp_path):
    path = tmp_path / "sample.healthdesk"
    path.write_bytes(filled.read_bytes())
    ui.clock = Clock(instant=NOW)
    desk = Desk.open(path, clock=ui.clock)
    ui.set_desk(desk, "UTC")
    made = AccountsPage(ui)
    qtbot.addWidget(made)
    made.resize(1240, 800)
    made.show()
    made.desk = desk
    yield made
    ui.set_desk(None)
    desk.close()


def named(name):
    def fill(dialog):
        dialog.input("name").setText(name)
        return True

    return fill


def test_filters_become_a_rule_that_holds_for_the_same_accounts(page, dialogs):
    assert not page.keep.isVisible()
    shown = page.table.rows.passing_ids()
    first = page._loaded.order.rows[0]
    word = first.name.split()[0].casefold()
    page.bar.search.setText(word)
    page.bar.search._tell()
    assert page.keep.isVisible()
    passing = set(page.table.rows.passing_ids())
    assert passing < set(shown)
    dialogs.answers = [named("By word")]
    page.keep.click()
    assert set(page.desk.read(segments.members, "By word", DAY)) == passing


def test_the_windows_segment_is_part_of_it(page, ui, dialogs):
    ui.set_segment("Average")
    page.bar.search.setText("e")
    page.bar.search._tell()
    passing = set(page.table.rows.passing_ids())
    dialogs.answers = [named("Average e")]
    page.keep.click()
    found = set(page.desk.read(segments.members, "Average e", DAY))
    assert found <= set(page.desk.read(segments.members, "Average", DAY))
    assert found <= passing


def test_what_is_shown_now_can_be_kept_as_a_list(page, dialogs):
    page.bar.search.setText("a")
    page.bar.search._tell()

    def as_list(dialog):
        box = dialog.input("kept")
        box.setCurrentIndex(box.findData("list"))
        return named("These")(dialog)

    dialogs.answers = [as_list]
    page.keep.click()
    rule = page.desk.read(segments.rule_of, "These")
    assert rule["field"] == "account_id"
    assert set(rule["value"]) == set(page.table.rows.passing_ids())


def test_ticked_accounts_become_a_list(page, dialogs):
    ids = tuple(page.table.rows.passing_ids())[:3]
    for one in ids:
        page.table.rows.marks.add(one)
    dialogs.answers = [named("Chosen")]
    page._on_marks_action_requested("segment")
    assert set(page.desk.read(segments.rule_of, "Chosen")["value"]) == set(ids)


def test_going_back_adds_nothing(page, dialogs):
    before = page.desk.read(segments.names)
    page.bar.search.setText("a")
    page.bar.search._tell()
    dialogs.answers = [False]
    page.keep.click()
    assert page.desk.read(segments.names) == before


def test_a_band_by_its_own_name_is_found_too():
    rule = rule_of_filters("poor", ("Poor", "Average"), ("owner", "tags"), None, Words())
    told = rule["all"]
    assert told[0] == {"field": "band", "op": "in", "value": ["Poor", "Average"]}
    assert {"field": "band", "op": "=", "value": "Poor"} in told[1]["any"]
    assert [one["field"] for one in told[1]["any"]][:4] == ["name", "account_id", "owner", "tag"]
