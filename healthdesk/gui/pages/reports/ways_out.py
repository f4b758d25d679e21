"""What the head's buttons and their keys do: at once, or as soon as the pages are there.

Not here: what is written, filed, logged (acts.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.gui.pages.reports.acts import ReportActs
from healthdesk.gui.pages.reports.head import ReportHead
from healthdesk.gui.pages.reports.preview_card import PreviewCard
from healthdesk.gui.pages.reports.words_card import WordsCard


class WaysOut(QObject):
    """Passes on what is wanted of the report in view; words typed a moment ago are in it.

    Signals:
        filed_wanted: the filed reports are to be listed.
    """

    filed_wanted = Signal()

    def __init__(
        self, head: ReportHead, words: WordsCard, preview: PreviewCard, acts: ReportActs
    ) -> None:
        super().__init__(acts)
        self._head = head
        self._words = words
        self._preview = preview
        self._acts = acts
        self._wanted: Callable[[], object] | None = None
        """What is done once the pages are there."""
        head.export_requested.connect(self.export)
        head.act_requested.connect(self.act)

    def go_on(self) -> None:
        """The pages are there: do what waits for them."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    def give_up(self) -> None:
        """There will be no pages."""
        self._wanted = None

    @Slot(str)
    def export(self, key: str) -> None:
        """Write the report in view in a format."""
        self._words.keep()
        self._once_drawn(partial(self._acts.export, key))

    @Slot(str)
    def act(self, key: str) -> None:
        """Do what a button of the head, or a line of its menu, stands for."""
        self._words.keep()
        if key == "filed":
            self.filed_wanted.emit()
            return
        acts: dict[str, Callable[[], object]] = {
            "outcome": self._acts.log_outcome,
            "file": self._acts.file_it,
            "copy": self._acts.copy_text,
            "send": partial(self._acts.send, self._head.main_key),
            "template": self._acts.save_template,
            "batch": self._acts.ask_batch,
        }
        self._once_drawn(acts[key])

    @Slot()
    def export_main(self) -> None:
        """Write the report in the format of the main button."""
        if self._head.main.isEnabled() and self._head.main_key:
            self.export(self._head.main_key)

    @Slot()
    def file_it(self) -> None:
        """File the report in view."""
        if self._head.file.isEnabled():
            self.act("file")

    @Slot()
    def log_outcome(self) -> None:
        """Log the outcome of the review in view."""
        if self._head.outcome.isVisible() and self._head.outcome.isEnabled():
            self.act("outcome")

    def _once_drawn(self, act: Callable[[], object]) -> None:
        if self._preview.busy.full_text or self._preview.state == "loading":
            self._wanted = act
        else:
            act()
