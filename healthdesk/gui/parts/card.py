"""A card: head with title, subtitle and tools, a body with its drawn states, and a foot."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.head_words import HeadWords
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.state import EmptyState, ErrorState, LoadingState, Words

HEAD = 36
FOOT = 30
AGAIN = "Try again"
"""What is offered where something failed, unless something else mends it."""


def hline(role: str = "h") -> QFrame:
    """Make a line of 1 px: "h" or "v" in border, "strong" in edge."""
    line = QFrame()
    line.setProperty("line", role)
    return line


class Card(QFrame):
    """A framed part of a page; its body gives way to loading, empty and error.

    Signals:
        acted: the button of the empty state was pressed.
        retry_requested: the button of the error state was pressed.
    """

    acted = Signal()
    retry_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        subtitle: str = "",
        parent: QWidget | None = None,
        *,
        padding: int = 12,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("card", "true")
        self.setAccessibleName(title)
        # All of it is made where it stands: whatever is moved is styled again.
        self._head = QWidget(self)
        self._head_words = HeadWords(title, subtitle, self._head)
        self._title, self._subtitle = self._head_words.title, self._head_words.subtitle
        self._word = PlainLabel("", "caption", parent=self._head)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        self._padding = padding
        self._foot: QWidget | None = None
        self._body = QWidget(self)
        self._loading: LoadingState | None = None
        self._empty: EmptyState | None = None
        self._error: ErrorState | None = None
        # Every layout has its parent before a widget goes in: a stack shows its first one at once,
        # and without a parent that would be a window of its own for a moment.
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(1, 1, 1, 1)
        self._whole.setSpacing(0)
        self._fill_head()
        self._whole.addWidget(self._head)
        self._head.setVisible(bool(title))
        self._stack = QStackedLayout()
        self._whole.addLayout(self._stack, 1)
        self._stack.addWidget(self._body)
        self.body = QVBoxLayout(self._body)
        self.body.setContentsMargins(padding, 0, padding, padding)
        self.body.setSpacing(8)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Say something else in the head."""
        self._head_words.say(title, subtitle)
        self.setAccessibleName(title)
        self._head.setVisible(bool(title))

    def set_subtitle(self, subtitle: str) -> None:
        """Say something else beside the title."""
        self._head_words.say(self._title.full_text, subtitle)

    def add_tool(self, widget: QWidget) -> None:
        """Put a control at the right of the head."""
        self._tools.addWidget(widget)

    def add_line_under_head(self) -> None:
        """Part the head from the body by a line."""
        self._whole.insertWidget(1, hline())

    def set_foot(self, widget: QWidget, height: int = FOOT) -> None:
        """Put something at the foot, under a line."""
        widget.setFixedHeight(height)
        self._foot = widget
        self._whole.addWidget(hline())
        self._whole.addWidget(widget)

    @property
    def state(self) -> str:
        """Which face is shown: body, loading, empty or error."""
        shown = self._stack.currentWidget()
        faces = ((self._loading, "loading"), (self._empty, "empty"), (self._error, "error"))
        return next((name for face, name in faces if face is not None and face is shown), "body")

    @property
    def words(self) -> str:
        """What the shown state says; nothing when the body is shown."""
        shown = self._stack.currentWidget()
        return shown.words if isinstance(shown, (LoadingState, EmptyState, ErrorState)) else ""

    def show_body(self) -> None:
        """Show the contents."""
        self._word.setText("")
        self._stack.setCurrentWidget(self._body)

    def show_loading(self, text: str = "Reading") -> None:
        """Show grey shapes until the contents are there."""
        if self._loading is None:
            self._loading = LoadingState(self.theme)
            self._stack.addWidget(self._loading)
        self._loading.say(text)
        self._word.setText("Loading")
        self._stack.setCurrentWidget(self._loading)

    def show_empty(
        self, title: str, text: str = "", action: str = "", icon: str = "file-import"
    ) -> None:
        """Say that nothing is here, and what brings something."""
        if self._empty is None:
            self._empty = EmptyState(self.theme, title)
            self._empty.acted.connect(self._on_empty_acted)
            self._stack.addWidget(self._empty)
        self._empty.say(Words(title, text, action, icon))
        self._word.setText("")
        self._stack.setCurrentWidget(self._empty)

    @property
    def offer(self) -> QPushButton | None:
        """The button under the words that nothing is here, once they were said."""
        return self._empty.button if self._empty is not None else None

    def show_error(self, title: str, text: str = "", action: str = AGAIN) -> None:
        """Say what failed, what is untouched, and offer to try again."""
        if self._error is None:
            self._error = ErrorState(self.theme, title)
            self._error.acted.connect(self._on_error_acted)
            self._stack.addWidget(self._error)
        self._error.say(Words(title, text, action, "refresh" if action == AGAIN else "settings"))
        self._word.setText("Error")
        self._stack.setCurrentWidget(self._error)

    def _fill_head(self) -> None:
        self._head.setFixedHeight(HEAD)
        layout = QHBoxLayout(self._head)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._head_words, 1)
        layout.addWidget(self._word)
        layout.addLayout(self._tools)

    @Slot()
    def _on_empty_acted(self) -> None:
        self.acted.emit()

    @Slot()
    def _on_error_acted(self) -> None:
        self.retry_requested.emit()
