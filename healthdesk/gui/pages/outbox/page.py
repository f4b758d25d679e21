"""The page Outbox: what waits to be sent, one message to read and write, the facts beside it.

Nothing leaves before a person sends it. Not here: the composer and its buttons (panels/composer).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.outbox_view import BesideGroup, MessageRow, MessageView, counts
from healthdesk.core.domain.report_given import GivenTable
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.outbox.message_list import MessageList, lines_of
from healthdesk.gui.pages.outbox.reading import (
    Outbox,
    read_beside,
    read_message,
    read_outbox,
)
from healthdesk.gui.pages.outbox.sending_strip import SendingStrip
from healthdesk.gui.pages.outbox.taking import message_table
from healthdesk.gui.pages.outbox.writing import Writing
from healthdesk.gui.panels.composer.acts import ComposerActs
from healthdesk.gui.panels.composer.facts import FactsCard
from healthdesk.gui.panels.composer.panel import Composer
from healthdesk.gui.panels.take_along import ExportListButton
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk

HEAD, MARGIN, GAP = 56, 16, 12
_LIST, _FACTS, _SLIM_LIST, _SLIM_FACTS = 336, 300, 272, 256
_ROOMY = 1_180
"""Width from which list and facts are as wide as they may be."""
NOTHING = (
    "The outbox is empty",
    "Messages of playbooks and your own stand here until you send them. Nothing leaves by itself.",
)


class OutboxPage(LiveView):
    """Shows the messages of the day and segment in view."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.OUTBOX, Topic.CONTACTS, Topic.ACCOUNTS, Topic.FACTS, Topic.RUNS}
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("outbox")
        self.setAccessibleName("Outbox")
        self.shown: Outbox | None = None
        self._wanted = 0
        self._beside: tuple[object, ...] = ()
        self.count = PlainLabel("", "second", elide=True)
        self.search = SearchField(ui.theme, "Filter messages")
        self.left = QWidget()
        self.list_card = Card(ui.theme, padding=0)
        self.list = MessageList(ui)
        self.export = ExportListButton(ui, "Messages", self.taken)
        self.composer = Composer(ui)
        self.facts = FactsCard(ui)
        self.acts = ComposerActs(ui, self.composer)
        self.writing = Writing(ui, self)
        self.sending = SendingStrip(ui)
        self.many = QPushButton("Write to many")
        self.write = QPushButton("Write a mail")
        self.write.setToolTip("Write a mail (Ctrl+Shift+M)")
        for button, icon in ((self.many, "users"), (self.write, "pencil")):
            ui.theme.bind_icon(button, icon, "text2", 16)
            changes_desk(ui, button)
        self._lay_out()
        self._connect()
        self.list_card.show_loading("Reading the outbox")
        self.composer.show_nothing("No message is chosen", "Choose one in the list.")
        self.facts.show_empty("No facts yet", "They stand here beside a message.")

    def reload(self) -> None:
        """Read the messages as of the day in view."""
        job = self.ui.read(
            read_outbox,
            self.ui.day,
            self.ui.segment,
            then=self._show,
            failed=self._show_failure,
            key="outbox",
        )
        if job < 0:
            self.list_card.show_empty("No desk is open", "Open a desk, or make one from your data.")

    def show_message(self, message: int) -> None:
        """Have a message in view, as soon as it is read."""
        self._wanted = message
        self.search.clear()
        self._beside = ()
        self.refresh()

    def write_mail(self, account_id: str = "") -> None:
        """Begin a message to an account, or ask to which."""
        if account_id:
            self.writing.begin(account_id)
        else:
            self.writing.ask_account()

    def focus_first(self) -> None:
        """Let the keys go to the list."""
        self.list.setFocus()

    def focus_search(self) -> None:
        """Let the keys go to the filter."""
        self.search.setFocus()

    def keep_at_hand(self, desk: Desk) -> None:
        """Keep what was typed when the window closes."""
        self.composer.keep_at_hand(desk)

    @property
    def message(self) -> int:
        """The message in view; 0 = none."""
        if self._wanted:
            return self._wanted
        return self.composer.view.row.id if self.composer.view is not None else 0

    def taken(self) -> GivenTable | None:
        """The messages that are listed, as a table; None where there is none."""
        rows, words = self.shown.rows if self.shown is not None else (), self.search.text()
        lines, said = lines_of(rows, words), (f"“{words}”" if words else "",)
        return message_table(lines, self.ui.words, said) if lines else None

    def _show(self, shown: Outbox) -> None:
        self.shown = shown
        found = counts(shown.rows)
        words = self.ui.words
        parts = [
            (found.due, "due"), (found.held, "held"), (found.queued, "to be sent"),
            (found.later, "later"),
        ]  # fmt: skip
        told = ", ".join(f"{words.number(many)} {name}" for many, name in parts if many)
        rest = "before you send it" if self.ui.post.ready else "by itself"
        self.count.setText(
            f"{told or 'Nothing waits'}. Nothing leaves {rest}." if shown.rows else ""
        )
        self._list()

    def _list(self) -> None:
        """Show the lines that pass the filter, and one of them whole."""
        rows = self.shown.rows if self.shown is not None else ()
        for part in (self.left, self.facts, self.export):
            part.setVisible(bool(rows))
        lines = lines_of(rows, self.search.text())
        wanted = self.message
        self.list.show_lines(lines, wanted)
        if not rows:
            self.list_card.show_body()
            self._show_none(*NOTHING, "Write a mail")
            return
        self.list_card.show_body()
        if not lines:
            self.list_card.show_empty("No message has these words", "Try fewer of them.")
        known = any(one.id == wanted for one in rows)
        row = self.list.current
        if known:
            self._read(wanted)
        elif isinstance(row, MessageRow):
            self._read(row.id)
        else:
            self._show_none("No message is chosen", "Choose one in the list.")

    def _read(self, message: int) -> None:
        self.ui.read(
            read_message,
            message,
            self.ui.day,
            then=self._on_message,
            failed=self._on_message_failed,
            key="message",
        )

    def _on_message(self, view: MessageView) -> None:
        fresh = self._wanted == view.row.id
        self._wanted = 0
        self.composer.show_message(view)
        if fresh:
            at = self.list.place_of(view.row.id)
            if at >= 0:
                self.list.go_to(at)
            self.composer.focus_words()
        people = tuple(one.contact_id for one in view.row.to if one.contact_id)
        asked = (view.row.account_id, people, self.ui.day, self.shown)
        if asked != self._beside:
            self._beside = asked
            self.ui.read(
                read_beside,
                view.row.account_id,
                people,
                self.ui.day,
                then=self._on_beside,
                failed=self._on_beside_failed,
                key="beside",
            )

    def _on_beside(self, groups: tuple[BesideGroup, ...]) -> None:
        if self.composer.view is not None:
            self.facts.show_groups(groups)

    def _on_beside_failed(self, error: Exception) -> None:
        self._beside = ()
        self.facts.show_error("The facts could not be read", str(error), "")

    def _on_message_failed(self, error: Exception) -> None:
        self._wanted = 0
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self._show_none("The message could not be read", told)

    def _show_none(self, title: str, text: str, action: str = "") -> None:
        self._beside = ()
        self.composer.show_nothing(title, text, action)
        self.facts.show_empty("No facts yet", "They stand here beside a message.")

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.list_card.show_error("The outbox could not be read", told)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(PlainLabel("Outbox", "title"))
        head.addWidget(self.count, 1)
        head.addWidget(self.export)
        head.addWidget(self.many)
        head.addWidget(self.write)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        self.list_card.body.setContentsMargins(0, 0, 0, 0)
        self.list_card.body.addWidget(self.list)
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.list_card, 1)
        across = QHBoxLayout()
        across.setSpacing(GAP)
        across.addWidget(self.left)
        across.addWidget(self.composer, 1)
        across.addWidget(self.facts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.sending)
        whole.addLayout(across, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(self.focus_first)
        self.list.chosen.connect(self._on_list_chosen)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.list.drop_requested.connect(self._on_list_drop_requested)
        self.list_card.retry_requested.connect(self.reload)
        self.composer.acted.connect(self.writing.ask_account)
        self.write.clicked.connect(self.writing.ask_account)
        self.many.clicked.connect(self.writing.ask_many)
        for keys, slot in (("F8", self.composer.go_to_next_field), ("Ctrl+Return", self._on_send)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the composer what list and facts need not."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        self.left.setFixedWidth(_LIST if roomy else _SLIM_LIST)
        self.facts.setFixedWidth(_FACTS if roomy else _SLIM_FACTS)

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        del text
        self._list()

    @Slot(object)
    def _on_list_chosen(self, row: MessageRow) -> None:
        self._wanted = 0
        self._read(row.id)

    @Slot(object)
    def _on_list_entered_row(self, row: MessageRow) -> None:
        if self.composer.view is not None and self.composer.view.row.id == row.id:
            self.composer.focus_words()

    @Slot(object)
    def _on_list_drop_requested(self, row: MessageRow) -> None:
        if row.open:
            self.acts.drop(row)

    @Slot()
    def _on_send(self) -> None:
        if self.composer.send.isVisible():
            if self.composer.send.isEnabled():
                self.acts.act("send")
        elif self.composer.mail.isVisible() and self.composer.mail.isEnabled():
            self.acts.act("mail")
