"""Facts of a run of accounts: a year of all accounts is worked through block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Protocol, TypeVar

import numpy as np

from healthdesk.core.domain.facts import Attribute, Facts, IntArray, UsageGrid, remember


class _Table(Protocol):
    """A table of events, sorted by account."""

    @property
    def account(self) -> IntArray:
        """Row number of the account."""


T = TypeVar("T", bound=_Table)


class _Attributes(Mapping[str, Attribute]):
    """Attributes of a run of accounts, cut when asked for: most are not."""

    def __init__(self, whole: Mapping[str, Attribute], low: int, high: int) -> None:
        self._whole = whole
        self._low = low
        self._high = high

    def __getitem__(self, key: str) -> Attribute:
        attribute = self._whole[key]
        history = {
            account - self._low: attribute.history[account]
            for account in range(self._low, self._high)
            if account in attribute.history
        }
        return Attribute(attribute.key, attribute.kind, history)

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def _cut(table: T, low: int, high: int) -> T:
    """The events of a run of accounts, renumbered."""
    start, end = np.searchsorted(table.account, (low, high))
    cut = {
        item.name: getattr(table, item.name)[start:end]
        for item in fields(table)  # type: ignore[arg-type]  # every table is a dataclass
        if item.name not in ("contact_from", "contacts")
    }
    cut["account"] = cut["account"] - np.int32(low)
    if hasattr(table, "contact_from"):
        bounds = table.contact_from[start : end + 1]
        cut["contact_from"] = bounds - bounds[0]
        contacts: IntArray = getattr(table, "contacts")  # noqa: B009 - only touchpoints have them
        cut["contacts"] = contacts[bounds[0] : bounds[-1]]
    return type(table)(**cut)


def parent_ids(facts: Facts) -> tuple[str | None, ...]:
    """The id of each account's parent, None where it has none."""
    return remember(
        facts,
        "parent_ids",
        lambda: tuple(None if p < 0 else facts.account_ids[p] for p in facts.parent.tolist()),
    )


def part(facts: Facts, low: int, high: int) -> Facts:
    """The facts of accounts `low` to `high` - 1, as if there were no others (but parents' ids)."""
    if low == 0 and high == facts.count:
        return facts
    some = replace(
        facts,
        account_ids=facts.account_ids[low:high],
        names=facts.names[low:high],
        parent=np.full(high - low, -1, np.int32),
        churned=facts.churned[low:high],
        usage={
            key: UsageGrid(grid.days, grid.values[low:high]) for key, grid in facts.usage.items()
        },
        surveys=_cut(facts.surveys, low, high),
        sentiments=_cut(facts.sentiments, low, high),
        touchpoints=_cut(facts.touchpoints, low, high),
        tickets=_cut(facts.tickets, low, high),
        subscriptions=_cut(facts.subscriptions, low, high),
        invoices=_cut(facts.invoices, low, high),
        milestones=_cut(facts.milestones, low, high),
        attributes=_Attributes(facts.attributes, low, high),
        overrides=tuple(
            replace(one, account=one.account - low)
            for one in facts.overrides
            if low <= one.account < high
        ),
        first_usage=facts.first_usage[low:high],
    )
    some.memory["parent_ids"] = parent_ids(facts)[low:high]
    return some
