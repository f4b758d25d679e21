"""Puts the work that was done with the sample's accounts into the sample desk."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.sample import work
from healthdesk.core.services import settings
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import (
    AccountCare,
    Advocate,
    AdvocateAsk,
    ContactCare,
    Feedback,
    FeedbackTheme,
    Finding,
    Forecast,
    MeetingAsked,
    Moment,
    Plan,
    Task,
    Theme,
)

_QUARTERS: Final = 270
"""Days back to which it was written down who was asked to meetings."""
_MEETINGS: Final = (
    "SELECT id, account_id, contacts FROM touchpoint WHERE kind IN ('meeting', 'review')"
    " AND day > :first ORDER BY id"
)
_OTHERS: Final = (
    "SELECT c.account_id, c.id FROM contact AS c LEFT JOIN contact_care AS k ON k.contact_id = c.id"
    " WHERE coalesce(c.role, '') NOT IN ('sponsor', 'champion', 'decision maker')"
    " AND coalesce(k.part, '') <> 'signs' AND coalesce(k.influence, 0) < 3 AND k.left_on IS NULL"
    " ORDER BY c.id"
)


def fill(tx: Tx, day: int, first: int) -> None:
    """Write it as of `day`; what would have happened before the desk's `first` day is left out."""
    _Filler(tx, day, first).fill()


class _Filler:
    """Knows the rows of accounts and contacts."""

    def __init__(self, tx: Tx, day: int, first: int) -> None:
        self._tx = tx
        self._day = day
        self._longest = day - first
        self._accounts = pairs(tx, "SELECT account_id, id FROM account")
        self._contacts: dict[tuple[int, str], int] = {
            (account, name): row
            for account, name, row in tx.execute(text("SELECT account_id, name, id FROM contact"))
        }
        self._plans: dict[int, int] = {}

    def fill(self) -> None:
        """Write every kind in turn, those that others point at first."""
        told = work.work()
        settings.put(self._tx, "milestones", msgspec.json.encode(told.milestones).decode())
        self._care(told)
        self._meetings()
        self._findings(told)
        self._tasks(told)
        self._kept(told)
        self._advocates(told)
        self._forecasts(told)
        self._feedback(told)

    def _row(self, account: str, *ago: int) -> int | None:
        """The account's row, where it is in the desk and all of that lies within its days."""
        if any(one > self._longest for one in ago):
            return None
        return self._accounts.get(account)

    def _on(self, ago: int | None) -> int | None:
        return None if ago is None else self._day - ago

    def _person(self, row: int, name: str) -> int | None:
        return self._contacts.get((row, name))

    def _add(self, made: Any) -> int:  # noqa: ANN401 - a row of any of these tables
        self._tx.add(made)
        self._tx.flush()
        return int(made.id)

    def _care(self, told: work.Work) -> None:
        for one in told.care:
            row = self._row(one.account)
            if row is not None:
                self._add(AccountCare(account_id=row, starred=one.starred, matters=one.matters))
        for known in told.people:
            row = self._row(known.account, known.left or 0)
            person = None if row is None else self._person(row, known.name)
            if person is not None:
                self._add(
                    ContactCare(
                        contact_id=person,
                        influence=known.influence,
                        stance=known.stance,
                        part=known.part,
                        left_on=self._on(known.left),
                        personal=known.personal,
                    )
                )

    def _meetings(self) -> None:
        """Who was asked to the meetings of three quarters, of two in three; who did not come.

        Those are no key people: of a sponsor who never comes another story would tell.
        """
        others: dict[int, list[int]] = {}
        for account, contact in self._tx.execute(text(_OTHERS)):
            others.setdefault(account, []).append(contact)
        met = self._tx.execute(text(_MEETINGS), {"first": self._day - _QUARTERS}).all()
        for row, account, contacts in met:
            came = [int(one) for one in contacts.split(";") if one]
            rest = [one for one in others.get(account, ()) if one not in came]
            if not came or row % 3 == 0:
                continue
            away = [rest[row % len(rest)]] if rest and row % 2 else []
            self._tx.add_all(
                MeetingAsked(touchpoint_id=row, contact_id=one) for one in (*came, *away)
            )
        self._tx.flush()

    def _findings(self, told: work.Work) -> None:
        findings: dict[int, int] = {}
        for one in told.findings:
            row = self._row(one.account, one.first)
            if row is not None:
                findings[row] = self._add(
                    Finding(
                        account_id=row,
                        first_day=self._day - one.first,
                        last_day=self._day - one.last,
                        made_on=self._day - one.made,
                        hypothesis=one.hypothesis,
                        checks=one.checks,
                        lines=list(one.lines),
                        action=one.action,
                    )
                )
        for plan in told.plans:
            row = self._row(plan.account, plan.made)
            if row is not None:
                self._plans[row] = self._add(
                    Plan(
                        account_id=row,
                        finding_id=findings.get(row),
                        problem=plan.problem,
                        cause=plan.cause,
                        made_on=self._day - plan.made,
                        due_on=self._day + plan.due,
                        exit_rule=msgspec.json.encode(plan.exit).decode(),
                        exit_days=plan.days,
                    )
                )

    def _tasks(self, told: work.Work) -> None:
        for one in told.tasks:
            row = self._row(one.account, one.made)
            if row is not None:
                self._add(
                    Task(
                        account_id=row,
                        contact_id=self._person(row, one.contact),
                        plan_id=self._plans.get(row) if one.plan else None,
                        title=one.title,
                        note=one.note,
                        checklist=[{"text": words, "done": False} for words in one.checklist],
                        priority=one.priority,
                        needs_touch=one.touch,
                        made_on=self._day - one.made,
                        due_on=self._day + one.due,
                        done_on=self._on(one.done),
                    )
                )

    def _kept(self, told: work.Work) -> None:
        for one in told.moments:
            row = self._row(one.account, one.day)
            if row is not None:
                self._add(
                    Moment(
                        account_id=row,
                        contact_id=self._person(row, one.contact),
                        kind=one.kind,
                        day=self._day - one.day,
                        text=one.text,
                        by=one.by,
                        due_on=None if one.due is None else self._day + one.due,
                        done_on=self._on(one.done),
                        pinned=one.pinned,
                    )
                )

    def _advocates(self, told: work.Work) -> None:
        for one in told.advocates:
            row = self._row(one.account, one.made)
            person = None if row is None else self._person(row, one.name)
            if person is None:
                continue
            self._add(
                Advocate(
                    contact_id=person,
                    willing=one.willing,
                    story=one.story,
                    made_on=self._day - one.made,
                )
            )
            for ask in one.asks:
                self._add(
                    AdvocateAsk(
                        contact_id=person,
                        day=self._day - ask.day,
                        kind=ask.kind,
                        answer=ask.answer,
                        answered_on=self._day - ask.answered,
                    )
                )

    def _forecasts(self, told: work.Work) -> None:
        for one in told.forecasts:
            row = self._row(one.account, one.made)
            renewal = None if row is None else self._renewal(row)
            if renewal is not None:
                self._add(
                    Forecast(
                        account_id=row,
                        renewal_day=renewal,
                        made_on=self._day - one.made,
                        category=one.category,
                        amount=one.amount,
                        reason=one.reason,
                        next_step=one.step,
                        decider=one.decider,
                    )
                )

    def _renewal(self, row: int) -> int | None:
        found = self._tx.execute(
            text('SELECT min("end") FROM subscription WHERE account_id = :row AND "end" >= :day'),
            {"row": row, "day": self._day},
        ).scalar_one()
        return None if found is None else int(found)

    def _feedback(self, told: work.Work) -> None:
        themes = {name: self._add(Theme(name=name)) for name in told.themes}
        for one in told.feedback:
            row = self._row(one.account, one.heard)
            answer = None if row is None else self._answer(row, one.heard)
            if answer is None:
                continue
            made = self._add(
                Feedback(
                    account_id=row,
                    survey_id=answer,
                    heard_on=self._on(one.heard),
                    acted_on=self._on(one.acted),
                    told_on=self._on(one.told),
                )
            )
            for name in one.themes:
                self._add(FeedbackTheme(feedback_id=made, theme_id=themes[name]))

    def _answer(self, row: int, heard: int) -> int | None:
        """The newest answer with words that was there when it was heard."""
        found = self._tx.execute(
            text(
                "SELECT id FROM survey WHERE account_id = :row AND day <= :day"
                " AND coalesce(comment, '') <> '' ORDER BY day DESC, id LIMIT 1"
            ),
            {"row": row, "day": self._day - heard},
        ).scalar_one_or_none()
        return None if found is None else int(found)
