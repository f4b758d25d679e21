"""The menu of any table: a file of it, or the page Reports with it."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.report_given import GivenTable
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.reports.page import ReportsPage
from healthdesk.gui.panels.take_along import ExportButton, TakeAlong
from healthdesk.gui.panels.take_chart import given_chart, offer_chart
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.drawing import Drawing, Fill, Text
from healthdesk.gui.parts.listed import ListColumn, table_of
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.shell.table_menu import offer_table
from tests import ready

COLUMNS = (
    Column("name", "Name", 120, lambda row: row[0], lambda row: row[0], paint.no_cell),
    Column("n", "Count", 80, lambda row: row[1], lambda row: f"{row[1]}", paint.no_cell,
           right=True),
)  # fmt: skip
ROWS = (("=cmd", 1), ("Two", 2))


@pytest.fixture
def holder(ui, qtbot, tmp_path):
    desk = ready.furnished(tmp_path / "d.healthdesk", "d")
    ui.set_desk(desk)
    made = QWidget()
    made.table = SmallTable(ui.theme, "Things", COLUMNS, lambda row: row[0], made)
    made.table.show_rows(ROWS)
    made.table.resize(300, 200)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    yield made
    desk.close()


def opened(ui, holder, reason=QContextMenuEvent.Reason.Keyboard):
    holder.table.setFocus()
    at = holder.table.mapToGlobal(QPoint(20, 40))
    event = QContextMenuEvent(reason, QPoint(20, 40), at)
    assert offer_table(ui, holder, event)
    menu = holder.table.findChild(TakeAlong).menu
    menu.close()
    return {one.text(): one for one in menu.actions() if one.text()}


@pytest.mark.parametrize(
    "reason", [QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse]
)
def test_every_table_has_a_menu_by_pointer_and_key(ui, holder, reason):
    assert list(opened(ui, holder, reason)) == [
        *("Report…", "Save as PDF", "Save as Excel", "Save as CSV", "Save as Web page"),
    ]


def test_a_table_becomes_a_file_that_runs_nothing(ui, holder, dialogs, tmp_path):
    told = []
    ui.noticed.connect(told.append)
    dialogs.answers = [tmp_path / "things"]
    opened(ui, holder)["Save as CSV"].trigger()
    ui.noticed.disconnect(told.append)
    rows = list(csv.reader((tmp_path / "things.csv").read_text("utf-8-sig").splitlines()))
    assert rows[-2:] == [["'=cmd", "1"], ["Two", "2"]]
    assert told[0].text == "things.csv was saved"
    dialogs.answers = [None]
    opened(ui, holder)["Save as PDF"].trigger()
    assert not (tmp_path / "things.pdf").exists()


def test_a_table_opens_as_a_report_that_can_be_changed(ui, holder, qtbot):
    page = ReportsPage(ui)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    ui.given_requested.connect(page.show_given)
    opened(ui, holder)["Report…"].trigger()
    ui.given_requested.disconnect(page.show_given)
    assert page.drawn.report.title == "Things"
    assert [one.cells[0].text for one in page.drawn.report.sections[0].lines[0].blocks[0].rows] == [
        "=cmd",
        "Two",
    ]
    page.reload()
    assert page.drawn.report.title == "Things"
    page._settled.stop()


def test_the_button_offers_the_same_and_nothing_of_an_empty_table(ui, holder, qtbot):
    button = ExportButton(ui, holder.table)
    qtbot.addWidget(button)
    holder.table.show_rows(())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert holder.table.findChild(TakeAlong) is None
    holder.table.show_rows(ROWS)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    maker = holder.table.findChild(TakeAlong)
    maker.menu.close()
    found = []
    ui.given_requested.connect(lambda options, given: found.append(given))
    maker._on_report_triggered()
    ui.given_requested.disconnect()
    assert isinstance(found[0], GivenTable)


def test_a_chart_is_given_in_light_colours_with_its_figures(ui, holder, theme):
    drawn = QWidget()
    drawn.resize(300, 100)
    words = Text(QRectF(0, 0, 100, 20), "Strong 5")
    drawn.drawing = Drawing(300, 100, fills=(Fill(QRectF(0, 0, 9, 9), "text"),), texts=(words,))
    switch = TableSwitch("Bands", drawn, holder)
    switch.set_lines(("Band", "Value"), [("Strong", "5")])
    switch.resize(300, 100)
    switch.show()
    light = given_chart(ui, switch, "Bands").cards[0]
    assert (light.head, light.rows, light.w) == (("Band", "Value"), (("Strong", "5"),), 5)
    assert (light.kinds, light.values) == (("text", "number"), ((None, 5.0),))
    assert [mark.kind for mark in light.inside] == ["notes"]
    assert "Strong 5" in light.svg
    theme.choose(mode="dark")
    assert given_chart(ui, switch, "Bands").cards[0].svg == light.svg
    maker = offer_chart(ui, switch, QPoint(0, 0))
    maker.menu.close()
    assert "Save as Drawing (SVG)" in [one.text() for one in maker.menu.actions()]


def test_lists_are_tables_under_their_groups():
    found = table_of(
        "Tasks",
        (
            ListColumn("Task", 2, lambda one: one, inside=("notes",)),
            ListColumn("Due", 1, lambda one: "1 Jan", lambda one: 20_089),
        ),
        (("Late", ("a", "b")), ("Today", ())),
        ("", "“x”"),
    )
    assert [(one.group, one.cells[0].text) for one in found.rows] == [("Late", "a"), ("Late", "b")]
    assert [(one.kind, len(one.inside)) for one in found.columns] == [("text", 1), ("day", 0)]
    assert found.rows[0].cells[1].value == 20_089
    assert found.said == ("“x”",)
