"""Builders for tests of a desk: a small desk, single facts, and a dump to compare desks by.

A new desk is a copy of one that was made once: making its tables takes longer than most tests of
it. What making a desk does of itself is tested with `Desk.create`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.op import op
from healthdesk.core.store import schema, tables, usage
from healthdesk.core.store.lock import DeskLock

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
CLOCK = Clock(instant=NOW)

UNCOMPARED = {"desk_stamp", "snapshot"}
"""What undo does not bring back, on purpose."""


def desk(folder: Path, name: str = "desk", clock: Clock = CLOCK) -> Desk:
    """A new, empty desk in a folder; close it."""
    return copied(_empty(), folder / f"{name}.healthdesk", clock)


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.healthdesk"
        Desk.create(path, clock=CLOCK).close()
        return path.read_bytes()


def copied(made: bytes, path: Path, clock: Clock) -> Desk:
    """What `Desk.create` returns once its file is there: a new desk with what a file holds."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = DeskLock(path)
    with path.open("xb") as file:
        file.write(made)
    path.chmod(0o600)
    return Desk(path, clock, lock)


def account(tx: Tx, account_id: str = "a1", **more: Any) -> int:
    return _add(
        tx, tables.Account(account_id=account_id, name=more.pop("name", account_id), **more)
    )


def contact(tx: Tx, account_row: int, contact_id: str = "c1", **more: Any) -> int:
    return _add(tx, tables.Contact(contact_id=contact_id, account_id=account_row, **more))


def metric(tx: Tx, key: str = "logins", **more: Any) -> int:
    made = _add(tx, tables.Metric(metric=key, **more))
    usage.add_metrics(tx, [made])
    return made


def values(tx: Tx, metric_row: int, account_row: int, by_day: Mapping[int, float]) -> None:
    usage.upsert(tx, [metric_row], [(account_row, d, v) for d, v in sorted(by_day.items())])


def survey(tx: Tx, account_row: int, response_id: str = "r1", **more: Any) -> int:
    known = {"kind": "nps", "rating": 9.0, "day": 20_000, **more}
    return _add(tx, tables.Survey(response_id=response_id, account_id=account_row, **known))


def setting(tx: Tx, key: str, value: str) -> int:
    return _add(tx, tables.Setting(key=key, value=value))


@op("Fill")
def fill(tx: Tx, accounts: int = 3, days: int = 30) -> None:
    """A bit of everything: accounts with contacts and usage, and a row in most tables."""
    first, second = metric(tx, "logins"), metric(tx, "exports", fill="gap", feature=True)
    tier = _add(tx, tables.Attribute(key="tier", kind="text"))
    for number in range(accounts):
        row = account(tx, f"a{number}", name=f"Account {number}")
        person = contact(tx, row, f"c{number}", name="Ada", email="ada@example.test")
        usage.upsert(tx, [first, second], [(row, 20_000 + d, float(d), None) for d in range(days)])
        survey(tx, row, f"r{number}", contact_id=person)
        for made in _one_of_each(row, number, tier, str(person)):
            tx.add(made)
        for made in _work(row, number, person):
            tx.add(made)
    tx.flush()


def dump(opened: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, usage in long form (a column may outlive its metric)."""
    return opened.read(_dump)


def _dump(tx: Tx) -> dict[str, list[tuple[Any, ...]]]:
    connection = tx.connection()
    names = [*(n for n in schema.tables() if n not in UNCOMPARED and n != "usage"), "usage_long"]
    return {
        name: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
        for name in names
    }


def _one_of_each(row: int, number: int, tier: int, people: str) -> list[tables.Base]:
    day = 20_000 + number
    return [
        tables.AttributeValue(account_id=row, attribute_id=tier, day=day, value="gold"),
        tables.Pulse(account_id=row, day=day, value=0.5, by="me"),
        tables.Touchpoint(
            touchpoint_id=f"t{number}", account_id=row, contacts=people, kind="call", day=day
        ),
        tables.Ticket(ticket_id=f"k{number}", account_id=row, opened_on=day, priority="high"),
        tables.Subscription(subscription_id=f"s{number}", account_id=row, start=day, arr=1200.0),
        tables.Invoice(invoice_id=f"i{number}", account_id=row, issued_on=day, due_on=day + 30),
        tables.Milestone(account_id=row, milestone="kick-off", due_on=day),
        tables.Mention(mention_id=f"m{number}", account_id=row, day=day, channel="blog"),
        tables.Outcome(account_id=row, day=day, kind="renewed"),
        tables.ScoreOverride(
            account_id=row, band="Poor", reason="Told so", first_day=day, until_day=day + 30
        ),
    ]


def _work(row: int, number: int, person: int) -> list[tables.Base]:
    """A row of every table that a person fills by hand."""
    day = 20_000 + number
    return [
        tables.AccountCare(account_id=row, starred=True, matters="On time"),
        tables.ContactCare(contact_id=person, influence=3, stance="friendly"),
        tables.Finding(
            account_id=row, first_day=day - 28, last_day=day, made_on=day, checks={}, lines=[]
        ),
        tables.Plan(account_id=row, problem="Use fell", made_on=day),
        tables.Task(
            account_id=row, contact_id=person, title="Call", checklist=[], made_on=day, due_on=day
        ),
        tables.Moment(account_id=row, contact_id=person, kind="win", day=day, text="Won"),
        tables.Advocate(contact_id=person, made_on=day),
        tables.AdvocateAsk(contact_id=person, day=day, kind="reference"),
        tables.MeetingAsked(touchpoint_id=number + 1, contact_id=person),
        tables.Theme(name=f"Theme {number}"),
        tables.Feedback(account_id=row, heard_on=day),
        tables.Forecast(account_id=row, renewal_day=day + 90, made_on=day, category="likely"),
        tables.Attachment(account_id=row, name="a.txt", made_on=day, size=1, content=b"a"),
        tables.TodayMark(key=f"k{number}", account_id=row, state="handled", day=day, at="x"),
    ]


def _add(tx: Tx, row: Any) -> int:
    tx.add(row)
    tx.flush()
    return int(row.id)
