"""Mentions by hand: what somebody of an account said of us in public. Not here: files of them."""

from __future__ import annotations

from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.mention import MentionDraft
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    line_of,
    optional_line,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Mention


@op("Add mention")
def add(tx: Tx, draft: MentionDraft) -> int:
    """Write a mention down; returns its row."""
    if draft.day > settings.today(tx):
        raise UsageError(f"A mention cannot lie in the future; {NOTHING_CHANGED}.")
    row = Mention(
        mention_id="?",
        account_id=account_row(tx, draft.account_id),
        day=draft.day,
        channel=line_of(draft.channel, "The place"),
        author=optional_line(draft.author, "The author") or None,
        text=prose_of(draft.text, "The text") or None,
        link=optional_line(draft.link, "The link") or None,
    )
    tx.add(row)
    tx.flush()
    row.mention_id = _free_id(tx, row.id)
    tx.flush()
    return row.id


def _free_id(tx: Tx, row: int) -> str:
    """An id of our own, or with a number behind it where a file brought one of that name."""
    wanted = f"desk-{row}"
    name, number = wanted, 1
    sql = text("SELECT 1 FROM mention WHERE mention_id = :name")
    while tx.execute(sql, {"name": name}).first() is not None:
        number += 1
        name = f"{wanted}-{number}"
    return name
