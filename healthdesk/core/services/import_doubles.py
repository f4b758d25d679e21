"""Tells which new accounts of an import go by the name of one that the desk had before."""

from __future__ import annotations

from typing import Final

from healthdesk.core.matching.names import company
from healthdesk.core.services.import_batch import Batch

_NAMED: Final = 3
"""Names that are told, of all there are."""
_NEW: Final = (
    "SELECT a.id, a.name, p.file FROM account AS a"
    " LEFT JOIN (SELECT row_id, min(file) AS file FROM batch_row WHERE table_name = 'account'"
    " AND made AND batch_id IN (SELECT value FROM json_each(?1)) GROUP BY row_id) AS p"
    " ON p.row_id = a.id WHERE a.batch_id IN (SELECT value FROM json_each(?1))"
)


def note_doubles(batch: Batch) -> None:
    """Say it of each file, before anybody wonders why a customer stands there twice.

    Another system numbers the same customers in its own way. That two of one name are one is for
    a person to say: merged, both numbers mean it from then on.
    """
    numbers = str(list(batch.numbers))
    new = batch.driver.run(_NEW, (numbers,))
    if not new:
        return
    mine = {row for row, _, _ in new}
    rows = batch.driver.each("SELECT id, name FROM account")
    before = {company(name) for row, name in rows if row not in mine and name}
    by_file: dict[str, set[str]] = {}
    for _, name, file in new:
        if name and company(name) in before:
            by_file.setdefault(file or "", set()).add(name)
    for file, names in sorted(by_file.items()):
        batch.notes.append(_told(file, sorted(names)))


def _told(file: str, names: list[str]) -> str:
    some = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    some += f" and {more:,} more" if more > 0 else ""
    what = (
        "1 new account has the name of one that the desk had"
        if len(names) == 1
        else f"{len(names):,} new accounts have the names of some that the desk had"
    )
    told = f"{what} ({some}). If they are the same, merge them in To settle."
    return f"{file}: {told}" if file else told
