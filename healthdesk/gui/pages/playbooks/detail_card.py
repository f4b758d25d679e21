"""The card beside the list: what the current playbook is for, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.playbook_view import PlaybookRow
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.columns import state_words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

WIDE = 304


class DetailCard(Card):
    """One playbook in words.

    Signals:
        wanted: "edit", "duplicate", "rename", "export", "archive" or "remove".
    """

    wanted = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Playbook", "")
        self.ui = ui
        self.row: PlaybookRow | None = None
        self.setFixedWidth(WIDE)
        self._rows: list[tuple[PlainLabel, Paragraph]] = []
        inside = QWidget()
        inside.setProperty("ground", "none")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)
        for title in ("State", "Purpose", "Cause it answers", "What shows that it worked",
                      "Used by"):  # fmt: skip
            head, text = PlainLabel(title, "caption"), Paragraph(ui.theme, "", "text")
            self._rows.append((head, text))
            self._column.addWidget(head)
            self._column.addWidget(text)
            self._column.addSpacing(8)
        self._column.addStretch(1)
        self.body.addWidget(scroll_of(inside), 1)
        self.buttons: dict[str, QPushButton] = {}
        self.set_foot(self._feet(), 84)

    def _feet(self) -> QWidget:
        feet = QWidget()
        rows = QVBoxLayout(feet)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(8)
        for line in ((("edit", "Open", "pencil"), ("duplicate", "Duplicate", "copy")),
                     (("rename", "Rename", "cursor-text"), ("archive", "Archive", "folder"),
                      ("remove", "Remove", "trash"))):  # fmt: skip
            row = QHBoxLayout()
            row.setSpacing(4)
            for key, text, icon in line:
                button = QPushButton(text)
                button.setProperty("compact", "true")
                if key not in {"edit", "duplicate"}:
                    button.setProperty("kind", "quiet")
                button.setProperty("way", key)
                self.theme.bind_icon(button, icon, "poor" if key == "remove" else "text2")
                button.clicked.connect(self._on_button_clicked)
                self.buttons[key] = button
                row.addWidget(button)
            row.addStretch(1)
            rows.addLayout(row)
        changes_desk(self.ui, *(self.buttons[key] for key in self.buttons if key != "edit"))
        return feet

    def show_row(self, row: PlaybookRow | None) -> None:
        """Say what a playbook is for; None: there is none."""
        self.row = row
        if row is None:
            self.set_title("Playbook", "")
            self.show_empty("No playbook", "Choose one in the list.")
            return
        self.set_title(row.name, "")
        used = f"{'. '.join(row.used_by)}." if row.used_by else ""
        told = (state_words(row), row.purpose, row.cause, row.measure, used)
        for (head, paragraph), text in zip(self._rows, told, strict=True):
            head.setVisible(bool(text))
            paragraph.setVisible(bool(text))
            paragraph.setText(text)
        archive = self.buttons["archive"]
        archive.setText("Take out" if row.archived else "Archive")
        self.buttons["edit"].setEnabled(not row.broken)
        self.buttons["duplicate"].setEnabled(not row.broken and not self.ui.looking_back)
        self.show_body()

    @Slot()
    def _on_button_clicked(self) -> None:
        self.wanted.emit(str(self.sender().property("way")))
