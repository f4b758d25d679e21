"""A record in words, "best month ever", that leads to the days it was made of."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from healthdesk.core.domain.source_ref import UsageRef
from healthdesk.core.domain.trend_view import Record
from healthdesk.gui.panels.press import Press
from healthdesk.gui.parts.plain import PlainLabel

_PRESS = "Press for its days, and those it was compared with"


def title(record: Record) -> str:
    """What the rows behind a record are called."""
    return record.text.rstrip(".")


def ref(account_id: str, record: Record) -> UsageRef:
    """The daily values of a record, and of all that it was compared with."""
    return UsageRef(account_id, record.metric, record.began, record.last)


class RecordPress(Press):
    """The words of one record.

    Signals:
        asked: the record whose days are wanted.
    """

    asked = Signal(object)

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._record: Record | None = None
        self.words = PlainLabel("", role, wrap=True) if role else PlainLabel("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 1, 2, 1)
        column.addWidget(self.words)
        self.setToolTip(_PRESS)
        self.pressed.connect(self._on_pressed)

    def show_record(self, record: Record | None) -> None:
        """Say another record, or none."""
        self._record = record
        told = "" if record is None else record.text
        self.words.setText(told)
        self.setAccessibleName(f"{told} {_PRESS}" if told else "")
        self.setVisible(record is not None)

    @Slot()
    def _on_pressed(self) -> None:
        if self._record is not None:
            self.asked.emit(self._record)
