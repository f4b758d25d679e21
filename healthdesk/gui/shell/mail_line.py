"""A word at the foot of the window: how many messages wait to be sent, and why they do."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import plain_tip


class MailLine(QPushButton):
    """Leads to the outbox; not there where nothing waits."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.setProperty("kind", "link")
        self.setProperty("small", "true")
        self.hide()
        ui.post_changed.connect(self._on_ui_post_changed)
        ui.presenting_changed.connect(self._on_ui_post_changed)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_ui_post_changed(self) -> None:
        post, words = self.ui.post, self.ui.words
        told = []
        if post.waiting:
            verb = "waits" if post.waiting == 1 else "wait"
            told.append(f"{words.count(post.waiting, 'message')} {verb} to be sent")
        if post.unsure and not post.busy:
            told.append(f"{words.number(post.unsure)} may have been sent")
        said = ", ".join(told)
        self.setText(said)
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(post.trouble or "Show them in the outbox"))
        self.setVisible(bool(said) and not post.busy and not self.ui.presenting)

    @Slot()
    def _on_clicked(self) -> None:
        self.ui.open_page("outbox")
