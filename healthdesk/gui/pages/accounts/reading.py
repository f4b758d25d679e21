"""Reads the accounts and prepares their key arrays, on a reader thread; no Qt objects in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from healthdesk.core.domain.views import AccountsView
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.accounts.choices import BY_RENEWAL
from healthdesk.gui.pages.accounts.columns import NO_MORE, account_columns, search_words
from healthdesk.gui.pages.accounts.columns_more import KEYS
from healthdesk.gui.parts.column import Column

if TYPE_CHECKING:  # numpy and SQLAlchemy come with the data, after the first paint
    from healthdesk.core.desk import Tx
    from healthdesk.core.domain.account_more import AccountMore
    from healthdesk.core.domain.forecast import ForecastRow
    from healthdesk.gui.parts.row_order import RowOrder

ALWAYS = frozenset({"score", "arr", "change", "coverage", "renewal"})
"""Columns that the foot, the group heads and the filter of renewals read."""


@dataclass(frozen=True)
class Loaded:
    """The accounts of a day with everything that sorting and filtering needs."""

    view: AccountsView
    columns: tuple[Column, ...]
    order: RowOrder
    newest: int | None = None
    """The newest day that any fact of the desk speaks of."""
    known: int = 0
    """Accounts in the desk, counted where none of them is alive on the day."""
    with_more: bool = False
    """Whether the columns beside the score were read too."""
    said: Mapping[str, ForecastRow] | None = None
    """By account: what was said of its next renewal; None = it was not asked for."""


def read_accounts(
    tx: Tx, day: int, segment: str | None, words: Words, shown: tuple[str, ...]
) -> Loaded:
    """Read the table of a day and segment; key arrays of the shown columns are made at once."""
    # Deferred: this page is imported before the first paint, the services only with the desk.
    from healthdesk.core.services import accounts, accounts_more, summary  # noqa: PLC0415

    view = accounts.accounts_table(tx, day, segment)
    known = 0 if view.total else summary.desk_summary(tx, day).accounts
    more = None if KEYS.isdisjoint(shown) else accounts_more.of_rows(tx, day, view.rows)
    loaded = prepared(view, words, shown, more)
    said = _said(tx, view) if BY_RENEWAL in shown else None
    return replace(loaded, said=said, newest=summary.newest_day(tx), known=known)


def _said(tx: Tx, view: AccountsView) -> Mapping[str, ForecastRow]:
    from healthdesk.core.services import forecasts  # noqa: PLC0415 - only for months of renewal

    days = {row.account_id: row.renewal_day for row in view.rows}
    rows = forecasts.all(tx, view.day).rows
    return {one.account_id: one for one in rows if days.get(one.account_id) == one.renewal}


def prepared(
    view: AccountsView,
    words: Words,
    shown: tuple[str, ...],
    more: Mapping[str, AccountMore] | None = None,
) -> Loaded:
    """Describe the columns of a view and make its key arrays."""
    from healthdesk.gui.pages.accounts import figures  # noqa: PLC0415 - brings numpy
    from healthdesk.gui.parts.row_order import RowOrder  # noqa: PLC0415 - brings numpy

    columns = account_columns(words, view.attributes, more or NO_MORE, view.day)
    order = RowOrder(
        view.rows, columns, lambda row: row.account_id, partial(search_words, words=words)
    )
    known = {column.key for column in columns}
    order.prepared([*ALWAYS, *(key for key in shown if key in known and key not in ALWAYS)])
    figures.bands(order)
    figures.currencies(order)
    figures.silent(order)
    return Loaded(view, columns, order, with_more=more is not None)
