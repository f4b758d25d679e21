"""Presenting: one key to enter, Escape leaves, nothing private is shown or reached meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import pulses, scoring, touches
from healthdesk.gui.pages.dashboards.showing import left_out
from healthdesk.gui.shell import actions
from healthdesk.gui.shell.presenting import Presenting
from tests import make

Key = Qt.Key
SECRET = "They bore me"


@pytest.fixture
def account(at_work, ui):
    ui.desk.do(make.fill)
    found = ui.desk.read(scoring.scores, ui.day)[0].account_id
    ui.desk.do(pulses.put, found, -1.0, SECRET)
    ui.desk.do(touches.add, TouchDraft(found, "note", "", ui.today, SECRET, SECRET))
    at_work.resize(1024, 640)
    ui.open_account(found)
    return found


def presenter(window):
    return window.findChild(Presenting).presenter


def test_an_account_is_presented_as_a_customer_may_see_it_and_nothing_else_is_reached(
    at_work, account, ui, qtbot
):
    qtbot.keyClick(at_work, Key.Key_F9)
    shown = presenter(at_work)
    assert ui.presenting
    assert at_work.isFullScreen()
    assert shown.isVisible()
    assert not at_work.rail.isVisible()
    assert shown.drawn.report.audience == "customer"
    assert len(shown.drawn.sheets) > 3
    assert SECRET not in repr(shown.drawn.report)
    assert not {"health", "made", "forecast"} & {one.key for one in shown.drawn.report.sections}
    assert shown.strip.place.full_text == f"1 of {len(shown.drawn.sheets)}"
    for key, number in ((Key.Key_Space, 2), (Key.Key_Right, 3), (Key.Key_Backspace, 2)):
        qtbot.keyClick(shown.view, key)
        assert shown.number == number
    for act in actions.ACTS:
        if act.key not in actions.PRESENTABLE:
            actions.run(act, at_work)
    ui.open_page("today")
    ui.open_account("nobody")
    ui.toast(SECRET)
    assert shown.isVisible()
    assert not at_work.finder.palette.isVisible()
    assert at_work.pages.current == "account"
    assert not any(one.isVisible() for one in at_work.toasts.shown)
    qtbot.keyClick(shown.view, Key.Key_Escape)
    assert at_work.toasts.shown[-1].notice.text == SECRET
    assert not ui.presenting
    assert not at_work.isFullScreen()
    assert at_work.pages.page("account").isVisible()


def test_a_report_for_inside_is_presented_without_what_is_inside(at_work, account, ui):
    ui.open_report(ReportOptions(kind="weekly_risk"))
    actions.run(actions.act_of("present"), at_work)
    shown = presenter(at_work)
    report = shown.drawn.report if shown.drawn is not None else None
    assert shown.said or report.audience == "customer"
    assert SECRET not in repr(report)


def test_cards_of_private_things_are_left_out():
    board = Board(
        "All",
        tiles=tuple(
            Tile(kind, kind, 0, 2 * at, 4, 2)
            for at, kind in enumerate(("tasks_due", "voices", "movers", "note", "renewal_forecast"))
        ),
    )
    assert left_out(board) == ("tasks_due", "voices", "renewal_forecast")
    warned = Tile("warned", "movers", 0, 0, 4, 2, options={"show": "heading"})
    assert left_out(Board("Risk", tiles=(warned,))) == ("warned",)
