"""Which play started a run, or was noted on it, and because of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.plays.told_list import told_words
from healthdesk.gui.parts.plain import PlainLabel

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.domain.firing import FiringRow

MOST = 3
"""Firings that are told of a run."""


def read_firings(tx: Tx, run: int) -> tuple[int, tuple[FiringRow, ...]]:
    """What plays fired about a run, the newest first, with the run."""
    # Brings what looks at facts, which a run without a play does not wait for.
    from healthdesk.core.services import play_reading  # noqa: PLC0415

    return run, play_reading.firings(tx, run=run)


def because_words(row: FiringRow, words: Words, today: int) -> str:
    """A firing in a sentence."""
    day = words.near_day(row.day, today)
    because = told_words(row.because)
    told = f" because {because}" if because else ""
    if row.state == "noted":
        return f"Noted on {day} by “{row.play}”{told}."
    if row.way == "hand":
        return f"Started by hand with “{row.play}” on {day}."
    if row.way == "yes" and row.closed_on is not None:
        said = words.near_day(row.closed_on, today)
        return f"Suggested by “{row.play}” on {day}{told}; your yes came on {said}."
    return f"Started by “{row.play}” on {day}{told}."


class RunBecause(PlainLabel):
    """A line for each firing; not there where no play had to do with the run."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__("", "small", wrap=True, parent=parent)
        self.ui = ui
        self._run = -1
        self.hide()

    def show_run(self, run: int, origin: str) -> None:
        """Tell of another run."""
        if run != self._run:
            self._run = run
            self.hide()
        if origin:
            self.ui.read(read_firings, run, then=self._take, key="why of a run", patient=True)

    def _take(self, found: tuple[int, tuple[FiringRow, ...]]) -> None:
        run, rows = found
        if run != self._run:
            return
        words, today = self.ui.words, self.ui.today
        some = [because_words(one, words, today) for one in rows[:MOST]]
        left = len(rows) - len(some)
        if left > 0:
            some.append(f"And {words.count(left, 'time')} before.")
        self.setText("\n".join(some))
        self.setVisible(bool(some))
