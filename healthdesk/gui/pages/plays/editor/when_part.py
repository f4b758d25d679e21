"""Part 2 of a play: what starts it, and for how many days running it must hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.play import MOST_DAYS, Cause, Play
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import TriggerSpec
from healthdesk.gui.pages.plays.editor.condition_box import ConditionBox
from healthdesk.gui.pages.plays.editor.kit import PlayKit, beside, caption
from healthdesk.gui.pages.plays.editor.number_edit import NumberEdit
from healthdesk.gui.pages.plays.editor.part import Part
from healthdesk.gui.pages.plays.editor.trigger_inputs import OptionsForm
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

CONDITION: Final = "condition"
_HEADS: Final = {
    "state": "When this becomes true",
    "event": "When this happens",
    "hand": "When somebody fires it",
}


class WhenPart(Part):
    """The trigger with its options or its condition."""

    def __init__(self, kit: PlayKit) -> None:
        super().__init__(kit, 2, "When all of this becomes true", "Other trigger")
        self.trigger = SelectButton(kit.theme, "Trigger")
        self.trigger.offer(self._triggers, "Find a trigger")
        self.summary = caption()
        self.condition = ConditionBox(kit)
        self.days = NumberEdit("Days running", 1, MOST_DAYS, 44)
        self.days_word = PlainLabel("day", "small")
        self._held = QWidget()
        self._held.setLayout(
            beside(PlainLabel("Must hold for", "small"), self.days,
                   self.days_word, gap=6)
        )  # fmt: skip
        self._forms: dict[str, OptionsForm] = {}
        for widget in (self.trigger, self.summary, self.condition, self._held):
            self.rows.addWidget(widget)
        self.trigger.chosen.connect(self._on_trigger_chosen)
        self.condition.changed.connect(self._on_condition_changed)
        self.days.told.connect(self._on_days_told)
        if self.press is not None:
            self.press.clicked.connect(self._on_press_clicked)

    @property
    def spec(self) -> TriggerSpec | None:
        """The trigger that is chosen; None: this version of the program has it not."""
        module = self.kit.triggers.get(self.play.cause.kind)
        return None if module is None else module.SPEC

    def form(self, kind: str) -> OptionsForm:
        """The form of a trigger that was shown."""
        return self._forms[kind]

    def show_play(self, play: Play) -> None:
        """Show what starts it."""
        super().show_play(play)
        spec = self.spec
        if spec is None:
            return
        plain = spec.key == CONDITION
        self.title.setText("When all of this becomes true" if plain else _HEADS[spec.shape])
        self.trigger.say(spec.title, icon=spec.icon)
        self.trigger.setVisible(not plain)
        self.summary.setText(spec.summary)
        self.summary.setVisible(not plain)
        if self.press is not None:
            self.press.setVisible(plain)
        self._show_options(spec, play.cause)
        self.condition.setVisible(spec.ruled)
        if spec.ruled:
            self.condition.show_rule(play.cause.rule)
        self._held.setVisible(spec.shape == "state")
        self.days.show_number(play.cause.days)
        self._say_days(play.cause.days)

    def _show_options(self, spec: TriggerSpec, cause: Cause) -> None:
        if spec.options and spec.key not in self._forms:
            form = OptionsForm(self.kit, spec)
            form.changed.connect(self._on_option_changed)
            self._forms[spec.key] = form
            self.rows.insertWidget(3, form)
        for key, form in self._forms.items():
            form.setVisible(key == spec.key)
        if spec.options:
            self._forms[spec.key].show_cause(cause)

    def _triggers(self) -> Sequence[Option]:
        groups: dict[str, list[Option]] = {}
        for key, module in self.kit.triggers.items():
            spec = module.SPEC
            chosen = key == self.play.cause.kind
            one = Option(key, spec.title, chosen=chosen, icon=spec.icon)
            groups.setdefault(spec.group, []).append(one)
        out: list[Option] = []
        for group, some in groups.items():
            out += [Option(f"group {group}", group, head=True), *some]
        return out

    def _tell(self, label: str, **more: object) -> None:
        self.tell(label, cause=msgspec.structs.replace(self.play.cause, **more))

    @Slot()
    def _on_press_clicked(self) -> None:
        self.trigger.open_list(self.press)

    @Slot(str)
    def _on_trigger_chosen(self, kind: str) -> None:
        if kind != self.play.cause.kind:
            module = self.kit.triggers[kind]
            self.tell("trigger", cause=begin(module.SPEC, self.kit))
            self.show_play(self.play)

    @Slot(str, object)
    def _on_option_changed(self, key: str, value: object) -> None:
        spec = self.spec
        if spec is None:
            return
        options = {**self.play.cause.options, key: value}
        usual = {one.key: one.default for one in spec.options}
        kept = {name: told for name, told in options.items() if told != usual.get(name)}
        self._tell(f"option {key}", options=kept)

    @Slot(object)
    def _on_condition_changed(self, rule: Rule | None) -> None:
        self._tell("condition", rule=rule)

    @Slot(int)
    def _on_days_told(self, days: int) -> None:
        self._tell("days", days=days)
        self._say_days(days)

    def _say_days(self, days: int) -> None:
        self.days_word.setText("day" if days == 1 else "days running")


def begin(spec: TriggerSpec, kit: PlayKit) -> Cause:
    """A trigger as it is begun with: what has no default is taken from what the desk has."""
    options: dict[str, object] = {}
    for option in spec.options:
        if option.default is not None:
            continue
        if option.kind == "metric" and kit.metrics:
            options[option.key] = next(iter(kit.metrics))
        elif option.kind == "segment" and kit.segments:
            options[option.key] = kit.segments[0][0]
        elif option.choices:
            options[option.key] = option.choices[0]
        elif option.kind in {"days", "number"}:
            options[option.key] = int(option.low)
    return Cause(spec.key, options)
