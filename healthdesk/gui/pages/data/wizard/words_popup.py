"""What each word of a column means: P1 is urgent; those that nobody knows stand first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.by_hand import meaning, worded, words_of
from healthdesk.core.domain.intake import ColumnGuess, Proposal
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.mapping_rows import spoken
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import Told, select_cell, small_cell
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.raised_popup import RaisedPopup

WIDE, ROW, MOST = 420, 36, 9
REJECT = "reject"
SHOWN = 2_000
"""Different words that are listed; a column of more is no column of words."""


@dataclass(frozen=True)
class WordRow:
    """One word of the file, its rows, and what it means; None where nobody knows."""

    text: str
    rows: int
    word: str | None
    becomes: Told


class WordsPopup(RaisedPopup):
    """Lists the words of a column with a select each; it stays open while they are told.

    Signals:
        worded: the column's `ColumnGuess`, the word of the file and what it means.
    """

    worded = Signal(object, str, str)

    def __init__(self, ui: Ui, proposal: Proposal, guess: ColumnGuess, parent: QWidget) -> None:
        super().__init__(ui.theme, f"What the words of {one_line(guess.source)} mean", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.ui = ui
        self._guess = guess
        self._rows: dict[str, WordRow] = {}
        self.head = PlainLabel("", "small", elide=True)
        self.table = CellTable(
            ui.theme,
            "Words of the file",
            word_columns(ui.words),
            lambda row: row.text,
            answers=("becomes",),
            high=ROW,
            head=False,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 6)
        layout.setSpacing(6)
        self.head.setContentsMargins(8, 0, 8, 0)
        layout.addWidget(self.head)
        layout.addWidget(self.table)
        self.table.cell_pressed.connect(self._on_table_cell_pressed)
        self.show_proposal(proposal)

    def show_proposal(self, proposal: Proposal) -> None:
        """Show what the words mean now."""
        mine = (self._guess.source, self._guess.table, self._guess.target)
        found = (one for one in proposal.columns if (one.source, one.table, one.target) == mine)
        self._guess = next(found, self._guess)
        rows = word_rows(proposal, self._guess)
        self._rows = {row.text: row for row in rows}
        self.table.show_rows(rows)
        open_ones = sum(row.word is None for row in rows)
        told = f"“{one_line(self._guess.source)}”: {self.ui.words.count(len(rows), 'word')}"
        self.head.setText(f"{told}, {open_ones} not known" if open_ones else f"{told}, all known")

    def open_at(self, corner: QPoint) -> None:
        """Open with its upper left corner here."""
        rows = min(len(self._rows), MOST)
        self.move_into_screen(corner, QSize(WIDE, rows * ROW + 42))
        self.show()
        self.table.setFocus()
        self.table.go_to(0)

    def open_options(self, text: str) -> ChoicePopup | None:
        """Offer what a word may mean."""
        row = self._rows.get(text)
        if row is None:
            return None
        corner, wide = self.table.below(text, "becomes")
        shown = [
            Option(word, spoken(word), chosen=word == row.word)
            for word in words_of(self._guess.table, self._guess.target)
        ]
        if row.word is None:
            shown.append(Option(REJECT, "Reject its rows", self.ui.words.count(row.rows, "row")))
        popup = ChoicePopup(self.ui.theme, f"What {one_line(text)} means", shown, self)
        popup.setProperty("row", text)
        popup.chosen.connect(self._on_popup_chosen)
        popup.open_under(corner, wide)
        return popup

    @Slot(str, str)
    def _on_table_cell_pressed(self, text: str, column: str) -> None:
        if column == "becomes":
            self.open_options(text)

    @Slot(str)
    def _on_popup_chosen(self, word: str) -> None:
        self.worded.emit(self._guess, str(self.sender().property("row")), word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def word_meant(proposal: Proposal, guess: ColumnGuess, text: str, word: str) -> Proposal:
    """Take in what a word means, or that its rows are to be rejected."""
    from healthdesk.core.domain.respell import carried  # noqa: PLC0415 - as below
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy: not before files come

    if word != REJECT:
        return worded(proposal, guess, text, word)
    key = f"values:{guess.table}:{guess.target}:{text.strip()}"
    if not any(one.key == key for one in proposal.questions):
        return proposal
    return carried(proposal, recognise.answer(proposal, key, REJECT))


def word_rows(proposal: Proposal, guess: ColumnGuess) -> tuple[WordRow, ...]:
    """List the words of a column: those that nobody knows first, then the commonest."""
    from healthdesk.core.mapping.look import Look  # noqa: PLC0415 - heavy: not before files come

    if guess.map is None or not isinstance(proposal.profile, Look):
        return ()
    column = proposal.profile.file.profile.column(guess.source)
    words = words_of(guess.table, guess.target)
    found: dict[str, WordRow] = {}
    for text, rows in column.counts.most_common(SHOWN):
        word = meaning(guess.map, text, words)
        becomes = Told("not known", "notice") if word is None else Told(spoken(word) or "nothing")
        before = found.get(text.strip())
        count = rows + (before.rows if before is not None else 0)
        found[text.strip()] = WordRow(text.strip(), count, word, becomes)
    return tuple(sorted(found.values(), key=lambda one: (one.word is not None, -one.rows)))


def word_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list of words."""

    def text(row: WordRow) -> str:
        return one_line(row.text)

    def rows(row: WordRow) -> str:
        return words.count(row.rows, "row")

    return (
        Column("text", "Word", 130, lambda row: row.text, text, name_cell(text), minimum=90,
               stretch=True, tip=text),
        Column("rows", "Rows", 84, lambda row: float(row.rows), rows, small_cell(rows),
               minimum=76),
        Column("becomes", "Means", 180, lambda row: row.becomes.text,
               lambda row: row.becomes.text, select_cell(lambda row: row.becomes), minimum=160),
    )  # fmt: skip
