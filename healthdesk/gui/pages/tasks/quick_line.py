"""A line to write a task down in: what it is understood as stands beneath before Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.task_line import TaskLine, read_line
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

HINT = "New task: Call Ada fri !high @Aldermoor every 2 weeks"
KEYS = "A day (fri, in 3 days, 1 dec), !high or !!, @account and “every week” are understood."


class QuickLine(QWidget):
    """Asks for a task in one line.

    Signals:
        written: the task that Enter was pressed on.
    """

    written = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._accounts: tuple[tuple[str, str], ...] = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText(HINT)
        self.line.setAccessibleName("New task in one line")
        self.line.setMaxLength(400)
        changes_desk(ui, self.line)
        self.said = PlainLabel(KEYS, "second")
        self.said.setAccessibleName("What the line is understood as")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.said)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.line.returnPressed.connect(self._on_line_return_pressed)

    def offer_accounts(self, accounts: Sequence[tuple[str, str]]) -> None:
        """Know these accounts by id and name."""
        self._accounts = tuple(accounts)
        self._say()

    def understood(self) -> TaskLine:
        """What stands in the line."""
        return read_line(self.line.text(), self.ui.today, self._accounts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the line."""
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        if not self.line.text().strip():
            self.said.setText(KEYS)
            self.said.set_tone("")
            return
        found = self.understood()
        self.said.set_tone("poor" if found.wrong else "")
        self.said.setText(found.wrong or told(found, self.ui))

    @Slot()
    def _on_line_text_changed(self) -> None:
        self._say()

    @Slot()
    def _on_line_return_pressed(self) -> None:
        found = self.understood()
        if found.wrong or not found.title or self.ui.refuses_changes():
            return
        self.line.clear()
        self.written.emit(
            TaskDraft(
                found.title,
                found.account_id,
                found.due,
                found.priority,
                repeat=found.repeat,
            )
        )


def told(found: TaskLine, ui: Ui) -> str:
    """What a line is understood as, in words."""
    if not found.title:
        return "What is to be done?"
    when = "no day" if found.due is None else f"due {ui.words.near_day(found.due, ui.today)}"
    parts = [f"“{found.title}”", when]
    parts += [f"{found.priority} priority"] if found.priority != "normal" else []
    parts += [found.account_name] if found.account_id else ["of no account"]
    parts += [found.repeat.words] if found.repeat is not None else []
    return f"Enter writes: {' · '.join(parts)}"
