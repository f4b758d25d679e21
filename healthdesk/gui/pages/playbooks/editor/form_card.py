"""The card beside the canvas: the form of the chosen step, or of the playbook itself.

It shows what it is given and tells what somebody wants changed; the draft is the editor's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.actions.ask import moved
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When, every
from healthdesk.core.domain.playbook_edit import inside
from healthdesk.core.domain.playbook_faults import Fault
from healthdesk.core.domain.playbook_layout import numbers
from healthdesk.core.domain.rule import Rule
from healthdesk.gui.pages.playbooks.editor.about_form import AboutForm
from healthdesk.gui.pages.playbooks.editor.fault_list import FaultList
from healthdesk.gui.pages.playbooks.editor.kind_form import KindForm
from healthdesk.gui.pages.playbooks.editor.kit import Kit
from healthdesk.gui.pages.playbooks.editor.rule_field import RuleField
from healthdesk.gui.pages.playbooks.editor.when_edit import WhenEdit
from healthdesk.gui.pages.playbooks.editor.who_edit import WhoEdit
from healthdesk.gui.parts import step_words
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import PlainLabel

WIDE = 304
_OUTBOX = {"message": "goes to the Outbox", "wait": "", "branch": "", "end": ""}
_FEW = frozenset({"wait", "branch", "end"})
"""Flows that are never required."""


class FormCard(Card):
    """The form.

    Signals:
        step_changed: the `Step` as it is to be, and what led to it (for undo).
        about_changed: the `Playbook` with other words about itself, and what led to it.
        arm_wanted: number of a way and "add", "up", "down" or "remove".
        remove_requested, duplicate_requested: of the step.
    """

    step_changed = Signal(object, str)
    about_changed = Signal(object, str)
    arm_wanted = Signal(int, str)
    remove_requested = Signal()
    duplicate_requested = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "Playbook", "", padding=0)
        self.kit = kit
        self.step: Step | None = None
        self._playbook = Playbook("")
        self._kinds: dict[str, KindForm] = {}
        self.about = AboutForm(kit)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the step")
        self.name.setMaxLength(200)
        self.when = WhenEdit(kit.theme)
        self.who = WhoEdit(kit)
        self.only_if = RuleField(kit, "Only if", "Condition")
        self.required = QCheckBox("Step is required")
        self.hold = QCheckBox("What follows waits until it is done")
        self.faults = FaultList(kit.theme)
        self.common, self.rest = QWidget(), QWidget()
        self.copy = QPushButton("Duplicate")
        self.remove = QPushButton("Remove step")
        self._slot = QVBoxLayout()
        self.feet = QWidget()
        self._lay_out()
        self._connect()

    # Layout.

    def _lay_out(self) -> None:
        inside_ = QWidget()
        inside_.setProperty("ground", "none")
        whole = QVBoxLayout(inside_)
        whole.setContentsMargins(12, 2, 12, 12)
        whole.setSpacing(8)
        whole.addWidget(self.about)
        whole.addWidget(self.common)
        whole.addWidget(self.faults)
        whole.addWidget(self.rest)
        whole.addStretch(1)
        self._fill_common()
        self._fill_rest()
        self.area = scroll_of(inside_)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.area, 1)
        self._fill_feet()
        self.body.addWidget(self.feet)

    def _fill_common(self) -> None:
        rows = QVBoxLayout(self.common)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        named = QVBoxLayout()
        named.setSpacing(4)
        named.addWidget(PlainLabel("Name", "caption"))
        named.addWidget(self.name)
        rows.addLayout(named)
        rows.addWidget(self.when)
        rows.addWidget(self.who)
        self._slot.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._slot)

    def _fill_rest(self) -> None:
        rows = QVBoxLayout(self.rest)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.only_if)
        ticks = QVBoxLayout()
        ticks.setSpacing(2)
        ticks.addWidget(self.required)
        ticks.addWidget(self.hold)
        rows.addLayout(ticks)

    def _fill_feet(self) -> None:
        theme = self.kit.theme
        for button, icon, color in ((self.copy, "copy", "text2"), (self.remove, "trash", "poor")):
            button.setProperty("kind", "quiet")
            theme.bind_icon(button, icon, color)
        self.remove.setProperty("tone", "poor")
        self.copy.setToolTip("Ctrl+D on the canvas")
        self.remove.setToolTip("Delete on the canvas")
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.copy)
        row.addWidget(self.remove)
        row.addStretch(1)
        rows = QVBoxLayout(self.feet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(hline())
        rows.addLayout(row)

    def _connect(self) -> None:
        self.name.textEdited.connect(self._on_name_text_edited)
        self.when.changed.connect(self._on_when_changed)
        self.who.changed.connect(self._on_who_changed)
        self.only_if.changed.connect(self._on_only_if_changed)
        self.required.clicked.connect(self._on_required_clicked)
        self.hold.clicked.connect(self._on_hold_clicked)
        self.copy.clicked.connect(self.duplicate_requested)
        self.remove.clicked.connect(self.remove_requested)
        self.about.changed.connect(self._on_about_changed)

    # What is shown.

    def show_step(self, playbook: Playbook, key: str, faults: Sequence[Fault]) -> None:
        """Show the form of a step; where there is none of that id, of the playbook."""
        self._playbook = playbook
        self.step = playbook.step(key)
        self.about.setVisible(self.step is None)
        self.common.setVisible(self.step is not None)
        self.rest.setVisible(self.step is not None)
        self.feet.setVisible(self.step is not None)
        if self.step is None:
            self.set_title("The playbook", "what it is for")
            self.about.show_playbook(playbook)
            self.faults.show_faults(faults, {one.id: one.name for one in every(playbook.steps)})
            return
        self._show_common(self.step)
        self._show_kind(self.step)
        mine = [one for one in faults if one.step == self.step.id]
        self.faults.show_faults(mine, {})

    def _show_common(self, step: Step) -> None:
        spec = CATALOGUE[step.kind].SPEC
        number = numbers(self._playbook.steps).get(step.id, 0)
        word = step_words.kind_word(step, CATALOGUE)
        title = f"Step {number}: {word}" if number else spec.title
        self.set_title(title, _OUTBOX.get(step.kind, ""))
        if self.name.text().strip() != step.name:
            self.name.setText(step.name)
            self.name.setCursorPosition(0)
        self.when.show_when(step.when, self._before(step))
        self.when.setVisible(spec.flow != "end")
        self.who.show_owner(step.owner, self._owners())
        self.who.setVisible(spec.by_hand)
        self.only_if.show_rule(step.only_if)
        self.only_if.setVisible(spec.flow != "end")
        self.required.setChecked(step.required)
        self.required.setVisible(spec.by_hand and spec.flow not in _FEW)
        self.hold.setChecked(step.hold)
        self.hold.setVisible(spec.by_hand)

    def _owners(self) -> list[str]:
        """Whom the steps of the playbook name."""
        return [one.owner for one in every(self._playbook.steps) if one.owner]

    def _before(self, step: Step) -> list[tuple[str, str]]:
        """Ids and names of the steps that stand before a step, without waits and branches."""
        out: list[tuple[str, str]] = []
        own = inside(step)
        for one in every(self._playbook.steps):
            if one.id in own:
                break
            if CATALOGUE[one.kind].SPEC.flow != "end":
                out.append((one.id, one.name))
        return out

    def _show_kind(self, step: Step) -> None:
        form = self._kinds.get(step.kind)
        if form is None:
            form = KindForm(self.kit, CATALOGUE[step.kind].SPEC)
            form.changed.connect(self._on_option_changed)
            form.until_changed.connect(self._on_until_changed)
            if form.arms is not None:
                form.arms.named.connect(self._on_arm_named)
                form.arms.ruled.connect(self._on_arm_ruled)
                form.arms.wanted.connect(self.arm_wanted)
                form.arms.added.connect(self._on_arm_added)
            self._kinds[step.kind] = form
            self._slot.addWidget(form)
        for kind, one in self._kinds.items():
            one.setVisible(kind == step.kind)
        form.show_step(step)

    def kind_form(self, kind: str) -> KindForm:
        """The form of a kind that was shown."""
        return self._kinds[kind]

    def set_missing(self, missing: Mapping[str, int]) -> None:
        """Mark the fields that are empty for some accounts."""
        for form in self._kinds.values():
            for one in form.inputs.values():
                edit = getattr(one, "edit", None)
                if edit is not None:
                    edit.set_missing(missing)

    def set_locked(self, locked: bool) -> None:
        """Only show, or let it be changed."""
        for widget in (self.common, self.rest, self.about, self.feet):
            widget.setEnabled(not locked)

    def focus_first(self) -> None:
        """Let the keys go to the name."""
        field = self.name if self.step is not None else self.about.name
        field.setFocus()
        field.selectAll()

    # What is done.

    def _change(self, label: str, **more: object) -> None:
        if self.step is not None:
            changed = msgspec.structs.replace(self.step, **more)
            self.step = changed
            self.step_changed.emit(changed, f"{label} of {changed.id}")

    @Slot(str)
    def _on_name_text_edited(self, text: str) -> None:
        if self.step is not None:
            told = text.strip() or CATALOGUE[self.step.kind].SPEC.title
            self._change("name", name=told)

    @Slot(object)
    def _on_when_changed(self, when: When) -> None:
        self._change("when", when=when)

    @Slot(str, str)
    def _on_who_changed(self, owner: str, label: str) -> None:
        self._change(label, owner=owner)

    @Slot(object)
    def _on_only_if_changed(self, rule: Rule | None) -> None:
        self._change("condition", only_if=rule)

    @Slot(object)
    def _on_until_changed(self, rule: Rule | None) -> None:
        self._change("rule", until=rule)

    @Slot(bool)
    def _on_required_clicked(self, on: bool) -> None:
        self._change("required", required=on)

    @Slot(bool)
    def _on_hold_clicked(self, on: bool) -> None:
        self._change("hold", hold=on)

    @Slot(str, object)
    def _on_option_changed(self, key: str, value: object) -> None:
        if self.step is None:
            return
        options = {**self.step.options, key: value}
        if self.step.kind == "ask" and key == "questions":
            before, after = self.step.options.get(key, ()), cast("tuple[str, ...]", value)
            options["fields"] = moved(options.get("fields", ()), before, after)
        for option in CATALOGUE[self.step.kind].SPEC.options:
            if option.key in options and options[option.key] == option.default:
                del options[option.key]
        self._change(key, options=options)

    @Slot(int, str)
    def _on_arm_named(self, number: int, name: str) -> None:
        self._change_arm(number, f"name of way {number}", name=name)

    @Slot(int, object)
    def _on_arm_ruled(self, number: int, rule: Rule | None) -> None:
        self._change_arm(number, f"rule of way {number}", rule=rule)

    def _change_arm(self, number: int, label: str, **more: object) -> None:
        if self.step is None or number >= len(self.step.arms):
            return
        arms: list[Arm] = list(self.step.arms)
        arms[number] = msgspec.structs.replace(arms[number], **more)
        self._change(label, arms=tuple(arms))

    @Slot()
    def _on_arm_added(self) -> None:
        self.arm_wanted.emit(-1, "add")

    @Slot(str, object)
    def _on_about_changed(self, key: str, told: object) -> None:
        changed = msgspec.structs.replace(self._playbook, **{key: told})
        self.about_changed.emit(changed, key)
