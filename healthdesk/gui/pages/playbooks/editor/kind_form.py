"""What the form asks of one kind of step beside what every step has; made once for each kind."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.playbook import Step
from healthdesk.core.domain.rule import Rule
from healthdesk.gui.pages.playbooks.editor.answer_fields import AnswersInput
from healthdesk.gui.pages.playbooks.editor.arms_edit import ArmsEdit
from healthdesk.gui.pages.playbooks.editor.kit import Kit
from healthdesk.gui.pages.playbooks.editor.option_inputs import OptionInput, make_input
from healthdesk.gui.pages.playbooks.editor.rule_field import RuleField
from healthdesk.gui.parts.plain import PlainLabel

_WAIT: Final = {
    "days": ("days", "working"),
    "day": ("day",),
    "rule": ("hold_days", "days", "working"),
}
"""What a wait asks for, by what it waits for."""
_LIMIT: Final = "At most, days"


class KindForm(QWidget):
    """The options of a kind.

    Signals:
        changed: the key of an option and its value.
        until_changed: the rule that a wait waits for.
    """

    changed = Signal(str, object)
    until_changed = Signal(object)

    def __init__(self, kit: Kit, spec: ActionSpec) -> None:
        super().__init__()
        self._spec = spec
        self.inputs: dict[str, OptionInput] = {}
        self.arms: ArmsEdit | None = None
        self.until: RuleField | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for option in spec.options:
            made: OptionInput
            made = AnswersInput(kit, option) if option.kind == "fields" else make_input(kit, option)
            made.changed.connect(self.changed)
            self.inputs[option.key] = made
            rows.addWidget(made)
        if spec.flow == "wait":
            self.until = RuleField(kit, "Until this holds", "Rule")
            self.until.changed.connect(self._on_until_changed)
            rows.insertWidget(1, self.until)
        if spec.flow == "branch":
            self.arms = ArmsEdit(kit)
            rows.addWidget(self.arms)
        self.summary = PlainLabel(spec.summary, "caption", wrap=True)
        rows.addWidget(self.summary)
        self.summary.setVisible(not spec.options and self.arms is None)

    def show_step(self, step: Step) -> None:
        """Show the options of a step."""
        for option in self._spec.options:
            default: Any = option.default
            made = self.inputs[option.key]
            if isinstance(made, AnswersInput):
                made.show_questions(step.options.get("questions", ()))
            made.show_value(step.options.get(option.key, default))
        if self.arms is not None:
            self.arms.show_arms(step.arms)
        if self.until is not None:
            self.until.show_rule(step.until)
            self._show_wait(str(step.options.get("until", "days")))
        if "mode" in self.inputs:
            scripted = step.options.get("mode", "template") == "template"
            self.inputs["body"].setVisible(scripted)

    def _show_wait(self, until: str) -> None:
        for key, one in self.inputs.items():
            one.setVisible(key == "until" or key in _WAIT.get(until, ()))
        days = self.inputs["days"]
        days.title.setText(_LIMIT if until == "rule" else days.option.title)
        if self.until is not None:
            self.until.setVisible(until == "rule")

    @Slot(object)
    def _on_until_changed(self, rule: Rule | None) -> None:
        self.until_changed.emit(rule)
