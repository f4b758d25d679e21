"""Reads what a desk knows of some accounts, with ids that another desk understands.

Not here: what of it is left out of a pack (handover_leaving.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.exchange import BY_NAME, Cell, Table
from healthdesk.core.domain.handover import Fields, PackedAccount, Rows, State
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.exporters.exchange_folder import Sheet
from healthdesk.core.services import exports
from healthdesk.core.services.handover_names import Names
from healthdesk.core.services.handover_tables import (
    BY_WORK,
    FACTS,
    IDS,
    SEPARATOR,
    SIGN,
    UNKEPT,
    USAGE,
    WORK,
    Field,
    Work,
)
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx

_NAMED: Final = frozenset({Cell.ID, Cell.ACCOUNT, Cell.CONTACT})


def account_rows(tx: Tx, ids: Sequence[str]) -> tuple[int, ...]:
    """The rows of some accounts.

    Raises:
        NotFound: One of them is not there.
    """
    known = known_rows(tx)
    missing = next((one for one in ids if one not in known), None)
    if missing is not None:
        raise NotFound(f"There is no account {missing}; nothing was written.")
    return tuple(known[one] for one in dict.fromkeys(ids))


def known_rows(tx: Tx) -> dict[str, int]:
    """All accounts by their id."""
    return pairs(tx, "SELECT account_id, id FROM account")


def accounts(tx: Tx, rows: Sequence[int], names: Names) -> tuple[PackedAccount, ...]:
    """What the accounts are called, in the order of their rows given."""
    called = {
        row: PackedAccount(id=names.out(name), name=title)
        for row, name, title in tx.execute(text("SELECT id, account_id, name FROM account"))
        if row in set(rows)
    }
    return tuple(called[row] for row in rows)


def state(tx: Tx, rows: Sequence[int], names: Names, progress: Progress = NOBODY) -> State:
    """Facts and work of some accounts (by their rows), but for daily values and files."""
    out: State = {}
    for sheet in exports.of_accounts(tx, rows, FACTS, progress):
        out[sheet.name] = _sheet(sheet, names)
    for at, work in enumerate(WORK):
        progress.step(at, len(WORK), "Reading work")
        out[work.name] = dict(_work(tx, work, rows, names))
    return out


def usage(
    tx: Tx, rows: Sequence[int], names: Names, progress: Progress = NOBODY
) -> tuple[Sheet, ...]:
    """Daily values of some accounts and people, and the metrics they are of."""
    found = {
        sheet.name: Sheet(sheet.name, sheet.header, list(_renamed(sheet, names)))
        for sheet in exports.of_accounts(tx, rows, USAGE, progress)
    }
    used = {row[1] for name in USAGE[1:] for row in found[name].rows}
    metrics = found["metrics"]
    found["metrics"] = Sheet(
        metrics.name, metrics.header, [row for row in metrics.rows if row[0] in used]
    )
    return tuple(found[name] for name in USAGE)


def key_of(table: Table, row: Mapping[str, str]) -> str:
    """The id of a row of facts."""
    return SEPARATOR.join(row.get(name, "") for name in table.key)


def _sheet(sheet: Sheet, names: Names) -> Rows:
    table = BY_NAME[sheet.name]
    out: Rows = {}
    for cells in _renamed(sheet, names):
        row = dict(zip(sheet.header, cells, strict=True))
        for column in table.columns:
            if column.cell is Cell.IGNORED:
                row.pop(column.name, None)
        out[key_of(table, row)] = dict(row)
    return out


def _renamed(sheet: Sheet, names: Names) -> Iterator[list[str]]:
    """Rows with ids as both desks say them."""
    table = BY_NAME[sheet.name]
    cells = {column.name: column.cell for column in table.columns}
    kinds = [cells.get(name) for name in sheet.header]
    named = [at for at, kind in enumerate(kinds) if kind in _NAMED]
    lists = [at for at, kind in enumerate(kinds) if kind is Cell.CONTACTS]
    for row in sheet.rows:
        told = list(row)
        for at in named:
            told[at] = names.out(told[at])
        for at in lists:
            told[at] = ";".join(map(names.out, told[at].split(";")))
        yield told


def _work(tx: Tx, work: Work, rows: Sequence[int], names: Names) -> Iterator[tuple[str, Fields]]:
    """The rows of a table of work, by their ids."""
    known = names.keys(work.name)
    beside = {one.name: _BESIDE[one.kind](tx) for one in work.fields if one.kind in UNKEPT}
    for found in tx.execute(text(_sql(work, rows))).mappings():
        row = {one.name: _value(one, found, names) for one in work.fields}
        for name, parts in beside.items():
            row[name] = parts.get(found["id"], [])
        if work.key:
            key = SEPARATOR.join(str(row[name]) for name in work.key)
        else:
            key = known.get(found["id"]) or names.key(found["id"])
        yield key, row


def _sql(work: Work, rows: Sequence[int]) -> str:
    """The rows of a table, what they point at by the id of its source."""
    picked, joins = ["t.id AS id"], []
    for one in work.fields:
        if one.kind in UNKEPT:
            continue
        if one.kind == "ref" and one.of in IDS:
            joins.append(
                f'LEFT JOIN {one.of} AS r_{one.name} ON r_{one.name}.id = t."{one.column}"'
            )
            picked.append(f'r_{one.name}.{IDS[one.of]} AS "{one.name}"')
        else:
            picked.append(f't."{one.column}" AS "{one.name}"')
    listed = ", ".join(str(int(row)) for row in rows)
    where = f"t.account_id IN ({listed})"
    if work.by_contact:
        where = f"t.contact_id IN (SELECT id FROM contact WHERE account_id IN ({listed}))"
    source = f"{work.name} AS t {' '.join(joins)}"
    return f"SELECT {', '.join(picked)} FROM {source} WHERE {where} ORDER BY t.id"


def _value(one: Field, found: Mapping[Any, Any], names: Names) -> Any:  # noqa: ANN401 - any cell
    """A cell as packs hold it."""
    if one.kind in UNKEPT:
        return []
    value = found[one.name]
    if one.kind == "ref":
        return None if value is None else _pointed(one.of, value, names)
    if value is None:
        return one.blank
    return _TOLD[one.kind](value) if one.kind in _TOLD else value


def _pointed(table: str, value: Any, names: Names) -> str:  # noqa: ANN401 - an id or a row
    if table in IDS:
        return names.out(value)
    return names.keys(table).get(value) or names.key(value)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_TOLD: Final[dict[str, Callable[[Any], Any]]] = {
    "flag": bool,
    "digest": _digest,
    "json": json.loads,
}


def _themes(tx: Tx) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for row, name in tx.execute(
        text(
            "SELECT f.feedback_id, t.name FROM feedback_theme AS f JOIN theme AS t"
            " ON t.id = f.theme_id ORDER BY t.name"
        )
    ):
        out.setdefault(row, []).append(name)
    return out


def _signs(tx: Tx) -> dict[int, list[Fields]]:
    """The signs before losses by retro, in their order."""
    out: dict[int, list[Fields]] = {}
    sql = "SELECT * FROM retro_signal ORDER BY retro_id, position, id"
    for row in tx.execute(text(sql)).mappings():
        sign = {name: row[name] for name in SIGN}
        sign |= {name: bool(row[name]) for name in ("missed", "candidate")}
        out.setdefault(row["retro_id"], []).append(sign)
    return out


_BESIDE: Final[dict[str, Callable[[Tx], Mapping[int, list[Any]]]]] = {
    "names": _themes,
    "signs": _signs,
}
"""What goes with a row without being a column of it, by its kind."""


def files(tx: Tx, rows: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """The files kept with some accounts: digest and bytes."""
    listed = ", ".join(str(int(row)) for row in rows)
    for (content,) in tx.execute(
        text(f"SELECT content FROM attachment WHERE account_id IN ({listed}) ORDER BY id")
    ):
        yield _digest(content), bytes(content)


def own_rows(tx: Tx, work: str, rows: Sequence[int], names: Names) -> dict[str, int]:
    """Rows of a table of work of some accounts, by the ids that both desks say."""
    spec = BY_WORK[work]
    if not spec.key:
        known = names.keys(work)
        return {
            known.get(found["id"]) or names.key(found["id"]): found["id"]
            for found in tx.execute(text(_sql(spec, rows))).mappings()
        }
    out = {}
    for found in tx.execute(text(_sql(spec, rows))).mappings():
        row = {one.name: _value(one, found, names) for one in spec.fields}
        out[SEPARATOR.join(str(row[name]) for name in spec.key)] = found["id"]
    return out
