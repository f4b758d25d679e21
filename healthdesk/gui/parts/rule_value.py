"""The inputs of a rule's line: a number, a day, a text or several, a band, yes or no.

Not here: which one a line needs (rule_fields.py), the line itself (rule_line.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.rule import MAX_RELATIVE_DAYS
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.calendar import Calendar
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.many_popup import ManyPopup
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_fields import in_band_order, number_words
from healthdesk.gui.parts.select_button import SelectButton

BANDS = ("Poor", "Average", "Strong", "Unknown")
FAR = 36_525
_LEAST = 44


@dataclass(frozen=True)
class InputKit:
    """What inputs draw and speak with."""

    theme: Theme
    words: Words
    today: int


class ValueInput(QWidget):
    """Holds a value; `set_value` shows another one without telling anybody.

    Signals:
        changed: the value that was entered.
        left_wrong: why what was entered is no value, "" once it is one.
    """

    changed = Signal(object)
    left_wrong = Signal(str)

    def __init__(self, kit: InputKit, name: str, *, wide: bool = False) -> None:
        """A wide one has two parts, and a line of its own under the test."""
        super().__init__()
        self.wide = wide
        self.kit = kit
        self.name = name
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - JSON
        """Show another value; inputs override it."""

    def tab_stops(self) -> list[QWidget]:
        """What Tab goes through."""
        items = (self.row.itemAt(at) for at in range(self.row.count()))
        widgets = [item.widget() for item in items if item is not None]
        return [one for one in widgets if one is not None and not isinstance(one, PlainLabel)]

    def first(self) -> QWidget:
        """What the keys go to first."""
        return next(iter(self.tab_stops()), self)


class UnitLine(QLineEdit):
    """A line whose unit stands at its right."""

    def __init__(self, theme: Theme, unit: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._unit = unit
        wide = QFontMetricsF(theme.font("small")).horizontalAdvance(unit) if unit else 0
        self._wide = round(wide + 2)
        self.setTextMargins(0, 0, self._wide + 4 if unit else 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the unit over the free room, where there is enough."""
        super().paintEvent(event)
        text = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        if not self._unit or text + self._wide + 26 > self.width():
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text3"))
        room = QRect(self.width() - self._wide - 8, 0, self._wide + 2, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._unit)
        painter.end()


class NumberValue(ValueInput):
    """One number, or two; whole ones for days."""

    def __init__(self, kit: InputKit, name: str, unit: str, *, two: bool, days: bool) -> None:
        super().__init__(kit, name, wide=two)
        self._days = days
        self._value: Any = None
        self.lines = [UnitLine(kit.theme, "" if two and at == 0 else unit) for at in range(1 + two)]
        for at, line in enumerate(self.lines):
            line.setAccessibleName(name if not two else f"{name}, {('low', 'high')[at]}")
            line.setMinimumWidth(_LEAST)
            line.textEdited.connect(self._on_text_edited)
            line.editingFinished.connect(self._on_editing_finished)
            if at:
                self.row.addWidget(PlainLabel("and", "caption"))
            self.row.addWidget(line, 1)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - JSON
        """Show another value; what is being typed stays as it is typed."""
        if value == self._value:
            return
        self._value = value
        some = value if isinstance(value, (list, tuple)) else [value]
        for line, one in zip(self.lines, some, strict=False):
            good = isinstance(one, (int, float)) and not isinstance(one, bool)
            line.setText(number_words(float(one), self.kit.words) if good else "")

    def _read(self, line: QLineEdit) -> int | float:
        value = self.kit.words.parse_number(line.text())
        if value is None:
            raise UsageError("It needs a number.")
        whole = float(value).is_integer()
        if self._days and (not whole or not 0 <= value <= MAX_RELATIVE_DAYS):
            raise UsageError(f"It must be a whole number of days, {MAX_RELATIVE_DAYS} at most.")
        return int(value) if whole and abs(value) < 1e15 else value

    @Slot()
    def _on_text_edited(self) -> None:
        found: list[int | float] = []
        for line in self.lines:
            try:
                found.append(self._read(line))
                self._mark(line, wrong=False)
            except UsageError as error:
                self._mark(line, wrong=True)
                self.left_wrong.emit(error.sentence)
                return
        self._value = found if len(self.lines) > 1 else found[0]
        self.left_wrong.emit("")
        self.changed.emit(self._value)

    @Slot()
    def _on_editing_finished(self) -> None:
        """Write a number as numbers are written; what is none stays to be mended."""
        for line in self.lines:
            try:
                text = number_words(float(self._read(line)), self.kit.words)
            except UsageError:
                continue
            if text != line.text():
                line.setText(text)

    def _mark(self, line: QLineEdit, *, wrong: bool) -> None:
        told = "true" if wrong else "false"
        if str(line.property("wrong") or "false") != told:
            line.setProperty("wrong", told)
            line.style().unpolish(line)
            line.style().polish(line)


class TextValue(ValueInput):
    """One text, or two; what the desk knows is offered."""

    def __init__(self, kit: InputKit, name: str, known: Sequence[str], *, two: bool) -> None:
        super().__init__(kit, name, wide=two)
        self._known = tuple(known)
        self._value: Any = None
        self._asking: QLineEdit | None = None
        self.lines = [QLineEdit() for _ in range(1 + two)]
        for at, line in enumerate(self.lines):
            line.setAccessibleName(name if not two else f"{name}, {('first', 'last')[at]}")
            line.setMinimumWidth(_LEAST)
            line.textEdited.connect(self._on_text_edited)
            if self._known:
                action = QAction("Known values", line)
                action.triggered.connect(self._on_known_triggered)
                line.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
            if at:
                self.row.addWidget(PlainLabel("and", "caption"))
            self.row.addWidget(line, 1)
        kit.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        for line in self.lines:
            for action in line.actions():
                action.setIcon(self.kit.theme.icon("chevron-down", "text3", 14))

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - JSON
        """Show another value."""
        if value == self._value:
            return
        self._value = value
        some = value if isinstance(value, (list, tuple)) else [value]
        for line, one in zip(self.lines, some, strict=False):
            told = "" if one is None else str(one)
            if line.text() != told:
                line.setText(told)
                line.setCursorPosition(0)

    def open_known(self, line: QLineEdit) -> None:
        """Offer what the desk knows."""
        options = [Option(one, one, chosen=one == line.text()) for one in self._known]
        popup = ChoicePopup(self.kit.theme, self.name, options, line)
        self._asking = line
        popup.chosen.connect(self._on_popup_chosen)
        popup.open_under(line.mapToGlobal(QPoint(0, line.height() + 2)), line.width())

    def _tell(self) -> None:
        found = [line.text() for line in self.lines]
        self._value = found if len(found) > 1 else found[0]
        self.changed.emit(self._value)

    @Slot()
    def _on_text_edited(self) -> None:
        self._tell()

    @Slot()
    def _on_known_triggered(self) -> None:
        action = self.sender()
        line = action.parent()
        if isinstance(line, QLineEdit):
            self.open_known(line)

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        if self._asking is not None:
            self._asking.setText(key)
            self._asking.setCursorPosition(0)
            self._tell()


class DayValue(ValueInput):
    """One day, or two, picked from a month."""

    def __init__(self, kit: InputKit, name: str, *, two: bool) -> None:
        super().__init__(kit, name, wide=two)
        self._value: Any = None
        self._asking = 0
        self._calendar: Calendar | None = None
        self.buttons = [SelectButton(kit.theme, name) for _ in range(1 + two)]
        for at, button in enumerate(self.buttons):
            button.clicked.connect(self._on_button_clicked)
            if at:
                self.row.addWidget(PlainLabel("and", "caption"))
            self.row.addWidget(button, 1)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - JSON
        """Show another day; text that is none is shown as it stands."""
        self._value = value
        for button, one in zip(self.buttons, self._texts(), strict=False):
            day = _day(one)
            button.say(self.kit.words.day(day) if day is not None else one or DASH)

    def _texts(self) -> list[str]:
        value = self._value
        some = list(value) if isinstance(value, (list, tuple)) else [value]
        return [str(one or "") for one in (*some, "", "")][: len(self.buttons)]

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if not isinstance(button, SelectButton):
            return
        self._asking = self.buttons.index(button)
        if self._calendar is None:
            self._calendar = Calendar(self.kit.theme, self.kit.words, self)
            self._calendar.picked.connect(self._on_calendar_picked)
        today = self.kit.today
        day = _day(self._texts()[self._asking])
        self._calendar.open_under(button, today if day is None else day, today + FAR, today)

    @Slot(int)
    def _on_calendar_picked(self, day: int) -> None:
        texts = self._texts()
        texts[self._asking] = to_date(day).isoformat()
        value: Any = texts if len(texts) > 1 else texts[0]
        self.set_value(value)
        self.changed.emit(value)


def _day(text: str) -> int | None:
    try:
        return to_day(date.fromisoformat(text))
    except ValueError:
        return None


class SelectValue(ValueInput):
    """One of a few: a band, or yes and no."""

    def __init__(self, kit: InputKit, name: str, *, bands: bool, two: bool = False) -> None:
        super().__init__(kit, name, wide=two)
        self._bands = bands
        self._value: Any = None
        self.buttons = [SelectButton(kit.theme, name) for _ in range(1 + two)]
        for at, button in enumerate(self.buttons):
            button.offer((self._first, self._second)[at])
            button.chosen.connect(self._on_button_chosen)
            if at:
                self.row.addWidget(PlainLabel("and", "caption"))
            self.row.addWidget(button, 1)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - JSON
        """Show another value."""
        self._value = value
        for button, one in zip(self.buttons, self._some(), strict=False):
            if self._bands:
                button.say(self.kit.words.band(str(one)), str(one))
            else:
                button.say("yes" if one is True else "no" if one is False else str(one))

    def _some(self) -> list[Any]:
        value = self._value
        return list(value) if isinstance(value, (list, tuple)) else [value]

    def _offered(self, value: Any) -> list[Option]:  # noqa: ANN401 - JSON
        if self._bands:
            words = self.kit.words
            return [Option(one, words.band(one), chosen=one == value) for one in BANDS]
        return [
            Option("yes", "yes", chosen=value is True),
            Option("no", "no", chosen=value is False),
        ]

    def _first(self) -> list[Option]:
        return self._offered((*self._some(), None)[0])

    def _second(self) -> list[Option]:
        return self._offered((*self._some(), None, None)[1])

    @Slot(str)
    def _on_button_chosen(self, key: str) -> None:
        button = self.sender()
        taken: Any = key if self._bands else key == "yes"
        value: Any = taken
        if len(self.buttons) > 1 and isinstance(button, SelectButton):
            some = [*self._some(), None, None][:2]
            some[self.buttons.index(button)] = taken
            value = some
        self.set_value(value)
        self.changed.emit(value)


class ManyValue(ValueInput):
    """Several values: ticked in a list of those that are known, others typed there."""

    def __init__(
        self,
        kit: InputKit,
        name: str,
        known: Callable[[], Sequence[tuple[str, str]]],
        *,
        free: bool,
    ) -> None:
        super().__init__(kit, name)
        self._known = known
        self._free = free
        self._value: list[str] = []
        self.button = SelectButton(kit.theme, name)
        self.button.clicked.connect(self._on_button_clicked)
        self.popup: ManyPopup | None = None
        self.row.addWidget(self.button, 1)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - JSON
        """Show other values."""
        some = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
        self._value = [str(one) for one in some]
        titles = dict(self._known())
        told = ", ".join(titles.get(one, one) for one in self._value)
        self.button.say(told or "Choose")

    @Slot()
    def _on_button_clicked(self) -> None:
        known = list(self._known())
        titles = {key for key, _ in known}
        known = [*((one, one) for one in self._value if one not in titles), *known]
        popup = ManyPopup(self.kit.theme, self.name, known, self._value, self, free=self._free)
        popup.chosen_changed.connect(self._on_popup_chosen_changed)
        self.popup = popup
        corner = self.button.mapToGlobal(QPoint(0, self.button.height() + 2))
        popup.open_under(corner, self.button.width())

    @Slot(object)
    def _on_popup_chosen_changed(self, keys: tuple[str, ...]) -> None:
        self.set_value(list(keys))
        self.changed.emit(list(keys))


class ListValue(ValueInput):
    """Several numbers in a line, parted by semicolons or blanks."""

    def __init__(self, kit: InputKit, name: str) -> None:
        super().__init__(kit, name)
        self._value: list[Any] = []
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText("1; 2; 3")
        self.line.textEdited.connect(self._on_text_edited)
        self.row.addWidget(self.line, 1)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - JSON
        """Show other numbers."""
        some = list(value) if isinstance(value, (list, tuple)) else []
        if some == self._value:
            return
        self._value = some
        good = [one for one in some if isinstance(one, (int, float)) and not isinstance(one, bool)]
        self.line.setText("; ".join(number_words(float(one), self.kit.words) for one in good))

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        found = []
        for part in next(csv.reader(io.StringIO(text), delimiter=";"), []):
            try:
                value = self.kit.words.parse_number(part)
            except UsageError as error:
                self.left_wrong.emit(error.sentence)
                return
            if value is not None:
                found.append(int(value) if value.is_integer() and abs(value) < 1e15 else value)
        self._value = found
        self.left_wrong.emit("")
        self.changed.emit(found)


def make_value(kit: InputKit, choice: FieldChoice, editor: str, name: str) -> ValueInput | None:
    """Make the input that a line needs; None where it needs none."""
    base, _, more = editor.partition(" ")
    two = more == "range"
    if base in {"number", "days"}:
        unit = "days" if base == "days" else choice.unit
        return NumberValue(kit, name, unit, two=two, days=base == "days")
    if base in {"band", "yes"}:
        return SelectValue(kit, name, bands=base == "band", two=two)
    if base in {"bands", "texts"}:
        known = _KnownBands(kit.words) if base == "bands" else _KnownTexts(choice)
        return ManyValue(kit, name, known, free=base == "texts")
    made = {"day": _day_input, "numbers": _list_input, "text": _text_input}.get(base)
    return made(kit, choice, name, two) if made is not None else None


def _day_input(kit: InputKit, choice: FieldChoice, name: str, two: bool) -> ValueInput:
    del choice
    return DayValue(kit, name, two=two)


def _list_input(kit: InputKit, choice: FieldChoice, name: str, two: bool) -> ValueInput:
    del choice, two
    return ListValue(kit, name)


def _text_input(kit: InputKit, choice: FieldChoice, name: str, two: bool) -> ValueInput:
    return TextValue(kit, name, choice.values, two=two)


@dataclass(frozen=True)
class _KnownBands:
    words: Words

    def __call__(self) -> Sequence[tuple[str, str]]:
        return [(one, self.words.band(one)) for one in in_band_order(BANDS)]


@dataclass(frozen=True)
class _KnownTexts:
    choice: FieldChoice

    def __call__(self) -> Sequence[tuple[str, str]]:
        return [(one, one) for one in self.choice.values]
