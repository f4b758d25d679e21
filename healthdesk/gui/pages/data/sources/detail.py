"""The card of one source: what waits, what failed, when it is refreshed, by which mapping."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from healthdesk.core.domain.source import OpenQuestion, SourceView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.sources.columns import EVERY, brought, where_of
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

LEARNED = "what the desk has learned"


class SourceCard(Card):
    """Shows one source and asks for changes.

    Signals:
        refresh_requested: whether everything it holds is wanted again.
        remove_requested: the source should go.
        changed: a dictionary of what should become different.
        answer_requested: an `OpenQuestion` that a person wants to answer.
    """

    refresh_requested = Signal(bool)
    remove_requested = Signal()
    changed = Signal(object)
    answer_requested = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, " ")
        self.ui = ui
        self._questions: list[QWidget] = []
        self.refresh = _button(ui, "Refresh", "refresh")
        self.again = _button(ui, "Take all in again", "history")
        self.remove = _button(ui, "Remove", "trash")
        self.said = Paragraph(ui.theme, "", "text")
        self.error = Paragraph(ui.theme, "", "notice")
        self.on_start = QCheckBox("when the desk is opened")
        self.on_start.setProperty("kind", "switch")
        self.on_start.setAccessibleName("Refresh when the desk is opened")
        self.every = QComboBox()
        self.every.setAccessibleName("While the app runs")
        for minutes, words in EVERY:
            self.every.addItem(words, minutes)
        self.mapping = QComboBox()
        self.mapping.setAccessibleName("Mapping")
        self._lay_out()
        self._connect()
        changes_desk(ui, self.refresh, self.again, self.remove, self.on_start)
        changes_desk(ui, self.every, self.mapping)

    def show_source(self, source: SourceView, mappings: Sequence[str]) -> None:
        """Show a source."""
        words = self.ui.words
        self.set_title(source.name, where_of(source))
        self.said.setText(f"Last brought: {brought(source, words, self.ui.zone)}.")
        self.error.setText(source.last_error)
        self.error.setVisible(bool(source.last_error))
        self.on_start.setChecked(source.on_start)
        at = self.every.findData(source.every)
        if at < 0:
            self.every.addItem(f"every {source.every} minutes", source.every)
            at = self.every.count() - 1
        self.every.setCurrentIndex(at)
        self.mapping.clear()
        self.mapping.addItem(LEARNED, "")
        for name in dict.fromkeys((*mappings, *([source.mapping] if source.mapping else []))):
            self.mapping.addItem(name, name)
        self.mapping.setCurrentIndex(max(0, self.mapping.findData(source.mapping)))
        self._show_questions(source.questions)

    def say_busy(self, *, busy: bool) -> None:
        """Say whether it is being refreshed."""
        self.refresh.setEnabled(not busy)
        self.again.setEnabled(not busy)

    def _show_questions(self, questions: Sequence[OpenQuestion]) -> None:
        for old in self._questions:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._questions = []
        for question in questions:
            row = QuestionRow(self.ui, question)
            row.answered.connect(self._on_row_answered)
            self.body.insertWidget(2 + len(self._questions), row)
            self._questions.append(row)

    def _lay_out(self) -> None:
        for button in (self.remove, self.again, self.refresh):
            self.add_tool(button)
        self.body.setSpacing(10)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.said)
        self.body.addWidget(self.error)
        options = QHBoxLayout()
        options.setSpacing(8)
        options.addWidget(PlainLabel("Refresh it", "second"))
        options.addWidget(self.on_start)
        options.addSpacing(12)
        options.addWidget(self.every)
        options.addStretch(1)
        self.body.addLayout(options)
        mapped = QHBoxLayout()
        mapped.setSpacing(8)
        mapped.addWidget(PlainLabel("Read its files by", "second"))
        self.mapping.setMinimumWidth(220)
        mapped.addWidget(self.mapping)
        mapped.addStretch(1)
        self.body.addLayout(mapped)

    def _connect(self) -> None:
        self.refresh.clicked.connect(self._on_refresh_clicked)
        self.again.clicked.connect(self._on_again_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self.on_start.clicked.connect(self._on_on_start_clicked)
        self.every.activated.connect(self._on_every_activated)
        self.mapping.activated.connect(self._on_mapping_activated)

    @Slot()
    def _on_refresh_clicked(self) -> None:
        self.refresh_requested.emit(False)

    @Slot()
    def _on_again_clicked(self) -> None:
        self.refresh_requested.emit(True)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.remove_requested.emit()

    @Slot()
    def _on_on_start_clicked(self) -> None:
        self.changed.emit({"on_start": self.on_start.isChecked()})

    @Slot(int)
    def _on_every_activated(self, index: int) -> None:
        self.changed.emit({"every": int(self.every.itemData(index))})

    @Slot(int)
    def _on_mapping_activated(self, index: int) -> None:
        self.changed.emit({"mapping": str(self.mapping.itemData(index))})

    @Slot(object)
    def _on_row_answered(self, question: OpenQuestion) -> None:
        self.answer_requested.emit(question)


class QuestionRow(QWidget):
    """One file that waits for an answer.

    Signals:
        answered: the `OpenQuestion` whose button was pressed.
    """

    answered = Signal(object)

    def __init__(self, ui: Ui, question: OpenQuestion) -> None:
        super().__init__()
        self._question = question
        icon = QLabel()
        icon.setFixedSize(16, 16)
        ui.theme.bind_icon(icon, "help-circle", "notice", 16)
        words = PlainLabel(question.text, "second", tone="notice", elide=True)
        self.button = QPushButton("Answer")
        self.button.setProperty("compact", "true")
        self.button.setAccessibleName(f"Answer what {question.name} leaves open")
        self.button.clicked.connect(self._on_button_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(icon)
        layout.addWidget(words, 1)
        layout.addWidget(self.button)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.answered.emit(self._question)


def _button(ui: Ui, text: str, icon: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("compact", "true")
    ui.theme.bind_icon(button, icon, "text2", 14)
    return button
