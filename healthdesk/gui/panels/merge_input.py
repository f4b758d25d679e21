"""The input of a form for words with fields: the field's own button puts one in."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.merge_edit import MergeEdit


class MergeInput(QWidget):
    """Words with fields; `single` is for one line."""

    def __init__(
        self, theme: Theme, name: str, value: str = "", *, single: bool = False, hint: str = ""
    ) -> None:
        super().__init__()
        self.edit = MergeEdit(theme, name, single=single, hint=hint)
        self.edit.set_source(value)
        self.fields = QPushButton("Field")
        self.fields.setProperty("kind", "quiet")
        self.fields.setProperty("compact", "true")
        self.fields.setAutoDefault(False)
        self.fields.setAccessibleName(f"{name}: put a field in")
        self.fields.setToolTip("Put a field in (Ctrl+Space)")
        theme.bind_icon(self.fields, "plus", "text2", 14)
        self.fields.clicked.connect(self._on_fields_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.edit, 1)
        row.addWidget(self.fields, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.edit)

    def source(self) -> str:
        """The words with their fields as they are written."""
        return self.edit.source()

    def setPlainText(self, text: str) -> None:
        """Show other words."""
        self.edit.set_source(text)

    @Slot()
    def _on_fields_clicked(self) -> None:
        self.edit.open_fields(self.fields.mapToGlobal(QPoint(0, self.fields.height() + 2)))
