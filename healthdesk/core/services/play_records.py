"""What happened at accounts and stands in no facts: people, mentions, outcomes, imports."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.facts import NO_DAY, Facts
from healthdesk.core.domain.trigger import Records, gathered
from healthdesk.core.services import noise, play_trends
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.queries import blocks
from healthdesk.core.store.db import Tx

_TREND: Final = "trend "
_CAME: Final = ("survey", "pulse", "touchpoint", "ticket", "subscription", "invoice", "milestone",
                "mention", "outcome", "contact", "attribute_value")  # fmt: skip
"""Tables of which a row tells the import that brought it."""
_IMPORTS: Final = " UNION ".join(
    f"SELECT account_id, batch_id FROM {table} WHERE batch_id IS NOT NULL" for table in _CAME
)
_SQL: Final[dict[str, str]] = {
    "contact": "SELECT c.account_id, b.day, coalesce(c.role, ''), NULL, b.day, c.id"
    " FROM contact c JOIN import_batch b ON b.id = c.batch_id",
    "mention": "SELECT account_id, day, channel, sentiment, day, id FROM mention",
    "outcome": "SELECT account_id, day, kind, arr_change, day, id FROM outcome",
    "milestone": f"SELECT account_id, coalesce(done_on, {NO_DAY}), milestone, NULL,"
    f" coalesce(due_on, {NO_DAY}), id FROM milestone",
    "comment": "SELECT account_id, day, substr(trim(comment), 1, 200), rating, day, id FROM survey"
    " WHERE trim(coalesce(comment, '')) <> ''",
    "import": "SELECT i.account_id, b.day, b.label, NULL, b.day, b.id"
    f" FROM ({_IMPORTS}) i JOIN import_batch b ON b.id = i.batch_id WHERE NOT b.undone",
}


def records(tx: Tx, facts: Facts, name: str) -> Records:
    """What happened of one kind, by account and day; kept for this state of the desk."""

    def made() -> Records:
        if name.startswith(_TREND):
            return play_trends.records(tx, facts, name.removeprefix(_TREND))
        return _read(tx, facts, name)

    # Holidays are no fact: what they excuse is another record.
    off = noise.read(tx).holidays if name.startswith(_TREND) else ()
    return remembered(
        tx, f"records {name} {off}" if off else f"records {name}", made, of_facts=True
    )


def _read(tx: Tx, facts: Facts, name: str) -> Records:
    places = {key: at for at, key in enumerate(facts.account_ids)}
    ids = tx.execute(text("SELECT id, account_id FROM account"))
    number = {row: places[key] for row, key in ids if key in places}
    rows = [
        (number[account], *rest)
        for block in blocks(tx, f"{_SQL[name]} ORDER BY 1, 2, 6")
        for account, *rest in block
        if account in number
    ]
    return gathered(rows)
