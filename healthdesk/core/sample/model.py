"""The sample desk's health model in all its versions, and its twelve features.

Version 7 came into force two weeks before the desk's day: it asks more of the trend and less of
breadth, which alone costs Aldermoor Freight two and a half points.
"""

from __future__ import annotations

from typing import Any

import msgspec

from healthdesk import paths

MAIN_METRIC = "active_users"

FEATURES: tuple[tuple[str, str], ...] = (
    ("route_planning", "Route planning"),
    ("dispatch_board", "Dispatch board"),
    ("label_printing", "Label printing"),
    ("driver_app", "Driver app"),
    ("invoicing", "Invoices"),
    ("tracking_links", "Tracking links"),
    ("reports", "Reports"),
    ("fleet_costs", "Fleet costs"),
    ("api", "API"),
    ("returns", "Returns"),
    ("alerts", "Alerts"),
    ("forecast", "Forecast"),
)

METRICS: tuple[tuple[str, str, str, str, bool], ...] = (
    (MAIN_METRIC, "Active users", "users", "zero", False),
    ("sign_ins", "Sign-ins", "sign-ins", "zero", False),
    ("storage_gb", "Storage", "GB", "gap", False),
    *((key, name, "uses", "zero", True) for key, name in FEATURES),
)

LEVEL = ((0, 0), (25, 50), (55, 100))
TREND = ((-0.5, 0), (0, 60), (0.5, 100))
BREADTH = ((0, 0), (1, 100))
TOUCH = ((7, 100), (30, 60), (90, 0))
BALANCE = ((0, 0), (0.5, 100))
OPEN_HIGH = ((0, 100), (1, 50), (3, 0))
TICKET_AGE = ((0, 100), (30, 0))
NPS = ((-100, 0), (0, 50), (100, 100))
SENTIMENT = ((-1, 0), (1, 100))
SEAT_USE = ((0, 0), (0.8, 100))
OVERDUE = ((0, 100), (60, 0))

CAP_AT = 39
MIN_COVERAGE = 0.65
"""Newcomers with neither answers nor exchange have 60 %: too little to speak of."""

GUIDED = 60
"""For so many days an account is scored by its onboarding."""
SINCE_ONBOARDING = 6
"""The version from which there is a profile for newcomers."""

Curve = tuple[tuple[float, float], ...]
Document = dict[str, Any]

_USERS = {"metric": MAIN_METRIC, "days": 28}
_MEASURES: tuple[tuple[str, str, str, Curve, Document], ...] = (
    ("usage", "level", "Active users a day", LEVEL, {"kind": "usage_level", **_USERS}),
    ("usage", "trend", "Usage trend", TREND, {"kind": "usage_trend", **_USERS}),
    ("usage", "breadth", "Feature breadth", BREADTH, {"kind": "usage_breadth", "days": 28}),
    ("touch", "days_since", "Days since touch", TOUCH, {"kind": "days_since_touch"}),
    ("touch", "balance", "Two-way balance", BALANCE, {"kind": "two_way", "days": 90}),
    (
        "support", "open_high", "Open high tickets", OPEN_HIGH,
        {"kind": "open_tickets", "min_priority": "high"},
    ),
    (
        "support", "ticket_age", "Ticket age", TICKET_AGE,
        {"kind": "ticket_age", "min_priority": "normal"},
    ),
    ("voice", "nps", "NPS", NPS, {"kind": "nps", "days": 180}),
    ("voice", "sentiment", "Sentiment", SENTIMENT, {"kind": "sentiment", "days": 90}),
    ("commercial", "seat_use", "Seat use", SEAT_USE, {"kind": "seat_use", **_USERS}),
    ("commercial", "overdue", "Overdue invoices", OVERDUE, {"kind": "overdue_days"}),
)  # fmt: skip
"""Dimension, key, name, curve and reading of every measure that the model ever had."""

_DIMENSIONS: tuple[tuple[str, str, str], ...] = (
    ("usage", "Product usage", "usage"),
    ("touch", "Touch", ""),
    ("support", "Support", ""),
    ("voice", "Voice", "said"),
    ("commercial", "Commercial", ""),
)

_BEFORE_SIX = {
    "level": 20, "trend": 5, "breadth": 15, "days_since": 10, "balance": 10, "open_high": 10,
    "ticket_age": 5, "nps": 10, "sentiment": 5, "seat_use": 5, "overdue": 5,
}  # fmt: skip
_NOW = {**_BEFORE_SIX, "trend": 10, "breadth": 10}

VERSIONS: tuple[tuple[int, str, dict[str, int]], ...] = (
    (730, "A first model: use, touch, tickets", {"level": 50, "days_since": 30, "open_high": 20}),
    (
        655, "The first survey is in",
        {"level": 45, "days_since": 25, "open_high": 15, "nps": 15},
    ),
    (
        540, "How long tickets wait, and who pays late",
        {"level": 40, "days_since": 20, "open_high": 12, "ticket_age": 6, "nps": 14, "overdue": 8},
    ),
    (
        420, "Do they answer us, and how do they feel",
        {
            "level": 36, "days_since": 12, "balance": 12, "open_high": 10, "ticket_age": 5,
            "nps": 12, "sentiment": 6, "overdue": 7,
        },
    ),
    (
        310, "Breadth and seats after the yearly review",
        {**_BEFORE_SIX, "level": 25, "trend": 0},
    ),
    (213, "A falling trend counts by itself", _BEFORE_SIX),
    (14, "A falling trend is to weigh more, breadth less", _NOW),
)  # fmt: skip
"""Days before the desk's day, why, and the weights; the story is about the last two, 6 and 7."""


def segments() -> list[Document]:
    """Read the segments that the desk's owner made, besides the starters."""
    file = paths.resources() / "sample" / "segments.json"
    return msgspec.json.decode(file.read_bytes(), type=list[Document])


def profile(weights: dict[str, int]) -> Document:
    """Build the desk's profile from its measures' weights; a measure without weight is left out."""
    dimensions = []
    for key, name, layer in _DIMENSIONS:
        here = [one for one in _MEASURES if one[0] == key and weights.get(one[1])]
        if here:
            dimensions.append(
                {
                    "key": key,
                    "name": name,
                    "weight": sum(weights[one[1]] for one in here),
                    "combine": "mean",
                    "layer": layer,
                    "measures": [_measure(one, weights[one[1]]) for one in here],
                }
            )
    urgent = {"kind": "open_tickets", "min_priority": "urgent"}
    return {
        "key": "default",
        "name": "Default",
        "applies_to": None,
        "model": "weighted",
        "rounding": "none",
        "rank_points": [100, 60, 0],
        "bands": {"strong": 70, "average": 40},
        "min_coverage": MIN_COVERAGE,
        "hierarchy": "own",
        "dimensions": dimensions,
        "caps": [
            {
                "name": "Urgent ticket open",
                "at_most": CAP_AT,
                "when": {"reading": urgent, "op": ">=", "value": 1},
            }
        ],
    }


def onboarding() -> Document:
    """Build the profile of an account's first days: steps done, days of use, not yet how much."""
    milestones = ("steps", "milestones", "Milestones done", ((0, 20), (1, 100)))
    frequency = ("use", "frequency", "Days with use", ((0, 0), (0.5, 100)))
    trend = ("use", "trend", "Week to week", TREND)
    csat = ("voice", "csat", "CSAT", ((1, 0), (5, 100)))
    rows = (
        ("steps", "Onboarding steps", 40, ((milestones, {"kind": "milestones"}),)),
        (
            "use",
            "First use",
            40,
            (
                (frequency, {"kind": "usage_frequency", "metric": MAIN_METRIC, "days": 14}),
                (trend, {"kind": "usage_trend", "metric": MAIN_METRIC, "days": 7}),
            ),
        ),
        ("voice", "Voice", 20, ((csat, {"kind": "csat", "days": 90}),)),
    )
    return {
        **profile({"level": 1}),
        "key": "onboarding",
        "name": f"Onboarding, first {GUIDED} days",
        "applies_to": {"field": "age_days", "op": "<=", "value": GUIDED},
        "dimensions": [
            {
                "key": key,
                "name": name,
                "weight": weight,
                "combine": "mean",
                "layer": {"use": "usage", "voice": "said"}.get(key, ""),
                "measures": [_measure((*one, reading), 1) for one, reading in measures],
            }
            for key, name, weight, measures in rows
        ],
        "caps": [],
    }


def _measure(one: tuple[str, str, str, Curve, Document], weight: int) -> Document:
    _, key, name, curve, reading = one
    return {
        "key": key,
        "name": name,
        "weight": weight,
        "missing": "skip",
        "stale_after": None,
        "reading": reading,
        "scale": {"kind": "curve", "points": [list(point) for point in curve]},
    }
