"""What is not there: owners, money, renewals, addresses, usage."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.services.quality.check import ALIVE, Check, Found, Source, query, share
from healthdesk.core.store.db import Tx

_LAST_VALUE: Final = (
    "(SELECT v.value FROM attribute_value v JOIN attribute k ON k.id = v.attribute_id"
    " WHERE v.account_id = a.id AND k.key = '{key}' ORDER BY v.day DESC, v.id DESC LIMIT 1)"
)
_IN_FORCE: Final = 's.start <= :day AND (s."end" IS NULL OR s."end" > :day)'


def _accounts(tx: Tx, day: int, where: str, field: str) -> Found:
    sql = (
        f"SELECT a.id, a.name, '', a.account_id FROM account a WHERE {ALIVE} AND {where}"
        " ORDER BY a.name, a.id"
    )
    found = query(tx, Source("account", field), sql, day)
    total = tx.execute(text(f"SELECT count(*) FROM account a WHERE {ALIVE}"), {"day": day})
    return share(found, int(total.scalar_one()), "account")


def _has(tx: Tx, table: str) -> bool:
    return tx.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None


def _owner(tx: Tx, day: int) -> Found:
    value = _LAST_VALUE.format(key="owner")
    return _accounts(tx, day, f"coalesce({value}, '') = ''", "accounts · owner")


def _arr(tx: Tx, day: int) -> Found:
    value = _LAST_VALUE.format(key="arr")
    paid = (
        "NOT EXISTS (SELECT 1 FROM subscription s WHERE s.account_id = a.id"
        f" AND s.arr IS NOT NULL AND {_IN_FORCE})"
    )
    return _accounts(tx, day, f"coalesce({value}, '') = '' AND {paid}", "accounts · arr")


def _renewal(tx: Tx, day: int) -> Found:
    """No subscription in force that ends; open-ended ones renew never."""
    ends = (
        "NOT EXISTS (SELECT 1 FROM subscription s WHERE s.account_id = a.id"
        f' AND s."end" IS NOT NULL AND {_IN_FORCE})'
    )
    return _accounts(tx, day, ends, "subscriptions · end")


def _contact(tx: Tx, day: int) -> Found:
    if not _has(tx, "contact"):
        return Found(0)
    nobody = "NOT EXISTS (SELECT 1 FROM contact c WHERE c.account_id = a.id)"
    return _accounts(tx, day, nobody, "contacts")


def _mail(tx: Tx, day: int) -> Found:
    sql = (
        "SELECT c.id, coalesce(nullif(c.name, ''), c.contact_id), '', a.account_id FROM contact c"
        f" JOIN account a ON a.id = c.account_id WHERE coalesce(c.email, '') = '' AND {ALIVE}"
        " ORDER BY a.name, c.id"
    )
    found = query(tx, Source("contact", "contacts · email"), sql, day)
    total = int(tx.execute(text("SELECT count(*) FROM contact")).scalar_one())
    return share(found, total, "contact")


def _usage(tx: Tx, day: int) -> Found:
    if not _has(tx, "usage"):
        return Found(0)
    never = "NOT EXISTS (SELECT 1 FROM usage u WHERE u.account_id = a.id)"
    return _accounts(tx, day, never, "usage")


CHECKS: Final = (
    Check(
        "no-usage",
        "Usage never seen",
        "{n} account never had any usage",
        "{n} accounts never had any usage",
        "Look whether the usage file names them otherwise (a name, another id); their scores leave"
        " usage out or read it as none.",
        "doubtful",
        _usage,
        "accounts",
    ),
    Check(
        "no-arr",
        "No ARR",
        "{n} account has no ARR",
        "{n} accounts have no ARR",
        "Bring it with the accounts (column arr) or with subscriptions: money at risk leaves them"
        " out.",
        "missing",
        _arr,
        "accounts",
    ),
    Check(
        "no-renewal",
        "No renewal day",
        "{n} account has no subscription that ends",
        "{n} accounts have no subscription that ends",
        "Bring subscriptions with their end: nothing can be said about when these renew.",
        "missing",
        _renewal,
        "accounts",
    ),
    Check(
        "no-owner",
        "No owner",
        "{n} account has no owner",
        "{n} accounts have no owner",
        "Bring the column owner with the accounts.",
        "missing",
        _owner,
        "accounts",
    ),
    Check(
        "no-contact",
        "No contact",
        "Nobody is known at {n} account",
        "Nobody is known at {n} accounts",
        "Bring the contacts: touches and answers there have nobody to hang on.",
        "missing",
        _contact,
        "accounts",
    ),
    Check(
        "no-mail",
        "Contacts without mail",
        "{n} contact has no mail address",
        "{n} contacts have no mail address",
        "Bring the column email: answers and tickets that name people by mail do not find them.",
        "missing",
        _mail,
        "accounts",
    ),
)
