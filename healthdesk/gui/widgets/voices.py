"""The latest comments of customers by how they sound, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.board_voice import KINDS, TONES, Comment, Voices
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import voices_layout as layout
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services import board_voices
else:
    board_voices = lazily("healthdesk.core.services.board_voices")

SPEC = WidgetSpec(
    key="voices",
    title="Voices",
    summary="Latest comments, how they sound.",
    how=(
        "Comments of survey answers and mentions, and where asked for, what customers wrote in "
        "touchpoints and tickets, and notes of our own. They count from the first day of the "
        "period to the day shown, while the account was there; the newest hundred are listed. "
        "Tone is what the source or a person said, from minus 1 to 1; where nobody did it is "
        "estimated from the text and said to be. Below minus 0.25 is negative, from 0.25 on "
        "positive. Notes of our own are private: they are hidden while presenting. Source: "
        "surveys, mentions, touchpoints, tickets and pulses; a press opens the account's "
        "Timeline."
    ),
    group="Voice",
    size=(6, 4),
    limits=Limits(4, 2, 12, 8),
    inside=("sentiment", "names"),
    topics=frozenset({Topic.FACTS, Topic.ACCOUNTS, Topic.CONTACTS, Topic.WORK}),
    options=(
        Option("tones", "Tone", "choices", "any", choices=TONES),
        Option(
            "kinds",
            "From",
            "choices",
            ("survey", "mention"),
            choices=KINDS,
            labels=("Surveys", "Mentions", "What they wrote us", "Tickets", "Our own notes"),
        ),
    ),
)


def load(tx: Tx, ask: Ask) -> Voices:
    """Read the comments."""
    return board_voices.voices(tx, ask)


class Face(RowsFace):
    """Counts by tone as marks, and comments of two lines that open the Timeline."""

    shown: Voices

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown = Voices()

    def rows_beyond(self, room: QSizeF) -> int:
        """Comments that do not fit."""
        return len(self.shown.comments) - layout.fitting(room.height())

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """The counts and the comments in view."""
        return layout.rows(
            self.shown, first, room, self.measure, words=self.ui.words, faded=self.faded
        )

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """A row a comment."""
        head = ("Day", "Account", "Kind", "Rating", "Tone", "Who", "Comment")
        return head, tuple(self._line(one) for one in self.shown.comments)

    def _line(self, one: Comment) -> tuple[str, ...]:
        tone = layout.tone_words(one)
        day = self.ui.words.day(one.day)
        return (day, one.account_name, one.kind, one.rating, tone, one.who, one.text)
