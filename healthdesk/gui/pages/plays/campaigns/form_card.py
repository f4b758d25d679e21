"""The left card of a campaign: whom it is for, which words, what keeps it from being too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.campaign import EVERYBODY, MOST_DAYS, Campaign
from healthdesk.core.domain.playbook import RECIPIENTS
from healthdesk.core.services import merge
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.campaigns.reading import Offer
from healthdesk.gui.panels.form_fields import DayInput, Field
from healthdesk.gui.panels.merge_input import MergeInput
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

_ALL: Final = "all"
_SEGMENT: Final = "segment "
_CAUSE: Final = "cause "
HINT: Final = "Write to each of them"
_NAME: Final = 200
_SPIN: Final = 108


class FormCard(Card):
    """Shows a campaign's document and tells when it is another.

    Signals:
        edited: something of it was changed; `document` has it.
    """

    edited = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Campaign", "", padding=0)
        self.ui = ui
        self._offer = Offer()
        self._shown = Campaign("")
        self._quiet = False
        self.locked = False
        self.faulty = False
        """Whether the words cannot be read."""
        theme = ui.theme
        self.name = _line("Name of the campaign", "")
        self.purpose = _line("What it is to bring about", "What it is to bring about")
        self.segment = SelectButton(theme, "Segment")
        self.segment.offer(self._segments, "Find a segment")
        self.cause = SelectButton(theme, "Cause")
        self.cause.offer(self._causes, "Find a cause")
        self.chosen = QPushButton("All of them")
        self.chosen.setProperty("kind", "quiet")
        self.chosen.setProperty("compact", "true")
        self.chosen_words = PlainLabel("", "second", elide=True)
        self.to = QComboBox()
        self.to.setAccessibleName("To whom of an account")
        for key, words in (*list(RECIPIENTS.items())[1:], (EVERYBODY, "Everybody there")):
            self.to.addItem(words, key)
        self.subject = MergeInput(theme, "Subject", single=True)
        self.body_edit = MergeInput(theme, "Message", hint=HINT)
        self.rest = _spin("Days of rest", 0, MOST_DAYS)
        self.most = _spin("Messages of campaigns at most", 0, 100)
        self.most_days = _spin("in so many days", 1, MOST_DAYS)
        self.due = DayInput(ui, Field("due", "Due", "day", None))
        self.wrong = PlainLabel("", "caption", tone="poor", wrap=True)
        self._lay_out()
        self._connect()

    @property
    def document(self) -> Campaign:
        """The campaign as it stands in the inputs."""
        return msgspec.structs.replace(
            self._shown,
            name=self.name.text().strip() or self._shown.name,
            purpose=self.purpose.text().strip(),
            to=str(self.to.currentData()),
            subject=self.subject.source().strip(),
            body=self.body_edit.source().strip(),
            rest_days=self.rest.value(),
            most=self.most.value(),
            most_days=self.most_days.value(),
            due=self.due.day,
        )

    def show_campaign(self, campaign: Campaign, offer: Offer, *, locked: bool) -> None:
        """Show a document; words that stand there already are left alone."""
        self._quiet = True
        self._shown, self._offer, self.locked = campaign, offer, locked
        for line, words in ((self.name, campaign.name), (self.purpose, campaign.purpose)):
            if line.text().strip() != words:
                line.setText(words)
            line.setReadOnly(locked)
        for edit, words in ((self.subject, campaign.subject), (self.body_edit, campaign.body)):
            if edit.source().strip() != words:
                edit.setPlainText(words)
            edit.setEnabled(not locked)
        self.to.setCurrentIndex(max(0, self.to.findData(campaign.to)))
        self.rest.setValue(campaign.rest_days)
        self.most.setValue(campaign.most)
        self.most_days.setValue(campaign.most_days)
        if self.due.day != campaign.due:
            self.due.set_day(campaign.due)
        for widget in (self.segment, self.cause, self.to, self.rest, self.most, self.most_days,
                       self.due, self.chosen):  # fmt: skip
            widget.setEnabled(not locked)
        self.most_days.setEnabled(not locked and campaign.most > 0)
        self._say_whom()
        self._check()
        self._quiet = False

    def _say_whom(self) -> None:
        words, told = self.ui.words, dict(self._offer.segments)
        name = self._shown.segment
        many = f" ({words.number(told[name])})" if name in told else ""
        gone = "" if not name or name in told else " (gone)"
        self.segment.say(f"{name}{many}{gone}" if name else "All accounts")
        self.cause.say(self._shown.cause or "Any")
        chosen = len(self._shown.accounts)
        self._chosen_row.setVisible(bool(chosen))
        self.chosen_words.setText(f"Only {words.number(chosen)} chosen")

    def _segments(self) -> Sequence[Option]:
        words = self.ui.words
        first = Option(_ALL, "All accounts", chosen=not self._shown.segment)
        return [first, *(
            Option(f"{_SEGMENT}{name}", name, words.number(many),
                   chosen=name == self._shown.segment)
            for name, many in self._offer.segments
        )]  # fmt: skip

    def _causes(self) -> Sequence[Option]:
        first = Option(_ALL, "Any", chosen=not self._shown.cause)
        return [first, *(
            Option(f"{_CAUSE}{one}", one, chosen=one == self._shown.cause)
            for one in self._offer.causes
        )]  # fmt: skip

    def _check(self) -> None:
        """Say what cannot be read in the words."""
        told = []
        for name, edit in (("Subject", self.subject), ("Message", self.body_edit)):
            faults = merge.check_template(edit.source())
            if faults:
                told.append(f"{name}, line {faults[0].line}: {faults[0].sentence}")
        self.wrong.setText(" ".join(told))
        self.wrong.setVisible(bool(told))
        self.faulty = bool(told)

    def focus_first(self) -> None:
        """Let the keys go to the name of a new one, else to its words."""
        (self.body_edit if self.subject.source() else self.name).setFocus()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 4, 12, 12)
        rows.setSpacing(4)

        def add(label: str, widget: QWidget) -> None:
            rows.addWidget(PlainLabel(label, "caption"))
            rows.addWidget(widget)
            rows.addSpacing(4)

        add("Name", self.name)
        add("Purpose", self.purpose)
        add("For whom", self.segment)
        self._chosen_row = _across(self.chosen_words, self.chosen, stretch=0)
        rows.addWidget(self._chosen_row)
        add("That show this cause", self.cause)
        add("To whom of an account", self.to)
        add("Subject", self.subject)
        add("Message", self.body_edit)
        rows.addWidget(self.wrong)
        add("Nobody written to within", self.rest)
        for spin in (self.most, self.most_days):
            spin.setFixedWidth(_SPIN)
        at_most = _across(self.most, PlainLabel("in", "second"), self.most_days)
        add("Messages of campaigns to one person, at most", at_most)
        add("Due on", self.due)
        rows.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scroll_of(inside))
        self.rest.setSpecialValueText("no matter when")
        self.most.setSpecialValueText("any")

    def _connect(self) -> None:
        for line in (self.name, self.purpose):
            line.textEdited.connect(self._on_edited)
        for edit in (self.subject, self.body_edit):
            edit.edit.changed.connect(self._on_edited)
        for spin in (self.rest, self.most, self.most_days):
            spin.valueChanged.connect(self._on_edited)
        self.rest.valueChanged.connect(self._on_rest_value_changed)
        self.most_days.valueChanged.connect(self._on_rest_value_changed)
        self.to.activated.connect(self._on_edited)
        self.due.changed.connect(self._on_edited)
        self.segment.chosen.connect(self._on_segment_chosen)
        self.cause.chosen.connect(self._on_cause_chosen)
        self.chosen.clicked.connect(self._on_chosen_clicked)
        self._on_rest_value_changed()

    @Slot()
    def _on_edited(self) -> None:
        if not self._quiet and not self.locked:
            self.most_days.setEnabled(self.most.value() > 0)
            self._check()
            self.edited.emit()

    @Slot()
    def _on_rest_value_changed(self) -> None:
        for spin in (self.rest, self.most_days):
            spin.setSuffix(" day" if spin.value() == 1 else " days")

    @Slot(str)
    def _on_segment_chosen(self, key: str) -> None:
        name = key.removeprefix(_SEGMENT) if key.startswith(_SEGMENT) else ""
        self._take(segment=name)

    @Slot(str)
    def _on_cause_chosen(self, key: str) -> None:
        self._take(cause=key.removeprefix(_CAUSE) if key.startswith(_CAUSE) else "")

    @Slot()
    def _on_chosen_clicked(self) -> None:
        self._take(accounts=())

    def _take(self, **values: str | tuple[str, ...]) -> None:
        if not self.locked:
            self._shown = msgspec.structs.replace(self.document, **values)
            self._say_whom()
            self.edited.emit()


def _line(name: str, hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setMaxLength(_NAME)
    return line


def _spin(name: str, least: int, most: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setAccessibleName(name)
    spin.setRange(least, most)
    spin.setKeyboardTracking(False)
    spin.lineEdit().setTextMargins(6, 0, 0, 0)
    return spin


def _across(*widgets: QWidget, stretch: int = -1) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for at, widget in enumerate(widgets):
        row.addWidget(widget, 1 if at == stretch else 0)
    if stretch < 0:
        row.addStretch(1)
    return holder
