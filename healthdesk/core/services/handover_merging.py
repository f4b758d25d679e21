"""Takes handover packs in: accounts of a colleague, or what a colleague did with mine.

First a look at what would happen, then one undoable step. What one side alone changed is taken;
what both changed stays as it is here unless a person says otherwise. Not here: opening files
(handover_opening.py), what happens to accounts that stay (handover_lasting.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm.attributes import flag_modified

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.handover import (
    Answer,
    Conflict,
    Manifest,
    Met,
    RowChange,
    State,
    Where,
    meet,
)
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_reading as reading
from healthdesk.core.services import settings
from healthdesk.core.services.handover_names import Names
from healthdesk.core.services.handover_names import read as read_names
from healthdesk.core.services.handover_packing import Pack
from healthdesk.core.services.handover_tables import FACTS, WORK
from healthdesk.core.services.handover_usage import DailyValues, compared, count_of
from healthdesk.core.services.handover_writing import Writer
from healthdesk.core.services.wording import count_of as counted
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Handover

_STORES: Final = {
    name: (BY_NAME[name].store, BY_NAME[name].key[0])
    for name in FACTS
    if name != "accounts" and len(BY_NAME[name].key) == 1
}
"""Tables whose rows have an id of their source: the desk's table and the id's column."""
_NO_ANSWERS: Final[Mapping[Where, Answer]] = {}


@dataclass(frozen=True)
class Coming:
    """What a pack would do here.

    Attributes:
        new: accounts that are not here yet, by name; known: those that are.
        known_pack: this desk has a part in the handover already.
        values: daily values that this desk lacks.
        notes: what was left aside, in words.
    """

    manifest: Manifest
    new: tuple[str, ...]
    known: tuple[str, ...]
    known_pack: bool
    changes: tuple[RowChange, ...]
    conflicts: tuple[Conflict, ...]
    values: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What was taken in."""

    handover: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    values: int = 0
    kept: int = 0
    """Conflicts in which the desk's own side stayed."""
    rejected: int = 0
    rejects_file: str | None = None
    imported: ImportResult | None = None
    """How the facts came in."""
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class _Side:
    """Both sides of a merge, with the ids that both desks say."""

    names: Names
    rows: tuple[int, ...]
    mine: State
    theirs: State
    base: State
    kept: Handover | None
    usage: DailyValues
    notes: tuple[str, ...]

    def met(self, answers: Mapping[Where, Answer]) -> Met:
        found = meet(self.base, self.mine, self.theirs, answers)
        return Met(found.changes, (*found.conflicts, *self.usage.conflicts))


def preview(tx: Tx, pack: Pack, progress: Progress = NOBODY) -> Coming:
    """What a pack would do here; nothing is written."""
    side = _side(tx, pack, progress)
    met = side.met(_NO_ANSWERS)
    known = reading.known_rows(tx)
    here = {one.id: side.names.into(one.id) in known for one in pack.manifest.accounts}
    return Coming(
        manifest=pack.manifest,
        new=tuple(one.name for one in pack.manifest.accounts if not here[one.id]),
        known=tuple(one.name for one in pack.manifest.accounts if here[one.id]),
        known_pack=side.kept is not None,
        changes=met.changes,
        conflicts=met.conflicts,
        values=count_of(side.usage.lacking),
        notes=(*pack.notes, *side.notes),
    )


@op("Take handover in")
def take(
    tx: Tx,
    pack: Pack,
    answers: Mapping[Where, Answer] = _NO_ANSWERS,
    *,
    by: str = "",
    progress: Progress = NOBODY,
) -> Taken:
    """Take a pack in, with the answers a person gave; done twice it changes nothing more.

    Args:
        tx: the desk.
        pack: what was opened.
        answers: whose side stands in conflicts; without an answer this desk's.
        by: who takes accounts over that come for good; "" = whom the pack names.
        progress: told of the way.

    Raises:
        UsageError: An answer is to no conflict there is.
    """
    from healthdesk.core.services import handover_lasting  # noqa: PLC0415 - it needs playbooks

    side = _side(tx, pack, progress)
    met = side.met(answers)
    unknown = set(answers) - {one.where for one in met.conflicts}
    if unknown:
        raise UsageError("The desk changed since the pack was looked at; nothing was taken in.")
    manifest = pack.manifest
    named = f"handover from {manifest.by}" if manifest.by else "handover"
    writer = Writer(tx, side.names, side.mine, _folder(named))
    gone = writer.remove_facts(met.changes, side.rows)
    facts = [_whose(one, side, manifest) for one in met.changes if one.table in BY_NAME]
    daily = side.usage.sheets(answers)
    result = writer.facts(facts, daily, progress)
    rows = _rows_here(tx, manifest, side.names)
    work = [one for one in met.changes if one.table not in BY_NAME]
    made = writer.work(work, rows, pack.files)
    brought = _Brought(made, met, None if result is None else result.batch, side.usage, answers)
    row = _remember(tx, side, pack, brought)
    if side.kept is None and manifest.lasting:
        ids = [side.names.into(one.id) for one in manifest.accounts]
        handover_lasting.receive(tx, ids, by or manifest.to)
    return Taken(
        handover=row.id,
        added=sum(one.way == "add" for one in met.changes),
        changed=sum(one.way == "set" for one in met.changes),
        removed=gone + sum(one.way == "remove" for one in work),
        values=count_of(daily),
        kept=sum(answers.get(one.where) != "theirs" for one in met.conflicts),
        rejected=0 if result is None else sum(one.rejected for one in result.tables.values()),
        rejects_file=None if result is None else result.rejects_file,
        imported=result,
        notes=(*pack.notes, *side.notes),
    )


def _whose(change: RowChange, side: _Side, manifest: Manifest) -> RowChange:
    """A pulse that a colleague set on their own desk is theirs here, where it would be mine."""
    new = change.table == "pulses" and change.way == "add" and side.kept is not None
    if not new or change.fields.get("by") or not manifest.by:
        return change
    return replace(change, fields={**change.fields, "by": manifest.by})


def _folder(named: str) -> str:
    """A name for the import, which people read later."""
    return "".join(one if one.isalnum() or one in " -" else "-" for one in named)[:60].strip()


def _side(tx: Tx, pack: Pack, progress: Progress) -> _Side:
    names = read_names(tx)
    kept = tx.scalars(select(Handover).where(Handover.pack == pack.manifest.pack)).first()
    rows = _rows_here(tx, pack.manifest, names)
    mine = reading.state(tx, rows, names, progress)
    theirs, notes = _guarded(tx, pack.state, rows, names)
    base = {} if kept is None else _of_accounts(making.base_of(kept), pack.manifest)
    usage = DailyValues()
    if any(list(one.rows) for one in pack.usage):
        here = reading.usage(tx, rows, names, progress) if rows else ()
        metrics = {key for (key,) in tx.execute(text("SELECT metric FROM metric"))}
        settled = {} if kept is None else kept.options.get("settled", {})
        usage = compared(here, pack.usage, metrics, settled)
    return _Side(names, rows, mine, theirs, base, kept, usage, notes)


def _rows_here(tx: Tx, manifest: Manifest, names: Names) -> tuple[int, ...]:
    known = reading.known_rows(tx)
    ids = [names.into(one.id) for one in manifest.accounts]
    return tuple(known[one] for one in ids if one in known)


def _of_accounts(state: State, manifest: Manifest) -> State:
    """What of a state is of the accounts that a pack holds: of others it says nothing."""
    listed = {one.id for one in manifest.accounts}
    contacts = {
        key for key, row in state.get("contacts", {}).items() if row["account_id"] in listed
    }
    out: State = {}
    for table, rows in state.items():
        name = "account_id" if table in BY_NAME else "account"
        out[table] = {
            key: row
            for key, row in rows.items()
            if row.get(name) in listed or (name not in row and row.get("contact") in contacts)
        }
    return out


def _guarded(
    tx: Tx, theirs: State, rows: Sequence[int], names: Names
) -> tuple[State, tuple[str, ...]]:
    """Their state without rows whose ids belong to other accounts of this desk."""
    out = {table: dict(found) for table, found in theirs.items()}
    dropped = 0
    listed = ", ".join(map(str, rows)) or "NULL"
    for name, (store, column) in _STORES.items():
        asked = {names.into(key): key for key in out.get(name, {})}
        if not asked:
            continue
        taken = tx.execute(
            text(
                f"SELECT {column} FROM {store} WHERE {column} IN (SELECT value FROM"
                f" json_each(:ids)) AND account_id NOT IN ({listed})"
                if rows
                else f"SELECT {column} FROM {store} WHERE {column} IN"
                " (SELECT value FROM json_each(:ids))"
            ),
            {"ids": json.dumps(list(asked))},
        )
        for (one,) in list(taken):
            del out[name][asked[one]]
            dropped += 1
    if not dropped:
        return out, ()
    _without_lost(out)
    told = f"{counted(dropped, 'row')} with ids of other accounts of this desk left aside"
    return out, (told,)


def _without_lost(out: State) -> None:
    """What needs a row that was left aside goes with it."""
    contacts, touches = out.get("contacts", {}), out.get("touchpoints", {})
    for work in WORK:
        rows = out.get(work.name, {})
        for key, row in list(rows.items()):
            lost = row.get("contact") not in {None, *contacts} and work.field("contact").wanted
            if lost or (work.name == "meeting_asked" and row["touchpoint"] not in touches):
                del rows[key]


@dataclass(frozen=True)
class _Brought:
    """What taking a pack in did, as the desk keeps it."""

    made: Mapping[str, Mapping[str, int]]
    met: Met
    batch: int | None
    usage: DailyValues
    answers: Mapping[Where, Answer]


def _remember(tx: Tx, side: _Side, pack: Pack, brought: _Brought) -> Handover:
    """Keep what both desks met in, and which rows came from the other one."""
    manifest, row = pack.manifest, side.kept
    if row is None:
        row = Handover(
            pack=manifest.pack,
            way=making.TAKEN,
            colleague=manifest.by,
            accounts=[side.names.into(one.id) for one in manifest.accounts],
            options=making.options_of(manifest, side.names.mark, manifest.to) | _new(side, pack),
            day=settings.today(tx),
            until_day=manifest.until,
            lasting=manifest.lasting,
        )
        tx.add(row)
    row.colleague = row.colleague or manifest.by
    told = _noted(row, side, manifest, brought)
    if told != row.options:
        row.options = told
        flag_modified(row, "options")
    if side.kept is None or making.base_of(row) != side.theirs:
        row.base = making.packed_base(side.theirs)
    tx.flush()
    return row


def _new(side: _Side, pack: Pack) -> dict[str, Any]:
    """The accounts that came with a pack, as this desk says them."""
    here = side.mine.get("accounts", {})
    came = [side.names.into(one.id) for one in pack.manifest.accounts if one.id not in here]
    return {"new": came}


def _noted(row: Handover, side: _Side, manifest: Manifest, brought: _Brought) -> dict[str, Any]:
    """The options with the rows that came, who logged touches, and what was decided."""
    options: dict[str, Any] = dict(row.options)
    rows = {table: dict(found) for table, found in options.get("rows", {}).items()}
    for table, found in brought.made.items():
        rows.setdefault(table, {}).update(found)
    touches = dict(options.get("touches", {}))
    for one in brought.met.changes:
        if one.table == "touchpoints" and one.way == "add" and side.kept is not None:
            touches[side.names.into(one.key)] = manifest.by or row.colleague
    batches = dict(options.get("batches", {}))
    if brought.batch is not None:
        batches[str(brought.batch)] = manifest.day
    settled = {**options.get("settled", {}), **brought.usage.decided(brought.answers)}
    told: dict[str, Any] = {
        "rows": rows,
        "touches": touches,
        "batches": batches,
        "settled": settled,
        "met": max(manifest.day, options.get("met", manifest.day)),
    }
    return {**options, **{name: value for name, value in told.items() if value or name in options}}
