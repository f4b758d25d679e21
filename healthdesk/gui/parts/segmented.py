"""A few choices side by side of which one holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton

KEY = "choice"


class Segmented(QFrame):
    """Exclusive choices; `set_value` shows one without telling anybody.

    Where it is `free` none need hold: pressed again, the one that holds is let go of.

    Signals:
        chosen: the key of the choice that the user took.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], value: str = "", *, free: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("segmented", "true")
        self.setAccessibleName(name)
        self.setFixedHeight(28)
        self._group = QButtonGroup(self)
        self._group.setExclusive(not free)
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
        self.set_value(value or (choices[0][0] if choices and not free else ""))

    @property
    def value(self) -> str:
        """The key of the choice that holds."""
        held = (button for button in self._group.buttons() if button.isChecked())
        return next((str(button.property(KEY)) for button in held), "")

    def set_value(self, key: str) -> None:
        """Show a choice as the one that holds."""
        for button in self._group.buttons():
            if button.property(KEY) == key:
                button.setChecked(True)
            elif not self._group.exclusive():
                button.setChecked(False)

    @Slot(QAbstractButton)
    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        key = str(button.property(KEY)) if button.isChecked() else ""
        self.set_value(key)
        self.chosen.emit(key)
