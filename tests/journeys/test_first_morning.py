"""From a bare start to a reason: import, score, open, explain, take back, come again."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from healthdesk import paths
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import samples, scoring
from tests.core.worked_example import write
from tests.journeys.conftest import REAL, SHARED


def day_of(words):
    return to_day(date.fromisoformat(words))


def drop(window, folder):
    """A folder let go over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(90, 90), Qt.DropAction.CopyAction, data, buttons, keys))


def press(journey, widget, key, held=Qt.KeyboardModifier.NoModifier):
    journey.bot.keyClick(widget, key, held)


def bring_in(journey, folder):
    """Drop, look at the preview, press Import, then Close."""
    drop(journey.window, folder)
    data = journey.window.pages.page
    journey.until(lambda: journey.ui.desk is not None and data("data").state == "ready")
    journey.bot.mouseClick(data("data").wizard.start, Qt.MouseButton.LeftButton)
    journey.until(lambda: data("data").state == "done")
    journey.bot.mouseClick(data("data").wizard.start, Qt.MouseButton.LeftButton)
    journey.until(lambda: data("data").state == "rest")


def test_from_nothing_to_a_reason_and_back(journey, tmp_path):
    journey.start()
    assert journey.window.at_beginning
    bring_in(journey, write(tmp_path / "worked example"))

    journey.ui.set_day(day_of("2026-03-14"))
    journey.window.show_page("accounts")
    journey.until(lambda: journey.rows() == 1)
    table = journey.accounts.table
    table.setFocus()
    table.go_to(1)  # line 0 is the head of the group
    press(journey, table, Qt.Key.Key_Return)
    account = journey.window.pages.page("account").tab("health")
    journey.until(lambda: account.change.days is not None)
    assert journey.window.pages.page("account").head.isVisible()

    seven, fourteen = day_of("2026-03-07"), day_of("2026-03-14")
    account.change.days_chosen.emit(seven, fourteen)
    journey.until(lambda: shown_change(account) == (850, 487))
    assert sum(row.points for row in account.change.chart.rows.figures.rows) == -363

    journey.ui.set_day(None)
    journey.window.show_page("accounts")
    press(journey, journey.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    journey.until(lambda: journey.ui.desk.read(scoring.scores, fourteen) == ())
    redo = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(journey, journey.window, Qt.Key.Key_Z, redo)
    journey.until(lambda: len(journey.ui.desk.read(scoring.scores, fourteen)) == 1)

    path = journey.ui.desk.path
    journey.end()
    journey.start(path)
    journey.until(lambda: journey.window.pages.current == "today")
    journey.window.show_page("accounts")
    journey.until(lambda: journey.rows() == 1)


def opened(account):
    """The account whose head and composition are on the page."""
    return None if account._account is None else account._account.header.account_id


def shown_change(account):
    figures = account.change.chart.rows.figures
    return None if figures is None else (figures.first, figures.last)


@pytest.mark.parametrize("name", REAL)
def test_real_folders_come_in_whole_and_every_account_opens(journey, name):
    journey.start()
    bring_in(journey, SHARED / name)
    day = {"ravenstack": "2024-10-01", "churnsim_crm5_signal_dev": "2023-05-15"}[name]
    journey.ui.set_day(day_of(day))
    journey.window.show_page("accounts")
    journey.until(lambda: journey.rows() > 200)
    views = journey.ui.desk.read(scoring.scores, day_of(day))
    assert journey.rows() == len(views)
    ids = [view.account_id for view in views]
    account = journey.window.pages.page("account").tab("health")
    for account_id in (ids[0], ids[len(ids) // 2], ids[-1]):
        journey.ui.open_account(account_id)
        journey.until(lambda shown=account_id: opened(account) == shown)


def test_the_sample_desk_tells_its_story(journey, tmp_path):
    desk = Desk.create(tmp_path / "sample.healthdesk")
    day = day_of("2026-11-23")
    desk.do(samples.fill, day, 1)
    desk.close()
    journey.start(tmp_path / "sample.healthdesk")
    today = journey.window.pages.page("today")
    journey.until(lambda: today.view is not None and today.view.whole)
    assert "Aldermoor Freight" in [one.name for one in today.view.lists.items]
    journey.ui.open_account("aldermoor-freight")
    account = journey.window.pages.page("account").tab("health")
    journey.until(lambda: shown_change(account) is not None)
    figures = account.change.chart.rows.figures
    assert figures.last == pytest.approx(512, abs=3)
    assert sum(row.points for row in figures.rows) == figures.change


def test_a_desk_opens_where_it_was_left(journey):
    """No desk was named: the one of the last time comes up."""
    path = paths.default_desk()
    path.parent.mkdir(parents=True)
    Desk.create(path).close()
    journey.start(path)
    journey.until(lambda: journey.ui.desk is not None)
    assert journey.ui.prefs.recent_desks()[0] == path
