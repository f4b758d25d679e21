"""What the inputs of the form are made with, and the small widgets they share."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.domain.template import FIELDS, Field
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words

_LOW, _HIGH, _PAD, _LINE = 52, 200, 20, 17


@dataclass
class Kit:
    """What inputs offer; filled anew when the editor opens another playbook."""

    ui: Ui
    choices: tuple[FieldChoice, ...] = ()
    fields: tuple[Field, ...] = FIELDS
    playbooks: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    metrics: dict[str, str] = field(default_factory=dict)
    owners: tuple[str, ...] = ()

    @property
    def theme(self) -> Theme:
        """The look."""
        return self.ui.theme

    @property
    def words(self) -> Words:
        """Figures and days in words."""
        return self.ui.words


class TextBox(QPlainTextEdit):
    """Several lines, as high as they need, within bounds.

    Signals:
        edited: somebody wrote something.
    """

    edited = Signal()

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self._busy = False
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_LOW)
        self.textChanged.connect(self._on_text_changed)

    def show_text(self, text: str) -> None:
        """Show another text, without telling anybody."""
        if text != self.toPlainText():
            self._busy = True
            self.setPlainText(text)
            self._busy = False
        self._fit()

    @Slot()
    def _on_text_changed(self) -> None:
        self._fit()
        if not self._busy:
            self.edited.emit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        high = max(_LOW, min(lines * _LINE + _PAD, _HIGH))
        if high != self.height():
            self.setFixedHeight(high)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form where there is nothing to scroll here."""
        if self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()


def icon_button(theme: Theme, icon: str, name: str, parent: QWidget | None = None) -> QPushButton:
    """Make a small quiet button that shows an icon alone."""
    button = QPushButton(parent)
    button.setProperty("kind", "quiet")
    button.setProperty("iconic", "small")
    button.setAccessibleName(name)
    button.setToolTip(name)
    theme.bind_icon(button, icon, "text2", 14)
    return button
