"""The sample desk's health model in its two versions, and its twelve features.

Version 7 came into force two weeks before the desk's day: it asks more of the trend and less of breadth, which alone
costs Aldermoor Freight two and a half points.
"""

from __future__ import annotations

from typing import Any

CHANGED_BEFORE = 14
"""Days before the desk's day on which version 7 was published."""

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

Curve = tuple[tuple[float, float], ...]


def _measure(
    key: str, name: str, weight: int, curve: Curve, reading: dict[str, Any], stale: int | None = None
) -> dict[str, Any]:
    return {
        "key": key, "name": name, "weight": weight, "missing": "skip", "stale_after": stale,
        "reading": reading,
        "scale": {"kind": "curve", "points": [list(point) for point in curve]},
    }  # fmt: skip


def profile(trend: int, breadth: int) -> dict[str, Any]:
    """Build the desk's profile with these weights of trend and breadth; all else is alike in both versions."""
    users = {"metric": MAIN_METRIC, "days": 28}
    usage = [
        _measure("level", "Active users a day", 20, LEVEL, {"kind": "usage_level", **users}),
        _measure("trend", "Usage trend", trend, TREND, {"kind": "usage_trend", **users}),
        _measure("breadth", "Feature breadth", breadth, BREADTH, {"kind": "usage_breadth", "days": 28}),
    ]
    touch = [
        _measure("days_since", "Days since touch", 10, TOUCH, {"kind": "days_since_touch"}),
        _measure("balance", "Two-way balance", 10, BALANCE, {"kind": "two_way", "days": 90}),
    ]
    tickets = {"kind": "open_tickets", "min_priority": "high"}
    age = {"kind": "ticket_age", "min_priority": "normal"}
    support = [
        _measure("open_high", "Open high tickets", 10, OPEN_HIGH, tickets),
        _measure("ticket_age", "Ticket age", 5, TICKET_AGE, age),
    ]
    voice = [
        _measure("nps", "NPS", 10, NPS, {"kind": "nps", "days": 180}),
        _measure("sentiment", "Sentiment", 5, SENTIMENT, {"kind": "sentiment", "days": 90}),
    ]
    commercial = [
        _measure("seat_use", "Seat use", 5, SEAT_USE, {"kind": "seat_use", **users}),
        _measure("overdue", "Overdue invoices", 5, OVERDUE, {"kind": "overdue_days"}),
    ]
    urgent = {"kind": "open_tickets", "min_priority": "urgent"}
    parts: tuple[tuple[str, str, int, str, list[dict[str, Any]]], ...] = (
        ("usage", "Product usage", 40, "usage", usage),
        ("touch", "Touch", 20, "", touch),
        ("support", "Support", 15, "", support),
        ("voice", "Voice", 15, "said", voice),
        ("commercial", "Commercial", 10, "", commercial),
    )
    return {
        "key": "default", "name": "Default", "applies_to": None, "model": "weighted",
        "rounding": "none", "rank_points": [100, 60, 0],
        "bands": {"strong": 70, "average": 40}, "min_coverage": 0.65, "hierarchy": "own",
        "dimensions": [
            {
                "key": key, "name": name, "weight": weight, "combine": "mean", "layer": layer,
                "measures": measures,
            }
            for key, name, weight, layer, measures in parts
        ],
        "caps": [
            {
                "name": "Urgent ticket open", "at_most": CAP_AT,
                "when": {"reading": urgent, "op": ">=", "value": 1},
            }
        ],
    }  # fmt: skip


def version_six() -> dict[str, Any]:
    """Return the profile as it was before the change."""
    return profile(trend=5, breadth=15)


def version_seven() -> dict[str, Any]:
    """Return the profile that is in force on the desk's day."""
    return profile(trend=10, breadth=10)
