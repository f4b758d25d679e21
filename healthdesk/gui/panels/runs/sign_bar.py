"""Who signs a run off that is done: a name and a button, where its playbook asks for it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from healthdesk.core.domain.run_view import RunView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

ASKED = "Every required step is done. Who signs it off?"


class SignBar(QFrame):
    """Asks for the name.

    Signals:
        signed: the name.
    """

    signed = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.setProperty("ground", "notice")
        self._run = -1
        self.question = PlainLabel(ASKED, "medium", wrap=True)
        self.name = QLineEdit()
        self.name.setAccessibleName("Who signs the run off")
        self.name.setPlaceholderText("Name")
        self.name.setMaxLength(200)
        self.sign = QPushButton("Sign off")
        self.sign.setProperty("compact", "true")
        ui.theme.bind_icon(self.sign, "check", "strong", 14)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.name, 1)
        row.addWidget(self.sign)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.question)
        column.addLayout(row)
        self.sign.clicked.connect(self._on_sign_clicked)
        self.name.returnPressed.connect(self._on_sign_clicked)
        changes_desk(ui, self.name, self.sign)

    def show_run(self, view: RunView) -> None:
        """Ask where the run waits for it; a name that is being written stays."""
        self.setVisible(view.row.unsigned)
        if view.row.id != self._run:
            self._run = view.row.id
            self.name.setText(view.signer)

    @Slot()
    def _on_sign_clicked(self) -> None:
        told = self.name.text().strip()
        if told:
            self.signed.emit(told)
        else:
            self.name.setFocus()
