"""Which attribute of the accounts says who left, where no outcome does.

Many systems export a snapshot: one row an account, and a column that says whether it left. Only an
attribute whose name and values both say so is taken, and what was taken is always told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.column import column
from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.rule import FieldTest, Rule

_ROOTS: Final = frozenset(
    {
        "churn",
        "churned",
        "exited",
        "attrition",
        "attrited",
        "cancelled",
        "canceled",
        "cancelation",
        "cancellation",
        "defected",
        "departed",
    }
)
"""Words of a name that say it is about leaving."""
_BESIDE: Final = frozenset(
    {
        "is",
        "has",
        "flag",
        "label",
        "value",
        "status",
        "yn",
        "y",
        "n",
        "customer",
        "client",
        "account",
        "user",
        "target",
        "binary",
        "indicator",
        "0",
        "1",
        "yes",
        "no",
    }
)
"""Words that may stand beside them without meaning something else (a reason, a date, a score)."""
_STATES: Final = frozenset({"status", "state", "lifecycle", "stage"})
_GONE: Final = frozenset(
    {"churn", "churned", "exited", "attrited", "cancelled", "canceled", "left", "lost", "departed"}
) | {"attrited customer", "churned customer", "former customer"}
_THERE: Final = frozenset(
    {
        "active",
        "stayed",
        "stays",
        "retained",
        "kept",
        "current",
        "existing",
        "joined",
        "customer",
        "renewed",
    }
) | {"existing customer", "active customer", "current customer", "not churned"}
_YES: Final = frozenset({"yes", "y", "true", "t", "1"})
_NO: Final = frozenset({"no", "n", "false", "f", "0"})
_BOTH: Final = 2


@dataclass(frozen=True)
class LostBy:
    """The attribute that says who left, and the rule that reads it."""

    key: str
    rule: Rule


def lost_by(facts: Facts) -> LostBy | None:
    """The first attribute that says of the accounts who left and who stayed; None: there is none.

    Both must occur: where nobody left, or nobody stayed, nothing can be told apart.
    """
    for key, attribute in facts.attributes.items():
        words = _words_of(key)
        named = bool(words & _ROOTS) and words <= _ROOTS | _BESIDE
        if not named and not (words & _STATES):
            continue
        if attribute.kind in ("boolean", "number") and not named:
            continue
        rule = _rule(facts, key, attribute.kind, named=named)
        if rule is not None:
            return LostBy(key, rule)
    return None


def _words_of(key: str) -> frozenset[str]:
    """The words of a name: `CustomerStatus`, `churn_flag` and `Is churned` have two each."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key)
    return frozenset(re.findall(r"[a-z]+|\d+", apart.casefold()))


def _rule(facts: Facts, key: str, kind: str, *, named: bool) -> Rule | None:
    known = column(facts, key)
    if kind == "boolean":
        return FieldTest(key, "=", value=True) if set(known.words) == {"true", "false"} else None
    if kind == "number":
        return FieldTest(key, "=", 1.0) if set(known.words) == {"0", "1"} else None
    if kind != "text":
        return None
    gone = _GONE | (_YES if named else frozenset())
    there = _THERE | (_NO if named else frozenset())
    words = {word: word.strip().casefold() for word in known.words}
    told = tuple(sorted(word for word, folded in words.items() if folded in gone))
    stay = [word for word, folded in words.items() if folded in there]
    if not told or not stay or len(told) + len(stay) < len(words):
        return None
    return FieldTest(key, "in", told)
