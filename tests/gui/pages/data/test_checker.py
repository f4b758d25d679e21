"""Rehearsals one at a time: the latest wish wins, a stopped one is told, nothing is left behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from healthdesk.core.domain.errors import BadImport, Cancelled
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.services.rehearsal import Rehearsal
from healthdesk.gui.pages.data.wizard.checker import LONG, Checker, Wish


class Slow:
    """Stands for `Ui.do`: answers only when it is told to."""

    def __init__(self):
        self.calls = []
        self.cancelled = []

    def do(self, op, paths, *, plan, scores, then, failed, label):
        del op, plan
        self.scores = scores
        self.calls.append((paths, then, failed, label))
        return len(self.calls)

    def cancel(self, job):
        self.cancelled.append(job)

    @property
    def jobs(self):
        return self


@pytest.fixture
def checker(qapp):
    owner = QObject()
    ui = Slow()
    made = Checker(ui, owner)
    made.told = []
    made.checked.connect(made.told.append)
    made.refused.connect(made.told.append)
    yield made
    made.drop()
    owner.deleteLater()


def wish(name):
    return Wish((), None, name)


def result(number):
    return Rehearsal(ImportResult(number, True, {}, (), None))


def test_a_newer_wish_stops_the_one_under_way_and_wins(checker):
    checker.want(wish("one"), now=True)
    checker.want(wish("two"), now=True)
    ui = checker.ui
    assert [call[3] for call in ui.calls] == ["one"]
    assert ui.cancelled == [1]
    ui.calls[0][1](result(1))  # it was done before it could stop
    assert checker.told == []
    assert [call[3] for call in ui.calls] == ["one", "two"]
    ui.calls[1][1](result(2))
    assert [one.result.batch for one in checker.told] == [2]
    assert not checker.busy


def test_a_stopped_check_begins_the_newer_one(checker):
    checker.want(wish("one"), now=True)
    checker.want(wish("two"), now=True)
    checker.ui.calls[0][2](Cancelled())
    assert [call[3] for call in checker.ui.calls] == ["one", "two"]


def test_a_check_that_the_user_stops_is_told(qtbot, checker):
    checker.want(wish("one"), now=True)
    with qtbot.waitSignal(checker.stopped, timeout=1000):
        checker.ui.calls[0][2](Cancelled())
    assert not checker.busy


def test_a_refusal_is_handed_on(checker):
    checker.want(wish("one"), now=True)
    error = BadImport("No.")
    checker.ui.calls[0][2](error)
    assert checker.told == [error]


def test_changes_wait_for_a_rest(qtbot, checker):
    checker.want(wish("one"))
    checker.want(wish("two"))
    assert checker.ui.calls == []
    assert checker.busy
    qtbot.waitUntil(lambda: bool(checker.ui.calls))
    assert [call[3] for call in checker.ui.calls] == ["two"]


def test_nothing_is_begun_once_it_was_dropped(checker):
    checker.want(wish("one"))
    checker.drop()
    assert not checker.busy
    checker.want(wish("two"), now=True)
    checker.drop()
    checker.ui.calls[0][1](result(1))
    assert checker.told == []
    assert len(checker.ui.calls) == 1


def test_scores_that_take_long_are_left_out_of_later_rehearsals(checker):
    checker.want(wish("one"), now=True)
    assert checker.ui.scores
    checker.ui.calls[0][1](replace(result(1), seconds=LONG + 1))
    checker.want(wish("two"), now=True)
    assert not checker.ui.scores
