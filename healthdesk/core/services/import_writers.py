"""Which writer takes which exchange table, and the order in which tables are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.records import TableSource
from healthdesk.core.services.import_accounts import AccountWriter
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.services.import_tables import TableWriter
from healthdesk.core.services.import_usage import UsageWriter

_FIRST: Final = ("accounts", "contacts", "metrics", "subscriptions", "tickets", "mentions")
LAST: Final = ("usage", "contact_usage")
"""Tables that nothing is found through: they are written when everybody is known."""
EARLIER: Final = (*_FIRST, *(name for name in BY_NAME if name not in (*_FIRST, *LAST)))
"""The other tables in their order: first those that rows of others are found through."""
ORDER: Final = (*EARLIER, *LAST)


def write_table(batch: Batch, name: str, files: Iterable[TableSource]) -> None:
    """Write what all files bring for one table."""
    if name == "accounts":
        accounts = AccountWriter(batch)
        for file in files:
            accounts.take(file)
        accounts.write()
        return
    if name == "usage":
        columns = UsageWriter(batch)
        for file in files:
            columns.take(file)
        columns.finish()
        return
    table = TableWriter(batch, BY_NAME[name])
    for file in files:
        table.take(file)
    if name == "metrics":
        table.add_usage_columns()
