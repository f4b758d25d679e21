"""The mapping of one file: what each of its columns becomes, how sure that is and why."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from healthdesk.core.domain.intake import ColumnGuess, Proposal
from healthdesk.core.domain.load import rows_of
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.tables import title_of
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.mapping_rows import (
    ANSWER,
    EACH,
    WORDS,
    MapRow,
    answered,
    choose,
    has_words,
    loose_questions,
    map_columns,
    map_rows,
    options,
)
from healthdesk.gui.pages.data.wizard.question_strip import HIGH as STRIP
from healthdesk.gui.pages.data.wizard.question_strip import QuestionStrip
from healthdesk.gui.pages.data.wizard.sayings import how_read, kept_words, one_line, plain_days
from healthdesk.gui.pages.data.wizard.words_popup import WordsPopup, word_meant
from healthdesk.gui.parts.card import HEAD, Card
from healthdesk.gui.parts.choice_popup import ChoicePopup
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

ANSWERS = ("becomes",)


class MappingCard(Card):
    """Shows a proposal and changes it.

    Signals:
        changed: another `Proposal` for the same file.
        menu_requested: place on the screen where the menu of the file is wanted.
        height_changed: another table has other columns, and so another height.
    """

    changed = Signal(object)
    menu_requested = Signal(QPoint)
    height_changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, " ", padding=0)
        self.ui = ui
        self._proposal: Proposal | None = None
        self._table = ""
        self._shown: dict[str, MapRow] = {}
        self.columns = CellTable(
            ui.theme,
            "Columns of the file",
            map_columns(ui.words.percent),
            lambda row: row.key,
            answers=ANSWERS,
            keeps_current=True,
        )
        self.strip = QuestionStrip(ui)
        self._kept = PlainLabel("", "caption")
        self._tables: Segmented | None = None
        self._words: WordsPopup | None = None
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("iconic", "true")
        self.more.setAccessibleName("More about this file")
        self.more.setToolTip("What it is, how it is read, leave it out")
        ui.theme.bind_icon(self.more, "dots")
        self._place = QHBoxLayout()
        holder = QWidget()
        self._place.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(self._place)
        for tool in (self._kept, holder, self.more):
            self.add_tool(tool)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.columns)
        self.columns.cell_pressed.connect(self._on_columns_cell_pressed)
        self.strip.answered.connect(self._on_strip_answered)
        self.more.clicked.connect(self._on_more_clicked)

    @property
    def proposal(self) -> Proposal | None:
        """The file that is shown."""
        return self._proposal

    @property
    def table(self) -> str:
        """The exchange table whose columns are shown."""
        return self._table

    @property
    def tables(self) -> Segmented | None:
        """The choice of the table, where a file feeds several."""
        return self._tables

    def show_proposal(self, proposal: Proposal) -> None:
        """Show how a file is taken in."""
        before, self._proposal = self._proposal, proposal
        same = before is not None and before.raw == proposal.raw
        tables = proposal.tables
        if self._table not in tables:
            self._table = tables[0] if tables else ""
        self.set_title(proposal.raw.name, how_read(proposal, rows_of(proposal), self.ui.words))
        self._kept.setText(kept_words(proposal, self.ui.words, self.ui.today))
        self._offer_tables(tables)
        loose = loose_questions(proposal)
        self.strip.ask(loose[0] if loose else None)
        self._show_columns(same=same)

    def _show_columns(self, *, same: bool) -> None:
        if self._proposal is None:
            return
        rows = map_rows(self._proposal, self._table, self._said)
        self._shown = {row.key: row for row in rows}
        self.columns.show_rows(rows)
        if not same:
            self.columns.verticalScrollBar().setValue(0)
            asked = next((row.key for row in rows if row.question is not None), "")
            self.columns.go_to(max(0, self.columns.rows.line_of(asked)))

    def _said(self, text: str) -> str:
        """Say a reason, its days in the app's words."""
        return plain_days(text, self.ui.words, self.ui.today)

    def height_for(self, most: int) -> int:
        """What of a height it takes: all it needs, or as many whole rows as there is room for."""
        if self.needed_height <= most:
            return self.needed_height
        high = self.columns.row_height
        rest = self.needed_height - self.columns.rows.rowCount() * high
        return rest + max(1, (most - rest) // high) * high

    @property
    def needed_height(self) -> int:
        """What head, question and columns take, without scrolling."""
        strip = 0 if self.strip.isHidden() else STRIP
        return HEAD + strip + self.columns.needed_height + 3

    def _offer_tables(self, tables: tuple[str, ...]) -> None:
        if self._tables is not None:
            self._place.removeWidget(self._tables)
            self._tables.hide()
            self._tables.deleteLater()
            self._tables = None
        if len(tables) > 1:
            choices = [(table, title_of(table)) for table in tables]
            self._tables = Segmented("Feeds", choices, self._table)
            self._tables.chosen.connect(self._on_tables_chosen)
            self._place.addWidget(self._tables)

    def open_options(self, key: str) -> ChoicePopup | None:
        """Offer what a column may become."""
        row = self._shown.get(key)
        if row is None or self._proposal is None:
            return None
        if not self._table:  # before anything else a person says what the file holds
            return self.strip.open_answers()
        corner, wide = self.columns.below(key, "becomes")
        shown = options(row, self._table, self._proposal.raw.header)
        what = one_line(row.guess.source) or EACH
        asked = next((one.key for one in shown if one.key.startswith(ANSWER)), "")
        popup = ChoicePopup(self.ui.theme, f"What {what} becomes", shown, self, begin=asked)
        popup.setProperty("row", key)
        popup.chosen.connect(self._on_popup_chosen)
        popup.open_under(corner, wide)
        return popup

    @Slot(str, str)
    def _on_columns_cell_pressed(self, key: str, column: str) -> None:
        row = self._shown.get(key)
        if column in ANSWERS:
            self.open_options(key)
        elif column == "why" and row is not None and has_words(row):
            self.open_words(key)

    def open_words(self, key: str) -> WordsPopup | None:
        """Show what each word of a column means, to be changed."""
        row = self._shown.get(key)
        if row is None or self._proposal is None or not has_words(row):
            return None
        corner, _ = self.columns.below(key, "becomes")
        self._words = WordsPopup(self.ui, self._proposal, row.guess, self)
        self._words.worded.connect(self._on_words_worded)
        self._words.open_at(corner)
        return self._words

    @Slot(object, str, str)
    def _on_words_worded(self, guess: ColumnGuess, text: str, word: str) -> None:
        if self._proposal is None:
            return
        made = word_meant(self._proposal, guess, text, word)
        self.changed.emit(made)
        if self._words is not None and isValid(self._words):
            self._words.show_proposal(made)

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        row = self._shown.get(str(self.sender().property("row")))
        if row is None or self._proposal is None:
            return
        if key == WORDS:
            self.open_words(row.key)
        else:
            self.changed.emit(choose(self._proposal, row, self._table, key))

    @Slot(str, str)
    def _on_strip_answered(self, question: str, choice: str) -> None:
        if self._proposal is not None:
            self.changed.emit(answered(self._proposal, question, choice))

    @Slot(str)
    def _on_tables_chosen(self, table: str) -> None:
        self._table = table
        self._show_columns(same=False)
        self.height_changed.emit()

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
