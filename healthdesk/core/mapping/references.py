"""Finds the column that says whose a row is: the account, and the person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.mapping import By, ColumnMap
from healthdesk.core.mapping.aliases import ACCOUNT, CONTACT, Names
from healthdesk.core.mapping.draft import Fit
from healthdesk.core.mapping.look import Drop, Look, found_share, known_share, plural
from healthdesk.core.mapping.names_fit import name_fit
from healthdesk.core.mapping.profile import ColumnProfile
from healthdesk.core.mapping.values_fit import is_day

_RANK: dict[By, float] = {
    "id": 0.0, "name": 0.03, "subscription": 0.06, "email": 0.09, "contact": 0.08, "ticket": 0.1,
    "domain": 0.1,
}  # fmt: skip
"""How much another way of naming an account is worse than its id."""
_TABLE_OF: dict[By, str] = {
    "id": "accounts", "contact": "contacts", "subscription": "subscriptions", "ticket": "tickets",
}  # fmt: skip
_OWN: dict[str, By] = {"contacts": "contact", "subscriptions": "subscription", "tickets": "ticket"}
_WORDS: dict[By, str] = {
    "": "account", "id": "account's id", "name": "account's name", "domain": "domain",
    "email": "mail address", "contact": "user's id", "subscription": "subscription",
    "ticket": "ticket", "mention": "text",
}  # fmt: skip
_LEAST = 0.5
_UNKNOWN, _KNOWN = 0.1, 0.5
"""Parts of a column's values: so few known that it is strange here, so many that it is at home."""


@dataclass(frozen=True)
class Pointer:
    """A column that may point at an account or person."""

    column: ColumnProfile
    by: By
    sure: float
    why: str


def account_pointers(look: Look, table: str, taken: Collection[str]) -> list[Pointer]:
    """Columns that may say which account a row belongs to, the surest first."""
    own = _OWN.get(table)
    found = []
    for column in look.file.profile.columns:
        if column.name in taken or not column.filled or is_day(column):
            continue
        best: Pointer | None = None
        for names in ACCOUNT:
            if names.by == own:
                continue
            one = _account(look, column, names)
            if one is not None and (best is None or one.sure > best.sure):
                best = one
        one = _by_values(look, column)
        if one is not None and (best is None or one.sure > best.sure):
            best = one
        if best is not None and best.sure >= _LEAST:
            found.append(best)
    return sorted(found, key=lambda one: -one.sure)


def contact_pointers(look: Look, table: str, taken: Collection[str]) -> list[Pointer]:
    """Columns that may name a person, the surest first."""
    found = []
    for column in look.file.profile.columns:
        if column.name in taken or not column.filled or is_day(column):
            continue
        for names in CONTACT:
            sure = name_fit(column.name, names)
            if sure < _LEAST or not _plausible(column, names.by):
                continue
            share = _share(look.drop, column, "contact" if names.by == "id" else names.by)
            if share:
                sure = min(0.99, sure + 0.2 * share)
            found.append(Pointer(column, names.by, sure - _CONTACT_RANK[names.by], "name known"))
    del table
    return sorted(found, key=lambda one: -one.sure)


_CONTACT_RANK: dict[By, float] = {"id": 0.02, "email": 0.0, "name": 0.12}


def at_home(look: Look, table: str, source: str, by: By) -> Pointer | None:
    """A column whose accounts are known where those of the column meant for it are strange.

    A billing system's customer numbers mean nothing to a desk whose accounts came from the CRM; the
    company's name or address beside them does.
    """
    meant = look.file.find(source)
    if meant is None or _share(look.drop, meant, by or "id") >= _UNKNOWN:
        return None
    for one in account_pointers(look, table, {source}):
        if _share(look.drop, one.column, one.by) >= _KNOWN:
            return one
    return None


def pointer_fit(target: str, one: Pointer) -> Fit:
    """The map of a column that points at an account or person."""
    base = ColumnMap(source=one.column.name, by=one.by)
    texts = one.column.examples
    if any(";" in text for text in texts) and one.by in {"id", "email", "", "contact"}:
        listed = target == "contact_ids"
        base = ColumnMap(source=one.column.name, by=one.by, split=";", take=-2 if listed else 0)
    return Fit(target, base, min(one.sure, 0.99), one.why)


def has_account(table: str) -> bool:
    """Whether rows of a table belong to an account."""
    return any(one.cell is Cell.ACCOUNT and one.required for one in BY_NAME[table].columns)


def contact_target(table: str) -> str:
    """The column of a table that names a person, "" where it has none."""
    cells = {Cell.CONTACT, Cell.CONTACTS}
    return next((one.name for one in BY_NAME[table].columns if one.cell in cells), "")


def _account(look: Look, column: ColumnProfile, names: Names) -> Pointer | None:
    sure = name_fit(column.name, names)
    if sure < _LEAST or not _plausible(column, names.by):
        return None
    by = names.by
    if by in {"id", "name"}:
        by, share = _id_or_name(look, column, by)
    else:
        share = _share(look.drop, column, by)
    sure -= _RANK.get(by, 0.05)
    if share >= 0.5:
        told = _found(column, share)
        return Pointer(column, by, min(0.99, sure + 0.25 * share), told)
    table = _TABLE_OF.get(by, "accounts")
    if look.drop.has(table) and by != "name":
        sure -= 0.15
    why = "name known" if by in {"id", "name", ""} else f"the {_WORDS[by]} says whose it is"
    return Pointer(column, by, sure, why)


def _id_or_name(look: Look, column: ColumnProfile, by: By) -> tuple[By, float]:
    """Whether a column holds ids or names of accounts, by the values."""
    ids = _share(look.drop, column, "id")
    names = _share(look.drop, column, "name")
    if max(ids, names) >= 0.5:
        return ("id", ids) if ids >= names else ("name", names)
    texts = [text.strip() for text in column.counts][:500]
    like_id = sum(1 for text in texts if " " not in text and any(map(str.isdigit, text)))
    if by == "name" and like_id >= 0.9 * len(texts) and not column.hashed:
        return "", max(ids, names)
    if by == "id" and sum(1 for text in texts if " " in text) >= 0.5 * len(texts):
        return "name", names
    return by, ids if by == "id" else names


def _by_values(look: Look, column: ColumnProfile) -> Pointer | None:
    """A column whose name says nothing, but whose values are known elsewhere."""
    if len(column.counts) < 3 or column.flags == column.looked:
        return None
    # Small numbers stand in many columns: being among ids proves nothing.
    tiny = column.plain == column.looked and column.longest <= 3
    for by in ("id", "name", "subscription"):
        share = _share(look.drop, column, by)
        if share >= 0.8 and not tiny:
            return Pointer(column, by, 0.86 * share - _RANK[by], _found(column, share))
    return None


def _found(column: ColumnProfile, share: float) -> str:
    total = len(column.counts)
    if share >= 1:
        return f"all {total:,} known" if total > 1 else "known"
    return f"{min(share, 0.99):.0%} of {plural(total, 'value')} known"


def _share(drop: Drop, column: ColumnProfile, by: By) -> float:
    """The part of the values that the drop or the desk knows in this way."""
    best = 0.0
    if by == "name":
        best = _names_share(drop, column)
    elif by in _TABLE_OF:
        for _, _, values in drop.ids.get(_TABLE_OF[by], ()):
            best = max(best, found_share(column, values))
        best = max(best, found_share(column, drop.known.ids.get(_TABLE_OF[by], frozenset())))
    asked: By = by
    if drop.known.ids.get("accounts") and best < 0.5:
        best = max(best, known_share(column, drop.known, asked))
    return best


def _names_share(drop: Drop, column: ColumnProfile) -> float:
    if not drop.names or not column.counts:
        return 0.0
    some = list(column.counts)[:3_000]
    return sum(1 for text in some if text.strip().casefold() in drop.names) / len(some)


def _plausible(column: ColumnProfile, by: By) -> bool:
    """Whether values can name an account or person in this way."""
    if by == "email":
        return column.share(column.mails) >= 0.6
    if by == "domain":
        return column.share(column.domains) >= 0.6
    if column.share(column.mails) >= 0.6:
        return False
    fractional = column.numbers >= 0.9 * column.looked and column.plain < 0.9 * column.numbers
    few = len(column.counts) <= 2 and column.flags == column.looked
    return not fractional and not few and column.longest <= 300
