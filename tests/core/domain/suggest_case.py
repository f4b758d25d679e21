"""Desks with one thing that goes before leaving, or with none: what a suggestion has to find."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.facts import (
    Attribute,
    AttributeValue,
    Facts,
    Metric,
    Tickets,
    UsageGrid,
)
from healthdesk.core.domain.profile import Profile, parse_profiles
from healthdesk.core.domain.sampling import split
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import PlainDesk, to_facts

DAYS = 300
LEAD = 30
METRICS = 5


def world(seed: int, signal: str, *, lost: int = 40, accounts: int = 200) -> Facts:
    """Accounts from day 0 to 299, some of whom leave after day 60.

    Args:
        seed: other numbers, same story.
        signal: level, trend, tickets, text, leak (an attribute that was written afterwards) or
            none.
        lost: how many leave.
        accounts: how many there are.
    """
    rng = np.random.default_rng(seed)
    names = tuple(f"a{number:03}" for number in range(accounts))
    desk = PlainDesk(accounts=names, metrics=tuple(Metric(f"m{at}") for at in range(METRICS)))
    risk = rng.normal(size=accounts)
    gone = np.argsort(-(risk + 0.5 * rng.normal(size=accounts)))[:lost]
    if signal in ("none", "leak"):
        gone = rng.permutation(accounts)[:lost]
    churned = np.full(accounts, np.iinfo(np.int32).max, np.int32)
    churned[gone] = rng.integers(60, DAYS, lost)
    facts = replace(to_facts(desk), churned=churned, first_usage=np.zeros(accounts, np.int32))
    facts = _with_usage(facts, rng, risk if signal == "level" else np.zeros(accounts), signal)
    if signal == "tickets":
        facts = _with_tickets(facts, rng, risk)
    if signal == "text":
        plan = np.where(risk + 0.4 * rng.normal(size=accounts) > 0.7, "small", "large")
        facts = _with_attribute(facts, "plan", "text", plan.tolist())
    if signal == "leak":
        left = (churned < DAYS).astype(float)
        facts = _with_attribute(facts, "reason_code", "number", left.tolist())
    return facts


def halves(facts: Facts, lead: int = LEAD) -> tuple[Cells, Cells]:
    """What was known when half of the lost had left, and what came after."""
    days = np.sort(facts.churned[facts.churned < DAYS])
    learn, tried = split(facts, lead, 0, int(days[len(days) // 2 - 1]), DAYS - 1)
    return learn, tried


def present(facts: Facts, *measures: dict[str, Any]) -> Profile:
    """A profile on the first metric's level and its trend, or on what is given."""
    usage = [
        _measure("level", "usage_level", [[0, 0], [4, 60], [10, 100]]),
        _measure("trend", "usage_trend", [[-0.5, 0], [0, 60], [0.5, 100]]),
    ]
    document = {"key": "default", "dimensions": [{"key": "usage", "measures": usage}]}
    if measures:
        document["dimensions"] = [{"key": "own", "measures": list(measures)}]
    return parse_profiles([document], set(facts.metrics), CATALOGUE)[0]


def _measure(key: str, kind: str, points: list[list[float]]) -> dict[str, Any]:
    reading = {"kind": kind, "metric": "m0", "days": 28}
    return {"key": key, "reading": reading, "scale": {"kind": "curve", "points": points}}


def _with_usage(facts: Facts, rng: np.random.Generator, risk: np.ndarray, signal: str) -> Facts:
    days = np.arange(DAYS, dtype=np.int32)
    pace = np.ones((facts.count, DAYS))
    if signal == "trend":
        before = facts.churned[:, None].astype(np.int64) - days[None, :]
        fades = rng.random(facts.count) < 0.6
        pace[fades[:, None] & (before < LEAD + 28)] = 0.5
    usage = {}
    for key in facts.metrics:
        own = np.exp(1.5 + 0.3 * rng.normal(size=facts.count) - 0.6 * risk)
        values = rng.poisson(own[:, None] * pace).astype(np.float32)
        usage[key] = UsageGrid(days, values)
    return replace(facts, usage=usage)


def _with_tickets(facts: Facts, rng: np.random.Generator, risk: np.ndarray) -> Facts:
    count = rng.poisson(np.exp(1.8 + 0.8 * risk))
    account = np.repeat(np.arange(facts.count), count).astype(np.int32)
    day = rng.integers(0, DAYS, len(account)).astype(np.int32)
    order = np.lexsort((day, account))
    account, day = account[order], day[order]
    closed = (day + 5).astype(np.int32)
    priority = np.ones(len(day), np.int8)
    row = np.full(len(day), -1, np.int64)
    return replace(facts, tickets=Tickets(account, day, closed, priority, row))


def _with_attribute(facts: Facts, key: str, kind: Any, values: list[Any]) -> Facts:
    history = {at: (AttributeValue(DAYS, value),) for at, value in enumerate(values)}
    return replace(facts, attributes={key: Attribute(key, kind, history)})
