"""The facts of some accounts only: a question about one account need not pay for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import (
    Attribute,
    AttributeValue,
    Facts,
    IntArray,
    Invoices,
    Milestones,
    Sentiments,
    Subscriptions,
    Surveys,
    Tickets,
    Touchpoints,
    UsageGrid,
)
from healthdesk.core.domain.part import parent_ids

Events = TypeVar("Events", Surveys, Sentiments, Tickets, Subscriptions, Invoices, Milestones)


def with_children(facts: Facts, accounts: Iterable[int]) -> tuple[int, ...]:
    """The accounts and everything below them: what a rolled-up score needs."""
    below: dict[int, list[int]] = {}
    for child, parent in enumerate(facts.parent.tolist()):
        below.setdefault(parent, []).append(child)
    found: dict[int, None] = {}
    waiting = list(accounts)
    while waiting:
        account = waiting.pop()
        if account not in found:
            found[account] = None
            waiting.extend(below.get(account, ()))
    return tuple(sorted(found))


def subset(facts: Facts, accounts: tuple[int, ...]) -> Facts:
    """The facts of these accounts, numbered anew in the given order (which must rise)."""
    kept = np.array(accounts, np.int64)
    number = np.full(facts.count, -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    parent = facts.parent[kept]
    some = replace(
        facts,
        account_ids=tuple(facts.account_ids[one] for one in accounts),
        names=tuple(facts.names[one] for one in accounts),
        parent=np.where(parent >= 0, number[parent], -1).astype(np.int32),
        churned=facts.churned[kept],
        usage={key: UsageGrid(grid.days, grid.values[kept]) for key, grid in facts.usage.items()},
        surveys=_events(facts.surveys, number),
        sentiments=_events(facts.sentiments, number),
        touchpoints=_touchpoints(facts.touchpoints, number),
        tickets=_events(facts.tickets, number),
        subscriptions=_events(facts.subscriptions, number),
        invoices=_events(facts.invoices, number),
        milestones=_events(facts.milestones, number),
        attributes={
            key: Attribute(key, one.kind, _histories(one, accounts))
            for key, one in facts.attributes.items()
        },
        overrides=tuple(
            replace(one, account=int(number[one.account]))
            for one in facts.overrides
            if number[one.account] >= 0
        ),
        first_usage=facts.first_usage[kept],
    )
    ids = parent_ids(facts)
    some.memory["parent_ids"] = tuple(ids[one] for one in accounts)
    return some


def _histories(
    attribute: Attribute, accounts: tuple[int, ...]
) -> dict[int, tuple[AttributeValue, ...]]:
    return {
        new: attribute.history[old] for new, old in enumerate(accounts) if old in attribute.history
    }


def _events(events: Events, number: IntArray) -> Events:
    """Rows of the kept accounts; they stay sorted, since the accounts keep their order."""
    mask = number[events.account] >= 0
    columns = {one.name: getattr(events, one.name)[mask] for one in fields(events)}
    columns["account"] = number[columns["account"]]
    return replace(events, **columns)


def _touchpoints(events: Touchpoints, number: IntArray) -> Touchpoints:
    """As `_events`, with the contacts of each kept touchpoint copied along."""
    mask = number[events.account] >= 0
    first = events.contact_from[:-1][mask]
    counts = np.diff(events.contact_from)[mask]
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return Touchpoints(
        account=number[events.account[mask]],
        day=events.day[mask],
        kind=events.kind[mask],
        direction=events.direction[mask],
        contact_from=starts,
        contacts=events.contacts[_spans(first, counts)],
        row=events.row[mask],
    )


def _spans(first: NDArray[np.int32], counts: NDArray[np.int32]) -> NDArray[np.int64]:
    """Positions of every run `first[i] : first[i] + counts[i]`, one after another."""
    before = np.cumsum(counts) - counts
    spans: NDArray[np.int64] = np.arange(int(counts.sum()), dtype=np.int64)
    spans += np.repeat(first - before, counts)
    return spans
