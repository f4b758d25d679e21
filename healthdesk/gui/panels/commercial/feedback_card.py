"""The card Feedback: what they said, what became of it, how much of it was told back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.feedback import Listening, Voice, ageing
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.commercial.feedback_row import FeedbackRow
from healthdesk.gui.panels.commercial.reading import Said
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

FEW: Final = 4
MANY: Final = 40
"""Voices that the card makes at most: what is more is told by its number."""
_WAYS: Final = (("new", "Newest"), ("open", "Longest open"), ("done", "Told back"))
_NONE: Final = {
    "new": "Nothing was said: no comment, no mention, and no touch or ticket marked as feedback.",
    "open": "Nothing is open: everything that was said was told back.",
    "done": "Nothing was told back yet.",
}


def ordered(voices: tuple[Voice, ...], way: str) -> tuple[Voice, ...]:
    """The voices of a way to look at them."""
    if way == "open":
        return ageing(voices)
    return tuple(one for one in voices if way == "new" or not one.is_open)


def listening_words(found: Listening, words: Words) -> str:
    """How much was said in a year and what became of it."""
    answers = words.count(found.answers, "answer")
    if not found.answers:
        some = f"of {words.count(found.contacts, 'contact')} " if found.contacts else ""
        first = f"Nobody {some}answered a survey in 365 days"
    elif not found.contacts:
        first = f"{answers} in 365 days; no contact is known"
    else:
        contacts = words.count(found.contacts, "contact")
        first = f"In 365 days {words.number(found.people)} of {contacts} answered ({answers})"
    if not found.voices:
        return f"{first}." if not found.answers else f"{first}; none with words."
    ratio = words.percent(found.ratio)
    return (
        f"{first}. Of {words.number(found.voices)} with words {words.number(found.heard)} heard,"
        f" {words.number(found.acted)} acted on, {words.number(found.told)} told back ({ratio})."
    )


class FeedbackCard(Card):
    """What an account said.

    Signals:
        step_requested: a voice and the step that was done.
        themes_requested: the voice whose themes are to be set.
        menu_requested: a voice, and the widget that its menu belongs under.
        board_requested: all themes of the desk are wanted.
        answers_requested: the rows behind the listening ratio are wanted.
    """

    step_requested = Signal(object, str)
    themes_requested = Signal(object)
    menu_requested = Signal(object, object)
    board_requested = Signal()
    answers_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Feedback", padding=0)
        self._words = words
        self._said: Said | None = None
        self._made: tuple[tuple[Voice, ...], int] | None = None
        self._all = False
        self._wanted: tuple[str, int] | None = None
        self._held: QWidget | None = None
        self.rows: tuple[FeedbackRow, ...] = ()
        self.board = QPushButton("Themes")
        self.board.setProperty("kind", "quiet")
        self.board.setProperty("compact", "true")
        self.board.setAccessibleName("All themes, with their accounts and quotes")
        theme.bind_icon(self.board, "tag", "text2", 14)
        self.add_tool(self.board)
        self.ways = Segmented("Which feedback", _WAYS)
        self.listening = PlainLabel("", "caption", wrap=True)
        self.source = QPushButton("Answers")
        self.source.setProperty("kind", "link")
        self.source.setAccessibleName("Rows of the answers")
        self.source.setToolTip("Who was asked is not in the data: answers come without invitations")
        self.none = PlainLabel("", "caption", wrap=True)
        self.none.setContentsMargins(12, 4, 12, 8)
        self.rest = QPushButton()
        self.rest.setProperty("kind", "link")
        self._lay_out()
        self.ways.chosen.connect(self._on_ways_chosen)
        self.rest.clicked.connect(self._on_rest_clicked)
        self.board.clicked.connect(self._on_board_clicked)
        self.source.clicked.connect(self._on_source_clicked)

    def _lay_out(self) -> None:
        self.body.setSpacing(0)
        self.body.setContentsMargins(1, 0, 1, 4)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(12, 0, 12, 6)
        column.setSpacing(6)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self.ways)
        across.addStretch(1)
        across.addWidget(self.source)
        column.addLayout(across)
        column.addWidget(self.listening)
        self.body.addWidget(top)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.body.addWidget(self.none)
        self.body.addWidget(self.rest)

    def forget(self) -> None:
        """Show only the first few of what comes next."""
        self._all = False
        self._wanted = None

    def show_said(self, said: Said) -> None:
        """Show what an account said."""
        self._said = said
        self._show()

    def reveal(self, table: str, row: int) -> None:
        """Show the row of a voice, however many stand before it."""
        self._wanted = (table, row)
        self.ways.set_value("new")
        self._all = True
        self._show()

    @property
    def wanted(self) -> FeedbackRow | None:
        """The row that was to be shown."""
        return next(
            (one for one in self.rows if (one.voice.table, one.voice.row) == self._wanted), None
        )

    def _show(self) -> None:
        said = self._said
        if said is None:
            return
        found = ordered(said.voices, self.ways.value)
        shown = found[: MANY if self._all else FEW]
        if self._made != (shown, said.day):
            self._made = shown, said.day
            self._make_rows(shown, said.day)
        self.none.setText(_NONE[self.ways.value])
        self.none.setVisible(not shown)
        left = len(found) - len(shown)
        self.rest.setVisible(left > 0)
        self.rest.setEnabled(not self._all)
        self.rest.setText(f"{left:,} older" if self._all else f"Show {left:,} more")
        self.listening.setText(listening_words(said.listening, self._words))
        self.source.setVisible(bool(said.listening.rows))
        self.set_subtitle(_subtitle(said, self._words))

    def _make_rows(self, shown: tuple[Voice, ...], day: int) -> None:
        kept = next(((one.key, one.held) for one in self.rows if one.held), None)
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self._held = QWidget()
        column = QVBoxLayout(self._held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = tuple(FeedbackRow(self.theme, self._words, one, day) for one in shown)
        for row in self.rows:
            column.addWidget(hline())
            column.addWidget(row)
            row.step_requested.connect(self.step_requested)
            row.themes_requested.connect(self.themes_requested)
            row.menu_requested.connect(self.menu_requested)
        self._place.addWidget(self._held)
        for row in self.rows:
            if kept is not None and row.key == kept[0]:
                row.hold(kept[1])

    @Slot(str)
    def _on_ways_chosen(self, way: str) -> None:
        del way
        self._all = False
        self._show()

    @Slot()
    def _on_rest_clicked(self) -> None:
        self._all = True
        self._show()

    @Slot()
    def _on_board_clicked(self) -> None:
        self.board_requested.emit()

    @Slot()
    def _on_source_clicked(self) -> None:
        self.answers_requested.emit()


def _subtitle(said: Said, words: Words) -> str:
    waiting = ageing(said.voices)
    if not waiting:
        return ""
    oldest = words.days(waiting[0].age(said.day))
    return f"{words.number(len(waiting))} open, the oldest {oldest}"
