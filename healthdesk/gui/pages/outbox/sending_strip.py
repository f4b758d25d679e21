"""The strip over the outbox: what waits to be sent, why it does, and the press that sends it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.sending import Post
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.composer.strip import Strip

GAP: Final = 8


class SendingStrip(QWidget):
    """There while something waits for the mail server, or is being sent."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.strip = Strip(ui.theme, "send", "accent", "accent")
        self.now = self.strip.add_button("now", "Send now", "Hand them to the mail server now")
        self.stop = self.strip.add_button("stop", "Stop", "Send no more; the others wait")
        self.set_up = self.strip.add_button("settings", "Settings", "Name a mail server")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.addWidget(self.strip)
        self.strip.acted.connect(self._on_strip_acted)
        ui.post_changed.connect(self._on_ui_post_changed)
        ui.view_changed.connect(self._on_ui_post_changed)
        self._on_ui_post_changed()

    @Slot()
    def _on_ui_post_changed(self) -> None:
        post = self.ui.post
        said = words_of(post, self.ui.words)
        self.strip.say(said)
        self.now.setVisible(post.ready and not post.busy and bool(post.waiting))
        self.now.setText(f"Send {self.ui.words.number(post.waiting)} now")
        self.now.setEnabled(not self.ui.looking_back)
        self.stop.setVisible(post.busy)
        self.set_up.setVisible(not post.ready)
        self.setVisible(bool(said))

    @Slot(str)
    def _on_strip_acted(self, key: str) -> None:
        if key == "now":
            self.ui.send_mail()
        elif key == "stop":
            self.ui.stop_mail()
        else:
            self.ui.open_page("settings")


def words_of(post: Post, words: Words) -> str:
    """What is said of what waits; "" = nothing waits."""
    if post.busy:
        at = f" {words.number(post.done + 1)} of {words.number(post.total)}" if post.total else ""
        return f"Sending{at} by {post.host}"
    told = []
    if post.waiting:
        verb = "waits" if post.waiting == 1 else "wait"
        told.append(f"{words.count(post.waiting, 'message')} {verb} to be sent.")
    if post.trouble and post.waiting:
        told.append(post.trouble if post.trouble.endswith(".") else f"{post.trouble}.")
    if post.waiting and not post.ready:
        told.append("No mail server is set up.")
    elif post.waiting and post.asked:
        told.append("Tried again every 5 minutes while this window is open.")
    elif post.waiting:
        told.append(f"{'They leave' if post.waiting > 1 else 'It leaves'} when you press Send.")
    if post.unsure:
        many = words.count(post.unsure, "message")
        told.append(f"{many} may have been sent: say below whether.")
    return " ".join(told)
