"""Keeps what each file said of accounts and contacts, whoever's word is in force.

It stands in the log of the file's batch, packed, so that it counts as long as the import stands.
A row of the log that is of the batch itself changes nothing when the batch is taken back.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from healthdesk.core.domain.source_order import ACCOUNTS, Say, Value, source_of
from healthdesk.core.services import naming
from healthdesk.core.services.import_log import Driver

TABLE: Final = "import_batch"
"""The table that such a row of the log is of."""
_SAID: Final = "said"
_LOST: Final = "lost"
_SEQ: Final = 2**41
"""They stand behind all else in the log of a batch."""

Says = dict[str, dict[str, list[Say]]]
"""By the own id of a record and by field: the last word of each source."""
_Last = dict[str, dict[str, dict[str, Say]]]
_LOGGED: Final = (
    "SELECT r.batch_id, b.day, r.file, a.account_id, t.key, CASE WHEN NOT r.made"
    " THEN json_extract(r.after, '$.value') ELSE coalesce((SELECT json_extract(n.before, '$.value')"
    " FROM batch_row AS n WHERE n.table_name = 'attribute_value' AND n.row_id = r.row_id"
    " AND NOT n.made ORDER BY n.batch_id LIMIT 1), v.value) END FROM import_batch AS b"
    " CROSS JOIN batch_row AS r ON r.batch_id = b.id AND r.table_name = 'attribute_value'"
    f" AND r.seq < {_SEQ} AND r.file <> ''"
    " JOIN attribute_value AS v ON v.id = r.row_id JOIN attribute AS t ON t.id = v.attribute_id"
    " JOIN account AS a ON a.id = v.account_id WHERE NOT b.undone AND b.id NOT IN"
    f" (SELECT batch_id FROM batch_row WHERE table_name = '{TABLE}') ORDER BY b.id DESC"
)
"""Attributes that standing imports wrote which kept nothing of what they said, newest first."""


class _Packed(msgspec.Struct, array_like=True):
    file: str
    fields: list[str]
    rows: dict[str, list[Value]]
    lost: list[str]


@dataclass
class _File:
    """What one file says of one table."""

    file: str
    batch: int
    rows: dict[str, dict[str, Value]] = field(default_factory=dict)
    lost: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """What one file of a standing import said of one table."""

    batch: int
    day: int
    file: str
    fields: Sequence[str]
    rows: Mapping[str, Sequence[Value]]
    lost: Sequence[str]
    """Records of which it said something that another source overruled."""

    @property
    def source(self) -> str:
        """What the file is of."""
        return source_of(self.file)


class Said:
    """Takes in what the files of an import say, and writes it down at its end."""

    def __init__(self) -> None:
        self._files: dict[tuple[int, str, str], _File] = {}

    def take(
        self, table: str, place: tuple[int, str], own: str, fields: Mapping[str, Value]
    ) -> None:
        """Note what a file, told with its batch, says of a record."""
        self._of(table, place).rows.setdefault(own, {}).update(fields)

    def lose(self, table: str, place: tuple[int, str], own: str) -> None:
        """Note that something it says of a record is not in force."""
        self._of(table, place).lost[own] = None

    def of(self, table: str, own: str, name: str, day: int) -> Iterator[Say]:
        """What the files of this import say of a field so far."""
        for (batch, file, whose), kept in self._files.items():
            fields = kept.rows.get(own)
            if whose == table and fields is not None and name in fields:
                yield Say(source_of(file), fields[name], batch, day)

    def write(self, driver: Driver) -> None:
        """Put it in the log of each file's batch."""
        for at, ((batch, file, table), kept) in enumerate(sorted(self._files.items())):
            fields = list(dict.fromkeys(name for row in kept.rows.values() for name in row))
            rows = {own: [row.get(name) for name in fields] for own, row in kept.rows.items()}
            packed = msgspec.json.encode(_Packed(file, fields, rows, list(kept.lost)))
            told = base64.b64encode(zlib.compress(packed, 6)).decode()
            driver.run(
                "INSERT INTO batch_row"
                " (batch_id, seq, table_name, row_id, file, line, made, before, after)"
                f" VALUES (?, ?, '{TABLE}', ?, ?, 0, 0, '{{}}', ?)",
                (batch, _SEQ + at, batch, table, json.dumps({_SAID: told, _LOST: len(kept.lost)})),
            )

    def _of(self, table: str, place: tuple[int, str]) -> _File:
        batch, file = place
        return self._files.setdefault((batch, file, table), _File(file, batch))


def kept(driver: Driver, table: str, least: int = 0) -> Iterator[Kept]:
    """What the files of standing imports said of a table, newest first.

    `least`: only files that said something of so many records that is not in force.
    """
    for batch, day, told in driver.each(
        f"SELECT r.batch_id, b.day, json_extract(r.after, '$.{_SAID}') FROM batch_row AS r"
        " JOIN import_batch AS b ON b.id = r.batch_id AND NOT b.undone"
        f" WHERE r.table_name = '{TABLE}' AND r.file = ?"
        f" AND json_extract(r.after, '$.{_LOST}') >= ? ORDER BY r.batch_id DESC, r.seq DESC",
        (table, least),
    ):
        packed = msgspec.json.decode(zlib.decompress(base64.b64decode(told)), type=_Packed)
        yield Kept(batch, day, packed.file, packed.fields, packed.rows, packed.lost)


def read(driver: Driver, table: str, names: Iterable[str] | None = None) -> Says:
    """The last word of each source on the fields named (None: on all), by record.

    What was said of records that were merged stands under the one that stays.
    """
    wanted = None if names is None else set(names)
    now = naming.merged(driver, table)
    out: _Last = {}
    for one in kept(driver, table):
        source = one.source
        places = [
            (place, name)
            for place, name in enumerate(one.fields)
            if wanted is None or name in wanted
        ]
        for own, values in one.rows.items() if places else ():
            mine = out.setdefault(now.get(own, own), {})
            for place, name in places:
                words = mine.setdefault(name, {})
                if source not in words:
                    words[source] = Say(source, values[place], one.batch, one.day)
    if table == ACCOUNTS:
        _add_logged(driver, wanted, now, out)
    return {
        own: {name: list(words.values()) for name, words in fields.items()}
        for own, fields in out.items()
    }


def _add_logged(
    driver: Driver, wanted: set[str] | None, now: Mapping[str, str], out: _Last
) -> None:
    """Of imports from before such rows were kept: the attributes that the log says they wrote."""
    for batch, day, file, own, key, value in driver.each(_LOGGED):
        name = key.casefold()
        if wanted is None or name in wanted:
            words = out.setdefault(now.get(own, own), {}).setdefault(name, {})
            words.setdefault(source_of(file), Say(source_of(file), value, batch, day))


def overruled(driver: Driver, table: str) -> dict[str, int]:
    """Records of which a standing import said what is not in force, and the first such import."""
    out: dict[str, int] = {}
    for one in kept(driver, table, 1):
        out.update(dict.fromkeys(one.lost, one.batch))
    return out
