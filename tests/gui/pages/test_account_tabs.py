"""The tabs of the Account page: made when seen, kept while stepping, two side by side, leaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from healthdesk.core.domain.source_ref import Sought
from healthdesk.core.services import account_care, overrides, pulses
from healthdesk.core.services.account_badges import TabBadge
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.account import AccountPage
from healthdesk.gui.pages.account.acts import FIGURES
from healthdesk.gui.pages.account.reading import Head
from healthdesk.gui.pages.account.tab_area import halves
from healthdesk.gui.panels import tabs
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.parts.tab_bar import HEIGHT, places
from tests.gui.panels import account_story as story
from tests.gui.panels.story_desk import StoryDesk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from healthdesk.core.desk import Desk

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


SOUGHT = Sought("Looked for the last touch", "They come with touchpoints.csv.")


class Plain(AccountTab):
    """A tab that counts what it is asked."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.reads: list[str] = []
        self.leaps: list[Leap] = []

    def reload(self) -> None:
        if self.account_id:
            self.reads.append(self.account_id)

    def leap(self, leap: Leap) -> None:
        self.leaps.append(leap)


@dataclass(frozen=True)
class Spec:
    key: str
    title: str

    def make(self, ui: Ui, parent: QWidget | None = None) -> Plain:
        return Plain(ui, parent)

    def begin(self, ui: Ui, parent: QWidget) -> Plain:
        return Plain(ui, parent)


class WritingDesk(StoryDesk):
    """Remembers what was to be written."""

    done: list[tuple[str, tuple[object, ...], dict[str, object]]]

    def do(self, op: object, *args: object, **kw: object) -> None:
        self.__dict__.setdefault("done", []).append((op.__name__, args, kw))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-23")
    specs = (Spec("health", "Health"), Spec("usage", "Usage"), Spec("people", "People"))
    monkeypatch.setattr("healthdesk.gui.pages.account.page.tabs", lambda: specs)


def made(qtbot: QtBot, ui: Ui, width: int = 1240, **answers: object) -> AccountPage:
    ui.set_desk(cast("Desk", WritingDesk(**answers)))
    page = AccountPage(ui)
    qtbot.addWidget(page)
    page.resize(width, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.show_account("aldermoor", ["before", "aldermoor", "after"])
    return page


def tab(page: AccountPage, key: str) -> Plain:
    return cast("Plain", page.tab(key))


def written(ui: Ui) -> list[tuple[str, tuple[object, ...], dict[str, object]]]:
    return cast("WritingDesk", ui.desk).__dict__.get("done", [])


def test_a_tab_is_made_and_read_when_it_is_first_seen(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    assert list(page._tabs) == ["health"]
    QTest.keyClick(page, Qt.Key.Key_Tab, CTRL)
    assert page.current == "usage"
    assert tab(page, "usage").reads == ["aldermoor"]
    QTest.keyClick(page, Qt.Key.Key_1, ALT)
    QTest.keyClick(page, Qt.Key.Key_2, ALT)
    assert tab(page, "usage").reads == ["aldermoor"]
    assert tab(page, "health").reads == ["aldermoor"]


def test_the_tab_stays_while_one_steps_through_accounts(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    page.bar.buttons["people"].click()
    assert tab(page, "people").reads == ["aldermoor"]
    QTest.keyClick(page, Qt.Key.Key_Down, ALT)
    assert (page.current, page.account_id) == ("people", "after")
    assert tab(page, "people").reads == ["aldermoor", "after"]
    assert tab(page, "health").reads == ["aldermoor"]
    page.show_tab("health")
    assert tab(page, "health").reads == ["aldermoor", "after"]


def go_on(page: AccountPage) -> None:
    """Let what is awaited come, a turn after the other."""
    while page._soon.isActive():
        page._soon.stop()
        page._soon.timeout.emit()


def in_view(page: AccountPage) -> list[QWidget]:
    children = page._area.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [one for one in children if one.isVisible() and one is not page._area._line]


def test_a_tab_is_made_and_shown_in_turns_of_their_own(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    page.show_tab("usage")
    assert in_view(page) == [page._area._waiting[0]]
    page._soon.stop()
    page._soon.timeout.emit()
    assert not page.has_tab("usage")
    page.show_account("after")
    assert not page.has_tab("usage")
    go_on(page)
    assert in_view(page) == [tab(page, "usage")]
    assert tab(page, "usage").reads == ["after"]


def test_a_tab_that_nobody_awaits_any_more_is_not_made(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    page.leap(Leap("usage", day=story.TODAY))
    page.show_tab("people")
    go_on(page)
    assert in_view(page) == [tab(page, "people")]
    assert not page.has_tab("usage")
    page.show_tab("usage")
    go_on(page)
    assert tab(page, "usage").leaps == []


def test_a_leap_waits_for_its_tab(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    leap = Leap("people", word="nobody")
    page.leap(leap)
    go_on(page)
    assert tab(page, "people").leaps == [leap]


def test_of_two_tabs_the_one_that_is_there_is_seen_meanwhile(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    page.beside.click()
    assert in_view(page) == [page._area._waiting[1], tab(page, "health")]
    go_on(page)
    assert set(in_view(page)) == {tab(page, "usage"), tab(page, "health")}


def test_a_leap_shows_the_place_in_its_tab(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    leap = Leap("usage", day=story.TODAY, word="active_users")
    tab(page, "health").leap_requested.emit(leap)
    assert page.current == "usage"
    assert tab(page, "usage").leaps == [leap]
    page.leap(Leap("nowhere"))
    assert page.current == "usage"


def test_two_tabs_stand_side_by_side_and_are_remembered(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    page.beside.click()
    assert (page.current, page.second) == ("health", "usage")
    assert tab(page, "health").isVisible()
    assert tab(page, "usage").isVisible()
    assert tab(page, "usage").x() > tab(page, "health").width()
    page.second_bar.buttons["people"].click()
    assert page.second == "people"
    assert ui.prefs.values.account_beside == "people"
    page.leap(Leap("people", word="x"))
    assert (page.current, page.second) == ("health", "people")
    other = AccountPage(ui)
    qtbot.addWidget(other)
    other.resize(1240, 800)
    assert other.second == "people"
    page.beside.click()
    assert page.second == ""
    assert not tab(page, "people").isVisible()


def test_the_same_tab_never_stands_twice(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    page.beside.click()
    page.bar.buttons["usage"].click()
    assert (page.current, page.second) == ("usage", "health")
    page.second_bar.buttons["usage"].click()
    assert (page.current, page.second) == ("health", "usage")


def test_a_narrow_window_shows_one_tab_and_offers_no_other(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui)
    page.beside.click()
    page.resize(1080, 640)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert page.second == ""
    assert not page.beside.isVisible()
    assert tab(page, "health").width() == page.width()
    page.resize(1240, 800)
    assert page.second == "usage"


def test_tabs_carry_counts_and_marks(qtbot: QtBot, ui: Ui) -> None:
    badges = (TabBadge("people", notice=True, text="Sponsor gone silent"), TabBadge("usage", 2))
    head = Head(story.header(), badges=badges)
    page = made(qtbot, ui, read_head=head)
    assert page.bar.buttons["people"].mark.notice
    assert page.bar.buttons["people"].accessibleName() == "People, Sponsor gone silent"
    assert page.bar.buttons["usage"].mark.count == 2
    page.show_account("after")
    assert page.bar.buttons["usage"].mark.count == 0


def test_what_is_not_there_is_not_listed() -> None:
    listed = [one.key for one in tabs.tabs()]
    assert listed[0] == "health"
    assert not tabs.TabSpec("x", "X", "healthdesk.gui.panels.nothing.tab", "T").is_there()
    order = [one.key for one in tabs.CATALOGUE]
    assert listed == [key for key in order if key in listed]


@pytest.mark.parametrize("spec", tabs.tabs(), ids=lambda one: one.key)
def test_each_tab_of_the_catalogue_can_be_made(qtbot: QtBot, ui: Ui, spec: tabs.TabSpec) -> None:
    found = spec.make(ui)
    qtbot.addWidget(found)
    assert (found.key, found.title) == (spec.key, spec.title)


def test_the_parts_of_a_tab_stand_in_a_row() -> None:
    plain, full = places(40, 0, notice=False), places(40, 8, notice=True)
    assert plain.width == 40
    assert full.name.right() <= full.icon.left() < full.icon.right() < full.pill.left()
    assert full.line.bottom() == HEIGHT
    left, line, right = halves(1001, 500)
    assert left.width() + line.width() + right.width() == 1001
    assert right.left() == line.right() + 1


def test_the_head_writes_star_pulse_and_override(
    qtbot: QtBot, ui: Ui, dialogs: FakeDialogs
) -> None:
    page = made(qtbot, ui)
    page.head.star.click()
    assert written(ui)[-1] == (account_care.star.__name__, ("aldermoor",), {"on": True})
    page.acts.ask_pulse()
    popover = page.acts._pulse
    assert popover is not None
    popover.buttons["Poor"].click()
    assert popover.isVisible()
    assert "Say in a few words why" in popover.said.full_text
    popover.reason.setText("They stopped  answering")
    popover.buttons["Poor"].click()
    assert written(ui)[-1] == (
        pulses.put.__name__,
        ("aldermoor", -1.0, "They stopped answering"),
        {},
    )

    def fill(form: object) -> bool:
        form.input("reason").setPlainText("New sponsor")  # type: ignore[attr-defined]
        assert form.find_wrongs() == {}  # type: ignore[attr-defined]
        return True

    dialogs.answers = [fill]
    page.head.override.click()
    name, (draft,), _ = written(ui)[-1]
    assert name == overrides.add.__name__
    assert (draft.band, draft.reason) == ("Average", "New sponsor")  # type: ignore[attr-defined]


def test_what_has_no_score_cannot_be_overridden(qtbot: QtBot, ui: Ui, dialogs: FakeDialogs) -> None:
    head = Head(story.header(score=None, churned=story.TODAY - 20))
    page = made(qtbot, ui, read_head=head)
    assert not page.head.override.isEnabled()
    assert "no score on this day" in page.head.override.toolTip()
    page.acts.ask_override()
    assert dialogs.asked == []
    assert page.head.touch.isEnabled()


def test_nothing_can_be_changed_while_looking_back(qtbot: QtBot, ui: Ui) -> None:
    day = story.TODAY - 30
    page = made(qtbot, ui, read_head=Head(replace(story.header(), day=day)))
    ui.set_day(day)
    head = page.head
    assert not any(one.isEnabled() for one in (head.star, head.override, head.touch))
    assert "Off while looking back" in head.touch.toolTip()
    page.acts.ask_pulse()
    assert page.acts._pulse is None
    page.acts.open_menu()
    menu = page.acts._menu
    assert menu is not None
    states = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert not states["New task"]
    assert states["Copy as text"]
    menu.close()


def test_a_press_on_a_figure_of_the_head_shows_what_is_behind_it(qtbot: QtBot, ui: Ui) -> None:
    page = made(qtbot, ui, rows=(), of_table=SOUGHT)
    desk = cast("WritingDesk", ui.desk)
    page.show_tab("usage")
    qtbot.mouseClick(page.head.score, Qt.MouseButton.LeftButton)
    assert page.current == "health"
    for key in ("arr", "renewal", "touch"):
        QTest.keyClick(page.head.facts[key], Qt.Key.Key_Return)
        assert desk.last("rows")[0] == ("aldermoor", key, ui.day)
        assert page.acts._sources is not None
        assert page.acts._sources.title.full_text == FIGURES[key]  # type: ignore[index]
        page.acts._sources.close()
    qtbot.mouseClick(page.head.facts["pulse"], Qt.MouseButton.LeftButton)
    assert page.acts._pulse is not None
    page.acts._pulse.close()


def test_a_figure_that_is_not_known_says_what_was_looked_for(qtbot: QtBot, ui: Ui) -> None:
    head = Head(story.header(arr=None, touch_days=None))
    page = made(qtbot, ui, read_head=head, rows=(), of_table=SOUGHT)
    desk = cast("WritingDesk", ui.desk)
    assert "ARR not known" in page.head.words
    for key, table in (("arr", "subscriptions"), ("touch", "touchpoints")):
        QTest.keyClick(page.head.facts[key], Qt.Key.Key_Return)
        assert desk.last("of_table")[0][1] == table
        assert page.acts._sources is not None
        assert page.acts._sources.note.full_text == SOUGHT.text
        page.acts._sources.close()
