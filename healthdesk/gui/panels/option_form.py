"""The form of a widget's options: made from what it declares, checked as its document is.

Not here: the inputs (form_fields.py), what an option means (the widget's file).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from healthdesk.core.domain.board_view import OBJECTIVE
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import WidgetSpec
from healthdesk.core.domain.wish import Choices
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field, Kind

Options = dict[str, Any]
_TIED: Final = "What it helps to reach; empty: that of the board"


def ask_options(
    ui: Ui, spec: WidgetSpec, told: Mapping[str, Any], choices: Choices
) -> Options | None:
    """Ask for the options of a widget; None where the person went back.

    What differs from the defaults is given back, and what the widget does not know as it was.
    """
    spec = spec.named(ui.words.bands)
    form = _Form(spec, dict(told), choices)
    values = ask_form(
        ui, f"Configure {spec.title}", form.fields(), text=spec.summary, check=form.wrongs
    )
    return None if values is None else form.options(values)


def ask_declared(  # noqa: PLR0917 - what is declared, what is told, what can be chosen
    ui: Ui,
    title: str,
    text: str,
    declared: Sequence[Option],
    told: Mapping[str, Any],
    choices: Choices,
) -> Options | None:
    """Ask for options that anything declares; None where the person went back."""
    form = _Form(_Declared(title, tuple(declared)), dict(told), choices)
    values = ask_form(ui, title, form.fields(), text=text, check=form.wrongs)
    return None if values is None else form.options(values)


@dataclass(frozen=True)
class _Declared:
    title: str
    asked: tuple[Option, ...]


@dataclass(frozen=True)
class _Form:
    spec: WidgetSpec | _Declared
    told: Options
    choices: Choices

    def fields(self) -> tuple[Field, ...]:
        return tuple(self._field(option) for option in self.spec.asked)

    def wrongs(self, values: Values) -> dict[str, str]:
        """What is refused, a sentence at the key of its field."""
        out: dict[str, str] = {}
        for option in self.spec.asked:
            try:
                self._value(option, values[option.key])
            except BadDocument as error:
                out[option.key] = f"{error.place} {error.reason}."
        return out

    def options(self, values: Values) -> Options:
        """What the document holds after the form."""
        asked = {option.key for option in self.spec.asked}
        out = {key: value for key, value in self.told.items() if key not in asked}
        for option in self.spec.asked:
            value = self._value(option, values[option.key])
            if value not in (option.default, "" if option.default is None else option.default):
                out[option.key] = value
        return out

    def _value(self, option: Option, entered: Any) -> Any:  # noqa: ANN401 - of every kind
        """The value of an option as a document holds it; left empty, its default.

        Raises:
            BadDocument: It cannot be.
        """
        if entered in ("", None, ()):
            return "" if option.default is None else _empty(option)
        if option.kind == "days" and float(entered).is_integer():
            entered = int(entered)
        known = {key for key, _ in self.choices.metrics}
        if option.kind == "metric" and entered == self.told.get(option.key):
            known.add(entered)
        value = option.parse(entered, known, option.title)
        every = option.kind == "choices" and value == option.choices and option.default == "any"
        return "any" if every else value

    def _field(self, option: Option) -> Field:
        value = self.told.get(option.key, option.default)
        kind = option.kind
        if kind in {"metric", "segment", "field", "choice"}:
            offered = self._offered(option, "" if value is None else str(value))
            return Field(option.key, option.title, "choice", value, offered)
        if kind == "choices":
            chosen = option.choices if value in ("any", None) else value
            words = option.labels or option.choices
            offered = tuple(zip(option.choices, words, strict=True))
            return Field(option.key, option.title, "many", chosen, offered)
        if kind in {"days", "number"}:
            return Field(option.key, option.title, "number", value, hint=_range(option))
        if kind == "flag":
            return Field(option.key, option.title, "tick", bool(value))
        if option.key == OBJECTIVE:
            offered = tuple((one, one) for one in self.choices.objectives)
            return Field(option.key, option.title, "offered", value or "", offered, hint=_TIED)
        shape: Kind = "prose" if kind == "prose" else "line"
        hint = self.spec.title if option.key == "title" else ""
        return Field(option.key, option.title, shape, value or "", hint=hint)

    def _offered(self, option: Option, value: str) -> tuple[tuple[str, str], ...]:
        if option.kind == "choice":
            words = option.labels or option.choices
            return tuple(zip(option.choices, words, strict=True))
        if option.kind == "metric":
            offered = (("", "None chosen"), *self.choices.metrics)
        elif option.kind == "segment":
            offered = (("", "As the board"), *((one, one) for one in self.choices.segments))
        else:
            named = ((one, one.replace("_", " ").capitalize()) for one in self.choices.fields)
            own = tuple(zip(option.choices, option.labels or option.choices, strict=True))
            offered = (*(own or (("", "None"),)), *named)
        if value and value not in {key for key, _ in offered}:
            offered = (*offered, (value, f"{value} (no longer in the desk)"))
        return offered


def _empty(option: Option) -> Any:  # noqa: ANN401 - of every kind
    """What an empty input means: no text where that is one, else the default."""
    return "" if option.kind in {"segment", "field", "words", "prose"} else option.default


def _range(option: Option) -> str:
    return f"{option.low:g} to {option.high:g}" if option.high > option.low else ""
