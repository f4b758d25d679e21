"""The stored rows behind the figures in the head of an account's page.

Not here: the figures themselves (accounts.py), where a row came from (provenance.py).
"""

from __future__ import annotations

from typing import Final, Literal

from sqlalchemy import text

from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.services import pulses
from healthdesk.core.store.db import Tx

Figure = Literal["arr", "renewal", "touch", "pulse"]

_IN_FORCE: Final = (
    'SELECT s.id, s."end" FROM subscription AS s JOIN account AS a ON a.id = s.account_id'
    " WHERE a.account_id = :account AND s.start <= :day"
    ' AND (s."end" IS NULL OR s."end" > :day) ORDER BY s."end", s.id'
)
_ARR: Final = (
    "SELECT v.id FROM attribute_value AS v JOIN attribute AS t ON t.id = v.attribute_id"
    " JOIN account AS a ON a.id = v.account_id WHERE a.account_id = :account AND t.key = 'arr'"
    " ORDER BY v.day <= :day DESC, CASE WHEN v.day <= :day THEN -v.day ELSE v.day END LIMIT 1"
)
"""The newest value up to the day; before the first one, the first, as everywhere."""
_TOUCH: Final = (
    "SELECT t.id FROM touchpoint AS t JOIN account AS a ON a.id = t.account_id"
    " WHERE a.account_id = :account AND t.kind <> 'note' AND t.day = ("
    "SELECT max(n.day) FROM touchpoint AS n WHERE n.account_id = a.id AND n.kind <> 'note'"
    " AND n.day <= :day) ORDER BY t.id DESC"
)


def rows(tx: Tx, account_id: str, figure: Figure, day: int) -> tuple[RowRef, ...]:
    """The rows that a figure of the head was read from, as of a day."""
    asked = {"account": account_id, "day": day}
    if figure == "pulse":
        found = pulses.latest(tx, account_id, day)
        return () if found is None else (RowRef("pulse", found[0]),)
    if figure == "touch":
        return tuple(RowRef("touchpoint", row) for (row,) in tx.execute(text(_TOUCH), asked))
    terms = [(int(row), end) for row, end in tx.execute(text(_IN_FORCE), asked)]
    if figure == "renewal":
        ends = [end for _, end in terms if end is not None]
        return tuple(RowRef("subscription", row) for row, end in terms if ends and end == min(ends))
    own = [RowRef("attribute_value", row) for (row,) in tx.execute(text(_ARR), asked)]
    return (*(RowRef("subscription", row) for row, _ in terms), *own)
