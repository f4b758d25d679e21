"""The draft of a load on the screen: its files, the chosen one's mapping, what it would do.

Its parts are made one in a turn of the event loop while the files are being looked at: making all
of them at once would stop the window for longer than an eye forgives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from healthdesk.core.domain.load import EXCHANGE, Load, key_of
from healthdesk.core.domain.views import FileResult, ImportResult, TableCount
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.tables import total
from healthdesk.gui.parts.card import Card

if TYPE_CHECKING:  # imported part by part, see above
    from healthdesk.core.domain.intake import Proposal
    from healthdesk.gui.pages.data.outcome import Outcome
    from healthdesk.gui.pages.data.wizard.files import Files
    from healthdesk.gui.pages.data.wizard.mapped_file import MappedFile
    from healthdesk.gui.pages.data.wizard.mapping_card import MappingCard
    from healthdesk.gui.pages.data.wizard.preview_card import PreviewCard

UNWRITTEN = "Nothing is written until you press Import."


class DraftView(QWidget):
    """Shows a draft; made in steps.

    Signals:
        made: all parts are there and can be connected.
    """

    made = Signal()

    files: Files
    mapped: MappedFile
    mapping: MappingCard
    sight: PreviewCard
    whole: Card
    outcome: Outcome
    wrong: Card

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._right = QStackedWidget()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(12)
        self._across.addWidget(self._right, 1)
        self._left: list[Callable[[], None]] = [
            self._import_parts,
            self._make_files,
            self._import_mapping,
            self._make_mapping,
            self._import_sight,
            self._make_sight,
            self._complete_sight,
            self._make_others,
        ]
        self._later = Later(self, 0, self._make_next)

    def begin(self) -> None:
        """Make the parts, one in a turn."""
        if self._left:
            self._later.start()

    @property
    def making(self) -> bool:
        """Whether parts are being made and `made` is still to come."""
        return bool(self._left) and self._later.isActive()

    def finish(self) -> None:
        """Make what is still missing, now."""
        self._later.stop()
        while self._left:
            self._left.pop(0)()
            if not self._left:
                self.made.emit()

    def show_load(self, load: Load) -> None:
        """Show the files and the chosen one."""
        self.files.show_load(load)
        proposal = load.proposal
        if proposal is not None:
            self._right.setCurrentWidget(self.mapped)
            self.mapped.show_proposal(proposal)
        elif load.chosen == EXCHANGE:
            self._right.setCurrentWidget(self.whole)
        else:
            self._show_wrong(load)

    def show_trouble(self, title: str, told: str, action: str) -> None:
        """Say in place of a preview why there is none."""
        self.sight.show_error(title, told, action)
        self.whole.show_error(title, told, action)

    def show_sight(self, load: Load, result: ImportResult | None, *, busy: bool) -> None:
        """Show the preview of the chosen file, as far as there is one."""
        proposal = load.proposal
        if load.chosen == EXCHANGE:
            self._show_whole(load, result)
        elif proposal is not None:
            self._show_file_sight(load, proposal, result, busy=busy)

    def _show_file_sight(
        self, load: Load, proposal: Proposal, result: ImportResult | None, *, busy: bool
    ) -> None:
        if proposal.left_out:
            why = f"{proposal.why[:1].upper()}{proposal.why[1:]}. " if proposal.why else ""
            self.sight.show_waiting(f"{why}This file is left out; its menu takes it in again.")
        elif not proposal.ready:
            number = len(proposal.questions)
            questions = "question" if number < 2 else f"{self.ui.words.number(number)} questions"
            self.sight.show_waiting(f"Answer the {questions} above to see what this file brings.")
        elif result is None or not any(one.name == proposal.raw.name for one in result.files):
            self.sight.show_checking()
        else:
            from healthdesk.gui.pages.data.wizard.preview_card import preview_of  # noqa: PLC0415

            self.sight.show_preview(preview_of(result, load, proposal), load, key_of(proposal))
            if busy:
                self.sight.show_checking()

    def _show_whole(self, load: Load, result: ImportResult | None) -> None:
        """Show what exchange folders bring: they need no mapping."""
        name = load.entries[0].name
        self.whole.set_title(f"Preview of {name}", UNWRITTEN)
        if result is None:
            self.whole.show_loading("Comparing with your desk")
            return
        mapped = {one.raw.name for one in load.intake.proposals}
        counts = [one for one in result.files if one.name not in mapped]
        tables = _summed(counts) if mapped else result.tables
        rejects = tuple(one for one in result.rejects if one.file not in mapped)
        self.outcome.show_counts(tables, result.notes)
        self.outcome.show_rejects(rejects, total(tables).rejected, None)
        self.whole.show_body()

    def _show_wrong(self, load: Load) -> None:
        entry = next((one for one in load.entries if one.key == load.chosen), None)
        if entry is not None:
            self.wrong.set_title(entry.name, "not part of the import")
            self.wrong.show_error("This file cannot be read", entry.title, "")
        self._right.setCurrentWidget(self.wrong)

    def _make_next(self) -> None:
        if self._left:
            self._left.pop(0)()
        if self._left:
            self._later.start()
        else:
            self.made.emit()

    def _import_parts(self) -> None:
        from healthdesk.gui.pages.data.wizard import files  # noqa: PLC0415 - a step of its own

        del files

    def _make_files(self) -> None:
        from healthdesk.gui.pages.data.wizard.files import Files  # noqa: PLC0415 - as above

        self.files = Files(self.ui)
        self._across.insertWidget(0, self.files)

    def _import_mapping(self) -> None:
        from healthdesk.gui.pages.data.wizard import mapping_card  # noqa: PLC0415 - as above

        del mapping_card

    def _make_mapping(self) -> None:
        from healthdesk.gui.pages.data.wizard.mapped_file import MappedFile  # noqa: PLC0415

        self.mapped = MappedFile(self.ui)
        self.mapping = self.mapped.mapping
        self._right.addWidget(self.mapped)

    def _import_sight(self) -> None:
        from healthdesk.gui.pages.data.wizard import preview_card  # noqa: PLC0415 - as above

        del preview_card

    def _make_sight(self) -> None:
        self.sight = self.mapped.add_sight()

    def _complete_sight(self) -> None:
        self.sight.complete()

    def _make_others(self) -> None:
        from healthdesk.gui.pages.data.outcome import Outcome  # noqa: PLC0415 - as above

        self.whole = Card(self.ui.theme, "Preview", padding=0)
        self.outcome = Outcome(self.ui)
        self.whole.body.setContentsMargins(0, 0, 0, 0)
        self.whole.body.addWidget(self.outcome)
        self.wrong = Card(self.ui.theme, " ")
        self._right.addWidget(self.whole)
        self._right.addWidget(self.wrong)


def _summed(files: Sequence[FileResult]) -> dict[str, TableCount]:
    """Add the counts of files up, table by table."""
    found: dict[str, dict[str, TableCount]] = {}
    for at, one in enumerate(files):
        for table, count in one.tables.items():
            found.setdefault(table, {})[str(at)] = count
    return {table: total(counts) for table, counts in found.items()}
