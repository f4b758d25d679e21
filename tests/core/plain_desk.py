"""A desk as plain rows, easy to write down and to cut at a day, and how it becomes Facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from healthdesk.core.domain.facts import (
    DIRECTIONS,
    NO_DAY,
    PRIORITIES,
    SENTIMENT_SOURCES,
    SURVEY_KINDS,
    TOUCH_KINDS,
    Attribute,
    AttributeValue,
    Facts,
    Invoices,
    Metric,
    Milestones,
    Override,
    Sentiments,
    Subscriptions,
    Surveys,
    Tickets,
    Touchpoints,
    UsageGrid,
)


@dataclass(frozen=True)
class Answer:
    account: str
    day: int
    kind: str
    rating: float
    contact: str | None = None
    id: str = ""


@dataclass(frozen=True)
class Feeling:
    account: str
    day: int
    value: float
    estimated: bool = False
    source: str = "pulse"


@dataclass(frozen=True)
class Touch:
    account: str
    day: int
    kind: str = "email"
    direction: str = ""
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ticket:
    account: str
    day: int
    closed: int | None = None
    priority: str = "normal"


@dataclass(frozen=True)
class Contract:
    account: str
    day: int
    end: int | None = None
    seats: float | None = None
    arr: float | None = None


@dataclass(frozen=True)
class Invoice:
    account: str
    day: int
    due: int
    paid: int | None = None


@dataclass(frozen=True)
class Milestone:
    account: str
    done: int | None = None


@dataclass(frozen=True)
class Judgement:
    account: str
    first: int
    until: int
    reason: str = "because"
    band: str | None = None
    score: float | None = None


@dataclass(frozen=True)
class Churn:
    account: str
    day: int


@dataclass(frozen=True)
class PlainDesk:
    """Rows of a desk. `attributes`: (account, key) -> ((day, value), ...), rising by day."""

    accounts: tuple[str, ...] = ()
    parents: dict[str, str] = field(default_factory=dict)
    metrics: tuple[Metric, ...] = ()
    usage: dict[tuple[str, str, int], float] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    touches: tuple[Touch, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    contracts: tuple[Contract, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    overrides: tuple[Judgement, ...] = ()
    churns: tuple[Churn, ...] = ()
    kinds: dict[str, str] = field(default_factory=dict)
    attributes: dict[tuple[str, str], tuple[tuple[int, Any], ...]] = field(default_factory=dict)

    def with_(self, **changes: Any) -> PlainDesk:
        return replace(self, **changes)


EVENTS = ("answers", "feelings", "touches", "tickets", "contracts", "invoices", "churns")


def cut(desk: PlainDesk, day: int) -> PlainDesk:
    """The desk as it was on a day: everything later is not there yet.

    An attribute's first value stays whenever it was learned: it reads before it was known, too.
    """
    kept: dict[str, Any] = {
        name: tuple(row for row in getattr(desk, name) if row.day <= day) for name in EVENTS
    }
    return replace(
        desk,
        **kept
        | {
            "usage": {key: value for key, value in desk.usage.items() if key[2] <= day},
            "tickets": tuple(
                replace(row, closed=None if row.closed is None or row.closed > day else row.closed)
                for row in kept["tickets"]
            ),
            "invoices": tuple(
                replace(row, paid=None if row.paid is None or row.paid > day else row.paid)
                for row in kept["invoices"]
            ),
            "milestones": tuple(
                replace(row, done=None if row.done is None or row.done > day else row.done)
                for row in desk.milestones
            ),
            "overrides": tuple(row for row in desk.overrides if row.first <= day),
            "attributes": {
                key: tuple(
                    change for place, change in enumerate(changes) if not place or change[0] <= day
                )
                for key, changes in desk.attributes.items()
            },
        },
    )


def _ints(values: Iterable[int]) -> Any:
    return np.array(list(values), np.int32)


def _floats(values: Iterable[float | None]) -> Any:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _bytes(values: Iterable[int]) -> Any:
    return np.array(list(values), np.int8)


def _or_no_day(values: Iterable[int | None]) -> Any:
    return _ints(NO_DAY if value is None else value for value in values)


def _rows(count: int) -> Any:
    return np.arange(count, dtype=np.int64)


def _grids(desk: PlainDesk, number: dict[str, int]) -> dict[str, UsageGrid]:
    grids = {}
    for metric in desk.metrics:
        mine = {
            (account, day): value
            for (account, key, day), value in desk.usage.items()
            if key == metric.key
        }
        days = sorted({day for _, day in mine})
        values = np.full((len(number), len(days)), np.nan)
        for (account, day), value in mine.items():
            values[number[account], days.index(day)] = value
        if mine:
            small = values.astype(np.float32)
            same = np.array_equal(small.astype(np.float64), values, equal_nan=True)
            grids[metric.key] = UsageGrid(_ints(days), small if same else values)
    return grids


def to_facts(desk: PlainDesk) -> Facts:
    """Lay the rows out as Facts."""
    number = {account: place for place, account in enumerate(desk.accounts)}

    def ordered(rows: Sequence[Any], day: str = "day") -> list[Any]:
        def key(row: Any) -> tuple[int, int]:
            on = getattr(row, day)
            return number[row.account], NO_DAY if on is None else on

        return sorted(rows, key=key)

    answers, feelings = ordered(desk.answers), ordered(desk.feelings)
    touches, tickets = ordered(desk.touches), ordered(desk.tickets)
    contracts, invoices = ordered(desk.contracts), ordered(desk.invoices)
    milestones = ordered(desk.milestones, "done")
    people = sorted(
        {row.contact for row in answers if row.contact}
        | {contact for row in touches for contact in row.contacts}
    )
    person = {contact: place for place, contact in enumerate(people)}
    ids = sorted(row.id for row in answers)
    churned = np.full(len(number), NO_DAY, np.int32)
    for row in desk.churns:
        churned[number[row.account]] = min(churned[number[row.account]], row.day)
    first_usage = np.full(len(number), NO_DAY, np.int32)
    for account, _, day in desk.usage:
        first_usage[number[account]] = min(first_usage[number[account]], day)
    histories: dict[str, dict[int, tuple[AttributeValue, ...]]] = {}
    for (account, key), changes in desk.attributes.items():
        histories.setdefault(key, {})[number[account]] = tuple(
            AttributeValue(day, value) for day, value in changes
        )

    def of(rows: Sequence[Any]) -> Any:
        return _ints(number[row.account] for row in rows)

    return Facts(
        account_ids=desk.accounts,
        names=tuple(account.title() for account in desk.accounts),
        parent=_ints(number.get(desk.parents.get(account, ""), -1) for account in desk.accounts),
        churned=churned,
        metrics={metric.key: metric for metric in desk.metrics},
        usage=_grids(desk, number),
        surveys=Surveys(
            of(answers),
            _ints(row.day for row in answers),
            _bytes(SURVEY_KINDS.index(row.kind) for row in answers),
            _floats(row.rating for row in answers),
            _ints(person[row.contact] if row.contact else -1 for row in answers),
            _ints(ids.index(row.id) for row in answers),
            _rows(len(answers)),
        ),
        sentiments=Sentiments(
            of(feelings),
            _ints(row.day for row in feelings),
            _floats(row.value for row in feelings),
            np.array([row.estimated for row in feelings], bool),
            _bytes(SENTIMENT_SOURCES.index(row.source) for row in feelings),
            _rows(len(feelings)),
        ),
        touchpoints=Touchpoints(
            of(touches),
            _ints(row.day for row in touches),
            _bytes(TOUCH_KINDS.index(row.kind) for row in touches),
            _bytes(DIRECTIONS.index(row.direction) for row in touches),
            _ints(np.cumsum([0] + [len(row.contacts) for row in touches])),
            _ints(person[contact] for row in touches for contact in row.contacts),
            _rows(len(touches)),
        ),
        tickets=Tickets(
            of(tickets),
            _ints(row.day for row in tickets),
            _or_no_day(row.closed for row in tickets),
            _bytes(PRIORITIES.index(row.priority) for row in tickets),
            _rows(len(tickets)),
        ),
        subscriptions=Subscriptions(
            of(contracts),
            _ints(row.day for row in contracts),
            _or_no_day(row.end for row in contracts),
            _floats(row.seats for row in contracts),
            _floats(row.arr for row in contracts),
            _rows(len(contracts)),
        ),
        invoices=Invoices(
            of(invoices),
            _ints(row.day for row in invoices),
            _ints(row.due for row in invoices),
            _or_no_day(row.paid for row in invoices),
            _rows(len(invoices)),
        ),
        milestones=Milestones(
            of(milestones),
            _or_no_day(row.done for row in milestones),
            _or_no_day(None for _ in milestones),
            _rows(len(milestones)),
        ),
        attributes={
            key: Attribute(key, desk.kinds.get(key, "text"), history)  # type: ignore[arg-type]
            for key, history in histories.items()
        },
        overrides=tuple(
            Override(number[row.account], row.band, row.score, row.reason, row.first, row.until)
            for row in desk.overrides
        ),
        contact_ids=tuple(people),
        first_usage=first_usage,
    )
