"""What the sample generator hands out: exchange tables, usage as grids, versions of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import to_day

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]

COLUMNS: dict[str, tuple[str, ...]] = {
    "accounts": (
        "account_id", "name", "parent_id", "owner", "stage", "tier", "industry", "region", "arr",
        "currency", "started_on", "domain", "tags", "cadence_days",
    ),
    "contacts": (
        "contact_id", "account_id", "name", "email", "phone", "title", "role", "advocate",
        "do_not_contact",
    ),
    "metrics": ("metric", "name", "unit", "fill", "feature"),
    "surveys": (
        "response_id", "account_id", "contact_id", "kind", "rating", "comment", "sentiment", "day",
    ),
    "pulses": ("account_id", "day", "value", "by", "note"),
    "touchpoints": (
        "touchpoint_id", "account_id", "contact_ids", "kind", "direction", "day", "subject", "body",
        "sentiment",
    ),
    "tickets": (
        "ticket_id", "account_id", "contact_id", "opened_on", "closed_on", "priority", "subject",
        "body", "sentiment",
    ),
    "subscriptions": (
        "subscription_id", "account_id", "product", "seats", "arr", "start", "end",
    ),
    "invoices": ("invoice_id", "account_id", "issued_on", "due_on", "paid_on", "amount"),
    "milestones": ("account_id", "milestone", "due_on", "done_on"),
    "mentions": (
        "mention_id", "account_id", "day", "channel", "author", "text", "link", "sentiment",
    ),
    "overrides": ("account_id", "band", "score", "reason", "from", "until", "by"),
    "contact_usage": ("contact_id", "metric", "day", "value"),
    "outcomes": ("account_id", "day", "kind", "arr_change", "reason"),
}  # fmt: skip
"""Tables and columns of the exchange folder; ids exist before they are named."""

USAGE_COLUMNS = ("account_id", "metric", "day", "value")


@dataclass(frozen=True, eq=False)
class Usage:
    """One metric's values: `values[account, day - first]`, NaN where there is no row."""

    metric: str
    values: NDArray[np.float32]


@dataclass(frozen=True)
class ModelVersion:
    """One published state of the profile list: the day it came into force, its number, why."""

    day: int
    version: int
    reason: str
    profiles: tuple[dict[str, Any], ...]


@dataclass(frozen=True, eq=False)
class SampleTables:
    """Everything of a sample desk; `account_ids` names the rows of the usage grids."""

    day: date
    first: int
    """The first day of facts, as a day number; the last is `day`."""
    name: str
    account_ids: tuple[str, ...]
    tables: Mapping[str, tuple[Row, ...]]
    usage: tuple[Usage, ...]
    versions: tuple[ModelVersion, ...]

    @property
    def days(self) -> int:
        """How many days the facts span."""
        return to_day(self.day) - self.first + 1

    @property
    def usage_rows(self) -> int:
        """How many usage values there are."""
        return sum(int(np.count_nonzero(~np.isnan(grid.values))) for grid in self.usage)
