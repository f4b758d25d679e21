"""One account's part of the facts, so that a page about one does not compute all."""

from __future__ import annotations

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.subset import subset, with_children
from healthdesk.core.services.facts import load
from healthdesk.core.services.memory import remembered
from healthdesk.core.store.db import Tx


def facts_of(tx: Tx, account_id: str) -> tuple[Facts, int]:
    """The facts of an account and of all below it, and the account's number among them."""
    facts = load(tx)
    numbers = remembered(
        tx,
        "numbers",
        lambda: {one: number for number, one in enumerate(facts.account_ids)},
        of_facts=True,
    )
    number = numbers.get(account_id)
    if number is None:
        raise NotFound(f"No account has the id {account_id!r}.")
    some = remembered(
        tx,
        f"account {number}",
        lambda: subset(facts, with_children(facts, [number])),
        of_facts=True,
    )
    return some, some.account_ids.index(account_id)
