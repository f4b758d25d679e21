"""Names and ids that were damaged on the way, and people who stand in two accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.quality import FindingRow
from healthdesk.core.services.quality.check import (
    MOST_ROWS,
    Check,
    Found,
    Source,
    lines,
    query,
    together,
)
from healthdesk.core.store.db import Tx

_IDS: Final = (
    ("account", "account_id", "accounts"),
    ("contact", "contact_id", "contacts"),
    ("survey", "response_id", "surveys"),
    ("touchpoint", "touchpoint_id", "touchpoints"),
    ("ticket", "ticket_id", "tickets"),
    ("subscription", "subscription_id", "subscriptions"),
    ("invoice", "invoice_id", "invoices"),
    ("mention", "mention_id", "mentions"),
)
_BROKEN: Final = ("\ufffd", "\u00c3\u00a4", "\u00c3\u00b6", "\u00c3\u00bc", "\u00c3\u00a9",
                  "\u00c3\u0178", "\u00e2\u20ac", "\u00c2\u00a0")  # fmt: skip
"""What letters become when a file is read in another encoding than it was written in."""


def _account_of(table: str) -> str:
    return "t.account_id" if table == "account" else "a.account_id"


def _join(table: str) -> str:
    return "" if table == "account" else " JOIN account a ON a.id = t.account_id"


def _rounded(tx: Tx, day: int) -> Found:
    """Ids that a spreadsheet made figures of: 1.23E+17."""
    parts = []
    for table, column, exchange in _IDS:
        sql = (
            f"SELECT t.id, t.{column}, t.{column}, {_account_of(table)} FROM {table} t"
            f"{_join(table)} WHERE upper(t.{column}) GLOB '[0-9]*E+[0-9]*'"
            f" AND upper(t.{column}) NOT GLOB '*[^0-9.,E+]*' ORDER BY t.id"
        )
        parts.append(query(tx, Source(table, f"{exchange} · id"), sql, day))
    return together(parts)


def _zeros(tx: Tx, day: int) -> Found:
    """Ids of figures that are shorter than the padded ones of their table: "123" beside "00123"."""
    del day
    parts = []
    for table, column, exchange in _IDS:
        sql = (
            f"SELECT t.id, t.{column}, {_account_of(table)} FROM {table} t{_join(table)}"
            f" WHERE t.{column} NOT GLOB '*[^0-9]*' AND t.{column} <> '' ORDER BY t.id"
        )
        rows = tx.execute(text(sql)).all()
        lost = _short([str(one) for _, one, _ in rows])
        chosen = [row for row in rows if str(row[1]) in lost]
        places = lines(tx, table, [row[0] for row in chosen[:MOST_ROWS]])
        found = tuple(
            FindingRow(
                what=str(ident),
                where=f"{exchange} · id",
                value=f"is {lost[str(ident)]} another row?" if lost[str(ident)] else "",
                account_id=str(account),
                file=places.get(row, ("", 0))[0],
                line=places.get(row, ("", 0))[1],
            )
            for row, ident, account in chosen[:MOST_ROWS]
        )
        parts.append(Found(len(chosen), found))
    return together(parts)


def _short(ids: Sequence[str]) -> dict[str, str]:
    """Ids that seem to have lost their zeros, each with its padded twin if that is there.

    Only where padded ids of the table have one width: then a shorter one without zeros is odd.
    """
    widths = Counter(len(one) for one in ids if one.startswith("0") and len(one) > 1)
    if len(widths) != 1:
        return {}
    (width,) = widths
    known = set(ids)
    twins = {one: one.zfill(width) for one in ids if len(one) < width and not one.startswith("0")}
    return {one: twin if twin in known else "" for one, twin in twins.items()}


def _letters(tx: Tx, day: int) -> Found:
    """Names with the traces of a wrong encoding."""
    test = " OR ".join(f"instr(t.name, :b{at})" for at in range(len(_BROKEN)))
    asked = {f"b{at}": letters for at, letters in enumerate(_BROKEN)}
    parts = []
    for table, exchange in (("account", "accounts"), ("contact", "contacts")):
        sql = (
            f"SELECT t.id, t.name, t.name, {_account_of(table)} FROM {table} t{_join(table)}"
            f" WHERE {test} ORDER BY t.id"
        )
        parts.append(query(tx, Source(table, f"{exchange} · name"), sql, day, **asked))
    return together(parts)


def _mails(tx: Tx, day: int) -> Found:
    """Addresses that cannot be any."""
    sql = (
        "SELECT c.id, coalesce(nullif(c.name, ''), c.contact_id), c.email, a.account_id"
        " FROM contact c JOIN account a ON a.id = c.account_id WHERE c.email <> ''"
        " AND (c.email NOT LIKE '%_@_%' OR instr(trim(c.email), ' ')) ORDER BY a.name, c.id"
    )
    return query(tx, Source("contact", "contacts · email"), sql, day)


def _twice(tx: Tx, day: int) -> Found:
    """People whose address stands in more than one account."""
    sql = (
        "SELECT c.id, coalesce(nullif(c.name, ''), c.contact_id), c.email, a.account_id"
        " FROM contact c JOIN account a ON a.id = c.account_id JOIN (SELECT lower(email) AS mail"
        "  FROM contact WHERE email <> '' GROUP BY lower(email)"
        "  HAVING count(DISTINCT account_id) > 1) d ON d.mail = lower(c.email)"
        " ORDER BY d.mail, a.name, c.id"
    )
    return query(tx, Source("contact", "contacts · email"), sql, day)


CHECKS: Final = (
    Check(
        "rounded-ids",
        "Ids made figures",
        "{n} id was made a figure by a spreadsheet",
        "{n} ids were made figures by a spreadsheet",
        "Their last digits are lost. Export the file again without opening it in a spreadsheet, or"
        " with the column as text.",
        "wrong",
        _rounded,
    ),
    Check(
        "lost-zeros",
        "Ids that lost their zeros",
        "{n} id is shorter than the padded ones beside it",
        "{n} ids are shorter than the padded ones beside them",
        "A spreadsheet cuts leading zeros. Export the file again with the column as text; two"
        " records of one account can be merged.",
        "doubtful",
        _zeros,
        "settle",
    ),
    Check(
        "letters",
        "Damaged letters",
        "{n} name has letters of a wrong encoding",
        "{n} names have letters of a wrong encoding",
        "Import the file again and choose its encoding in the wizard.",
        "wrong",
        _letters,
    ),
    Check(
        "mails",
        "Addresses that are none",
        "{n} mail address cannot be one",
        "{n} mail addresses cannot be any",
        "Look at the column that became the address.",
        "doubtful",
        _mails,
        "accounts",
    ),
    Check(
        "two-accounts",
        "People in two accounts",
        "{n} contact stands in another account too, with the same address",
        "{n} contacts stand in more than one account with the same address",
        "Right for consultants and groups; else look which one is meant: answers by mail go to the"
        " first.",
        "doubtful",
        _twice,
        "accounts",
    ),
)
