"""A yes or a no to what plays suggest: one or several, each undone in one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from healthdesk.core.domain.errors import Cancelled
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field

if TYPE_CHECKING:
    from healthdesk.core.domain.firing import FiringRow
    from healthdesk.core.services import plays
    from healthdesk.core.services.play_answers import Accepted
else:
    plays = lazily("healthdesk.core.services.plays")

_LONGEST = 300


class Answering(QObject):
    """Says yes and no."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._rows: tuple[FiringRow, ...] = ()

    def yes(self, rows: Sequence[FiringRow]) -> None:
        """Start what they suggest."""
        if not rows or self.ui.refuses_changes():
            return
        self._rows = tuple(rows)
        if len(rows) == 1:
            one = rows[0]
            self.ui.do(plays.accept, one.id, then=self._on_accepted, failed=self._on_failed)
            return
        listed = [row.id for row in rows]
        self.ui.do(
            plays.accept_all, listed,
            then=self._on_all_accepted, failed=self._on_failed, label="Starting playbooks",
        )  # fmt: skip

    def _on_accepted(self, run: int) -> None:
        del run
        one = self._rows[0]
        self.ui.toast(f"Started at {one.account_name}", f"By “{one.play}”.", "Undo", self.ui.undo)

    def _on_all_accepted(self, told: Accepted) -> None:
        words = self.ui.words
        left = ""
        if told.left:
            was = "was" if told.left == 1 else "were"
            why = told.why or "They waited no more."
            left = f"{words.count(told.left, 'suggestion')} {was} not started: {why}"
        if told.done:
            done = f"{words.count(told.done, 'suggestion')} started"
            self.ui.toast(done, left, "Undo", self.ui.undo, kind="notice" if left else "done")
        else:
            self.ui.toast("Nothing was started", left, kind="error")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.ui.toast("Nothing was started", "You stopped it.", kind="notice")
            return
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
        why = str(asked["why"]).strip()[:_LONGEST]
        listed = [row.id for row in rows]
        self.ui.do(plays.decline_all, listed, why, then=self._on_declined)

    def _on_declined(self, told: Accepted) -> None:
        count = self.ui.words.count(told.done, "suggestion")
        self.ui.toast(f"{count} declined", "", "Undo", self.ui.undo)
