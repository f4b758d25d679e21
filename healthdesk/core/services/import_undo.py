"""Takes a batch back, row by row and column by column, and puts it back again.

What a later batch wrote stays; what it remembers as the value before, where that was ours,
becomes the value before ours. Everything done here is noted in the batch's own log (under the key
""), so that putting the batch back is exact. Not here: usage (import_undo_usage.py), who may call
it and when (imports.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from healthdesk.core.domain.exchange import TABLES
from healthdesk.core.services import profiles
from healthdesk.core.services.import_accounts import find_kinds
from healthdesk.core.services.import_log import Driver, quoted
from healthdesk.core.services.import_references import kept_accounts, referenced, remembered
from healthdesk.core.services.import_undo_usage import put_back_usage, take_back_usage
from healthdesk.core.services.import_unlinking import relink, unlink
from healthdesk.core.store.db import Tx

_PAGE: Final = 4_000
_DONE: Final = ""
"""The key under which a log row notes what taking it back did."""
_HELD: Final = {
    "profile": ("Health profile", "key"),
    "attribute": ("Attribute", "key"),
    "metric": ("Metric", "metric"),
    "contact": ("Contact", "contact_id"),
    "account": ("Account", "account_id"),
}
"""Tables whose rows others hang on, in the order in which they may go, with what names a row."""
_OWNERLESS: Final = frozenset({"attribute", "profile"})
"""Those of them whose rows do not say which batch they are of."""
_LIST: Final = ("touchpoint", "contacts")
"""The table and the column that hold a list, to which several imports may add."""
_NOTES: Final = 20
_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    table.store: {
        column.kept: column.default for column in table.columns if column.default is not None
    }
    for table in TABLES
}
"""What a column holds when nobody has said anything, where that is not NULL."""

Fields = dict[str, Any]


@dataclass
class _Log:
    """One row of a batch's log."""

    id: int
    batch: int
    table: str
    row: int
    made: bool
    before: Fields | None
    after: Fields
    dirty: bool = False


_COLUMNS = "r.id, r.batch_id, r.table_name, r.row_id, r.made, r.before, r.after"


def take_back_rows(tx: Tx, batches: Sequence[int]) -> tuple[str, ...]:
    """Take batches of one import back; returns notes on what had to stay."""
    return _Taker(tx, sorted(batches)).run()


def reinstate_rows(tx: Tx, batches: Sequence[int]) -> None:
    """Put batches of one import back exactly as they were before they were taken back."""
    driver = Driver(tx)
    relink(driver, batches)
    for page in _pages(driver, batches, "ASC"):
        _put_back(driver, page)
    for batch in sorted(batches):
        put_back_usage(tx, driver, batch)
    find_kinds(driver, _attributes(driver, batches))
    _mark(driver, batches, undone=False)


def _mark(driver: Driver, batches: Sequence[int], *, undone: bool) -> None:
    driver.many(
        "UPDATE import_batch SET undone = ? WHERE id = ?", [(undone, batch) for batch in batches]
    )


class _Taker:
    """Takes batches of one import back; no two of them wrote the same row or cell."""

    def __init__(self, tx: Tx, batches: Sequence[int]) -> None:
        self._tx = tx
        self._driver = Driver(tx)
        self._batches = batches
        self._notes: list[str] = []
        self._held: dict[str, list[_Log]] = {table: [] for table in _HELD}
        """Rows the batches made that others may hang on: decided when all else of it is gone."""
        self._required: dict[str, set[str]] = {}
        self._now: dict[tuple[str, int], Fields] = {}
        """What rows of a page hold since something of them went back."""

    def run(self) -> tuple[str, ...]:
        """Do it, facts first, what they hang on last."""
        # First of all, so that none of its own facts is taken for someone else's below.
        _mark(self._driver, self._batches, undone=True)
        attributes = _attributes(self._driver, self._batches)
        for batch in reversed(self._batches):
            take_back_usage(self._tx, self._driver, batch)
        for page in _pages(self._driver, self._batches, "DESC"):
            self._page(page)
        for table, logs in self._held.items():
            self._settle(table, logs)
        find_kinds(self._driver, attributes)
        more = len(self._notes) - _NOTES
        return (*self._notes[:_NOTES], *([f"And {more:,} more rows stay."] if more > 0 else []))

    def _page(self, logs: list[_Log]) -> None:
        later = self._later(logs)
        self._now.clear()
        by_table: dict[str, list[_Log]] = {}
        for log in logs:
            by_table.setdefault(log.table, []).append(log)
        for table, mine in by_table.items():
            rows = _rows(self._driver, table, [log.row for log in mine])
            gone = []
            for log in mine:
                there = rows.get(log.row)
                met = later.get((table, log.row), [])
                after_us = [one for one in met if one.batch > log.batch]
                if there is None:
                    self._bring_back(log)
                elif not log.made:
                    self._restore(log, there, after_us)
                elif after_us:
                    self._hand_over(log, there, after_us)
                elif table in self._held:
                    self._held[table].append(log)
                else:
                    gone.append(log)
            self._remove(table, gone, rows)
        _save(self._driver, logs)
        for others in later.values():
            _save(self._driver, others)

    def _restore(self, log: _Log, there: Fields, later: list[_Log]) -> None:
        """Undo an update: each column goes back unless someone else wrote it since."""
        now = self._now.setdefault((log.table, log.row), {})
        note = _Note(log, now)
        there = {**there, **now}
        for name, value in (log.before or {}).items():
            heir = next((one for one in later if name in one.after), None)
            if heir is not None and _adds(log) and _adds(heir):
                self._leave_out(note, there, [one for one in later if name in one.after])
            elif heir is not None:
                note.repoint(heir, name, value)
            elif there[name] == log.after[name]:
                note.assign(there, name, value)
        note.write(self._driver)

    def _leave_out(self, note: _Note, there: Fields, later: list[_Log]) -> None:
        """Take members of a list out of what others made of it since, as far as they added."""
        name = _LIST[1]
        gone = {*_members(note.log.after[name])} - {*_members((note.log.before or {})[name])}
        here = there[name] == later[-1].after[name]
        for heir in later:
            before = _without((heir.before or {})[name], gone)
            note.repoint(heir, name, before)
            if not _adds(heir):
                return
            heir.after = {**heir.after, name: _without(heir.after[name], gone)}
        if here:
            note.assign(there, name, _without(there[name], gone))

    def _hand_over(self, log: _Log, there: Fields, later: list[_Log]) -> None:
        """A row we made and a later batch updated becomes that one's; what only we said goes."""
        note = _Note(log)
        heir, *others = later
        required = self._required_of(log.table)
        defaults = _DEFAULTS.get(log.table, {})
        for name in there:
            if name == "id" or name in heir.after or (name in required and name not in defaults):
                continue
            value = heir.batch if name == "batch_id" else defaults.get(name)
            other = next((one for one in others if name in one.after), None)
            if other is not None:
                note.repoint(other, name, value)
            elif there[name] != value:
                note.assign(there, name, value)
        note.inherit(heir)
        note.write(self._driver)

    def _bring_back(self, log: _Log) -> None:
        """A row that the batch deleted comes back, unless its place is taken."""
        if log.made or log.after or log.before is None:
            return
        _insert(self._driver, log.table, [log.before], "OR IGNORE")
        log.after[_DONE] = {"inserted": True}
        log.dirty = True

    def _remove(self, table: str, logs: list[_Log], rows: dict[int, Fields]) -> None:
        along = remembered(self._driver, table, [log.row for log in logs])
        for log in logs:
            log.after[_DONE] = {**log.after.get(_DONE, {}), "row": rows[log.row]}
            if log.row in along:
                log.after[_DONE]["along"] = along[log.row]
            log.dirty = True
        self._driver.many(f"DELETE FROM {table} WHERE id = ?", [(log.row,) for log in logs])

    def _settle(self, table: str, logs: list[_Log]) -> None:
        """Remove what the batch made and nothing hangs on; the rest goes to whom it hangs on."""
        wanted = [log.row for log in logs]
        kept = (
            kept_accounts(self._driver, wanted)
            if table == "account"
            else referenced(self._driver, table, wanted)
        )
        if table == "contact":
            self._unlink([log for log in logs if log.row not in kept])
        what, name = _HELD[table]
        for low in range(0, len(logs), _PAGE):
            part = logs[low : low + _PAGE]
            rows = _rows(self._driver, table, [log.row for log in part])
            self._remove(table, [log for log in part if log.row not in kept], rows)
            for log in part:
                if log.row in kept:
                    if table != "profile" or not self._is_fitted(log.row):
                        told = rows[log.row][name]
                        self._notes.append(f"{what} {told} stays: facts of others hang on it.")
                    self._bequeath(log, kept[log.row])
            _save(self._driver, part)

    def _unlink(self, logs: list[_Log]) -> None:
        """Take contacts that go out of the rows of others: they wait for them again."""
        if not logs:
            return
        found = unlink(self._driver, [log.row for log in logs], self._batches)
        if found.any:
            logs[0].after[_DONE] = {"links": msgspec.to_builtins(found)}
        if found.rows:
            told = "1 row is" if len(found.rows) == 1 else f"{len(found.rows):,} rows are"
            self._notes.append(f"{told} without a contact again, whom this import made known.")

    def _is_fitted(self, profile: int) -> bool:
        """Whether nobody but the desk itself ever made this profile: that it stays is no news."""
        sql = "SELECT DISTINCT reason FROM profile_version WHERE profile_id = ?"
        return {reason for (reason,) in self._driver.run(sql, (profile,))} <= profiles.OWN

    def _bequeath(self, log: _Log, heir: int | None) -> None:
        """Give a row that must stay to a batch whose facts hang on it: it goes with them.

        One that a person's facts hang on belongs to nobody then.
        """
        note: Fields = {"heir": None, "owner": None}
        if heir is not None:
            ((note["heir"],),) = self._driver.run(
                "INSERT INTO batch_row"
                " (batch_id, seq, table_name, row_id, file, line, made, before, after)"
                " SELECT ?1, (SELECT coalesce(max(seq), 0) + 1 FROM batch_row WHERE batch_id = ?1),"
                " table_name, row_id, file, line, 1, NULL, '{}' FROM batch_row WHERE id = ?2"
                " RETURNING id",
                (heir, log.id),
            )
        if log.table not in _OWNERLESS:
            note["owner"] = log.batch
            _update(self._driver, log.table, log.row, {"batch_id": heir})
        log.after[_DONE] = note
        log.dirty = True

    def _later(self, logs: list[_Log]) -> dict[tuple[str, int], list[_Log]]:
        """What standing later batches did to the same rows, oldest first."""
        keys = json.dumps([(log.table, log.row) for log in logs])
        found = self._driver.each(
            f"SELECT {_COLUMNS} FROM json_each(?) AS k CROSS JOIN batch_row AS r"
            " ON r.table_name = json_extract(k.value, '$[0]')"
            " AND r.row_id = json_extract(k.value, '$[1]')"
            " JOIN import_batch AS b ON b.id = r.batch_id"
            " WHERE r.batch_id > ? AND NOT b.undone ORDER BY r.batch_id",
            (keys, self._batches[0]),
        )
        out: dict[tuple[str, int], list[_Log]] = {}
        for values in found:
            log = _log(values)
            out.setdefault((log.table, log.row), []).append(log)
        return out

    def _required_of(self, table: str) -> set[str]:
        if table not in self._required:
            found = self._driver.run(
                'SELECT name FROM pragma_table_info(?) WHERE "notnull"', (table,)
            )
            self._required[table] = {name for (name,) in found}
        return self._required[table]


class _Note:
    """What is done to one row and to the logs of later batches, and how to undo that."""

    def __init__(self, log: _Log, now: Fields | None = None) -> None:
        self.log = log
        self._now: Fields = {} if now is None else now
        self._set: Fields = {}
        self._old: Fields = {}
        self._logs: dict[int, tuple[int, bool, Fields | None, Fields]] = {}

    def assign(self, there: Fields, name: str, value: Any) -> None:  # noqa: ANN401 - any column
        """Set a column of the row."""
        self._old[name] = there[name]
        self._set[name] = self._now[name] = value

    def repoint(self, heir: _Log, name: str, value: Any) -> None:  # noqa: ANN401 - any column
        """Tell a later batch what it replaced, now that ours is gone."""
        self._remember(heir)
        heir.before = {**(heir.before or {}), name: value}
        heir.dirty = True

    def inherit(self, heir: _Log) -> None:
        """Make a later batch the one that made the row."""
        self._remember(heir)
        heir.made, heir.before, heir.dirty = True, None, True

    def write(self, driver: Driver) -> None:
        """Do it, and keep what putting it back needs."""
        if self._set:
            _update(driver, self.log.table, self.log.row, self._set)
        if self._set or self._logs:
            self.log.after[_DONE] = {"set": self._old, "logs": list(self._logs.values())}
            self.log.dirty = True

    def _remember(self, heir: _Log) -> None:
        before = None if heir.before is None else dict(heir.before)
        self._logs.setdefault(heir.id, (heir.id, heir.made, before, dict(heir.after)))


def _adds(log: _Log) -> bool:
    """Whether all that was done to a row was to add members to its list."""
    return log.table == _LIST[0] and [name for name in log.after if name != _DONE] == [_LIST[1]]


def _members(told: str) -> list[str]:
    return [part for part in told.split(";") if part]


def _without(told: str, gone: set[str]) -> str:
    return ";".join(part for part in _members(told) if part not in gone)


def _put_back(driver: Driver, logs: list[_Log]) -> None:
    """Undo what taking back did to the rows of some log rows, and forget the notes of it."""
    rows: dict[str, list[Fields]] = {}
    along: list[tuple[str, list[Fields]]] = []
    for log in logs:
        note = log.after.pop(_DONE, None)
        if note is None:
            continue
        log.dirty = True
        if "row" in note:
            rows.setdefault(log.table, []).append(note["row"])
            along.extend(note.get("along", {}).items())
        elif "inserted" in note:
            driver.run(f"DELETE FROM {log.table} WHERE id = ?", (log.row,))
        else:
            _give_back(driver, log, note)
    for table, values in rows.items():
        _insert(driver, table, values)
    for table, values in along:
        _insert(driver, table, values, "OR IGNORE")
    _save(driver, logs)


def _give_back(driver: Driver, log: _Log, note: Fields) -> None:
    """Undo what was done to a row that stayed."""
    if "heir" in note:
        driver.run("DELETE FROM batch_row WHERE id = ?", (note["heir"],))
        if note["owner"] is not None:
            _update(driver, log.table, log.row, {"batch_id": note["owner"]})
        return
    if note["set"]:
        _update(driver, log.table, log.row, note["set"])
    for number, made, before, *after in note["logs"]:
        told = None if before is None else json.dumps(before)
        driver.run("UPDATE batch_row SET made = ?, before = ? WHERE id = ?", (made, told, number))
        if after:
            driver.run("UPDATE batch_row SET after = ? WHERE id = ?", (json.dumps(*after), number))


def _pages(driver: Driver, batches: Sequence[int], order: str) -> Iterator[list[_Log]]:
    """The log of some batches in the order of writing, some thousand rows at a time."""
    last = (2**62, 2**62) if order == "DESC" else (-1, -1)
    beyond = "<" if order == "DESC" else ">"
    while True:
        found = driver.run(
            f"SELECT r.seq, {_COLUMNS} FROM batch_row AS r"
            " WHERE r.batch_id IN (SELECT value FROM json_each(?))"
            f" AND (r.seq, r.id) {beyond} (?, ?)"
            f" ORDER BY r.seq {order}, r.id {order} LIMIT {_PAGE}",
            (json.dumps(list(batches)), *last),
        )
        if not found:
            return
        last = (found[-1][0], found[-1][1])
        yield [_log(values) for _, *values in found]


def _log(values: Iterable[Any]) -> _Log:
    number, batch, table, row, made, before, after = values
    told = None if before is None else json.loads(before)
    return _Log(number, batch, table, row, bool(made), told, json.loads(after))


def _rows(driver: Driver, table: str, ids: list[int]) -> dict[int, Fields]:
    """Whole rows of a table by their ids."""
    names = [name for (name,) in driver.run("SELECT name FROM pragma_table_info(?)", (table,))]
    found = driver.each(
        f"SELECT {quoted(names)} FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    rows = (dict(zip(names, row, strict=True)) for row in found)
    return {row["id"]: row for row in rows}


def _insert(driver: Driver, table: str, rows: list[Fields], how: str = "") -> None:
    names = list(rows[0])
    marks = ", ".join("?" * len(names))
    driver.many(
        f"INSERT {how} INTO {table} ({quoted(names)}) VALUES ({marks})",
        [tuple(row.values()) for row in rows],
    )


def _update(driver: Driver, table: str, row: int, values: Fields) -> None:
    sets = ", ".join(f'"{name}" = ?' for name in values)
    driver.run(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row))


def _save(driver: Driver, logs: Iterable[_Log]) -> None:
    """Write the log rows that changed."""
    driver.many(
        "UPDATE batch_row SET made = ?, before = ?, after = ? WHERE id = ?",
        [
            (
                log.made,
                None if log.before is None else json.dumps(log.before),
                json.dumps(log.after),
                log.id,
            )
            for log in logs
            if log.dirty
        ],
    )


def _attributes(driver: Driver, batches: Sequence[int]) -> list[int]:
    """The attributes that some batches brought values of."""
    found = driver.run(
        "SELECT DISTINCT v.attribute_id FROM batch_row AS r JOIN attribute_value AS v"
        " ON v.id = r.row_id WHERE r.batch_id IN (SELECT value FROM json_each(?))"
        " AND r.table_name = 'attribute_value'",
        (json.dumps(list(batches)),),
    )
    return [attribute for (attribute,) in found]
