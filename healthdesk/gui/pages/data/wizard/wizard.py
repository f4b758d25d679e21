"""The wizard: looks at what was dropped, shows mapping and preview, imports, tells what moved.

It holds the draft of the load (core/domain/load.py) and shows it; every change makes a new draft
and a new rehearsal. Not here: how a card looks (the files beside this one).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPoint, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.intake import Intake, Match, Proposal
from healthdesk.core.domain.load import (
    Load,
    Spelled,
    begun,
)
from healthdesk.core.domain.moved import Moved, ScoresThen
from healthdesk.core.domain.views import (
    Conflict,
    ImportResult,
    Side,
)
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.imports import some_names
from healthdesk.gui.pages.data.tables import total
from healthdesk.gui.pages.data.wizard.checker import Checker, Wish
from healthdesk.gui.pages.data.wizard.draft_view import UNWRITTEN, DraftView
from healthdesk.gui.pages.data.wizard.head import Head
from healthdesk.gui.pages.data.wizard.sayings import questions_left, suggested
from healthdesk.gui.pages.data.working import Working
from healthdesk.gui.parts.card import Card

if TYPE_CHECKING:  # made when they are needed
    from healthdesk.core.services.rehearsal import Rehearsal
    from healthdesk.gui.pages.data.wizard.after import After
    from healthdesk.gui.pages.data.wizard.done import Done
    from healthdesk.gui.pages.data.wizard.file_menu import FileMenu
    from healthdesk.gui.pages.data.wizard.files import Files
    from healthdesk.gui.pages.data.wizard.mapping_card import MappingCard
    from healthdesk.gui.pages.data.wizard.preview_card import PreviewCard

KINDS = "All files (*)"
State = Literal["looking", "ready", "importing", "done", "refused"]


class Wizard(QWidget):
    """Takes files in.

    Signals:
        left: the wizard is over; `result` says what was imported, if anything.
        settle_requested: the same, and the user wants to see the rows that wait.
    """

    left = Signal()
    settle_requested = Signal()

    files: Files
    mapping: MappingCard
    sight: PreviewCard
    menu: FileMenu
    done: Done
    after: After

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.state: State = "looking"
        self.load: Load | None = None
        self.preview: ImportResult | None = None
        self.moves: Moved | None = None
        self.result: ImportResult | None = None
        self._past: list[Load] = []
        self._has_done = False
        self._places: tuple[str, ...] = ()
        self._job = -1
        self._then: ScoresThen | None = None
        self._looked: Intake | None = None
        self.checker = Checker(ui, self)
        self.head = Head(ui)
        self.draft = DraftView(ui)
        self.flow = Card(ui.theme, " ")
        self.working = Working(ui)
        self._faces = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def start(self) -> QWidget:
        """The button that imports."""
        return self.head.start

    def take(self, places: Sequence[str]) -> None:
        """Look at these files too; after an import, begin anew."""
        if self.state == "importing":
            self.ui.toast("An import is under way", "Wait for it, or cancel it.", kind="notice")
            return
        if self.state == "done":
            self.load, self._past, self._places = None, [], ()
        self._look(tuple(dict.fromkeys((*self._places, *places))))

    def _look(self, places: tuple[str, ...]) -> None:
        from healthdesk.core.services import intake  # noqa: PLC0415 - brings SQLAlchemy

        self._places, self._looked = places, None
        self.checker.drop()
        self._go("looking")
        told = f"Reading {some_names([_last(place) for place in places])}"
        self.flow.set_title(told)
        self.working.begin(told, UNWRITTEN)
        job = self.ui.read(
            intake.look,
            places,
            then=self._show_look,
            failed=self._show_refusal,
            key="look",
            label=told,
        )
        self._job = self.working.job = job
        if self.state == "looking":
            self.draft.begin()

    def _show_look(self, intake: Intake) -> None:
        before = self.load
        load = (
            begun(self._places, intake)
            if before is None
            else before.looked_again(self._places, intake)
        )
        if all(one.kind == "unreadable" for one in load.entries):
            told = [one.sentence for one in intake.unreadable] or list(intake.notes)
            self._refuse("\n".join(told) or "Nothing in it can be read.")
            return
        if self.draft.making:  # small files are read before the parts are there, one a turn
            self._looked = intake
            return
        self.draft.finish()
        self.load, self._past, self.preview, self.moves = load, [], None, None
        self._go("ready")
        self._show_load()
        self._check(now=True)

    def _change(self, load: Load, *, check: bool = True) -> None:
        """Go on with a changed draft."""
        if self.load is not None and check:
            self._past.append(self.load)
        self.load = load
        self._show_load()
        if check:
            self._check()

    def _check(self, *, now: bool = False) -> None:
        from healthdesk.core.services import intake  # noqa: PLC0415 - brings SQLAlchemy

        load = self.load
        if load is None or not load.parts:
            self.checker.drop()
            return
        names = [one.raw.name for one in load.ready]
        label = f"Checking {some_names([*(_last(one) for one in load.intake.exchange), *names])}"
        plan = intake.plan_of(load.intake, load.decisions) if names else None
        wish = Wish(tuple(map(Path, load.intake.exchange)), plan, label)
        self.checker.want(wish, now=now)
        self._show_sight()
        self._show_before()

    def _show_sight(self) -> None:
        if self.load is not None:
            self.draft.show_sight(self.load, self.preview, busy=self.checker.busy)

    def _show_before(self) -> None:
        """Say what to know before Import is pressed."""
        moves = None if self.checker.busy else self.moves
        if self.load is not None:
            preview = None if self.checker.busy else self.preview
            self.files.show_before(self.load, moves, 0 if preview is None else preview.overruled)

    def _show_load(self) -> None:
        load = self.load
        if load is None:
            return
        self.head.title.setText(load.recipe or "Import")
        self.draft.show_load(load)
        self._show_sight()
        self._show_before()
        self._offer()

    def _offer(self) -> None:
        """Say what Import would do now, or what stands in its way."""
        load = self.load
        if load is None or self.state != "ready":
            return
        words, open_ones = self.ui.words, questions_left(load, self.ui.words)
        text = f"Import {words.count(load.parts, 'file')}" if load.parts else "Import"
        why = open_ones or ("" if load.parts else "No file can be imported yet.")
        if not why and self.preview is not None and _brings_nothing(self.preview):
            why = "All of it is in your desk already."
        self.head.offer(text, on=not why, why=why or suggested(load, words))
        self.head.recipe.setVisible(bool(load.intake.proposals))
        self.head.recipe.setEnabled(bool(load.ready))

    @Slot(object)
    def _on_checker_checked(self, found: Rehearsal) -> None:
        if self.load is None:
            return
        self.preview, self.moves = found.result, found.moved
        before = self.load.decisions
        self.load = self.load.with_result(found.result, found.names)
        if self.load.decisions != before:  # names were taken as suggested: what does that bring?
            self._check(now=True)
        self._show_sight()
        self._show_before()
        self._offer()

    @Slot(object)
    def _on_checker_refused(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "The desk is as it was before."
        if self.load is not None and self.load.intake.proposals:
            self.preview = None
            self.draft.show_trouble("This cannot be imported as it stands", told, "Try again")
            self.head.offer("Import", on=False, why=told)
        else:
            self._refuse(told)

    @Slot()
    def _on_checker_stopped(self) -> None:
        told = "The check was stopped; nothing was written."
        self.draft.show_trouble("No preview", told, "Check again")

    def _import(self) -> None:
        from healthdesk.core.services import moved  # noqa: PLC0415 - brings SQLAlchemy

        self.checker.drop()
        names = [one.name for one in self.load.entries] if self.load is not None else []
        self._go("importing")
        told = f"Importing {some_names(names)}"
        self.flow.set_title(told)
        self.working.begin(told, "Cancel takes back all of it.")
        self.ui.read(moved.before, then=self._run, failed=self._run_blind, key="before")

    def _run_blind(self, error: Exception) -> None:
        """Import all the same where the scores of before cannot be told."""
        del error
        self._run(None)

    def _run(self, then: ScoresThen | None) -> None:
        from healthdesk.core.services import imports, intake  # noqa: PLC0415 - SQLAlchemy

        load, self._then = self.load, then
        if load is None:
            return
        job = self.ui.do(
            imports.run,
            tuple(map(Path, load.intake.exchange)),
            plan=intake.plan_of(load.intake, load.decisions) if load.ready else None,
            then=self._show_done,
            failed=self._show_refusal,
            label=f"Importing {some_names([one.name for one in load.entries])}",
        )
        self._job = self.working.job = job
        if job < 0:
            self._go("ready")

    def _show_done(self, result: ImportResult) -> None:
        self.result = result
        self._make_done()
        self._go("done")
        self.after.begin(result, self._then)

    def _show_refusal(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.ui.toast("Stopped", "Nothing of it was kept.", kind="notice")
            if self.load is None:
                self.left.emit()
            else:
                self._places = self.load.places
                self._go("ready")
                self._show_load()
            return
        told = str(error) if isinstance(error, DeskError) else "The desk is as it was before."
        self._refuse(told)

    def _refuse(self, told: str) -> None:
        self._go("refused")
        self.flow.set_title(some_names([_last(one) for one in self._places]), "nothing was written")
        self.flow.show_error("This cannot be imported", told, "Try again")

    def _go(self, state: State) -> None:
        """Show the buttons and the face that belong to a state."""
        self.state = state
        head = self.head
        head.steps.set_step({"ready": 1, "importing": 1, "done": 2}.get(state, 0))
        head.recipe.setVisible(state == "ready")
        head.start.setVisible(state in ("ready", "done"))
        head.undo.setVisible(state == "done")
        head.cancel.setVisible(state in ("looking", "ready", "refused"))
        head.cancel.setText("Back" if state == "refused" else "Cancel")
        if state == "done":
            head.offer("Close", on=True, why="", icon="check")
            self._faces.setCurrentWidget(self.done)
        elif state == "ready":
            self._faces.setCurrentIndex(0)
        else:
            self._faces.setCurrentWidget(self.flow)
            self.flow.show_body()

    @Slot()
    def _on_start_clicked(self) -> None:
        if self.state == "done":
            self.left.emit()
        elif self.state == "ready":
            self._import()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        if self.state == "looking":
            self.ui.jobs.cancel(self._job)
        elif not self._past or self.ui.dialogs.ask(LEAVE):
            self.checker.drop()
            self.left.emit()

    @Slot()
    def _on_working_cancel_requested(self) -> None:
        self.ui.jobs.cancel(self._job)

    @Slot()
    def _on_flow_retry_requested(self) -> None:
        self._look(self._places)

    @Slot()
    def _on_check_retry_requested(self) -> None:
        self._check(now=True)

    @Slot()
    def _on_recipe_clicked(self) -> None:
        from healthdesk.core.services import intake, mappings  # noqa: PLC0415 - brings SQLAlchemy

        load = self.load
        if load is None:
            return
        name = self.ui.dialogs.prompt(
            "Save as a recipe",
            "Next week the same files go in with one drop. What is it called?",
            load.recipe or "Weekly load",
            "Save",
        )
        if name:
            self.ui.do(mappings.keep, intake.document_of(load.intake, name), then=self._say_kept)

    def _say_kept(self, kept: object) -> None:
        del kept
        self.ui.toast("The recipe is saved", "You find it under Data, Mappings.")

    @Slot()
    def _on_undo_clicked(self) -> None:
        self.after.undo()

    @Slot()
    def _on_after_undone(self) -> None:
        self.left.emit()

    @Slot(str)
    def _on_sight_save_requested(self, file: str) -> None:
        from healthdesk.core.services import intake, rehearsal  # noqa: PLC0415 - SQLAlchemy

        load = self.load
        if load is None:
            return
        proposal = Path.home() / f"{Path(file).stem} rejected rows.csv"
        target = self.ui.dialogs.save_as("Save the rejected rows", proposal)
        if target is not None:
            self.ui.do(
                rehearsal.rejected_rows,
                tuple(map(Path, load.intake.exchange)),
                target,
                plan=intake.plan_of(load.intake, load.decisions),
                file=file,
                then=self._say_saved,
                label=f"Writing the rejected rows of {file}",
            )

    def _say_saved(self, target: Path) -> None:
        self.ui.toast("Saved the rejected rows", str(target))

    @Slot()
    def _on_done_settle_requested(self) -> None:
        self.settle_requested.emit()

    @Slot(str)
    def _on_files_chosen(self, key: str) -> None:
        if self.load is not None and key != self.load.chosen:
            self._change(self.load.choose(key), check=False)

    @Slot(object)
    def _on_files_dropped(self, paths: tuple[Path, ...]) -> None:
        self.take(tuple(str(path) for path in paths))

    @Slot()
    def _on_files_more_requested(self) -> None:
        paths = self.ui.dialogs.choose_files("Add files", KINDS)
        if paths:
            self.take(tuple(str(path) for path in paths))

    @Slot(object)
    def _on_proposal_changed(self, proposal: Proposal) -> None:
        if self.load is not None:
            self._change(self.load.with_proposal(self.load.chosen, proposal))

    @Slot(QPoint)
    def _on_mapping_menu_requested(self, place: QPoint) -> None:
        if self.mapping.proposal is not None and self.load is not None:
            self.menu.open(self.mapping.proposal, self.load.intake.proposals, place)

    @Slot()
    def _on_menu_forgotten(self) -> None:
        if self.load is not None:
            self.load = self.load.untouched(self.load.chosen)
            self._look(self._places)

    @Slot(object, object)
    def _on_sight_matched(self, match: Match | None, spelled: Spelled) -> None:
        if self.load is not None:
            self._change(self.load.with_match(match, spelled))

    @Slot(object, str)
    def _on_sight_sided(self, conflicts: tuple[Conflict, ...], side: Side) -> None:
        if self.load is not None:
            self._change(self.load.with_sides(conflicts, side))

    @Slot(object, str)
    def _on_sight_ruled(self, conflicts: tuple[Conflict, ...], side: Side) -> None:
        load = self.load
        if load is None:
            return
        for conflict in conflicts:
            load = load.with_rule(conflict.table, conflict.field, side)
        self._change(load)

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Z while there is a step of the draft to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.matches(QKeySequence.StandardKey.Undo)
            if mine and self.state == "ready" and self._past:
                event.accept()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the last decision back."""
        undo = event.matches(QKeySequence.StandardKey.Undo)
        if undo and self.state == "ready" and self._past:
            self.load = self._past.pop()
            self._show_load()
            self._check()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.flow.body.addWidget(self.working)
        self._faces.addWidget(self.draft)
        self._faces.addWidget(self.flow)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 0, 16, 16)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._faces, 1)

    def _make_done(self) -> None:
        """Make the last step; it is seen once at the most."""
        from healthdesk.gui.pages.data.wizard.after import After  # noqa: PLC0415 - when needed
        from healthdesk.gui.pages.data.wizard.done import Done  # noqa: PLC0415 - when needed

        if self._has_done:
            return
        self._has_done = True
        self.done = Done(self.ui)
        self.after = After(self.ui, self.done)
        self._faces.addWidget(self.done)
        self.after.undone.connect(self._on_after_undone)
        self.done.settle_requested.connect(self._on_done_settle_requested)

    @Slot()
    def _on_draft_made(self) -> None:
        """Connect the parts of the draft: they were made one by one."""
        from healthdesk.gui.pages.data.wizard.file_menu import FileMenu  # noqa: PLC0415

        draft = self.draft
        self.files, self.mapping, self.sight = draft.files, draft.mapping, draft.sight
        self.menu = FileMenu(self.ui, self)
        self.sight.retry_requested.connect(self._on_check_retry_requested)
        draft.whole.retry_requested.connect(self._on_check_retry_requested)
        self.files.chosen.connect(self._on_files_chosen)
        self.files.dropped.connect(self._on_files_dropped)
        self.files.more_requested.connect(self._on_files_more_requested)
        self.mapping.changed.connect(self._on_proposal_changed)
        self.mapping.menu_requested.connect(self._on_mapping_menu_requested)
        self.menu.changed.connect(self._on_proposal_changed)
        self.menu.forgotten.connect(self._on_menu_forgotten)
        self.sight.matched.connect(self._on_sight_matched)
        self.sight.sided.connect(self._on_sight_sided)
        self.sight.ruled.connect(self._on_sight_ruled)
        self.sight.save_requested.connect(self._on_sight_save_requested)
        if self._looked is not None:
            self._show_look(self._looked)

    def _connect(self) -> None:
        self.checker.checked.connect(self._on_checker_checked)
        self.checker.refused.connect(self._on_checker_refused)
        self.checker.stopped.connect(self._on_checker_stopped)
        self.head.start.clicked.connect(self._on_start_clicked)
        self.head.cancel.clicked.connect(self._on_cancel_clicked)
        self.head.recipe.clicked.connect(self._on_recipe_clicked)
        self.head.undo.clicked.connect(self._on_undo_clicked)
        self.working.cancel_requested.connect(self._on_working_cancel_requested)
        self.flow.retry_requested.connect(self._on_flow_retry_requested)
        self.draft.made.connect(self._on_draft_made)


LEAVE = Question(
    "Leave without importing?",
    "Nothing was written. What you answered and decided here is forgotten.",
    "Leave",
    "Stay",
    "keeps everything",
)


def _last(place: str) -> str:
    """Name a place shortly; the address of a database may hold a password, so only its name."""
    return place.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].rsplit("@", 1)[-1]


def _brings_nothing(result: ImportResult) -> bool:
    count = total(result.tables)
    return bool(count.read) and not (count.new or count.changed or count.waiting or result.words)
