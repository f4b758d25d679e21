"""The card of pulse and score against outcomes: who warned before them, and what nobody saw.

Each count leads to its accounts. Not here: what is counted (domain/judgement.py), words
(judgement_words.py).
"""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.judgement import KINDS, LEADS, Case, Judgement, Tally
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.judgement_words import (
    PARTS,
    case_words,
    heads,
    note,
    part_tip,
    share_cell,
    tally_words,
)
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel, plain_tip
from healthdesk.gui.parts.segmented import Segmented

TITLE: Final = "Pulse and score against what happened"
SHOWN: Final = 8
"""Accounts that are named at first."""
ALL: Final = 200
_SPOT: Final = "spot"


def read(tx: Tx, day: int, lead: int, segment: str | None) -> Judgement:
    """The outcomes up to a day with what was said before them."""
    # Brings numpy and the engine, which the window does not wait for.
    from healthdesk.core.services import judgement  # noqa: PLC0415

    found = judgement.read(tx, day, lead, segment)
    for tally in found.tallies:  # counted here, where nobody waits for the screen
        for part in (*PARTS, "score", "pulse"):
            getattr(tally, part)
    return found


class JudgementPanel(LiveView):
    """Counts of warnings before outcomes, and the accounts behind each count."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SEGMENTS}
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown: Judgement | None = None
        self._chosen = ("churned", "neither")
        self._all = False
        self.card = Card(ui.theme, TITLE)
        choices = [(str(lead), f"{lead} days before") for lead in LEADS]
        self.lead = Segmented("Looked at", choices)
        self.card.add_tool(self.lead)
        # Each widget that goes into a layout in view has all around it placed again: both lists are
        # filled out of view, and shown at once.
        self._counts, self._named = QWidget(self.card), QWidget(self.card)
        self._grid = QGridLayout(self._counts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self.note = PlainLabel(note(ui.words), "caption", wrap=True)
        self.told = PlainLabel("", "second", wrap=True)
        self.list_title = PlainLabel("", "strong", elide=True)
        self._rows = QGridLayout(self._named)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnStretch(1, 1)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.spots: dict[tuple[str, str], QPushButton] = {}
        self.names: list[QPushButton] = []
        self._lay_out()
        self.lead.chosen.connect(self._on_lead_chosen)
        self.more.clicked.connect(self._on_more_clicked)
        self.card.retry_requested.connect(self._on_retry)
        self.card.acted.connect(self._on_card_acted)

    def reload(self) -> None:
        """Read the outcomes up to the day in view."""
        if self.shown is None:
            self.card.show_loading("Holding pulses and scores against outcomes")
        self.ui.read(
            read,
            self.ui.day,
            int(self.lead.value),
            self.ui.segment,
            then=self._on_read,
            failed=self._on_failed,
            key="judgement",
            patient=True,
        )

    def cases(self) -> tuple[Case, ...]:
        """The accounts that are named, all of them."""
        kind, part = self._chosen
        if self.shown is None:
            return ()
        tally = next(one for one in self.shown.tallies if one.kind == kind)
        found: tuple[Case, ...] = getattr(tally, part)
        return found

    def _on_read(self, found: Judgement) -> None:
        self.shown = found
        self.note.setText(note(self.ui.words))
        if not any(one.cases for one in found.tallies):
            self.card.show_empty(
                "No outcome is known yet",
                "Churn, downgrades, renewals and expansions come with the table of outcomes.",
                "Import data",
            )
            return
        self.card.set_subtitle(f"as they stood {self.ui.words.days(found.lead)} before")
        self.card.show_body()
        self._show_counts(found)
        self._show_cases()

    def _on_failed(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The outcomes could not be read", told)

    def _show_counts(self, found: Judgement) -> None:
        self._counts.hide()
        _clear(self._grid)
        self.spots.clear()
        for column, head in enumerate(heads(self.ui.words)):
            label = PlainLabel(head, "caption")
            right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label, 0, column, right)
        for row, tally in enumerate(found.tallies, 1):
            self._show_tally(tally, row)
        self._grid.setColumnStretch(0, 1)
        self._counts.show()

    def _show_tally(self, tally: Tally, row: int) -> None:
        words = self.ui.words
        cells = (
            KINDS[tally.kind],
            words.number(len(tally.cases)),
            share_cell(tally.score, words) if tally.cases else "",
            share_cell(tally.pulse, words) if tally.cases else "",
        )
        for column, told in enumerate(cells):
            label = PlainLabel(told, "strong" if not column else "")
            right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label, row, column, right | Qt.AlignmentFlag.AlignVCenter)
        for column, (part, head) in enumerate(PARTS.items(), len(cells)):
            count = len(getattr(tally, part))
            button = QPushButton(words.number(count))
            button.setProperty("kind", "quiet")
            button.setProperty("compact", "true")
            button.setProperty(_SPOT, f"{tally.kind} {part}")
            button.setToolTip(plain_tip(part_tip(part, words)))
            button.setAccessibleName(f"{KINDS[tally.kind]}, {head}: {words.number(count)}")
            button.setEnabled(count > 0)
            button.clicked.connect(self._on_spot_clicked)
            self.spots[tally.kind, part] = button
            self._grid.addWidget(button, row, column, Qt.AlignmentFlag.AlignRight)

    def _show_cases(self) -> None:
        if self.shown is None:
            return
        kind, part = self._chosen
        tally = next(one for one in self.shown.tallies if one.kind == kind)
        words, found = self.ui.words, self.cases()
        self.told.setText(
            f"{KINDS[tally.kind]}: {tally_words(tally, self.shown.lead, words)}"
            if tally.cases
            else f"{KINDS[tally.kind]}: none up to this day."
        )
        self.list_title.setText(
            f"{KINDS[tally.kind]}, {PARTS[part].lower()}: {words.count(len(found), 'account')}"
        )
        self._named.hide()
        _clear(self._rows)
        self.names.clear()
        shown = found[: ALL if self._all else SHOWN]
        for row, case in enumerate(shown):
            self._add_case(row, case)
        self._named.show()
        left = len(found) - len(shown)
        self.more.setText("Fewer" if self._all else f"{words.number(left)} more")
        self.more.setVisible(left > 0 or (self._all and len(found) > SHOWN))

    def _add_case(self, row: int, case: Case) -> None:
        name = QPushButton(case.name.replace("&", "&&"))
        name.setProperty("kind", "quiet")
        name.setProperty("compact", "true")
        name.setObjectName(case.account_id)
        told = case_words(case, self.ui.words)
        name.setAccessibleName(f"{case.name}: {told}")
        name.setToolTip("Open the account")
        name.clicked.connect(self._on_name_clicked)
        self.names.append(name)
        self._rows.addWidget(name, row, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(PlainLabel(told, "second", elide=True), row, 1)

    def _lay_out(self) -> None:
        body = self.card.body
        body.addWidget(self._counts)
        body.addWidget(self.note)
        body.addWidget(hline())
        for part in (self.told, self.list_title):
            body.addWidget(part)
        body.addWidget(self._named)
        body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @Slot()
    def _on_spot_clicked(self) -> None:
        kind, _, part = str(self.sender().property(_SPOT)).partition(" ")
        self._chosen, self._all = (kind, part), False
        self._show_cases()

    @Slot()
    def _on_name_clicked(self) -> None:
        self.ui.open_account(self.sender().objectName(), "health")

    @Slot(str)
    def _on_lead_chosen(self, key: str) -> None:
        del key
        self.reload()

    @Slot()
    def _on_more_clicked(self) -> None:
        self._all = not self._all
        self._show_cases()

    @Slot()
    def _on_retry(self) -> None:
        self.reload()

    @Slot()
    def _on_card_acted(self) -> None:
        self.ui.open_page("data")


def _clear(grid: QGridLayout) -> None:
    """Take everything out of a grid."""
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
