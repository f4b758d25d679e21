"""What is done with a message: sent, handed over in other ways, dropped, put off, taken back.

Everything that leaves is kept first, and asked of the desk whether it may.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.outbox_view import EachRow, HandedOver, MessageRow
from healthdesk.core.services import messages, messages_each, sending
from healthdesk.gui.base import mailing
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.composer.each import EachDialog
from healthdesk.gui.panels.composer.panel import Composer
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.menu import Menu

MAILS = "Mail files (*.eml)"


class ComposerActs(QObject):
    """Does what the buttons of a composer say."""

    def __init__(self, ui: Ui, composer: Composer) -> None:
        super().__init__(composer)
        self.ui = ui
        self._composer = composer
        self._menu: Menu | None = None
        self._told = ""
        composer.act_requested.connect(self.act)

    @property
    def row(self) -> MessageRow | None:
        """The message that is acted on."""
        return self._composer.view.row if self._composer.view is not None else None

    @Slot(str)
    def act(self, key: str) -> None:
        """Do what a button says; what was typed is kept before."""
        row = self.row
        if row is None:
            return
        self._composer.keep()
        if key == "account":
            self.ui.open_account(row.account_id)
        elif not self.ui.refuses_changes():
            ways: dict[str, Callable[[MessageRow], None]] = {
                "send": self._send,
                "unqueue": self._unqueue,
                "yes": self._was_sent,
                "no": self._was_not,
                "mail": self._open_mail,
                "file": self._save_file,
                "copy": self._copy,
                "sent": self._mark_sent,
                "again": self._take_back,
                "more": self._open_menu,
                "fill": self._fill_again,
                "drop": self.drop,
                "day": self._ask_day,
                "each": self._preview_each,
            }
            ways[key](row)

    def drop(self, row: MessageRow) -> None:
        """Give a message up; one that holds no word of anybody is simply forgotten."""
        if self.ui.refuses_changes():
            return
        if row.unscripted and not row.origin and not row.subject and not row.opening:
            self._do("The empty message is gone", messages.discard, row.id)
            return
        asked = (Field("why", "Why", required=True, hint="Said it on the phone"),)
        told = ask_form(self.ui, "Drop this message?", asked, yes="Drop")
        if told is not None:
            self._do("The message is dropped", messages.drop, row.id, told["why"])

    def _send(self, row: MessageRow) -> None:
        self.ui.do(sending.queue, row.id, then=self._on_queued)

    def _on_queued(self, answer: object) -> None:
        """Have it sent at once; where that cannot be it waits, and the page says why."""
        del answer
        self.ui.send_mail()

    def _unqueue(self, row: MessageRow) -> None:
        self._do("The message is among the drafts again", sending.unqueue, row.id)

    def _was_sent(self, row: MessageRow) -> None:
        self.ui.do(sending.decide, row.id, was_sent=True, then=self._on_decided)

    def _was_not(self, row: MessageRow) -> None:
        self.ui.do(sending.decide, row.id, was_sent=False, then=self._on_decided)

    def _on_decided(self, answer: object) -> None:
        del answer

    def _open_mail(self, row: MessageRow) -> None:
        self.ui.read(messages.link, row.id, then=self._on_link, key="mail link")

    def _on_link(self, link: str) -> None:
        if not link:
            self.ui.toast(
                "The message is too long for the mail program to take over",
                "Save it as a file, or copy it.",
                kind="notice",
            )
        elif not mailing.open_mail(link):
            self.ui.toast(
                "No mail program opened",
                "Save the message as a file, or copy it.",
                kind="notice",
            )
        else:
            self._hand_over("mail")

    def _save_file(self, row: MessageRow) -> None:
        name = safe_name(f"{row.account_name} {row.subject or 'message'}")
        path = self.ui.dialogs.save_as("Save as a mail file", Path(f"{name}.eml"), MAILS)
        if path is not None:
            self.ui.read(messages.save, row.id, path, then=self._on_saved, key="mail file")

    def _on_saved(self, path: Path) -> None:
        del path
        self._hand_over("file")

    def _copy(self, row: MessageRow) -> None:
        self.ui.read(messages.words, row.id, then=self._on_words, key="mail words")

    def _on_words(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.ui.toast(
            "The message is copied",
            "Once you have sent it, mark it as sent: the touch is logged then.",
            "Mark as sent",
            self._mark_copied,
        )

    def _mark_copied(self) -> None:
        self._hand_over("copied")

    def _mark_sent(self, row: MessageRow) -> None:
        del row
        self._hand_over("sent")

    def _hand_over(self, how: str) -> None:
        row = self.row
        if row is not None and row.open:
            self.ui.do(messages.hand_over, row.id, how, then=self._on_handed)

    def _on_handed(self, done: HandedOver) -> None:
        self.ui.toast(done.sentence, "", "Undo", self.ui.undo)

    def _take_back(self, row: MessageRow) -> None:
        self._do("The message is among the drafts again", messages.again, row.id)

    def _fill_again(self, row: MessageRow) -> None:
        self._do("The fields are filled in as far as they are known", messages.fill_again, row.id)

    def _ask_day(self, row: MessageRow) -> None:
        asked = (Field("due", "Due on", "day", row.due),)
        told = ask_form(self.ui, "Another day for this message", asked)
        if told is not None:
            self._do("The day is changed", messages.set_due, row.id, told["due"])

    def _preview_each(self, row: MessageRow) -> None:
        self.ui.read(
            messages_each.of_people, row.id, self.ui.day, then=self._on_each, key="each person"
        )

    def _on_each(self, rows: tuple[EachRow, ...]) -> None:
        row = self.row
        dialog = EachDialog(self.ui, "A message to each", rows, table=False)
        if row is not None and self.ui.dialogs.run(dialog):
            self._do("There is a message for each now", messages_each.split, row.id)

    def _open_menu(self, row: MessageRow) -> None:
        menu = Menu(self.ui.theme, "More for this message", self._composer)
        if self.ui.post.ready:
            may = self._composer.mail.isEnabled()
            menu.add("Copy", self._on_menu_copy, icon="copy", enabled=may)
            menu.add("Mark as sent", self._on_menu_sent, icon="check", enabled=may)
            menu.addSeparator()
        menu.add("A message to each", self._on_menu_each, icon="users", enabled=len(row.to) > 1)
        menu.add("Another day", self._on_menu_day, icon="calendar")
        menu.add("Fill in fields", self._on_menu_fill, icon="refresh", enabled=row.state == "held")
        menu.addSeparator()
        menu.add("Drop", self._on_menu_drop, icon="trash")
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu
        menu.popup_under(self._composer.more)

    @Slot()
    def _on_menu_copy(self) -> None:
        self.act("copy")

    @Slot()
    def _on_menu_sent(self) -> None:
        self.act("sent")

    @Slot()
    def _on_menu_each(self) -> None:
        self.act("each")

    @Slot()
    def _on_menu_day(self) -> None:
        self.act("day")

    @Slot()
    def _on_menu_fill(self) -> None:
        self.act("fill")

    @Slot()
    def _on_menu_drop(self) -> None:
        self.act("drop")

    def _do(self, told: str, op: Callable[..., object], *args: object) -> None:
        self._told = told
        self.ui.do(op, *args, then=self._on_done)

    def _on_done(self, result: object) -> None:
        del result
        self.ui.toast(self._told, "", "Undo", self.ui.undo)
