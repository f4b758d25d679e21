"""The inputs of a trigger's options: made from what it declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.play import Cause
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.trigger import TriggerSpec
from healthdesk.gui.pages.playbooks.editor.kit import Kit
from healthdesk.gui.pages.playbooks.editor.option_inputs import OptionInput, make_input
from healthdesk.gui.pages.plays.editor.kit import PlayKit
from healthdesk.gui.parts.choice_popup import Option as Choice
from healthdesk.gui.parts.rule_fields import number_words
from healthdesk.gui.parts.select_button import SelectButton
from healthdesk.gui.parts.tick_row import TickRow

_OF_KIND: Final = {"metric": "Choose, or the main one"}
_UNSET: Final = "unset "
"""How the key of "none" begins among the choices."""


class NamedInput(OptionInput):
    """One of what the desk has by that name: a metric, a segment, an attribute."""

    def _make(self) -> QWidget:
        self._value = ""
        self.button = SelectButton(self.kit.theme, self.option.title)
        self.button.offer(self._choices, f"Find: {self.option.title.lower()}")
        self.button.chosen.connect(self._on_button_chosen)
        return self.button

    def _named(self) -> Sequence[tuple[str, str]]:
        kit = self.kit
        if self.option.kind == "metric":
            return tuple(kit.metrics.items())
        if self.option.kind == "segment" and isinstance(kit, PlayKit):
            return tuple((name, name) for name, _ in kit.segments)
        return kit.attributes

    def _choices(self) -> Sequence[Choice]:
        some = [Choice(key, text, chosen=key == self._value) for key, text in self._named()]
        empty = self.option.default == ""
        return [Choice(_UNSET, "Any", chosen=not self._value), *some] if empty else some

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show what is chosen; what is no longer there is shown by its name."""
        self._value = str(value or "")
        usual = "Any" if self.option.default == "" else _OF_KIND.get(self.option.kind, "Choose")
        self.button.say(dict(self._named()).get(self._value, self._value or usual))

    @Slot(str)
    def _on_button_chosen(self, key: str) -> None:
        told = "" if key == _UNSET else key
        self.show_value(told)
        self.tell(told)


class FigureInput(OptionInput):
    """A number, perhaps with decimals."""

    def _make(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setAccessibleName(self.option.title)
        self.line.setMaximumWidth(110)
        self.line.textEdited.connect(self._on_line_text_edited)
        return self.line

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Show a number, unless one is being written."""
        if self.line.hasFocus():
            return
        told = "" if value is None else number_words(float(value), self.kit.words)
        if self.line.text() != told:
            self.line.setText(told)
            self._mark("")

    def _mark(self, wrong: str) -> None:
        state = "true" if wrong else "false"
        if self.line.property("wrong") != state:
            self.line.setProperty("wrong", state)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        self.line.setToolTip(wrong)

    @Slot(str)
    def _on_line_text_edited(self, text: str) -> None:
        option = self.option
        try:
            value = self.kit.words.parse_number(text)
        except DeskError as error:
            self._mark(error.sentence)
            return
        bounded = option.high > option.low
        if value is None or (bounded and not option.low <= value <= option.high):
            self._mark(f"A number from {option.low:g} to {option.high:g}")
            return
        self._mark("")
        self.tell(value)


class ManyInput(OptionInput):
    """Some of a few words, or any of them."""

    def _make(self) -> QWidget:
        self.boxes: dict[str, TickRow] = {}
        place = QWidget()
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        words = self.option.labels or self.option.choices
        for at, (key, text) in enumerate(zip(self.option.choices, words, strict=True)):
            box = TickRow((text[:1].upper() + text[1:]).replace("&", "&&"))
            box.clicked.connect(self._on_box_clicked)
            self.boxes[key] = box
            grid.addWidget(box, at // 2, at % 2)
        return place

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of every kind
        """Tick those that count; "any" ticks all."""
        for key, box in self.boxes.items():
            box.setChecked(value in ("any", None) or key in value)

    @Slot()
    def _on_box_clicked(self) -> None:
        chosen = tuple(key for key, box in self.boxes.items() if box.isChecked())
        if not chosen or len(chosen) == len(self.boxes):
            self.show_value("any")
            self.tell("any")
        else:
            self.tell(chosen)


_MAKERS: Final[dict[str, Callable[[Kit, Option], OptionInput]]] = {
    "metric": NamedInput,
    "segment": NamedInput,
    "field": NamedInput,
    "number": FigureInput,
    "choices": ManyInput,
}


class OptionsForm(QWidget):
    """The options of one trigger.

    Signals:
        changed: the key of an option and its value.
    """

    changed = Signal(str, object)

    def __init__(self, kit: PlayKit, spec: TriggerSpec) -> None:
        super().__init__()
        self.spec = spec
        self.inputs: dict[str, OptionInput] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for option in spec.options:
            own = _MAKERS.get(option.kind)
            made = make_input(kit, option) if own is None else own(kit, option)
            made.changed.connect(self.changed)
            self.inputs[option.key] = made
            rows.addWidget(made)

    def show_cause(self, cause: Cause) -> None:
        """Show the values of its options."""
        for option in self.spec.options:
            self.inputs[option.key].show_value(cause.options.get(option.key, option.default))
