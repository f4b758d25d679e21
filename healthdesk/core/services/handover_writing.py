"""Writes to the desk what another desk changed: facts as an import, work row by row.

Everything is one transaction with whoever calls it. Not here: what is taken over and what is a
conflict (handover_merging.py).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.exchange import BY_NAME, Cell, Table
from healthdesk.core.domain.handover import Fields, RowChange, State
from healthdesk.core.domain.intake import Decisions, Plan
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.views import ImportResult, Side
from healthdesk.core.exporters import exchange_folder
from healthdesk.core.exporters.exchange_folder import Sheet
from healthdesk.core.services import exports, imports
from healthdesk.core.services import handover_reading as reading
from healthdesk.core.services.handover_names import Names
from healthdesk.core.services.handover_packing import header_of
from healthdesk.core.services.handover_tables import (
    FACTS,
    FILES,
    IDS,
    SIGN,
    UNKEPT,
    WORK,
    Field,
    Work,
)
from healthdesk.core.store.db import Tx

_NAMED: Final = frozenset({Cell.ID, Cell.ACCOUNT, Cell.CONTACT})
_ATTRIBUTES: Final = "SELECT key FROM attribute"


class Writer:
    """Writes changes of the accounts that pass between two desks."""

    def __init__(self, tx: Tx, names: Names, mine: State, folder_name: str) -> None:
        self._tx = tx
        self._names = names
        self._mine = mine
        self._folder = folder_name

    def facts(
        self, changes: Sequence[RowChange], usage: Sequence[Sheet], progress: Progress
    ) -> ImportResult | None:
        """Take rows of facts in as one import; None where there is none."""
        sheets = [*self._sheets(changes), *map(self._own, usage)]
        if not sheets:
            return None
        with tempfile.TemporaryDirectory(prefix="healthdesk-") as scratch:
            folder = Path(scratch) / self._folder
            exchange_folder.write(folder, sheets, {})
            (folder / exchange_folder.MARK).unlink()
            plan = Plan(decisions=Decisions(conflicts=self._decided(changes)))
            return imports.run(self._tx, [folder], plan=plan, progress=progress)

    def _sheets(self, changes: Sequence[RowChange]) -> Iterable[Sheet]:
        for name in FACTS:
            mine = self._mine.get(name, {})
            rows = {
                one.key: {**mine.get(one.key, {}), **one.fields}
                for one in changes
                if one.table == name and one.way != "remove"
            }
            if rows:
                header = self._header(name, rows)
                local = [self._local(BY_NAME[name], row) for row in rows.values()]
                yield Sheet(name, header, [[row.get(one, "") for one in header] for row in local])

    def _own(self, sheet: Sheet) -> Sheet:
        """Daily values with the ids of this desk."""
        table = BY_NAME[sheet.name]
        rows = [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
        return Sheet(
            sheet.name, sheet.header, [list(self._local(table, row).values()) for row in rows]
        )

    def _header(self, name: str, rows: Mapping[str, Fields]) -> list[str]:
        """The columns; one of the accounts' own that holds nothing here makes no field."""
        header = header_of(name, dict(rows))
        if name != "accounts":
            return header
        known = {key for (key,) in self._tx.execute(text(_ATTRIBUTES))}
        ours = {one.name for one in BY_NAME[name].columns}
        return [
            one
            for one in header
            if one in ours or one in known or any(row.get(one) for row in rows.values())
        ]

    def _local(self, table: Table, row: Fields) -> Fields:
        """A row with the ids of this desk."""
        out = dict(row)
        for column in table.columns:
            told = out.get(column.name, "")
            if column.cell in _NAMED and told:
                out[column.name] = self._names.into(told)
            elif column.cell is Cell.CONTACTS and told:
                out[column.name] = ";".join(map(self._names.into, told.split(";")))
        return out

    def _decided(self, changes: Sequence[RowChange]) -> dict[tuple[str, str, str], Side]:
        """Fields that a person typed here and that are taken over all the same."""
        out: dict[tuple[str, str, str], Side] = {}
        for one in changes:
            table = BY_NAME.get(one.table)
            if table is None or one.way != "set":
                continue
            row = self._local(table, {**self._mine[one.table][one.key], **one.fields})
            key = " · ".join(row[name] for name in table.key if row.get(name))
            out |= dict.fromkeys(((one.table, key, name) for name in one.fields), "file")
        return out

    def remove_facts(self, changes: Sequence[RowChange], rows: Sequence[int]) -> int:
        """Remove rows of facts; an account itself stays."""
        done = 0
        for name in FACTS[1:]:
            gone = {one.key for one in changes if one.table == name and one.way == "remove"}
            if not gone:
                continue
            table = BY_NAME[name]
            for row, cells in list(exports.numbered(self._tx, table, rows)):
                if reading.key_of(table, self._shared(table, cells)) in gone:
                    self._tx.execute(
                        text(f"DELETE FROM {table.store} WHERE id = :row"), {"row": row}
                    )
                    done += 1
        self._tx.expire_all()
        return done

    def _shared(self, table: Table, cells: Mapping[str, str]) -> Fields:
        named = {one.name for one in table.columns if one.cell in _NAMED}
        return {
            name: self._names.out(told) if name in named else told for name, told in cells.items()
        }

    def work(
        self, changes: Sequence[RowChange], rows: Sequence[int], files: Mapping[str, bytes]
    ) -> dict[str, dict[str, int]]:
        """Write rows of work; returns those that are new here, by the ids both desks say."""
        made: dict[str, dict[str, int]] = {}
        for spec in WORK:
            here = [one for one in changes if one.table == spec.name]
            if not here:
                continue
            known = reading.own_rows(self._tx, spec.name, rows, self._names)
            for one in here:
                self._one(spec, one, known, made, files)
        self._tx.expire_all()
        return made

    def _one(
        self,
        spec: Work,
        one: RowChange,
        known: Mapping[str, int],
        made: dict[str, dict[str, int]],
        files: Mapping[str, bytes],
    ) -> None:
        row = known.get(one.key)
        if one.way == "remove":
            if row is not None:
                self._tx.execute(text(f"DELETE FROM {spec.name} WHERE id = :row"), {"row": row})
            return
        values = self._values(spec, one.fields, made, files)
        if row is None:
            complete = {
                one.column: _kept(one, one.blank) for one in spec.fields if one.kind not in UNKEPT
            }
            values = {**complete, **values}
            if any(values[part.column] is None for part in spec.fields if part.wanted):
                return  # what it hangs on is not here
            row = self._insert(spec, values, files, one.fields)
            made.setdefault(spec.name, {})[one.key] = row
        elif values:
            sets = ", ".join(f'"{name}" = :{name}' for name in values)
            self._tx.execute(
                text(f"UPDATE {spec.name} SET {sets} WHERE id = :row"), {**values, "row": row}
            )
        if "themes" in one.fields:
            self._themes(row, one.fields["themes"])
        if "signs" in one.fields:
            self._signs(row, one.fields["signs"])

    def _insert(
        self, spec: Work, values: dict[str, Any], files: Mapping[str, bytes], fields: Fields
    ) -> int:
        if spec.name == FILES:
            values["size"] = len(files[fields["content"]])
        values |= _UNTOLD.get(spec.name, {})
        names = ", ".join(f'"{name}"' for name in values)
        places = ", ".join(f":{name}" for name in values)
        return int(
            self._tx.execute(
                text(f"INSERT INTO {spec.name} ({names}) VALUES ({places}) RETURNING id"), values
            ).scalar_one()
        )

    def _values(
        self,
        spec: Work,
        fields: Fields,
        made: Mapping[str, Mapping[str, int]],
        files: Mapping[str, bytes],
    ) -> dict[str, Any]:
        """Columns and their values, references as rows of this desk."""
        out: dict[str, Any] = {}
        for name, told in fields.items():
            one = spec.field(name)
            if one.kind in UNKEPT:
                continue
            if one.kind == "digest":
                out[one.column] = files[told]
            elif one.kind == "ref":
                out[one.column] = self._row(one, told, made)
            else:
                out[one.column] = _kept(one, told)
        return out

    def _row(
        self, one: Field, told: str | None, made: Mapping[str, Mapping[str, int]]
    ) -> int | None:
        """The row here that a reference means; None for none."""
        if told is None:
            return None
        if one.of in IDS:
            sql = f"SELECT id FROM {one.of} WHERE {IDS[one.of]} = :name"
            found = self._tx.execute(text(sql), {"name": self._names.into(told)}).scalar()
            return None if found is None else int(found)
        new = made.get(one.of, {}).get(told) or self._names.foreign.get(one.of, {}).get(told)
        if new is not None:
            return new
        number, _, mark = told.partition("@")
        if mark != self._names.mark or not number.isdecimal():
            return None
        found = self._tx.execute(
            text(f"SELECT id FROM {one.of} WHERE id = :row"), {"row": int(number)}
        ).scalar()
        return None if found is None else int(found)

    def _themes(self, feedback: int, names: Sequence[str]) -> None:
        self._tx.execute(
            text("DELETE FROM feedback_theme WHERE feedback_id = :row"), {"row": feedback}
        )
        for name in names:
            asked = {"row": feedback, "name": name}
            self._tx.execute(
                text(
                    "INSERT INTO theme (name) SELECT :name WHERE NOT EXISTS"
                    " (SELECT 1 FROM theme WHERE name = :name)"
                ),
                asked,
            )
            self._tx.execute(
                text(
                    "INSERT INTO feedback_theme (feedback_id, theme_id)"
                    " SELECT :row, id FROM theme WHERE name = :name"
                ),
                asked,
            )

    def _signs(self, retro: int, signs: Sequence[Fields]) -> None:
        """The signs of a retro, in their order; those that stay as they are are not touched."""
        here = self._tx.execute(
            text("SELECT * FROM retro_signal WHERE retro_id = :row ORDER BY position, id"),
            {"row": retro},
        )
        kept = {place: dict(one) for place, one in enumerate(here.mappings())}
        for place, sign in enumerate(signs):
            values = {name: sign[name] for name in SIGN} | {"position": place, "retro_id": retro}
            old = kept.pop(place, None)
            if old is None:
                names = ", ".join(values)
                told = ", ".join(f":{name}" for name in values)
                sql = f"INSERT INTO retro_signal ({names}) VALUES ({told})"
                self._tx.execute(text(sql), values)
            elif any(old[name] != value for name, value in values.items()):
                sets = ", ".join(f"{name} = :{name}" for name in values)
                sql = f"UPDATE retro_signal SET {sets} WHERE id = :id"
                self._tx.execute(text(sql), {**values, "id": old["id"]})
        for old in kept.values():
            self._tx.execute(text("DELETE FROM retro_signal WHERE id = :id"), {"id": old["id"]})


_UNTOLD: Final[dict[str, dict[str, Any]]] = {"account_care": {"starred": 0}}
"""Columns of new rows that do not pass between desks."""


def _kept(one: Field, told: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A value as its column keeps it."""
    if one.kind == "json":
        return json.dumps(told, ensure_ascii=False)
    return int(told) if one.kind == "flag" else told
