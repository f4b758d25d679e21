"""A best month or week as a reason to say thank you; the words are the person's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from healthdesk.core.domain.trend_view import Record
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.panels.record_press import RecordPress
from healthdesk.gui.parts.plain import plain_tip


class RecordLine(QFrame):
    """The newest record, and a button that asks for the words of a thank-you.

    Signals:
        thanks_requested: the record in words.
        asked: the record whose days are wanted.
    """

    thanks_requested = Signal(str)
    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", "true")
        across = QHBoxLayout(self)
        across.setContentsMargins(14, 10, 10, 10)
        across.setSpacing(10)
        picture = QLabel()
        picture.setFixedSize(18, 18)
        theme.bind_icon(picture, "trophy", "accent", 16)
        self.words = RecordPress()
        self.thank = QPushButton("Thank them")
        self.thank.setProperty("compact", "true")
        self.thank.clicked.connect(self._on_thank_clicked)
        self.words.asked.connect(self.asked)
        across.addWidget(picture)
        across.addWidget(self.words, 1)
        across.addWidget(self.thank)
        self.setVisible(False)

    def show_records(self, records: Sequence[Record]) -> None:
        """Show the first of some records; of none, nothing."""
        self.setVisible(bool(records))
        self.words.show_record(records[0] if records else None)
        self.setToolTip(plain_tip("\n".join(one.text for one in records)))
        self.thank.setAccessibleName(f"Thank them: {records[0].text}" if records else "")

    @Slot()
    def _on_thank_clicked(self) -> None:
        self.thanks_requested.emit(self.words.words.full_text)
