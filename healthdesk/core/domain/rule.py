"""Rules: the one language of segments, `applies_to`, caps, triggers and branches.

Not here: deciding a rule for accounts and days (decide.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import msgspec

from healthdesk.core.domain import document
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import ReadingRef, Readings, dump_ref, parse_ref

MAX_DEPTH = 8
MAX_NODES = 200
MAX_RELATIVE_DAYS = 36600
MAX_VALUES = 5000
"""Most values of a list: so many accounts can be named one by one."""

LISTS = ("in", "not in")
PRESENCE = ("is missing", "is present")
TEXTUAL = ("contains", "starts with")
RELATIVE = ("in the last", "in the next")
OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "between", *LISTS, *TEXTUAL, *PRESENCE, *RELATIVE)

SCORE_FIELDS = ("score", "shown", "band", "coverage", "score_change")
DIMENSION = "dimension."
OWN_FIELDS = (*SCORE_FIELDS, "age_days", "tag", "churned")
COLUMNS = ("account_id", "name", "parent_id")

Scalar = str | float | bool
Value = Scalar | tuple[Scalar, ...] | None


class AllOf(msgspec.Struct, frozen=True, tag_field="is", tag="all"):
    """Holds where every rule holds; of none: everywhere."""

    rules: tuple[Rule, ...]


class AnyOf(msgspec.Struct, frozen=True, tag_field="is", tag="any"):
    """Holds where some rule holds; of none: nowhere."""

    rules: tuple[Rule, ...]


class NotOf(msgspec.Struct, frozen=True, tag_field="is", tag="not"):
    """Holds where its rule does not."""

    rule: Rule


class FieldTest(msgspec.Struct, frozen=True, tag_field="is", tag="field"):
    """Tests a column, an attribute or something of the score; `days` belongs to `score_change`."""

    field: str
    op: str
    value: Value = None
    days: int = 0


class ReadingTest(msgspec.Struct, frozen=True, tag_field="is", tag="reading"):
    """Tests a reading."""

    reading: ReadingRef
    op: str
    value: Value = None


Rule = AllOf | AnyOf | NotOf | FieldTest | ReadingTest


@dataclass
class _Parser:
    """Reads one rule; counts its nodes."""

    metrics: Collection[str]
    readings: Readings
    scores: bool
    nodes: int = 0

    def rule(self, value: object, place: str, depth: int) -> Rule:
        """Read a rule and what is inside it."""
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise BadDocument(place, f"is nested more than {MAX_DEPTH} deep")
        if self.nodes > MAX_NODES:
            raise BadDocument(place, f"is the {self.nodes}th part; a rule has at most {MAX_NODES}")
        node = document.Node(value, place)
        kinds = [key for key in ("all", "any", "not", "field", "reading") if key in node]
        if len(kinds) != 1:
            raise BadDocument(place, 'must have one of "all", "any", "not", "field" or "reading"')
        made = self._made(node, kinds[0], depth)
        node.end()
        return made

    def _made(self, node: document.Node, kind: str, depth: int) -> Rule:
        """Read a rule of a known kind."""
        if kind == "not":
            return NotOf(self.rule(node.take("not"), node.at("not"), depth + 1))
        if kind in ("all", "any"):
            rules = tuple(
                self.rule(one, document.under(node.at(kind), number + 1), depth + 1)
                for number, one in enumerate(node.items(kind))
            )
            return AllOf(rules) if kind == "all" else AnyOf(rules)
        op = node.choice("op", OPERATORS)
        if kind == "reading":
            ref = parse_ref(node.take("reading"), self.metrics, self.readings, node.at("reading"))
            refused = refusal(ref.kind, op, reading=True)
            if refused:
                raise BadDocument(node.at("op"), refused)
            return ReadingTest(ref, op, _value(node, op))
        field = node.text("field")
        self._check_field(field, op, node.at("field"))
        days = 0
        if field == "score_change":
            days = document.as_whole(node.take("days"), node.at("days"), 1, MAX_RELATIVE_DAYS)
        return FieldTest(field, op, _value(node, op), days)

    def _check_field(self, field: str, op: str, place: str) -> None:
        """Refuse fields of the score where there is none yet, and operators that mean nothing."""
        of_score = field in SCORE_FIELDS or field.startswith(DIMENSION)
        if of_score and not self.scores:
            raise BadDocument(place, f"{field} cannot be used here: it is what this rule decides")
        if field.startswith(DIMENSION) and len(field) == len(DIMENSION):
            raise BadDocument(place, "lacks the key of a dimension")
        refused = refusal(field, op)
        if refused:
            raise BadDocument(place, refused)


def refusal(key: str, op: str, *, reading: bool = False) -> str:
    """Why an operator means nothing for a field or a kind of reading; "" where it does."""
    if op not in RELATIVE:
        return ""
    if reading:
        return f'"{op}" is for days; a reading is none'
    of_score = key in SCORE_FIELDS or key.startswith(DIMENSION)
    own = of_score or key in OWN_FIELDS or key in COLUMNS
    return f'"{op}" is for days; {key} is none' if own else ""


def _scalar(value: object, place: str) -> Scalar:
    """A text, a number or a truth value."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if len(value) > document.MAX_TEXT:
            raise BadDocument(place, f"must be at most {document.MAX_TEXT} characters long")
        return value
    if isinstance(value, int | float):
        return document.as_number(value, place)
    raise BadDocument(place, "must be a text, a number, true or false")


def _value(node: document.Node, op: str) -> Value:
    """The value a test compares with, in the form its operator wants."""
    place = node.at("value")
    if op in PRESENCE:
        if node.take("value", None) is not None:
            raise BadDocument(place, f'"{op}" takes no value')
        return None
    value = node.take("value")
    if op in RELATIVE:
        return float(document.as_whole(value, place, 0, MAX_RELATIVE_DAYS))
    if op in TEXTUAL:
        return document.as_text(value, place)
    if op == "between":
        ends = tuple(_scalar(one, place) for one in document.as_list(value, place))
        if len(ends) != 2 or type(ends[0]) is not type(ends[1]) or isinstance(ends[0], bool):
            raise BadDocument(place, "must be [low, high], both numbers or both texts")
        return ends
    if op in LISTS:
        return tuple(
            _scalar(one, document.under(place, number + 1))
            for number, one in enumerate(document.as_list(value, place, MAX_VALUES))
        )
    return _scalar(value, place)


def parse_rule(
    value: object,
    place: str,
    metrics: Collection[str],
    readings: Readings,
    *,
    scores: bool = True,
) -> Rule:
    """Read a rule from decoded JSON.

    Args:
        value: the decoded document.
        place: where it stands, for refusals.
        metrics: keys of the desk's metrics.
        readings: the catalogue of readings.
        scores: whether fields of the score may be used (not inside `applies_to` or a cap).
    """
    return _Parser(metrics, readings, scores).rule(value, place, 1)


def _plain(value: Value) -> object:
    """A value as JSON."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return document.plain(value) if isinstance(value, float) else value


def dump_rule(rule: Rule) -> dict[str, object]:
    """The rule as it stands in a document; `parse_rule` reads it back as the same rule."""
    if isinstance(rule, AllOf):
        return {"all": [dump_rule(one) for one in rule.rules]}
    if isinstance(rule, AnyOf):
        return {"any": [dump_rule(one) for one in rule.rules]}
    if isinstance(rule, NotOf):
        return {"not": dump_rule(rule.rule)}
    shown: dict[str, object]
    if isinstance(rule, FieldTest):
        shown = {"field": rule.field}
        if rule.field == "score_change":
            shown["days"] = rule.days
    else:
        shown = {"reading": dump_ref(rule.reading)}
    shown["op"] = rule.op
    if rule.op not in PRESENCE:
        shown["value"] = _plain(rule.value)
    return shown


def tests(rule: Rule) -> Iterator[FieldTest | ReadingTest]:
    """Every test of a rule, in order."""
    if isinstance(rule, AllOf | AnyOf):
        for one in rule.rules:
            yield from tests(one)
    elif isinstance(rule, NotOf):
        yield from tests(rule.rule)
    else:
        yield rule


def rule_readings(rule: Rule) -> tuple[ReadingRef, ...]:
    """The readings a rule tests."""
    return tuple(test.reading for test in tests(rule) if isinstance(test, ReadingTest))


def needs_score(rule: Rule) -> bool:
    """Whether a rule looks at the score."""
    return any(
        isinstance(test, FieldTest)
        and (test.field in SCORE_FIELDS or test.field.startswith(DIMENSION))
        for test in tests(rule)
    )
