"""The page Tasks: written in one line, ticked and moved by keys, several at once, looked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.task import CheckItem, Repeat, TaskDraft
from healthdesk.core.services import imports, task_reading, tasks
from healthdesk.gui.pages.tasks.page import TasksPage
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {"accounts": "account_id,name,started_on\na,Aldermoor,2025-01-01\nb,Bexhollow,2025-01-01\n"}
Key = Qt.Key


@pytest.fixture
def desk(tmp_path, ui) -> Iterator[Desk]:
    made = make.desk(tmp_path)
    made.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    ui.clock = make.CLOCK
    ui.set_desk(made)
    yield made
    ui.set_desk(None)
    made.close()


@pytest.fixture
def page(ui, desk, qtbot) -> TasksPage:
    for at, (title, account) in enumerate((("Late", "a"), ("Now", "b"), ("Soon", "a"))):
        desk.do(tasks.add, TaskDraft(title, account, TODAY + 3 * (at - 1)))
    made = TasksPage(ui)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def fill(**values):
    """What a person enters in a form, and accepts."""

    def enter(dialog):
        for key, value in values.items():
            widget = dialog.input(key)
            if hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            else:
                widget.setText(value)
        dialog.accept()
        return dialog.result()

    return enter


def titles(page):
    return [one.title for one in page.list.tasks.shown]


def press(page, qtbot, key, held=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(page.list, key, held)


def go(page, title):
    row = next(one.id for one in page.list.tasks.shown if one.title == title)
    page.list.go_to(page.list.tasks.row_of(row))
    return row


def test_tasks_stand_by_when_they_are_due(page):
    said = [page.list.tasks.index(row).data() for row in range(page.list.tasks.rowCount())]
    assert [one for one in said if one.count(",") == 1] == [
        "Overdue, 1",
        "Today, 1",
        "Next week, 1",
    ]
    assert page.count.full_text == "3 open, 1 overdue"


def test_a_line_becomes_a_task_and_says_before_what_it_means(page, qtbot, desk):
    page.quick.line.setText("Call Ada fri !high @Bex every week")
    assert page.quick.said.full_text.startswith("Enter writes: “Call Ada” · due ")
    assert "Bexhollow" in page.quick.said.full_text
    qtbot.keyClick(page.quick.line, Key.Key_Return)
    (made,) = [one for one in desk.read(task_reading.everything, TODAY) if one.title == "Call Ada"]
    assert (made.account_id, made.priority, made.repeat) == ("b", "high", Repeat(1, "weeks"))
    assert page.list.current.title == "Call Ada"
    assert page.quick.line.text() == ""


def test_a_line_that_is_not_understood_is_not_written(page, qtbot, desk):
    page.quick.line.setText("Call @Nobody")
    assert page.quick.said.full_text == "No account is called “Nobody”."
    qtbot.keyClick(page.quick.line, Key.Key_Return)
    assert len(desk.read(task_reading.everything, TODAY)) == 3


def test_keys_tick_put_off_and_close_with_a_reason(page, qtbot, desk, dialogs):
    late = go(page, "Late")
    page.list.setFocus()
    press(page, qtbot, Key.Key_Space)
    assert desk.read(tasks.one, late, TODAY).state == "done"
    now = go(page, "Now")
    dialogs.answers = [fill(when="week", why="away")]
    press(page, qtbot, Key.Key_Z)
    seen = desk.read(tasks.one, now, TODAY)
    assert (seen.due, seen.put_off) == (TODAY + 7, "away")
    soon = go(page, "Soon")
    dialogs.answers = [fill(why="sold")]
    press(page, qtbot, Key.Key_N)
    assert desk.read(tasks.one, soon, TODAY).dropped_why == "Not applicable: sold"


def test_several_change_together_and_one_undo_takes_it_back(page, qtbot, desk, dialogs, ui):
    page.list.setFocus()
    press(page, qtbot, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.chosen) == 3
    assert page.bar.isVisible()
    dialogs.answers = [fill(priority="urgent")]
    page.bar.button("priority").click()
    assert {one.priority for one in desk.read(task_reading.everything, TODAY)} == {"urgent"}
    page.bar.button("done").click()
    assert not [one for one in desk.read(task_reading.everything, TODAY) if one.state == "open"]
    ui.undo()
    assert {one.state for one in desk.read(task_reading.everything, TODAY)} == {"open"}


def test_what_needs_more_than_a_tick_stays_when_several_are_ticked(page, qtbot, desk):
    desk.do(tasks.add, TaskDraft("Steps", None, TODAY, checklist=(CheckItem("one"),)))
    page.refresh()
    page.list.mark(frozenset(one.id for one in page.list.tasks.shown))
    page.bar.button("done").click()
    left = [one for one in desk.read(task_reading.everything, TODAY) if one.state == "open"]
    assert [one.title for one in left] == ["Steps"]


def test_search_and_kinds_narrow_the_list_and_show_all_widens_it(page):
    page.search.setText("bex")
    page.search.searched.emit("bex")
    assert titles(page) == ["Now"]
    page.kinds.set_value("playbook")
    page.kinds.chosen.emit("playbook")
    assert page.card.state == "empty"
    page.card.offer.click()
    assert titles(page) == ["Late", "Now", "Soon"]


def test_a_step_that_does_not_apply_says_why_and_applies_again(page, qtbot, desk, dialogs):
    row = desk.do(tasks.add, TaskDraft("Steps", None, TODAY, checklist=(CheckItem("one"),)))
    page.refresh()
    go(page, "Steps")
    page.list.setFocus()
    line = page.list.tasks.row_with((row, 0))
    page.list.go_to(line)
    dialogs.answers = [fill(why="no access")]
    press(page, qtbot, Key.Key_N)
    assert desk.read(tasks.one, row, TODAY).checklist[0].without == "no access"
    page.list.go_to(page.list.tasks.row_with((row, 0)))
    press(page, qtbot, Key.Key_N)
    assert desk.read(tasks.one, row, TODAY).checklist[0].without == ""


def test_the_chosen_tasks_are_saved_as_a_calendar(page, dialogs, tmp_path):
    go(page, "Now")
    page.list.mark(frozenset({page.list.current.id}))
    target = tmp_path / "tasks.ics"
    dialogs.answers = [target]
    page.bar.button("ics").click()
    assert target.read_bytes().count(b"BEGIN:VEVENT") == 1
