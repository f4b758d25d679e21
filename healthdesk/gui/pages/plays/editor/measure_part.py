"""Part 5 of a play: what shows that it worked, who does it, what it saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.play import MOST_DAYS, Goal, Play
from healthdesk.core.domain.rule import Rule
from healthdesk.gui.pages.playbooks.editor.rule_field import RuleField
from healthdesk.gui.pages.plays.editor.kit import PlayKit, beside
from healthdesk.gui.pages.plays.editor.part import Part
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton
from healthdesk.gui.parts.tick_row import TickRow

_MOST_MINUTES: Final = 10_000
_OWNER: Final = "owner "


def goal_words(goal: Goal, days: str) -> str:
    """A goal in a line: "Active users back at 80 % in 60 days"."""
    return goal.name if days in goal.name else f"{goal.name} in {days}"


class MeasurePart(Part):
    """The goal; what is rarely changed is folded under it."""

    def __init__(self, kit: PlayKit) -> None:
        super().__init__(kit, 5, "Measure")
        self._begun = False
        self.goal = SelectButton(kit.theme, "Measure")
        self.goal.offer(self._goals)
        self.edit = self._edit()
        self.edit.hide()
        for widget in (self.goal, self.edit):
            self.rows.addWidget(widget)
        self.fold(self._rest(), "Owner, minutes saved, when to stop", "Fold")
        self.goal.chosen.connect(self._on_goal_chosen)

    def _edit(self) -> QWidget:
        place = QWidget()
        rows = QVBoxLayout(place)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the measure")
        self.name.setPlaceholderText("Active users back at 80 %")
        self.name.setMaxLength(200)
        self.rule = RuleField(self.kit, "Reached when this holds", "Rule")
        self.days = self.number("days", "Within days", 1, MOST_DAYS)
        self.ends = TickRow("The run is done when it is reached")
        rows.addWidget(PlainLabel("Name", "caption"))
        rows.addWidget(self.name)
        rows.addWidget(self.rule)
        within = (PlainLabel("Within", "small"), self.days, PlainLabel("days", "small"))
        rows.addLayout(beside(*within, gap=6))
        rows.addWidget(self.ends)
        self.name.textEdited.connect(self._on_name_text_edited)
        self.rule.changed.connect(self._on_rule_changed)
        self.ends.clicked.connect(self._on_ends_clicked)
        return place

    def _rest(self) -> QWidget:
        place = QWidget()
        rows = QVBoxLayout(place)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self.minutes = self.number("minutes", "Minutes that a start saves", 0, _MOST_MINUTES)
        some = (PlainLabel("Saves about", "small"), self.minutes)
        rows.addLayout(beside(*some, PlainLabel("minutes a start", "small"), gap=6))
        self.owner = SelectButton(self.kit.theme, "Owner of its runs")
        self.owner.offer(self._owners)
        rows.addWidget(PlainLabel("Owner of its runs", "caption"))
        rows.addWidget(self.owner)
        self.stop = RuleField(self.kit, "Stop what it started when this holds", "Stop rule")
        rows.addWidget(self.stop)
        self.owner.chosen.connect(self._on_owner_chosen)
        self.stop.changed.connect(self._on_stop_changed)
        return place

    def show_play(self, play: Play) -> None:
        """Show its measure."""
        if play.name != self.play.name:
            self._begun = False
            self.edit.hide()
        super().show_play(play)
        goal, words = play.goal, self.kit.words
        if goal is not None:
            self.goal.say(goal_words(goal, words.days(goal.days)), icon="target")
            self._show_goal(goal)
        elif not self._begun:
            self.goal.say("No measure", icon="target")
            self.edit.hide()
        self.minutes.show_number(play.minutes)
        self.owner.say(play.owner or "Whoever looks after the account")
        self.stop.show_rule(play.stop)

    def _show_goal(self, goal: Goal) -> None:
        if self.name.text().strip() != goal.name:
            self.name.setText(goal.name)
            self.name.setCursorPosition(0)
        self.rule.show_rule(goal.rule)
        self.days.show_number(goal.days)
        self.ends.setChecked(goal.ends)

    def _goals(self) -> Sequence[Option]:
        now, words = self.play.goal, self.kit.words
        some = [Option("none", "No measure", chosen=now is None)]
        own = "Change this measure" if now is not None else "One of your own"
        some.append(Option("own", own, icon="pencil"))
        others = [one for one in self.kit.goals if one != now]
        if others:
            some.append(Option("head", "As other plays have it", head=True))
        for at, goal in enumerate(others):
            told = goal_words(goal, words.days(goal.days))
            some.append(Option(f"goal {at}", told, icon="target"))
        return some

    def _owners(self) -> Sequence[Option]:
        names = dict.fromkeys([*self.kit.owners, *filter(None, [self.play.owner])])
        usual = Option(_OWNER, "Whoever looks after the account", chosen=not self.play.owner)
        return [
            usual,
            *(Option(f"{_OWNER}{one}", one, chosen=one == self.play.owner) for one in names),
        ]

    def _change(self, label: str, **more: object) -> None:
        if self.play.goal is not None:
            goal = msgspec.structs.replace(self.play.goal, **more)
            self.tell(f"goal {label}", goal=goal)
            self.goal.say(goal_words(goal, self.kit.words.days(goal.days)), icon="target")

    def set_field(self, key: str, value: object) -> None:
        """Tell another value: `days` are the goal's."""
        if key == "days":
            self._change(key, days=value)
        else:
            super().set_field(key, value)

    @Slot(str)
    def _on_goal_chosen(self, key: str) -> None:
        if key == "none":
            self._begun = False
            self.edit.hide()
            self.tell("goal", goal=None)
        elif key == "own":
            self._begun = self.play.goal is None
            if self._begun:
                self.name.clear()
                self.rule.show_rule(None)
                self.days.show_number(60)
                self.ends.setChecked(True)
                self.goal.say("A measure needs a name and a rule", icon="target")
            self.edit.show()
            self.name.setFocus()
            return
        else:
            others = [one for one in self.kit.goals if one != self.play.goal]
            self._begun = False
            self.tell("goal", goal=others[int(key.removeprefix("goal "))])
        self.show_play(self.play)

    def _begin(self) -> None:
        """A measure of one's own is one as soon as it has a name and a rule."""
        name, rule = self.name.text().strip(), self.rule.rule
        if name and rule is not None:
            days = int(self.days.text()) if self.days.text().isdigit() else 60
            self._begun = False
            self.tell("goal", goal=Goal(name, rule, max(days, 1), self.ends.isChecked()))
            self.show_play(self.play)
            self.edit.show()

    @Slot(str)
    def _on_name_text_edited(self, text: str) -> None:
        if self.play.goal is None:
            self._begin()
        elif text.strip():
            self._change("name", name=text.strip())

    @Slot(object)
    def _on_rule_changed(self, rule: Rule | None) -> None:
        if self.play.goal is None:
            self._begin()
        elif rule is not None:
            self._change("rule", rule=rule)

    @Slot(bool)
    def _on_ends_clicked(self, on: bool) -> None:
        self._change("ends", ends=on)

    @Slot(str)
    def _on_owner_chosen(self, key: str) -> None:
        self.tell("owner", owner=key.removeprefix(_OWNER))
        self.show_play(self.play)

    @Slot(object)
    def _on_stop_changed(self, rule: Rule | None) -> None:
        self.tell("stop", stop=rule)
