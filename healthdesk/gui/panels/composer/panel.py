"""The composer: one message, read or written; what is typed is kept after a second of rest.

Not here: handing it over (acts.py), the facts beside it (facts.py).
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.outbox_view import HOW_WORDS, MessageView, Recipient
from healthdesk.core.domain.template import line_of
from healthdesk.core.services import messages
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.composer import standing
from healthdesk.gui.panels.composer.body import BodyEdit
from healthdesk.gui.panels.composer.people import PeopleRow
from healthdesk.gui.panels.composer.strip import Strip
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk

REST = 500
"""Milliseconds without a key after which what was typed is kept."""
AT_LATEST = 1_000
"""Milliseconds after which it is kept although nobody paused: a flat battery asks nobody."""
_LINE, _NAME = 26, 44
_VISITS = count()
HINT = "Write in your own words. The facts stand at the right."
Written = tuple[tuple[Recipient, ...], str, str]


class Composer(Card):
    """Shows one message.

    Signals:
        act_requested: send, mail, file, copy, sent, drop, again, unqueue, yes, no (it was sent, or
            not), day, fill, each or account.
    """

    act_requested = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Message", "", parent, padding=0)
        self.ui = ui
        self.view: MessageView | None = None
        self._kept: Written | None = None
        self._visit = next(_VISITS)
        """Stands for all that is written until another message is in view: one step of undo."""
        self._rest = Later(self, REST, self.keep)
        self._latest = Later(self, AT_LATEST, self.keep)
        self.account = self._button("", "link", "account", "Open this account")
        self.about = PlainLabel("", "caption", elide=True)
        self.people = PeopleRow(ui)
        self.subject = QLineEdit()
        self.subject.setAccessibleName("Subject")
        self.subject.setMaxLength(300)
        self.text = BodyEdit(ui.theme)
        self.held = Strip(ui.theme, "clock-exclamation", "notice", "notice")
        self.held.add_button("next", "Next field", "Go to the next field without a value (F8)")
        self.held.add_button("fill", "Fill in", "Fill the fields with what the desk knows now")
        self.barred = Strip(ui.theme, "hand-stop", "poor", "poor")
        self.told = Strip(ui.theme, "info-circle", "accent", "accent")
        self.told.add_button("each", "A message to each", "See what each of them would get")
        self.unsure = Strip(ui.theme, "help-circle", "notice", "notice")
        self.unsure.add_button("yes", "It was sent", "Note it as sent: the touch is logged")
        self.unsure.add_button("no", "It was not", "Make it a draft again, to be sent anew")
        self.said = PlainLabel("", "caption", elide=True)
        self.send = self._button("Send", "primary", "send", "")
        self.mail = self._button("Open in mail program", "primary", "mail", "Ctrl+Enter")
        self.file = self._button(
            "Save .eml", "normal", "file", "A file that any mail program opens"
        )
        self.copy = self._button("Copy", "normal", "copy", "Address, subject and words as text")
        self.sent = self._button("Mark as sent", "normal", "sent", "Log the touch, nothing else")
        self.again = self._button("Take back", "normal", "again", "Among the drafts again")
        self.unqueue = self._button(
            "Take out of the queue", "normal", "unqueue", "Among the drafts again, to be changed"
        )
        self.more = self._button("", "quiet", "more", "Another day, a mail to each, drop")
        self.more.setProperty("iconic", "true")
        ui.theme.bind_icon(self.more, "dots", "text2", 16)
        self._lay_out()
        self._connect()

    @property
    def written(self) -> Written:
        """What stands there now."""
        return self.people.recipients, line_of(self.subject.text()), self.text.toPlainText()

    @property
    def changed(self) -> bool:
        """Whether what stands there is not kept yet."""
        return self.is_open and self._kept is not None and self.written != self._kept

    @property
    def is_open(self) -> bool:
        """Whether the message can still be written."""
        return self.view is not None and self.view.row.open and not self.ui.looking_back

    def show_message(self, view: MessageView) -> None:
        """Show a message; words being written to the same one are left alone."""
        other = self.view is None or self.view.row.id != view.row.id
        if other:
            self.keep()
            self._visit = next(_VISITS)
        busy = not other and self.changed
        self.view = view
        if not busy:
            self._kept = None
            self._show_words(view)
            self._kept = self.written
        self._show_state(view)
        self.show_body()

    def show_nothing(self, title: str, text: str, action: str = "") -> None:
        """Say why no message is shown."""
        self.keep()
        self.view, self._kept = None, None
        self.set_title("Message")
        self.show_empty(title, text, action, "mail")
        changes_desk(self.ui, self.offer)

    @property
    def _together(self) -> str:
        return f"message {self._visit}"

    @Slot()
    def keep(self) -> None:
        """Keep what was typed, if anything was."""
        self._rest.stop()
        self._latest.stop()
        if self.changed and self.view is not None:
            self._kept = self.written
            self.said.setText("Keeping")
            self.ui.do(
                messages.write,
                self.view.row.id,
                *self._kept,
                then=self._on_kept,
                failed=self._lost,
                together=self._together,
            )

    def keep_at_hand(self, desk: Desk) -> None:
        """Keep what was typed on the way out."""
        self._rest.stop()
        self._latest.stop()
        if self.changed and self.view is not None:
            self._kept = self.written
            desk.do(messages.write, self.view.row.id, *self._kept, together=self._together)

    @Slot()
    def go_to_next_field(self) -> None:
        """Choose the next field that has no value, in the subject or in the words."""
        for key in self.view.row.missing if self.view is not None else ():
            if self.text.go_to_field(key):
                self.text.setFocus()
                return
        if self.view is not None and self.view.row.missing:
            at = self.subject.text().find("{{")
            self.subject.setFocus()
            self.subject.setSelection(max(at, 0), len(self.subject.text()))

    def focus_words(self) -> None:
        """Let the keys go to where one writes first."""
        (self.text if self.people.recipients else self.people.add).setFocus()

    def _show_words(self, view: MessageView) -> None:
        row = view.row
        locked = not self.is_open
        self.people.show_people(row.to, view.people, locked=locked)
        if line_of(self.subject.text()) != row.subject:
            self.subject.setText(row.subject)
            self.subject.setCursorPosition(0)
        self.text.show_words(view.body)
        self.subject.setReadOnly(locked)
        self.text.setReadOnly(locked)
        self.subject.setPlaceholderText("" if locked else "Subject")
        self.text.setPlaceholderText("" if locked else HINT)

    def _show_state(self, view: MessageView) -> None:
        row, words = view.row, self.ui.words
        self.set_title("Message", row.origin_words or "in your own words")
        name = row.account_name
        shown = name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip()}…"
        self.account.setText(shown.replace("&", "&&"))
        self.account.setToolTip(plain_tip(f"Open {name}"))
        self.account.setAccessibleName(f"Open {name}")
        due = "" if row.due is None else f"due {words.near_day(row.due, self.ui.today)}"
        late = f", {words.days(row.days_late)} late" if row.days_late else ""
        self.about.setText(f"{due}{late}" if row.open else _ended(row.how, row.dropped_why))
        self.text.marks.set_missing(row.missing)
        held = row.state == "held"
        self.held.say(view.refusal if held else "")
        self.held.buttons["next"].setVisible(bool(row.missing))
        self.barred.say(standing.bar_words(view))
        self.unsure.say("" if self.ui.post.busy else standing.unsure_words(view))
        for button in self.unsure.buttons.values():
            button.setEnabled(not self.ui.looking_back)
        self.unsure.buttons["no"].setVisible(not standing.undone(row))
        self.told.say(self._hint(view))
        self.told.buttons["each"].setVisible(row.open and len(row.to) > 1)
        self._offer(view)

    def _hint(self, view: MessageView) -> str:
        """What is worth knowing before it goes."""
        if view.row.state == "queued":
            return standing.queued_words(view.row, self.ui.post)
        if not view.row.open:
            on = self.ui.words.day(view.row.handed_on)
            if view.row.state == "dropped":
                return f"Dropped on {on}: {view.row.dropped_why}"
            how = HOW_WORDS.get(view.row.how, view.row.how)
            more = standing.sent_words(view.row)
            return f"Handed over on {on}: {how}. The touch is on the timeline.{more}"
        told = [] if view.row.to else ["It goes to nobody yet: choose to whom with Add."]
        if view.repeats is not None:
            on = self.ui.words.day(view.repeats)
            told.append(f"The same words went to this account on {on}.")
        if len(view.row.to) > 1:
            told.append(f"It goes to {len(view.row.to)} people together.")
        return " ".join(told)

    def _offer(self, view: MessageView) -> None:
        row, may = view.row, self.is_open
        ready = may and not view.refusal
        by_server = self.ui.post.ready
        theirs = (self.copy, self.sent)
        for button in (self.send, self.mail, self.file, *theirs):
            wanted = not by_server if button in theirs else by_server or button is not self.send
            button.setVisible(row.open and wanted)
            button.setEnabled(ready)
            button.setToolTip(view.refusal if may and view.refusal else _TIPS[button.text()])
        _dress(self.mail, "normal" if by_server else "primary")
        self.again.setVisible(row.state in {"handed", "dropped"} and row.how != "server")
        self.again.setEnabled(not self.ui.looking_back)
        self.unqueue.setVisible(row.state == "queued" and row.sending == "queued")
        self.unqueue.setEnabled(not self.ui.looking_back)
        shown = (self.again, self.unqueue, self.more)
        self._buttons.setVisible(row.open or any(one.isVisibleTo(self._buttons) for one in shown))
        self.more.setVisible(row.open)
        self.more.setEnabled(may)
        if not self.changed:
            kept = "Kept. It leaves only when you send it."
            self.said.setText(kept if row.open else standing.mark_words(view))

    @Slot()
    def _on_ui_post_changed(self) -> None:
        if self.view is not None:
            self._show_state(self.view)

    def _on_kept(self, missing: tuple[str, ...]) -> None:
        del missing
        if not self.changed:
            self.said.setText("Kept. It leaves only when you send it.")

    def _lost(self, error: Exception) -> None:
        self.said.setText(f"Not kept: {error}")

    def _button(self, text: str, kind: str, key: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", kind)
        button.setProperty("act", key)
        button.setToolTip(tip)
        button.setAccessibleName(text or tip)
        button.clicked.connect(self._on_button_clicked)
        return button

    def _lay_out(self) -> None:
        self.add_line_under_head()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.account)
        head.addWidget(self.about, 1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(8)
        for at, (name, widget) in enumerate((("To", self.people), ("Subject", self.subject))):
            label = PlainLabel(name, "caption")
            label.setFixedHeight(_LINE)  # beside the first line of several
            fields.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            fields.addWidget(widget, at, 1)
        fields.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (
            self.send, self.mail, self.file, self.copy, self.sent, self.again, self.unqueue,
            self.more,
        ):  # fmt: skip
            foot.addWidget(button)
        foot.addStretch(1)
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 8, 12, 10)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addLayout(fields)
        for strip in (self.unsure, self.barred, self.held, self.told):
            inside.addWidget(strip)
        inside.addWidget(self.text, 1)
        inside.addWidget(self.said)
        self._buttons = QWidget()
        low = QVBoxLayout(self._buttons)
        low.setContentsMargins(0, 0, 0, 0)
        low.setSpacing(0)
        low.addWidget(hline())
        foot.setContentsMargins(12, 8, 12, 8)
        low.addLayout(foot)
        self.body.setSpacing(0)
        self.body.addLayout(inside, 1)
        self.body.addWidget(self._buttons)

    def _connect(self) -> None:
        self.people.changed.connect(self._on_people_changed)
        self.subject.textEdited.connect(self._on_typed)
        self.subject.editingFinished.connect(self.keep)
        self.text.textChanged.connect(self._on_typed)
        self.text.left.connect(self.keep)
        self.held.acted.connect(self._on_held_acted)
        self.told.acted.connect(self.act_requested)
        self.unsure.acted.connect(self.act_requested)
        self.ui.post_changed.connect(self._on_ui_post_changed)

    @Slot()
    def _on_typed(self) -> None:
        if self.changed:
            self.said.setText("Not kept yet")
            self._rest.start()
            if not self._latest.isActive():
                self._latest.start()

    @Slot()
    def _on_people_changed(self) -> None:
        self.keep()

    @Slot(str)
    def _on_held_acted(self, key: str) -> None:
        if key == "next":
            self.go_to_next_field()
        else:
            self.act_requested.emit(key)

    @Slot()
    def _on_button_clicked(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.act_requested.emit(str(pressed.property("act")))

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when the page is left."""
        super().hideEvent(event)
        self.keep()
        self._visit = next(_VISITS)


_TIPS = {
    "Send": "The mail server sends it now, or as soon as it can be reached (Ctrl+Enter)",
    "Open in mail program": "The mail program opens with it; you send it there (Ctrl+Enter)",
    "Save .eml": "A file that any mail program opens",
    "Copy": "Copies address, subject and words",
    "Mark as sent": "You sent it by yourself: the touch is logged",
}


def _dress(button: QPushButton, kind: str) -> None:
    """Let a button look otherwise."""
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)


def _ended(how: str, why: str) -> str:
    return "dropped" if why else HOW_WORDS.get(how, "")
