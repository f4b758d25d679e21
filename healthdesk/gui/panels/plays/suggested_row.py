"""A suggestion of a play in a line: account, play and why, with a yes and a no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.plays.answering import Answering
from healthdesk.gui.panels.plays.told_list import told_words
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

if TYPE_CHECKING:
    from healthdesk.core.domain.firing import FiringRow

ROW, NAME = 32, 168


class SuggestedRow(QWidget):
    """A suggestion: account, play and why, yes and no."""

    def __init__(
        self, ui: Ui, firing: FiringRow, answering: Answering, *, here: bool = False
    ) -> None:
        """Make the row; `here`: its account is what is in view, and needs no name."""
        super().__init__()
        self.ui = ui
        self._answering = answering
        self.firing = firing
        self.setFixedHeight(ROW)
        self.name = QPushButton(firing.account_name.replace("&", "&&"))
        self.name.setProperty("kind", "link")
        self.name.setMaximumWidth(NAME)
        self.name.setAccessibleName(f"Open {firing.account_name}")
        holder = QWidget()
        holder.setFixedWidth(NAME)
        holder.setVisible(not here)
        first = QHBoxLayout(holder)
        first.setContentsMargins(0, 0, 0, 0)
        first.addWidget(self.name)
        first.addStretch(1)
        why = told_words(firing.because)
        self.why = PlainLabel(f"{firing.play} \N{MIDDLE DOT} {why}", "second", elide=True)
        since = QLabel(ui.words.near_day(firing.day, ui.today))
        since.setProperty("role", "caption")
        since.setTextFormat(Qt.TextFormat.PlainText)
        self.yes, self.no = QPushButton("Yes"), QPushButton("No")
        for button, told in ((self.yes, "start it"), (self.no, "say why not")):
            button.setProperty("compact", "true")
            button.setAccessibleName(f"{button.text()} at {firing.account_name}: {told}")
        self.no.setProperty("kind", "quiet")
        self.why.setToolTip(plain_tip(f"{firing.play}\n{why}"))
        changes_desk(ui, self.yes, self.no)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(holder)
        row.addWidget(self.why, 1)
        for widget in (since, self.yes, self.no):
            row.addWidget(widget)
        self.name.clicked.connect(self._on_name_clicked)
        self.yes.clicked.connect(self._on_yes_clicked)
        self.no.clicked.connect(self._on_no_clicked)

    @Slot()
    def _on_name_clicked(self) -> None:
        self.ui.open_account(self.firing.account_id)

    @Slot()
    def _on_yes_clicked(self) -> None:
        self._answering.yes((self.firing,))

    @Slot()
    def _on_no_clicked(self) -> None:
        self._answering.no((self.firing,))
