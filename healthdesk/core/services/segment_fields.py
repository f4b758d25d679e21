"""What a line of a rule can test on a desk: fields of accounts and of their score, and readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from healthdesk.core.domain.column import as_words
from healthdesk.core.domain.exchange import ATTRIBUTES
from healthdesk.core.domain.facts import Attribute, Facts
from healthdesk.core.domain.profile import Published
from healthdesk.core.domain.reading import Option, ReadingSpec
from healthdesk.core.domain.rule import DIMENSION, MAX_RELATIVE_DAYS
from healthdesk.core.domain.rule_names import READING
from healthdesk.core.domain.segment_view import MOST_VALUES, FieldChoice, FieldGroup, FieldKind
from healthdesk.core.domain.views import BANDS
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.board_kept import kept
from healthdesk.core.services.facts import load
from healthdesk.core.services.profiles import published
from healthdesk.core.services.wording import begun
from healthdesk.core.store.db import Tx

_PRESENCE: Final = ("is present", "is missing")
_OPERATORS: Final[Mapping[FieldKind, tuple[str, ...]]] = {
    "number": (">=", "<=", ">", "<", "=", "!=", "between", "in", "not in", *_PRESENCE),
    "text": ("=", "!=", "in", "not in", "contains", "starts with", *_PRESENCE),
    "day": ("in the next", "in the last", ">=", "<=", "=", "between", *_PRESENCE),
    "boolean": ("=", *_PRESENCE),
    "band": ("=", "!=", "in", "not in", *_PRESENCE),
    "tag": ("=", "!=", "contains", "starts with", "in", "not in", *_PRESENCE),
}
"""What can be asked of each kind, the usual one first."""
_GROUPS: Final[Mapping[str, FieldGroup]] = {
    "usage_level": "Usage",
    "usage_trend": "Usage",
    "usage_frequency": "Usage",
    "usage_breadth": "Usage",
    "seat_use": "Usage",
    "nps": "Voice",
    "nps_rating": "Voice",
    "csat": "Voice",
    "sentiment": "Voice",
    "days_since_touch": "Touch",
    "touches": "Touch",
    "two_way": "Touch",
    "contacts_engaged": "Touch",
    "open_tickets": "Support",
    "ticket_age": "Support",
    "tickets_opened": "Support",
    "angry_tickets": "Support",
    "days_to_renewal": "Commercial",
    "overdue_days": "Commercial",
    "seat_growth": "Commercial",
    "milestones": "Account",
    "attribute": "Attributes",
}
"""Where a reading stands; one that is not named here stands with usage."""
_TITLES: Final[Mapping[str, str]] = {
    "arr": "ARR",
    "started_on": "Start date",
    "tags": "Tags as one text",
}
_COMMERCIAL: Final = frozenset({"arr", "currency"})
_ORDER: Final[tuple[FieldGroup, ...]] = (
    "Score", "Account", "Usage", "Touch", "Voice", "Support", "Commercial", "Attributes",
)  # fmt: skip
CHANGE_DAYS: Final = Option("days", "Days", "days", 28, 1, MAX_RELATIVE_DAYS)
"""Over how many days a score's change is told; 28 days is what the desk shows everywhere."""


def choices(tx: Tx, day: int) -> tuple[FieldChoice, ...]:
    """Everything a rule can test on this desk, group by group; values as they are known on a day.

    Every field and every reading stands in it: a rule that a document brought can be shown.
    """
    return kept(tx, f"segment fields {day}", lambda: of_facts(load(tx), published(tx), day))


def titles(tx: Tx, day: int) -> dict[str, FieldChoice]:
    """The same by their keys."""
    return {one.key: one for one in choices(tx, day)}


def of_facts(facts: Facts, profiles: Sequence[Published], day: int) -> tuple[FieldChoice, ...]:
    """The same for facts that were read already."""
    found = [
        *_score(profiles),
        *_account(facts, day),
        *(_reading(module.SPEC, facts) for module in CATALOGUE.values()),
        *_attributes(facts, day),
    ]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.group)))


def _choice(
    key: str,
    title: str,
    group: FieldGroup,
    kind: FieldKind,
    *,
    values: Iterable[str] = (),
    unit: str = "",
    options: tuple[Option, ...] = (),
) -> FieldChoice:
    return FieldChoice(
        key, title, group, kind, _OPERATORS[kind], tuple(values)[:MOST_VALUES], unit, options
    )


def _score(profiles: Sequence[Published]) -> list[FieldChoice]:
    """Fields of the score, with the dimensions of every profile."""
    dimensions = {
        dimension.key: dimension.name or begun(dimension.key)
        for one in profiles
        for dimension in one.profile.dimensions
    }
    return [
        _choice("band", "Band", "Score", "band", values=BANDS),
        _choice("shown", "Score", "Score", "number", unit="points"),
        _choice(
            "score_change",
            "Score change",
            "Score",
            "number",
            unit="points",
            options=(CHANGE_DAYS,),
        ),
        *(
            _choice(f"{DIMENSION}{key}", f"{name} score", "Score", "number", unit="points")
            for key, name in dimensions.items()
        ),
        _choice("coverage", "Data coverage", "Score", "number", unit="share"),
        _choice("score", "Score, unrounded", "Score", "number", unit="points"),
    ]


def _account(facts: Facts, day: int) -> list[FieldChoice]:
    """Columns of the account, what every desk keeps of it, and tags."""
    tags = facts.attributes.get("tags")
    return [
        _choice("name", "Account name", "Account", "text", values=sorted(facts.names)),
        _choice("account_id", "Account ID", "Account", "text", values=facts.account_ids),
        _choice("parent_id", "Parent account", "Account", "text", values=_parents(facts)),
        _choice("tag", "Tag", "Account", "tag", values=_tags(tags, day)),
        _choice("age_days", "Age", "Account", "number", unit="days"),
        _choice("churned", "Churned", "Account", "boolean"),
        *(_attribute(key, facts, day) for key in ATTRIBUTES),
    ]


def _attributes(facts: Facts, day: int) -> list[FieldChoice]:
    """Attributes that only this desk keeps."""
    return [_attribute(key, facts, day) for key in sorted(facts.attributes.keys() - ATTRIBUTES)]


def _attribute(key: str, facts: Facts, day: int) -> FieldChoice:
    found = facts.attributes.get(key)
    kind: FieldKind = (ATTRIBUTES.get(key) or "text") if found is None else found.kind
    group: FieldGroup = "Account" if key in ATTRIBUTES else "Attributes"
    if key in _COMMERCIAL:
        group = "Commercial"
    title = _TITLES.get(key) or (begun(key.replace("_", " ")) if key in ATTRIBUTES else key)
    values = _values(found, day) if kind == "text" and key != "tags" else ()
    return _choice(key, title, group, kind, values=values)


def _reading(spec: ReadingSpec, facts: Facts) -> FieldChoice:
    """A reading; one that takes a metric, or an attribute, knows which there are."""
    kind: FieldKind = "text" if spec.text else "number"
    named: tuple[tuple[str, str], ...] = ()
    if any(option.kind == "metric" for option in spec.options):
        named = tuple((key, one.name or key) for key, one in facts.metrics.items())
    elif spec.key == "attribute":
        named = tuple((key, key) for key in sorted(facts.attributes.keys() | ATTRIBUTES))
    operators = _OPERATORS[kind]
    if spec.text:
        operators = (*_OPERATORS["number"], "contains", "starts with")
    return FieldChoice(
        key=f"{READING}{spec.key}",
        title="Attribute as a reading" if spec.key == "attribute" else spec.title,
        group=_GROUPS.get(spec.key, "Usage"),
        kind=kind,
        operators=operators,
        unit=spec.unit,
        options=spec.options,
        choices=named,
    )


def _parents(facts: Facts) -> list[str]:
    return [facts.account_ids[one] for one in sorted(set(facts.parent[facts.parent >= 0].tolist()))]


def _values(attribute: Attribute | None, day: int) -> list[str]:
    """The texts in force on a day, those of most accounts first."""
    if attribute is None:
        return []
    counts: Counter[str] = Counter()
    for account in attribute.history:
        word = as_words(attribute.kind, attribute.at(account, day))
        if word:
            counts[word] += 1
    return [word for word, _ in counts.most_common(MOST_VALUES)]


def _tags(attribute: Attribute | None, day: int) -> list[str]:
    """The tags in force on a day, those of most accounts first."""
    if attribute is None:
        return []
    counts: Counter[str] = Counter()
    for account in attribute.history:
        told = as_words(attribute.kind, attribute.at(account, day)) or ""
        counts.update(one.strip() for one in told.split(";") if one.strip())
    return [tag for tag, _ in counts.most_common(MOST_VALUES)]
