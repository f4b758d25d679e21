"""What matters to this customer: a text that is edited where it stands."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

HINT = "Goals in their own words, what annoys them, what to ask about, when not to call"


class _Words(QPlainTextEdit):
    """Tells when it is left.

    Signals:
        left: the focus went elsewhere.
    """

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that writing is over."""
        super().focusOutEvent(event)
        self.left.emit()


class MattersCard(Card):
    """Shows and edits the text; it is kept by Ctrl+Enter, the button, or leaving it.

    Signals:
        kept: the text as it should be kept.
    """

    kept = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "What matters to this customer", parent=parent)
        self._told = ""
        self._reader = False
        self.text = _Words()
        self.text.setPlaceholderText(HINT)
        self.text.setAccessibleName("What matters to this customer")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(72)
        self.say = PlainLabel("", "caption")
        self.save = QPushButton("Keep")
        self.save.setProperty("kind", "normal")
        self.save.setProperty("compact", "true")
        self.save.setToolTip("Keep these words (Ctrl+Enter)")
        foot = QHBoxLayout()
        foot.addWidget(self.say, 1)
        foot.addWidget(self.save)
        self.body.addWidget(self.text, 1)
        self.body.addLayout(foot)
        self.text.textChanged.connect(self._on_text_changed)
        self.text.left.connect(self._on_keep)
        self.save.clicked.connect(self._on_keep)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self.text).activated.connect(self._on_keep)

    @property
    def changed(self) -> bool:
        """Whether what stands there is not kept yet."""
        return self.text.toPlainText().strip() != self._told

    def show_text(self, told: str, *, reader: bool) -> None:
        """Show what is kept; words being written are left alone."""
        if self.changed and told == self._told:
            return
        self._told, self._reader = told, reader
        self.text.setReadOnly(reader)
        if self.text.toPlainText().strip() != told:
            self.text.setPlainText(told)
        self._show()

    def clear_text(self) -> None:
        """Show nothing, of another account."""
        self._told = ""
        self.text.setPlainText("")
        self._show()

    def _show(self) -> None:
        self.save.setEnabled(self.changed and not self._reader)
        if self.changed:
            self.say.setText("Not kept yet")
        else:
            self.say.setText("Kept; only you see it" if self._told else "Only you see it")

    @Slot()
    def _on_text_changed(self) -> None:
        self._show()

    @Slot()
    def _on_keep(self) -> None:
        if self.changed and not self._reader:
            self.kept.emit(self.text.toPlainText().strip())
