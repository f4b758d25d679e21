"""What is supposed of one wait or branch when a playbook is tried; pressed again it is as today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.core.domain.playbook import Step
from healthdesk.core.domain.rule import AllOf, AnyOf, NotOf, ReadingTest, Rule
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented
from healthdesk.gui.parts.select_button import SelectButton

AS_IT_IS = ""
_TODAY: Final = (AS_IT_IS, "as today")
_SHORT: Final = 11
"""Letters that fit beside each other."""
Choices = tuple[tuple[str, str], ...]


class SupposeRow(QWidget):
    """What is supposed of one wait or branch.

    Signals:
        chosen: the id of the step and the key of what is supposed.
    """

    chosen = Signal(str, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.step: Step | None = None
        self.value = AS_IT_IS
        self.name = PlainLabel("", "caption", elide=True)
        self.pair: Segmented | None = None
        self.button = SelectButton(ui.theme, "Suppose")
        self.button.offer(self._options)
        self.button.setFixedWidth(128)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.name, 1)
        self._row.addWidget(self.button)
        self._shown: tuple[str, Choices] = ("", ())
        self.button.chosen.connect(self._take)

    def show_step(self, step: Step, value: str) -> None:
        """Ask about a step."""
        choices = choices_of(step)
        self.step, self.value = step, value if value in dict(choices) else AS_IT_IS
        self.name.setText(step.name)
        if self._shown != (step.name, choices):
            self._shown = (step.name, choices)
            self._put_pair(f"Suppose {step.name}", choices)
        if self.pair is not None:
            self.pair.set_value(self.value)
        told = dict((_TODAY, *choices))[self.value]
        self.button.say(told)
        self.button.setAccessibleName(f"Suppose {step.name}: {told}")

    def _put_pair(self, name: str, choices: Choices) -> None:
        """Two short words stand beside each other; what is more is a list."""
        if self.pair is not None:
            self._row.removeWidget(self.pair)
            self.pair.hide()
            self.pair.deleteLater()
            self.pair = None
        if len(choices) == 2 and all(len(text) <= _SHORT for _, text in choices):
            self.pair = Segmented(name, choices, free=True)
            self.pair.setToolTip("Press again for how it stands today")
            self._row.addWidget(self.pair)
            self.pair.chosen.connect(self._take)
        self.button.setVisible(self.pair is None)

    def _options(self) -> Sequence[Option]:
        choices = () if self.step is None else choices_of(self.step)
        return [Option(key, text, chosen=key == self.value) for key, text in (_TODAY, *choices)]

    @Slot(str)
    def _take(self, key: str) -> None:
        if self.step is not None:
            self.show_step(self.step, key)
            self.chosen.emit(self.step.id, key)


def choices_of(step: Step) -> Choices:
    """What can be supposed of a step: the ways of a branch, how a wait ends."""
    if step.arms:
        return tuple((str(at), arm.name) for at, arm in enumerate(step.arms))
    if step.until is not None and _hears(step.until):
        return (("yes", "Answered"), ("no", "No answer"))
    return (("yes", "Comes true"), ("no", "Never does"))


def _hears(rule: Rule) -> bool:
    """Whether a rule asks if the customer got in touch."""
    if isinstance(rule, AllOf | AnyOf):
        return any(_hears(one) for one in rule.rules)
    if isinstance(rule, NotOf) or not isinstance(rule, ReadingTest):
        return False
    read = rule.reading
    return read.kind == "touches" and read.options.get("direction") == "inbound" and ">" in rule.op
