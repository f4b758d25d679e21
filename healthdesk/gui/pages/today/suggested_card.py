"""The card "Plays waiting for a yes" of Today, and what plays did since somebody last looked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.gui.base.ui import PlayWish, Ui
from healthdesk.gui.panels.plays.answering import Answering
from healthdesk.gui.panels.plays.stopped_strip import StoppedStrip
from healthdesk.gui.panels.plays.suggested_row import SuggestedRow
from healthdesk.gui.parts.card import Card

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.domain.firing import FiringRow

MOST: Final = 3
"""Suggestions that are shown; all of them stand on the page Plays."""


@dataclass(frozen=True)
class Suggested:
    """What waits for a yes, what fired since the last look, and whether all are stopped.

    `fired` are the plays that fired, by themselves, with how often each; those that did most first.
    """

    rows: tuple[FiringRow, ...] = ()
    fired: tuple[tuple[str, int], ...] = ()
    started: int = 0
    noted: int = 0
    since: int = 0
    stopped: int | None = None


def read_suggested(tx: Tx, day: int, segment: str | None) -> Suggested:
    """Read it, of the accounts of a segment."""
    # Both bring what looks at facts, which the first page does not wait for.
    from healthdesk.core.domain.firing import FIRED  # noqa: PLC0415
    from healthdesk.core.services import play_reading, play_rows, segments, visits  # noqa: PLC0415

    rows, since = play_reading.suggestions(tx, day), visits.since(tx, day)
    told = play_reading.log(tx, day, max(day - since + 1, 1))
    if segment is not None:
        inside = frozenset(segments.members(tx, segment, day))
        rows = tuple(one for one in rows if one.account_id in inside)
        told = tuple(one for one in told if one.account_id in inside)
    fired = Counter(one.play for one in told if one.state in FIRED and one.way != "hand")
    plays = tuple(sorted(fired.items(), key=_most_first))
    alone = [one.state for one in told if one.way == "itself"]
    started, noted = alone.count("started"), alone.count("noted")
    return Suggested(rows, plays, started, noted, since, play_rows.stopped_on(tx))


def _most_first(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0].casefold()


class SuggestedCard(Card):
    """Suggestions, each with a yes and a no; not there where there is nothing to tell.

    Signals:
        told: it shows what waits and what fired.
    """

    told = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Plays waiting for a yes", "", parent, padding=0)
        self.ui = ui
        self.found = Suggested()
        self.answering = Answering(ui, self)
        self.rows: list[SuggestedRow] = []
        self.strip = StoppedStrip(ui)
        self.strip.release.setText("Show plays")
        self.fired, self.more = QPushButton(), QPushButton()
        for button in (self.fired, self.more):
            button.setProperty("kind", "link")
            button.setProperty("small", "true")
        self.every = QPushButton()
        self.every.setProperty("kind", "quiet")
        self.every.setProperty("iconic", "small")
        self.every.setAccessibleName("All plays")
        self.every.setToolTip("All plays")
        ui.theme.bind_icon(self.every, "bolt", "text2", 16)
        self.add_tool(self.every)
        self._lay_out()
        self.every.clicked.connect(self._on_every_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.fired.clicked.connect(self._on_fired_clicked)
        self.strip.release_wanted.connect(self._on_every_clicked)
        self.hide()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout()
        self._column.setContentsMargins(12, 2, 8, 2)
        self._column.setSpacing(0)
        self._below = QWidget()
        foot = QHBoxLayout(self._below)
        foot.setContentsMargins(10, 2, 8, 6)
        foot.addWidget(self.more)
        foot.addWidget(self.fired)
        foot.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.strip)
        self.body.addLayout(self._column)
        self.body.addWidget(self._below)
        self.add_line_under_head()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def read(self) -> None:
        """Read what waits on the day in view."""
        ui = self.ui
        asked = (read_suggested, ui.day, ui.segment)
        ui.read(*asked, then=self.show_suggested, key="today suggestions", patient=True)

    def show_suggested(self, found: Suggested) -> None:
        """Show what waits."""
        words = self.ui.words
        if found.rows != self.found.rows or len(self.rows) != min(len(found.rows), MOST):
            self._fill(found.rows[:MOST])
        self.found = found
        self.set_subtitle(words.number(len(found.rows)) if found.rows else "nothing waits")
        self.strip.say(found.stopped)
        left = len(found.rows) - len(self.rows)
        self.more.setText(f"{words.number(left)} more")
        self.more.setVisible(left > 0)
        self.fired.setText(self._fired_words(found))
        self.fired.setVisible(bool(found.started or found.noted))
        self._below.setVisible(left > 0 or bool(found.started or found.noted))
        told = bool(found.rows or found.started or found.noted)
        self.setVisible(told or found.stopped is not None)
        self.told.emit()

    def stand_in(self, column: QVBoxLayout) -> None:
        """Stand before all else where something waits, else behind the first card."""
        place = 0 if self.found.rows else 1
        if column.indexOf(self) != place:
            column.removeWidget(self)
            column.insertWidget(place, self)

    def open_log(self) -> None:
        """Show what plays did since the last look."""
        self.ui.open_plays(PlayWish(tab="log", since=self.found.since))

    def _fired_words(self, found: Suggested) -> str:
        words = self.ui.words
        some = []
        if found.started:
            some.append(f"{words.count(found.started, 'playbook')} started by plays")
        if found.noted:
            some.append(f"{words.number(found.noted)} noted on open runs")
        return f"Since {words.near_day(found.since, self.ui.today)}: {', '.join(some)}"

    def _fill(self, rows: tuple[FiringRow, ...]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [SuggestedRow(self.ui, one, self.answering) for one in rows]
        for row in self.rows:
            self._column.addWidget(row)

    @Slot()
    def _on_every_clicked(self) -> None:
        self.ui.open_plays(PlayWish())

    @Slot()
    def _on_more_clicked(self) -> None:
        self.ui.open_plays(PlayWish(tab="waiting"))

    @Slot()
    def _on_fired_clicked(self) -> None:
        self.open_log()
