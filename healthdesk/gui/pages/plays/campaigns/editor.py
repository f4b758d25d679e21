"""One campaign: its document, its people and the mail of one of them, side by side.

What is changed is kept after a moment of rest; nothing leaves by it. Not here: what its buttons do
(acts.py).
"""

from __future__ import annotations

from itertools import count
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.campaign import Campaign, CampaignPerson
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.services import campaigns
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.campaigns import says
from healthdesk.gui.pages.plays.campaigns.acts import CampaignActs
from healthdesk.gui.pages.plays.campaigns.form_card import FormCard
from healthdesk.gui.pages.plays.campaigns.people_card import PeopleCard
from healthdesk.gui.pages.plays.campaigns.preview_card import PreviewCard
from healthdesk.gui.pages.plays.campaigns.reading import Shown, read_one
from healthdesk.gui.parts.plain import PlainLabel

HEAD, GAP = 56, 12
REST: Final = 400
"""Milliseconds without a change after which the document is kept."""
_ROOMY: Final = 1_180
_FORM, _SLIM_FORM, _MAIL, _SLIM_MAIL = 340, 320, 380, 312
_VISITS = count()


class CampaignEditor(QWidget):
    """Shows one campaign.

    Signals:
        closed: somebody wants back to the list.
        failed: it cannot be shown: why.
    """

    closed = Signal()
    failed = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.shown: Shown | None = None
        self.name = ""
        self._visit = next(_VISITS)
        self._later = Later(self, REST, self.keep)
        self.acts = CampaignActs(ui, self)
        self.back = self._icon("chevron-left", "Back to the campaigns (Esc)")
        self.title = PlainLabel("", "title", elide=True)
        self.state = PlainLabel("", "tag")
        self.came = PlainLabel("", "second", elide=True)
        self.write = QPushButton("Write")
        self.send = QPushButton("Send all")
        for button, icon in ((self.write, "pencil"), (self.send, "send")):
            button.setProperty("kind", "primary")
            ui.theme.bind_icon(button, icon, "onaccent", 16)
            changes_desk(ui, button)
        self.more = self._icon("dots", "Save as files, duplicate, end, remove")
        self.form = FormCard(ui)
        self.people = PeopleCard(ui)
        self.mail = PreviewCard(ui)
        self._lay_out()
        self._connect()

    def _icon(self, icon: str, name: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("iconic", "true")
        button.setToolTip(name)
        button.setAccessibleName(name)
        self.ui.theme.bind_icon(button, icon, "text2", 16)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        for widget in (self.back, self.title, self.state):
            head.addWidget(widget)
        head.addWidget(self.came, 1)
        for widget in (self.write, self.send, self.more):
            head.addWidget(widget)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.form)
        cards.addWidget(self.people, 1)
        cards.addWidget(self.mail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addLayout(cards, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.leave)
        self.write.clicked.connect(self._on_write_clicked)
        self.send.clicked.connect(self._on_send_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.form.edited.connect(self._on_form_edited)
        self.people.chosen.connect(self._on_people_chosen)
        self.people.turned.connect(self._on_turned)
        self.people.table.opened.connect(self._on_table_opened)
        self.mail.said.connect(self._on_mail_said)
        self.mail.left_out_wanted.connect(self._on_turned)
        self.mail.taken_in_wanted.connect(self._on_turned)
        self.mail.message_wanted.connect(self.ui.open_message)
        self.mail.account_wanted.connect(self.ui.open_account)
        self.acts.gone.connect(self._on_acts_gone)
        self.ui.post_changed.connect(self._on_ui_post_changed)

    # Showing.

    def open(self, name: str) -> None:
        """Show a campaign by its name."""
        self.keep()
        self._visit = next(_VISITS)
        self.shown, self.name = None, name
        self.acts.view = None
        self.people.show_loading("Looking who is in it")
        self.mail.show_none("No mail yet", "It stands here once somebody is in it.")
        self.reload()

    def reload(self) -> None:
        """Read it, unless words are about to be kept: then it is read after that."""
        if self.name and not self._later.isActive():
            self.ui.read(
                read_one, self.name, self.ui.day, then=self._take, failed=self._fail, key="campaign"
            )

    def _take(self, shown: Shown) -> None:
        if shown.view.campaign.name != self.name or self._later.isActive():
            return
        self.shown = shown
        view = shown.view
        self.acts.view = view
        self.title.setText(self.name)
        self.state.setText(says.state_words(view))
        locked = view.state != "draft" or self.ui.looking_back
        self.form.show_campaign(view.campaign, shown.offer, locked=locked)
        self.people.show_people(view)
        self._show_head()
        if view.fault or not view.people:
            self.mail.show_none("No mail", "Nobody is in it.")

    def _show_head(self) -> None:
        if self.shown is None:
            return
        view, words = self.shown.view, self.ui.words
        many = sum(says.gets(one) for one in view.people)
        said = "" if view.fault else says.summary(view, words)
        queued = any(one.message_state == "queued" for one in view.people)
        trouble = self.ui.post.trouble if queued else ""
        self.came.setText(f"{said}. {trouble}" if trouble else said)
        self.write.setVisible(view.state == "draft")
        self.write.setText(f"Write {words.count(many, 'message')}" if many else "Write")
        ready = bool(many) and bool(view.campaign.subject and view.campaign.body)
        self.write.setEnabled(ready and not self.form.faulty and not self.ui.looking_back)
        self.write.setToolTip(
            "Puts a draft for each into the outbox; none leaves by it"
            if ready
            else "It needs a subject, words, and somebody who gets it"
        )
        waits = says.to_send(view, self.ui.post)
        self.send.setVisible(bool(waits) and not self.ui.post.busy)
        self.send.setText(f"Send {words.number(len(waits))}")
        self.send.setToolTip(f"Hands them to {self.ui.post.host}")

    def _fail(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.name = ""
        self.failed.emit(told)

    # Keeping.

    @Slot()
    def keep(self) -> None:
        """Keep the document as it stands in the form."""
        self._later.stop()
        if self.shown is None or self.form.locked:
            return
        document = self.form.document
        if document != self.shown.view.campaign:
            self.ui.do(
                campaigns.change,
                self.name,
                document,
                then=self._on_kept,
                failed=self._on_refused,
                together=f"campaign {self._visit}",
            )

    def _on_kept(self, name: str) -> None:
        self.name = name
        self.reload()

    def _on_refused(self, error: Exception) -> None:
        self.ui.toast("That was not kept", str(error), kind="error")
        self.reload()

    @Slot()
    def _on_form_edited(self) -> None:
        self._later.start()

    @Slot()
    def leave(self) -> None:
        """Go back to the list; what was typed is kept."""
        self.mail.keep()
        self.keep()
        self.closed.emit()

    # What the parts tell.

    @Slot(object)
    def _on_people_chosen(self, one: CampaignPerson | None) -> None:
        if self.shown is None:
            return
        if one is None:
            self.mail.show_none("Nobody is chosen", "Choose somebody in the list.")
        else:
            self.mail.show_person(one, self.shown.view.state)

    @Slot()
    def _on_turned(self) -> None:
        one = self.people.current
        if one is not None:
            self.mail.keep()
            self.acts.turn(one)

    @Slot(str)
    def _on_table_opened(self, key: str) -> None:
        del key
        self.mail.text.setFocus()

    @Slot(object, object)
    def _on_mail_said(self, one: CampaignPerson, words: tuple[str, str] | None) -> None:
        who = one.person.contact_id if one.person is not None else ""
        self.acts.say_alone(one, words, f"campaign {self._visit} {who}")

    @Slot()
    def _on_write_clicked(self) -> None:
        self.mail.keep()
        self.keep()
        self.acts.write()

    @Slot()
    def _on_send_clicked(self) -> None:
        self.acts.send_all()

    @Slot()
    def _on_more_clicked(self) -> None:
        self.mail.keep()
        self.keep()
        self.acts.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    @Slot()
    def _on_acts_gone(self) -> None:
        self.name, self.shown = "", None
        self.closed.emit()

    @Slot()
    def _on_ui_post_changed(self) -> None:
        self._show_head()

    def focus_first(self) -> None:
        """Let the keys go to the form of a draft, else to the people."""
        if self.form.locked:
            self.people.table.enter()
        else:
            self.form.focus_first()

    @property
    def document(self) -> Campaign:
        """The campaign as it stands in the form."""
        return self.form.document

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when the page is left."""
        super().hideEvent(event)
        self.mail.keep()
        self.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the people what form and mail need not."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        self.form.setFixedWidth(_FORM if roomy else _SLIM_FORM)
        self.mail.setFixedWidth(_MAIL if roomy else _SLIM_MAIL)
