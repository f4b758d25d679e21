"""What the lines of a rule say: fields, operators and values in words; what an input must ask.

Pure: test documents and the choices of the desk in, words and other documents out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.rule import LISTS, OPERATORS, PRESENCE, RELATIVE
from healthdesk.core.domain.segment_view import FieldChoice, FieldKind
from healthdesk.gui.base.words import DASH, Words

Test = dict[str, Any]
Choices = Mapping[str, FieldChoice]
READING: Final = "reading:"
DEFAULT_DAYS: Final = 28
SHORT: Final = 30

_PLAIN: Final = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
    "between": "is between",
    "in": "is one of",
    "not in": "is none of",
    "contains": "contains",
    "starts with": "starts with",
    "is missing": "is missing",
    "is present": "is known",
    "in the last": "in the last",
    "in the next": "in the next",
}
_DAYS: Final = {
    "=": "is on",
    "!=": "is not on",
    "<": "is before",
    "<=": "is on or before",
    ">": "is after",
    ">=": "is on or after",
}
_BEGINS: Final[Mapping[str, tuple[str, float]]] = {
    "shown": ("<", 50),
    "score_change": ("<=", -10),
    "age_days": ("<=", 90),
    "arr": (">=", 10_000),
    "reading:days_to_renewal": ("<=", 90),
    "reading:overdue_days": (">=", 1),
    "reading:nps": ("<", 0),
}
"""What a new line about a number asks: something that lets some in and some not."""
_BEGINS_BY_UNIT: Final[Mapping[str, tuple[str, float]]] = {
    "points": ("<", 50),
    "share": ("<", 0.5),
    "change": ("<=", -0.2),
    "days": (">=", 30),
    "of 10": ("<=", 6),
    "of 5": ("<=", 3),
    "-1 to 1": ("<", 0),
}
_BEGINS_ELSE: Final = (">=", 1)
_BAND_ORDER: Final = ("Strong", "Average", "Poor", "Unknown")


def by_key(choices: Iterable[FieldChoice]) -> dict[str, FieldChoice]:
    """The choices by their keys."""
    return {one.key: one for one in choices}


def key_of(test: Mapping[str, Any]) -> str:
    """The key of the choice that a test is about."""
    reading = test.get("reading")
    if isinstance(reading, Mapping):
        return f"{READING}{reading.get('kind', '')}"
    return str(test.get("field", ""))


def choice_of(test: Mapping[str, Any], choices: Choices) -> FieldChoice:
    """The choice of a test; one that the desk no longer has is made up from the test itself."""
    key = key_of(test)
    return choices.get(key) or _gone(key, test)


def is_gone(test: Mapping[str, Any], choices: Choices) -> bool:
    """Whether the desk has no such field any more."""
    return key_of(test) not in choices


def _gone(key: str, test: Mapping[str, Any]) -> FieldChoice:
    value = test.get("value")
    kind: FieldKind = "text"
    if test.get("op") in RELATIVE:
        kind = "day"
    elif isinstance(value, bool):
        kind = "boolean"
    elif isinstance(value, (int, float)):
        kind = "number"
    return FieldChoice(key, named(key.removeprefix(READING)), "Attributes", kind, OPERATORS)


def named(key: str) -> str:
    """A key as a title."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def options_of(test: Mapping[str, Any]) -> dict[str, Any]:
    """What a test says besides its field: the options of a reading, the days of a change."""
    reading = test.get("reading")
    if isinstance(reading, Mapping):
        return {key: value for key, value in reading.items() if key != "kind"}
    return {"days": test["days"]} if "days" in test else {}


def with_options(test: Mapping[str, Any], options: Mapping[str, Any]) -> Test:
    """The same test with other options."""
    reading = test.get("reading")
    if isinstance(reading, Mapping):
        return {**test, "reading": {"kind": reading["kind"], **options}}
    return {**test, **options}


def title_of(test: Mapping[str, Any], choice: FieldChoice) -> str:
    """The field in words, with what is said besides: "Score change, 28 days"."""
    told = options_of(test)
    parts = [_option_words(one, told.get(one.key), choice) for one in choice.options]
    return ", ".join([choice.title, *(part for part in parts if part)])


def _option_words(option: Option, value: Any, choice: FieldChoice) -> str:  # noqa: ANN401 - JSON
    told = option.default if value is None else value
    if option.kind == "days":
        return "" if told is None else f"{told} day{'' if told == 1 else 's'}"
    if option.kind in {"metric", "text"}:
        return dict(choice.choices).get(str(told), str(told or ""))
    if told == option.default:
        return ""
    if option.kind == "flag":
        return option.title.lower()
    some = told if isinstance(told, (list, tuple)) else [told]
    names = dict(zip(option.choices, option.labels or option.choices, strict=False))
    return " or ".join(names.get(str(one), str(one)) for one in some)


def operator_words(op: str, kind: FieldKind) -> str:
    """An operator in words, as it suits a kind."""
    if kind == "day" and op in _DAYS:
        return _DAYS[op]
    if kind == "number" and op == "=":
        return "is"
    return _PLAIN.get(op, op)


def editor_of(choice: FieldChoice, op: str) -> str:
    """Which input a line needs: "", number, numbers, days, text, texts, day, band, bands, yes.

    A name that ends with " range" asks for two.
    """
    if op in PRESENCE:
        return ""
    if op in RELATIVE:
        return "days"
    base = {"number": "number", "day": "day", "boolean": "yes", "band": "band"}.get(
        choice.kind, "text"
    )
    if op in {"contains", "starts with"}:
        return "text"
    if op in LISTS:
        return {"number": "numbers", "band": "bands", "yes": "texts", "day": "texts"}.get(
            base, "texts"
        )
    return f"{base} range" if op == "between" else base


def usual_value(choice: FieldChoice, op: str, today: str) -> Any:  # noqa: ANN401 - JSON
    """What a new line compares with, ready to be changed."""
    editor = editor_of(choice, op)
    first = choice.values[0] if choice.values else ""
    usual: dict[str, Any] = {
        "": None,
        "number": begins_at(choice)[1],
        "number range": [0, 100],
        "numbers": [],
        "days": SHORT if choice.kind != "day" else 90,
        "day": today,
        "day range": [today, today],
        "yes": True,
        "band": "Poor",
        "bands": ["Poor"],
        "band range": ["Poor", "Strong"],
        "text": first if op in {"=", "!=", "<", "<=", ">", ">="} else "",
        "text range": ["", ""],
        "texts": [first] if first else [],
    }
    return usual[editor]


def begins_at(choice: FieldChoice) -> tuple[str, float]:
    """Operator and value that a new line about a number begins with."""
    return _BEGINS.get(choice.key) or _BEGINS_BY_UNIT.get(choice.unit, _BEGINS_ELSE)


def new_test(choice: FieldChoice, today: str) -> Test:
    """A new line about a field, as it is most often asked."""
    op = begins_at(choice)[0] if choice.kind == "number" else choice.operators[0]
    op = op if op in choice.operators else choice.operators[0]
    options = {one.key: _usual_option(one, choice) for one in choice.options}
    told = {key: value for key, value in options.items() if value is not None}
    test: Test
    if choice.key.startswith(READING):
        test = {"reading": {"kind": choice.key.removeprefix(READING), **told}, "op": op}
    else:
        test = {"field": choice.key, **told, "op": op}
    return test if op in PRESENCE else {**test, "value": usual_value(choice, op, today)}


def _usual_option(option: Option, choice: FieldChoice) -> Any:  # noqa: ANN401 - JSON
    if option.default is not None:
        return None if option.kind != "days" else option.default
    if option.kind == "days":
        return DEFAULT_DAYS
    if option.kind in {"metric", "text"} and choice.choices:
        return choice.choices[0][0]
    return option.choices[0] if option.choices else None


def with_field(test: Mapping[str, Any], choice: FieldChoice, was: FieldChoice, today: str) -> Test:
    """The line about another field; operator and value stay where both are counted alike."""
    made = new_test(choice, today)
    op = str(test.get("op", ""))
    alike = choice.kind == was.kind and choice.unit == was.unit
    if alike and op in choice.operators:
        made["op"] = op
        made.pop("value", None)
        if "value" in test and choice.kind not in {"text", "tag"}:
            made["value"] = test["value"]
        elif op not in PRESENCE:
            made["value"] = usual_value(choice, op, today)
    return made


def with_operator(test: Mapping[str, Any], choice: FieldChoice, op: str, today: str) -> Test:
    """The line with another operator; its value stays, or becomes one of the form it wants."""
    before, after = editor_of(choice, str(test.get("op", ""))), editor_of(choice, op)
    made = {key: value for key, value in test.items() if key != "value"}
    made["op"] = op
    if op in PRESENCE:
        return made
    value = test.get("value")
    if before == after and "value" in test:
        made["value"] = value
    elif after in {f"{before}s", "texts"} and before in {"number", "band", "text"}:
        made["value"] = [value] if value not in ("", None) else []
    elif before == f"{after}s" and isinstance(value, Sequence) and value:
        made["value"] = value[0]
    elif after == f"{before} range":
        made["value"] = [value, value]
    elif before == f"{after} range" and isinstance(value, Sequence):
        made["value"] = value[0]
    else:
        made["value"] = usual_value(choice, op, today)
    return made


def problem(test: Mapping[str, Any], choice: FieldChoice) -> str:
    """What a line still lacks, in a sentence; "" for nothing."""
    editor = editor_of(choice, str(test.get("op", "")))
    value = test.get("value")
    if editor in {"text", "day"} and not value:
        return "It needs a value."
    if editor in {"texts", "numbers", "bands"} and not value:
        return "It needs at least one value."
    if editor.endswith("range") and any(one in ("", None) for one in value or ("",)):
        return "It needs both values."
    if editor in {"number", "days"} and value is None:
        return "It needs a number."
    return ""


def value_words(value: Any, words: Words) -> str:  # noqa: ANN401 - JSON
    """A value in words."""
    if isinstance(value, (list, tuple)):
        return ", ".join(value_words(one, words) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return number_words(float(value), words)
    return words.band(str(value)) if value else DASH


def number_words(value: float, words: Words) -> str:
    """A number as it is typed: whole ones without decimals, others exactly."""
    if float(value).is_integer() and abs(value) < 1e15:
        return words.number(value)
    text = repr(float(value))
    if "e" in text or "E" in text:
        return text
    return words.number(value, len(text.partition(".")[2]))


def in_band_order(bands: Iterable[str]) -> list[str]:
    """Bands as they are always listed."""
    chosen = set(bands)
    return [*(one for one in _BAND_ORDER if one in chosen), *sorted(chosen - set(_BAND_ORDER))]


def spoken(test: Mapping[str, Any], choice: FieldChoice, words: Words) -> str:
    """A line in words, for screen readers."""
    op = str(test.get("op", ""))
    told = "" if op in PRESENCE else value_words(test.get("value"), words)
    unit = "days" if op in RELATIVE else ""
    parts = (title_of(test, choice), operator_words(op, choice.kind), told, unit)
    return " ".join(part for part in parts if part)
