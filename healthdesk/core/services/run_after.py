"""What score and answers say some time after a run, beside what they said as it began."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.services import scoring
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

_ANSWER: Final = (
    "SELECT s.kind, s.rating, s.day FROM survey s JOIN account a ON a.id = s.account_id"
    " WHERE a.account_id = :account AND s.kind IN ('nps', 'csat') AND s.rating IS NOT NULL"
    " AND s.day BETWEEN :first AND :last ORDER BY s.day DESC, s.id DESC LIMIT 1"
)


def looked_again(tx: Tx, account_id: str, start: int, on: int, day: int) -> str:
    """Score and rating of the day on which a run is looked at again, in words; "" before it.

    An answer that came later counts as well: it is what was hoped for.
    """
    if day < on:
        return ""
    was, now = _score(tx, account_id, start), _score(tx, account_id, on)
    told = f"score {was} when it began, {now} on {long_date(on)}"
    before = _answer(tx, account_id, 0, start)
    after = _answer(tx, account_id, start + 1, day)
    if after:
        told += f"; {after}" + (f", before {before}" if before else "")
    else:
        told += f"; no answer since{f' {before}' if before else ''}: ask again"
    return f"Looked at again: {told}."


def _score(tx: Tx, account_id: str, day: int) -> str:
    found = scoring.scores(tx, day, account=account_id)
    return "not known" if not found or found[0].shown is None else str(found[0].shown)


def _answer(tx: Tx, account_id: str, first: int, last: int) -> str:
    asked = {"account": account_id, "first": first, "last": last}
    found = tx.execute(text(_ANSWER), asked).first()
    if found is None:
        return ""
    kind, rating, on = found
    return f"{kind.upper()} {rating:g} on {long_date(on)}"
