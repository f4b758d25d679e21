"""The Account page: what it reads and when, what it says in every state, how one moves in it."""

from __future__ import annotations

import weakref
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.views import HistoryView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.account import AccountPage
from healthdesk.gui.panels.health.reading import Account
from healthdesk.gui.panels.health.tab import HealthTab
from tests.gui.panels import account_story as story
from tests.gui.panels.story_desk import FAILS, StoryDesk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from healthdesk.core.desk import Desk

PICKS = (story.THEN, story.TODAY)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-23")


def made(qtbot: QtBot, ui: Ui, **answers: Any) -> tuple[AccountPage, StoryDesk]:
    desk = StoryDesk(**answers)
    ui.set_desk(cast("Desk", desk))
    page = AccountPage(ui)
    qtbot.addWidget(page)
    page.resize(1240, 826)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.show_account("aldermoor", ["before", "aldermoor", "after"])
    return page, desk


def health(page: AccountPage) -> HealthTab:
    """The tab that is in view at first."""
    return cast("HealthTab", page.tab("health"))


def test_it_reads_head_history_and_split_in_that_order(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    assert desk.names() == [
        "read_head",
        "read_account",
        "read_history",
        "read_why",
        "read_trend_marks",
        "read_suggestion",
    ]
    assert desk.last("read_account")[0] == ("aldermoor", story.TODAY)
    assert desk.last("read_history")[0] == ("aldermoor", story.TODAY - 179, story.TODAY)
    assert health(page).picks is not None
    assert desk.last("read_why")[0] == ("aldermoor", *health(page).picks)
    assert [
        card.state for card in (health(page).composition, health(page).history, health(page).change)
    ] == ["body"] * 3


def test_the_head_says_the_story(qtbot: QtBot, ui: Ui) -> None:
    page, _ = made(qtbot, ui)
    said = page.head.words
    for part in (
        "Aldermoor Freight",
        "Enterprise · stage Adopted · owner Nadia V.",
        "51 | Average",
        "ARR €184k",
        "Renewal 68 days",
        "Last touch 34 days",
        "Coverage 100 %",
        "Your pulse Average",
    ):
        assert part in said
    assert page.head._delta.accessibleName() == "\N{MINUS SIGN}33 in 28 days"


def test_a_pulse_that_came_with_the_account_is_called_so(qtbot: QtBot, ui: Ui) -> None:
    page, _ = made(qtbot, ui)
    fact = page.head.facts["pulse"]
    page.head.show_header(story.header(pulse_inherited="inherited, please renew"))
    assert fact.words == "Inherited pulse Average renew"
    page.head.show_header(story.header())
    assert fact.words == "Your pulse Average"


def test_an_override_is_marked_with_the_computed_score_beside_it(qtbot: QtBot, ui: Ui) -> None:
    view = story.overridden()
    header = story.header(score=view.score)
    page, _ = made(qtbot, ui, read_account=Account(header, view))
    assert "75 | Strong, set by hand" in page.head.words
    assert "by Nadia until" in page.head.words
    assert "39 computed" in page.head.words


def test_a_cap_is_named_with_the_score_without_it(qtbot: QtBot, ui: Ui) -> None:
    view = story.composition(score=39.0, shown=39, band="Poor", computed=39.0, caps=("Urgent",))
    page, _ = made(qtbot, ui, read_account=Account(story.header(score=view.score), view))
    assert "39 | Poor, capped" in page.head.words
    assert "capped: Urgent; 51 without" in page.head.words


def test_a_score_on_missing_data_is_marked_and_says_so(qtbot: QtBot, ui: Ui) -> None:
    header = story.header(quiet_days=17)
    page, _ = made(qtbot, ui, read_account=Account(header, story.composition()))
    assert "51 | Average, stale" in page.head.words
    assert "rests on missing data: no usage for 17 days" in page.head.words


def test_a_score_that_is_unknown_says_what_is_missing(qtbot: QtBot, ui: Ui) -> None:
    view = story.unknown()
    page, _ = made(qtbot, ui, read_account=Account(story.header(score=view.score), view))
    assert "Unknown" in page.head.words
    assert "data covers 15 % of the model" in page.head.words
    assert health(page).composition.state == "body"


def test_a_churned_account_keeps_its_history(qtbot: QtBot, ui: Ui) -> None:
    left = story.TODAY - 20
    header = story.header(score=None, churned=left)
    page, desk = made(qtbot, ui, read_account=Account(header, None))
    assert "churned" in page.head.words
    assert health(page).composition.state == "empty"
    assert "Churned on" in health(page).composition.words
    assert health(page).history.state == "body"
    page, desk = made(
        qtbot, ui, read_account=Account(replace(header, churned=story.TODAY - 400), None)
    )
    assert desk.last("read_history")[0][1] == story.TODAY - 400 - 180


def test_an_account_without_any_score_says_so_everywhere(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(
        qtbot,
        ui,
        read_account=Account(story.header(score=None, first_day=None), None),
        read_history=HistoryView("aldermoor", (), (), 70, 40),
    )
    assert "No score yet" in health(page).composition.words
    assert "No score in these days" in health(page).history.words
    assert "Nothing to compare yet" in health(page).change.words
    assert "read_why" not in desk.names()
    assert health(page).change.days is None


@pytest.mark.parametrize(
    ("read", "card", "title"),
    [
        ("read_account", "composition", "The score could not be read"),
        ("read_history", "history", "The history could not be read"),
        ("read_why", "change", "The change could not be explained"),
    ],
)
def test_a_failure_is_told_in_its_card_and_can_be_tried_again(
    qtbot: QtBot, ui: Ui, read: str, card: str, title: str
) -> None:
    page, desk = made(qtbot, ui, **{read: FAILS})
    panel = getattr(health(page), card)
    assert panel.state == "error"
    assert title in panel.words
    assert "Nothing is lost" in panel.words
    desk.answers[read] = StoryDesk().answers[read]
    panel.retry_requested.emit()
    assert [
        one.state for one in (health(page).composition, health(page).history, health(page).change)
    ] == ["body"] * 3


def test_picking_a_day_on_the_chart_reads_the_split_of_those_days(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    plot = health(page).history.chart.plot
    asked = desk.names().count("read_why")
    where = QPoint(round(plot.frame.x(story.TODAY - 120)), 60)
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=where)
    assert desk.names().count("read_why") == asked + 1
    assert health(page).picks is not None
    assert abs(health(page).picks[0] - (story.TODAY - 120)) <= 1
    assert health(page).change.days == health(page).picks
    assert "read_account" not in desk.names()[asked + 2 :]


def test_picking_a_day_in_the_month_moves_the_chart_too(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    health(page).change.first.calendar.picked.emit(story.TODAY - 60)
    assert health(page).picks == (story.TODAY - 60, story.TODAY)
    assert health(page).history.chart.plot.picks == health(page).picks
    assert desk.last("read_why")[0] == ("aldermoor", *health(page).picks)
    health(page).change.last.calendar.picked.emit(story.TODAY - 90)
    assert health(page).picks == (story.TODAY - 91, story.TODAY - 90)


def test_opening_a_row_reads_its_facts_and_shows_them(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    health(page).change.chart.rows.toggle("usage.level")
    assert health(page).picks is not None
    assert desk.last("read_evidence")[0] == ("aldermoor", "usage.level", *health(page).picks)
    texts = [text.text for text in health(page).change.chart.rows.drawing.texts]
    assert "Ada Brennick, sponsor" in texts


def test_facts_that_cannot_be_read_are_told_under_their_row(qtbot: QtBot, ui: Ui) -> None:
    page, _ = made(qtbot, ui, read_evidence=FAILS)
    health(page).change.chart.rows.toggle("usage.level")
    texts = [text.text for text in health(page).change.chart.rows.drawing.texts]
    assert any("cannot be read" in text for text in texts)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_daily_values_open_as_a_table(qtbot: QtBot, ui: Ui) -> None:
    page, _ = made(qtbot, ui)
    health(page).change.chart.rows.toggle("usage.level")
    health(page).change.chart.rows.values_requested.emit("usage.level")
    popover = health(page).change.popover
    assert popover is not None
    assert popover.table.model().rowCount() == 56
    with qtbot.assertNotEmitted(ui.page_requested):
        QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_range_and_mode_read_the_history_again(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    health(page).history.range.setCurrentIndex(2)
    health(page).history.range.activated.emit(2)
    assert desk.last("read_history")[0][1] == story.TODAY - 364
    health(page).history.range.setCurrentIndex(3)
    health(page).history.range.activated.emit(3)
    assert desk.last("read_history")[0][1] == story.day("2024-03-01")
    health(page).history.mode.set_value("reported")
    health(page).history.mode.chosen.emit("reported")
    assert desk.last("read_history")[1] == {"as_reported": True}
    assert desk.last("read_why")[1] == {"as_reported": True}


def test_days_without_a_record_are_counted_in_words(qtbot: QtBot, ui: Ui) -> None:
    view = story.history()
    days = tuple(replace(day, restated=day.day < story.TODAY - 9) for day in view.days)
    page, _ = made(qtbot, ui, read_history=replace(view, days=days))
    health(page).history.mode.set_value("reported")
    health(page).history.asked.emit()
    assert health(page).history._subtitle.full_text == "170 days without a record, dashed"


def test_looking_back_moves_the_end_of_the_comparison(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    ui.set_day(story.TODAY - 30)
    assert desk.last("read_account")[0] == ("aldermoor", story.TODAY - 30)
    assert health(page).picks is not None
    assert health(page).picks[1] == story.TODAY - 30


def test_a_change_of_scores_is_read_and_one_of_settings_is_not(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    count = len(desk.asked)
    ui.changed.emit(Change("Set zone", frozenset({Topic.SETTINGS})))
    assert len(desk.asked) == count
    kept = health(page).picks
    ui.changed.emit(Change("Import", frozenset({Topic.FACTS})))
    assert len(desk.asked) > count
    assert health(page).picks == kept


def test_escape_leads_back_and_alt_arrows_to_the_neighbours(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    with qtbot.waitSignal(ui.account_left):
        QTest.keyClick(page, Qt.Key.Key_Escape)
    QTest.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.account_id == "after"
    assert desk.last("read_account")[0] == ("after", story.TODAY)
    QTest.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.account_id == "after"
    assert not page.head._after.isEnabled()
    page.head.step_requested.emit(-1)
    assert page.account_id == "aldermoor"


def test_an_answer_about_another_account_is_not_shown(qtbot: QtBot, ui: Ui) -> None:
    page, _ = made(qtbot, ui)
    page.show_account("after")
    assert health(page).composition.state == "loading"
    assert "Aldermoor" not in page.head.words


def test_a_page_that_is_not_seen_reads_when_it_is_shown(qtbot: QtBot, ui: Ui) -> None:
    page, desk = made(qtbot, ui)
    page.hide()
    count = len(desk.asked)
    ui.changed.emit(Change("Import", frozenset({Topic.FACTS})))
    assert len(desk.asked) == count
    page.show()
    assert len(desk.asked) > count


@pytest.mark.parametrize("size", [(1240, 826), (1080, 646), (820, 600), (1720, 1006)])
@pytest.mark.parametrize("crowded", [False, True])
def test_nothing_is_cut_at_any_size(
    qtbot: QtBot, ui: Ui, size: tuple[int, int], crowded: bool
) -> None:
    view = story.crowded() if crowded else story.composition()
    header = story.header(name=view.score.name, score=view.score)
    page, _ = made(qtbot, ui, read_account=Account(header, view))
    page.resize(*size)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    for card in (health(page).composition, health(page).history, health(page).change):
        place = card.mapTo(page, QPoint(0, 0))
        assert place.x() >= 0
        assert place.x() + card.width() <= page.width()
        assert card.chart.height() <= card.height()

    def facts_fit() -> None:
        facts = [fact for fact in page.head.facts.values() if fact.isVisible()]
        assert [f.words for f in facts if f.width() < f.sizeHint().width()] == []
        assert all(fact.geometry().right() <= page.width() for fact in facts)

    qtbot.waitUntil(facts_fit)
    total = health(page).composition.chart.total
    assert (
        total.mapTo(health(page).composition, QPoint(0, total.height())).y()
        <= health(page).composition.height()
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_is_painted_in_both_themes(qtbot: QtBot, ui: Ui, mode: str) -> None:
    page, _ = made(qtbot, ui)
    health(page).change.chart.rows.toggle("usage.level")
    ui.theme.choose(mode="dark" if mode == "dark" else "light")
    ground = page.grab().toImage().pixelColor(4, 300)
    assert ground == ui.theme.color("canvas")


def test_text_from_data_is_never_markup(qtbot: QtBot, ui: Ui) -> None:
    evil = "<b>Bold & <img src='x'></b>"
    header = story.header(name=evil, owner=evil)
    page, _ = made(qtbot, ui, read_account=Account(header, story.composition()))
    labels = page.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())
    assert evil in page.head.words


def test_every_control_has_a_name(qtbot: QtBot, ui: Ui) -> None:
    page, _ = made(qtbot, ui)
    for widget in page.findChildren(type(page.head._back)):
        assert widget.accessibleName() or widget.text()
    for part in (
        health(page).history.chart.plot,
        health(page).history.range,
        health(page).change.chart.rows,
    ):
        assert part.accessibleName()
    assert "Active users a day" in health(page).composition.chart._switch.accessibleDescription()
    assert "Picked days" in health(page).history.chart.plot.accessibleDescription()


def test_it_is_gone_when_it_is_dropped(qtbot: QtBot, ui: Ui) -> None:
    desk = StoryDesk()
    ui.set_desk(cast("Desk", desk))
    page = AccountPage(ui)
    page.resize(1240, 826)
    page.show()
    page.show_account("aldermoor")
    health(page).change.chart.rows.toggle("usage.level")
    gone = weakref.ref(page)
    page.close()
    page.deleteLater()
    del page
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone() is None


def test_the_day_in_the_environment_is_the_storys(ui: Ui) -> None:
    assert date.fromordinal(story.EPOCH.toordinal() + ui.today) == date(2026, 11, 23)
