"""The card of the rule: builder with live counts, sentence and text, how it is cared for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from healthdesk.core.domain.segment_view import Checked, FieldChoice
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.segments.list_pane import ListPane, ids_of
from healthdesk.gui.pages.segments.text_pane import TextPane
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_box import RuleBox

Document = dict[str, Any]
EMPTY: Document = {"all": []}


class RuleCard(Card):
    """Shows a segment's rule and lets it be changed.

    Signals:
        rule_changed: the document of the rule as it is now.
        care_wanted: purpose, playbook and cadence should be changed.
    """

    rule_changed = Signal(object)
    care_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Rule", "", padding=12)
        self.ui = ui
        self.box = RuleBox(ui.theme, ui.words, ui.today)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.setProperty("ground", "none")
        self.area.setWidget(self.box)
        self.list = ListPane(ui)
        self.list.hide()
        self.text = TextPane(ui.theme)
        self.tick = PlainLabel()
        self.said = PlainLabel("", "caption")
        self.care = PlainLabel("", "second", elide=True)
        self.change_care = QPushButton("Change")
        self.change_care.setProperty("kind", "link")
        self.change_care.setAccessibleName("Change purpose, playbook and cadence")
        self._lay_out()
        self.box.changed.connect(self._on_box_changed)
        self.box.refused.connect(self._on_box_refused)
        self.list.changed.connect(self._on_list_changed)
        self.text.rule_entered.connect(self._on_text_rule_entered)
        self.change_care.clicked.connect(self._on_change_care_clicked)

    def _lay_out(self) -> None:
        state = QWidget()
        row = QHBoxLayout(state)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(self.tick)
        row.addWidget(self.said)
        self.add_tool(state)
        foot = QWidget()
        care = QHBoxLayout(foot)
        care.setContentsMargins(12, 0, 8, 0)
        care.setSpacing(8)
        care.addWidget(self.care, 1)
        care.addWidget(self.change_care)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.text)
        self.set_foot(foot, 34)

    def set_choices(self, choices: Sequence[FieldChoice]) -> None:
        """What rules can ask."""
        self.box.set_choices(choices)
        self.text.set_choices(choices)

    def show_segment(self, document: Mapping[str, Any], *, locked: bool) -> None:
        """Show another segment, or this one as it is now."""
        rule = document["rule"]
        listed = ids_of(rule)
        self.box.set_rule(EMPTY if listed is not None else rule)
        self.box.set_locked(locked)
        self.text.set_locked(locked)
        self.set_title("List" if listed is not None else "Rule", self._scope(listed))
        self.area.setVisible(listed is None)
        self.list.setVisible(listed is not None)
        self.text.setVisible(listed is None)
        if listed is not None:
            self.text.finish()
            self.list.show_ids(listed, locked=locked)
        self.care.setText(care_words(document, self.ui))
        self.change_care.setVisible(not locked)

    def _scope(self, listed: Sequence[str] | None) -> str:
        day = self.ui.words.day(self.ui.day)
        if listed is not None:
            return "these accounts, whatever becomes of them"
        if self.ui.looking_back:
            return f"as of {day}; changing is off"
        return f"counts are live, as of {day}"

    def wait(self) -> None:
        """Newer counts are being looked for."""
        self.box.grey_counts()
        self.said.setEnabled(False)

    def show_checked(self, checked: Checked) -> None:
        """Show what was found out about the rule."""
        self.box.set_counts(checked.counts)
        self.box.set_wrong(checked.wrong)
        self.text.show_rule(checked.words, checked.text)
        self.said.setEnabled(True)
        wrong = checked.wrong
        self._tell("" if wrong is None else wrong.sentence, checked.millis, _reach(checked))
        if wrong is not None and checked.counts:
            self.said.setText("a line names what is gone")

    def show_unfinished(self, sentence: str) -> None:
        """Say what a line lacks before it can be counted."""
        self.box.grey_counts()
        self.said.setEnabled(True)
        self._tell(sentence, 0)

    def _tell(self, wrong: str, millis: float, reach: str = "") -> None:
        good = not wrong
        sure = good and not reach
        icon, color = ("check", "strong") if sure else ("alert-triangle", "notice")
        self.theme.bind_icon(self.tick, icon, color, 14)
        number = self.ui.words.number(max(round(millis), 1))
        told = reach or f"valid, checked in {number} ms"
        self.said.setText(told if good else "not finished")
        self.said.set_tone("" if sure or not good else "notice")
        self.said.setToolTip("" if good else wrong)

    @Slot()
    def _on_box_changed(self) -> None:
        self.rule_changed.emit(self.box.whole_rule())

    @Slot(str)
    def _on_box_refused(self, sentence: str) -> None:
        self.ui.toast("That is not possible here", sentence, kind="notice")

    @Slot(object)
    def _on_list_changed(self, rule: Document) -> None:
        self.rule_changed.emit(rule)

    @Slot(object)
    def _on_text_rule_entered(self, rule: Document) -> None:
        self.box.set_rule(rule)
        self.rule_changed.emit(self.box.whole_rule())

    @Slot()
    def _on_change_care_clicked(self) -> None:
        self.care_wanted.emit()


def _reach(checked: Checked) -> str:
    """That a rule parts nobody from nobody: it lets all in, or none; "" for any other."""
    whole = next((one for one in checked.counts if not one.path), None)
    if whole is None:
        return ""
    return (
        "lets everybody in" if whole.lets_all else "lets nobody in today" if whole.lets_none else ""
    )


def care_words(document: Mapping[str, Any], ui: Ui) -> str:
    """What a segment is for, which playbook it suggests, how often its accounts want a touch."""
    told = []
    if document.get("playbook"):
        told.append(f"Suggests “{document['playbook']}”")
    if document.get("cadence_days"):
        told.append(f"a touch every {ui.words.days(document['cadence_days'])}")
    if document.get("purpose"):
        told.append(str(document["purpose"]))
    return " · ".join(told) or "No playbook and no cadence yet"
