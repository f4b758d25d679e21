"""Who does a step: a name that is typed or taken from those the desk knows; empty = the run's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.playbook import MAX_OWNER
from healthdesk.gui.pages.playbooks.editor.kit import Kit, icon_button
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.plain import PlainLabel

NOBODY = "Whose run it is"


class WhoEdit(QWidget):
    """Shows who does a step, and lets it be changed.

    Signals:
        changed: the name, "" = whoever does the run; what led to it (for undo).
    """

    changed = Signal(str, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._known: tuple[str, ...] = ()
        self.popup: ChoicePopup | None = None
        self.line = QLineEdit()
        self.line.setAccessibleName("Who does the step")
        self.line.setPlaceholderText(NOBODY)
        self.line.setMaxLength(MAX_OWNER)
        self.names = icon_button(kit.theme, "users", "Names that the desk knows")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.names)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(PlainLabel("Who", "caption"))
        rows.addLayout(row)
        self.line.textEdited.connect(self._on_line_text_edited)
        self.names.clicked.connect(self._on_names_clicked)

    @property
    def owner(self) -> str:
        """The name as it is kept."""
        return " ".join(self.line.text().split())

    def show_owner(self, owner: str, here: Sequence[str]) -> None:
        """Show a name, without telling anybody; `here` are those of the playbook's other steps."""
        self._known = tuple(dict.fromkeys((*here, *self._kit.owners)))
        if self.owner != owner:
            self.line.setText(owner)
            self.line.setCursorPosition(0)

    def _options(self) -> list[Option]:
        held = self.owner
        out = [Option("", NOBODY, chosen=not held)]
        return [*out, *(Option(name, name, chosen=name == held) for name in self._known)]

    @Slot(str)
    def _on_line_text_edited(self, text: str) -> None:
        self.changed.emit(" ".join(text.split()), "owner")

    @Slot()
    def _on_names_clicked(self) -> None:
        theme, options = self._kit.theme, self._options()
        popup = ChoicePopup(theme, "Who does the step", options, self, seeks="Find a name")
        popup.chosen.connect(self._on_popup_chosen)
        self.popup = popup
        below = QPoint(0, self.line.height() + 2)
        popup.open_under(self.line.mapToGlobal(below), self.width())

    @Slot(str)
    def _on_popup_chosen(self, name: str) -> None:
        self.popup = None
        if name != self.owner:
            self.line.setText(name)
            self.changed.emit(name, "owner taken")
