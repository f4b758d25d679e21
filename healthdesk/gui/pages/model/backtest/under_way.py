"""A strip that follows one job: what is being worked out, how far it is, Stop."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

_STEPS, _BAR = 1000, 180


class UnderWay(QWidget):
    """Shown while its job runs; Stop ends the job, and nothing is changed by it."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._job = -1
        self.text = PlainLabel("", "second", elide=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.bar.setAccessibleName("Progress of the test")
        self.stop = QPushButton("Stop")
        self.stop.setProperty("compact", "true")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for widget in (self.text, self.bar, self.stop):
            line.addWidget(widget)
        line.addStretch(1)
        self.hide()
        self.stop.clicked.connect(self._on_stop_clicked)
        ui.jobs.progressed.connect(self._on_jobs_progressed)

    def begin(self, text: str) -> None:
        """Say what begins; `follow` its job then."""
        self.text.setText(text)
        self.bar.setRange(0, 0)
        self.show()

    def follow(self, job: int) -> None:
        """Follow a job; -1 = there is none."""
        self._job = job
        if job < 0:
            self.end()

    def end(self) -> None:
        """It is done, or was stopped."""
        self._job = -1
        self.hide()

    @Slot(object)
    def _on_jobs_progressed(self, state: JobState) -> None:
        if state.job != self._job or self._job < 0:
            return
        if state.text:
            self.text.setText(state.text)
        share = state.share
        self.bar.setRange(0, 0 if share is None else _STEPS)
        self.bar.setValue(0 if share is None else round(share * _STEPS))

    @Slot()
    def _on_stop_clicked(self) -> None:
        self._ui.jobs.cancel(self._job)
