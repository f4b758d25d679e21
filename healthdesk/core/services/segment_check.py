"""Looks at a rule while it is being written: what each line lets through, who is in, its words."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

import numpy as np

from healthdesk.core.domain.decide import Lines
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.rule import AllOf, AnyOf, NotOf, Rule, dump_rule
from healthdesk.core.domain.rule_text import parse_text, to_text
from healthdesk.core.domain.segment_view import Checked, LineCount, Path, Wrong
from healthdesk.core.services import band_names, segment_fields
from healthdesk.core.services.rule_sentence import Runs, runs
from healthdesk.core.services.segment_rules import decide, gone, parsed
from healthdesk.core.store.db import Tx


def check(tx: Tx, document: Any, day: int) -> Checked:  # noqa: ANN401 - any JSON value
    """Look at a rule as of a day; what is wrong with it is told, never raised."""
    began = perf_counter()
    try:
        rule = parsed(tx, document)
    except BadDocument as error:
        return Checked(wrong=wrong_at(error.place, error.reason), millis=_since(began))
    found = decide(tx, rule, [day])
    ids = found.facts.account_ids
    inside = found.inside[:, 0]
    choices = segment_fields.choices(tx, day)
    by_key = {one.key: one for one in choices}
    return Checked(
        counts=tuple(_counts(rule, found.lines, found.begun[:, 0], ())),
        ids=tuple(ids[one] for one in np.flatnonzero(inside).tolist()),
        text=to_text(rule, choices),
        words=runs(rule, by_key, band_names.read(tx)),
        wrong=gone(rule, by_key),
        millis=_since(began),
    )


def words(tx: Tx, document: Any, day: int) -> Runs:  # noqa: ANN401 - any JSON value
    """A rule's sentence in runs; of one that is wrong, why."""
    try:
        rule = parsed(tx, document)
    except BadDocument as error:
        return ((f"This rule cannot be read: {error.reason}.", False),)
    return runs(rule, segment_fields.titles(tx, day), band_names.read(tx))


def rule_of_text(tx: Tx, text: str, day: int) -> dict[str, Any]:
    """The document of a rule's text, read with the names that the desk knows.

    Raises:
        BadRuleText: It cannot be read; which characters, and what was expected there.
    """
    return dump_rule(parse_text(text, segment_fields.choices(tx, day)))


def wrong_at(place: str, reason: str) -> Wrong:
    """What a refused document says, with the line that it is about."""
    parts = place.split(" > ")[1:]
    path: list[int] = []
    at = 0
    while at < len(parts):
        if parts[at] == "not":
            path.append(0)
            at += 1
        elif parts[at] in ("all", "any") and at + 1 < len(parts) and parts[at + 1].isdigit():
            path.append(int(parts[at + 1]) - 1)
            at += 2
        else:
            break
    return Wrong(tuple(path), " > ".join(parts[at:]), f"This {reason}.")


def _counts(rule: Rule, lines: Lines, reach: BoolArray, path: Path) -> Iterator[LineCount]:
    """What a part of a rule and the parts inside it let through of the accounts that reach it."""
    held = reach & lines[path][:, 0]
    yield LineCount(path, int(reach.sum()), int(held.sum()))
    if isinstance(rule, NotOf):
        yield from _counts(rule.rule, lines, reach, (*path, 0))
    elif isinstance(rule, AllOf | AnyOf):
        left = reach
        for number, one in enumerate(rule.rules):
            inner = (*path, number)
            yield from _counts(one, lines, left, inner)
            if isinstance(rule, AllOf):
                left = left & lines[inner][:, 0]


def _since(began: float) -> float:
    return (perf_counter() - began) * 1000
