"""The segments that a new desk starts with: what each is for, the playbook and cadence it suggests.

Churned accounts are in none of them.
"""

from __future__ import annotations

from typing import Any, Final

from healthdesk.core.domain.rule import FieldTest, Rule

Document = dict[str, Any]

_KEPT: Final[Document] = {"field": "churned", "op": "=", "value": False}


def is_kept(rule: Rule) -> bool:
    """Whether a line only leaves churned accounts out."""
    return rule == FieldTest("churned", "=", value=False)


def _starter(
    name: str, purpose: str, playbook: str, *tests: Document, cadence: int | None = None
) -> Document:
    made: Document = {
        "name": name,
        "purpose": purpose,
        "rule": {"all": [*tests, _KEPT]},
        "playbook": playbook,
    }
    return made if cadence is None else {**made, "cadence_days": cadence}


def _band(band: str) -> Document:
    return {"field": "band", "op": "=", "value": band}


def _reading(op: str, value: float, kind: str, **options: object) -> Document:
    return {"reading": {"kind": kind, **options}, "op": op, "value": value}


STARTERS: Final[tuple[Document, ...]] = (
    _starter(
        "Poor",
        "Immediate care: find out what is wrong and agree on a plan with the customer this week.",
        "Get well",
        _band("Poor"),
        cadence=7,
    ),
    _starter(
        "Average",
        "Moderate care: bring back what fades before it becomes a habit.",
        "Adoption: fading",
        _band("Average"),
        cadence=30,
    ),
    _starter(
        "Strong",
        "Encouragement: say thank you, keep a record of what works, ask for more.",
        "Thank you and record",
        _band("Strong"),
        cadence=60,
    ),
    _starter(
        "Silent 45 days",
        "No touch with them in 45 days, from either side.",
        "Silent account",
        _reading(">=", 45, "days_since_touch"),
    ),
    _starter(
        "Renewing in 90 days",
        "A contract ends within 90 days: no surprise may be left by then.",
        "Renewal 120/90/60/30",
        _reading("<=", 90, "days_to_renewal"),
    ),
    _starter(
        "Dipping",
        "The score fell by ten points or more in 28 days, whatever band it is in.",
        "Adoption: fading",
        {"field": "score_change", "days": 28, "op": "<=", "value": -10},
    ),
    _starter(
        "Advocates",
        "Strong, and they say so: who may be asked for a reference.",
        "Advocate ask",
        _band("Strong"),
        _reading(">=", 50, "nps", days=180),
    ),
    _starter(
        "Onboarding",
        "New customers on their way to first value: by their stage, or where no stage is kept, in"
        " their first 90 days.",
        "Welcome and onboarding",
        {
            "any": [
                {"field": "stage", "op": "=", "value": "Onboarding"},
                {
                    "all": [
                        {"field": "stage", "op": "is missing"},
                        {"field": "age_days", "op": "<=", "value": 90},
                    ]
                },
            ]
        },
    ),
    _starter(
        "Watermelon",
        "Green outside, red inside: the score is strong, and what they say is not.",
        "Detractor",
        _band("Strong"),
        {
            "any": [
                _reading("<", 0, "nps", days=180),
                _reading("<", 3, "csat", days=90),
                _reading("<", -0.2, "sentiment", days=90, estimated=True),
            ]
        },
    ),
)
"""What a new desk starts with, in this order."""
