"""What is wrong with a step, or with the whole playbook; a press goes to the step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.playbook_faults import Fault
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import Paragraph

MOST = 20


class FaultRow(QWidget):
    """One fault: its icon, its sentence, the step it is of where there are several.

    Signals:
        pressed: the id of its step.
    """

    pressed = Signal(str)

    def __init__(self, theme: Theme, fault: Fault, name: str) -> None:
        super().__init__()
        self.fault = fault
        color = "poor" if fault.blocks else "notice"
        icon = QLabel()
        icon.setFixedSize(16, 20)
        theme.bind_icon(icon, "alert-circle", color, 16)
        self.words = Paragraph(theme, fault.sentence, color, role="small", line=16)
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 2, 0, 2)
        texts.setSpacing(0)
        texts.addWidget(self.words)
        if name:
            self.go = QPushButton(name.replace("&", "&&"))
            self.go.setProperty("kind", "link")
            self.go.setAccessibleName(f"Go to {name}: {fault.sentence}")
            self.go.clicked.connect(self._on_go_clicked)
            line = QHBoxLayout()
            line.addWidget(self.go)
            line.addStretch(1)
            texts.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    @Slot()
    def _on_go_clicked(self) -> None:
        self.pressed.emit(self.fault.step)


class FaultList(QWidget):
    """Faults under each other.

    Signals:
        pressed: the id of the step of one.
    """

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Fault, ...] | None = None
        self.rows: list[FaultRow] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setSpacing(4)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is told."""
        return tuple(row.fault.sentence for row in self.rows)

    def show_faults(self, faults: Sequence[Fault], names: Mapping[str, str]) -> None:
        """Show these; `names` of steps where they are of several."""
        told = tuple(faults)[:MOST]
        if told == self._shown and not names:
            return
        self._shown = told
        for row in self.rows:
            row.hide()
            self._rows.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for fault in told:
            row = FaultRow(self._theme, fault, names.get(fault.step, ""))
            row.pressed.connect(self.pressed)
            self.rows.append(row)
            self._rows.addWidget(row)
