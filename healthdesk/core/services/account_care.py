"""What a person keeps of an account: a star, and several of its fields changed in one step."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.services import edits
from healthdesk.core.services.work_rows import account_row
from healthdesk.core.store.db import Tx


def starred(tx: Tx, account_id: str) -> bool:
    """Whether an account has a star."""
    found = tx.execute(
        text(
            "SELECT c.starred FROM account_care AS c JOIN account AS a ON a.id = c.account_id"
            " WHERE a.account_id = :account"
        ),
        {"account": account_id},
    ).scalar_one_or_none()
    return bool(found)


@op("Star account")
def star(tx: Tx, account_id: str, *, on: bool) -> None:
    """Give an account a star, or take it away."""
    tx.execute(
        text(
            "INSERT INTO account_care (account_id, starred) VALUES (:account, :on)"
            " ON CONFLICT (account_id) DO UPDATE SET starred = excluded.starred"
        ),
        {"account": account_row(tx, account_id), "on": int(on)},
    )
    tx.expire_all()


def fields(tx: Tx, account_id: str) -> dict[str, str]:
    """What can be edited of an account: its name, its parent, every attribute, as in its file."""
    found = tx.execute(
        text(
            "SELECT a.name, coalesce(p.account_id, '') FROM account AS a"
            " LEFT JOIN account AS p ON p.id = a.parent_id WHERE a.account_id = :account"
        ),
        {"account": account_id},
    ).one()
    out = {"name": str(found[0]), "parent_id": str(found[1])}
    rows = tx.execute(
        text(
            "SELECT t.key, (SELECT v.value FROM attribute_value AS v"
            "  WHERE v.account_id = a.id AND v.attribute_id = t.id ORDER BY v.day DESC LIMIT 1)"
            " FROM attribute AS t, account AS a WHERE a.account_id = :account"
            " ORDER BY t.position, t.id"
        ),
        {"account": account_id},
    )
    out.update({key: value or "" for key, value in rows})
    return out


def rows(tx: Tx, account_id: str) -> tuple[tuple[str, int], ...]:
    """The stored rows that an account's fields come from: table and row, the newest first."""
    account = account_row(tx, account_id)
    found = tx.execute(
        text("SELECT id FROM attribute_value WHERE account_id = :row ORDER BY day DESC, id"),
        {"row": account},
    )
    return (("account", account), *(("attribute_value", int(row)) for (row,) in found))


@op("Edit account")
def edit(tx: Tx, account_id: str, values: Mapping[str, str]) -> None:
    """Set several fields of an account together; each is remembered as typed here."""
    for field, value in values.items():
        edits.set_account(tx, account_id, field, value)
