"""How ways of naming an account are compared and remembered, and what new accounts are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from healthdesk.core.domain.intake import Match
from healthdesk.core.matching import domains, names, people
from healthdesk.core.services.import_log import Driver

SAME_WAY: dict[str, tuple[str, ...]] = {
    "": ("", "id", "name", "domain"),
    "id": ("id", ""),
    "name": ("name", ""),
    "domain": ("domain", ""),
    "email": ("email", "domain"),
}
"""Under which ways of naming a decision is looked for, by the way that a file names accounts."""
MERGED_ACCOUNTS = (
    "WITH RECURSIVE up(gone, kept) AS (SELECT gone, kept FROM account_merge"
    " WHERE kind = 'accounts' AND NOT undone UNION SELECT up.gone, m.kept FROM up"
    " JOIN account_merge AS m ON m.gone = up.kept AND m.kind = 'accounts' AND NOT m.undone)"
    " SELECT up.gone AS gone, account.id AS kept FROM up"
    " JOIN account ON account.account_id = up.kept"
)
"""Ids of accounts that were merged into others, and the rows of those."""
MERGED_CONTACTS = MERGED_ACCOUNTS.replace("'accounts'", "'contacts'").replace(
    "account.id AS kept FROM up JOIN account ON account.account_id",
    "contact.id AS kept FROM up JOIN contact ON contact.contact_id",
)
"""Ids of contacts that were merged into others, and the rows of those."""
_OF_ACCOUNT = " JOIN account AS a ON a.id = m.kept"
_OF_CONTACT = " JOIN contact AS a ON a.id = m.kept"


def merged(driver: Driver, table: str) -> dict[str, str]:
    """Ids that were merged into others of an exchange table, and the ids of those."""
    if table == "accounts":
        rows = driver.run(f"SELECT m.gone, a.account_id FROM ({MERGED_ACCOUNTS}) AS m{_OF_ACCOUNT}")
    elif table == "contacts":
        rows = driver.run(f"SELECT m.gone, a.contact_id FROM ({MERGED_CONTACTS}) AS m{_OF_CONTACT}")
    else:
        return {}
    return {gone: own for gone, own in rows if gone != own}


def fold(by: str, value: str) -> str:
    """A way of naming as it is compared and kept; never empty for a text that is not."""
    told = value.strip()
    if by in {"name", "", "mention"}:
        return names.plain(told) or told
    if by == "email":
        return people.fold_mail(told) or told.casefold()
    if by == "domain":
        return domains.host(told) or told.casefold()
    return told


def new_accounts(matches: Sequence[Match], taken: Iterable[str]) -> dict[str, str]:
    """Ids and names of the accounts that decisions make; the same each time."""
    used = {name.casefold() for name in taken}
    out: dict[str, str] = {}
    known: set[str] = set()
    for match in matches:
        if match.account_id != "+" or _called(match) in known:
            continue
        known.add(_called(match))
        wanted = _id_of(match)
        number, chosen = 2, wanted
        while chosen.casefold() in used:
            number, chosen = number + 1, f"{wanted}-{number}"
        used.add(chosen.casefold())
        out[chosen] = name_of(match)
    return out


def new_id(made: Mapping[str, str], match: Match) -> str:
    """The id of the account that a decision makes."""
    wanted = _called(match)
    return next(one for one, name in made.items() if (names.plain(name) or name) == wanted)


def name_of(match: Match) -> str:
    """The name of the account that a decision makes."""
    told = match.value.strip()
    return (domains.host(told) or told) if match.by in {"email", "domain"} else told


def _called(match: Match) -> str:
    """What makes two decisions make one account."""
    name = name_of(match)
    return names.plain(name) or name


def _id_of(match: Match) -> str:
    told = name_of(match)
    if match.by == "id" or (match.by == "" and " " not in told and any(map(str.isdigit, told))):
        return told
    if match.by in {"email", "domain"}:
        return told
    return names.plain(told).replace(" ", "-")[:60] or told[:60]
