"""What an account attribute says."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.column import as_words, column
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Option, Options, ReadingSpec, Texts, word
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="attribute",
    title="Attribute",
    summary="The account attribute as a number, or as text on a map scale.",
    unit="",
    needs=frozenset({Fact.ATTRIBUTES}),
    options=(Option("key", "Attribute", "text"),),
    text=True,
    higher=None,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """The value in force as a number: true is 1, a day its number, a text missing."""
    numbers = column(facts, word(options, "key")).numbers(days)
    return np.broadcast_to(numbers, (facts.count, len(days)))


def texts(facts: Facts, days: IntArray, options: Options) -> Texts:
    """The value in force as text."""
    known = column(facts, word(options, "key"))
    return Texts(np.broadcast_to(known.codes(days), (facts.count, len(days))), known.words)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The attribute's values up to the day, and the first known."""
    key = word(options, "key")
    attribute = facts.attributes.get(key)
    if attribute is None:
        return ()
    known = attribute.history.get(account, ())
    rows = [
        EvidenceRow(value.day, key, as_words(attribute.kind, value.value) or "", "attribute_value")
        for place, value in enumerate(known)
        if place == 0 or value.day <= day
    ]
    return events.newest_first(rows)
