"""What is asked for a new measure: its reading, place and weight; who has it is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.measure_fit import scale_for
from healthdesk.core.domain.profile import Measure, Profile
from healthdesk.core.domain.reading import Fact, Option, ReadingRef, ReadingSpec
from healthdesk.core.services import measures
from healthdesk.core.services.measures import Answers, Offer
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import FormDialog, Values
from healthdesk.gui.panels.form_fields import Field, Kind
from healthdesk.gui.parts.plain import PlainLabel

SOON: Final = 200
"""Milliseconds after the last key until it is counted who has an answer."""
NEW: Final = "new"
"""The choice of a dimension of its own."""
GROUPS: Final[Mapping[Fact, str]] = {
    Fact.USAGE: "Product usage",
    Fact.SURVEYS: "Surveys",
    Fact.SENTIMENTS: "Sentiment",
    Fact.TOUCHPOINTS: "Touchpoints",
    Fact.TICKETS: "Tickets",
    Fact.SUBSCRIPTIONS: "Subscriptions",
    Fact.INVOICES: "Invoices",
    Fact.MILESTONES: "Milestones",
    Fact.ATTRIBUTES: "Attributes",
}
"""Kinds of facts, as the catalogue of readings is grouped by them."""
_OWN: Final = frozenset({"name", "dimension", "dimension_name", "weight", "way"})


def group_of(spec: ReadingSpec) -> Fact:
    """The kind of fact under which a reading is offered."""
    needs = [one for one in GROUPS if one in spec.needs]
    return needs[-1] if needs else Fact.ATTRIBUTES


class MeasureForm(FormDialog):
    """Asks for one measure that reads a given reading."""

    def __init__(
        self, ui: Ui, spec: ReadingSpec, offer: Offer, profile: Profile, inside: str = ""
    ) -> None:
        self.spec = spec
        self._ui = ui
        self._offer = offer
        self._profile = profile
        self.answers: Answers | None = None
        self._ref: ReadingRef | None = None
        super().__init__(
            ui,
            f"Add a measure: {spec.title.lower()}",
            self._asked(inside),
            text=spec.summary,
            yes="Add to the draft",
            check=self._refusals,
        )
        self.count = PlainLabel("", "second", wrap=True)
        self.count.setAccessibleName("Who has it")
        self.add_widget(self.count)
        self._soon = Later(self, SOON, self.look)
        for key, widget in self.inputs.items():
            if key not in _OWN:
                self._follow(widget)
        self.look()

    def _follow(self, widget: object) -> None:
        if isinstance(widget, QComboBox):
            widget.currentIndexChanged.connect(self._on_input_changed)
        elif isinstance(widget, QLineEdit):
            widget.textChanged.connect(self._on_input_changed)
        elif isinstance(widget, QCheckBox):
            widget.toggled.connect(self._on_input_changed)

    def _asked(self, inside: str) -> Sequence[Field]:
        spec, profile = self.spec, self._profile
        own = tuple(_field(option, self._offer) for option in spec.options)
        dimensions = [(one.key, one.name) for one in profile.dimensions]
        usual = inside or _usual_place(spec, profile)
        weights = [one.weight for _, one in profile.measures if one.weight]
        fields = [
            *own,
            Field("name", "Name", "line", "", hint=spec.title),
            Field("dimension", "In dimension", "choice", usual, [*dimensions, (NEW, "A new one")]),
            Field("dimension_name", "Name of the new dimension", "line", "", hint=self._group()),
        ]
        if profile.model == "weighted":
            usually = sorted(weights)[len(weights) // 2] if weights else 1.0
            fields.append(Field("weight", "Weight", "number", usually))
        if spec.higher is None:
            ways = (("up", "More is better"), ("down", "Less is better"))
            fields.append(Field("way", "Direction", "choice", "up", ways))
        return tuple(fields)

    def _group(self) -> str:
        return GROUPS[group_of(self.spec)]

    # Who has it.

    @Slot()
    def look(self) -> None:
        """Count who has an answer to what is asked now."""
        try:
            ref = self._read_ref(self.values)
        except (BadDocument, ValueError, TypeError) as error:
            del error
            self.count.setText("Fill in what it reads: who has it is counted here.")
            return
        if ref == self._ref and self.answers is not None:
            return
        self._ref, self.answers = ref, None
        self.count.setText("Counting who has it\N{HORIZONTAL ELLIPSIS}")
        self._ui.read(
            measures.answers, ref, self._ui.day, self._ui.segment,
            then=self._on_answers, failed=self._on_failed, key="measure answers",
        )  # fmt: skip

    def _on_answers(self, found: Answers) -> None:
        self.answers = found
        self.count.setText(answer_words(found, self._ui))
        self.count.set_tone("" if found.known else "notice")

    def _on_failed(self, error: Exception) -> None:
        self.count.setText(str(error))

    @Slot()
    def _on_input_changed(self) -> None:
        self._soon.start()

    # What comes of it.

    def _read_ref(self, values: Values) -> ReadingRef:
        known = {key for key, _ in self._offer.metrics}
        options = {}
        for option in self.spec.options:
            told = values[option.key]
            if option.kind == "choices" and tuple(told or ()) in ((), option.choices):
                told = "any"
            if option.kind == "days" and told is not None and float(told).is_integer():
                told = int(told)
            value = option.default if told in (None, "") else told
            options[option.key] = option.parse(
                list(value) if isinstance(value, tuple) else value, known, option.title
            )
        return ReadingRef(kind=self.spec.key, options=options)

    def _refusals(self, values: Values) -> dict[str, str]:
        wrongs = {}
        try:
            self._read_ref(values)
        except (BadDocument, ValueError, TypeError) as error:
            first = self.spec.options[0].key if self.spec.options else "name"
            told = (
                f"{error.place} {error.reason}." if isinstance(error, BadDocument) else str(error)
            )
            at = next((one.key for one in self.spec.options if told.startswith(one.title)), first)
            wrongs[at] = told
        weight = values.get("weight", 1.0)
        if weight is None or not 0 <= weight <= 1e12:
            wrongs["weight"] = "A weight is 0 or more."
        return wrongs

    @property
    def measure(self) -> Measure:
        """The measure that was asked for, on a scale cut to the answers of the desk."""
        values = self.values
        ref = self._read_ref(values)
        found = self.answers if ref == self._ref else None
        higher = self.spec.higher
        if higher is None:
            higher = values.get("way", "up") == "up"
        numbers = measures.NOTHING if found is None else found.numbers
        texts = {} if found is None else found.texts
        return Measure(
            key="",
            name=values["name"] or self._name(ref),
            weight=float(values.get("weight") or 0.0) or 1.0,
            missing="skip",
            stale_after=None,
            reading=ref,
            scale=scale_for(numbers, texts, higher=higher),
        )

    @property
    def place(self) -> tuple[str, str]:
        """The dimension it goes to; of a new one "" and its name."""
        values = self.values
        if values["dimension"] == NEW:
            return "", values["dimension_name"] or self._group()
        return str(values["dimension"]), ""

    def _name(self, ref: ReadingRef) -> str:
        metrics, attributes = dict(self._offer.metrics), dict(self._offer.attributes)
        metric = metrics.get(str(ref.options.get("metric", "")), "")
        if self.spec.key == "attribute":
            return attributes.get(str(ref.options["key"]), str(ref.options["key"]))
        return f"{metric}: {self.spec.title.lower()}" if metric else self.spec.title


def answer_words(found: Answers, ui: Ui) -> str:
    """Who has an answer, and how the answers are spread."""
    words = ui.words
    told = f"{words.number(found.known)} of {words.count(found.accounts, 'account')} have it"
    if not found.known:
        return f"{told}: it would be missing for everybody."
    if len(found.numbers):
        ordered = sorted(found.numbers.tolist())
        low, middle, high = ordered[0], ordered[len(ordered) // 2], ordered[-1]
        spread = ", ".join(_plain(one, ui) for one in (low, middle, high))
        return f"{told}; least, middle and most: {spread}. Its first curve is cut to them."
    common = sorted(found.texts, key=lambda one: (-found.texts[one], one))[:3]
    return f"{told}; most say {', '.join(common)}. Each begins at 50 points."


def _plain(value: float, ui: Ui) -> str:
    """A number with as many decimals as its size wants."""
    digits = 0 if abs(value) >= 100 or value == round(value) else 2
    return ui.words.number(value, digits)


def _usual_place(spec: ReadingSpec, profile: Profile) -> str:
    """The dimension that reads the same kind of facts already; else a new one."""
    from healthdesk.core.readings import CATALOGUE  # noqa: PLC0415 - brings every reading

    for one in profile.dimensions:
        if any(CATALOGUE[inner.reading.kind].SPEC.needs & spec.needs for inner in one.measures):
            return one.key
    return NEW


def _field(option: Option, offer: Offer) -> Field:
    key, title, value = option.key, option.title, option.default
    if option.kind == "metric" or (key == "key" and option.kind == "text"):
        known = offer.metrics if option.kind == "metric" else offer.attributes
        return Field(key, title, "choice", known[0][0] if known else "", known, required=True)
    if option.kind in {"choice", "choices"}:
        pairs = tuple(zip(option.choices, option.labels or option.choices, strict=True))
        several = option.kind == "choices"
        if several and value in ("any", None):
            value = option.choices
        return Field(key, title, "many" if several else "choice", value, pairs)
    if option.kind == "flag":
        return Field(key, title, "tick", bool(value), hint=title)
    kind: Kind = "number" if option.kind in {"days", "number"} else "line"
    return Field(key, title, kind, value)
