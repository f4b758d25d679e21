"""The words of a message: plain text in which fields stand out, those without a value most."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit

from healthdesk.core.domain.template import token, tokens
from healthdesk.gui.base.theme import Theme


class FieldMarks(QSyntaxHighlighter):
    """Gives fields their ground, on every screen the theme's."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self._missing: frozenset[str] = frozenset()
        theme.changed.connect(self._on_theme_changed)

    def set_missing(self, missing: Sequence[str]) -> None:
        """Mark these fields as having no value."""
        if frozenset(missing) != self._missing:
            self._missing = frozenset(missing)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Mark the fields of a line."""
        for key in tokens(text):
            gone = key in self._missing
            form = QTextCharFormat()
            form.setBackground(self._theme.color("noticesoft" if gone else "accentsoft"))
            form.setForeground(self._theme.color("notice" if gone else "accent"))
            at = -1
            for written in (token(key), f"{{{{{key}}}}}"):
                while (at := text.find(written, at + 1)) >= 0:
                    self.setFormat(
                        len(text[:at].encode("utf-16-le")) // 2, len(written), form
                    )  # as Qt counts letters

    @Slot()
    def _on_theme_changed(self) -> None:
        self.rehighlight()


class BodyEdit(QPlainTextEdit):
    """Where the words are written.

    Signals:
        left: the focus went elsewhere.
    """

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Message")
        self.setTabChangesFocus(True)
        self.marks = FieldMarks(theme, self.document())

    def show_words(self, words: str) -> None:
        """Show other words; the same ones leave the cursor where it is."""
        if words != self.toPlainText():
            self.setPlainText(words)

    def go_to_field(self, key: str) -> bool:
        """Choose a field where it stands next; False where it does not."""
        for written in (token(key), f"{{{{{key}}}}}"):
            if self.find(written):
                return True
            self.moveCursor(QTextCursor.MoveOperation.Start)
            if self.find(written):
                return True
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that writing is over for now."""
        super().focusOutEvent(event)
        self.left.emit()
