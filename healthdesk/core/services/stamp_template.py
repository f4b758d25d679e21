"""Reads which milestones a new account gets; apart from what writes them, which takes data in."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.stamp import TEMPLATE, StampPlan
from healthdesk.core.store.db import Tx

KEY: Final = "milestones"


def template(tx: Tx) -> tuple[StampPlan, ...]:
    """The milestones that a new account gets; a setting that no longer validates is the usual."""
    row = tx.execute(text("SELECT value FROM setting WHERE key = :key"), {"key": KEY}).scalar()
    if row is None:
        return TEMPLATE
    try:
        return msgspec.json.decode(row, type=tuple[StampPlan, ...])
    except msgspec.MsgspecError:
        return TEMPLATE
