"""The Accounts page over builders of its read model: find, filter, group, choose, tick, open."""

from __future__ import annotations

import csv
import gc
import io
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.errors import DamagedDesk
from healthdesk.core.domain.forecast import ForecastRow
from healthdesk.core.domain.views import BANDS, AccountsView
from healthdesk.gui.base.theme import MORE
from healthdesk.gui.base.words import DASH, MINUS, Words
from healthdesk.gui.pages.accounts import AccountsPage, figures
from healthdesk.gui.pages.accounts.choices import BY_RENEWAL, PLACE, recall
from healthdesk.gui.pages.accounts.columns import account_columns, late
from healthdesk.gui.pages.accounts.copying import as_csv, as_text
from healthdesk.gui.pages.accounts.reading import prepared
from healthdesk.gui.parts.column import SortKey
from healthdesk.gui.parts.column_painters import PAD, Ink, has_dates, renewal_layout
from healthdesk.gui.parts.data_table import COMPACT
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.taken import given_of, taken_of
from tests.gui.pages.made_accounts import TODAY, many, story

POPUP = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


class FakeDesk:
    """Hands out a view as a reader would; a test may swap the view."""

    def __init__(self, view):
        self.view = view
        self.asked = []
        self.error = None
        self.newest = view.day
        self.known = 0

    def read(self, fn, day, segment, words, shown):
        self.asked.append((day, segment))
        if self.error is not None:
            raise self.error
        view = self.view
        if segment is not None:
            view = replace(view, rows=tuple(row for row in view.rows if row.band == segment))
        return replace(prepared(view, words, shown), newest=self.newest, known=self.known)

    def on_change(self, callback):
        self.callback = callback


@pytest.fixture
def desk(ui):
    made = FakeDesk(story())
    ui.set_desk(made)
    return made


@pytest.fixture
def page(qtbot, ui, desk):
    made = AccountsPage(ui)
    qtbot.addWidget(made)
    made.resize(1240, 826)
    made.show()
    return made


def names(page):
    rows = map(page.table.rows.row_at, range(page.table.rows.rowCount()))
    return [row.name for row in rows if row]


def search(qtbot, page, text):
    page.bar.search.setText(text)
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Return)


def test_shows_the_story_grouped_and_sorted(page):
    assert page.card.state == "body"
    assert page._count.full_text == "23 of 128"
    heads = [page.table.rows.head_at(line) for line in range(page.table.rows.rowCount())]
    heads = [head for head in heads if head]
    assert [(head.title, head.count) for head in heads] == [
        ("Poor", "4 accounts"),
        ("Average", "8 accounts"),
        ("Unknown", "1 account"),
        ("Strong", "10 accounts"),
    ]
    assert heads[0].figures == (("sum", "€462k"),)
    assert heads[0].change == ("median change", f"{MINUS}9", -9.0)
    assert heads[1].change[1] == f"{MINUS}3.5"
    assert heads[2].change == ("median change", DASH, None)
    assert names(page)[:5] == [
        "Tindra Dairy", "Sablewood Hotels", "Bexhollow Mutual", "Stannwick Tools",
        "Aldermoor Freight",
    ]  # fmt: skip
    assert page.foot.values[:3] == ("23", "€2.37M", "63")


def test_search_looks_in_names_reasons_and_attributes(qtbot, page):
    search(qtbot, page, "tindra")
    assert names(page) == ["Tindra Dairy"]
    search(qtbot, page, "SEATS used")
    assert names(page) == ["Quillby Press", "Kestrel Lane Logistics"]
    search(qtbot, page, "starter")
    assert len(names(page)) == 4
    assert page._count.full_text == "4 of 128"
    assert page.foot.values[0] == "4"


def test_typing_is_waited_for(qtbot, page):
    with qtbot.waitSignal(page.bar.filter_changed, timeout=2000):
        qtbot.keyClicks(page.bar.search, "rail")
    assert names(page) == ["Northmoor Rail"]


def test_bands_filter_and_count_what_the_search_found(qtbot, page):
    search(qtbot, page, "enterprise")
    chip = page.bar.bands.chip("Poor")
    assert chip.accessibleName() == "Poor 3"
    chip.click()
    assert names(page) == ["Tindra Dairy", "Sablewood Hotels", "Bexhollow Mutual"]
    page.bar.bands.chip("Unknown").click()
    assert len(names(page)) == 4


def test_no_match_offers_to_clear_the_filter(qtbot, page):
    search(qtbot, page, "nobody at all")
    assert page.card.state == "empty"
    assert "23 accounts without the filter" in page.card.words
    assert page.foot.isHidden()
    page.card.acted.emit()
    assert len(names(page)) == 23
    assert page.bar.text == ""


def test_groups_by_any_attribute_and_none(page):
    box = page.bar.group
    titles = [box.itemText(at) for at in range(box.count())]
    assert titles == [
        "No groups", "Band", "Renewal", "Tier", "Stage", "Owner", "Industry", "Pilot", "Tags",
    ]  # fmt: skip
    page._on_bar_group_chosen("attr:tier")
    heads = [page.table.rows.head_at(at) for at in range(page.table.rows.rowCount())]
    assert [head.title for head in heads if head] == ["Enterprise", "Growth", "Starter"]
    page._on_bar_group_chosen("")
    assert page.table.rows.rowCount() == 23


def test_groups_by_month_of_renewal_with_bands_arr_and_what_was_said(qtbot, page):
    page.table.sort_by((SortKey("name"),))
    page._on_bar_group_chosen(BY_RENEWAL)
    rows = page.table.rows
    heads = [head for at in range(rows.rowCount()) if (head := rows.head_at(at)) is not None]
    assert [head.title for head in heads] == ["Dec 2026", "Jan 2027", "Feb 2027"]
    assert sum(int(head.count.split()[0]) for head in heads) == 23
    december = [row for row in page._loaded.view.rows if row.renewal_day < TODAY + 39]
    assert heads[0].count == f"{len(december)} accounts"
    assert sum(int(count) for _, count in heads[0].bands) == len(december)
    assert heads[0].figures == (("sum", Words().money(sum(row.arr for row in december), "EUR")),)
    exported = given_of(taken_of(page.table))
    assert next(row.group for row in exported.rows) == "Dec 2026"
    assert len(exported.rows) == 23
    qtbot.mouseClick(page.bar.soon, Qt.MouseButton.LeftButton)
    near = [row.name for row in page._loaded.view.rows if 0 <= row.renewal_days <= 90]
    assert sorted(names(page)) == sorted(near)
    assert "Hartmoor Housing" in near, "the ninetieth day counts"
    assert page.table.narrowed == ("renewals in 90 days",)
    page.bar.clear_filters()
    assert len(names(page)) == 23


def test_what_was_said_of_renewals_is_summed_by_category():
    def said(category, arr, amount=None, currency="EUR"):
        return ForecastRow("a", "A", TODAY, 9, arr, currency, category, amount, None, ())

    rows = (
        said("commit", 1_000.0), said("commit", 9_000.0, 4_000.0), said("lost", 7_000.0, 0.0),
        said("at risk", None), said("", 5.0), said("", 6.0),
    )  # fmt: skip
    assert figures.forecast_figures(rows, Words()) == (
        ("commit", Words().money(5_000.0, "EUR")),
        ("at risk", "1"),
        ("lost", Words().money(7_000.0, "EUR")),
        ("nothing said", "2"),
    )


def test_the_head_of_a_group_sticks_while_its_rows_scroll(qtbot, page):
    page.table.sort_by((SortKey("name"),))
    page._on_bar_group_chosen(BY_RENEWAL)
    table = page.table
    rows, high = table.rows, table.row_height
    assert rows.sticking(0, high) == (-1, 0)
    assert rows.sticking(2 * high + 5, high) == (0, 0)
    after = next(at for at in range(1, rows.rowCount()) if rows.head_at(at))
    assert rows.sticking((after - 1) * high + 5, high) == (0, -5)
    assert rows.sticking(after * high, high) == (-1, 0)
    table.resize(table.width(), 5 * high)
    table.verticalScrollBar().setValue(2 * high + 5)
    assert table.indexAt(QPoint(60, 4)).row() == 0
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 4))
    assert rows.group_at(0).closed
    assert table.verticalScrollBar().value() == 0


def test_accounts_without_the_grouped_attribute_stand_last(page, desk, ui):
    rows = tuple(replace(row, attributes={}) if at < 2 else row
                 for at, row in enumerate(desk.view.rows))  # fmt: skip
    desk.view = replace(desk.view, rows=rows)
    page._on_bar_group_chosen("attr:tier")
    page.reload()
    heads = [page.table.rows.head_at(at) for at in range(page.table.rows.rowCount())]
    assert [head.title for head in heads if head][-1] == "Tier: none given"


@POPUP
def test_columns_are_chosen_ordered_and_remembered(qtbot, page, ui):
    page._on_bar_columns_requested()
    chooser = page._chooser
    chooser.hide()
    model = chooser.model
    titles = [model.title(at) for at in range(model.rowCount())]
    assert titles[:8] == [
        "Score", "28 days", "Change", "ARR", "Renewal", "Main reason", "Last touch", "Tier",
    ]  # fmt: skip
    assert "Seats bought" in titles
    model.toggle(titles.index("Seats bought"))
    model.move(titles.index("Tier"), 0)
    keys = [column.key for column in page.table.rows.columns]
    assert keys[:3] == ["box", "name", "attr:tier"]
    assert keys[-1] == "attr:seats_bought"
    assert page.bar.columns.text() == "10 of 26"
    assert recall(ui.prefs).columns[2] == "attr:tier"
    again = AccountsPage(ui)
    qtbot.addWidget(again)
    again.show()
    assert [column.key for column in again.table.rows.columns] == keys


def test_hiding_a_column_takes_its_sort_key_along(page):
    page._menu_column = "change"
    page._on_menu_hide_triggered()
    assert page.table.rows.sorts == (SortKey("arr", descending=True),)


def test_reset_brings_the_columns_of_a_new_window(page, ui):
    page._on_chooser_columns_chosen(("score",))
    assert len(page.table.rows.columns) == 3
    page._on_chooser_reset_requested()
    assert len(page.table.rows.columns) == 10


def test_a_broken_memory_reads_as_the_defaults(ui, qtbot, desk):
    ui.prefs.values.places[PLACE] = '{"columns": 7}'
    made = AccountsPage(ui)
    qtbot.addWidget(made)
    made.show()
    assert len(names(made)) == 23


def test_density_is_remembered(page, ui):
    page.bar.density.chosen.emit("roomy")
    assert page.table.row_height == COMPACT + MORE
    assert ui.prefs.values.roomy
    page.bar.density.chosen.emit("compact")
    assert page.table.row_height == COMPACT
    assert not ui.prefs.values.roomy


def test_enter_and_double_click_open_the_account(qtbot, page, ui):
    line = page.table.rows.line_of("ALDERMOOR")
    page.table.go_to(line)
    with qtbot.waitSignal(ui.account_requested) as caught:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert caught.args == ["ALDERMOOR"]


def test_arrow_down_leaves_the_search_for_the_rows(qtbot, page):
    page.focus_search()
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Down)
    assert page.table.current_id() == "TINDRA"


def test_the_bar_says_what_is_selected_and_copies_it(qtbot, page, ui):
    told = []
    ui.noticed.connect(told.append)
    page.table.rows.mark({"TINDRA", "SABLEWOOD", "ALDERMOOR", "NORTHMOOR"}, on=True)
    assert page.marks.isVisible()
    assert page.marks._count.full_text == "4 selected"
    assert page.marks._sum.full_text == "€718k ARR"
    page.marks.button("csv").click()
    rows = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text())))
    assert rows[0][:3] == ["Account", "Score", "28 days"]
    assert rows[1][0] == "Tindra Dairy"
    assert rows[1][rows[0].index("ARR")] == "212000"
    assert told[-1].text == "Copied 4 accounts"
    page.marks.button("clear").click()
    assert not page.marks.isVisible()
    ui.noticed.disconnect(told.append)


def test_selected_accounts_that_the_filter_hides_are_told_of(qtbot, page):
    page.table.rows.mark({"TINDRA", "RAVNHOLT"}, on=True)
    search(qtbot, page, "tindra")
    page.table.rows.mark({"TINDRA"}, on=False)
    assert page.marks._count.full_text == "1 selected, 1 not shown"


def test_a_change_reads_again_and_keeps_sort_scroll_selection(qtbot, ui, desk):
    desk.view = many(400)
    page = AccountsPage(ui)
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    page.table.sort_by((SortKey("name"),))
    page.table.go_to(120)
    page.table.rows.mark({"A-7"}, on=True)
    current, scroll = page.table.current_id(), page.table.verticalScrollBar().value()
    order = names(page)
    desk.view = replace(desk.view, rows=tuple(reversed(desk.view.rows)))
    ui.changed.emit(Change("Import", frozenset({Topic.FACTS})))
    assert len(desk.asked) == 2
    assert page.table.current_id() == current
    assert page.table.verticalScrollBar().value() == scroll
    assert page.table.rows.marks == {"A-7"}
    assert names(page) == order


def test_day_and_segment_in_view_are_asked_for(page, ui, desk):
    ui.set_segment("Poor")
    assert len(names(page)) == 4
    assert page._count.full_text == "4 of 128"
    ui.set_day(ui.today - 100)
    assert desk.asked[-1] == (ui.today - 100, "Poor")


def test_old_data_is_told_of_and_leads_to_its_day(page, ui, desk):
    assert page.old_data.isHidden()
    desk.newest = TODAY - 400
    page.reload()
    assert page.old_data.isVisible()
    assert "400 days before the day shown" in page.old_data.words
    page.old_data.button.click()
    assert desk.asked[-1][0] == TODAY - 400
    desk.newest = None
    page.reload()
    assert page.old_data.isHidden()


def test_an_empty_segment_offers_all_accounts(page, ui, desk):
    desk.view = replace(desk.view, rows=desk.view.rows[:2])
    ui.set_segment("Strong")
    assert "“Strong” is empty" in page.card.words
    page.card.acted.emit()
    assert ui.segment is None
    assert len(names(page)) == 2


def test_accounts_that_have_not_begun_are_not_called_none(page, desk):
    desk.view = AccountsView(TODAY, (), (), 0)
    desk.known = 3
    page.reload()
    assert "No account is active on" in page.card.words
    assert "3 accounts" in page.card.words
    assert page.sample.isHidden()


def test_a_renewal_column_of_the_usual_width_shows_dates_and_a_narrow_one_none(page):
    ink = Ink(page.ui.theme, 1.0)
    column = next(one for one in page.table.rows.columns if one.key == "renewal")
    assert has_dates(ink, column.width - 2 * PAD)
    assert not has_dates(ink, column.snug - 2 * PAD)
    days, date = ink.width("357 d", ink.body), ink.width("Nov 2027", ink.small)
    assert renewal_layout(QRect(0, 0, column.width - 2 * PAD, 30), 357, days).date.width() >= date


def test_an_empty_desk_says_what_to_do(qtbot, page, ui, desk):
    desk.view = AccountsView(TODAY, (), (), 0)
    page.reload()
    assert page.card.state == "empty"
    assert "No accounts yet" in page.card.words
    with qtbot.waitSignal(ui.page_requested) as caught:
        page.card.acted.emit()
    assert caught.args == ["data"]
    assert page.bar.isHidden()
    with qtbot.waitSignal(ui.desk_requested) as caught:
        page.sample.click()
    assert caught.args[0].way == "sample"
    desk.view = story()
    page.reload()
    assert page.bar.isVisible()
    assert page.sample.isHidden()


def test_a_failure_is_told_and_can_be_tried_again(page, desk):
    desk.error = DamagedDesk("The desk cannot be read.", "Restore a backup.")
    page.reload()
    assert page.card.state == "error"
    assert "The desk cannot be read. Restore a backup." in page.card.words
    desk.error = None
    page.card.retry_requested.emit()
    assert page.card.state == "body"


def test_no_desk_is_a_state_of_its_own(qtbot, ui):
    page = AccountsPage(ui)
    qtbot.addWidget(page)
    page.show()
    assert "No desk is open" in page.card.words


def test_hidden_pages_read_when_they_are_shown(qtbot, ui, desk):
    page = AccountsPage(ui)
    qtbot.addWidget(page)
    ui.changed.emit(Change("x", frozenset({Topic.SCORES})))
    assert desk.asked == []
    page.show()
    assert len(desk.asked) == 1


def test_money_of_several_currencies_is_never_mixed():
    rows = story().rows
    rows = (replace(rows[0], currency="USD"), *rows[1:3], replace(rows[3], arr=None))
    loaded = prepared(replace(story(), rows=rows), Words(), ())
    every = np.arange(4, dtype=np.int32)
    assert figures.total(loaded.order, every, Words()) == "€236k + $212k"
    foot = figures.foot(loaded.order, every, Words())
    assert foot.score_label == "Mean score"
    assert figures.total(loaded.order, every[3:], Words()) == DASH


def test_missing_figures_are_left_out_of_means():
    loaded = prepared(story(), Words(), ())
    unknown = np.array([loaded.order.at["MARROWGATE"]], dtype=np.int32)
    foot = figures.foot(loaded.order, unknown, Words())
    assert foot.score == DASH
    assert foot.arr == "€198k"


def test_counts_of_bands_add_up():
    loaded = prepared(many(300), Words(), ())
    counts = figures.band_counts(loaded.order, loaded.order.matching("a"))
    assert set(counts) == set(BANDS)
    assert sum(counts.values()) == int(loaded.order.matching("a").sum())


def test_cells_say_what_is_missing_with_a_dash():
    columns = {column.key: column for column in account_columns(Words(), (("tier", "text"),))}
    row = replace(story().rows[12], arr=None, renewal_days=None, touch_days=None)
    said = {key: columns[key].text(row) for key in ("score", "change", "arr", "renewal", "touch")}
    assert said == {"score": "Unknown", "change": DASH, "arr": DASH, "renewal": DASH, "touch": DASH}
    assert not late(row)


def test_days_sort_and_read_as_days():
    columns = account_columns(Words(), (("started_on", "day"), ("pilot", "boolean")))
    by_key = {column.key: column for column in columns}
    row = story().rows[0]
    assert by_key["attr:started_on"].text(row) == "1 Mar 2024"
    assert by_key["attr:pilot"].text(row) == "no"


def test_copies_are_guarded_against_formulas():
    row = replace(story().rows[0], name='=HYPERLINK("x")', reason="two\nlines")
    columns = account_columns(Words(), ())
    assert "'=HYPERLINK" in as_csv(columns, (row,))
    assert "two lines" in as_text(columns, (row,))
    assert len(as_text(columns, (row,)).splitlines()) == 2


def test_tips_tell_whole_amounts_and_dates(page):
    line = page.table.rows.line_of("ALDERMOOR")
    at = {column.key: number for number, column in enumerate(page.table.rows.columns)}

    def tip(key):
        index = page.table.rows.index(line, at[key])
        page.table.scrollTo(index)
        return page.table.tip_at(page.table.visualRect(index).center())[0]

    assert tip("arr") == "€184,000"
    assert tip("renewal") == "Renews in 68 days: 30 Jan 2027"
    assert tip("change") == f"{MINUS}33 in 28 days"


@POPUP
def test_menu_of_a_head_offers_what_works(page):
    page.table.menu_requested.emit(2, QPoint(10, 10))
    menu = page.findChild(Menu)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Sort upwards", "Sort downwards", "Keep in view up to here", "Hide this column",
    ]  # fmt: skip
    menu.close()
    page._on_menu_up_triggered()
    assert page.table.rows.sorts == (SortKey("score"),)
    page._on_menu_pin_triggered()
    assert page.table.pinned == 3


def test_everything_that_takes_focus_has_a_name(page):
    nameless = [
        type(child).__name__
        for child in page.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
        and child.isVisible()
        and not (child.accessibleName() or getattr(child, "text", str)())
        and type(child).__name__ not in {"QWidget", "QScrollBar", "QHeaderView"}
    ]
    assert nameless == []


def test_tab_goes_from_the_filter_to_the_rows_and_on_to_their_heads(page):
    order, at = [], page.bar.search
    while at not in order:
        order.append(at)
        at = at.nextInFocusChain()
    places = [order.index(one) for one in (
        page.bar.search, page.bar.bands.chip("Poor"), page.bar.group, page.bar.columns,
        page.table, page.table.head,
    )]  # fmt: skip
    assert places == sorted(places)


def test_nothing_is_left_of_a_closed_page(ui, desk):
    page = AccountsPage(ui)
    page.show()
    gone = weakref.ref(page)
    gc.collect()
    gc.disable()
    try:
        page.close()
        del page
        assert gone() is None
    finally:
        gc.enable()
