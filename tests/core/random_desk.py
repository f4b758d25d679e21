"""Random small desks, profiles and rules: every kind of fact, many ties, edges and gaps."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from healthdesk.core.domain.facts import PRIORITIES, SENTIMENT_SOURCES, TOUCH_KINDS, Metric
from tests.core.plain_desk import (
    Answer,
    Churn,
    Contract,
    Feeling,
    Invoice,
    Judgement,
    Milestone,
    PlainDesk,
    Ticket,
    Touch,
)

START = 19_990
SPAN = 70
METRICS = (
    Metric("logins", fill="zero", feature=False),
    Metric("load", fill="gap", feature=False),
    Metric("export", fill="zero", feature=True),
    Metric("board", fill="gap", feature=True),
    Metric("unused", fill="zero", feature=True),
)
WORDS = ("gold", "Silver", "ÄRGER", "5", "true", "stra\u00dfe")
TAGS = ("vip", "Risk", "beta")


def iso(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def some_day(rng: Random) -> int:
    return START + rng.randrange(SPAN)


def _value(rng: Random) -> float:
    return rng.choice(
        (0, 1, 2, 3, rng.randrange(50), rng.random(), rng.random() * 10, 0.1, 1e9, 1e12)
    )


def _usage(rng: Random, accounts: tuple[str, ...]) -> dict[tuple[str, str, int], float]:
    usage = {}
    for account in accounts:
        for metric in METRICS[:-1]:
            if rng.random() < 0.7:
                first = START + rng.randrange(SPAN)
                density = rng.choice((0.05, 0.4, 1.0))
                for day in range(first, min(first + rng.randrange(SPAN), START + SPAN)):
                    if rng.random() < density:
                        usage[account, metric.key, day] = float(_value(rng))
    return usage


def _attributes(rng: Random, accounts: tuple[str, ...]) -> dict[Any, Any]:
    makers = {
        "started_on": lambda: float(START + rng.randrange(-5, SPAN)),
        "arr": lambda: float(rng.randrange(0, 5000)),
        "size": lambda: rng.choice((1.0, 2.5, 100.0)),
        "live": lambda: rng.random() < 0.5,
        "tier": lambda: rng.choice(WORDS),
        "tags": lambda: ";".join(rng.sample(TAGS, rng.randrange(3))),
        "due": lambda: float(some_day(rng)),
    }
    out = {}
    for account in accounts:
        for key, make in makers.items():
            if rng.random() < 0.6:
                days = sorted(rng.sample(range(START, START + SPAN), rng.choice((1, 1, 2, 3))))
                out[account, key] = tuple(
                    (day, make() if rng.random() < 0.9 else None) for day in days
                )
    return out


KINDS = {
    "started_on": "day", "arr": "number", "size": "number", "live": "boolean", "tier": "text",
    "tags": "text", "due": "day",
}  # fmt: skip


def _later(rng: Random, day: int, most: int = 30) -> int | None:
    return None if rng.random() < 0.3 else day + rng.randrange(most)


def _parents(rng: Random, accounts: tuple[str, ...]) -> dict[str, str]:
    if rng.random() >= 0.4:
        return {}
    chosen = {one: rng.choice(accounts) for one in accounts if rng.random() < 0.5}
    return {one: parent for one, parent in chosen.items() if parent != one}


def _answer(rng: Random, account: str) -> Answer:
    kind = rng.choice(("nps", "nps", "csat", "ces"))
    rating = rng.randrange(11) if kind == "nps" else rng.choice((1, 2, 4.5, 5))
    contact = rng.choice(("ann", "bob", "cy")) if rng.random() < 0.8 else None
    return Answer(account, some_day(rng), kind, float(rating), contact, f"r{rng.random()}")


def _contract(rng: Random, account: str) -> Contract:
    day = some_day(rng) - rng.choice((0, 0, 200))
    seats, arr = rng.choice((None, 0.0, 10.0, 2.5)), rng.choice((None, 0.0, 1e3, 99.5))
    return Contract(account, day, _later(rng, day, 100), seats, arr)


def _judgement(rng: Random, account: str) -> Judgement:
    first = some_day(rng)
    band = rng.choice(("Strong", "Average", "Poor", None))
    score = None if band else round(rng.uniform(0, 100), 1)
    until = first + rng.choice((0, 5, 20))
    return Judgement(account, first, until, rng.choice("xyz"), band, score)


def random_desk(rng: Random, count: int) -> PlainDesk:
    accounts = tuple(f"a{number}" for number in range(count))

    def rows(make: Any, most: int) -> tuple[Any, ...]:
        return tuple(make() for _ in range(rng.randrange(most * count + 1))) if count else ()

    def who() -> str:
        return rng.choice(accounts)

    def answer() -> Answer:
        return _answer(rng, who())

    def feeling() -> Feeling:
        value = rng.choice((-1.0, 0.0, 0.3, 1.0, rng.uniform(-1, 1)))
        source = rng.choice(SENTIMENT_SOURCES)
        return Feeling(who(), some_day(rng), value, rng.random() < 0.4, source)

    def touch() -> Touch:
        met = tuple(rng.sample(("ann", "bob", "cy"), rng.randrange(3)))
        direction = rng.choice(("", "inbound", "outbound"))
        return Touch(who(), some_day(rng), rng.choice(TOUCH_KINDS), direction, met)

    def ticket() -> Ticket:
        day = some_day(rng)
        return Ticket(who(), day, _later(rng, day), rng.choice(PRIORITIES))

    def contract() -> Contract:
        return _contract(rng, who())

    def invoice() -> Invoice:
        day = some_day(rng)
        return Invoice(who(), day, day + rng.randrange(-3, 15), _later(rng, day, 40))

    def judgement() -> Judgement:
        return _judgement(rng, who())

    parents = _parents(rng, accounts)
    # Some accounts have no usage and no start: they never begin.
    used = tuple(one for one in accounts if rng.random() < 0.8)
    return PlainDesk(
        accounts=accounts,
        parents=parents,
        metrics=METRICS if rng.random() < 0.9 else METRICS[:2],
        usage=dict(_usage(rng, used)),
        answers=rows(answer, 6),
        feelings=rows(feeling, 5),
        touches=rows(touch, 6),
        tickets=rows(ticket, 4),
        contracts=rows(contract, 2),
        invoices=rows(invoice, 3),
        milestones=rows(lambda: Milestone(who(), some_day(rng) if rng.random() < 0.6 else None), 2),
        overrides=rows(judgement, 1),
        churns=rows(lambda: Churn(who(), some_day(rng) + 20), 1) if rng.random() < 0.4 else (),
        kinds=KINDS,
        attributes=_attributes(rng, accounts),
    )  # fmt: skip


def random_reading(rng: Random) -> dict[str, Any]:
    """A reading with some of its options."""
    days = rng.choice((1, 2, 7, 14, 30, 365))
    metric = rng.choice(METRICS[:2]).key
    direction = rng.choice(("any", "inbound", "outbound"))
    kinds = rng.choice(("any", ["note"], ["email", "call"], list(TOUCH_KINDS)))
    priority = rng.choice(PRIORITIES)
    key = rng.choice(("arr", "size", "live", "tier", "due", "nothing"))
    options: dict[str, dict[str, Any]] = {
        "usage_level": {"metric": metric, "days": days},
        "usage_trend": {"metric": metric, "days": rng.choice((1, 5, 9, 16))},
        "usage_frequency": {"metric": metric, "days": days},
        "usage_breadth": {"days": days},
        "seat_use": {"metric": metric, "days": days},
        "nps": {"days": days},
        "nps_rating": {"days": days},
        "csat": {"days": days},
        "sentiment": {
            "days": days, "half_life": rng.choice((1, 2.5, 30)), "estimated": rng.random() < 0.5,
        },
        "days_since_touch": {"direction": direction, "kinds": kinds},
        "touches": {"days": days, "direction": direction, "kinds": kinds},
        "two_way": {"days": days},
        "contacts_engaged": {"days": days},
        "open_tickets": {"min_priority": priority},
        "ticket_age": {"min_priority": priority},
        "tickets_opened": {"days": days, "min_priority": priority},
        "angry_tickets": {
            "days": days, "at_most": rng.choice((-0.5, 0, 1)), "estimated": rng.random() < 0.5,
        },
        "days_to_renewal": {},
        "overdue_days": {},
        "seat_growth": {"days": days},
        "milestones": {},
        "attribute": {"key": key},
    }  # fmt: skip
    kind = rng.choice(list(options))
    return {"kind": kind} | options[kind]


RANGES = {"nps": (-100, 100), "sentiment": (-1, 1), "usage_trend": (-1, 1), "seat_growth": (-1, 1)}


def _scale(rng: Random, ref: dict[str, Any], model: str) -> dict[str, Any]:
    low, high = RANGES.get(ref["kind"], (0, rng.choice((1, 5, 30, 100))))
    if model == "rank" or rng.random() < 0.25:
        ops = (">=", ">", "<=", "<", "=")
        return {
            "kind": "rank",
            "good": {"op": rng.choice(ops), "value": round(rng.uniform(low, high), 1)},
            "poor": {"op": rng.choice(ops), "value": round(rng.uniform(low, high), 1)},
        }
    if ref["kind"] == "attribute" and rng.random() < 0.7:
        points = {"GOLD": 100, "silver": 60.5, "5": 1, "true": 9, "ärger": 3}
        return {"kind": "map", "points": points}
    xs = sorted({round(rng.uniform(low, high), 2) for _ in range(rng.randrange(1, 5))})
    return {"kind": "curve", "points": [[x, round(rng.uniform(0, 100), 1)] for x in xs]}


def _measure(rng: Random, key: str, model: str) -> dict[str, Any]:
    ref = random_reading(rng)
    out = {
        "key": key,
        "weight": rng.choice((1, 1, 2, 3, 0, 0.5)),
        "missing": rng.choice(("skip", "skip", "neutral", "poor")),
        "reading": ref,
        "scale": _scale(rng, ref, model),
    }
    if ref["kind"] in ("nps", "nps_rating", "csat", "sentiment") and rng.random() < 0.5:
        out["stale_after"] = rng.choice((0, 3, 20))
    return out


FIELDS = ("arr", "size", "live", "tier", "due", "started_on", "tags", "nothing")
SCORE_FIELDS = ("score", "shown", "band", "coverage", "dimension.d0", "score_change")
OPS = ("=", "!=", "<", "<=", ">", ">=", "is missing", "is present", "in", "not in", "between")


def _target(rng: Random) -> Any:
    return rng.choice(
        (1, 2.5, 50, 0, "gold", "silver", "a1", "average", True, False, iso(some_day(rng)), "5", "")
    )


def _test(rng: Random, *, scores: bool) -> dict[str, Any]:
    if rng.random() < 0.3:
        out: dict[str, Any] = {"reading": random_reading(rng)}
        ops: tuple[str, ...] = OPS
    else:
        names = ("age_days", "tag", "churned", "account_id", "name", "parent_id")
        name = rng.choice(FIELDS + names + (SCORE_FIELDS * 2 if scores else ()))
        out = {"field": name}
        ops = (*OPS, "contains", "starts with")
        if name in FIELDS:
            ops += ("in the last", "in the next") * 2
        if name == "score_change":
            out["days"] = rng.choice((1, 7))
    op = rng.choice(ops)
    out["op"] = op
    if op in ("in", "not in"):
        out["value"] = [_target(rng) for _ in range(rng.randrange(4))]
    elif op == "between":
        ends = sorted((rng.choice((0, 1, 2.5, 70)), rng.choice((3, 100, 1))))
        out["value"] = rng.choice((ends, sorted((iso(some_day(rng)), iso(some_day(rng))))))
    elif op in ("in the last", "in the next"):
        out["value"] = rng.choice((0, 1, 10, 40))
    elif op in ("contains", "starts with"):
        out["value"] = rng.choice(("o", "S", "vi", "ss", "2"))
    elif op not in ("is missing", "is present"):
        out["value"] = _target(rng)
    return out


def random_rule(rng: Random, *, scores: bool = False, depth: int = 2) -> dict[str, Any]:
    roll = rng.random()
    if depth == 0 or roll < 0.6:
        return _test(rng, scores=scores)
    if roll < 0.75:
        return {"not": random_rule(rng, scores=scores, depth=depth - 1)}
    inner = [random_rule(rng, scores=scores, depth=depth - 1) for _ in range(rng.randrange(3))]
    return {rng.choice(("all", "any")): inner}


def random_profile(rng: Random, key: str) -> dict[str, Any]:
    model = rng.choice(("weighted", "weighted", "weighted", "rank"))
    dimensions = []
    for number in range(rng.randrange(1, 4)):
        measures = [_measure(rng, f"m{place}", model) for place in range(rng.randrange(1, 4))]
        measures[0]["weight"] = measures[0]["weight"] or 1
        dimensions.append(
            {
                "key": f"d{number}",
                "weight": rng.choice((1, 2, 40, 0.1, 0)),
                "combine": rng.choice(("mean", "mean", "lowest")),
                "measures": measures,
            }
        )
    dimensions[-1]["weight"] = dimensions[-1]["weight"] or 7
    average = rng.choice((40, 30.5, 1))
    return {
        "key": key,
        "model": model,
        "rounding": rng.choice(("none", "dimension")),
        "rank_points": rng.choice(([100, 60, 0], [90, 50, 10])),
        "bands": {"strong": average + rng.choice((1, 30)), "average": average},
        "min_coverage": rng.choice((0, 0.25, 0.5, 1)),
        "hierarchy": rng.choice(("own", "rollup")),
        "rollup_by": rng.choice(("arr", "count")),
        "dimensions": dimensions,
        "caps": [
            {"name": f"c{n}", "when": random_rule(rng), "at_most": rng.choice((0, 39, 55.5, 100))}
            for n in range(rng.randrange(3))
        ],
    }


def random_profiles(rng: Random) -> list[dict[str, Any]]:
    profiles = [random_profile(rng, f"p{number}") for number in range(rng.randrange(1, 4))]
    for one in profiles[:-1]:
        one["applies_to"] = random_rule(rng)
    return profiles
