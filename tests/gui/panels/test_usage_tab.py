"""The tab Usage: what it reads, its states, and where its figures lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.source_ref import RowRef, UsageRef
from healthdesk.core.domain.usage_view import UsageView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.usage.metric_box import options
from healthdesk.gui.panels.usage.tab import UsageTab
from tests.gui.panels import usage_answers as story


class Desk:
    """Hands out a prepared view; remembers what was asked."""

    def __init__(self, view: object) -> None:
        self.answers: dict[str, object] = {
            "line": view,
            "view": view,
            "raw": story.raw(),
            "rows": (),
        }
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def read(self, fn: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        del kw
        self.asked.append((fn.__name__, args))
        answer = self.answers[fn.__name__]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def on_change(self, callback: object) -> None:
        del callback

    def last(self, name: str) -> tuple[Any, ...]:
        return next(args for asked, args in reversed(self.asked) if asked == name)


Open = Callable[..., tuple[UsageTab, Desk]]


@pytest.fixture
def opened(qtbot: QtBot, ui: Ui) -> Open:
    def make(
        view: object | None = None, size: tuple[int, int] = (1240, 700)
    ) -> tuple[UsageTab, Desk]:
        desk = Desk(story.view() if view is None else view)
        ui.set_desk(desk)  # type: ignore[arg-type]
        ui.today = story.TODAY
        tab = UsageTab(ui)
        qtbot.addWidget(tab)
        tab.resize(*size)
        tab.show()
        tab.show_account("aldermoor")
        if isinstance(view, UsageView | None) and (view is None or view.series is not None):
            qtbot.waitUntil(lambda: hasattr(tab, "raw") and tab.raw.isVisible())
        return tab, desk

    return make


def test_all_cards_show_the_account(opened: Open) -> None:
    tab, desk = opened()
    assert [name for name, _ in desk.asked] == ["line", "view"]
    assert desk.last("view") == ("aldermoor", story.TODAY, "active_users", None) or desk.last(
        "view"
    ) == ("aldermoor", story.TODAY, "", None)
    assert tab.chart.state == "body"
    assert tab.chart.finding.title.text() == story.DIP.text
    assert tab.weekdays.isVisible()
    assert tab.heat.isVisible()
    assert tab.chart.metrics.accessibleName() == "Which metric: Active users"


def test_cards_that_are_left_wait_until_the_tab_is_seen_again(qtbot: QtBot, ui: Ui) -> None:
    ui.set_desk(Desk(story.view()))  # type: ignore[arg-type]
    ui.today = story.TODAY
    tab = UsageTab(ui)
    qtbot.addWidget(tab)
    tab.show()
    tab.show_account("aldermoor")
    tab.hide()
    qtbot.waitUntil(lambda: not tab._turns.isActive())
    assert not hasattr(tab, "weekdays")
    tab.show()
    qtbot.waitUntil(lambda: hasattr(tab, "raw") and tab.raw.isVisible())
    tab.hide()
    tab.show_account("another")
    assert tab._later is None


def test_leaps_to_the_finding_and_to_the_week(qtbot: QtBot, opened: Open) -> None:
    tab, _ = opened()
    for button, leap in (
        (tab.chart.finding.write, Leap("health", story.FELL, word="finding")),
        (tab.chart.finding.week, Leap("timeline", story.FELL)),
    ):
        with qtbot.waitSignal(tab.leap_requested) as told:
            button.click()
        assert told.args == [leap]


def test_writing_is_off_while_looking_back(ui: Ui, opened: Open) -> None:
    tab, _ = opened()
    assert tab.chart.finding.write.isEnabled()
    ui.set_day(story.TODAY - 1)
    assert not tab.chart.finding.write.isEnabled()
    assert tab.chart.finding.week.isEnabled()


def test_a_day_on_the_chart_leads_to_its_rows(opened: Open) -> None:
    tab, desk = opened()
    tab.chart.chart.plot.day_pressed.emit(story.TODAY - 5)
    day = story.TODAY - 5
    assert desk.last("rows")[0] == (UsageRef("aldermoor", "active_users", day, day),)
    assert tab.sources.title.text() == "Active users on Wed 18 Nov 2026"
    tab.sources.hide()


@pytest.mark.parametrize(
    ("card", "key", "refs"),
    [
        ("steady", "row 0", {UsageRef("aldermoor", "active_users", story.FELL, story.TODAY)}),
        ("steady", "row 2", {RowRef("contact_usage", 11), RowRef("contact_usage", 12)}),
        ("people", "person 0", {RowRef("contact_usage", 11), RowRef("contact_usage", 12)}),
        ("seats", "seats", {RowRef("subscription", 3)}),
        (
            "weekdays",
            "weekday 0",
            {UsageRef("aldermoor", "active_users", story.TODAY, story.TODAY)},
        ),
        (
            "steady",
            f"day {story.FELL}",
            {UsageRef("aldermoor", "active_users", story.FELL, story.FELL)},
        ),
    ],
)
def test_figures_lead_to_their_rows(opened: Open, card: str, key: str, refs: set[object]) -> None:
    tab, desk = opened()
    getattr(tab, card).part.spot_clicked.emit(key)
    asked, _day = desk.last("rows")
    assert refs <= set(asked)
    tab.sources.hide()


def test_another_metric_and_another_event(opened: Open) -> None:
    tab, desk = opened()
    tab.heat.heat.metric_pressed.emit("planning")
    assert desk.last("line") == ("aldermoor", story.TODAY, "planning")
    tab, desk = opened()
    tab.chart.chart.plot.event_pressed.emit(story.OLD.first)
    assert desk.last("view") == ("aldermoor", story.TODAY, "active_users", story.OLD.first)
    desk.asked.clear()
    tab.chart.finding.more.click()
    assert [name for name, _ in desk.asked] == ["view"]


def test_a_leap_shows_the_day_and_its_event(opened: Open) -> None:
    tab, desk = opened()
    tab.leap(Leap("usage", story.OLD.first + 2))
    assert desk.last("view")[-1] == story.OLD.first
    first, last = tab.chart.chart.plot.span
    assert first <= story.OLD.first + 2 <= last


def test_metrics_by_group_never_used_ones_cannot_be_chosen(ui: Ui) -> None:
    offered = options(story.view().metrics, "active_users", ui.words)
    assert [one.text for one in offered] == [
        "In the health score",
        "Active users",
        "Others",
        "Route planning",
        "Never used: 1",
        "Alerts",
    ]
    assert [one.head for one in offered] == [True, False, True, False, True, True]


def test_the_box_opens_its_list_and_tells_the_choice(qtbot: QtBot, opened: Open) -> None:
    tab, desk = opened()
    tab.chart.metrics.showPopup()
    assert tab.chart.metrics.popup is not None
    tab.chart.metrics.popup.take("planning")
    assert desk.last("line")[-1] == "planning"


def test_without_usage_the_tab_says_why_and_leads_to_the_data(
    qtbot: QtBot, ui: Ui, opened: Open
) -> None:
    empty = UsageView("aldermoor", "Aldermoor", story.TODAY, metrics=(story.ALERTS,))
    tab, _ = opened(empty)
    assert tab.nothing.isVisible()
    assert "No usage of this account" in tab.nothing.words
    with qtbot.waitSignal(ui.page_requested) as asked:
        tab.nothing.acted.emit()
    assert asked.args == ["data"]
    bare = UsageView("aldermoor", "Aldermoor", story.TODAY)
    tab, _ = opened(bare)
    assert "The desk has no usage" in tab.nothing.words


def test_what_is_not_known_is_said(opened: Open) -> None:
    from_nothing = story.view(features=None, people=(), weekdays=None, steady=None)
    tab, _ = opened(from_nothing)
    assert "not known" in tab.heat.note.text()
    assert "not known" in tab.people.note.text()
    assert tab.weekdays.switch.isHidden()
    assert "28 days" in tab.steady.note.text()


def test_many_features_are_folded(opened: Open) -> None:
    tab, _ = opened(story.view(features=story.features(40)))
    few = tab.heat.heat.drawing.height
    assert tab.heat.more.text() == "Show 26 more features"
    tab.heat.more.click()
    assert tab.heat.heat.drawing.height > few
    assert tab.heat.more.text() == "Show fewer"


def test_raw_values_come_when_asked_for(opened: Open) -> None:
    tab, desk = opened()
    assert "raw" not in [name for name, _ in desk.asked]
    tab.raw.button.click()
    assert tab.raw.open
    model = tab.raw.table.model()
    assert [model.index(0, at).data() for at in range(3)] == [
        "Mon 23 Nov 2026",
        "19",
        "\N{EN DASH}",
    ]
    tab.raw.table.clicked.emit(model.index(1, 0))
    refs, _day = desk.last("rows")
    assert {one.first for one in refs} == {story.TODAY - 1}
    tab.sources.hide()
    tab.raw.button.click()
    assert not tab.raw.open


def test_a_failure_is_told_and_can_be_tried_again(opened: Open) -> None:
    tab, desk = opened(DeskError("The file cannot be read.", "Nothing is lost."))
    assert tab.chart.state == "error"
    assert "Nothing is lost" in tab.chart.words
    desk.answers["line"] = desk.answers["view"] = story.view()
    tab.chart.retry_requested.emit()
    assert tab.chart.state == "body"


def test_an_answer_about_another_account_is_dropped(opened: Open) -> None:
    tab, _ = opened()
    tab._show_view(story.view(account_id="other", series=None))
    assert tab.view is not None
    assert tab.view.account_id == "aldermoor"


def test_ctrl_t_works_in_every_card(opened: Open) -> None:
    tab, _ = opened()
    for card in (tab.weekdays, tab.steady, tab.seats, tab.people, tab.heat):
        card.switch.toggle()
        assert card.switch.as_table
        assert card.switch.table.model().rowCount() > 0
        assert card.switch.height() >= 90
        card.switch.toggle()


def test_narrow_windows_stack_the_cards(opened: Open) -> None:
    tab, _ = opened(size=(760, 600))
    assert tab.weekdays.mapTo(tab, QPoint()).y() > tab.chart.mapTo(tab, QPoint()).y()
    assert tab.weekdays.width() > 600


def test_beside_another_tab_nothing_is_cut_off(opened: Open) -> None:
    tab, _ = opened(size=(560, 600))
    content, viewport = tab._scroll.widget(), tab._scroll.viewport()
    assert content.minimumSizeHint().width() <= viewport.width()
    assert tab.chart.metrics.width() >= 90


def test_daily_or_mean(opened: Open) -> None:
    tab, _ = opened()
    weekly = tab.chart.mode.findChildren(type(tab.raw.button))[1]
    QTest.mouseClick(weekly, Qt.MouseButton.LeftButton)
    plot = tab.chart.chart.plot
    assert plot.drawings[1].dots == ()
    tab.chart.range.setCurrentIndex(0)
    tab.chart.range.activated.emit(0)
    assert plot.span == (story.TODAY - 89, story.TODAY)
