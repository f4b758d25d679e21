"""The day of a step: so many days, working ones or all, after or before something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.playbook import MAX_DAYS, PREVIOUS, RENEWAL, START, When
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

_BEFORE = "-renewal"
_ANCHORS = {
    PREVIOUS: "after the step before",
    START: "after the start",
    RENEWAL: "after the renewal",
    _BEFORE: "before the renewal",
}
_UNITS = {"": "days", "working": "working days"}


class WhenEdit(QWidget):
    """Shows when a step is due, and lets it be changed.

    Signals:
        changed: the `When`.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._when = When()
        self._before: tuple[tuple[str, str], ...] = ()
        self.days = QLineEdit()
        self.days.setAccessibleName("Days")
        self.days.setFixedWidth(52)
        self.days.setValidator(QIntValidator(0, MAX_DAYS, self))
        self.unit = SelectButton(theme, "Which days count")
        self.unit.offer(self._units)
        self.anchor = SelectButton(theme, "Counted from")
        self.anchor.offer(self._anchors)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.days)
        row.addWidget(self.unit, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(PlainLabel("When", "caption"))
        rows.addLayout(row)
        rows.addWidget(self.anchor)
        self.days.textEdited.connect(self._on_days_text_edited)
        self.unit.chosen.connect(self._on_unit_chosen)
        self.anchor.chosen.connect(self._on_anchor_chosen)

    def show_when(self, when: When, before: Sequence[tuple[str, str]]) -> None:
        """Show a day; `before` are ids and names of the steps it can count from."""
        self._when, self._before = when, tuple(before)
        told = str(abs(when.days))
        if self.days.text() != told and not (self.days.hasFocus() and not self.days.text()):
            self.days.setText(told)
        self.unit.say(_UNITS["working" if when.working else ""])
        self.anchor.say(self._words(self._key()))

    def _key(self) -> str:
        return _BEFORE if self._when.days < 0 else self._when.after

    def _words(self, key: str) -> str:
        if key in _ANCHORS:
            return _ANCHORS[key]
        name = next((name for one, name in self._before if one == key), key)
        return f"after “{name}” is done"

    def _units(self) -> Sequence[Option]:
        held = "working" if self._when.working else ""
        return [Option(key, text, chosen=key == held) for key, text in _UNITS.items()]

    def _anchors(self) -> Sequence[Option]:
        held = self._key()
        out = [Option(key, text, chosen=key == held) for key, text in _ANCHORS.items()]
        if self._before:
            out.append(Option(" steps", "After a certain step is done", head=True))
        out += [Option(key, name, chosen=key == held) for key, name in self._before]
        return out

    def _take(self, when: When) -> None:
        if when != self._when:
            self.show_when(when, self._before)
            self.changed.emit(when)

    @Slot(str)
    def _on_days_text_edited(self, text: str) -> None:
        number = int(text) if text.isdigit() else 0
        sign = -1 if self._when.days < 0 else 1
        days = sign * number
        if self._when.after == RENEWAL and sign < 0 and not number:
            days = 0
        self._take(When(days, self._when.after, self._when.working))

    @Slot(str)
    def _on_unit_chosen(self, key: str) -> None:
        self._take(When(self._when.days, self._when.after, key == "working"))

    @Slot(str)
    def _on_anchor_chosen(self, key: str) -> None:
        days = abs(self._when.days)
        if key == _BEFORE:
            self._take(When(-max(days, 1), RENEWAL, self._when.working))
        else:
            self._take(When(days, key, self._when.working))
