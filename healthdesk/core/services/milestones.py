"""The stamps of an account's journey: read with what usage says of them, set and corrected by hand.

Not here: what usage says (stamp_rules.py), and the stamps that it sets (milestones_found.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.op import op
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.stamp import VALUE, Stamp, StampPlan, Suggestion, stamp_state
from healthdesk.core.services import edits, settings
from healthdesk.core.services.stamp_rules import OF_RULE, STARTED, StampRules
from healthdesk.core.services.stamp_template import KEY, template
from healthdesk.core.services.work_rows import NOTHING_CHANGED, account_row, line_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Milestone

__all__ = [
    "add",
    "mark",
    "of_account",
    "plan",
    "remove",
    "set_days",
    "set_due",
    "set_template",
    "template",
]

_RENEWALS: Final = 3
"""Past renewals that are shown as stamps."""


def of_account(tx: Tx, account_id: str, day: int) -> tuple[Stamp, ...]:
    """The stamps of an account as of a day, in the order of the journey."""
    account = account_row(tx, account_id)
    plans = template(tx)
    rows = {
        row.milestone.casefold(): row
        for row in tx.execute(
            text(
                f"SELECT m.id, milestone, due_on, done_on, m.batch_id, {OF_RULE} AS by_rule"
                " FROM milestone AS m WHERE account_id = :account"
                " ORDER BY coalesce(due_on, done_on), m.id"
            ),
            {"account": account},
        )
    }
    rules = StampRules(tx, day)
    out = []
    for plan in plans:
        row = rows.pop(plan.name.casefold(), None)
        by_person = row is not None and not row.by_rule and _is_done(row, day)
        said = None if by_person else rules.told(plan, account, account_id)
        out.append(_planned(plan, row, said, day))
    out += [_kept(row, None, day) for row in rows.values()]
    out.sort(key=_place)
    return (*out, *_renewals(tx, account, day))


@op("Change milestones of new accounts")
def set_template(tx: Tx, plans: Sequence[StampPlan]) -> None:
    """Say which milestones a new account gets, when they are due, and what usage stamps them."""
    names = [one.name.casefold() for one in plans]
    if len(set(names)) < len(names):
        raise UsageError(f"Two milestones have the same name; {NOTHING_CHANGED}.")
    document = msgspec.json.encode(list(plans))
    try:
        msgspec.json.decode(document, type=tuple[StampPlan, ...])
    except msgspec.ValidationError as error:
        raise UsageError(f"The milestones were not changed: {error}.") from error
    settings.put(tx, KEY, document.decode())


@op("Set milestone")
def mark(tx: Tx, account_id: str, name: str, done_on: int | None) -> None:
    """Stamp a milestone with its day, correct that day, or take the stamp away (None)."""
    if done_on is not None and done_on > settings.today(tx):
        raise UsageError(f"A milestone cannot be done in the future; {NOTHING_CHANGED}.")
    _set(tx, account_id, name, "done_on", done_on)
    _make_own(tx, account_id, name, done_on)


@op("Set milestone's due day")
def set_due(tx: Tx, account_id: str, name: str, due_on: int | None) -> None:
    """Say when a milestone is due; None = no day."""
    _set(tx, account_id, name, "due_on", due_on)


@op("Set milestone's days")
def set_days(tx: Tx, account_id: str, name: str, due_on: int | None, done_on: int | None) -> None:
    """Say when a milestone is due and when it was done, both at once.

    A day that a rule found and that is left as it is stays the rule's.
    """
    set_due(tx, account_id, name, due_on)
    row = _find(tx, account_row(tx, account_id), name)
    if row is None or tx.get_one(Milestone, row).done_on != done_on:
        mark(tx, account_id, name, done_on)


@op("Add milestone")
def add(
    tx: Tx, account_id: str, name: str, due_on: int | None = None, done_on: int | None = None
) -> int:
    """Give an account one more milestone; returns its row."""
    account, told = account_row(tx, account_id), line_of(name, "A milestone")
    if _find(tx, account, told) is not None:
        raise UsageError(f"The account has “{told}” already; {NOTHING_CHANGED}.")
    if done_on is not None and done_on > settings.today(tx):
        raise UsageError(f"A milestone cannot be done in the future; {NOTHING_CHANGED}.")
    return _insert(tx, account, told, due_on, done_on)


@op("Remove milestone")
def remove(tx: Tx, account_id: str, name: str) -> None:
    """Take away a milestone that was made here."""
    row = _find(tx, account_row(tx, account_id), name)
    if row is None:
        raise NotFound(f"The account has no milestone {name!r}; {NOTHING_CHANGED}.")
    held = tx.get_one(Milestone, row)
    if held.batch_id is not None:
        raise UsageError(
            f"“{held.milestone}” came with an import; {NOTHING_CHANGED}.",
            "Take its stamp away, or take back the import on the page Data.",
        )
    tx.execute(
        text("DELETE FROM hand_edit WHERE table_name = 'milestone' AND row_id = :row"),
        {"row": row},
    )
    tx.delete(held)
    tx.flush()


@op("Plan milestones")
def plan(tx: Tx, account_id: str, started_on: int | None = None) -> int:
    """Give an account the milestones of the template that it lacks; returns how many.

    They are due after its start: the day given, else the one that is known, else today.
    """
    account = account_row(tx, account_id)
    if started_on is None:
        started_on = _start(tx, account)
    missing = [one for one in template(tx) if _find(tx, account, one.name) is None]
    for one in missing:
        _insert(tx, account, one.name, started_on + one.after, None)
    return len(missing)


def _start(tx: Tx, account: int) -> int:
    sql = text(f"SELECT {STARTED} FROM account AS a WHERE a.id = :account")
    told = tx.execute(sql, {"account": account}).scalar()
    return settings.today(tx) if told is None else int(told)


def _set(tx: Tx, account_id: str, name: str, field: str, day: int | None) -> None:
    account = account_row(tx, account_id)
    row = _find(tx, account, name)
    if row is None:
        told = {"due_on": None, "done_on": None, field: day}
        _insert(tx, account, line_of(name, "A milestone"), told["due_on"], told["done_on"])
        return
    kept = tx.get_one(Milestone, row).milestone
    value = "" if day is None else to_date(day).isoformat()
    edits.set_value(tx, "milestones", (account_id, kept), field, value)


def _make_own(tx: Tx, account_id: str, name: str, day: int | None) -> None:
    """A stamp that a rule set becomes the person's, and no rule touches it again."""
    row = _find(tx, account_row(tx, account_id), name)
    sql = text("DELETE FROM milestone_rule WHERE milestone_id = :row RETURNING id")
    if tx.execute(sql, {"row": row}).scalar() is not None:
        edits.remember(tx, "milestone", row or 0, "done_on", day)


def _insert(tx: Tx, account: int, name: str, due_on: int | None, done_on: int | None) -> int:
    row = Milestone(account_id=account, milestone=name, due_on=due_on, done_on=done_on)
    tx.add(row)
    tx.flush()
    made = row.id
    for field, value in (("due_on", due_on), ("done_on", done_on)):
        if value is not None:
            edits.remember(tx, "milestone", made, field, value)
    return made


def _find(tx: Tx, account: int, name: str) -> int | None:
    rows = tx.execute(
        text("SELECT id, milestone FROM milestone WHERE account_id = :account"),
        {"account": account},
    )
    same = name.strip().casefold()
    return next((int(row) for row, kept in rows if kept.casefold() == same), None)


def _planned(plan: StampPlan, row: Any, said: Suggestion | None, day: int) -> Stamp:  # noqa: ANN401
    """A stamp of the template, kept or not."""
    if row is not None:
        kept = _kept(row, said, day)
        wants = plan.name == VALUE and not plan.metric and kept.done_on is None
        return replace(kept, wants_rule=wants)
    state = stamp_state(day, None, None, told=said is not None, kept=False)
    return Stamp(plan.name, state, None, None, 0, None, own=True, suggestion=said)


def _is_done(row: Any, day: int) -> bool:  # noqa: ANN401 - a row of a query
    return row.done_on is not None and row.done_on <= day


def _kept(row: Any, said: Suggestion | None, day: int) -> Stamp:  # noqa: ANN401 - a row of a query
    """A stamp that is kept as a row."""
    done_on = row.done_on if _is_done(row, day) else None
    state = stamp_state(day, row.due_on, done_on, told=said is not None, kept=True)
    until = done_on if done_on is not None else day
    late = until - row.due_on if row.due_on is not None else 0
    by_rule = done_on is not None and bool(row.by_rule)
    return Stamp(
        name=row.milestone,
        state=state,
        due=row.due_on,
        done_on=done_on,
        late_days=late if done_on is not None else max(late, 0),
        ref=RowRef("milestone", row.id),
        own=row.batch_id is None,
        suggestion=said if done_on is None else None,
        by_rule=by_rule,
        rule=said if by_rule else None,
    )


def _place(stamp: Stamp) -> tuple[int, int]:
    """Done ones by their day, then those with a day, then the others in the template's order."""
    when = stamp.done_on if stamp.done_on is not None else stamp.due
    if when is None and stamp.suggestion is not None:
        when = stamp.suggestion.day
    return (0, when) if when is not None else (1, 0)


def _renewals(tx: Tx, account: int, day: int) -> list[Stamp]:
    """The latest renewals as outcomes tell them, and the next as the contracts do."""
    asked = {"account": account, "day": day, "most": _RENEWALS}
    rows = tx.execute(
        text(
            "SELECT id, day FROM outcome WHERE account_id = :account AND kind = 'renewed'"
            " AND day <= :day ORDER BY day DESC LIMIT :most"
        ),
        asked,
    ).all()
    out = [
        Stamp("Renewed", "done", None, on, 0, RowRef("outcome", row), own=False, fixed=True)
        for row, on in reversed(rows)
    ]
    coming = tx.execute(
        text(
            'SELECT id, "end" FROM subscription WHERE account_id = :account AND start <= :day'
            ' AND "end" > :day ORDER BY "end" LIMIT 1'
        ),
        asked,
    ).first()
    if coming is not None:
        ref = RowRef("subscription", coming[0])
        out.append(Stamp("Renewal", "planned", coming[1], None, 0, ref, own=False, fixed=True))
    return out
