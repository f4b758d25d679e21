"""The card that says why a play would have fired at an account on a day, or why not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.playbooks.editor.kit import icon_button
from healthdesk.gui.pages.plays.editor.why_says import WhySays
from healthdesk.gui.panels.plays.told_list import ToldList
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

WIDE = 304


class WhyPanel(Card):
    """Says why.

    Signals:
        closed: somebody has read it.
        account_wanted: the id of the account that is to be seen, and the day as of which.
    """

    closed = Signal()
    account_wanted = Signal(str, int)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Why", "", padding=0)
        self.words_of = words
        self.says: WhySays | None = None
        self.setFixedWidth(WIDE)
        self.close_it = icon_button(theme, "x", "Close (Esc)")
        self.add_tool(self.close_it)
        self.sentence = Paragraph(theme, "", "text", weight=500)
        self.lines = ToldList(theme)
        self.brakes_head = PlainLabel("Brakes", "smallstrong")
        self.brakes = ToldList(theme)
        self.more = Paragraph(theme, "", "text2")
        self.open = QPushButton("Open account")
        theme.bind_icon(self.open, "buildings")
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 2, 12, 12)
        rows.setSpacing(10)
        for widget in (self.sentence, self.lines, self.brakes_head, self.brakes, self.more):
            rows.addWidget(widget)
        rows.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scroll_of(inside))
        self.close_it.clicked.connect(self.closed)
        self.open.clicked.connect(self._on_open_clicked)

    def show_says(self, says: WhySays) -> None:
        """Say something else."""
        self.says = says
        self.set_title(says.name, self.words_of.day(says.day))
        self.sentence.setText(says.sentence)
        self.lines.show_lines(says.lines)
        self.brakes.show_lines(says.brakes)
        self.brakes_head.setVisible(bool(says.brakes))
        self.more.setText(says.more)
        self.more.setVisible(bool(says.more))
        self.open.setText(f"Open account as of {self.words_of.short_day(says.day)}")
        self.show_body()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_open_clicked(self) -> None:
        if self.says is not None:
            self.account_wanted.emit(self.says.account_id, self.says.day)
