"""Work off the GUI thread: two readers and one writer; answers come back as calls.

The only place of the screen that makes threads. Tests use `InlineJobs`, which runs at once.
"""

from __future__ import annotations

import inspect
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.progress import Progress

READERS = 2
SWITCH = 0.0005
"""Seconds after which a thread at work lets the screen go on: Python's own are ten times that, and
the screen would wait them again after each file it opens and each widget it makes."""
TOLD_EVERY = 0.1
"""Seconds between two reports of progress: ten a second is all that an eye needs."""
FEW = 5
"""Steps of work that are each told: the one told last would stand there for long."""

Call = Callable[[Progress], Any]
Then = Callable[[Any], object]
Failed = Callable[[Exception], object]


@dataclass(frozen=True)
class JobState:
    """A running job as the status line shows it; `total` 0 means that the end is not known."""

    job: int
    label: str
    done: int = 0
    total: int = 0
    text: str = ""
    elapsed: float = 0.0
    can_cancel: bool = False

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1, or None."""
        return min(1.0, self.done / self.total) if self.total > 0 else None

    @property
    def rate(self) -> float | None:
        """Units a second so far, or None at the very start."""
        return self.done / self.elapsed if self.elapsed > 0.5 and self.done else None

    @property
    def left(self) -> float | None:
        """Seconds that are left at this rate, or None."""
        rate = self.rate
        return (self.total - self.done) / rate if rate and self.total > 0 else None


@dataclass
class _Job:
    number: int
    call: Call
    then: _Weak
    failed: _Weak
    owner: int
    key: str
    label: str
    began: float = field(default_factory=time.monotonic)
    patient: bool = False
    stop: bool = False
    told: float = 0.0
    done: int = 0
    total: int = 0
    result: object = None
    error: Exception | None = None
    trace: str = ""


class _Weak:
    """A callback that does not keep its widget alive, and is silent once the widget is gone."""

    def __init__(self, call: Callable[[Any], object] | None) -> None:
        bound = getattr(call, "__self__", None)
        self._method: weakref.WeakMethod[Any] | None = None
        self._plain: Callable[[Any], object] | None = None
        if call is None:
            return
        if isinstance(bound, QObject) and inspect.ismethod(call):
            self._method = weakref.WeakMethod(call)
        else:
            self._plain = call

    @property
    def given(self) -> bool:
        return self._method is not None or self._plain is not None

    def find(self) -> Callable[[Any], object] | None:
        if self._method is None:
            return self._plain
        found: Callable[[Any], object] | None = self._method()
        if found is None or not shiboken6.isValid(getattr(found, "__self__", None)):
            return None
        return found


class _Reporter:
    """The `Progress` that a job's work is given; at most ten reports a second pass."""

    def __init__(self, jobs: Jobs, job: _Job) -> None:
        self._jobs = jobs
        self._job = job

    def step(self, done: int, total: int, text: str) -> None:
        """Take note of where the work is; raise Cancelled when the user asked to stop."""
        job = self._job
        if job.stop:
            raise Cancelled
        job.done, job.total = done, total
        now = time.monotonic()
        if now - job.told >= TOLD_EVERY or 0 < total <= FEW:
            job.told = now
            self._jobs.report(
                JobState(job.number, job.label, done, total, text, now - job.began, can_cancel=True)
            )


class Jobs(QObject):
    """Runs reads and writes on threads.

    Signals:
        progressed: a `JobState`, at most ten a second for each job.
        started: a `JobState`; only jobs with a label are told.
        ended: the number of a labelled job that is over, however it went.
        crashed: exception and traceback text of a job with a bug, or with nobody to tell.
    """

    progressed = Signal(object)
    started = Signal(object)
    ended = Signal(int)
    crashed = Signal(object, str)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._lock = threading.Lock()
        self._jobs: dict[int, _Job] = {}
        self._states: dict[int, JobState] = {}
        self._latest: dict[tuple[int, str], int] = {}
        self._waiting: list[_Job] = []
        self._next = 0
        self._open = True
        self._finished.connect(self._on_finished)
        self.progressed.connect(self._on_progressed)

    @property
    def running(self) -> tuple[JobState, ...]:
        """The labelled jobs under way, oldest first."""
        return tuple(self._states.values())

    @property
    def busy(self) -> bool:
        """Whether anything at all is under way."""
        return bool(self._jobs)

    @property
    def reading(self) -> bool:
        """Whether a read is under way: somebody waits for an answer."""
        return any(job.key for job in self._jobs.values())

    def read(
        self,
        call: Call,
        then: Then | None,
        failed: Failed | None = None,
        *,
        key: str,
        label: str = "",
        patient: bool = False,
    ) -> int:
        """Run `call` on a reader; of two with the same owner and key only the later one answers.

        A patient one begins when no other read is under way: what it is for is not looked at first.
        """
        return self._start(self._readers, call, then, failed, key, label, patient=patient)

    def write(
        self, call: Call, then: Then | None, failed: Failed | None = None, *, label: str = ""
    ) -> int:
        """Run `call` on the writer, after the writes before it."""
        return self._start(self._writer, call, then, failed, "", label)

    def cancel(self, number: int) -> None:
        """Ask a job to stop at its next step; its work is rolled back."""
        job = self._jobs.get(number)
        if job is not None:
            job.stop = True

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for number in tuple(self._jobs):
            self.cancel(number)

    def close(self) -> None:
        """Accept no more, drop the reads, wait for the write that is under way."""
        self._open = False
        for job in self._jobs.values():
            job.stop = True
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()
        self._waiting.clear()
        self._states.clear()

    def report(self, state: JobState) -> None:
        """Tell where a job is; called on the job's own thread."""
        self.progressed.emit(state)

    def _start(  # noqa: PLR0917 - private, one call each
        self,
        pool: ThreadPoolExecutor | None,
        call: Call,
        then: Then | None,
        failed: Failed | None,
        key: str,
        label: str,
        *,
        patient: bool = False,
    ) -> int:
        if not self._open:
            return -1
        self._next += 1
        owner = id(getattr(then, "__self__", None))
        job = _Job(self._next, call, _Weak(then), _Weak(failed), owner, key, label, patient=patient)
        self._jobs[job.number] = job
        if key:
            self._overtake(job)
        if label:
            state = JobState(job.number, label)
            self._states[job.number] = state
            self.started.emit(state)
        if patient and self._asked_now():
            self._waiting.append(job)
        else:
            self._submit(pool, job)
        return job.number

    def _asked_now(self) -> bool:
        """Whether a read is under way that somebody looks for; the screen's own thread asks."""
        return any(job.key and not job.patient for job in self._jobs.values())

    def _let_patient_begin(self) -> None:
        if not self._waiting or not self._open or self._asked_now():
            return
        waiting, self._waiting = self._waiting, []
        for job in waiting:
            self._submit(self._readers, job)

    def _submit(self, pool: ThreadPoolExecutor | None, job: _Job) -> None:
        if pool is not None:
            future: Future[None] = pool.submit(self._run, job)
            del future

    def _overtake(self, job: _Job) -> None:
        before = self._latest.get((job.owner, job.key))
        self._latest[(job.owner, job.key)] = job.number
        if before is not None:
            self.cancel(before)

    def _run(self, job: _Job) -> None:
        try:
            if job.stop:
                raise Cancelled  # noqa: TRY301 - one way out for every stop
            job.result = job.call(_Reporter(self, job))
        except Exception as error:  # noqa: BLE001 - the border between work and screen: all errors are told
            job.error = error
            job.trace = "".join(traceback.format_exception(error))
        self._hand_over(job)

    def _hand_over(self, job: _Job) -> None:
        if shiboken6.isValid(self):
            self._finished.emit(job)

    @Slot(object)
    def _on_progressed(self, state: JobState) -> None:
        if state.job in self._states:
            self._states[state.job] = replace(state, label=self._states[state.job].label)

    @Slot(object)
    def _on_finished(self, job: _Job) -> None:
        if self._jobs.pop(job.number, None) is None:
            return
        overtaken = bool(job.key) and self._latest.get((job.owner, job.key)) != job.number
        if job.key and not overtaken:
            del self._latest[(job.owner, job.key)]
        if self._states.pop(job.number, None) is not None:
            self.ended.emit(job.number)
        try:
            if not overtaken:
                self._answer(job)
        finally:
            self._let_patient_begin()

    def _answer(self, job: _Job) -> None:
        error = job.error
        if error is None:
            then = job.then.find()
            if then is not None:
                then(job.result)
            return
        failed = job.failed.find()
        if failed is not None and isinstance(error, (DeskError, Cancelled)):
            failed(error)
        elif not isinstance(error, Cancelled):
            self.crashed.emit(error, job.trace)
            if failed is not None:
                failed(error)


class InlineJobs(Jobs):
    """The same interface, run at once on the calling thread; a bug is raised where it happens."""

    def _submit(self, pool: ThreadPoolExecutor | None, job: _Job) -> None:
        del pool
        self._run(job)

    def _hand_over(self, job: _Job) -> None:
        if job.error is not None and not isinstance(job.error, (DeskError, Cancelled)):
            self._jobs.pop(job.number, None)
            self._states.pop(job.number, None)
            raise job.error
        self._on_finished(job)
