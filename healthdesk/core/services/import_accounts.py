"""Writes accounts: rows, parents, and attributes with the day on which each value was learned.

All accounts of an import are held at once: a parent may stand in a later line than its child.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from healthdesk.core.domain.attribute import kind_of, number_text
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import ATTRIBUTES, BY_NAME
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.records import Fault, TableSource
from healthdesk.core.importers.exchange import Row, RowReader
from healthdesk.core.importers.exchange.cells import Value
from healthdesk.core.mapping.mapped import MappedFile
from healthdesk.core.services import import_misspelt
from healthdesk.core.services.import_account_names import owners
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.services.import_changes import Words
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.import_tables import TWICE, raw_of, read_rows
from healthdesk.core.services.import_waiting_rows import Waited

_OWN = ("account_id", "name", "parent_id")
_OURS = {column.name.casefold(): column.name for column in BY_NAME["accounts"].columns}
_NO_PARENT = "names no account of the desk or of this import"
_CYCLE = "makes the account a parent of itself"
CHUNK = 5_000


@dataclass(frozen=True)
class _Told:
    """What one row of a file says of an account."""

    row: Row
    file: TableSource
    raw: list[str] | None

    @property
    def nameless(self) -> bool:
        """Whether its name only repeats what the file knows it by: nothing to replace a name."""
        return isinstance(self.file, MappedFile | Waited) and self.file.nameless

    @property
    def own_by(self) -> str:
        """By what its file knows the accounts it brings; "" = by their ids."""
        return self.file.own_by if isinstance(self.file, MappedFile) else ""

    def said(self, attributes: dict[str, str | None]) -> dict[str, str | None]:
        """What it says, by field; fields are told apart whatever their case."""
        name = {} if self.nameless else {"name": str(self.row.values["name"])}
        return {**name, **{key.casefold(): value for key, value in attributes.items()}}


@dataclass
class _Account:
    """An account of this import: the first row that tells of it, and its place in the desk.

    Files that tell of the same account add to each other as long as they agree.
    """

    told: _Told
    id: int = 0
    new: bool = False
    touched: bool = False
    attributes: dict[str, str | None] = field(default_factory=dict)
    sources: dict[str, Row] = field(default_factory=dict)
    """The row that each attribute is from."""
    says: list[tuple[Row, dict[str, str | None]]] = field(default_factory=list)
    """What each of its rows says."""

    @property
    def row(self) -> Row:
        """The first row that tells of it."""
        return self.told.row


class AccountWriter:
    """Takes the accounts of every file of the import, then writes them in one go."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._table = BY_NAME["accounts"]
        self._words = Words(batch.driver)
        self._found: dict[str, _Account] = {}

    def take(self, file: TableSource) -> None:
        """Read one file."""
        _require_names(file)
        self._batch.count("accounts", file.name)
        reader = RowReader(self._table, file.header, self._batch.zone)
        for chunk in file.chunks(CHUNK):
            raw = raw_of(chunk)
            for row in read_rows(self._batch, reader, file, chunk):
                self._keep(_Told(row, file, raw.get(row.line)))
            self._batch.step(len(chunk.cells), file.name)

    def write(self) -> None:
        """Decide on parents, then write accounts and attributes."""
        known = {
            name: (row, title, parent)
            for row, name, title, parent in self._batch.driver.each(
                "SELECT id, account_id, name, parent_id FROM account"
            )
        }
        self._join_named()
        self._set_misspelt_aside(known)
        self._settle_parents(known)
        self._decide(known)
        self._batch.accounts.update({name: told[0] for name, told in known.items()})
        self._write_rows(known)
        self._batch.rows.flush()
        self._write_attributes()
        self._batch.rows.flush()
        for account in self._found.values():
            count = self._batch.count("accounts", account.row.file)
            count.new += account.new
            count.changed += account.touched and not account.new
            count.same += not account.touched and not account.new

    def _keep(self, told: _Told) -> None:
        """Take in a row; a second one of the same account counts as same or is rejected.

        One of another file may add what the first has no column for.
        """
        row, attributes = told.row, _attributes(told.row)
        name = str(row.values["account_id"])
        there = self._found.get(name)
        if there is None:
            sources = dict.fromkeys(attributes, row)
            says = [(row, told.said(attributes))]
            self._found[name] = _Account(told, attributes=attributes, sources=sources, says=says)
            return
        self._add(there, told, attributes)

    def _add(self, there: _Account, told: _Told, attributes: dict[str, str | None]) -> None:
        """Take in a further row of an account."""
        row, other = told.row, told.file is not there.told.file
        said = told.said(attributes)
        if other and told.nameless:
            row.values["name"] = there.row.values["name"]
        elif other and there.told.nameless:
            there.row.values["name"] = row.values["name"]
        ruled = self._batch.sources.ruled("accounts")
        fault = _differing(there, row, attributes, adds=other, ruled=ruled)
        if fault is not None:
            self._reject(told, fault)
            return
        if other:
            there.says.append((row, said))
            for key in attributes.keys() - there.attributes.keys():
                there.attributes[key], there.sources[key] = attributes[key], row
            if "parent_id" in row.values:
                there.row.values["parent_id"] = row.values["parent_id"]
        self._batch.count("accounts", row.file).same += 1

    def _join_named(self) -> None:
        """Accounts that one file knows by name or domain are those another brings with ids."""
        rows = {name: (one.row, one.told.own_by) for name, one in self._found.items()}
        for name, owner in owners(rows).items():
            account = self._found.pop(name)
            account.row.values["account_id"] = owner
            self._add(self._found[owner], account.told, account.attributes)
            self._found[owner].says.extend(account.says[1:])

    def _set_misspelt_aside(self, known: dict[str, tuple[int, str, int | None]]) -> None:
        """Accounts known by a name nearly that of one in the desk wait until somebody decides."""
        asked = [
            name
            for name, one in self._found.items()
            if name not in known and one.told.own_by == "name"
        ]
        near = import_misspelt.near(asked, [name for _, name, _ in known.values()])
        for name in near:
            told = self._found.pop(name).told
            if isinstance(told.file, MappedFile) and told.file.leaves_out(name):
                self._batch.count("accounts", told.row.file).read -= 1
                continue
            self._batch.wait(told.file, import_misspelt.waiting(told.row, told.file.header, name))

    def _decide(self, known: dict[str, tuple[int, str, int | None]]) -> None:
        """Note what each file says; where an order of sources rules, let the first word stand."""
        sources, found = self._batch.sources, self._found
        for own, account in found.items():
            for row, said in account.says:
                sources.take("accounts", self._batch.number(row.file), row, own, said)
        for name in sources.ruled("accounts"):
            for own, account in found.items():
                if any(name in said for _, said in account.says):
                    self._decide_field(own, account, name, known.get(own))

    def _decide_field(
        self, own: str, account: _Account, name: str, there: tuple[int, str, int | None] | None
    ) -> None:
        verdict = self._batch.sources.decide("accounts", own, name)
        if verdict is None:
            return
        stands = verdict.say
        standing = account.row
        for row, said in account.says:
            if said.get(name) == stands.value:
                standing = row
            elif said.get(name):
                place = (self._batch.number(row.file), row.file)
                self._batch.sources.lose("accounts", place, own, name, stands)
        key = next((one for one in account.attributes if one.casefold() == name), name)
        typed = there is not None and key in self._batch.conflicts.typed("account", there[0])
        keeps = typed and not verdict.ours
        if name == "name":
            kept = there[1] if there is not None and keeps else stands.value
            account.row.values["name"] = kept
        elif keeps:
            account.attributes.pop(key, None)
        else:
            account.attributes[key] = None if stands.value is None else str(stands.value)
            account.sources[key] = standing

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
                self._reject(self._found.pop(name).told, Fault("parent_id", told[name], reason))

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
            [
                (account.id, name, account.row.values["name"], batch.number(account.row.file))
                for name, account in made
            ],
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
        name = there[1] if account.told.nameless else row.values["name"]
        after: dict[str, Value] = {"name": name}
        if "parent_id" in row.values:
            parent = str(row.values["parent_id"] or "")
            before["parent_id"] = there[2]
            after["parent_id"] = batch.accounts[parent] if parent else None
        for name in [name for name in after if before[name] != after[name]]:
            texts = (self._cell(name, before), self._cell(name, after))
            if _stays(batch, account, name, before[name], texts):
                after[name] = before[name]
            else:
                _tell(batch, account, row, name, texts)
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

    def _cell(self, name: str, fields: dict[str, Value]) -> str:
        return self._words.cell(self._table.column(name), fields)

    def _reject(self, told: _Told, fault: Fault) -> None:
        self._batch.reject(told.file, told.row.line, told.row.cells, fault, told.raw)


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
            value, row = one.attributes[self._key], one.sources[self._key]
            present = in_force.get(one.id)
            if present == value or _stays(
                batch, one, self._key, present, (present or "", value or "")
            ):
                continue
            if not one.new:
                _tell(batch, one, row, self._key, (present or "", value or ""))
            one.touched = True
            there = on_day.get(one.id)
            if there is None:
                number = batch.number(row.file)
                made.append((following, one.id, attribute, batch.day, value, number))
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
        batch.rows.made("attribute", row, first.sources[self._key].place)
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


def _require_names(file: TableSource) -> None:
    """Refuse attributes that are one: each has one value, and an export could not be read again."""
    seen: dict[str, str] = {}
    for name in file.header:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            raise BadImport(
                f"{file.name}: {file.foreign(other)} becomes “{other[:80]}” and"
                f" {file.foreign(name)} becomes “{name[:80]}”, which is the same attribute;"
                " nothing was imported.",
                "Give one of them another name, or leave it out.",
            )
        known = _OURS.get(name.casefold(), name)
        if known != name:
            raise BadImport(
                f"{file.name}: {file.foreign(name)} becomes “{name[:80]}”, which is too like"
                f" {known}; nothing was imported.",
                "Give it another name, take it for that one, or leave it out.",
            )


def _differing(
    there: _Account,
    row: Row,
    attributes: dict[str, str | None],
    *,
    adds: bool,
    ruled: Collection[str],
) -> Fault | None:
    """What keeps a second row of an account from going in; another file may add columns.

    Where an order of sources rules a field, they may differ.
    """
    name = str(row.values["account_id"])
    if not adds:
        same = (there.row.values, there.attributes) == (row.values, attributes)
        return None if same else Fault("account_id", name, TWICE)
    for key in ("name", "parent_id"):
        if key in ruled:
            continue
        if key in row.values and row.values[key] != there.row.values.get(key, row.values[key]):
            return Fault(key, str(row.values[key] or ""), _ELSEWHERE.format(there.row.file))
    for key, value in attributes.items():
        if key.casefold() not in ruled and there.attributes.get(key, value) != value:
            told = there.sources[key].file
            return Fault(key, value or "", _ELSEWHERE.format(told))
    return None


_ELSEWHERE = "differs from what {} says of the same account in this import"


def _stays(
    batch: Batch, account: _Account, field: str, present: Value, texts: tuple[str, str]
) -> bool:
    """Whether a field that a person typed stays as it is here."""
    typed = batch.conflicts.typed("account", account.id).get(field)
    if typed is None or typed.value != present:
        return False
    where = ("accounts", str(account.row.values["account_id"]), field)
    place = account.sources.get(field, account.row).place
    return batch.conflicts.stays(typed, where, texts, place)


def _tell(batch: Batch, account: _Account, row: Row, field: str, texts: tuple[str, str]) -> None:
    """Count a changed field of an account that was there, and keep the first such changes."""
    batch.changes.count(batch.parts[row.file].fields, "accounts", field)
    key = str(account.row.values["account_id"])
    batch.changes.keep(row.place, ("accounts", key, field), texts)


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
