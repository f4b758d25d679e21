"""The form of the playbook itself: name, purpose, cause, what shows that it worked, sign-off."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.playbook import Playbook
from healthdesk.gui.pages.playbooks.editor.kit import Kit, TextBox
from healthdesk.gui.parts.plain import PlainLabel

LONGEST = 500


class AboutForm(QWidget):
    """Name, purpose, cause and measure.

    Signals:
        changed: which part, and what it says now: words, or whether a sign-off is asked for.
    """

    changed = Signal(str, object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        del kit
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the playbook")
        self.name.setMaxLength(200)
        self.purpose = TextBox("Purpose", "When to reach for it, and what it is to bring about")
        self.cause = QLineEdit()
        self.cause.setAccessibleName("Cause it answers")
        self.cause.setPlaceholderText("fading, confused, sponsor left")
        self.cause.setMaxLength(LONGEST)
        self.measure = TextBox("What shows that it worked", "Active users back above 30")
        self.sign_off = QCheckBox("Ask for a sign-off at the end")
        note = (
            "Who answers for a run puts their name to it once it is done; it is kept with the run."
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for title, widget in (
            ("Name", self.name),
            ("Purpose", self.purpose),
            ("Cause it answers", self.cause),
            ("What shows that it worked", self.measure),
        ):
            rows.addWidget(PlainLabel(title, "caption"))
            rows.addWidget(widget)
            rows.addSpacing(4)
        rows.addWidget(self.sign_off)
        rows.addWidget(PlainLabel(note, "caption", wrap=True))
        self.sign_off.clicked.connect(self._on_sign_off_clicked)
        self.name.textEdited.connect(self._on_name_text_edited)
        self.cause.textEdited.connect(self._on_cause_text_edited)
        self.purpose.edited.connect(self._on_purpose_edited)
        self.measure.edited.connect(self._on_measure_edited)

    def show_playbook(self, playbook: Playbook) -> None:
        """Show a playbook's words, without telling anybody."""
        for line, text in ((self.name, playbook.name), (self.cause, playbook.cause)):
            if line.text().strip() != text:
                line.setText(text)
                line.setCursorPosition(0)
        for box, text in ((self.purpose, playbook.purpose), (self.measure, playbook.measure)):
            if box.toPlainText().strip() != text:
                box.show_text(text)
        self.sign_off.setChecked(playbook.sign_off)

    def _tell(self, key: str, text: str) -> None:
        told = text.strip()[:LONGEST]
        if told or key != "name":
            self.changed.emit(key, told)

    @Slot(str)
    def _on_name_text_edited(self, text: str) -> None:
        self._tell("name", text)

    @Slot(str)
    def _on_cause_text_edited(self, text: str) -> None:
        self._tell("cause", text)

    @Slot()
    def _on_purpose_edited(self) -> None:
        self._tell("purpose", self.purpose.toPlainText())

    @Slot()
    def _on_measure_edited(self) -> None:
        self._tell("measure", self.measure.toPlainText())

    @Slot(bool)
    def _on_sign_off_clicked(self, on: bool) -> None:
        self.changed.emit("sign_off", on)
