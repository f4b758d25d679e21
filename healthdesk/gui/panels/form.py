"""A dialog of a few inputs: what a person enters comes back as a dict, checked on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.dialogs import WIDE, Box
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form_fields import Field, make_input
from healthdesk.gui.panels.form_keeping import FormKeeping, Kept
from healthdesk.gui.parts.plain import PlainLabel

Values = dict[str, Any]
Check = Callable[[Values], dict[str, str]]
"""Tells what is wrong with values: a sentence for the key of a field; none = all is well."""
_HIGH, _HIGHEST, _AROUND = 460, 640, 150
"""Pixels that inputs have where the window is low, and at most; what is around them."""


class FormDialog(Box):
    """Inputs under each other; Ctrl+Enter saves, Esc leaves everything as it was."""

    def __init__(
        self,
        ui: Ui,
        title: str,
        fields: Sequence[Field],
        *,
        text: str = "",
        yes: str = "Save",
        check: Check | None = None,
    ) -> None:
        super().__init__(title, text, ui.dialogs.window, WIDE)
        self._text.setVisible(bool(text))
        self._fields = tuple(fields)
        self._check = check
        self._reads: dict[str, Callable[[], Any]] = {}
        self._inputs: dict[str, QWidget] = {}
        self._wrongs: dict[str, PlainLabel] = {}
        self._inside = QWidget()
        self._scroll = QScrollArea()
        self._lay_out(ui)
        self.add_widget(self._scroll)
        no = self.add_button("Cancel", "normal")
        no.clicked.connect(self.reject)
        self.yes = self.add_button(yes, "primary")
        self.yes.clicked.connect(self._on_yes_clicked)
        self.yes.setDefault(True)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_yes_clicked)
        if self._fields:
            self._inputs[self._fields[0].key].setFocus()

    @property
    def values(self) -> Values:
        """What the inputs hold now."""
        return {key: read() for key, read in self._reads.items()}

    @property
    def inputs(self) -> Mapping[str, QWidget]:
        """The widgets of all fields."""
        return self._inputs

    def say(self, text: str) -> None:
        """Say one thing more over the inputs."""
        told = self._text.text().strip()
        self._text.setText(f"{told}\n{text}" if told else text)
        self._text.setVisible(True)
        self.adjustSize()

    def input(self, key: str) -> QWidget:
        """The widget of a field."""
        return self._inputs[key]

    def wrong(self, key: str) -> str:
        """What is said to be wrong with a field, "" if nothing."""
        label = self._wrongs[key]
        return label.full_text

    def _lay_out(self, ui: Ui) -> None:
        inside, scroll = self._inside, self._scroll
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(2, 2, 6, 2)
        rows.setSpacing(4)
        for asked in self._fields:
            widget, self._reads[asked.key] = make_input(ui, asked)
            self._inputs[asked.key] = widget
            if asked.kind != "tick":
                rows.addWidget(PlainLabel(asked.label, "caption"))
            rows.addWidget(widget)
            wrong = PlainLabel("", "caption", tone="poor", wrap=True)
            wrong.setVisible(False)
            self._wrongs[asked.key] = wrong
            rows.addWidget(wrong)
            rows.addSpacing(4)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the inputs are in their look, which they have only now."""
        super().showEvent(event)
        self._fit()
        self.adjustSize()

    def _fit(self) -> None:
        """Be as high as what is asked and what is wrong with it."""
        over = self.parentWidget()
        room = 0 if over is None else over.height() - _AROUND
        high = min(max(_HIGH, room), _HIGHEST)
        self._scroll.setFixedHeight(min(self._inside.sizeHint().height() + 4, high))

    def find_wrongs(self) -> dict[str, str]:
        """What keeps the form from being saved, by field."""
        wrongs: dict[str, str] = {}
        values: Values = {}
        for key, read in self._reads.items():
            try:
                values[key] = read()
            except DeskError as error:
                wrongs[key] = error.sentence
        for asked in self._fields:
            if asked.required and values.get(asked.key, "x") in ("", None, ()):
                wrongs.setdefault(asked.key, "This is needed.")
        return wrongs if wrongs or self._check is None else self._check(values)

    @Slot()
    def _on_yes_clicked(self) -> None:
        wrongs = self.find_wrongs()
        for key, label in self._wrongs.items():
            label.setText(wrongs.get(key, ""))
            label.setVisible(key in wrongs)
            widget = self._inputs[key]
            if isinstance(widget, QLineEdit):
                widget.setProperty("wrong", "true" if key in wrongs else "false")
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self._fit()
        if wrongs:
            first = next(iter(wrongs))
            self._inputs[first].setFocus()
            self.adjustSize()
            self._scroll.ensureWidgetVisible(self._wrongs[first], 0, 8)
        else:
            self.accept()


def ask_form(
    ui: Ui,
    title: str,
    fields: Sequence[Field],
    *,
    text: str = "",
    yes: str = "Save",
    check: Check | None = None,
    kept: Kept | None = None,
) -> Values | None:
    """Ask for some values; None when the person went back.

    Where it is `kept`, what is typed outlives a crash: the same form brings it back.
    """
    dialog = FormDialog(ui, title, fields, text=text, yes=yes, check=check)
    keeping = None if kept is None else FormKeeping(ui, dialog, kept)
    values = dialog.values if ui.dialogs.run(dialog) else None
    if keeping is not None:
        keeping.end()
    return values
