"""`Ui` carries the day and segment, passes wishes on, and refuses changes while looking back."""

from __future__ import annotations

import inspect

from PySide6.QtCore import QObject

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.op import op
from healthdesk.gui.base.ui import Ui


class Desk:
    """Stands in for a desk: calls functions with itself as the transaction."""

    def __init__(self):
        self.listeners = []
        self.done = []

    def read(self, fn, *args, **kw):
        return fn(self, *args, **kw)

    def do(self, fn, *args, **kw):
        answer = fn(self, *args, **kw)
        self.done.append(fn.label)
        for listener in self.listeners:
            listener(Change(fn.label, frozenset({Topic.FACTS})))
        return answer

    def undo(self):
        return self.done.pop() if self.done else None

    def redo(self):
        return None

    def on_change(self, listener):
        self.listeners.append(listener)


class Page(QObject):
    def __init__(self):
        super().__init__()
        self.seen = []

    def take(self, answer):
        self.seen.append(answer)


@op("Rename")
def rename(tx, name, progress=None):
    return name, progress is not None


def sums(tx, a, b):
    return a + b


def notices(ui):
    told = []
    ui.noticed.connect(told.append)
    return told


def test_reads_and_operations_answer_and_changes_are_told(ui, qtbot):
    page, told = Page(), []
    ui.set_desk(Desk())
    ui.changed.connect(told.append)
    ui.read(sums, 2, then=page.take, b=3)
    ui.do(rename, "Nord", then=page.take)
    assert page.seen == [5, ("Nord", True)]
    assert [change.label for change in told] == ["Rename"]


def test_without_a_desk_nothing_runs(ui):
    page = Page()
    assert ui.read(sums, 1, 2, then=page.take) == -1
    assert ui.do(rename, "x", then=page.take) == -1
    assert page.seen == []


def test_looking_back_refuses_changes_and_says_so(ui, qtbot):
    page, told = Page(), notices(ui)
    ui.set_desk(Desk())
    with qtbot.waitSignal(ui.view_changed):
        ui.set_day(ui.today - 10)
    assert ui.looking_back
    assert ui.do(rename, "x", then=page.take) == -1
    assert "off" in told[0].text
    with qtbot.waitSignal(ui.view_changed):
        told[0].run()
    assert ui.day == ui.today
    assert page.seen == []


def test_a_day_to_come_means_today(ui):
    ui.set_day(ui.today + 5)
    assert not ui.looking_back


def test_the_same_day_and_segment_are_told_once(ui):
    told = []
    ui.view_changed.connect(lambda: told.append(1))
    for _ in range(2):
        ui.set_day(ui.today - 3)
        ui.set_segment("Poor")
    assert len(told) == 2


def test_undo_says_what_and_offers_redo(ui):
    told = notices(ui)
    ui.set_desk(Desk())
    ui.undo()
    assert told[-1].text == "Nothing to undo"
    ui.do(rename, "x")
    ui.undo()
    assert told[-1].text == "Undid “Rename”"
    assert told[-1].action == "Redo"


def test_a_refusal_becomes_an_error_toast(ui):
    @op("Fail")
    def fail(tx):
        raise DeskError("It is full.", "Free some room.")

    told = notices(ui)
    ui.set_desk(Desk())
    ui.do(fail)
    assert (told[0].text, told[0].detail, told[0].kind) == (
        "It is full.",
        "Free some room.",
        "error",
    )


def test_another_desk_begins_today_with_all_accounts(ui):
    ui.set_desk(Desk())
    ui.set_day(ui.today - 4)
    ui.set_segment("Poor")
    ui.set_desk(Desk(), "Asia/Tokyo")
    assert (ui.looking_back, ui.segment, ui.zone) == (False, None, "Asia/Tokyo")


def test_slots_take_no_default_arguments():
    for name, member in inspect.getmembers(Ui, inspect.isfunction):
        if name.startswith("_on_"):
            defaults = [
                p for p in inspect.signature(member).parameters.values() if p.default is not p.empty
            ]
            assert defaults == [], name
