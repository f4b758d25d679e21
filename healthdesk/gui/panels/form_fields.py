"""The inputs of a form: line, prose, choice, day, number, tick, lines, several of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.asked_input import AskedInput
from healthdesk.gui.panels.day_button import DayButton
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.tick_row import TickRow

Kind = Literal["line", "prose", "choice", "day", "number", "tick", "lines", "many", "asked",
               "offered", "merge", "merge_prose", "secret"]  # fmt: skip
FAR = 36_525
"""Days into the future that can be picked: a hundred years."""
_PROSE_HIGH, _LINES_HIGH = 84, 72


@dataclass(frozen=True)
class Field:
    """One input: `value` is what it shows at first, of the type that its kind gives back.

    line, prose, choice: text (a choice's is its key); offered: a line, perhaps one of the choices;
    day: a day number or None; number: a float or None; tick: a bool; lines: a tuple of texts, one a
    line; many: a tuple of keys; asked: whether it is known, and what is said of each person
    (asked_input.py); merge, merge_prose: words with fields as they are written, one line or more;
    secret: a line whose letters show only while somebody wants it.
    """

    key: str
    label: str
    kind: Kind = "line"
    value: Any = None
    choices: Sequence[tuple[str, str]] = ()
    """Key and words of what can be chosen."""
    required: bool = False
    hint: str = ""
    """What an empty input says, or the words beside a tick."""
    last: int | None = None
    """The last day that can be picked; None: any."""
    optional_day: bool = field(default=True)
    """Whether a day may be taken away again."""
    says: Callable[[str], str] | None = None
    """What a line under a secret says about what is typed."""


class DayInput(QWidget):
    """A day, or none: a button that opens a month, and one that takes the day away.

    Signals:
        changed: another day was picked, or none.
    """

    changed = Signal()

    def __init__(self, ui: Ui, asked: Field) -> None:
        super().__init__()
        self._ui = ui
        self._last = asked.last if asked.last is not None else ui.today + FAR
        self._day: int | None = asked.value
        self.button = DayButton(ui.theme, ui.words, asked.label)
        self.clear = QPushButton("No day")
        self.clear.setProperty("kind", "quiet")
        self.clear.setAutoDefault(False)
        self.clear.setAccessibleName(f"{asked.label}: no day")
        self.clear.setVisible(asked.optional_day and not asked.required)
        self.button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.clear)
        row.addStretch(1)
        self.button.day_chosen.connect(self._on_button_day_chosen)
        self.clear.clicked.connect(self._on_clear_clicked)
        self._show()

    @property
    def day(self) -> int | None:
        """The day that was picked."""
        return self._day

    def set_day(self, day: int | None) -> None:
        """Show another day."""
        self._day = day
        self._show()

    def _show(self) -> None:
        self.button.set_day(
            self._ui.today if self._day is None else self._day, self._last, self._ui.today
        )
        if self._day is None:
            self.button.setText("Pick a day")
        self.clear.setEnabled(self._day is not None)

    @Slot(int)
    def _on_button_day_chosen(self, day: int) -> None:
        self.set_day(day)
        self.changed.emit()

    @Slot()
    def _on_clear_clicked(self) -> None:
        self.set_day(None)
        self.changed.emit()


class ManyInput(QWidget):
    """Several of a few: a box for each."""

    def __init__(self, asked: Field) -> None:
        super().__init__()
        self._boxes: list[tuple[str, TickRow]] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        chosen = set(asked.value or ())
        for key, text in asked.choices:
            box = TickRow(text.replace("&", "&&"))
            box.setChecked(key in chosen)
            self._boxes.append((key, box))
            rows.addWidget(box)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is ticked, in the order of the choices."""
        return tuple(key for key, box in self._boxes if box.isChecked())


def make_input(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    """Make the widget of a field, and what reads its value."""
    widget, read = _MAKERS[asked.kind](ui, asked)
    widget.setAccessibleName(asked.label)
    return widget, read


def _line(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    line = QLineEdit(str(asked.value or ""))
    line.setPlaceholderText(asked.hint)
    line.setCursorPosition(0)
    return line, lambda: line.text().strip()


class SecretInput(QWidget):
    """A line of hidden letters, and a button that shows them while it is down."""

    def __init__(self, asked: Field) -> None:
        super().__init__()
        self.line = QLineEdit(str(asked.value or ""))
        self.line.setPlaceholderText(asked.hint)
        self.line.setAccessibleName(asked.label)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_letters = QPushButton("Show")
        self.show_letters.setProperty("kind", "quiet")
        self.show_letters.setCheckable(True)
        self.show_letters.setAutoDefault(False)
        self.show_letters.setAccessibleName(f"{asked.label}: show the letters")
        self.show_letters.toggled.connect(self._on_show_letters_toggled)
        self._says = asked.says
        self.said = PlainLabel("", "caption")
        self.said.setVisible(asked.says is not None)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_letters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.said)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_line_text_changed)
        self._on_line_text_changed(self.line.text())

    @property
    def text(self) -> str:
        """What was typed, blanks at its ends too: they may be meant."""
        return self.line.text()

    @Slot(str)
    def _on_line_text_changed(self, text: str) -> None:
        if self._says is not None:
            self.said.setText(self._says(text))

    @Slot(bool)
    def _on_show_letters_toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)


def _secret(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    made = SecretInput(asked)
    return made, lambda: made.text


def _prose(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    edit = QPlainTextEdit(str(asked.value or ""))
    edit.setPlaceholderText(asked.hint)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(_PROSE_HIGH)
    return edit, lambda: edit.toPlainText().strip()


def _merge(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    # Not at the top: the editor of fields is wanted by few forms.
    from healthdesk.gui.panels.merge_input import MergeInput  # noqa: PLC0415

    single, value = asked.kind == "merge", str(asked.value or "")
    widget = MergeInput(ui.theme, asked.label, value, single=single, hint=asked.hint)
    return widget, lambda: widget.source().strip()


def _lines(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    edit = QPlainTextEdit("\n".join(asked.value or ()))
    edit.setPlaceholderText(asked.hint or "One a line")
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(_LINES_HIGH)

    def read() -> tuple[str, ...]:
        return tuple(one.strip() for one in edit.toPlainText().splitlines() if one.strip())

    return edit, read


def _choice(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    box = QComboBox()
    for key, text in asked.choices:
        box.addItem(text, key)
    at = box.findData(asked.value)
    box.setCurrentIndex(max(at, 0))
    box.setMaxVisibleItems(12)
    box.view().setTextElideMode(Qt.TextElideMode.ElideRight)
    return box, box.currentData


def _offered(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for key, text in asked.choices:
        box.addItem(text, key)
    line = QLineEdit()
    box.setLineEdit(line)
    box.setCurrentIndex(-1)
    box.setEditText(str(asked.value or ""))
    line.setPlaceholderText(asked.hint)
    line.setCursorPosition(0)
    box.setMaxVisibleItems(12)
    box.view().setTextElideMode(Qt.TextElideMode.ElideRight)
    return box, lambda: box.currentText().strip()


def _day(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    widget = DayInput(ui, asked)
    return widget, lambda: widget.day


def _number(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    line = QLineEdit("" if asked.value is None else ui.words.number(asked.value, _cents(asked)))
    line.setPlaceholderText(asked.hint)
    line.setMaximumWidth(160)
    return line, lambda: ui.words.parse_number(line.text())


def _cents(asked: Field) -> int:
    return 0 if float(asked.value).is_integer() else 2


def _tick(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    box = TickRow((asked.hint or asked.label).replace("&", "&&"))
    box.setChecked(bool(asked.value))
    return box, box.isChecked


def _many(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    widget = ManyInput(asked)
    return widget, lambda: widget.keys


def _asked(ui: Ui, asked: Field) -> tuple[QWidget, Callable[[], Any]]:
    del ui
    known, said = asked.value
    widget = AskedInput(asked.choices, said, known=known)
    return widget, lambda: (widget.is_known, widget.said)


_MAKERS: dict[Kind, Callable[[Ui, Field], tuple[QWidget, Callable[[], Any]]]] = {
    "line": _line,
    "prose": _prose,
    "lines": _lines,
    "choice": _choice,
    "offered": _offered,
    "day": _day,
    "number": _number,
    "tick": _tick,
    "many": _many,
    "asked": _asked,
    "merge": _merge,
    "merge_prose": _merge,
    "secret": _secret,
}
