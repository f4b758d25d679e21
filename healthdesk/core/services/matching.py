"""Whom names in files mean: looks them up, offers candidates, remembers what people decide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.exchange import TABLES
from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.lookup import Known
from healthdesk.core.domain.op import op
from healthdesk.core.domain.views import Candidate
from healthdesk.core.matching import domains
from healthdesk.core.matching.fuzzy import Index, Named
from healthdesk.core.services import mappings, naming
from healthdesk.core.services.finding import DeskFinder
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store.db import Tx

_MOST_IDS = 200_000
"""Ids of one table that recognition compares a file with."""
_SEQ = 2**40
"""Decisions stand behind everything else in an import's log."""


@dataclass(frozen=True)
class AliasView:
    """A decision that is remembered; account "" = rows are left out."""

    by: str
    value: str
    account_id: str
    name: str


def finder(tx: Tx, matches: Sequence[Match] = ()) -> DeskFinder:
    """What finds accounts and contacts in the desk, in this transaction's own rows too.

    Decisions given apply first, whether they are to be remembered or not.
    """
    tx.flush()
    return DeskFinder(Driver(tx), matches)


def known(tx: Tx) -> Known:
    """What recognition compares files with: ids of the desk, attributes, kept mappings."""
    driver = Driver(tx)
    ids = {}
    for table in TABLES:
        if table.columns[0].required and table.key == (table.columns[0].name,):
            column = table.columns[0].kept
            ids[table.name] = frozenset(
                one
                for (one,) in driver.each(f"SELECT {column} FROM {table.store} LIMIT {_MOST_IDS}")
            )
    attributes = tuple(key for (key,) in driver.run("SELECT key FROM attribute ORDER BY position"))
    return Known(finder(tx), ids, attributes, mappings.all(tx))


def candidates(tx: Tx, texts: Sequence[str], limit: int = 5) -> dict[str, tuple[Candidate, ...]]:
    """Accounts that each text may mean, the likeliest first; a person chooses."""
    index = _index(tx)
    by_domain = _domains(tx) if any(domains.host(text) for text in texts) else {}
    out: dict[str, tuple[Candidate, ...]] = {}
    for text in dict.fromkeys(texts):
        name = domains.host(text)
        if not name:
            out[text] = index.candidates(text, limit)
            continue
        shared = () if domains.is_public(name) else by_domain.get(domains.registered(name), ())
        label = domains.registered(name).split(".")[0].replace("-", " ")
        like = () if domains.is_public(name) else index.candidates(label, limit)
        own = {one.account_id for one in shared}
        out[text] = (*shared, *(one for one in like if one.account_id not in own))[:limit]
    return out


def accounts(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Id and name of every account, by name: whom a person may choose."""
    rows = Driver(tx).each("SELECT account_id, name FROM account")
    return tuple(sorted(rows, key=lambda one: (one[1].casefold(), one[0])))


def aliases(tx: Tx) -> tuple[AliasView, ...]:
    """Every decision that is remembered, by name."""
    rows = Driver(tx).run(
        "SELECT a.by, a.value, coalesce(account.account_id, ''), coalesce(account.name, '')"
        " FROM account_alias AS a LEFT JOIN account ON account.id = a.account_id"
        " ORDER BY a.value, a.by"
    )
    return tuple(AliasView(*row) for row in rows)


@op("Forget decision")
def forget_alias(tx: Tx, by: str, value: str) -> None:
    """No longer take a way of naming for the account that was chosen for it."""
    driver = Driver(tx)
    key = (by, naming.fold(by, value))
    if not driver.run("SELECT 1 FROM account_alias WHERE by = ? AND value = ?", key):
        raise NotFound(f"Nothing is remembered of {value}; nothing was changed.")
    driver.run("DELETE FROM account_alias WHERE by = ? AND value = ?", key)


def remember(tx: Tx, matches: Sequence[Match], batch: int | None) -> None:
    """Keep the decisions that are for always; those of an import go when it is taken back.

    To be called when the accounts that decisions make are written.
    """
    driver = Driver(tx)
    for match in matches:
        if match.always:
            _keep(driver, match, _row_of(driver, match), batch)


def _row_of(driver: Driver, match: Match) -> int | None:
    """The account that a decision means, None = left out."""
    if match.account_id is None:
        return None
    if match.account_id == "+":
        sql, value = "SELECT max(id) FROM account WHERE name = ?", naming.name_of(match)
    else:
        sql, value = "SELECT id FROM account WHERE account_id = ?", match.account_id
    found = [row for (row,) in driver.run(sql, (value,)) if row is not None]
    if not found:
        raise NotFound(f"There is no account {value}; nothing was changed.")
    return int(found[0])


def _keep(driver: Driver, match: Match, row: int | None, batch: int | None) -> None:
    """Write one decision, and in the import's log what it replaced."""
    key = (match.by, naming.fold(match.by, match.value))
    there = driver.run("SELECT id, account_id FROM account_alias WHERE by = ? AND value = ?", key)
    if not there:
        ((number,),) = driver.run(
            "INSERT INTO account_alias (by, value, account_id, batch_id) VALUES (?, ?, ?, ?)"
            " RETURNING id",
            (*key, row, batch),
        )
        _note(driver, batch, number, None, {})
        return
    ((number, before),) = there
    if before != row:
        driver.run("UPDATE account_alias SET account_id = ? WHERE id = ?", (row, number))
        _note(driver, batch, number, {"account_id": before}, {"account_id": row})


def _note(
    driver: Driver,
    batch: int | None,
    number: int,
    before: dict[str, int | None] | None,
    after: dict[str, int | None],
) -> None:
    if batch is not None:
        driver.run(
            "INSERT INTO batch_row"
            " (batch_id, seq, table_name, row_id, file, line, made, before, after)"
            " VALUES (?, ?, 'account_alias', ?, '', 0, ?, ?, ?)",
            (
                batch,
                _SEQ + number,
                number,
                before is None,
                None if before is None else json.dumps(before),
                json.dumps(after),
            ),
        )


def _index(tx: Tx) -> Index:
    """The names of all accounts, folded once as long as the desk does not change."""
    memory, stamp = tx.info["memory"], tx.info["stamp"]
    kept = memory.get("names of accounts", stamp)
    if kept is None:
        rows = Driver(tx).each("SELECT account_id, name FROM account ORDER BY account_id")
        kept = Index([Named(own, name) for own, name in rows])
        memory.put("names of accounts", stamp, kept)
    return cast("Index", kept)


def _domains(tx: Tx) -> dict[str, tuple[Candidate, ...]]:
    """Accounts by the domains that they and their contacts use."""
    held: dict[str, dict[str, Candidate]] = {}
    for mail, own, name, sure in Driver(tx).each(
        "SELECT c.email, a.account_id, a.name, 0.8 FROM contact AS c"
        " JOIN account AS a ON a.id = c.account_id WHERE c.email IS NOT NULL"
        " UNION ALL SELECT v.value, a.account_id, a.name, 0.95 FROM attribute_value AS v"
        " JOIN attribute AS k ON k.id = v.attribute_id AND k.key = 'domain'"
        " JOIN account AS a ON a.id = v.account_id WHERE v.value IS NOT NULL"
    ):
        domain = domains.of_company(mail)
        if domain:
            mine = held.setdefault(domains.registered(domain), {})
            if own not in mine or mine[own].sure < sure:
                mine[own] = Candidate(own, name, sure)
    return {
        domain: tuple(sorted(mine.values(), key=lambda one: (-one.sure, one.account_id)))
        for domain, mine in held.items()
    }
