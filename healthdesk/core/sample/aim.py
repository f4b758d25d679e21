"""What the sample's own model makes of one account: so that usage can be set to meet its story.

Not the scoring engine (domain/score.py): plain arithmetic, for the sample's profile only.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from operator import mul

from healthdesk.core.sample import model
from healthdesk.core.sample.part import Life

HIGH = ("high", "urgent")
DECAY = tuple(accumulate([1.0] + [0.9771599684342459] * 89, mul))
"""Weights of a feeling by its age: half after 30 days; multiplied out to be alike everywhere."""
Points = dict[str, float | None]

GROUPS: dict[str, tuple[str, ...]] = {
    "usage": ("level", "trend", "breadth"),
    "touch": ("days_since", "balance"),
    "support": ("open_high", "ticket_age"),
    "voice": ("nps", "sentiment"),
    "commercial": ("seat_use", "overdue"),
}
GROUP_WEIGHTS = {"usage": 40, "touch": 20, "support": 15, "voice": 15, "commercial": 10}
WEIGHTS = {
    "level": 20, "trend": 10, "breadth": 10, "days_since": 10, "balance": 10, "open_high": 10,
    "ticket_age": 5, "nps": 10, "sentiment": 5, "seat_use": 5, "overdue": 5,
}  # fmt: skip


def on_curve(value: float, curve: model.Curve) -> float:
    """Read points off a curve: linear between its corners, flat outside."""
    low = curve[0]
    if value <= low[0]:
        return low[1]
    for high in curve[1:]:
        if value <= high[0]:
            return low[1] + (high[1] - low[1]) * (value - low[0]) / (high[0] - low[0])
        low = high
    return low[1]


def _touch(life: Life, day: int) -> tuple[float, float | None]:
    seen = [touch for touch in life.touches if touch.day <= day and touch.kind != "note"]
    since = day - max((touch.day for touch in seen), default=life.started)
    ways = [touch.direction for touch in seen if touch.day > day - 90]
    heard, sent = ways.count("inbound"), ways.count("outbound")
    balance = heard / (heard + sent) if heard + sent else None
    return on_curve(since, model.TOUCH), (
        None if balance is None else on_curve(balance, model.BALANCE)
    )


def _support(life: Life, day: int) -> tuple[float, float]:
    still = [
        ticket
        for ticket in life.tickets
        if ticket.opened <= day and (ticket.closed is None or ticket.closed > day)
    ]
    high = sum(ticket.priority in HIGH for ticket in still)
    ages = [day - ticket.opened for ticket in still if ticket.priority != "low"]
    age = sum(ages) / len(ages) if ages else 0.0
    return on_curve(high, model.OPEN_HIGH), on_curve(age, model.TICKET_AGE)


def nps(life: Life, day: int) -> float | None:
    """Compute the account's NPS as of a day."""
    latest: dict[int, int] = {}
    nobody: list[int] = []
    for survey in sorted(life.surveys, key=lambda item: item.day):
        if survey.kind != "nps" or not day - 180 < survey.day <= day:
            continue
        if survey.who < 0:
            nobody.append(survey.rating)
        else:
            latest[survey.who] = survey.rating
    ratings = [*latest.values(), *nobody]
    if not ratings:
        return None
    good = sum(rating >= 9 for rating in ratings)
    bad = sum(rating <= 6 for rating in ratings)
    return 100 * (good - bad) / len(ratings)


def sentiment(life: Life, day: int) -> float | None:
    """Compute the account's sentiment as of a day."""
    felt = [(pulse[0], pulse[1]) for pulse in life.pulses]
    felt += [(item[0], item[4]) for item in life.mentions]
    for made in (life.touches, life.surveys):
        felt += [(item.day, item.sentiment) for item in made if item.sentiment is not None]
    felt += [(item.opened, item.sentiment) for item in life.tickets if item.sentiment is not None]
    weights = [(DECAY[day - when], value) for when, value in felt if day - 90 < when <= day]
    total = sum(weight for weight, _ in weights)
    return sum(weight * value for weight, value in weights) / total if total else None


def seats(life: Life, day: int) -> int:
    """Add up the seats in force on a day."""
    return sum(term.seats for term in life.terms if term.start <= day < term.end)


def _overdue(life: Life, day: int) -> float:
    late = [
        day - invoice.due
        for invoice in life.invoices
        if invoice.issued <= day
        and invoice.due < day
        and (invoice.paid is None or invoice.paid > day)
    ]
    return on_curve(max(late, default=0), model.OVERDUE)


def steady(life: Life, day: int, features: int) -> Points:
    """Compute the points of every measure that does not hang on how many people come."""
    since, balance = _touch(life, day)
    high, age = _support(life, day)
    net, felt = nps(life, day), sentiment(life, day)
    return {
        "breadth": on_curve(features / len(model.FEATURES), model.BREADTH),
        "days_since": since,
        "balance": balance,
        "open_high": high,
        "ticket_age": age,
        "nps": None if net is None else on_curve(net, model.NPS),
        "sentiment": None if felt is None else on_curve(felt, model.SENTIMENT),
        "overdue": _overdue(life, day),
    }


def total(points: Points) -> float:
    """Weigh points into a score as health-model.md section 4 says (without caps)."""
    up = down = 0.0
    for group, keys in GROUPS.items():
        here = [(WEIGHTS[key], points[key]) for key in keys if points[key] is not None]
        weight = sum(share for share, _ in here)
        if weight:
            mean = sum(share * (point or 0.0) for share, point in here) / weight
            up += GROUP_WEIGHTS[group] * mean
            down += GROUP_WEIGHTS[group]
    return up / down


def with_users(points: Points, level: float, before: float | None, room: int) -> float:
    """Score an account at so many users a day, so many before, in so many seats."""
    return total(
        {
            **points,
            "level": on_curve(level, model.LEVEL),
            "trend": on_curve(level / before - 1, model.TREND) if before else None,
            "seat_use": on_curve(level / room, model.SEAT_USE) if room else None,
        }
    )


def solve(wanted: float, score: Callable[[float], float], low: float, high: float) -> float:
    """Find the number between `low` and `high` whose rising `score` comes nearest `wanted`."""
    for _ in range(40):
        middle = (low + high) / 2
        if score(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
