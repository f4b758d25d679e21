"""A question about a whole file, with its answers side by side."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from healthdesk.core.domain.intake import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.wizard.mapping_rows import ANSWER, answer_options
from healthdesk.gui.pages.data.wizard.sayings import one_line, plain_days
from healthdesk.gui.parts.choice_popup import ChoicePopup
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

PILLS = 3
HIGH = 40
KEY = "answer"
POPUP = 280


class QuestionStrip(QFrame):
    """Asks one question; few answers stand beside it, many in a popup.

    Signals:
        answered: the question's key and the answer's.
    """

    answered = Signal(str, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.setProperty("ground", "notice")
        self.setFixedHeight(HIGH)
        self._question: Question | None = None
        self._pills: list[QPushButton] = []
        icon = QLabel()
        icon.setFixedSize(16, 16)
        ui.theme.bind_icon(icon, "alert-circle", "notice", 16)
        self._text = PlainLabel("", "medium", tone="notice", elide=True)
        self._why = PlainLabel("", "caption", tone="notice", elide=True)
        self._more = QPushButton("Answer")
        self._more.setProperty("compact", "true")
        ui.theme.bind_icon(self._more, "chevron-down", "text2", 14)
        self._more.clicked.connect(self._on_more_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 10, 0)
        self._row.setSpacing(8)
        self._row.addWidget(icon)
        self._row.addWidget(self._text)
        self._row.addWidget(self._why, 1)
        self._row.addWidget(self._more)
        self.hide()

    @property
    def pills(self) -> tuple[QPushButton, ...]:
        """The answers that stand beside the question."""
        return tuple(self._pills)

    def ask(self, question: Question | None) -> None:
        """Ask this, or nothing."""
        self._question = question
        for pill in self._pills:
            self._row.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        self._pills.clear()
        self.setVisible(question is not None)
        if question is None:
            return
        self._text.setText(self._said(question.text))
        self._why.setText(self._said(question.why))
        self.setAccessibleName(f"{question.text} {question.why}")
        few = len(question.choices) <= PILLS and question.kind != "table"
        self._more.setVisible(not few)
        for choice in question.choices if few else ():
            self._add_pill(choice.key, self._said(choice.label), choice.why)

    def _said(self, text: str) -> str:
        """Say a text on one line, its days in the app's words."""
        return plain_days(one_line(text), self.ui.words, self.ui.today)

    def _add_pill(self, key: str, label: str, why: str) -> None:
        pill = QPushButton(label.replace("&", "&&"))
        pill.setProperty("compact", "true")
        pill.setProperty(KEY, key)
        pill.setToolTip(plain_tip(why))
        pill.clicked.connect(self._on_pill_clicked)
        self._pills.append(pill)
        self._row.addWidget(pill)

    @Slot()
    def _on_pill_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, QPushButton) and self._question is not None:
            self.answered.emit(self._question.key, str(pill.property(KEY)))

    @Slot()
    def _on_more_clicked(self) -> None:
        self.open_answers()

    def open_answers(self) -> ChoicePopup | None:
        """Offer every answer."""
        if self._question is None:
            return None
        shown = [replace(one, text=self._said(one.text)) for one in answer_options(self._question)]
        popup = ChoicePopup(self.ui.theme, self._question.text, shown, self)
        popup.chosen.connect(self._on_popup_chosen)
        right = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height() + 2))
        popup.open_under(QPoint(right.x() - POPUP, right.y()), POPUP)
        return popup

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        if self._question is not None:
            self.answered.emit(self._question.key, key.removeprefix(ANSWER))
