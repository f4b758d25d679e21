"""The editor of one playbook: head, canvas, form and trial over one draft that can be undone.

The draft is kept in the desk after a rest and on leaving, so that nothing is lost; what runs goes
on as it is until the draft is published. Not here: what is done with the playbook as a whole
(editor_acts.py).
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import playbook_edit as edit
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.playbook_difference import same
from healthdesk.core.domain.playbook_edit import Place, PlaybookDraft
from healthdesk.core.domain.playbook_faults import Fault, faults
from healthdesk.core.domain.playbook_layout import START_KEY
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.canvas_card import CanvasCard, neighbour
from healthdesk.gui.pages.playbooks.editor.editor_acts import EditorActs
from healthdesk.gui.pages.playbooks.editor.form_card import WIDE as FORM
from healthdesk.gui.pages.playbooks.editor.form_card import FormCard
from healthdesk.gui.pages.playbooks.editor.head import EditorHead, HeadSays
from healthdesk.gui.pages.playbooks.editor.keeping import Keeping
from healthdesk.gui.pages.playbooks.editor.kit import Kit
from healthdesk.gui.pages.playbooks.editor.missing import Missing
from healthdesk.gui.pages.playbooks.editor.trial_card import WIDE as TRIAL
from healthdesk.gui.pages.playbooks.editor.trial_card import TrialCard
from healthdesk.gui.pages.playbooks.reading import Bench, read_bench

MARGIN, GAP = 16, 12
_WAITS = frozenset({"wait", "branch", "end", "outcome", "set_field", "tag", "stop_playbook"})
"""Kinds that come on the day of the step before, unless somebody says otherwise."""
_HEAVY = frozenset({"message", "call", "task", "ask"})


class Editor(QWidget):
    """Edits one playbook.

    Signals:
        closed: somebody wants back to the list.
        gone: the playbook cannot be shown: why.
    """

    closed = Signal()
    gone = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.bench: Bench | None = None
        self.draft: PlaybookDraft | None = None
        self.name = ""
        self.key = START_KEY
        self.faults: tuple[Fault, ...] = ()
        self.locked = False
        self.kit = Kit(ui)
        self.head = EditorHead(ui)
        self.canvas = CanvasCard(ui.theme)
        self.form = FormCard(self.kit)
        self.trial = TrialCard(ui)
        self.keeping = Keeping(ui, self)
        self.missing = Missing(ui, self)
        self.acts = EditorActs(ui, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.form.setFixedWidth(FORM)
        self.trial.setFixedWidth(TRIAL)
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.canvas, 1)
        cards.addWidget(self.form)
        cards.addWidget(self.trial)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(cards, 1)

    def _connect(self) -> None:
        head, canvas, form = self.head, self.canvas, self.form
        head.back_requested.connect(self.leave)
        head.undo_requested.connect(self._on_undo_requested)
        head.redo_requested.connect(self._on_redo_requested)
        head.faults_requested.connect(self._on_faults_requested)
        head.trial_switched.connect(self._on_trial_switched)
        head.compare_requested.connect(self.acts.compare)
        head.run_requested.connect(self._on_run_requested)
        head.publish_requested.connect(self.acts.publish)
        head.menu_requested.connect(self._on_menu_requested)
        canvas.chosen.connect(self.choose)
        canvas.opened.connect(self._on_canvas_opened)
        canvas.move_wanted.connect(self._on_move_wanted)
        canvas.insert_wanted.connect(self.insert)
        canvas.way_wanted.connect(self._on_way_wanted)
        form.step_changed.connect(self._on_step_changed)
        form.about_changed.connect(self.take)
        form.arm_wanted.connect(self._on_arm_wanted)
        form.remove_requested.connect(self.remove)
        form.duplicate_requested.connect(self.duplicate)
        form.faults.pressed.connect(self._on_step_pressed)
        self.trial.step_pressed.connect(self._on_step_pressed)
        self.keeping.kept.connect(self._on_keeping_kept)
        self.missing.found.connect(self._on_missing_found)
        self.acts.removed.connect(self._on_acts_removed)

    # Opening and reading.

    def open(self, name: str) -> None:
        """Begin with another playbook."""
        if name != self.name:
            self.keeping.end_visit()
            self.name, self.draft, self.bench = name, None, None
            self.key = START_KEY
        self.reload()

    def reload(self) -> None:
        """Read what the desk has of the playbook and of what its steps may name."""
        if self.name:
            self.ui.read(
                read_bench,
                self.name,
                self.ui.day,
                then=self._take_bench,
                failed=self._on_read_failed,
                key="playbook",
            )

    def _take_bench(self, bench: Bench) -> None:
        if bench.row.name != self.name:
            return
        self.bench = bench
        kit = self.kit
        kit.choices, kit.fields, kit.attributes = bench.choices, bench.fields, bench.attributes
        kit.playbooks = tuple(one for one in bench.known.playbooks or () if one != self.name)
        kit.metrics, kit.owners = dict(bench.metrics), bench.owners
        self.trial.set_accounts(bench.accounts)
        if self.draft is None:
            self.draft = PlaybookDraft((bench.draft,))
            self.keeping.begin(bench.draft)
            self.key = bench.draft.steps[0].id if bench.draft.steps else START_KEY
        elif not self.keeping.is_due and not same(bench.draft, self.draft.playbook):
            # Undone or changed from elsewhere: that counts, as one more step.
            self.draft = self.draft.step(bench.draft)
            self.keeping.begin(bench.draft)
        self.show_draft()

    def _on_read_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else str(error)
        self.forget()
        self.gone.emit(told)

    def forget(self) -> None:
        """Let go of the playbook: another desk is open, or it is gone."""
        self.keeping.forget()
        self.trial.stop()
        self.name, self.draft, self.bench = "", None, None

    # Showing.

    @property
    def playbook(self) -> Playbook:
        """The playbook as it is on the screen."""
        return Playbook("") if self.draft is None else self.draft.playbook

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        bench = self.bench
        if bench is None or self.draft is None:
            return
        playbook = self.playbook
        self.locked = self.ui.looking_back
        self.faults = faults(playbook, CATALOGUE, bench.known)
        if playbook.step(self.key) is None:
            self.key = START_KEY
        self.canvas.set_locked(self.locked)
        self.canvas.show_playbook(playbook, self.faults, bench.metrics)
        if self.canvas.canvas.current != self.key:
            self.canvas.choose(self.key)
        self.form.set_locked(self.locked)
        self.form.show_step(playbook, self.key, self.faults)
        self.trial.show_playbook(playbook)
        self.missing.look(playbook, self.key, bench.accounts)
        self._show_head()
        self._fit()

    def _show_head(self) -> None:
        bench, draft = self.bench, self.draft
        if bench is None or draft is None:
            return
        published = bench.published
        self.head.show_says(
            HeadSays(
                draft.playbook.name,
                bench.row.version,
                published is None or not same(published, draft.playbook),
                self._sentence(bench),
                draft.can_undo,
                draft.can_redo,
                len(self.faults),
                sum(1 for one in self.faults if one.blocks),
                self.keeping.words,
            ),
            locked=self.locked,
        )

    def _sentence(self, bench: Bench) -> str:
        row, words = bench.row, self.ui.words
        parts = []
        if row.used_by:
            parts.append(f"used by {len(row.used_by)}")
        runs = row.runs_active + row.runs_done
        if runs:
            parts.append(words.count(runs, "run"))
        worked, of = row.worked
        if of:
            parts.append(f"worked in {worked} of {of} closed")
        if self.keeping.words:
            parts.append(self.keeping.words)
        return ", ".join(parts)

    def _fit(self) -> None:
        """Fold the trial under its button where there is no room for it."""
        narrow = self.head.narrow
        trying = narrow and self.head.trial.isChecked()
        self.form.setVisible(not trying)
        self.trial.setVisible(not narrow or trying)
        self.trial.set_on(not narrow or trying)

    @Slot(str)
    def choose(self, key: str) -> None:
        """Have another step in the form."""
        if key == self.key:
            return
        self.key = key
        self.form.show_step(self.playbook, key, self.faults)
        self.form.area.verticalScrollBar().setValue(0)
        self.trial.choose(key)
        if self.bench is not None:
            self.missing.look(self.playbook, key, self.bench.accounts)

    # Changing.

    @Slot(object, str)
    def take(self, playbook: Playbook, label: str) -> None:
        """Go on with another state of the playbook."""
        draft = self.draft
        if draft is None or self.ui.refuses_changes():
            return
        refusal = edit.refusal(playbook)
        if refusal:
            self.ui.toast(refusal, kind="notice")
            self.show_draft()
            return
        mended = edit.mended(draft.playbook, playbook)
        self.draft = draft.step(playbook, label)
        self.keeping.changed(playbook)
        self.show_draft()
        if mended and not label.startswith("when"):
            names = ", ".join(f"“{one.name}”" for one in mended)
            self.ui.toast(
                f"{names} now counts from the step before it",
                "What it counted from does not stand before it any more.",
                kind="notice",
            )

    @Slot(str, object)
    def insert(self, kind: str, place: Place) -> None:
        """Put a new step in and go on in its form."""
        if self.draft is None or self.locked:
            return
        made = new_step(self.playbook, kind)
        self.key = made.id
        self.take(edit.insert(self.playbook, place, made), "")
        self.canvas.choose(self.key)
        self.trial.choose(self.key)
        if self.playbook.step(made.id) is not None and kind != "end":
            self.form.focus_first()

    @Slot()
    def remove(self) -> None:
        """Take the chosen step out."""
        if self.playbook.step(self.key) is not None and not self.locked:
            gone, self.key = self.key, neighbour(self.playbook, self.key)
            self.take(edit.remove(self.playbook, gone), "")
            self.canvas.choose(self.key)
            self.canvas.canvas.setFocus()

    @Slot()
    def duplicate(self) -> None:
        """Put a copy of the chosen step behind it."""
        if self.playbook.step(self.key) is not None and not self.locked:
            made, self.key = edit.duplicate(self.playbook, self.key)
            self.take(made, "")
            self.canvas.choose(self.key)

    def undo(self) -> None:
        """Take the last step back."""
        if self.draft is not None and self.draft.can_undo:
            self._go_to(self.draft.undo())

    def redo(self) -> None:
        """Do a step again."""
        if self.draft is not None and self.draft.can_redo:
            self._go_to(self.draft.redo())

    def _go_to(self, draft: PlaybookDraft) -> None:
        self.draft = draft
        self.keeping.changed(draft.playbook)
        self.show_draft()

    @Slot()
    def leave(self) -> None:
        """Keep the draft and go back to the list."""
        self.keeping.end_visit()
        self.trial.stop()
        self.closed.emit()

    # What the parts tell.

    @Slot(object, str)
    def _on_step_changed(self, step: Step, label: str) -> None:
        self.take(edit.put(self.playbook, step), label)

    @Slot(str, object)
    def _on_move_wanted(self, key: str, place: Place) -> None:
        self.take(edit.move(self.playbook, key, place), "")
        self.canvas.choose(self.key)

    @Slot(str)
    def _on_way_wanted(self, way: str) -> None:
        if way == "remove":
            self.remove()
        elif way == "duplicate":
            self.duplicate()
        else:
            self.take(edit.shift(self.playbook, self.key, way), "")  # type: ignore[arg-type]
            self.canvas.choose(self.key)

    @Slot(int, str)
    def _on_arm_wanted(self, number: int, way: str) -> None:
        playbook, key = self.playbook, self.key
        if way == "add":
            made = edit.add_arm(playbook, key)
        elif way == "remove":
            made = edit.remove_arm(playbook, key, number)
        else:
            made = edit.move_arm(playbook, key, number, number + (-1 if way == "up" else 1))
        self.take(made, "")

    @Slot(str)
    def _on_step_pressed(self, key: str) -> None:
        if self.playbook.step(key) is not None:
            self.canvas.choose(key)
            self.choose(key)
            if self.head.narrow and self.head.trial.isChecked():
                return
            self.form.focus_first()

    @Slot()
    def _on_canvas_opened(self) -> None:
        self.head.trial.setChecked(False)
        self.form.focus_first()

    @Slot()
    def _on_faults_requested(self) -> None:
        self.head.trial.setChecked(False)
        self.canvas.choose(START_KEY)
        self.choose(START_KEY)
        self.form.area.verticalScrollBar().setValue(self.form.area.verticalScrollBar().maximum())

    @Slot()
    def _on_undo_requested(self) -> None:
        self.undo()

    @Slot()
    def _on_redo_requested(self) -> None:
        self.redo()

    @Slot(bool)
    def _on_trial_switched(self, on: bool) -> None:
        del on
        self._fit()
        self.trial.choose(self.key)

    @Slot()
    def _on_run_requested(self) -> None:
        self.acts.choose_account(self.head.run)

    @Slot(QPoint)
    def _on_menu_requested(self, at: QPoint) -> None:
        self.acts.open_menu(at)

    @Slot()
    def _on_keeping_kept(self) -> None:
        self._show_head()

    @Slot(object)
    def _on_missing_found(self, found: dict[str, int]) -> None:
        self.form.set_missing(found)
        told = self.missing.faults(self.key)
        mine = [one for one in self.faults if one.step == self.key]
        if self.form.step is not None:
            self.form.faults.show_faults([*mine, *told], {})

    @Slot()
    def _on_acts_removed(self) -> None:
        self.forget()
        self.closed.emit()

    # Qt.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes from the form to the canvas, and from there to the list."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.canvas.canvas.hasFocus():
            self.leave()
        else:
            self.canvas.canvas.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may fold the trial."""
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when another page is shown."""
        super().hideEvent(event)
        self.trial.stop()
        self.missing.stop()
        self.keeping.end_visit()


def new_step(playbook: Playbook, kind: str) -> Step:
    """A step of a kind as it is most often wanted."""
    spec = CATALOGUE[kind].SPEC
    first = not playbook.steps
    when = When(0) if first or kind in _WAITS else When(1, working=True)
    made = Step(playbook.new_id(kind), kind, spec.title, when, required=kind in _HEAVY)
    if spec.flow == "branch":
        arms = tuple(Arm(name) for name in edit.NAMES)
        return msgspec.structs.replace(made, arms=arms, required=False)
    return made
