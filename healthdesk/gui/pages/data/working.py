"""An import under way, inline: what is read, a bar, figures, Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.job_words import job_words
from healthdesk.gui.parts.plain import PlainLabel

STEPS = 1000


class Working(QWidget):
    """Follows one job.

    Signals:
        cancel_requested: the job should stop.
    """

    cancel_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.job = -1
        self._text = PlainLabel("", "medium", elide=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the import")
        self._figures = PlainLabel("", "small", elide=True)
        self._promise = PlainLabel("", "grey", wrap=True)
        self._cancel = QPushButton("Cancel")
        self._lay_out()
        ui.jobs.progressed.connect(self._on_jobs_progressed)
        self._cancel.clicked.connect(self._on_cancel_clicked)

    @property
    def words(self) -> str:
        """All that is said, for tests and screen readers."""
        return f"{self._text.full_text} {self._figures.full_text}".strip()

    def begin(self, text: str, promise: str) -> None:
        """Say what begins; `promise` says what happens on Cancel."""
        self._text.setText(text)
        self._promise.setText(promise)
        self._figures.setText("")
        self._bar.setRange(0, 0)

    @Slot(object)
    def _on_jobs_progressed(self, state: JobState) -> None:
        if state.job != self.job:
            return
        if state.text:
            self._text.setText(state.text)
        share = state.share
        self._bar.setRange(0, 0 if share is None else STEPS)
        self._bar.setValue(0 if share is None else round(share * STEPS))
        self._figures.setText(job_words(state, self.ui.words))

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.cancel_requested.emit()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._figures, 1)
        foot.addWidget(self._cancel)
        inner = QVBoxLayout()
        inner.setSpacing(10)
        inner.addWidget(self._text)
        inner.addWidget(self._bar)
        inner.addLayout(foot)
        inner.addWidget(self._promise)
        middle = QWidget()
        middle.setMaximumWidth(520)
        middle.setLayout(inner)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 8)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
