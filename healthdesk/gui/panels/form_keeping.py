"""Keeps what is typed into a form while it is typed, and brings it back after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form_fields import DayInput
from healthdesk.gui.parts.segmented import Segmented

if TYPE_CHECKING:
    from healthdesk.core.services.typed import Typed

PAUSE = 500
"""Milliseconds after a letter until it is kept: so much is lost at most."""


class _Form(Protocol):
    """What asks: its widgets by name, and a place to say that words came back."""

    @property
    def inputs(self) -> Mapping[str, QWidget]: ...
    def say(self, text: str) -> None: ...


@dataclass(frozen=True)
class Kept:
    """Under which name the words of a form are kept, and whose they are."""

    account_id: str
    title: str
    about: str = ""
    """What tells it from other forms of this title: the words it began with."""

    @property
    def key(self) -> str:
        """The same form of the same account finds its words again."""
        return "\n".join((self.account_id, self.title, self.about))


class FormKeeping(QObject):
    """Watches the inputs of a form that is open."""

    def __init__(self, ui: Ui, dialog: _Form, kept: Kept) -> None:
        super().__init__(cast("QObject", dialog))
        self.ui = ui
        self._dialog, self._kept = dialog, kept
        self._first = self.values()
        self._is_kept = False
        self._later = Later(self, PAUSE, self.keep)
        for widget in dialog.inputs.values():
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.textChanged.connect(self._on_typed)
        if ui.desk is not None:
            ui.read(_find, kept.key, then=self._on_found, key="typed before")

    def values(self) -> dict[str, Any]:
        """What the inputs hold, as far as a person writes or picks it."""
        read = {key: _value(widget) for key, widget in self._dialog.inputs.items()}
        return {key: value for key, value in read.items() if value is not None}

    def keep(self) -> None:
        """Keep the words as they are now."""
        if self.ui.desk is None:
            return
        values = self.values()
        if values != self._first:
            self._is_kept = True
            self.ui.work(_keep, self.ui.desk, self._kept, self.ui.today, values)

    def end(self) -> None:
        """The form is saved, or left on purpose: its words need not be kept any more."""
        self._later.stop()
        if self._is_kept and self.ui.desk is not None:
            self.ui.work(_forget, self.ui.desk, self._kept.key)

    @Slot()
    def _on_typed(self) -> None:
        if not self._later.isActive():
            self._later.start()

    def _on_found(self, typed: Typed | None) -> None:
        if typed is None or self.values() != self._first:
            return
        self._is_kept = True
        for key, value in typed.values.items():
            if key in self._dialog.inputs:
                _put(self._dialog.inputs[key], value)
        day = self.ui.words.day(typed.day)
        self._dialog.say(f"What you typed on {day} was not saved: here it is again.")


def _value(widget: QWidget) -> str | int | None:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, DayInput):
        return widget.day
    if isinstance(widget, QComboBox) and not widget.isEditable():
        return str(widget.currentData())
    return widget.value if isinstance(widget, Segmented) else None


def _put(widget: QWidget, value: str | int) -> None:
    if isinstance(widget, QLineEdit):
        widget.setText(str(value))
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(str(value))
    elif isinstance(widget, DayInput):
        widget.set_day(int(value))
    elif isinstance(widget, QComboBox):
        widget.setCurrentIndex(max(widget.findData(value), 0))
    elif isinstance(widget, Segmented):
        widget.set_value(str(value))


# The services come with the first desk, after the first paint: not at the top.


def _find(tx: Any, key: str) -> Typed | None:  # noqa: ANN401 - the store's own session
    from healthdesk.core.services import typed  # noqa: PLC0415

    return typed.find(tx, key)


def _keep(desk: Any, kept: Kept, day: int, values: dict[str, Any]) -> None:  # noqa: ANN401
    from healthdesk.core.services import typed  # noqa: PLC0415

    words = typed.Typed(kept.key, kept.title, kept.account_id, day, values)
    desk.do(typed.keep, words, origin="typing")


def _forget(desk: Any, key: str) -> None:  # noqa: ANN401
    from healthdesk.core.services import typed  # noqa: PLC0415

    desk.do(typed.forget, key, origin="typing")
