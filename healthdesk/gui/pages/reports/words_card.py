"""Own words beside the facts of a page, and sentences of the program put otherwise.

Nothing is written for a person: facts are listed, words are typed. Not here: what becomes of them
(core/domain/report_prepare.py).
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.report import Section
from healthdesk.core.domain.report_words import MyWords
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.reports.facts import Sentence, facts, sentences
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField

REST = 350
"""Milliseconds of rest after which typing is shown on the page."""
OWN_HIGH, EDIT_HIGH = 112, 62
MANY, MOST_EDITS = 8, 40
"""Sentences from which they can be sought, and that are offered at once: each takes its time."""


class WordEdit(QPlainTextEdit):
    """A few lines of text that tell when typing rests.

    Signals:
        written: the part that it is of, and its text.
    """

    written = Signal(str, str)

    def __init__(self, name: str, part: str, text: str, high: int, hint: str = "") -> None:
        super().__init__(text)
        self.part = part
        self._told = text
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(high)
        self._rest = Later(self, REST, self.tell)
        self.textChanged.connect(self._on_text_changed)

    @Slot()
    def tell(self) -> None:
        """Tell what was typed, if anything was."""
        self._rest.stop()
        text = self.toPlainText()
        if text != self._told:
            self._told = text
            self.written.emit(self.part, text)

    def put(self, text: str) -> None:
        """Show a text as if it had been there."""
        self._told = text
        if text != self.toPlainText():
            self.setPlainText(text)
        self._rest.stop()

    @Slot()
    def _on_text_changed(self) -> None:
        self._rest.start()


class _Old(QWidget):
    """Says that words are of an earlier week, and lets them hold for this one.

    Signals:
        kept: the part that they are of.
    """

    kept = Signal(str)

    def __init__(self, part: str, age: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._part = part
        self.said = PlainLabel(f"{age[:1].upper()}{age[1:]}. Does it still hold?", "caption",
                               wrap=True, tone="average")  # fmt: skip
        self.keep = QPushButton("Keep it for this week")
        self.keep.setProperty("kind", "link")
        self.keep.clicked.connect(self._on_keep_clicked)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addWidget(self.said)
        rows.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(age))

    @Slot()
    def _on_keep_clicked(self) -> None:
        self.setVisible(False)
        self.kept.emit(self._part)


class _Edited(QWidget):
    """A sentence of the program, as it stands now; what the program wrote is kept beside it.

    Signals:
        written: its part and the text that is to stand there; "" = the program's.
        kept: its part, whose words of an earlier week still hold.
    """

    written = Signal(str, str)
    kept = Signal(str)

    def __init__(self, told: Sentence) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._told = told
        self.edit = WordEdit(told.title, told.part, told.mine or told.generated, EDIT_HIGH)
        self.was = PlainLabel("", "caption", wrap=True)
        self.again = QPushButton("Use the program's again")
        self.again.setProperty("kind", "link")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 6)
        rows.setSpacing(3)
        self.old = _Old(told.part, told.age)
        self.old.kept.connect(self.kept)
        rows.addWidget(PlainLabel(told.title, "caption", wrap=True))
        rows.addWidget(self.edit)
        rows.addWidget(self.old)
        rows.addWidget(self.was)
        rows.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.edit.written.connect(self._on_edit_written)
        self.again.clicked.connect(self._on_again_clicked)
        self._say(told.changed)

    def _say(self, changed: bool) -> None:
        wrote = self._told.generated
        told = f"The program wrote: {wrote}" if wrote else "The program wrote nothing here."
        self.was.setText(told if changed else "")
        self.again.setText("Use the program's again" if wrote else "Leave it empty")
        self.was.setVisible(changed)
        self.again.setVisible(changed)

    @Slot(str, str)
    def _on_edit_written(self, part: str, text: str) -> None:
        mine = "" if text.strip() == self._told.generated.strip() else text
        self._say(bool(mine.strip()))
        self.old.setVisible(False)
        self.written.emit(part, mine)

    @Slot()
    def _on_again_clicked(self) -> None:
        self.edit.put(self._told.generated)
        self._say(False)
        self.old.setVisible(False)
        self.written.emit(self._told.part, "")


class WordsCard(Card):
    """The words of one page.

    Signals:
        own_written: a section, and my paragraph in it.
        edit_written: a part, and what stands there instead of the program's words.
        kept: a section or a part, whose words of an earlier week still hold.
        closed: the options are wanted again.
    """

    own_written = Signal(str, str)
    edit_written = Signal(str, str)
    kept = Signal(str)
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Words", "", padding=0)
        self.ui = ui
        self.section = ""
        self.own: WordEdit | None = None
        self._old: _Old | None = None
        self.edits: tuple[_Edited, ...] = ()
        self.facts: tuple[str, ...] = ()
        self._told: tuple[Sentence, ...] = ()
        self._box: QWidget | None = None
        self.back = QPushButton("Options")
        self.back.setProperty("kind", "quiet")
        self.back.setProperty("compact", "true")
        ui.theme.bind_icon(self.back, "arrow-left")
        self.add_tool(self.back)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._scroll)
        self.back.clicked.connect(self._on_back_clicked)

    def show_section(self, section: Section, words: MyWords) -> None:
        """Show the words of a section as built; words being typed into it are left alone."""
        if section.key == self.section and self.own is not None:
            return
        self.keep()
        self.section = section.key
        self.set_title("Words", section.title)
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 2, 12, 12)
        rows.setSpacing(4)
        mine = words.options.own.get(section.key, section.own)
        self.own = WordEdit(
            "Your paragraph", section.key, mine, OWN_HIGH, "In your own words, for this page"
        )
        locked = self.ui.looking_back
        self.own.setReadOnly(locked)
        self.own.written.connect(self._on_own_written)
        rows.addWidget(PlainLabel("Your paragraph", "small"))
        rows.addWidget(self.own)
        self._old = _Old(section.key, words.age(section.key))
        self._old.keep.setEnabled(not locked)
        self._old.kept.connect(self.kept)
        rows.addWidget(self._old)
        rows.addSpacing(8)
        self._told = sentences(section, words)
        if len(self._told) > MANY:  # a table whose rows are looked through, before long facts
            self._add_sentences(rows)
            self._add_facts(rows, section)
        else:
            self._add_facts(rows, section)
            self._add_sentences(rows)
        rows.addStretch(1)
        self._scroll.setWidget(inside)
        self.show_body()

    def show_again(self, section: Section, words: MyWords) -> None:
        """Show the words as they are kept now, after a step was undone; else leave them there."""
        if section.key == self.section and self._stands(section, words):
            return
        busy = self.own is not None and (
            self.own.hasFocus() or any(one.edit.hasFocus() for one in self.edits)
        )
        if not busy or section.key != self.section:
            self.section = ""
            self.show_section(section, words)

    def _stands(self, section: Section, words: MyWords) -> bool:
        """Whether what is shown is what is kept."""
        own = words.options.own.get(section.key, section.own)
        same = self.own is not None and self.own.toPlainText() == own
        return same and frozenset(sentences(section, words)) == frozenset(self._told)

    def focus_own(self) -> None:
        """Let the keys go to the paragraph."""
        if self.own is not None:
            self.own.setFocus()

    def keep(self) -> None:
        """Tell what was typed a moment ago."""
        if self.own is not None:
            self.own.tell()
        for one in self.edits:
            one.edit.tell()

    def _add_facts(self, rows: QVBoxLayout, section: Section) -> None:
        self.facts = facts(section)
        rows.addWidget(PlainLabel("Facts on this page", "small"))
        for one in self.facts:
            label = PlainLabel(one, "second", wrap=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(label)
        if not self.facts:
            rows.addWidget(PlainLabel("There are none.", "grey"))
        rows.addSpacing(8)

    def _add_sentences(self, rows: QVBoxLayout) -> None:
        self.edits = ()
        if not self._told:
            return
        rows.addWidget(PlainLabel("What the program wrote", "small"))
        if len(self._told) > MANY:
            search = SearchField(self.ui.theme, "Find a row")
            search.searched.connect(self._on_searched)
            rows.addWidget(search)
        self._box = QWidget()
        self._box.setProperty("ground", "none")
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        rows.addWidget(self._box)
        self._show_edits("")

    def _show_edits(self, sought: str) -> None:
        """Offer the sentences that hold some words, as many as can be made at once."""
        box = self._box
        column = box.layout() if box is not None else None
        if column is None:
            return
        for one in self.edits:
            one.edit.tell()
        while (item := column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        words = sought.casefold().split()
        found = [one for one in self._told if _holds(one, words)]
        self.edits = tuple(_Edited(one) for one in found[:MOST_EDITS])
        for made in self.edits:
            made.edit.setReadOnly(self.ui.looking_back)
            made.again.setEnabled(not self.ui.looking_back)
            made.old.keep.setEnabled(not self.ui.looking_back)
            made.written.connect(self._on_edited_written)
            made.kept.connect(self._on_edited_kept)
            column.addWidget(made)
        if len(found) > MOST_EDITS:
            more = self.ui.words.count(len(found) - MOST_EDITS, "more row")
            told = f"{more}: find one by a word of it."
            column.addWidget(PlainLabel(told, "grey", wrap=True))

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._show_edits(text)

    @Slot(str, str)
    def _on_own_written(self, section: str, text: str) -> None:
        if self._old is not None:
            self._old.setVisible(False)
        self.own_written.emit(section, text)

    @Slot(str, str)
    def _on_edited_written(self, part: str, text: str) -> None:
        self._told = tuple(
            replace(one, mine=text, age="") if one.part == part else one for one in self._told
        )
        self.edit_written.emit(part, text)

    @Slot(str)
    def _on_edited_kept(self, part: str) -> None:
        self._told = tuple(replace(one, age="") if one.part == part else one for one in self._told)
        self.kept.emit(part)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.keep()
        self.closed.emit()


def _holds(told: Sentence, words: list[str]) -> bool:
    text = f"{told.title} {told.generated} {told.mine}".casefold()
    return all(word in text for word in words)
