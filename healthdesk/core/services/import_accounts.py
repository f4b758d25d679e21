"""Writes accounts: rows, parents, and attributes with the day on which each value was learned.

All accounts of an import are held at once: a parent may stand in a later line than its child.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from healthdesk.core.domain.attribute import kind_of, number_text
from healthdesk.core.domain.exchange import ATTRIBUTES, BY_NAME
from healthdesk.core.domain.facts import to_date
from healthdesk.core.importers import exchange
from healthdesk.core.importers.exchange import Fault, Row, RowReader, TableFile
from healthdesk.core.importers.exchange.cells import Value
from healthdesk.core.services.import_batch import Batch, Driver
from healthdesk.core.services.import_tables import TWICE, read_rows

_OWN = ("account_id", "name", "parent_id")
_NO_PARENT = "names no account of the desk or of this import"
_CYCLE = "makes the account a parent of itself"


@dataclass
class _Account:
    """An account of this import: its row of the file, and its place in the desk."""

    row: Row
    id: int = 0
    new: bool = False
    touched: bool = False
    attributes: dict[str, str | None] = field(default_factory=dict)


class AccountWriter:
    """Takes the accounts of every file of the import, then writes them in one go."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._table = BY_NAME["accounts"]
        self._found: dict[str, _Account] = {}
        self._count = batch.count("accounts")

    def take(self, file: TableFile) -> None:
        """Read one file."""
        reader = RowReader(self._table, file.header, self._batch.zone)
        for chunk in exchange.chunks(file):
            for row in read_rows(self._batch, reader, file, chunk):
                self._keep(row)
            self._batch.step(len(chunk.cells), file.name)

    def write(self) -> None:
        """Decide on parents, then write accounts and attributes."""
        known = {
            name: (row, title, parent)
            for row, name, title, parent in self._batch.driver.each(
                "SELECT id, account_id, name, parent_id FROM account"
            )
        }
        self._settle_parents(known)
        self._batch.accounts.update({name: told[0] for name, told in known.items()})
        self._write_rows(known)
        self._batch.rows.flush()
        self._write_attributes()
        self._batch.rows.flush()
        for account in self._found.values():
            self._count.new += account.new
            self._count.changed += account.touched and not account.new
            self._count.same += not account.touched and not account.new

    def _keep(self, row: Row) -> None:
        """Take in a row; a second one of the same account counts as same or is rejected."""
        name = str(row.values["account_id"])
        there = self._found.get(name)
        if there is None:
            self._found[name] = _Account(row, attributes=_attributes(row))
        elif (there.row.values, there.attributes) == (row.values, _attributes(row)):
            self._count.same += 1
        else:
            self._reject(row, Fault("account_id", name, TWICE))

    def _settle_parents(self, known: dict[str, tuple[int, str, int | None]]) -> None:
        """Reject accounts whose parent is nowhere or leads back to them, until no such is left."""
        names = {row: name for name, (row, _, _) in known.items()}
        parents = {name: names.get(parent or -1, "") for name, (_, _, parent) in known.items()}
        while True:
            told = {
                name: str(account.row.values["parent_id"] or "")
                for name, account in self._found.items()
                if "parent_id" in account.row.values
            }
            merged = {**parents, **told}
            bad = {
                name: _NO_PARENT
                for name, parent in told.items()
                if parent and parent not in known and parent not in self._found
            } or dict.fromkeys(_in_cycles(merged) & told.keys(), _CYCLE)
            if not bad:
                return
            for name, reason in bad.items():
                row = self._found.pop(name).row
                self._reject(row, Fault("parent_id", told[name], reason))

    def _write_rows(self, known: dict[str, tuple[int, str, int | None]]) -> None:
        """Insert and update the account rows; parents last, when every account has its id."""
        batch = self._batch
        following = batch.next_id("account")
        for name, account in self._found.items():
            account.new = name not in known
            account.id = following if account.new else known[name][0]
            following += account.new
            batch.accounts[name] = account.id
        made = [(name, account) for name, account in self._found.items() if account.new]
        batch.driver.many(
            "INSERT INTO account (id, account_id, name, batch_id) VALUES (?, ?, ?, ?)",
            [(account.id, name, account.row.values["name"], batch.id) for name, account in made],
        )
        for _, account in made:
            batch.rows.made("account", account.id, account.row.place)
        with_parents = [
            (batch.accounts[str(account.row.values["parent_id"])], account.id)
            for _, account in made
            if account.row.values.get("parent_id")
        ]
        batch.driver.many("UPDATE account SET parent_id = ? WHERE id = ?", with_parents)
        for name, account in self._found.items():
            if not account.new:
                self._update(account, known[name])

    def _update(self, account: _Account, there: tuple[int, str, int | None]) -> None:
        """Bring an account that was there up to date."""
        batch, row = self._batch, account.row
        before: dict[str, Value] = {"name": there[1]}
        after: dict[str, Value] = {"name": row.values["name"]}
        if "parent_id" in row.values:
            parent = str(row.values["parent_id"] or "")
            before["parent_id"] = there[2]
            after["parent_id"] = batch.accounts[parent] if parent else None
        if before == after:
            return
        account.touched = True
        sets = ", ".join(f"{name} = ?" for name in after)
        batch.driver.many(
            f"UPDATE account SET {sets} WHERE id = ?", [(*after.values(), account.id)]
        )
        batch.rows.changed("account", account.id, row.place, before, after)

    def _write_attributes(self) -> None:
        """Write every attribute that the files have a column for, one at a time."""
        keys = dict.fromkeys(key for one in self._found.values() for key in one.attributes)
        named = [key for key in ATTRIBUTES if key in keys]
        for key in (*named, *(key for key in keys if key not in ATTRIBUTES)):
            accounts = [one for one in self._found.values() if key in one.attributes]
            AttributeWriter(self._batch, key).write(accounts)

    def _reject(self, row: Row, fault: Fault) -> None:
        self._batch.reject("accounts", row.file, row.line, row.cells, fault)


class AttributeWriter:
    """Writes the values of one attribute that differ from those in force on the import's day."""

    def __init__(self, batch: Batch, key: str) -> None:
        self._batch = batch
        self._key = key

    def write(self, accounts: Sequence[_Account]) -> None:
        """Write the values that these accounts bring, and find the attribute's kind anew."""
        batch = self._batch
        attribute = self._id()
        if attribute is None:
            if all(one.attributes[self._key] is None for one in accounts):
                return
            attribute = self._make(next(one for one in accounts if one.attributes[self._key]))
        in_force, on_day = self._present(attribute)
        following = batch.next_id("attribute_value")
        made: list[tuple[int, int, int, int, str | None, int]] = []
        replaced: list[tuple[str | None, int]] = []
        for one in accounts:
            value, row = one.attributes[self._key], one.row
            if in_force.get(one.id) == value:
                continue
            one.touched = True
            there = on_day.get(one.id)
            if there is None:
                made.append((following, one.id, attribute, batch.day, value, batch.id))
                batch.rows.made("attribute_value", following, row.place)
                following += 1
            else:
                replaced.append((value, there))
                before, after = {"value": in_force.get(one.id)}, {"value": value}
                batch.rows.changed("attribute_value", there, row.place, before, after)
        batch.driver.many(
            "INSERT INTO attribute_value (id, account_id, attribute_id, day, value, batch_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            made,
        )
        batch.driver.many("UPDATE attribute_value SET value = ? WHERE id = ?", replaced)
        if made or replaced:
            find_kinds(batch.driver, [attribute])

    def _id(self) -> int | None:
        told = self._key.casefold()
        for row, key in self._batch.driver.run("SELECT id, key FROM attribute"):
            if key.casefold() == told:
                return int(row)
        return None

    def _make(self, first: _Account) -> int:
        batch = self._batch
        row = batch.next_id("attribute")
        kind = ATTRIBUTES.get(self._key) or "text"
        batch.driver.run(
            "INSERT INTO attribute (id, key, kind, position)"
            " VALUES (?, ?, ?, (SELECT coalesce(max(position) + 1, 0) FROM attribute))",
            (row, self._key, kind),
        )
        batch.rows.made("attribute", row, first.row.place)
        return row

    def _present(self, attribute: int) -> tuple[dict[int, str | None], dict[int, int]]:
        """Per account the value in force on the import's day, and the row of that day's value."""
        in_force: dict[int, str | None] = {}
        on_day: dict[int, int] = {}
        today = self._batch.day
        for account, day, row, value in self._batch.driver.each(
            "SELECT account_id, day, id, value FROM attribute_value WHERE attribute_id = ?"
            " ORDER BY day",
            (attribute,),
        ):
            if day <= today or account not in in_force:
                in_force[account] = value
            if day == today:
                on_day[account] = row
        return in_force, on_day


def find_kinds(driver: Driver, attributes: Iterable[int]) -> None:
    """Find the kind of attributes from every value the desk knows; named ones may be fixed."""
    for attribute in attributes:
        for (key,) in driver.run("SELECT key FROM attribute WHERE id = ?", (attribute,)):
            values = driver.each(
                "SELECT DISTINCT value FROM attribute_value"
                " WHERE attribute_id = ? AND value IS NOT NULL",
                (attribute,),
            )
            kind = ATTRIBUTES.get(key) or kind_of(value for (value,) in values)
            driver.run(
                "UPDATE attribute SET kind = ? WHERE id = ? AND kind <> ?", (kind, attribute, kind)
            )


def _attributes(row: Row) -> dict[str, str | None]:
    """The attributes of a row as texts; what its columns do not name stands for itself."""
    out: dict[str, str | None] = {}
    for name, value in row.values.items():
        if name not in _OWN:
            out[name] = _text(name, value)
    for name, text in row.other.items():
        out[name] = text if text and not text.isspace() else None
    return out


def _text(name: str, value: Value) -> str | None:
    if value is None:
        return None
    if name == "started_on":
        return to_date(int(value)).isoformat()
    if isinstance(value, float):
        return number_text(value)
    if name == "tags":
        return ";".join(filter(None, (part.strip() for part in str(value).split(";")))) or None
    return str(value)


def _in_cycles(parents: dict[str, str]) -> set[str]:
    """The accounts whose parents lead back to themselves."""
    settled: set[str] = set()
    found: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        name = start
        while name and name not in settled and name not in path:
            path[name] = None
            name = parents.get(name, "")
        if name in path:
            steps = list(path)
            found.update(steps[steps.index(name) :])
        settled.update(path)
    return found
