"""What the card of a curve says: readings with their units, what an axis shows, options; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10

from healthdesk.core.domain.profile import Measure
from healthdesk.core.domain.reading import Fact, Option, Options, ReadingSpec
from healthdesk.gui.base.words import MINUS, Words
from healthdesk.gui.pages.model.curve_axis import Values

_AXES: Mapping[str, str] = {
    "usage_level": "{metric} a day, mean of {days} days",
    "usage_trend": "{metric}, {days} days against the {days} before",
    "usage_frequency": "days with any {metric}, share of {days} days",
    "usage_breadth": "features used in {days} days, share of all",
    "seat_use": "{metric} a day, share of the seats",
    "nps": "NPS of {days} days, {minus}100 to 100",
    "nps_rating": "mean answer of {days} days, 0 to 10",
    "csat": "mean CSAT of {days} days, 1 to 5",
    "sentiment": "mean sentiment of {days} days, {minus}1 to 1",
    "days_since_touch": "days since the last touch",
    "touches": "touches in {days} days",
    "two_way": "inbound touches of {days} days, share of all",
    "contacts_engaged": "contacts on touches in {days} days",
    "open_tickets": "open tickets",
    "ticket_age": "mean age of open tickets, days",
    "tickets_opened": "tickets opened in {days} days",
    "angry_tickets": "tickets opened in anger in {days} days",
    "days_to_renewal": "days to the next renewal",
    "overdue_days": "days since the oldest unpaid invoice was due",
    "seat_growth": "seats, change in {days} days",
    "milestones": "onboarding milestones done, share of all",
    "attribute": "{key}",
}
_MORE: Mapping[str, tuple[str, str]] = {
    "ticket_age": ("wait longer", "waits longer"),
    "days_since_touch": ("wait longer", "waits longer"),
    "days_to_renewal": ("renew later", "renews later"),
    "overdue_days": ("are later", "is later"),
    "usage_trend": ("do better", "does better"),
    "seat_growth": ("do better", "does better"),
    "nps": ("say more", "says more"),
    "nps_rating": ("say more", "says more"),
    "csat": ("say more", "says more"),
    "sentiment": ("feel better", "feels better"),
}
_ELSE = ("have more", "has more")
_PERCENT = frozenset({"share", "change"})
_NOUNS = {"days": "day", "tickets": "ticket", "touches": "touch", "contacts": "contact"}
_MANY = {"touch": "touches"}
_BIG = 100_000
SIGNS: Mapping[str, str] = {
    ">=": "at least",
    ">": "above",
    "<=": "at most",
    "<": "below",
    "=": "exactly",
}
MISSING: tuple[tuple[str, str], ...] = (
    ("skip", "share its weight"),
    ("neutral", "50 points"),
    ("poor", "0 points"),
)


@dataclass(frozen=True)
class Speller:
    """Puts the readings of one measure into words, as exact as a step of its axis."""

    words: Words
    spec: ReadingSpec
    step: float = 1.0

    @property
    def percent(self) -> bool:
        """Whether readings are shares, told as percent."""
        return self.spec.unit in _PERCENT

    def figure(self, x: float) -> str:
        """A reading without its unit, as it is typed."""
        value, step = (x * 100, self.step * 100) if self.percent else (x, self.step)
        most = min(12, max(0, 1 - floor(log10(step))) + 1)
        digits = next((at for at in range(most) if abs(round(value, at) - value) < 10**-9), most)
        return self.words.number(value, digits)

    def parse(self, text: str) -> float | None:
        """A reading as it was typed; None for nothing.

        Raises:
            UsageError: it is no number.
        """
        value = self.words.parse_number(text.strip().removesuffix("%"))
        return value / 100 if value is not None and self.percent else value

    @property
    def suffix(self) -> str:
        """The unit beside a figure."""
        return "%" if self.percent else self.spec.unit if self.spec.unit in _NOUNS else ""

    def reading(self, x: float) -> str:
        """A reading with its unit: 14 days, 25 %, 3 tickets."""
        told = self.figure(x)
        if self.percent:
            return f"+{told} %" if self.spec.unit == "change" and x > 0 else f"{told} %"
        noun = _NOUNS.get(self.spec.unit)
        if noun is not None:
            return f"{told} {noun if x == 1 else _MANY.get(noun, f'{noun}s')}"
        if self.spec.unit == "a day":
            return f"{told} a day"
        return told

    def tick(self, x: float) -> str:
        """A label of the axis, short."""
        if self.percent:
            return f"{self.figure(x)} %"
        if abs(x) >= _BIG:
            return self.words.money(x)
        return self.figure(x)

    def points(self, y: float) -> str:
        """Points of 100, with as many digits as they have, two at most."""
        digits = next((at for at in (0, 1) if abs(round(y, at) - y) < 10**-9), 2)
        return self.words.number(y, digits)

    def reads(self, x: float, y: float) -> str:
        """What a place of the curve says: 14 days reads 64 points."""
        told = self.points(y)
        return f"{self.reading(x)} reads {told} point{'' if told == '1' else 's'}"

    def of_accounts(self, values: Values, x: float) -> str:
        """How many accounts have more: 38 of 128 accounts wait longer."""
        if not values.known:
            return "no account has a value"
        count, more = values.more(x), _MORE.get(self.spec.key, _ELSE)
        told = self.words.number(count)
        return f"{told} of {self.words.count(values.known, 'account')} {more[count == 1]}"

    def axis(self, options: Options) -> str:
        """What the axis shows."""
        told = _AXES.get(self.spec.key)
        if told is None:
            unit = self.spec.unit
            return f"{self.spec.title}, {unit}" if unit else self.spec.title
        said = {one: _plain(str(options[one])) for one in options}
        return told.format_map({"minus": MINUS, **said})

    def condition(self, op: str, value: float) -> str:
        """A condition: at least 30 %."""
        return f"{SIGNS[op]} {self.reading(value)}"


def _plain(key: str) -> str:
    return "ARR" if key == "arr" else key.replace("_", " ")


def over_words(spec: ReadingSpec, options: Options, names: Mapping[str, str]) -> str:
    """The options of a reading in words: Active users, 28 days.

    Args:
        spec: the reading.
        options: as a measure has them.
        names: of metrics and attributes by their keys, as far as they are known.
    """
    told = [_option_words(one, options.get(one.key), names) for one in spec.options]
    said = ", ".join(one for one in told if one)
    if not said:
        said = "any touch" if Fact.TOUCHPOINTS in spec.needs else "all of it"
    return f"{said[:1].upper()}{said[1:]}"


def _option_words(option: Option, value: object, names: Mapping[str, str]) -> str:
    told = "" if value is None else str(value)
    if option.key == "min_priority":
        return _priority(told)
    if option.kind in {"metric", "text"}:
        return names.get(told, _plain(told))
    if option.kind == "days":
        return f"{told} day{'' if value == 1 else 's'}"
    if option.kind == "flag":
        return option.title.lower() if value else ""
    return "" if value in (option.default, "any") else _other(option, value)


def _other(option: Option, value: object) -> str:
    if isinstance(value, tuple):
        return " or ".join(value)
    if option.key == "direction":
        return f"{value} touches"
    return f"{option.title.lower()} {value}" if option.kind == "number" else str(value)


def _priority(least: str) -> str:
    if least == "low":
        return "all priorities"
    return "priority urgent" if least == "urgent" else f"priority {least} up"


def subtitle(dimension: str, what: str, values: Values, words: Words) -> str:
    """What stands beside a measure's name: Support · curve over 128 accounts.

    Those without a value are told: Support · 122 accounts, 6 have none.
    """
    whole = f"{dimension} · {what}" if dimension else what
    if not values.missing:
        return whole
    told = words.number(values.missing)
    return f"{whole}, {told} {'has' if values.missing == 1 else 'have'} none"


def over_accounts(kind: str, values: Values, words: Words) -> str:
    """How many accounts a scale reads."""
    known = words.count(values.accounts - values.missing, "account")
    return known if values.missing else f"{kind} over {known}"


def same_reading(one: Measure, other: Measure | None) -> bool:
    """Whether two measures read alike, so that their curves may be drawn over one axis."""
    return other is not None and one.reading == other.reading
