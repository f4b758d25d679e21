"""One entry of a story in full: its words, people and tone, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from healthdesk.core.domain.feedback import TABLES
from healthdesk.core.domain.source_ref import Ref
from healthdesk.core.domain.timeline import Entry
from healthdesk.core.domain.touch import TONE_WORDS, TONES, tone_word
from healthdesk.core.services import timeline_moves
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.feedback_form import FeedbackAsker
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

_MOVE = "score:"
"""Begins the key of a move of the score: it has no row of its own, but those of its measures."""
_NO_TONE = "Not said"
_FROM = {
    "said": "said by the source",
    "hand": "set by hand",
    "estimated": "estimated from the text; a choice here wins",
}
_MOST = 20_000
"""Letters of a text that are shown; the source has the rest."""


class StoryDetail(Card):
    """Shows an entry.

    Signals:
        edit_requested: the entry should be edited.
        remove_requested: the entry should be removed.
        tone_chosen: the entry and a tone, None = not said.
    """

    edit_requested = Signal(object)
    remove_requested = Signal(object)
    tone_chosen = Signal(object, object)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Entry", parent=parent)
        self._ui = ui
        self._entry: Entry | None = None
        self._moved: Entry | None = None
        self._sources: SourcePopover | None = None
        self.heading = PlainLabel("", "strong", wrap=True)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(12)
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnStretch(1, 1)
        self.tone = QComboBox()
        self.tone.setAccessibleName("Tone")
        self.tone.setToolTip("Keys 1 (very bad) to 5 (very good) in the list")
        self.tone_word = PlainLabel("Tone", "second")
        self.tone_from = PlainLabel("", "caption", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("bare", "true")
        self.text.setAccessibleName("What was said")
        self.text.document().setDocumentMargin(0)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.text.setMinimumHeight(44)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._asker = FeedbackAsker(ui)
        self.edit = _button("Edit", "normal", "E")
        self.feedback = _button("Feedback", "quiet", "F")
        self.remove = _button("Remove", "quiet", "Del")
        self.source = _button("Source", "quiet", "")
        self._lay_out()
        changes_desk(ui, self.tone, self.edit, self.feedback, self.remove)
        self.tone.activated.connect(self._on_tone_activated)
        self.edit.clicked.connect(self._on_edit_clicked)
        self.feedback.clicked.connect(self._on_feedback_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self.source.clicked.connect(self._on_source_clicked)
        self.show_entry(None)

    @property
    def entry(self) -> Entry | None:
        """What is shown."""
        return self._entry

    def show_entry(self, entry: Entry | None) -> None:
        """Show an entry, or say that none is chosen."""
        self._entry = entry
        if entry is None:
            self.set_title("Entry")
            self.show_empty("Nothing chosen", "Choose an entry to read all of it.", icon="")
            return
        words = self._ui.words
        self.set_title("Internal note" if entry.internal else words.weekday(entry.day))
        self.heading.setText(entry.title)
        self._show_facts(entry)
        self._show_tone(entry)
        text = entry.words
        if len(text) > _MOST:
            text = f"{text[:_MOST]}…\n\n{words.number(len(text) - _MOST)} more letters"
        self.text.setPlainText(text or ("No words were kept." if _is_said(entry) else ""))
        self.text.setEnabled(bool(text))
        self.edit.setVisible(entry.table == "touchpoint")
        self.feedback.setVisible(_is_said(entry))
        self.remove.setVisible(entry.table == "touchpoint" and entry.own)
        self.source.setVisible(bool(entry.refs) or _is_move(entry))
        self.show_body()

    def open_source(self) -> None:
        """Show the stored row behind the entry, and the file it came from."""
        entry = self._entry
        if entry is None:
            return
        if entry.refs:
            self._open_refs(entry.refs)
        elif _is_move(entry) and entry.span is not None:
            account = entry.key.removeprefix(_MOVE).rpartition(":")[0]
            self._moved = entry
            self._ui.read(
                timeline_moves.behind, account, *entry.span, then=self._on_behind, key="behind"
            )

    @Slot(object)
    def _on_behind(self, refs: tuple[Ref, ...]) -> None:
        if self._entry is self._moved:
            self._open_refs(refs)

    def _open_refs(self, refs: tuple[Ref, ...]) -> None:
        if self._entry is None:
            return
        if self._sources is None:
            self._sources = SourcePopover(self._ui, self)
        at = self.source.mapToGlobal(QPoint(0, self.source.height() + 4))
        self._sources.open_refs(self._entry.title, refs, at)

    def _lay_out(self) -> None:
        self.add_line_under_head()
        self.body.setContentsMargins(12, 10, 12, 12)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for one in (self.edit, self.feedback, self.remove, self.source):
            foot.addWidget(one)
        foot.addStretch(1)
        toned = QHBoxLayout()
        toned.setSpacing(12)
        toned.addWidget(self.tone_word)
        toned.addWidget(self.tone)
        toned.addWidget(self.tone_from, 1)
        self.body.addWidget(self.heading)
        self.body.addLayout(self.facts)
        self.body.addLayout(toned)
        self.body.addWidget(self.text, 1)
        self.body.addLayout(foot)

    def _show_facts(self, entry: Entry) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        rows = [("Day", self._ui.words.weekday(entry.day))] if entry.internal else []
        if entry.internal:
            rows.append(("Who sees it", "Only you: it is internal"))
        if entry.people:
            rows.append(("With", ", ".join(name for _, name in entry.people)))
        if entry.came:
            rows.append(("Came", entry.came))
        rows += list(entry.more)
        for at, (name, value) in enumerate(rows):
            self.facts.addWidget(PlainLabel(name, "caption"), at, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(PlainLabel(value, wrap=True), at, 1)

    def _show_tone(self, entry: Entry) -> None:
        toned = entry.toned and not entry.internal
        for one in (self.tone_word, self.tone, self.tone_from):
            one.setVisible(toned)
        self.tone.clear()
        self.tone.addItem(_NO_TONE, None)
        for value in TONES:
            self.tone.addItem(TONE_WORDS[value], value)
        said = None if entry.tone_from == "estimated" else entry.tone
        if said is not None and said not in TONES:
            self.tone.addItem(f"{tone_word(said)} ({self._ui.words.signed(said, 2)})", said)
        at = next((at for at in range(self.tone.count()) if self.tone.itemData(at) == said), 0)
        self.tone.setCurrentIndex(at)
        told = _FROM.get(entry.tone_from, "")
        if entry.tone_from == "estimated" and entry.tone is not None:
            told = f"{self._ui.words.signed(entry.tone, 2)}, {told}"
        self.tone_from.setText(told)
        self.tone_from.setVisible(toned and bool(told))

    @Slot(int)
    def _on_tone_activated(self, index: int) -> None:
        if self._entry is not None:
            self.tone_chosen.emit(self._entry, self.tone.itemData(index))

    @Slot(object)
    def ask_feedback(self, entry: Entry) -> None:
        """Ask whether something that was said was heard, acted on and told back."""
        if _is_said(entry):
            self._asker.ask(entry.table, entry.row)

    @Slot()
    def _on_feedback_clicked(self) -> None:
        if self._entry is not None:
            self.ask_feedback(self._entry)

    @Slot()
    def _on_edit_clicked(self) -> None:
        self.edit_requested.emit(self._entry)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.remove_requested.emit(self._entry)

    @Slot()
    def _on_source_clicked(self) -> None:
        self.open_source()


def _is_move(entry: Entry) -> bool:
    """Whether an entry tells that the score moved."""
    return entry.span is not None and entry.key.startswith(_MOVE)


def _is_said(entry: Entry) -> bool:
    """Whether an entry can be feedback: what a customer said, no note of our own."""
    return entry.table in TABLES and entry.row >= 0 and not entry.internal


def _button(text: str, kind: str, key: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    button.setProperty("compact", "true")
    if key:
        button.setToolTip(f"{text} ({key})")
    return button
