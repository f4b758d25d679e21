"""The names that a desk gives its bands, kept as one setting; programs keep their own words."""

from __future__ import annotations

from sqlalchemy import text

from healthdesk.core.domain.band_names import KEY, BandNames, checked, kept_as, parsed
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings
from healthdesk.core.services.memory import remembered
from healthdesk.core.store.db import Tx


def read(tx: Tx) -> BandNames:
    """What the bands are called."""
    return remembered(tx, KEY, lambda: _read(tx))


@op("Name the bands")
def change(tx: Tx, names: BandNames) -> None:
    """Call the bands something else wherever people read them; one step of undo."""
    told = checked(names)
    if told != _read(tx):
        settings.put(tx, KEY, kept_as(told))


def _read(tx: Tx) -> BandNames:
    sql = text("SELECT value FROM setting WHERE key = :key")
    return parsed(tx.execute(sql, {"key": KEY}).scalar_one_or_none())
