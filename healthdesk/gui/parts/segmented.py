"""A few choices side by side of which one holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton

KEY = "choice"


class Segmented(QFrame):
    """Exclusive choices; `set_value` shows one without telling anybody.

    Signals:
        chosen: the key of the choice that the user took.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], value: str = "") -> None:
        super().__init__()
        self.setProperty("segmented", "true")
        self.setAccessibleName(name)
        self.setFixedHeight(28)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for key, text in choices:
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty(KEY, key)
            button.setAccessibleName(f"{name}: {text}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button)
            layout.addWidget(button)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        self.set_value(value or (choices[0][0] if choices else ""))

    @property
    def value(self) -> str:
        """The key of the choice that holds."""
        button = self._group.checkedButton()
        return str(button.property(KEY)) if button is not None else ""

    def set_value(self, key: str) -> None:
        """Show a choice as the one that holds."""
        for button in self._group.buttons():
            if button.property(KEY) == key:
                button.setChecked(True)

    @Slot(QAbstractButton)
    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(str(button.property(KEY)))
