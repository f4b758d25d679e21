"""Tells which accounts of an import nothing says the beginning of: they have no score yet."""

from __future__ import annotations

from healthdesk.core.services.import_batch import Batch

_UNBEGUN = """
SELECT count(*) FROM account AS a
WHERE (a.batch_id = ?1 OR a.batch_id IN (SELECT batch_id FROM import_part WHERE load_id = ?1))
AND NOT EXISTS (SELECT 1 FROM usage WHERE account_id = a.id)
AND NOT EXISTS (SELECT 1 FROM subscription WHERE account_id = a.id)
AND NOT EXISTS (
    SELECT 1 FROM attribute_value AS v JOIN attribute AS t ON t.id = v.attribute_id
    WHERE v.account_id = a.id AND t.key = 'started_on' AND v.value IS NOT NULL
)"""


def note_unbegun(batch: Batch) -> None:
    """Say how many new accounts have neither a start, nor usage, nor a contract.

    Before an account's first day it has no score (health-model.md, 1): an empty list of accounts
    after an import would leave a person wondering why.
    """
    ((count,),) = batch.driver.run(_UNBEGUN, (batch.id,))
    if count:
        told = (
            "1 new account has neither a start, nor usage, nor a contract:"
            " without one of them it has"
            if count == 1
            else f"{count:,} new accounts have neither a start, nor usage, nor a contract:"
            " without one of them they have"
        )
        batch.notes.append(f"{told} no score and no place in the list of accounts.")
