"""After an import: compare scores, take it or one file of it back, save rejected rows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.landing import Landing
from healthdesk.core.domain.moved import Moved, ScoresThen
from healthdesk.core.domain.views import Conflict, ImportResult, Side
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.imports import undo_if_last
from healthdesk.gui.pages.data.reading import copy_file
from healthdesk.gui.pages.data.wizard.done import Done

_TOPICS = frozenset({Topic.OUTBOX, Topic.ACCOUNTS, Topic.FACTS, Topic.CONTACTS, Topic.WORK})


class After(QObject):
    """Serves the last step of the wizard.

    Signals:
        undone: the whole import was taken back.
    """

    undone = Signal()

    def __init__(self, ui: Ui, done: Done) -> None:
        super().__init__(done)
        self.ui = ui
        self.result: ImportResult | None = None
        self._done = done
        self._then: ScoresThen | None = None
        self._undoing = ""
        done.file_undo_requested.connect(self._on_done_file_undo_requested)
        done.save_requested.connect(self._on_done_save_requested)
        done.account_requested.connect(self._on_done_account_requested)
        done.settling.settled.connect(self._on_done_settled)
        ui.changed.connect(self._on_ui_changed)

    def begin(self, result: ImportResult, then: ScoresThen | None) -> None:
        """Show what an import did; `then` are the scores of before it."""
        self.result, self._then = result, then
        self._done.show_result(result)
        self._compare()
        self._report()

    def undo(self) -> None:
        """Take the whole import back."""
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        if self.result is not None and self.result.batch is not None:
            self.ui.do(
                imports.take_back,
                self.result.batch,
                then=self._say_undone,
                label="Undoing the import",
            )

    def _report(self) -> None:
        """Read what was done here meanwhile, what is to settle and what waits."""
        from healthdesk.core.services import landing  # noqa: PLC0415 - brings SQLAlchemy

        result = self.result
        if result is None or result.batch is None:
            return
        self.ui.read(
            landing.report,
            result.batch,
            self.ui.today,
            result.conflicts,
            then=self._show_report,
            failed=self._show_no_report,
            key="landing",
        )

    def _show_report(self, report: Landing) -> None:
        self._done.show_landing(report)

    def _show_no_report(self, error: Exception) -> None:
        self._done.landing.show_failure(str(error))

    @Slot(object, str)
    def _on_done_settled(self, conflict: Conflict, side: Side) -> None:
        from healthdesk.core.services import landing  # noqa: PLC0415 - brings SQLAlchemy

        if landing.can_settle(conflict):
            self.ui.do(landing.settle, conflict, side)
        else:
            self.ui.toast(
                "This row is settled on its account",
                "It is known by several of its fields together.",
                kind="notice",
            )

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        """Settled, taken back or handed over: say how it stands, while somebody looks."""
        if self._done.isVisible() and change.topics & _TOPICS:
            self._report()

    def _compare(self) -> None:
        from healthdesk.core.services import moved  # noqa: PLC0415 - brings SQLAlchemy

        if self._then is None:
            self._done.show_not_moved("The scores of before are not known.")
            return
        self.ui.read(
            moved.moved,
            self._then,
            then=self._show_moved,
            failed=self._show_not_moved,
            key="moved",
            label="Computing the scores",
        )

    def _show_moved(self, found: Moved) -> None:
        """Show the scores at once; who dips or rises by now takes longer to know."""
        from healthdesk.core.services import moved  # noqa: PLC0415 - brings SQLAlchemy

        self._done.show_moved(found)
        self.ui.read(
            moved.turned,
            self._then,
            found,
            then=self._done.show_moved,
            failed=self._leave_turned,
            key="turned",
            label="Looking for dips and rises",
            patient=True,
        )

    def _leave_turned(self, error: Exception) -> None:
        """The scores stand without them."""

    def _show_not_moved(self, error: Exception) -> None:
        self._done.show_not_moved(str(error))

    def _say_undone(self, notes: tuple[str, ...]) -> None:
        self.ui.toast("The import is undone", " ".join(notes), "Put it back", self._put_back)
        self.undone.emit()

    def _put_back(self) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        undo_if_last(self.ui, imports.take_back.label)

    @Slot(str)
    def _on_done_file_undo_requested(self, name: str) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        if self.result is None or self.result.batch is None:
            return
        self._undoing = name
        self.ui.do(
            imports.take_back,
            self.result.batch,
            file=name,
            then=self._say_file_undone,
            label=f"Undoing the import of {name}",
        )

    def _say_file_undone(self, notes: tuple[str, ...]) -> None:
        self._done.show_file_undone(self._undoing)
        told = " ".join(notes)
        self.ui.toast(f"{self._undoing} is undone", told, "Put it back", self._put_file_back)
        self._compare()

    def _put_file_back(self) -> None:
        self._put_back()
        self._done.show_file_back(self._undoing)

    @Slot()
    def _on_done_save_requested(self) -> None:
        if self.result is None or not self.result.rejects_file:
            return
        source = Path(self.result.rejects_file)
        target = self.ui.dialogs.save_as("Save the rejected rows", Path.home() / source.name)
        if target is not None:
            self.ui.work(copy_file, source, target, then=self._say_saved)

    def _say_saved(self, target: Path) -> None:
        self.ui.toast("Saved the rejected rows", str(target))

    @Slot(str)
    def _on_done_account_requested(self, account_id: str) -> None:
        self.ui.open_account(account_id)
