"""Accounts as the lists of dashboards show them: those at risk, silent ones, all with columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.board_money import NOTHING, Amounts, amounts
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.views import AccountRow, Band
from healthdesk.core.domain.widget import Mark, Shown

NO_RENEWAL: Final = "No renewal known"
LATER: Final = "Later"
MONTHS_SHOWN: Final = 12
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"


@dataclass(frozen=True)
class Bar:
    """Some of the accounts, as a bar: its mark's key, its name, the accounts and their ARR."""

    key: str
    name: str
    accounts: frozenset[str]
    amount: Amounts


@dataclass(frozen=True)
class Risky:
    """An account at risk, and why it counts as such."""

    account_id: str
    name: str
    band: Band
    shown: int | None
    arr: float | None
    currency: str
    renewal: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class AtRisk(Shown):
    """ARR at risk, of how much, in bars, and the accounts of most ARR first."""

    total: Amounts = NOTHING
    whole: Amounts = NOTHING
    bars: tuple[Bar, ...] = ()
    rows: tuple[Risky, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Points(Shown):
    """Accounts by score and ARR: those that have both; how many lack either."""

    rows: tuple[AccountRow, ...] = ()
    bands: tuple[tuple[Band, int], ...] = ()
    thresholds: tuple[tuple[float, float], ...] = ()
    no_arr: int = 0
    no_score: int = 0
    other_money: int = 0
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class TableRows(Shown):
    """Rows of accounts in their order, and which columns are wanted of them."""

    day: int = 0
    rows: tuple[AccountRow, ...] = ()
    columns: tuple[str, ...] = ()
    extra: str = ""
    """A field of accounts that has a column of its own; "" = none."""
    total: int = 0
    sort: str = ""
    downward: bool = False


@dataclass(frozen=True)
class Silent:
    """An account that nobody touched for too long; `days` None = never."""

    account_id: str
    name: str
    band: Band
    shown: int | None
    arr: float | None
    currency: str
    days: int | None
    limit: int
    """Days after which it counts as silent here."""

    @property
    def late(self) -> float:
        """How many times the limit has passed; endless where nobody was ever in touch."""
        return float("inf") if self.days is None else self.days / self.limit


@dataclass(frozen=True, kw_only=True)
class SilentRows(Shown):
    """The silent accounts, the longest over their limit first."""

    rows: tuple[Silent, ...] = ()
    total: Amounts = NOTHING
    bars: tuple[Bar, ...] = ()


def month_key(day: int | None, today: int) -> tuple[int, str]:
    """The place and the name of a renewal's month, seen from today."""
    if day is None:
        return (10**6, NO_RENEWAL)
    at, now = to_date(day), to_date(today)
    number, first = at.year * 12 + at.month - 1, now.year * 12 + now.month - 1
    if number - first >= MONTHS_SHOWN:
        return (first + MONTHS_SHOWN, LATER)
    return (number, f"{_MONTHS[3 * at.month - 3 : 3 * at.month]} {at.year}")


def bars_of(rows: Iterable[Risky], place: Callable[[Risky], tuple[int, str]]) -> tuple[Bar, ...]:
    """Put accounts into bars, in the order of their places."""
    groups: dict[tuple[int, str], list[Risky]] = {}
    for row in rows:
        groups.setdefault(place(row), []).append(row)
    return tuple(
        Bar(
            f"risk:{name}",
            name,
            frozenset(one.account_id for one in found),
            amounts((one.arr, one.currency) for one in found),
        )
        for (_, name), found in sorted(groups.items())
    )


def marks_of(bars: Iterable[Bar], what: str) -> tuple[Mark, ...]:
    """Bars as what can be pressed."""
    return tuple(Mark(bar.key, f"{what}: {bar.name}", bar.accounts) for bar in bars if bar.accounts)


def in_order(rows: Sequence[AccountRow], sort: str, *, downward: bool) -> tuple[AccountRow, ...]:
    """Rows by what a column says; those of which it says nothing come last, either way."""
    value = VALUES[sort]
    known = [(one, told) for row in rows for one, told in [(row, value(row))] if told is not None]
    gone = [row for row in rows if value(row) is None]
    known.sort(key=_name)
    known.sort(key=_told, reverse=downward)
    return tuple(one for one, _ in known) + tuple(sorted(gone, key=_row_name))


def _row_name(row: AccountRow) -> tuple[str, str]:
    return (row.name.casefold(), row.account_id)


def _name(pair: tuple[AccountRow, float | str]) -> tuple[str, str]:
    return _row_name(pair[0])


def _told(pair: tuple[AccountRow, float | str]) -> tuple[float, str]:
    told = pair[1]
    return (0.0, told) if isinstance(told, str) else (told, "")


VALUES: Final[dict[str, Callable[[AccountRow], float | str | None]]] = {
    "name": lambda row: row.name.casefold(),
    "score": lambda row: row.score,
    "change": lambda row: row.change,
    "arr": lambda row: row.arr,
    "renewal": lambda row: row.renewal_days,
    "touch": lambda row: row.touch_days,
    "reason": lambda row: row.reason or None,
    "coverage": lambda row: row.coverage,
    "owner": lambda row: row.attributes.get("owner") or None,
    "stage": lambda row: row.attributes.get("stage") or None,
    "tier": lambda row: row.attributes.get("tier") or None,
    "industry": lambda row: row.attributes.get("industry") or None,
    "region": lambda row: row.attributes.get("region") or None,
}
"""What the columns of a table of accounts can be sorted by."""
