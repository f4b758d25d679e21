"""The editor on one run's own steps: what is changed holds for its account alone.

Steps that came up already stay as they are. Nothing is kept before it is saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.domain.playbook_change import refusal
from healthdesk.core.domain.playbook_difference import differences, same
from healthdesk.core.domain.run import RunState
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.editor import Editor
from healthdesk.gui.pages.playbooks.editor.head import HeadSays
from healthdesk.gui.pages.playbooks.runs.reading import RunBench, read_run_bench
from healthdesk.gui.panels.shelf.keeping import Keeping

if TYPE_CHECKING:
    from healthdesk.core.services import runs
else:
    runs = lazily("healthdesk.core.services.runs")


class NotKept(Keeping):
    """Knows whether there is something to save, and leaves the saving to a person."""

    def keep_now(self) -> None:
        """Keep nothing."""
        self._later.stop()


class RunEditor(Editor):
    """Edits the steps of one run."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.run = -1
        self.account = ""
        self._state: RunState | None = None
        self._refused = ""
        """What was told last of a step that cannot be changed: typing on says it once."""
        self._account_id = ""
        self.head.publish_requested.disconnect(self.acts.publish)
        self.head.publish_requested.connect(self.save)
        self.head.back.setToolTip("Back to the run (Esc)")
        self.head.back.setAccessibleName("Back to the run")

    def make_keeping(self) -> Keeping:
        """Nothing is kept before it is saved."""
        return NotKept(self.ui, self, None, self.alike, self.origin)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """What would be lost, if anything."""
        if self.draft is None or not self.changed:
            return ()
        return (f"the steps of {self.name} on {self.account}",)

    @property
    def changed(self) -> bool:
        """Whether the steps differ from those the run has."""
        bench = self.bench
        return bench is not None and not same(bench.draft, self.playbook)

    def open_run(self, run: int) -> None:
        """Begin with a run."""
        if run != self.run or not self.changed:
            self.forget()
            self.run = run
        self.reload()

    def reload(self) -> None:
        """Read the run's own steps."""
        if self.run >= 0:
            self.ui.read(
                read_run_bench,
                self.run,
                self.ui.day,
                then=self._take_run,
                failed=self._on_read_failed,
                key="run in the editor",
            )

    def _take_run(self, found: RunBench) -> None:
        if found.run != self.run:
            return
        self._state = found.state
        self.account, self._account_id = found.account_name, found.account_id
        self.name = found.bench.row.name
        self._take_bench(found.bench)
        self.trial.choose_account(found.account_id)

    def forget(self) -> None:
        """Let go of the run."""
        super().forget()
        self._state = None

    @Slot(object, str)
    def take(self, playbook: Playbook, label: str) -> None:
        """Go on with other steps, unless a step that came up already would be another one."""
        bench, state = self.bench, self._state
        told = refusal(bench.draft, playbook, state) if bench and state else ""
        if told:
            if told != self._refused:
                self.ui.toast(told, "Only what is still to come can be changed.", kind="notice")
            self._refused = told
            self.show_draft()
        else:
            self._refused = ""
            super().take(playbook, label)

    def show_head(self) -> None:
        """Show what the head says."""
        bench, draft = self.bench, self.draft
        if bench is None or draft is None:
            return
        template = bench.published
        count = len(differences(template, draft.document)) if template is not None else 0
        told = f"{self.ui.words.count(count, 'change')} against the playbook" if count else ""
        self.head.show_says(
            HeadSays(
                draft.document.name,
                bench.row.version,
                self.changed,
                told,
                draft.can_undo,
                draft.can_redo,
                len(self.faults),
                sum(1 for one in self.faults if one.blocks),
                own=self.account,
            ),
            locked=self.locked,
        )

    @Slot()
    def save(self) -> None:
        """Let the run go on with these steps."""
        if self.bench is None or self.ui.refuses_changes():
            return
        blocking = [one for one in self.faults if one.blocks]
        if blocking:
            self.ui.toast("It cannot be saved yet", blocking[0].sentence, kind="notice")
            return
        self.ui.do(
            runs.change, self.run, self.playbook, then=self._on_saved, failed=self._on_save_failed
        )

    def _on_saved(self, result: object) -> None:
        del result
        self.ui.toast(f"Changed for {self.account}", "", "Undo", self.ui.undo)
        self._close()

    def _on_save_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else str(error)
        self.ui.toast("It could not be saved", told, kind="error")

    @Slot()
    def leave(self) -> None:
        """Go back to the run; what was not saved is asked about."""
        question = Question(
            "Discard the changes?",
            f"The steps for {self.account} were changed and not saved.",
            "Discard",
            keeps="goes on with them",
            danger=True,
        )
        if not self.changed or self.ui.dialogs.ask(question):
            self._close()

    def _close(self) -> None:
        self.draft = self.bench = None
        self.keeping.forget()
        self.trial.stop()
        self.closed.emit()
