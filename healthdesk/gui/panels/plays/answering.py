"""A yes or a no to what plays suggest: one or several, each undone in one step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field

if TYPE_CHECKING:
    from healthdesk.core.domain.firing import FiringRow
    from healthdesk.core.services import plays
else:
    plays = lazily("healthdesk.core.services.plays")

_TIMES = count()
_LONGEST = 300


class Answering(QObject):
    """Says yes and no."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._left = 0
        self._rows: tuple[FiringRow, ...] = ()

    def yes(self, rows: Sequence[FiringRow]) -> None:
        """Start what they suggest."""
        if not rows or self.ui.refuses_changes():
            return
        self._rows, self._left = tuple(rows), len(rows)
        turn = f"yes to plays {next(_TIMES)}"
        for row in rows:
            self.ui.do(
                plays.accept, row.id, then=self._on_accepted, failed=self._on_failed, together=turn
            )

    def _on_accepted(self, run: int) -> None:
        self._left -= 1
        if self._left > 0:
            return
        some = self._rows
        if len(some) == 1:
            told = f"Started at {some[0].account_name}"
            self.ui.toast(told, f"By “{some[0].play}”.", "Undo", self.ui.undo)
        else:
            told = f"Started at {self.ui.words.count(len(some), 'account')}"
            self.ui.toast(told, "", "Undo", self.ui.undo)
        del run

    def _on_failed(self, error: Exception) -> None:
        self._left -= 1
        told = getattr(error, "sentence", str(error))
        self.ui.toast("It was not started", told, kind="error")

    def no(self, rows: Sequence[FiringRow]) -> None:
        """Ask for a word why not, and say so."""
        if not rows or self.ui.refuses_changes():
            return
        one = rows[0]
        whom = one.account_name if len(rows) == 1 else self.ui.words.count(len(rows), "suggestion")
        asked = ask_form(
            self.ui,
            f"Not now: {whom}",
            (Field("why", "Why not", required=True, hint="They answered yesterday"),),
            text="A word is kept with it: it tells later why the play was not followed.",
            yes="Say no",
        )
        if asked is None:
            return
        self._rows, self._left = tuple(rows), len(rows)
        turn = f"no to plays {next(_TIMES)}"
        why = str(asked["why"]).strip()[:_LONGEST]
        for row in rows:
            self.ui.do(plays.decline, row.id, why, then=self._on_declined, together=turn)

    def _on_declined(self, result: object) -> None:
        del result
        self._left -= 1
        if self._left <= 0:
            told = self.ui.words.count(len(self._rows), "suggestion")
            self.ui.toast(f"{told} declined", "", "Undo", self.ui.undo)
