"""A desk as it would be had it been left alone since a day: the judge of every look back.

What the desk keeps without a history is the same for every day, and so in both: what is known of a
contact beside the day they left, names, roles and e-mail addresses, a star and what matters,
checklists and words of tasks and plans, what came of a finding, notes and themes of feedback,
tones, segments, settings; and versions of profiles, for what is restated uses today's.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.op import op
from healthdesk.core.store import tables

LATER: Final = {
    "usage": "day",
    "survey": "day",
    "pulse": "day",
    "touchpoint": "day",
    "mention": "day",
    "outcome": "day",
    "contact_usage": "day",
    "ticket": "opened_on",
    "invoice": "issued_on",
    "score_override": "first_day",
    "score_reported": "day",
    "finding": "made_on",
    "plan": "made_on",
    "task": "made_on",
    "moment": "day",
    "advocate": "made_on",
    "advocate_ask": "day",
    "forecast": "made_on",
    "attachment": "made_on",
    "today_mark": "day",
    "visit": "day",
}
"""By table: the day from which a row is there."""
UNDONE: Final = {
    "ticket": ("closed_on", "closed_at = NULL"),
    "invoice": ("paid_on", ""),
    "milestone": ("done_on", ""),
    "contact_care": ("left_on", "successor_id = NULL"),
    "finding": ("verdict_on", "verdict = ''"),
    "plan": ("closed_on", "closed_how = ''"),
    "moment": ("done_on", ""),
    "advocate_ask": ("answered_on", "answer = ''"),
}
"""By table: a day that something came to an end, and what else is not known before it."""
_SINGLE: Final = (
    # A contract is known from its start, or from its import where that was earlier.
    """DELETE FROM subscription WHERE start > :day AND coalesce(
    (SELECT b.day FROM import_batch b WHERE b.id = subscription.batch_id), start) > :day""",
    # Before the first value that is known, the first one holds.
    """DELETE FROM attribute_value WHERE day > :day AND day > (SELECT min(o.day) FROM
    attribute_value o WHERE o.account_id = attribute_value.account_id
    AND o.attribute_id = attribute_value.attribute_id)""",
    "UPDATE task SET done_on = NULL, done_at = NULL, touchpoint_id = NULL WHERE done_on > :day",
    "UPDATE task SET dropped_on = NULL, dropped_why = '' WHERE dropped_on > :day",
    "UPDATE feedback SET heard_on = NULL WHERE heard_on > :day",
    "UPDATE feedback SET acted_on = NULL WHERE acted_on > :day",
    "UPDATE feedback SET told_on = NULL WHERE told_on > :day",
    "DELETE FROM snapshot",
)


def copy(opened: Desk, path: Path) -> Path:
    """A copy of a desk that is open."""
    opened.checkpoint()
    shutil.copyfile(opened.path, path)
    return path


@op("Cut")
def cut(tx: Tx, day: int) -> None:
    """Take away everything that was not known on a day."""
    told: dict[str, Any] = {"day": day}
    for table, column in LATER.items():
        tx.execute(text(f"DELETE FROM {table} WHERE {column} > :day"), told)
    for table, (column, more) in UNDONE.items():
        also = f", {more}" if more else ""
        tx.execute(text(f"UPDATE {table} SET {column} = NULL{also} WHERE {column} > :day"), told)
    for sql in _SINGLE:
        tx.execute(text(sql), told)


@op("Live")
def live(tx: Tx, seed: int, first: int, last: int) -> None:
    """Put work and late facts on random days between two on every account that is there."""
    chance = Random(seed)
    tx.execute(text("DELETE FROM advocate"))
    tx.execute(text("DELETE FROM forecast"))
    contacts: dict[int, list[int]] = {}
    for account, contact in tx.execute(text("SELECT account_id, id FROM contact ORDER BY id")):
        contacts.setdefault(account, []).append(contact)
    tx.add(tables.Theme(name="Slowness"))
    tx.flush()
    for (account,) in tx.execute(text("SELECT id FROM account ORDER BY id")).all():
        for made in _of_account(_Days(chance, first, last), account, contacts.get(account, [])):
            tx.add(made)
    tx.flush()
    _of_words(tx, _Days(chance, first, last))


class _Days:
    """Random days, some of them after others."""

    def __init__(self, chance: Random, first: int, last: int) -> None:
        self.chance = chance
        self.first, self.last = first, last

    def any(self) -> int:
        return self.chance.randint(self.first, self.last)

    def after(self, day: int) -> int | None:
        """A day at or after another, or none."""
        return None if self.chance.random() < 0.3 else self.chance.randint(day, self.last)

    def ahead(self, day: int) -> int | None:
        return None if self.chance.random() < 0.2 else day + self.chance.randint(-10, 60)


def _of_account(days: _Days, account: int, contacts: list[int]) -> Iterator[tables.Base]:
    some = contacts[0] if contacts else None
    for number in range(3):
        day = days.any()
        yield tables.Task(
            account_id=account,
            contact_id=some,
            title=f"Task {number}",
            checklist=[],
            made_on=day,
            due_on=days.ahead(day),
            **_closing(days, day),
        )
        day = days.any()
        closed = days.after(day)
        rule = {"reading": {"kind": "open_tickets"}, "op": "<=", "value": 1}
        yield tables.Plan(
            account_id=account,
            problem=f"Problem {number}",
            made_on=day,
            due_on=days.ahead(day),
            exit_rule=json.dumps(rule),
            exit_days=3,
            closed_on=closed,
            closed_how="met" if closed is not None else "",
        )
        judged = days.after(day)
        yield tables.Finding(
            account_id=account,
            first_day=day - 28,
            last_day=day,
            made_on=day,
            hypothesis=f"Guess {number}",
            checks={},
            lines=[],
            verdict="right" if judged is not None else "",
            verdict_on=judged,
        )
        yield tables.Moment(
            account_id=account,
            contact_id=some,
            kind=days.chance.choice(["win", "perk", "promise", "thanks", "quote"]),
            day=day,
            text=f"Moment {number}",
            due_on=days.ahead(day),
            done_on=days.after(day),
        )
        yield tables.Attachment(
            account_id=account, name=f"{number}.txt", made_on=days.any(), size=1, content=b"a"
        )
        yield tables.TodayMark(
            key=f"a{account}:{number}",
            account_id=account,
            state=days.chance.choice(["snoozed", "handled", "dismissed", "problem"]),
            day=day,
            until_day=day + 7,
            reason="Said so",
            at="2026-01-01T00:00:00+00:00",
        )
    yield from _facts(days, account, some)
    for contact in contacts[:3]:
        yield from _of_contact(days, contact)


def _closing(days: _Days, day: int) -> dict[str, Any]:
    closed = days.after(day)
    if closed is None:
        return {}
    if days.chance.random() < 0.5:
        return {"done_on": closed, "done_at": "2026-01-01T00:00:00+00:00"}
    return {"dropped_on": closed, "dropped_why": "No need"}


def _facts(days: _Days, account: int, contact: int | None) -> Iterator[tables.Base]:
    """Facts of the kinds whose end comes later than they do, typed here."""
    for number in range(4):
        day = days.any()
        yield tables.Ticket(
            ticket_id=f"x{account}-{number}",
            account_id=account,
            contact_id=contact,
            opened_on=day,
            closed_on=days.after(day),
            priority=days.chance.choice(["low", "urgent"]),
            subject="It does not work",
        )
        yield tables.Invoice(
            invoice_id=f"x{account}-{number}",
            account_id=account,
            issued_on=day,
            due_on=day + 14,
            paid_on=days.after(day),
            amount=None if number else 100.0,
        )
        yield tables.Milestone(
            account_id=account, milestone=f"Step {number}", due_on=day, done_on=days.after(day)
        )
        yield tables.Touchpoint(
            touchpoint_id=f"x{account}-{number}",
            account_id=account,
            contacts="" if contact is None else str(contact),
            kind=days.chance.choice(["call", "email", "note"]),
            direction=days.chance.choice(["inbound", "outbound"]),
            day=day,
        )
        yield tables.Survey(
            response_id=f"x{account}-{number}",
            account_id=account,
            contact_id=contact,
            kind="nps",
            rating=float(days.chance.randint(0, 10)),
            comment="Not quite" if number % 2 else None,
            day=days.any(),
        )
    start = days.any()
    yield tables.Subscription(
        subscription_id=f"x{account}", account_id=account, start=start, end=start + 90, arr=900.0
    )
    yield tables.ScoreOverride(
        account_id=account, band="Poor", reason="So it is", first_day=start, until_day=start + 20
    )
    for number, made in enumerate({days.any(), days.any()}):
        yield tables.Forecast(
            account_id=account,
            renewal_day=start + 90,
            made_on=made,
            category=("likely", "at risk")[number],
            amount=900.0,
        )
    if days.chance.random() < 0.15:
        yield tables.Outcome(account_id=account, day=days.any(), kind="churned")


def _of_contact(days: _Days, contact: int) -> Iterator[tables.Base]:
    day = days.any()
    yield tables.Advocate(contact_id=contact, made_on=day, willing="yes")
    yield tables.AdvocateAsk(
        contact_id=contact,
        day=day,
        kind="reference",
        **({"answer": "yes", "answered_on": on} if (on := days.after(day)) is not None else {}),
    )


def _of_words(tx: Tx, days: _Days) -> None:
    """What became of answers, and who left: some of either kind may be there already."""
    told = tx.execute(
        text(
            "SELECT s.id, s.account_id, s.day FROM survey s LEFT JOIN feedback f"
            " ON f.survey_id = s.id WHERE f.id IS NULL AND s.comment IS NOT NULL ORDER BY s.id"
        )
    ).all()
    theme = tx.execute(text("SELECT min(id) FROM theme")).scalar_one()
    for row, account, day in told[::3]:
        heard = max(days.any(), day)
        acted = days.after(heard) if heard <= days.last else None
        made = tables.Feedback(
            survey_id=row,
            account_id=account,
            heard_on=heard,
            acted_on=acted,
            told_on=None if acted is None else days.after(acted),
        )
        tx.add(made)
        tx.flush()
        tx.add(tables.FeedbackTheme(feedback_id=made.id, theme_id=theme))
    for row in tx.execute(text("SELECT id FROM contact ORDER BY id")).scalars().all()[::4]:
        tx.execute(
            text(
                "INSERT INTO contact_care (contact_id, left_on) VALUES (:row, :day)"
                " ON CONFLICT (contact_id) DO UPDATE SET left_on = excluded.left_on"
            ),
            {"row": row, "day": days.any()},
        )
    tx.flush()
