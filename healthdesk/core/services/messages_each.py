"""A message to many, one for each: previewed person by person, left out with a reason, drafted.

The same for several people of one account and for many accounts; every draft can still be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.feedback import csv_of
from healthdesk.core.domain.op import op
from healthdesk.core.domain.outbox_view import EachRow, Person
from healthdesk.core.services import message_drafts, message_files, settings
from healthdesk.core.services.merge import Merger
from healthdesk.core.services.merge_sandbox import Template
from healthdesk.core.services.message_rows import (
    NOTHING_CHANGED,
    checked,
    open_row,
    recipients_of,
    settle,
)
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

_HEAD = ("account_id", "account", "name", "email", "subject", "body", "left_out")
MOST = 500
"""Accounts that one message goes to at once."""
_WRITTEN = (
    "SELECT a.account_id, max(t.day) FROM touchpoint t JOIN account a ON a.id = t.account_id"
    " WHERE t.direction = 'outbound' AND t.kind IN ('email', 'message')"
    " AND t.day BETWEEN :first AND :day GROUP BY 1"
)
_WAITING = (
    "SELECT DISTINCT a.account_id FROM message m JOIN account a ON a.id = m.account_id"
    " WHERE m.state IN ('draft', 'held', 'queued')"
)
_NAME = "SELECT name FROM account WHERE account_id = :account"


def accounts(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Ids and names of all accounts one could write to, by name."""
    found = tx.execute(text("SELECT account_id, name FROM account ORDER BY name COLLATE NOCASE"))
    return tuple((str(key), str(name)) for key, name in found)


def of_people(tx: Tx, message: int, day: int) -> tuple[EachRow, ...]:
    """What each recipient of a message would get as a message of their own."""
    row = open_row(tx, message)
    account_id, name = _account(tx, row.account_id)
    subject, body = _texts(row.subject, row.body, row.template, changed=row.changed)
    merger = Merger(tx)
    known = {one.contact_id: one for one in merger.everybody(account_id, day)}
    made = []
    for to in recipients_of(row.recipients):
        person = known.get(to.contact_id, Person("", to.name, to.address))
        made.append(_each(merger, (account_id, name), person, (subject, body), day))
    return tuple(made)


def of_accounts(
    tx: Tx,
    account_ids: Sequence[str],
    to: str,
    words: tuple[str, str],
    *,
    day: int,
    rest_days: int = 0,
) -> tuple[EachRow, ...]:
    """What one person of each account would get; `rest_days`: not who was written to within them.

    Raises:
        UsageError: They are too many for one message.
    """
    if len(account_ids) > MOST:
        raise UsageError(f"One message goes to at most {MOST} accounts; {NOTHING_CHANGED}.")
    lately = _lately(tx, day, rest_days)
    waiting = {name for (name,) in tx.execute(text(_WAITING))} if rest_days else set()
    merger = Merger(tx)
    made = []
    for account_id in account_ids:
        name = str(tx.execute(text(_NAME), {"account": account_id}).scalar_one())
        person = merger.pick(account_id, to, day)
        excluded = ""
        if account_id in lately:
            excluded = f"written to on {long_date(lately[account_id])}"
        elif account_id in waiting:
            excluded = "a message to them waits in the outbox"
        elif person is None:
            excluded = "nobody fits"
        elif person.refused:
            excluded = f"{person.name} {person.refused}"
        if excluded or person is None:
            made.append(EachRow(account_id, name, person, excluded=excluded))
        else:
            made.append(_each(merger, (account_id, name), person, words, day))
    return tuple(made)


@op("Write a message to each")
def split(tx: Tx, message: int) -> tuple[int, ...]:
    """Make one message for each recipient out of a message to several; returns their rows.

    Raises:
        UsageError: It goes to one, or a text cannot be read.
    """
    row = open_row(tx, message)
    to = recipients_of(row.recipients)
    if len(to) < 2:
        raise UsageError(f"The message goes to one person; {NOTHING_CHANGED}.")
    day = settings.today(tx)
    rows = of_people(tx, message, day)
    _readable(rows)
    account_id, _ = _account(tx, row.account_id)
    words = _texts(row.subject, row.body, row.template, changed=row.changed)
    made, merger, due, origin = [row.id], Merger(tx), row.due_on, row.origin
    for one in rows[1:]:
        told = (tx, account_id, one.person, words, day)
        made.append(message_drafts.add(*told, due=due, origin=origin, merger=merger))
    message_drafts.become(tx, row, words, account_id=account_id, person=rows[0].person, day=day)
    return tuple(made)


@op("Write to many")
def compose_each(
    tx: Tx,
    rows: Sequence[tuple[str, str]],
    words: tuple[str, str],
    *,
    due: int | None = None,
    origin: str = "",
    own: Mapping[tuple[str, str], str] | None = None,
) -> tuple[int, ...]:
    """Draft a message for each account and person; returns their rows.

    `own` are the words of those who get others than the text says: a person wrote them.

    Raises:
        UsageError: A text cannot be read, or there are no words.
    """
    if not any(one.strip() for one in words):
        raise UsageError(f"A message to many needs words; {NOTHING_CHANGED}.")
    for one in words:
        faults = Template(one).faults
        if faults:
            raise UsageError(
                f"Line {faults[0].line}: {faults[0].sentence} {NOTHING_CHANGED.capitalize()}."
            )
    day = settings.today(tx)
    made, merger = [], Merger(tx)
    for account_id, contact_id in rows:
        everybody = merger.everybody(account_id, day)
        person = next((one for one in everybody if one.contact_id == contact_id), None)
        if person is not None and not person.refused:
            told = (tx, account_id, person, words, day)
            made.append(message_drafts.add(*told, due=due, origin=origin, merger=merger))
            told_alone = (own or {}).get((account_id, contact_id))
            if told_alone is not None:
                _say_alone(tx, made[-1], told_alone)
    return tuple(made)


def _say_alone(tx: Tx, message: int, body: str) -> None:
    """Give a draft words of its own; what is a field in them holds it."""
    row = open_row(tx, message)
    checked((), row.subject, body)
    row.body, row.changed = body, True
    settle(row)
    tx.flush()


def as_csv(rows: Iterable[EachRow]) -> str:
    """The rows as a table for another mail program: who, address, subject, body."""
    return csv_of(_HEAD, (_line(one) for one in rows))


def save(path: Path, rows: Iterable[EachRow]) -> Path:
    """Write that table where it was chosen."""
    message_files.keep(path, as_csv(rows).encode("utf-8-sig"))
    return path


def _line(one: EachRow) -> tuple[str, ...]:
    person = one.person
    return (
        one.account_id,
        one.account_name,
        "" if person is None else person.name,
        "" if person is None else person.address,
        "".join(words for words, _ in one.subject_runs),
        "".join(words for words, _ in one.body_runs),
        one.excluded,
    )


def _each(
    merger: Merger,
    account: tuple[str, str],
    person: Person,
    words: tuple[str, str],
    day: int,
) -> EachRow:
    account_id, name = account
    subject, body = merger.fill(words, account_id, person.contact_id or None, day)
    faults = (*subject.faults, *body.faults)
    return EachRow(
        account_id,
        name,
        person,
        subject.runs,
        body.runs,
        tuple(dict.fromkeys((*subject.missing, *body.missing))),
        f"Line {faults[0].line}: {faults[0].sentence}" if faults else "",
    )


def _texts(
    subject: str, body: str, template: Mapping[str, str] | None, *, changed: bool
) -> tuple[str, str]:
    """The texts a message is made of: its template while nobody changed it, else what stands."""
    if template is None or changed:
        return subject, body
    return str(template.get("subject", "")), str(template.get("body", ""))


def _lately(tx: Tx, day: int, rest_days: int) -> dict[str, int]:
    if rest_days <= 0:
        return {}
    found = tx.execute(text(_WRITTEN), {"first": day - rest_days + 1, "day": day})
    return {str(account): int(on) for account, on in found}


def _account(tx: Tx, row: int) -> tuple[str, str]:
    found = text("SELECT account_id, name FROM account WHERE id = :row")
    account_id, name = tx.execute(found, {"row": row}).one()
    return str(account_id), str(name)


def _readable(rows: Sequence[EachRow]) -> None:
    for one in rows:
        if one.excluded:
            raise UsageError(f"{one.excluded} {NOTHING_CHANGED.capitalize()}.")
