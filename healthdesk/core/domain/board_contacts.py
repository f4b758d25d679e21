"""How many people at each account were in touch in a period, and which key roles nobody holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.board_money import NOTHING, Amounts, amounts
from healthdesk.core.domain.board_rows import Bar
from healthdesk.core.domain.people import KEY_ROLES
from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Shown

MANY: Final = 4
"""So many people and more are one bar."""


@dataclass(frozen=True)
class Covered:
    """An account: people of it who were touched, who are known, and key roles that nobody has."""

    account_id: str
    name: str
    band: Band
    shown: int | None
    arr: float | None
    currency: str
    touched: int
    known: int
    missing: tuple[str, ...]

    @property
    def step(self) -> int:
        """The bar it stands in; -1: no contact is known at all."""
        return min(self.touched, MANY) if self.known else -1


@dataclass(frozen=True, kw_only=True)
class Coverage(Shown):
    """Accounts by the people in touch, and those with the fewest first."""

    bars: tuple[Bar, ...] = ()
    rows: tuple[Covered, ...] = ()
    single: int = 0
    """Accounts with exactly one person in touch."""
    total: Amounts = NOTHING


def touched_of(groups: Iterable[Collection[int]], here: Collection[int]) -> int:
    """How many of an account's people any of its touchpoints names."""
    return len({one for group in groups for one in group} & set(here))


def missing_of(roles: Collection[str]) -> tuple[str, ...]:
    """Key roles that nobody has."""
    return tuple(role for role in KEY_ROLES if role not in roles)


def bars_of(rows: Iterable[Covered]) -> tuple[Bar, ...]:
    """Accounts by the number of people in touch, then by the key role that is missing."""
    names: Mapping[int, str] = {
        -1: "No contact known",
        0: "Nobody",
        1: "1 person",
        2: "2 people",
        3: "3 people",
        MANY: f"{MANY} or more",
    }
    found = list(rows)
    out = [
        _bar(f"people:{at}", name, [r for r in found if r.step == at]) for at, name in names.items()
    ]
    out += [
        _bar(f"role:{role}", f"No {role}", [r for r in found if r.known and role in r.missing])
        for role in KEY_ROLES
    ]
    return tuple(
        one
        for one in out
        if one.accounts or (one.key.startswith("people:") and one.key != "people:-1")
    )


def _bar(key: str, name: str, rows: list[Covered]) -> Bar:
    return Bar(
        key,
        name,
        frozenset(one.account_id for one in rows),
        amounts((one.arr, one.currency) for one in rows),
    )
