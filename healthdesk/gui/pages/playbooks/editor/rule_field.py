"""A rule in a form: nothing but a button until it is wanted, then a small builder."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.rule import Rule, dump_rule, parse_rule
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.profiles import metrics_named
from healthdesk.gui.pages.playbooks.editor.kit import Kit, icon_button
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_box import RuleBox


class RuleField(QWidget):
    """Shows a rule, or that there is none.

    Signals:
        changed: the `Rule`, None where there is none any more.
    """

    changed = Signal(object)

    def __init__(self, kit: Kit, title: str, add: str, none: str = "") -> None:
        super().__init__()
        self._kit = kit
        self._title = title
        self._rule: Rule | None = None
        self._choices: object = ()
        self.box: RuleBox | None = None
        self.label = PlainLabel(title, "caption")
        self.none = PlainLabel(none, "caption", wrap=True)
        self.add = QPushButton(add)
        self.add.setProperty("chip", "true")
        self.add.setAccessibleName(f"{title}: {add}")
        kit.theme.bind_icon(self.add, "plus", "text2", 14)
        self.clear = icon_button(kit.theme, "x", f"{title}: remove the rule")
        self.told = PlainLabel("", "caption", tone="notice", wrap=True)
        self.told.hide()
        self._lay_out()
        self.add.clicked.connect(self._on_add_clicked)
        self.clear.clicked.connect(self._on_clear_clicked)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.label, 1)
        head.addWidget(self.clear)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._rows.addLayout(head)
        self._rows.addWidget(self.none)
        self._rows.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self.told)
        self._show_parts(built=False)

    @property
    def rule(self) -> Rule | None:
        """The rule that holds."""
        return self._rule

    def show_rule(self, rule: Rule | None) -> None:
        """Show a rule, without telling anybody."""
        if rule == self._rule and (rule is None) == (self.box is None or self.box.isHidden()):
            self._offer()
            return
        self._rule = rule
        self.told.hide()
        if rule is not None:
            self._make_box().set_rule(dump_rule(rule))
        self._show_parts(built=rule is not None)

    def _make_box(self) -> RuleBox:
        if self.box is None:
            kit = self._kit
            self.box = RuleBox(kit.theme, kit.words, kit.ui.today, self, small=True)
            self.box.setAccessibleName(self._title)
            self._rows.insertWidget(2, self.box)
            self.box.changed.connect(self._on_box_changed)
            self.box.refused.connect(self._on_box_refused)
        self._offer()
        return self.box

    def _offer(self) -> None:
        """Offer what the desk has now."""
        if self.box is not None and self._choices is not self._kit.choices:
            self._choices = self._kit.choices
            self.box.set_choices(self._kit.choices)

    def _show_parts(self, *, built: bool) -> None:
        if self.box is not None:
            self.box.setVisible(built)
        self.add.setVisible(not built)
        self.clear.setVisible(built)
        self.none.setVisible(not built and bool(self.none.full_text))

    def _tell(self, sentence: str) -> None:
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    @Slot()
    def _on_add_clicked(self) -> None:
        box = self._make_box()
        box.set_rule({"all": []})
        self._show_parts(built=True)
        box.root.add.click()

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._tell("")
        self._rule = None
        self._show_parts(built=False)
        self.add.setFocus()
        self.changed.emit(None)

    @Slot()
    def _on_box_changed(self) -> None:
        if self.box is None:
            return
        document = self.box.rule()
        if document in ({"all": []}, {"any": []}, {}):
            self._rule = None
            self._tell("It has no condition yet.")
            self.changed.emit(None)
            return
        unfinished = self.box.unfinished
        self._tell(unfinished)
        if unfinished:
            return
        try:
            rule = parse_rule(document, "rule", metrics_named(document), CATALOGUE)
        except BadDocument as error:
            self._tell(f"The {error.place} {error.reason}.")
            return
        self._rule = rule
        self.changed.emit(rule)

    @Slot(str)
    def _on_box_refused(self, sentence: str) -> None:
        self._tell(sentence)
