"""Runs in a list of two lines each: playbook, how far, what comes next, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from healthdesk.core.domain.run_view import RunRow
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.runs import run_words
from healthdesk.gui.panels.runs.progress import paint_progress
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList

HIGH, _PAD, _BAR = 46, 14, 64
_ICONS = {"active": "player-play", "waiting": "hourglass", "done": "circle-check",
          "stopped": "player-stop"}  # fmt: skip


class RunRowList(RowList):
    """The runs of an account, as high as they are."""

    def __init__(self, theme: Theme, words: Words, name: str) -> None:
        super().__init__(theme, words, name)
        self.day = 0
        self.open_run = -1
        """The run that is unfolded beneath."""

    def show_runs(self, runs: Sequence[RunRow], day: int) -> None:
        """Show these."""
        self.day = day
        self.show_rows(tuple(runs))
        self.setFixedHeight(max(1, HIGH * len(runs)))

    def mark_open(self, run: int) -> None:
        """Show which one is unfolded."""
        self.open_run = run
        self.viewport().update()

    def high(self, row: RunRow) -> int:
        """Two lines each."""
        del row
        return HIGH

    def say(self, row: RunRow) -> str:
        """All of it."""
        return run_words.whole(row, self.day, self._words)

    def ground(self, row: RunRow, *, hover: bool) -> str:
        """The unfolded one lies on its own ground."""
        return "accentsoft" if row.id == self.open_run else super().ground(row, hover=hover)

    def paint_row(self, painter: QPainter, rect: QRect, row: RunRow) -> None:
        """Paint a run."""
        ink, ended = self.ink, row.ended is not None
        icon = "player-pause" if row.paused else _ICONS[row.status]
        painter.drawPixmap(rect.left() + _PAD, rect.top() + 7, ink.pixmap(icon, "text2", 16))
        left, right = rect.left() + _PAD + 26, rect.right() - _PAD
        upper = QRect(left, rect.top() + 5, right - left, 20)
        told = run_words.outcome(row) if ended else run_words.progress(row)
        wide = ink.width(told, ink.small) + 2 if told else 0
        color = "text2" if ended else "text3"
        write(painter, ink, upper, told, font=ink.small, color=color, right=True)
        if not ended:
            bar = QRectF(right - wide - 8 - _BAR, rect.top() + 13, _BAR, 4)
            paint_progress(painter, self._theme, bar, row.done, row.of)
            wide += 8 + _BAR
        name = f"{row.playbook} (changed)" if row.changed else row.playbook
        write(painter, ink, upper.adjusted(0, 0, -wide - 10, 0), name, font=ink.medium,
              color="text2" if ended else "text")  # fmt: skip
        lower = QRect(left, rect.top() + 24, right - left, 17)
        alarm = run_words.notice(row)
        wide = ink.width(alarm, ink.small_medium) + 2 if alarm else 0
        write(painter, ink, lower, alarm, font=ink.small_medium, color="notice", right=True)
        write(painter, ink, lower.adjusted(0, 0, -wide - (10 if alarm else 0), 0),
              run_words.next_words(row, self.day, self._words), font=ink.small,
              color="text3")  # fmt: skip
