"""Signs of a cause on accounts: what happened lately that a playbook answers.

A playbook names its cause in a word or two; whoever marks an account with it, by the attribute
"cause" or a tag, says more than any sign. Not here: which playbook is suggested (run_choice.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sqlalchemy import text

from healthdesk.core.services import playbook_reading, settings
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

FIELD: Final = "cause"
"""The attribute that marks an account."""
LATELY: Final = 30
"""Days for which an unhappy answer is a sign."""
GONE: Final = 60
"""Days for which a person who left is one."""
_UNHAPPY: Final = """
SELECT a.account_id, s.kind, s.rating, s.day FROM survey s JOIN account a ON a.id = s.account_id
WHERE s.day <= :day AND s.day > :since AND ((s.kind = 'nps' AND s.rating <= 6)
  OR (s.kind = 'csat' AND s.rating <= 2)) ORDER BY s.day, s.id"""
_LEFT: Final = """
SELECT a.account_id, coalesce(c.name, c.email, 'a key contact') AS name, k.left_on
FROM contact_care k JOIN contact c ON c.id = k.contact_id JOIN account a ON a.id = c.account_id
WHERE k.left_on <= :day AND k.left_on > :since AND (coalesce(k.influence, 0) >= 3
  OR coalesce(c.role, '') IN ('sponsor', 'champion', 'decision maker')
  OR coalesce(k.part, '') IN ('decides', 'signs')) ORDER BY k.left_on, c.id"""
_URGENT: Final = """
SELECT a.account_id, t.opened_on FROM ticket t JOIN account a ON a.id = t.account_id
WHERE t.opened_on <= :day AND (t.closed_on IS NULL OR t.closed_on > :day)
  AND t.priority = 'urgent' ORDER BY t.opened_on DESC, t.id DESC"""

_MARKED: Final = """
SELECT a.account_id, v.value FROM attribute_value v
JOIN attribute k ON k.id = v.attribute_id JOIN account a ON a.id = v.account_id
WHERE k.key IN ('cause', 'tags') AND v.day <= :day AND v.value IS NOT NULL
AND v.day = (SELECT max(w.day) FROM attribute_value w WHERE w.account_id = v.account_id
  AND w.attribute_id = v.attribute_id AND w.day <= :day)
"""

Signs = Mapping[str, str]
"""What happened, in words, by the account's own id; the newest."""


def _unhappy(tx: Tx, day: int) -> Iterator[tuple[str, str]]:
    for row in tx.execute(text(_UNHAPPY), {"day": day, "since": day - LATELY}):
        yield row.account_id, f"{row.kind.upper()} {row.rating:g} on {long_date(row.day)}"


def _left(tx: Tx, day: int) -> Iterator[tuple[str, str]]:
    for row in tx.execute(text(_LEFT), {"day": day, "since": day - GONE}):
        yield row.account_id, f"{row.name} left on {long_date(row.left_on)}"


def _urgent(tx: Tx, day: int) -> Iterator[tuple[str, str]]:
    for row in tx.execute(text(_URGENT), {"day": day}):
        yield row.account_id, f"an urgent ticket is open since {long_date(row.opened_on)}"


_WAYS: Final[Mapping[str, Callable[[Tx, int], Iterator[tuple[str, str]]]]] = {
    "unhappy": _unhappy,
    "champion left": _left,
    "support": _urgent,
}
KNOWN: Final = tuple(_WAYS)
"""The causes of which there are signs."""


def offered(tx: Tx) -> tuple[str, ...]:
    """The causes that the desk's playbooks answer, to mark an account with."""
    rows = playbook_reading.overview(tx, settings.today(tx))
    found = {row.cause.casefold(): row.cause for row in rows if row.cause and not row.archived}
    return tuple(found[key] for key in sorted(found))


def signs(tx: Tx, cause: str, day: int) -> Signs:
    """The accounts that show signs of a cause on a day; of one that is not known, none."""
    way = _WAYS.get(cause.casefold())
    return dict(way(tx, day)) if way is not None else {}


def marked(tx: Tx, day: int) -> dict[str, set[str]]:
    """The accounts marked with each cause, by the attribute or a tag; causes folded."""
    told: dict[str, set[str]] = {}
    for account, value in tx.execute(text(_MARKED), {"day": day}):
        for word in str(value).split(";"):
            told.setdefault(word.strip().casefold(), set()).add(str(account))
    return told


def accounts(tx: Tx, cause: str, day: int) -> frozenset[str]:
    """The accounts that are marked with a cause or show a sign of it."""
    return frozenset(marked(tx, day).get(cause.casefold(), set()) | set(signs(tx, cause, day)))
