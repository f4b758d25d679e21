"""Pages are made ahead one by one, and never while work on the desk is under way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from healthdesk.gui.shell.page_stack import PREPARED, PageStack
from healthdesk.gui.shell.spec import PAGES


@pytest.fixture
def stack(qtbot, ui, desk_file):
    made = PageStack(ui)
    qtbot.addWidget(made)
    return made


def go_on(stack):
    assert stack._ahead.isActive()
    stack._ahead.stop()
    stack._ahead.timeout.emit()


def test_pages_are_made_ahead_one_at_a_time_and_stay_hidden(stack):
    stack.prepare()
    while not stack._pages:
        go_on(stack)
    assert tuple(stack._pages) == PREPARED[:1]
    for _ in range(1000):
        if not stack._ahead.isActive():
            break
        go_on(stack)
    assert tuple(stack._pages) == PREPARED
    assert stack.current == ""
    assert not any(page.isVisible() for page in stack._pages.values())


@pytest.mark.parametrize("key", ["outbox", "playbooks", "segments", "tasks"])
def test_no_button_of_a_page_gets_the_keys_that_nobody_chose(stack, at_work, key):
    assert at_work.ui.desk is not None
    other, page = QLineEdit(), stack.page(key)
    stack.addWidget(other)
    stack.setCurrentWidget(other)
    stack.show()
    other.setFocus()
    stack.show_page(key)
    assert page.focusWidget() not in page.findChildren(QAbstractButton)


def test_nothing_is_made_while_somebody_waits_for_an_answer(stack, at_work, monkeypatch):
    assert at_work.ui.desk is not None
    monkeypatch.setattr(type(stack.ui.jobs), "reading", property(lambda jobs: True))
    stack.prepare()
    go_on(stack)
    assert stack._pages == {}
    assert stack._ahead.isActive()
    stack._ahead.stop()


def test_a_page_begun_in_steps_is_whole_when_somebody_wants_it(stack):
    assert stack.make_some("today")
    assert stack.make_some("today")
    page = stack.page("today")
    assert page is stack.page("today")
    assert page.isAncestorOf(page.renewals)
    assert not stack.make_some("today")
    stack.show_page("today")
    assert stack.currentWidget() is page


@pytest.mark.parametrize("key", [spec.key for spec in PAGES if spec.steps is not None])
def test_a_page_that_is_being_made_may_be_resized(stack, key):
    # As a picture of the window does with all that lies in it.
    size = QSize(900, 600)
    while stack.make_some(key):
        begun = stack.widget(stack.count() - 1)
        QApplication.sendEvent(begun, QResizeEvent(size, begun.size()))
    assert stack.is_made(key)


def turn(stack):
    assert stack._wanted.isActive()
    stack._wanted.stop()
    stack._wanted.timeout.emit()


@pytest.fixture
def seen(stack, at_work):
    assert at_work.ui.desk is not None
    stack.show()
    return stack


def test_a_page_in_view_is_made_styled_and_shown_in_turns_of_their_own(seen):
    seen.show_page("outbox")
    assert seen.currentWidget() is seen._loading
    assert seen._loading.words == "Outbox"
    assert seen.focusWidget() is seen._loading
    there = []
    while seen.currentWidget() is seen._loading:
        turn(seen)
        there.append((seen.count(), seen.is_made("outbox")))
    assert there == [(1, False), (2, True), (2, True)]
    assert seen.currentWidget() is seen.page("outbox")
    assert not seen._wanted.isActive()


def test_who_asks_for_an_awaited_page_has_it_whole_and_on_top(seen):
    seen.show_page("tasks")
    turn(seen)
    page = seen.page("tasks")
    assert seen.currentWidget() is page
    assert not seen._wanted.isActive()


def test_a_page_that_nobody_awaits_any_more_does_not_come_up(seen):
    seen.show_page("help")
    turn(seen)
    seen.show_page("outbox")
    while seen._wanted.isActive():
        turn(seen)
    assert seen.currentWidget() is seen.page("outbox")
    assert not seen.is_made("help")
    seen.show_page("help")
    assert seen.page("help") is seen.currentWidget()


def test_the_keys_go_to_an_awaited_page_once_it_is_there(seen, monkeypatch):
    asked = []

    def focus_first(page):
        asked.append(page)

    monkeypatch.setattr("healthdesk.gui.pages.outbox.page.OutboxPage.focus_first", focus_first)
    seen.show_page("outbox")
    seen.focus_page()
    assert asked == []
    while seen._wanted.isActive():
        turn(seen)
    assert asked == [seen.page("outbox")]
    seen.show_page("outbox")
    assert len(asked) == 1
