"""The line at the foot: what is saved, the work under way with its Cancel, and the promise."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from healthdesk.core.domain.change import Change
from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.job_words import job_words
from healthdesk.gui.parts.plain import PlainLabel

HIGH = 26
PROMISE = "Offline: nothing leaves this laptop"
WITH_POST = "Nothing leaves but the mail you send"
SAVED = "Everything saved"


class StatusLine(QFrame):
    """What goes on, in 26 pixels."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._job = 0
        self.setFixedHeight(HIGH)
        self.setProperty("ground", "rail")
        self.setAccessibleName("Status")
        self._icon = QLabel()
        self._icon.setFixedSize(14, 14)
        ui.theme.bind_icon(self._icon, "check", "text3", 14)
        self.saved = PlainLabel(SAVED, "caption", elide=True)
        self._label = PlainLabel("", "small")
        self._bar = _Bar(ui.theme)
        self._figures = PlainLabel("", "caption")
        self._cancel = QPushButton("Cancel")
        self._cancel.setProperty("kind", "link")
        self._cancel.setProperty("small", "true")
        self._cancel.setAccessibleName("Cancel the work under way")
        self._cancel.clicked.connect(self._on_cancel_clicked)
        plane = QLabel()
        plane.setFixedSize(14, 14)
        ui.theme.bind_icon(plane, "plane", "text3", 14)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 1, 16, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self.saved, 1)
        self._work: tuple[QWidget, ...] = (self._label, self._bar, self._figures, self._cancel)
        for widget in self._work:
            layout.addWidget(widget)
        self._row = layout
        layout.addStretch(1)
        layout.addWidget(plane)
        self.promise = PlainLabel(PROMISE, "caption")
        layout.addWidget(self.promise)
        ui.post_changed.connect(self._on_ui_post_changed)
        ui.changed.connect(self._on_ui_changed)
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.jobs.started.connect(self._on_jobs_started)
        ui.jobs.progressed.connect(self._on_jobs_progressed)
        ui.jobs.ended.connect(self._on_jobs_ended)
        self._show_job(None)

    @property
    def words(self) -> str:
        """What is said about saving and about work, for tests."""
        return f"{self.saved.full_text} {self._label.text()} {self._figures.text()}".strip()

    def put_in(self, widget: QWidget) -> None:
        """Take in what is asked at the foot, beside the promise."""
        self._row.insertWidget(self._row.count() - 2, widget)

    def _show_job(self, state: JobState | None) -> None:
        self._job = 0 if state is None else state.job
        for widget in self._work:
            widget.setVisible(state is not None)
        if state is None:
            return
        self._label.setText(state.text or state.label)
        self._bar.set_share(state.share)
        self._figures.setText(job_words(state, self.ui.words))
        self._cancel.setVisible(state.can_cancel)

    @Slot(object)
    def _on_jobs_started(self, state: JobState) -> None:
        if not self._job:
            self._show_job(state)

    @Slot(object)
    def _on_jobs_progressed(self, state: JobState) -> None:
        if any(known.job == state.job for known in self.ui.jobs.running):
            self._show_job(state)

    @Slot(int)
    def _on_jobs_ended(self, job: int) -> None:
        if job == self._job:
            running = self.ui.jobs.running
            self._show_job(running[0] if running else None)

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if not change.origin:  # what the program does by itself is no news
            self.saved.setText(f"{change.label} · saved" if change.label else SAVED)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self.saved.setText(SAVED)

    @Slot()
    def _on_ui_post_changed(self) -> None:
        self.promise.setText(WITH_POST if self.ui.post.ready else PROMISE)

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.ui.jobs.cancel(self._job)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.ui.theme.color("rail"))
        painter.fillRect(0, 0, self.width(), 1, self.ui.theme.color("border"))


class _Bar(QWidget):
    """140 by 4 pixels of progress; without a known end it stands at a third, faint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._share: float | None = None
        self.setFixedSize(140, 4)
        self.setAccessibleName("Progress")

    def set_share(self, share: float | None) -> None:
        """Show how much is done."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and bar."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("border"))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        share = 1 / 3 if self._share is None else self._share
        painter.setBrush(self.theme.color("accent", 0.5 if self._share is None else 1.0))
        painter.drawRoundedRect(QRectF(0, 0, self.width() * share, self.height()), 2, 2)
