"""The editor of one playbook: head, canvas, form and trial over one draft that can be undone.

What runs goes on as it is until the draft is published. Not here: what is done with the playbook as
a whole (editor_acts.py).
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import playbook_edit as edit
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When
from healthdesk.core.domain.playbook_difference import same
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.domain.playbook_faults import Fault, faults
from healthdesk.core.domain.playbook_layout import START_KEY
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.canvas_card import CanvasCard, neighbour
from healthdesk.gui.pages.playbooks.editor.editor_acts import EditorActs
from healthdesk.gui.pages.playbooks.editor.form_card import WIDE as FORM
from healthdesk.gui.pages.playbooks.editor.form_card import FormCard
from healthdesk.gui.pages.playbooks.editor.head import EditorHead, HeadSays
from healthdesk.gui.pages.playbooks.editor.kit import Kit
from healthdesk.gui.pages.playbooks.editor.missing import Missing
from healthdesk.gui.pages.playbooks.editor.trial_card import WIDE as TRIAL
from healthdesk.gui.pages.playbooks.editor.trial_card import TrialCard
from healthdesk.gui.pages.playbooks.kind import PLAYBOOKS
from healthdesk.gui.pages.playbooks.reading import Bench, read_bench
from healthdesk.gui.panels.shelf.editor import GAP, DocumentEditor

_WAITS = frozenset({"wait", "branch", "end", "outcome", "set_field", "tag", "stop_playbook"})
"""Kinds that come on the day of the step before, unless somebody says otherwise."""
_HEAVY = frozenset({"message", "call", "task", "ask"})


class Editor(DocumentEditor[Playbook, Bench]):
    """Edits one playbook."""

    empty = Playbook("")

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, PLAYBOOKS, read_bench)
        self.key = START_KEY
        self.faults: tuple[Fault, ...] = ()
        self.kit = Kit(ui)
        self.head = EditorHead(ui)
        self.canvas = CanvasCard(ui.theme)
        self.form = FormCard(self.kit)
        self.trial = TrialCard(ui)
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
        self.put(self.head, cards, self.acts)

    def _connect(self) -> None:
        head, canvas, form = self.head, self.canvas, self.form
        head.undo_requested.connect(self.undo)
        head.redo_requested.connect(self.redo)
        head.faults_requested.connect(self._on_faults_requested)
        head.trial_switched.connect(self._on_trial_switched)
        head.compare_requested.connect(self.acts.compare)
        head.run_requested.connect(self._on_run_requested)
        head.publish_requested.connect(self.acts.publish)
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
        self.missing.found.connect(self._on_missing_found)

    # Opening and reading.

    def alike(self, one: Playbook, other: Playbook) -> bool:
        """Whether two states are the same but for what nobody sees."""
        return same(one, other)

    def stock(self, bench: Bench) -> None:
        """Take what the inputs offer; what is new begins at its first step."""
        if self.draft is None:
            self.key = bench.draft.steps[0].id if bench.draft.steps else START_KEY
        kit = self.kit
        kit.choices, kit.fields, kit.attributes = bench.choices, bench.fields, bench.attributes
        kit.playbooks = tuple(one for one in bench.known.playbooks or () if one != self.name)
        kit.metrics, kit.owners = dict(bench.metrics), bench.owners
        self.trial.set_accounts(bench.accounts)

    def rest(self) -> None:
        """Stop the trial."""
        self.trial.stop()

    # Showing.

    @property
    def playbook(self) -> Playbook:
        """The playbook as it is on the screen."""
        return self.document

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
        self.show_head()
        self._fit()

    def show_head(self) -> None:
        """Show what the head says."""
        bench, draft = self.bench, self.draft
        if bench is None or draft is None:
            return
        published = bench.published
        self.head.show_says(
            HeadSays(
                draft.document.name,
                bench.row.version,
                published is None or not same(published, draft.document),
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
        mended = edit.mended(draft.document, playbook)
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

    @Slot(bool)
    def _on_trial_switched(self, on: bool) -> None:
        del on
        self._fit()
        self.trial.choose(self.key)

    @Slot()
    def _on_run_requested(self) -> None:
        self.acts.choose_account(self.head.run)

    @Slot(object)
    def _on_missing_found(self, found: dict[str, int]) -> None:
        self.form.set_missing(found)
        told = self.missing.faults(self.key)
        mine = [one for one in self.faults if one.step == self.key]
        if self.form.step is not None:
            self.form.faults.show_faults([*mine, *told], {})

    def focus_first(self) -> None:
        """Let the keys go to the canvas."""
        self.canvas.canvas.setFocus()

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
        """Stop what goes on beside when another page is shown."""
        super().hideEvent(event)
        self.trial.stop()
        self.missing.stop()


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
