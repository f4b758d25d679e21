"""Dips and rises of many accounts as a dashboard shows them."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.widget import Shown


@dataclass(frozen=True)
class DipRow:
    """An account and what is odd about its use."""

    account_id: str
    name: str
    event: TrendEvent


@dataclass(frozen=True, kw_only=True)
class DipsAndRises(Shown):
    """Rows, the newest first; `muted` ones need nobody. Counts are of accounts."""

    rows: tuple[DipRow, ...] = ()
    muted: tuple[DipRow, ...] = ()
    dips: int = 0
    rises: int = 0
    silent: int = 0
    day: int = 0
    metric: str = ""
    """The one metric that all rows are about; "" where there are several."""
