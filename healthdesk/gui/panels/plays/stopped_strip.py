"""The strip that says that all plays are stopped, with the press that releases them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel


class StoppedStrip(QFrame):
    """Shown while nothing fires.

    Signals:
        release_wanted: somebody wants them to fire again.
    """

    release_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.setProperty("ground", "notice")
        picture = QLabel()
        picture.setFixedSize(16, 16)
        ui.theme.bind_icon(picture, "player-pause", "notice", 16)
        self.words = PlainLabel("", tone="notice", elide=True)
        self.release = QPushButton("Release them")
        self.release.setProperty("kind", "link")
        changes_desk(ui, self.release)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.release)
        self.release.clicked.connect(self._on_release_clicked)
        self.hide()

    def say(self, since: int | None) -> None:
        """Say since when; None: they are not stopped."""
        self.setVisible(since is not None)
        if since is not None:
            day = self.ui.words.near_day(since, self.ui.today)
            self.words.setText(
                f"All plays are stopped since {day}: nothing fires, what runs goes on"
            )

    @Slot()
    def _on_release_clicked(self) -> None:
        self.release_wanted.emit()
