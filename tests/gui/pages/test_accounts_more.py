"""Columns of the Accounts table beside the score: what they say, sort by, and copy."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from healthdesk.core.domain.account_more import AccountMore, need
from healthdesk.core.domain.disagreement import Pulse
from healthdesk.core.domain.stamp import ValueTime
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.accounts import AccountsPage
from healthdesk.gui.pages.accounts.columns import account_columns
from healthdesk.gui.pages.accounts.columns_more import KEYS
from healthdesk.gui.pages.accounts.copying import as_csv
from healthdesk.gui.pages.accounts.reading import prepared
from tests.gui.pages.made_accounts import TODAY, story


def rows():
    return {row.name: row for row in story().rows}


def columns(more):
    return {one.key: one for one in account_columns(Words(), (), more, TODAY) if one.key in KEYS}


def known(row, **more):
    return {row.account_id: AccountMore(**({"cadence": 30, "need": need(row, 100_000.0)} | more))}


def test_what_is_not_known_is_a_dash_never_a_number():
    row = rows()["Tindra Dairy"]
    for one in columns({}).values():
        assert one.text(row) == DASH
        assert one.value(row) is None
    bare = columns(known(row))
    for key in ("pulse", "against", "stamps", "next_stamp", "value_days"):
        assert bare[key].text(row) == DASH
        assert bare[key].value(row) is None
        assert "0" not in (bare[key].tip(row) if bare[key].tip else "")


def test_a_pulse_two_bands_off_is_marked_with_both_days():
    row = rows()["Tindra Dairy"]
    made = columns(known(row, pulse=Pulse(1, 1.0, TODAY - 6, "Nadia", "they like us")))
    assert made["pulse"].text(row) == "Strong, 17 Nov"
    assert made["pulse"].tip(row) == "Nadia: Strong, 6 days ago. they like us"
    assert made["against"].text(row) == "Strong, score Poor"
    assert made["against"].value(row) == pytest.approx(100 - row.score)
    assert made["against"].tip(row) == ("Pulse Strong on 17 Nov 2026, score 39 Poor on 23 Nov 2026")
    agreeing = columns(known(row, pulse=Pulse(1, -1.0, TODAY - 100)))
    assert agreeing["against"].text(row) == "agree"
    assert "too old" in agreeing["pulse"].tip(row)


def test_an_account_without_a_score_is_held_against_nothing():
    row = rows()["Marrowgate Bank"]
    made = columns(known(row, pulse=Pulse(1, 1.0, TODAY)))
    assert made["against"].text(row) == DASH


def test_never_touched_sorts_before_any_days_and_copies_as_words():
    row = rows()["Stannwick Tools"]
    never = replace(row, touch_days=None)
    made = columns(known(row))
    assert made["over"].text(row) == "22 days"
    assert made["over"].value(row) == 22
    assert made["over"].text(never) == "never touched"
    assert made["over"].value(never) > made["over"].value(replace(row, touch_days=9_000))
    assert made["over"].text(replace(row, touch_days=30)) == "in time"
    copied = list(csv.reader(io.StringIO(as_csv([made["over"]], [row, never]))))
    assert copied == [["Touch overdue"], ["22"], ["never touched"]]


def test_the_next_milestone_sorts_by_its_day():
    row = rows()["Quillby Press"]
    stamps = {"stamps": 5, "stamps_done": 3, "next_stamp": "Go-live"}
    late = columns(known(row, **stamps, next_due=TODAY - 2))
    soon = columns(known(row, **stamps, next_due=TODAY + 7))
    assert late["stamps"].text(row) == "3 of 5"
    assert late["next_stamp"].text(row) == "Go-live, 21 Nov"
    assert late["next_stamp"].tip(row) == "Go-live was due 2 days ago"
    assert soon["next_stamp"].tip(row) == "Go-live in 7 days"
    assert late["next_stamp"].value(row) < soon["next_stamp"].value(row)


def test_time_to_value_says_both_days_and_who_found_it():
    row = rows()["Quillby Press"]
    made = columns(
        known(row, value=ValueTime("q", "Quillby", TODAY - 40, TODAY - 25, by_rule=True))
    )
    one = made["value_days"]
    assert (one.text(row), one.value(row)) == ("15 days", 15)
    assert one.tip(row) == "Started on 14 Oct 2026, first value on 29 Oct 2026 (found by rule)"


def test_need_says_every_factor():
    row = rows()["Tindra Dairy"]
    made = columns(known(row))["need"]
    for factor in need(row, 100_000.0).factors:
        assert f"{factor.name} " in made.tip(row)
        assert factor.why in made.tip(row)


class Asked:
    """A desk that notes whether more than the score was asked for."""

    def __init__(self, view):
        self.view = view
        self.shown = []

    def read(self, fn, day, segment, words, shown):
        self.shown.append(KEYS & set(shown))
        more = {}
        if self.shown[-1]:
            more = {k: v for row in self.view.rows for k, v in known(row).items()}
        return prepared(self.view, words, shown, more if self.shown[-1] else None)

    def on_change(self, callback):
        self.callback = callback


def test_more_is_read_only_once_a_column_of_it_is_chosen(ui, qtbot):
    desk = Asked(story())
    ui.set_desk(desk)
    page = AccountsPage(ui)
    qtbot.addWidget(page)
    page.show()
    assert desk.shown == [set()]
    page._on_chooser_columns_chosen(("score", "reason"))
    assert len(desk.shown) == 1
    page._on_chooser_columns_chosen(("score", "need"))
    assert desk.shown[1:] == [{"need"}]
    column = next(one for one in page.table.rows.columns if one.key == "need")
    assert column.text(page.table.rows.row_at(1) or story().rows[0]) != DASH
    page._on_chooser_columns_chosen(("score", "need", "over"))
    assert len(desk.shown) == 2
