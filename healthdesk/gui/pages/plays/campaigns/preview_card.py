"""The right card of a campaign: the mail of one person, words of theirs alone, leaving them out."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.campaign import CampaignPerson, CampaignState
from healthdesk.core.domain.template import line_of
from healthdesk.core.services.campaign_files import body_of, subject_of
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.campaigns import says
from healthdesk.gui.panels.composer.body import BodyEdit
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

REST = 500
"""Milliseconds without a key after which words of one alone are kept."""


class PreviewCard(Card):
    """Shows what one person gets.

    Signals:
        said: account and contact of somebody, and their own subject and words; None = the
            campaign's again.
        left_out_wanted, taken_in_wanted: the person is to be left out, or to get it again.
        message_wanted, account_wanted: row of a message, id of an account.
    """

    said = Signal(object, object)
    left_out_wanted = Signal()
    taken_in_wanted = Signal()
    message_wanted = Signal(int)
    account_wanted = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Mail", "", padding=0)
        self.ui = ui
        self.person: CampaignPerson | None = None
        self._draft = False
        self._quiet = False
        self._kept = ("", "")
        self._rest = Later(self, REST, self.keep)
        self.to = PlainLabel("", "second", elide=True)
        self.why = PlainLabel("", "caption", wrap=True, tone="notice")
        self.subject = QLineEdit()
        self.subject.setAccessibleName("Subject")
        self.subject.setMaxLength(300)
        self.text = BodyEdit(ui.theme)
        self.out = QPushButton("Leave out")
        self.back = QPushButton("Take in")
        self.again = QPushButton("Campaign's words")
        self.again.setToolTip("Takes their own words back")
        self.message = QPushButton("Open in outbox")
        self.account = QPushButton("Open account")
        for button in (self.again, self.account):
            button.setProperty("kind", "quiet")
        self._lay_out()
        self.subject.textEdited.connect(self._on_typed)
        self.text.textChanged.connect(self._on_typed)
        self.text.left.connect(self.keep)
        self.subject.editingFinished.connect(self.keep)
        self.out.clicked.connect(self.left_out_wanted)
        self.back.clicked.connect(self.taken_in_wanted)
        self.again.clicked.connect(self._on_again_clicked)
        self.message.clicked.connect(self._on_message_clicked)
        self.account.clicked.connect(self._on_account_clicked)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 0, 12, 10)
        rows.setSpacing(8)
        for widget in (self.to, self.why, self.subject):
            rows.addWidget(widget)
        rows.addWidget(self.text, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.out, self.back, self.message, self.again):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.account)
        rows.addLayout(foot)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(inside)

    def show_person(self, one: CampaignPerson, state: CampaignState) -> None:
        """Show what somebody gets; words being written to them are left alone."""
        other = self.person is None or says.key_of(self.person) != says.key_of(one)
        if other:
            self.keep()
        busy = not other and self._changed
        self.person, self._draft = one, state == "draft"
        may = self._draft and says.gets(one) and not self.ui.looking_back
        who = one.person
        state_words = says.state(one, self.ui.words)
        late = says.is_late(one) or not says.gets(one)
        name = who.name if who is not None and who.name else one.account_name
        self.set_title(name, "" if late else state_words)
        told = (who.address, who.role, one.account_name) if who is not None else ("nobody fits",)
        self.to.setText(", ".join(part for part in told if part))
        self.why.setText(f"{state_words[:1].upper()}{state_words[1:]}." if late else "")
        self.why.setVisible(late)
        self._quiet = True
        self.text.marks.set_missing(one.missing)
        if not busy:
            self.subject.setText(subject_of(one))
            self.subject.setCursorPosition(0)
            self.text.show_words(body_of(one))
            self._kept = self._written
        self._quiet = False
        self.subject.setPlaceholderText("No subject yet" if self._draft else "")
        self.text.setPlaceholderText("No words yet" if self._draft else "")
        self.subject.setReadOnly(not may)
        self.text.setReadOnly(not may)
        self.out.setVisible(self._draft and says.gets(one))
        self.back.setVisible(self._draft and one.by_hand)
        self.again.setVisible(self._draft and one.own and says.gets(one))
        self.message.setVisible(one.message is not None)
        for button in (self.out, self.back, self.again):
            button.setEnabled(not self.ui.looking_back)
        self.show_body()

    def show_none(self, title: str, words: str) -> None:
        """Say that nobody is shown."""
        self.keep()
        self.person = None
        self.set_title("Mail", "")
        self.show_empty(title, words, icon="mail")

    @property
    def _written(self) -> tuple[str, str]:
        return line_of(self.subject.text()), self.text.toPlainText()

    @property
    def _changed(self) -> bool:
        return self.person is not None and self._draft and self._written != self._kept

    @Slot()
    def keep(self) -> None:
        """Keep what was written for one alone."""
        self._rest.stop()
        one = self.person
        if self._changed and one is not None and not self.subject.isReadOnly():
            self._kept = self._written
            self.said.emit(one, self._kept)

    @Slot()
    def _on_typed(self) -> None:
        if not self._quiet and self._changed:
            self._rest.start()

    @Slot()
    def _on_again_clicked(self) -> None:
        if self.person is not None:
            self._rest.stop()
            self._kept = self._written
            self.said.emit(self.person, None)

    @Slot()
    def _on_message_clicked(self) -> None:
        if self.person is not None and self.person.message is not None:
            self.message_wanted.emit(self.person.message)

    @Slot()
    def _on_account_clicked(self) -> None:
        if self.person is not None:
            self.account_wanted.emit(self.person.account_id)
