"""Parts of the tab Work alone: lines of tasks, the strip of days, stamps, the new account."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from healthdesk.core.domain.plan import ExitDay, ExitState
from healthdesk.core.domain.stamp import Stamp
from healthdesk.core.domain.task import CheckItem, TaskView
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels import new_account
from healthdesk.gui.panels.work.exit_strip import ExitStrip, strip_drawing
from healthdesk.gui.panels.work.stamp_button import StampButton, stamp_words
from healthdesk.gui.panels.work.tab import WorkTab
from healthdesk.gui.panels.work.task_list import MOST_HIGH, TaskList
from healthdesk.gui.panels.work.task_model import due_text
from tests import make

DAY = 20_000


def task(number=1, **more):
    plain = TaskView(
        id=number,
        title=f"Task {number}",
        account_id="a",
        account_name="One",
        contact_id=None,
        contact_name="",
        plan_id=None,
        plan="",
        note="",
        checklist=(),
        priority="normal",
        needs_touch=False,
        made_on=DAY - 9,
        due=DAY,
        state="open",
        overdue_days=0,
        done_on=None,
        dropped_on=None,
        dropped_why="",
        touchpoint_id=None,
        origin="",
        origin_words="",
    )
    return replace(plain, **more)


def state(held, needed=14, **more):
    days = tuple(ExitDay(DAY + at, one, "7") for at, one in enumerate(held))
    run = 0
    while run < len(held) and held[-1 - run]:
        run += 1
    since = DAY + len(held) - run if run else None
    return ExitState(1, "Score", needed, run, since, run >= needed, None, days, "told", **more)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "today"),
        ({"due": DAY + 1}, "tomorrow"),
        ({"due": None}, "no day"),
        ({"due": DAY - 2, "overdue_days": 2}, "2 days over"),
        ({"state": "done", "done_on": DAY}, "done 4 Oct"),
        ({"state": "dropped", "dropped_on": DAY}, "dropped 4 Oct"),
    ],
)
def test_the_right_of_a_task_says_when(more, words):
    assert due_text(task(**more), DAY, Words())[0] == words


def test_a_list_of_tasks_is_a_sound_model_and_no_higher_than_it_may(qtbot, qtmodeltester, theme):
    listed = TaskList(theme, Words())
    qtbot.addWidget(listed)
    listed.show_tasks([task(n, checklist=(CheckItem("s"),)) for n in range(300)], DAY)
    model: QAbstractItemModel = listed.tasks
    qtmodeltester.check(model)
    assert model.rowCount() == 300
    assert listed.height() <= MOST_HIGH + 2
    listed.show_tasks([task(1, checklist=(CheckItem("s"),))], DAY)
    assert model.rowCount() == 2
    assert "Task 1, today" in model.data(model.index(0, 0))


def test_a_long_list_begins_at_its_top_though_something_is_folded(qtbot, theme):
    listed = TaskList(theme, Words())
    qtbot.addWidget(listed)
    listed.show()
    done = task(99, state="done", done_on=DAY)
    listed.show_tasks([*(task(n) for n in range(40)), done], DAY)
    listed.doItemsLayout()
    assert listed.verticalScrollBar().maximum() > 0
    assert listed.indexAt(QPoint(30, 10)).row() == 0


@pytest.mark.parametrize("needed", [1, 14, 62, 366])
def test_the_strip_has_a_cell_for_each_day_or_one_bar(needed):
    drawing = strip_drawing(state([True] * 3, needed), 500, Words())
    assert len(drawing.spots) == (needed if needed <= 62 else 1)
    assert all(one.rect.right() <= 500 for one in (*drawing.fills, *drawing.glyphs))


def test_days_are_told_one_by_one_by_the_keys(qtbot, theme):
    strip = ExitStrip(theme, Words())
    qtbot.addWidget(strip)
    strip.resize(400, 20)
    strip.show_state(state([False, None, True], 4))
    colors = [one.color for one in strip.drawing.fills]
    assert colors == ["averagesoft", "track", "strongfill", "track"]
    told = []
    for _ in range(4):
        qtbot.keyClick(strip, Qt.Key.Key_Right)
        told.append(strip.told)
    assert [one.rpartition(", ")[2] for one in told] == [
        "does not hold",
        "not known",
        "holds",
        "Still to come",
    ]


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        (Stamp("A", "done", DAY, DAY, 0, None, own=True), "on the day"),
        (Stamp("A", "done", DAY, DAY - 2, -2, None, own=True), "2 days early"),
        (Stamp("A", "overdue", DAY - 3, None, 3, None, own=True), "3 days over"),
        (Stamp("A", "planned", DAY, None, 0, None, own=True), "today"),
        (Stamp("A", "open", None, None, 0, None, own=True), ""),
    ],
)
def test_a_stamp_says_its_day_and_how_it_went(stamp, words):
    assert stamp_words(stamp, DAY, Words())[1] == words


def test_a_stamp_paints_every_state_and_any_name(qtbot, theme):
    for name in ("Kick-off", "x" * 400, "<b>Go</b> live & " * 9):
        for kept in ("done", "overdue", "suggested", "planned", "open"):
            button = StampButton(theme, Words(), Stamp(name, kept, DAY, None, 0, None, True), DAY)
            qtbot.addWidget(button)
            assert not button.grab().isNull()
            assert name in button.accessibleName()


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Ada Brennick <ada@example.com>", ("Ada Brennick", "ada@example.com")),
        ("ada@example.com", ("ada", "ada@example.com")),
        ("  Bo  ", ("Bo", "")),
        ("Bo <not an address>", None),
        ("<>", None),
    ],
)
def test_a_line_names_a_person(line, person):
    found = new_account.read_person(line)
    assert (found and (found.name, found.email)) == person


def test_a_new_account_is_made_and_shown(qtbot, ui, dialogs, tmp_path):
    desk = make.desk(tmp_path)
    ui.clock = make.CLOCK
    ui.set_desk(desk)
    shown = []
    ui.account_requested.connect(shown.append)

    def enter(dialog):
        dialog.input("name").setText("Fresh & Co")
        dialog.input("arr").setText("-1")
        dialog.input("people").setPlainText("Ada <nobody>")
        assert set(dialog.find_wrongs()) == {"arr", "people"}
        dialog.input("arr").setText("1200")
        dialog.input("people").setPlainText("Ada <ada@example.com>")
        return not dialog.find_wrongs()

    def leave(dialog):
        told.append((dialog._text.text(), dialog.input("name").text()))
        return False

    told = []
    dialogs.answers = [enter]
    new_account.AccountMaker(ui).start()
    assert [row[2] for row in make.dump(desk)["account"]] == ["Fresh & Co"]
    dialogs.answers = [enter, leave]  # the name is taken: what was typed is asked again
    new_account.AccountMaker(ui).start()
    assert told[0][1] == "Fresh & Co"
    assert "already" in told[0][0]
    assert [row[3] for row in make.dump(desk)["contact"]] == ["Ada"]
    assert shown == [make.dump(desk)["account"][0][1]]
    ui.account_requested.disconnect(shown.append)
    ui.set_desk(None)
    desk.close()


def test_the_tab_is_gone_when_it_is_closed(qtbot, ui, tmp_path):
    desk = make.desk(tmp_path)
    desk.do(make.fill)
    ui.clock = make.CLOCK
    ui.set_desk(desk)
    tab = WorkTab(ui)
    tab.show()
    tab.show_account("a1")
    gone = weakref.ref(tab)
    tab.close()
    tab.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del tab
    gc.collect()
    assert gone() is None
    ui.set_desk(None)
    desk.close()
