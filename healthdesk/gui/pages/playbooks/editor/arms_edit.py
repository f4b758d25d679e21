"""The ways of a branch: their names and rules, one more, one less, in another order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.playbook import MAX_ARMS, Arm
from healthdesk.core.domain.rule import Rule
from healthdesk.gui.pages.playbooks.editor.kit import Kit, icon_button
from healthdesk.gui.pages.playbooks.editor.rule_field import RuleField
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel

LONGEST = 60


class ArmEdit(QFrame):
    """One way.

    Signals:
        named: its number and its new name.
        ruled: its number and its rule.
        wanted: its number and "up", "down" or "remove".
    """

    named = Signal(int, str)
    ruled = Signal(int, object)
    wanted = Signal(int, str)

    def __init__(self, kit: Kit, number: int) -> None:
        super().__init__()
        self.number = number
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.name.setAccessibleName(f"Name of way {number + 1}")
        self.up = icon_button(kit.theme, "chevron-up", f"Way {number + 1}: decide it earlier")
        self.down = icon_button(kit.theme, "chevron-down", f"Way {number + 1}: decide it later")
        self.remove = icon_button(kit.theme, "x", f"Remove way {number + 1}")
        self.rule = RuleField(kit, "Taken if", "Rule", "Otherwise: where no other rule holds.")
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.name, 1)
        for button, way in ((self.up, "up"), (self.down, "down"), (self.remove, "remove")):
            button.setProperty("way", way)
            button.clicked.connect(self._on_button_clicked)
            head.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(hline())
        rows.addLayout(head)
        rows.addWidget(self.rule)
        self.name.textEdited.connect(self._on_name_text_edited)
        self.rule.changed.connect(self._on_rule_changed)

    def show_arm(self, arm: Arm, of: int) -> None:
        """Show a way."""
        if self.name.text().strip() != arm.name:
            self.name.setText(arm.name)
        self.rule.show_rule(arm.rule)
        self.up.setEnabled(self.number > 0)
        self.down.setEnabled(self.number < of - 1)
        self.remove.setEnabled(of > 1)

    @Slot(str)
    def _on_name_text_edited(self, text: str) -> None:
        if text.strip():
            self.named.emit(self.number, text.strip())

    @Slot(object)
    def _on_rule_changed(self, rule: Rule | None) -> None:
        self.ruled.emit(self.number, rule)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.wanted.emit(self.number, str(self.sender().property("way")))


class ArmsEdit(QWidget):
    """All ways of a branch.

    Signals:
        named, ruled, wanted: as of one way.
        added: one more way is wanted.
    """

    named = Signal(int, str)
    ruled = Signal(int, object)
    wanted = Signal(int, str)
    added = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.arms: list[ArmEdit] = []
        self.add = QPushButton("Add a way")
        self.add.setProperty("compact", "true")
        kit.theme.bind_icon(self.add, "plus")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._rows.addWidget(PlainLabel("Ways, decided from the top", "caption"))
        self._rows.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self.added)

    def show_arms(self, arms: tuple[Arm, ...]) -> None:
        """Show these ways."""
        while len(self.arms) < len(arms):
            made = ArmEdit(self._kit, len(self.arms))
            made.named.connect(self.named)
            made.ruled.connect(self.ruled)
            made.wanted.connect(self.wanted)
            self.arms.append(made)
            self._rows.insertWidget(len(self.arms), made)
        for at, one in enumerate(self.arms):
            if at < len(arms):
                one.show_arm(arms[at], len(arms))
            one.setVisible(at < len(arms))
        self.add.setEnabled(len(arms) < MAX_ARMS)
