"""Touchpoints by hand: log, edit, remove, and the tone of what was said; each one step of undo.

What a person changes in a row is remembered as typed: a file that says otherwise later is a
conflict and not a surprise (edits.py). Not here: how tones are estimated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.attendance import MEETINGS
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.op import op
from healthdesk.core.domain.touch import NOTE, Touch, TouchDraft
from healthdesk.core.importers.exchange.cells import CellError, Value, reader
from healthdesk.core.services import attendance, edits, settings
from healthdesk.core.store.db import Tx

TONED: Final = ("survey", "touchpoint", "ticket", "mention")
"""Tables whose rows have a tone."""
_TABLE: Final = BY_NAME["touchpoints"]
_UNTOUCHED: Final = "nothing was changed"
_COLUMNS: Final = (
    "account_id",
    "contacts",
    "kind",
    "direction",
    "day",
    "at",
    "subject",
    "body",
    "sentiment",
)
_FIELDS: Final = {"account_id": "account_id", "contacts": "contact_ids"}
"""Columns of the desk that a file calls otherwise."""


@op("Log touch")
def add(tx: Tx, draft: TouchDraft) -> int:
    """Log a touchpoint; returns its row."""
    return _insert(tx, draft)


@op("Log touches")
def add_many(tx: Tx, drafts: Sequence[TouchDraft]) -> tuple[int, ...]:
    """Log several touchpoints together; returns their rows."""
    return tuple(_insert(tx, draft) for draft in drafts)


@op("Edit touch")
def edit(tx: Tx, row: int, draft: TouchDraft) -> None:
    """Let a touchpoint say what the draft says; fields that change are remembered as typed."""
    before = _held(tx, row)
    after = _values(tx, draft)
    if after["day"] == before["day"] and draft.at is None:
        after["at"] = before["at"]
    changed = [name for name in _COLUMNS if before[name] != after[name]]
    if _ask(tx, row, draft):
        tx.expire_all()
    if not changed:
        return
    sets = ", ".join(f'"{name}" = :{name}' for name in changed)
    tx.execute(
        text(f"UPDATE touchpoint SET {sets} WHERE id = :row"),
        {**{name: after[name] for name in changed}, "row": row},
    )
    tx.expire_all()
    for name in changed:
        if name != "at":
            edits.remember(tx, "touchpoint", row, _FIELDS.get(name, name), after[name])


@op("Remove touch")
def remove(tx: Tx, row: int) -> None:
    """Remove a touchpoint that was logged here; one from a file goes with its import."""
    if _held(tx, row)["batch_id"] is not None:
        raise UsageError(
            f"This touchpoint came with an import; {_UNTOUCHED}.",
            "Take back that import on the page Data, or edit the touchpoint.",
        )
    tx.execute(
        text("DELETE FROM hand_edit WHERE table_name = 'touchpoint' AND row_id = :row"),
        {"row": row},
    )
    tx.execute(text("DELETE FROM touchpoint WHERE id = :row"), {"row": row})
    tx.expire_all()


@op("Set tone")
def set_tone(tx: Tx, table: str, row: int, value: float | None) -> None:
    """Say how a text sounds, -1 to 1, or take that away (None): a person's mark always wins."""
    if table not in TONED:
        raise UsageError(f"Rows of {table} have no tone; {_UNTOUCHED}.")
    if value is not None and not -1 <= value <= 1:
        raise UsageError(f"A tone lies between -1 and 1; {_UNTOUCHED}.")
    found = tx.execute(
        text(f"SELECT sentiment FROM {table} WHERE id = :row"), {"row": row}
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no such row any more; {_UNTOUCHED}.")
    told = None if value is None else float(value)
    if found[0] == told:
        return
    tx.execute(
        text(f"UPDATE {table} SET sentiment = :value WHERE id = :row"), {"value": told, "row": row}
    )
    tx.expire_all()
    edits.remember(tx, table, row, "sentiment", told)


def read(tx: Tx, row: int) -> Touch:
    """A touchpoint as it stands, to edit or to copy."""
    held = _held(tx, row)
    draft = TouchDraft(
        account_id=_account_id(tx, held["account_id"]),
        kind=held["kind"],
        direction=held["direction"] or "",
        day=held["day"],
        subject=held["subject"] or "",
        body=held["body"] or "",
        contacts=_contact_ids(tx, held["contacts"]),
        sentiment=held["sentiment"],
        at=held["at"],
        asked=attendance.asked_to(tx, row),
    )
    return Touch(row, draft, held["batch_id"] is None)


def logged(tx: Tx, marks: Sequence[str]) -> frozenset[str]:
    """Which of these marks were logged already."""
    known = tx.execute(
        text("SELECT touchpoint_id FROM touchpoint WHERE touchpoint_id GLOB 'desk-m*'")
    )
    return frozenset(marks) & {name.removeprefix("desk-") for (name,) in known}


def _insert(tx: Tx, draft: TouchDraft) -> int:
    values = _values(tx, draft)
    ((row,),) = tx.execute(text("SELECT coalesce(max(id), 0) + 1 FROM touchpoint"))
    name = _free_name(tx, f"desk-{draft.mark or row}")
    columns = ", ".join(f'"{one}"' for one in _COLUMNS)
    places = ", ".join(f":{one}" for one in _COLUMNS)
    tx.execute(
        text(
            f"INSERT INTO touchpoint (id, touchpoint_id, {columns}) VALUES (:id, :name, {places})"
        ),
        {**values, "id": row, "name": name},
    )
    _ask(tx, row, draft)
    return int(row)


def _ask(tx: Tx, row: int, draft: TouchDraft) -> bool:
    """Keep who was asked to a meeting; whoever is asked to anything else is not kept."""
    asked = draft.asked if draft.kind in MEETINGS else None
    contacts = [int(one) for one in _contact_rows(tx, asked or ()).split(";") if one]
    return attendance.write(tx, row, contacts)


def _free_name(tx: Tx, wanted: str) -> str:
    """The name, or with a number behind it where a file brought one of that name."""
    name, number = wanted, 1
    sql = text("SELECT 1 FROM touchpoint WHERE touchpoint_id = :name")
    while tx.execute(sql, {"name": name}).first() is not None:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _values(tx: Tx, draft: TouchDraft) -> dict[str, Any]:
    """What the desk keeps of a draft, read like the cells of a file; a fault is a sentence."""
    today = settings.today(tx)
    if draft.day > today:
        raise UsageError(
            f"A touchpoint cannot lie in the future; {_UNTOUCHED}.",
            "Make a task of what is still to come.",
        )
    account = tx.execute(
        text("SELECT id FROM account WHERE account_id = :name"), {"name": draft.account_id}
    ).scalar_one_or_none()
    if account is None:
        raise NotFound(f"There is no account {draft.account_id}; {_UNTOUCHED}.")
    internal = draft.kind == NOTE
    return {
        "account_id": account,
        "contacts": _contact_rows(tx, draft.contacts),
        "kind": _cell("kind", draft.kind),
        "direction": None if internal else _cell("direction", draft.direction),
        "day": draft.day,
        "at": draft.at,
        "subject": _cell("subject", draft.subject.strip()),
        "body": _cell("body", draft.body.strip()),
        "sentiment": _cell(
            "sentiment", "" if draft.sentiment is None else repr(float(draft.sentiment))
        ),
    }


def _cell(name: str, told: str) -> Value:
    column = _TABLE.column(name)
    if not told:
        if column.required:
            raise UsageError(f"{name} is required and empty; {_UNTOUCHED}.")
        return None
    try:
        return reader(column)(told)
    except CellError as error:
        raise UsageError(f"{name} {error}; {_UNTOUCHED}.") from None


def _contact_rows(tx: Tx, names: Sequence[str]) -> str:
    """Row ids of contacts joined by ";", in the order given, each once."""
    rows = []
    for name in dict.fromkeys(names):
        row = tx.execute(
            text("SELECT id FROM contact WHERE contact_id = :name"), {"name": name}
        ).scalar_one_or_none()
        if row is None:
            raise NotFound(f"There is no contact {name}; {_UNTOUCHED}.")
        rows.append(str(row))
    return ";".join(rows)


def _contact_ids(tx: Tx, rows: str) -> tuple[str, ...]:
    out = []
    for row in filter(None, rows.split(";")):
        name = tx.execute(
            text("SELECT contact_id FROM contact WHERE id = :row"), {"row": int(row)}
        ).scalar_one_or_none()
        if name is not None:
            out.append(name)
    return tuple(out)


def _account_id(tx: Tx, row: int) -> str:
    name = tx.execute(text("SELECT account_id FROM account WHERE id = :row"), {"row": row})
    return str(name.scalar_one())


def _held(tx: Tx, row: int) -> Mapping[str, Any]:
    listed = ", ".join(f'"{one}"' for one in (*_COLUMNS, "batch_id"))
    found = tx.execute(
        text(f"SELECT {listed} FROM touchpoint WHERE id = :row"), {"row": row}
    ).mappings()
    held = found.one_or_none()
    if held is None:
        raise NotFound(f"There is no such touchpoint any more; {_UNTOUCHED}.")
    return dict(held)
