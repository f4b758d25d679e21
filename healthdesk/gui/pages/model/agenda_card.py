"""The review agenda: what speaks against the score, each with the measure that it contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.model_agenda import (
    TITLES,
    AgendaKind,
    AgendaRow,
    ModelAgenda,
    OverridesTold,
)
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.panels.judgement_words import share_words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column, Key, Written
from healthdesk.gui.parts.plain import PlainLabel

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx

ROWS = 9
"""Rows that stand open; more scroll."""
_ORDER: tuple[AgendaKind, ...] = tuple(TITLES)


def read(tx: Tx, day: int, segment: str | None) -> ModelAgenda:
    """What speaks against the score."""
    # Brings numpy and the engine, which the window does not wait for.
    from healthdesk.core.services import model_agenda  # noqa: PLC0415

    return model_agenda.read(tx, day, segment)


class AgendaCard(LiveView):
    """Lists it, with what became of overrides under it.

    Signals:
        measure_wanted: the full key of the measure that should be looked at.
        retro_wanted: the account whose retro should be looked at.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SEGMENTS, Topic.WORK, Topic.RUNS}
    )
    measure_wanted = Signal(str)
    retro_wanted = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown: ModelAgenda | None = None
        self.card = Card(ui.theme, "Review agenda", "what speaks against the score", padding=0)
        self.table = SmallTable(
            ui.theme, "Review agenda", agenda_columns(ui.words), ident, keeps_current=True
        )
        self.look = QPushButton("Look at the measure")
        self.look.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.look, "adjustments", "text2", 16)
        self.note = PlainLabel("", "caption", elide=True)
        self.note.setContentsMargins(12, 0, 12, 0)
        self.card.add_tool(self.look)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        self.card.set_foot(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 12)
        whole.addWidget(self.card)
        self.table.opened.connect(self._on_table_opened)
        self.look.clicked.connect(self._on_look_clicked)
        self.card.retry_requested.connect(self.reload)

    def reload(self) -> None:
        """Read the agenda of the day in view."""
        if self.shown is None:
            self.card.show_loading("Reading what speaks against the score")
        self.ui.read(
            read, self.ui.day, self.ui.segment,
            then=self._show, failed=self._on_failed, key="agenda", patient=True,
        )  # fmt: skip

    def _show(self, found: ModelAgenda) -> None:
        self.shown = found
        words = self.ui.words
        self.note.setText(override_words(found.overrides, words))
        self.look.setEnabled(any(row.measure for row in found.rows))
        if not found.rows:
            self.card.set_subtitle("")
            self.card.show_empty(
                "Nothing speaks against the score",
                "Pulses, answers, losses and what came of playbooks agree with it, or are not"
                " known yet.",
                icon="check",
            )
            self.setFixedHeight(220)
            return
        self.card.set_subtitle(f"{words.number(len(found.rows))} that speak against the score")
        self.table.show_rows(found.rows)
        self.card.show_body()
        rows = min(len(found.rows), ROWS)
        self.setFixedHeight(36 + 34 + rows * self.table.row_height + 31 + 16)

    def _on_failed(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The agenda could not be read", told)

    def _current(self) -> AgendaRow | None:
        rows = self.shown.rows if self.shown else ()
        key = self.table.current_id()
        return next((row for row in rows if ident(row) == key), None)

    @Slot(str)
    def _on_table_opened(self, key: str) -> None:
        row = (
            next((one for one in self.shown.rows if ident(one) == key), None)
            if self.shown
            else None
        )
        if row is None:
            return
        if row.kind in {"miss", "retro"}:
            self.retro_wanted.emit(row.account_id)
        else:
            self.ui.open_account(row.account_id, "health")

    @Slot()
    def _on_look_clicked(self) -> None:
        row = self._current()
        if row is None or not row.measure:
            row = next(
                (one for one in (self.shown.rows if self.shown else ()) if one.measure), None
            )
        if row is not None:
            self.measure_wanted.emit(row.measure)


def ident(row: AgendaRow) -> str:
    """What a row is known by."""
    return f"{row.kind} {row.account_id} {row.day} {row.text}"


def override_words(found: OverridesTold, words: Words) -> str:
    """How often overrides were right."""
    if not (found.warned.of or found.calm.of or found.waiting):
        return "Overrides: none was said by this day."
    parts = []
    if found.warned.of:
        told = share_words(found.warned, words)
        parts.append(f"of those to {words.bands.poor} came true {told}")
    if found.calm.of:
        parts.append(f"of the others stayed well {share_words(found.calm, words)}")
    if found.waiting:
        parts.append(f"{words.number(found.waiting)} cannot be told yet")
    return f"Overrides, 180 days after: {'; '.join(parts)}."


def agenda_columns(words: Words) -> tuple[Column, ...]:
    """Those of the agenda."""

    def arr(row: AgendaRow) -> str:
        return DASH if row.arr is None else words.money(row.arr, row.currency)

    def day(row: AgendaRow) -> str:
        return words.day(row.day)

    return (
        Column("what", "What", 160, _what, _what_words, paint.text_cell(_what_words), minimum=110),
        Column("account", "Account", 170, _account, _account_words,
               paint.name_cell(_account_words), minimum=100),
        Column("arr", "ARR", 76, _arr, arr, paint.figure_cell(arr), right=True, downwards=True,
               minimum=60, inside=("money",), written=(Written("ARR", "money", arr, _arr),)),
        Column("text", "Said or happened", 260, _text, _text_words, paint.text_cell(_text_words),
               stretch=True, minimum=140, tip=_text_words, inside=("notes",)),
        Column("measure", "Contradicts", 160, _measure, _measure_words,
               paint.text_cell(_measure_words), minimum=100, tip=_measure_words,
               hint="The measure that holds the score where it is"),
        Column("day", "Day", 108, _day, day, paint.text_cell(day), downwards=True, minimum=84),
    )  # fmt: skip


def _what(row: AgendaRow) -> Key:
    return _ORDER.index(row.kind)


def _what_words(row: AgendaRow) -> str:
    return TITLES[row.kind]


def _account(row: AgendaRow) -> Key:
    return row.account.casefold()


def _account_words(row: AgendaRow) -> str:
    return row.account


def _arr(row: AgendaRow) -> float | None:
    return row.arr


def _text(row: AgendaRow) -> Key:
    return row.text


def _text_words(row: AgendaRow) -> str:
    return row.text


def _measure(row: AgendaRow) -> Key:
    return row.name or None


def _measure_words(row: AgendaRow) -> str:
    return row.name or DASH


def _day(row: AgendaRow) -> Key:
    return row.day
