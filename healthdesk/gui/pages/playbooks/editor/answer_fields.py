"""Where answers go: a line for each question, with the attribute of the account beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.core.actions.ask import NOWHERE
from healthdesk.gui.pages.playbooks.editor.kit import Kit
from healthdesk.gui.pages.playbooks.editor.option_inputs import OptionInput
from healthdesk.gui.parts.choice_popup import Option as Choice
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

KEPT = "Only the run"
_GAP = 8


class AnswerLine(QWidget):
    """A question, and where its answer goes.

    Signals:
        chosen: the number of the question, and the attribute.
    """

    chosen = Signal(int, str)

    def __init__(self, kit: Kit, at: int) -> None:
        super().__init__()
        self._kit = kit
        self._at = at
        self._field = NOWHERE
        self.label = PlainLabel("", "small", elide=True)
        self.button = SelectButton(kit.theme, "Where the answer goes")
        self.button.offer(self._choices, "Attributes")
        self.button.chosen.connect(self._on_button_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 1)

    def ask(self, question: str) -> None:
        """Show another question."""
        self.label.setText(question)
        self.button.setAccessibleName(f"{question}: where the answer goes")

    def show_field(self, field: str) -> None:
        """Show an attribute; one that the desk does not know is shown by its name."""
        self._field = field or NOWHERE
        self.button.say(dict(self._named()).get(self._field, self._field))

    def _named(self) -> list[tuple[str, str]]:
        return [(NOWHERE, KEPT), *self._kit.attributes]

    def _choices(self) -> list[Choice]:
        known = self._named()
        if self._field not in dict(known):
            known.append((self._field, self._field))
        return [Choice(key, text, chosen=key == self._field) for key, text in known]

    @Slot(str)
    def _on_button_chosen(self, key: str) -> None:
        self.chosen.emit(self._at, key)


class AnswersInput(OptionInput):
    """A choice of attribute for each question of a step."""

    def _make(self) -> QWidget:
        self._fields: list[str] = []
        self._count = 0
        self.lines: list[AnswerLine] = []
        place = QWidget()
        self._column = QVBoxLayout(place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        return place

    def show_questions(self, questions: Sequence[str]) -> None:
        """Show a line for each of these; without any there is nothing to choose."""
        self._count = len(questions)
        while len(self.lines) < self._count:
            line = AnswerLine(self.kit, len(self.lines))
            line.chosen.connect(self._on_line_chosen)
            self._column.addWidget(line)
            self.lines.append(line)
        for line, question in zip(self.lines, questions, strict=False):
            line.ask(question)
        for at, line in enumerate(self.lines):
            line.setVisible(at < self._count)
        self.setVisible(self._count > 0)

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show the attributes, each beside its question."""
        told = [str(one) for one in value]
        self._fields = (told + [NOWHERE] * self._count)[: self._count]
        for line, field in zip(self.lines, self._fields, strict=False):
            line.show_field(field)

    @Slot(int, str)
    def _on_line_chosen(self, at: int, key: str) -> None:
        fields = [*self._fields]
        fields[at] = key
        self.show_value(fields)
        while fields and fields[-1] in {"", NOWHERE}:
            fields.pop()
        self.tell(tuple(fields))
