"""The inputs of a kind's own options: made from what its action declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.reading import Option, OptionValue
from healthdesk.gui.pages.playbooks.editor.kit import Kit, TextBox
from healthdesk.gui.parts.choice_popup import Option as Choice
from healthdesk.gui.parts.merge_edit import MergeEdit
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

HINTS: Final = {
    "body": "Write, and put fields in where the account has its own words",
    "guide": "What to say, what to ask, what to listen for",
    "note": "How to do it",
    "checklist": "One item a line",
    "questions": "One question a line",
    "day": "2026-12-24, or -30 renewal",
    "text": "What to tell",
    "milestone": "Kick-off: then it comes on that day",
}


class OptionInput(QWidget):
    """One option; it fills its own title.

    Signals:
        changed: the key of the option and its value.
    """

    changed = Signal(str, object)

    def __init__(self, kit: Kit, option: Option) -> None:
        super().__init__()
        self.kit = kit
        self.option = option
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self.head = QHBoxLayout()
        self.head.setSpacing(4)
        self.title = PlainLabel(option.title, "caption")
        self.head.addWidget(self.title, 1)
        self.field = self._make()
        if option.kind != "flag":
            self._rows.addLayout(self.head)
        self._rows.addWidget(self.field)

    def _make(self) -> QWidget:
        raise NotImplementedError

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show a value, without telling anybody."""
        raise NotImplementedError

    def tell(self, value: OptionValue) -> None:
        """Tell another value."""
        self.changed.emit(self.option.key, value)


class FlagInput(OptionInput):
    """A box to tick."""

    def _make(self) -> QWidget:
        self.box = QCheckBox(self.option.title.replace("&", "&&"))
        self.box.clicked.connect(self._on_box_clicked)
        return self.box

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Tick it or not."""
        self.box.setChecked(bool(value))

    @Slot(bool)
    def _on_box_clicked(self, on: bool) -> None:
        self.tell(on)


class ChoiceInput(OptionInput):
    """One of some words."""

    def _make(self) -> QWidget:
        self._value = ""
        self.button = SelectButton(self.kit.theme, self.option.title)
        self.button.offer(self._choices)
        self.button.chosen.connect(self._on_button_chosen)
        return self.button

    def _named(self) -> Sequence[tuple[str, str]]:
        option = self.option
        if option.kind == "playbook":
            return [(name, name) for name in self.kit.playbooks]
        if option.kind == "field":
            return self.kit.attributes
        words = (one[:1].upper() + one[1:] for one in option.labels or option.choices)
        return list(zip(option.choices, words, strict=True))

    def _choices(self) -> Sequence[Choice]:
        return [Choice(key, text, chosen=key == self._value) for key, text in self._named()]

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show what is chosen; what is no longer there is shown by its name."""
        self._value = str(value or "")
        text = dict(self._named()).get(self._value, self._value or "Choose")
        self.button.say(text)

    @Slot(str)
    def _on_button_chosen(self, key: str) -> None:
        self.show_value(key)
        self.tell(key)


class NumberInput(OptionInput):
    """A whole number within bounds."""

    def _make(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setAccessibleName(self.option.title)
        self.line.setMaximumWidth(96)
        self.line.setValidator(QIntValidator(0, int(self.option.high), self))
        self.line.textEdited.connect(self._on_line_text_edited)
        return self.line

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show a number, unless it is being written."""
        if not self.line.hasFocus() and self.line.text() != str(value):
            self.line.setText(str(value))
            self._mark(wrong=False)

    def _mark(self, *, wrong: bool) -> None:
        told = "true" if wrong else "false"
        if self.line.property("wrong") != told:
            self.line.setProperty("wrong", told)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
            low, high = int(self.option.low), int(self.option.high)
            self.line.setToolTip(f"A whole number from {low} to {high}" if wrong else "")

    @Slot(str)
    def _on_line_text_edited(self, text: str) -> None:
        good = text.isdigit() and self.option.low <= int(text) <= self.option.high
        self._mark(wrong=not good)
        if good:
            self.tell(int(text))


class LineInput(OptionInput):
    """A line of words."""

    def _make(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setAccessibleName(self.option.title)
        self.line.setPlaceholderText(HINTS.get(self.option.key, ""))
        self.line.textEdited.connect(self._on_line_text_edited)
        return self.line

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show other words."""
        if self.line.text() != str(value):
            self.line.setText(str(value))

    @Slot(str)
    def _on_line_text_edited(self, text: str) -> None:
        self.tell(text)


class ProseInput(OptionInput):
    """Several lines, as one text or as a list of texts."""

    def _make(self) -> QWidget:
        self.box = TextBox(self.option.title, HINTS.get(self.option.key, ""))
        self.box.edited.connect(self._on_box_edited)
        return self.box

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show other words, unless they are being written so."""
        if self.option.kind == "lines":
            if self._lines() != tuple(value):
                self.box.show_text("\n".join(value))
        else:
            self.box.show_text(str(value))

    def _lines(self) -> tuple[str, ...]:
        lines = self.box.toPlainText().splitlines()
        return tuple(one.strip()[:500] for one in lines if one.strip())[:50]

    @Slot()
    def _on_box_edited(self) -> None:
        if self.option.kind == "lines":
            self.tell(self._lines())
        else:
            self.tell(self.box.toPlainText())


class MergeInput(OptionInput):
    """Words with fields."""

    def _make(self) -> QWidget:
        hint = HINTS.get(self.option.key, "")
        single = self.option.kind == "merge"
        self.edit = MergeEdit(self.kit.theme, self.option.title, single=single, hint=hint)
        self.edit.changed.connect(self._on_edit_changed)
        self.fields = QPushButton("Field")
        self.fields.setProperty("kind", "quiet")
        self.fields.setProperty("compact", "true")
        self.fields.setAccessibleName(f"{self.option.title}: put a field in")
        self.fields.setToolTip("Put a field in (Ctrl+Space)")
        self.kit.theme.bind_icon(self.fields, "plus", "text2", 14)
        self.fields.clicked.connect(self._on_fields_clicked)
        self.head.addWidget(self.fields)
        return self.edit

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show another text."""
        self.edit.set_fields(self.kit.fields)
        self.edit.show_source(str(value))

    @Slot()
    def _on_edit_changed(self) -> None:
        self.tell(self.edit.source())

    @Slot()
    def _on_fields_clicked(self) -> None:
        self.edit.open_fields(self.fields.mapToGlobal(QPoint(0, self.fields.height() + 2)))


_MAKERS: Final[dict[str, Callable[[Kit, Option], OptionInput]]] = {
    "flag": FlagInput,
    "choice": ChoiceInput,
    "playbook": ChoiceInput,
    "field": ChoiceInput,
    "days": NumberInput,
    "words": LineInput,
    "text": LineInput,
    "prose": ProseInput,
    "lines": ProseInput,
    "merge": MergeInput,
    "merge_prose": MergeInput,
}


def make_input(kit: Kit, option: Option) -> OptionInput:
    """The input of an option."""
    return _MAKERS[option.kind](kit, option)
