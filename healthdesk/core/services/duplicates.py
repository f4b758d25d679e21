"""Records that are likely one: finds them, merges them, keeps apart what a person tells apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from healthdesk.core.domain.duplicate import DuplicateGroup, DuplicateMember, Kind, MergeView
from healthdesk.core.domain.errors import DeskError, NotFound
from healthdesk.core.domain.op import op
from healthdesk.core.matching import accounts as account_looks
from healthdesk.core.matching import people
from healthdesk.core.matching.duplicates import Group
from healthdesk.core.services import merges as standing
from healthdesk.core.services import merging
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store.db import Tx

_SHOWN = ("domain", "owner", "stage", "tier", "industry", "region", "arr", "started_on")
_LABELS = {"arr": "ARR", "started_on": "Started on"}
_CONTACT = ("email", "phone", "title", "role")


def found(tx: Tx, kind: Kind) -> tuple[DuplicateGroup, ...]:
    """Groups of records that are likely one, the surest first; the fullest record of each first."""
    tx.flush()
    driver = Driver(tx)
    apart = {
        (low, high)
        for low, high in driver.run("SELECT low, high FROM kept_apart WHERE kind = ?", (kind,))
    }
    return _accounts(driver, apart) if kind == "accounts" else _contacts(driver, apart)


@op("Merge")
def merge(tx: Tx, kind: Kind, keep: str, gone: Sequence[str]) -> int:
    """Make one record of several, by their own ids; returns the number of the (last) merge.

    Everything that hung on the others hangs on the kept one; what it does not know comes from
    them, and their ids mean it from now on, in files too.
    """
    if not gone:
        raise DeskError("There is nothing to merge; nothing was changed.")
    number = 0
    for one in gone:
        number = standing.make(tx, kind, keep, one)
    return number


@op("Undo merge")
def unmerge(tx: Tx, merge_id: int) -> None:
    """Make two of one again, at any time; what came since then stays with the kept record."""
    standing.unmake(tx, merge_id)


def merges(tx: Tx) -> tuple[MergeView, ...]:
    """The merges that stand, newest first."""
    return standing.listed(tx)


@op("Keep apart")
def keep_apart(tx: Tx, kind: Kind, a: str, b: str) -> None:
    """Remember that two records are not the same: they are not shown as duplicates again."""
    tx.flush()
    driver = Driver(tx)
    table = merging.store(kind)
    for own in (a, b):
        if not driver.run(f"SELECT 1 FROM {table} WHERE {table}_id = ?", (own,)):
            raise NotFound(f"There is no {table} {own}; nothing was changed.")
    driver.run(
        "INSERT INTO kept_apart (kind, low, high) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (kind, min(a, b), max(a, b)),
    )


def _accounts(driver: Driver, apart: set[tuple[str, str]]) -> tuple[DuplicateGroup, ...]:
    own = dict(driver.each("SELECT id, account_id FROM account"))
    mails: dict[int, set[str]] = defaultdict(set)
    for account, mail in driver.each("SELECT account_id, email FROM contact WHERE email > ''"):
        mails[account].add(people.fold_mail(mail))
    values = _attributes(driver)
    rows = list(driver.each("SELECT id, account_id, name, parent_id FROM account ORDER BY id"))
    looks = [
        account_looks.AccountLook(
            account,
            name,
            values[row].get("domain", ""),
            own.get(parent, ""),
            frozenset(mails[row] - {""}),
        )
        for row, account, name, parent in rows
    ]
    groups = account_looks.find(looks, apart)
    wanted = {rows[place][0] for group in groups for place in group.members}
    facts = _facts(driver, "accounts", wanted)
    people_of = Counter(account for (account,) in driver.each("SELECT account_id FROM contact"))
    out = []
    for group in groups:
        members = []
        for place in group.members:
            row, account, name, parent = rows[place]
            fields = [("Id", account), ("Part of", own.get(parent, ""))]
            fields += [(_label(key), values[row].get(key, "")) for key in _SHOWN]
            fields += [("Contacts", str(people_of[row] or ""))]
            members.append(DuplicateMember(account, name, tuple(fields), facts[row]))
        out.append(_group("accounts", group, members))
    return tuple(out)


def _contacts(driver: Driver, apart: set[tuple[str, str]]) -> tuple[DuplicateGroup, ...]:
    rows = list(
        driver.each(
            "SELECT c.id, c.contact_id, a.account_id, a.name, c.name, c.email, c.phone, c.title,"
            " c.role FROM contact AS c JOIN account AS a ON a.id = c.account_id ORDER BY c.id"
        )
    )
    looks = [
        people.PersonLook(own, account, name or "", email or "", phone or "")
        for _, own, account, _, name, email, phone, _, _ in rows
    ]
    groups = people.find(looks, apart)
    wanted = {rows[place][0] for group in groups for place in group.members}
    facts = _facts(driver, "contacts", wanted)
    out = []
    for group in groups:
        members = []
        for place in group.members:
            row, own, _, account, name, *rest = rows[place]
            fields = [("Id", own), ("Account", account)]
            fields += [
                (_label(key), value or "") for key, value in zip(_CONTACT, rest, strict=True)
            ]
            members.append(DuplicateMember(own, name or own, tuple(fields), facts[row]))
        out.append(_group("contacts", group, members))
    return tuple(out)


def _group(kind: Kind, group: Group, members: list[DuplicateMember]) -> DuplicateGroup:
    """A group for the screen: the fullest record first, only fields that one of them knows."""
    members.sort(key=lambda one: (-one.facts, -sum(bool(v) for _, v in one.fields), one.id))
    known = [
        label
        for at, (label, _) in enumerate(members[0].fields)
        if any(one.fields[at][1] for one in members)
    ]
    shown = tuple(
        DuplicateMember(
            one.id, one.name, tuple(pair for pair in one.fields if pair[0] in known), one.facts
        )
        for one in members
    )
    differs = [
        label
        for at, (label, _) in enumerate(shown[0].fields)
        if len({one.fields[at][1] for one in shown}) > 1
    ]
    return DuplicateGroup(kind, shown, group.sure, group.reasons, tuple(differs))


def _attributes(driver: Driver) -> dict[int, dict[str, str]]:
    """The latest value of the shown attributes by account."""
    out: dict[int, dict[str, str]] = defaultdict(dict)
    marks = ", ".join("?" * len(_SHOWN))
    for account, key, value in driver.each(
        "SELECT v.account_id, a.key, v.value FROM attribute_value AS v"
        f" JOIN attribute AS a ON a.id = v.attribute_id WHERE a.key IN ({marks}) ORDER BY v.day",
        _SHOWN,
    ):
        out[account][key] = value or ""
    return out


def _facts(driver: Driver, kind: Kind, rows: set[int]) -> Counter[int]:
    """How many rows hang on each record; days of usage count one each."""
    out: Counter[int] = Counter()
    places = [(table, column) for table, column, _ in merging.pointers(kind)]
    if kind == "accounts":
        places.append(("usage", "account_id"))
    for table, column in places:
        for row in sorted(rows):
            sql = f"SELECT count(*) FROM {table} WHERE {column} = ?"
            out[row] += driver.run(sql, (row,))[0][0]
    return out


def _label(key: str) -> str:
    return _LABELS.get(key, key.capitalize())
