"""Work on threads: answers on the GUI thread, the latest wins, cancel, no answer to the dead."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.gui.base.jobs import InlineJobs, Jobs, JobState


class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.answers = []
        self.errors = []
        self.threads = []

    def take(self, answer):
        self.threads.append(QThread.currentThread())
        self.answers.append(answer)

    def fail(self, error):
        self.threads.append(QThread.currentThread())
        self.errors.append(error)


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.close()


def test_work_runs_elsewhere_and_answers_here(jobs, qtbot, qapp):
    listener = Listener()
    jobs.read(lambda _: threading.current_thread().name, listener.take, key="k")
    qtbot.waitUntil(lambda: bool(listener.answers))
    assert listener.answers[0].startswith("reader")
    assert listener.threads == [qapp.thread()]


def test_writes_keep_their_order(jobs, qtbot):
    listener, seen = Listener(), []
    for number in range(5):
        jobs.write(lambda _, n=number: seen.append(n), listener.take)
    qtbot.waitUntil(lambda: len(listener.answers) == 5)
    assert seen == [0, 1, 2, 3, 4]


def test_the_latest_of_a_key_wins(jobs, qtbot):
    listener, gate = Listener(), threading.Event()
    jobs.read(lambda _: gate.wait(10) and "old", listener.take, key="page")
    jobs.read(lambda _: "new", listener.take, key="page")
    qtbot.waitUntil(lambda: listener.answers == ["new"])
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert listener.answers == ["new"]


def test_two_owners_with_one_key_both_get_their_answer(jobs, qtbot):
    one, two = Listener(), Listener()
    jobs.read(lambda _: 1, one.take, key="page")
    jobs.read(lambda _: 2, two.take, key="page")
    qtbot.waitUntil(lambda: one.answers == [1] and two.answers == [2])


def test_an_expected_error_goes_to_the_asker_on_the_gui_thread(jobs, qtbot, qapp):
    listener = Listener()

    def refuse(_):
        raise DeskError("The disk is full; nothing was changed.")

    jobs.write(refuse, listener.take, listener.fail)
    qtbot.waitUntil(lambda: bool(listener.errors))
    assert isinstance(listener.errors[0], DeskError)
    assert listener.threads == [qapp.thread()]
    assert listener.answers == []


def test_a_bug_is_told_as_a_crash_with_its_trace(jobs, qtbot):
    listener = Listener()
    with qtbot.waitSignal(jobs.crashed) as told:
        jobs.read(lambda _: 1 / 0, listener.take, key="k")
    error, trace = told.args
    assert isinstance(error, ZeroDivisionError)
    assert "1 / 0" in trace
    assert listener.answers == []


def test_progress_is_told_and_cancel_stops_at_the_next_step(jobs, qtbot):
    listener, started = Listener(), threading.Event()

    def count(progress):
        for number in range(10_000_000):
            progress.step(number, 10_000_000, "Counting")
            started.set()

    with qtbot.waitSignal(jobs.progressed) as told:
        number = jobs.write(count, listener.take, listener.fail, label="Counting")
    assert isinstance(told.args[0], JobState)
    assert [state.job for state in jobs.running] == [number]
    with qtbot.waitSignal(jobs.ended):
        jobs.cancel(number)
    qtbot.waitUntil(lambda: bool(listener.errors))
    assert isinstance(listener.errors[0], Cancelled)
    assert jobs.running == ()


def test_progress_is_told_at_most_ten_times_a_second(jobs, qtbot):
    told, listener = [], Listener()
    jobs.progressed.connect(told.append)

    def count(progress):
        for number in range(20_000):
            progress.step(number, 20_000, "Counting")

    jobs.write(count, listener.take, label="Counting")
    qtbot.waitUntil(lambda: bool(listener.answers), timeout=20_000)
    longest = max((state.elapsed for state in told), default=0.0)
    assert len(told) <= longest * 10 + 2


def test_no_answer_reaches_a_widget_that_is_gone(jobs, qtbot):
    listener, gate, answers = Listener(), threading.Event(), []
    listener.answers = answers
    jobs.read(lambda _: gate.wait(10), listener.take, key="k")
    del listener
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert answers == []


def test_closing_waits_for_the_write_and_takes_no_more(qapp):
    jobs, done = Jobs(), []
    jobs.write(lambda _: done.append(1), None)
    jobs.close()
    assert done == [1]
    assert jobs.write(lambda _: done.append(2), None) == -1
    assert done == [1]


def test_inline_jobs_run_at_once_and_raise_bugs(qapp):
    jobs, listener = InlineJobs(), Listener()
    jobs.read(lambda _: 7, listener.take, key="k")
    assert listener.answers == [7]
    with pytest.raises(ZeroDivisionError):
        jobs.read(lambda _: 1 / 0, listener.take, key="k")
    assert not jobs.busy
    jobs.close()


def test_state_knows_share_rate_and_time_left():
    state = JobState(1, "x", done=50, total=200, elapsed=5.0)
    assert (state.share, state.rate, state.left) == (0.25, 10.0, 15.0)
    unknown = JobState(1, "x", done=50, total=0, elapsed=5.0)
    assert (unknown.share, unknown.left) == (None, None)


def test_a_patient_read_begins_when_no_other_is_under_way(jobs, qtbot):
    gate, order = threading.Event(), []
    jobs.read(lambda _: gate.wait(10), None, key="first")
    jobs.read(lambda _: order.append("patient"), None, key="patient", patient=True)
    jobs.read(lambda _: order.append("second"), None, key="second")
    assert jobs.reading
    qtbot.waitUntil(lambda: order == ["second"])
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert order == ["second", "patient"]


def test_a_patient_read_is_read_at_once_where_nothing_else_is(jobs, qtbot):
    listener = Listener()
    jobs.read(lambda _: "there", listener.take, key="patient", patient=True)
    qtbot.waitUntil(lambda: listener.answers == ["there"])
