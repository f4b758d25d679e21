"""Builders of exchange folders, and strategies that fill them with anything the format allows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from healthdesk.core.desk import Desk
from healthdesk.core.domain.exchange import BY_NAME, TABLES, Cell, Column, Table
from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import exports
from tests import make

Rows = list[dict[str, str]]
Folder = Mapping[str, Rows]
"""Rows of each table, by the names of the columns."""

ACCOUNTS = ("a1", "007", "Ärger, GmbH", 'say "hi"', "a1 b")
CONTACTS = ("c1", "c2", "ünï")
METRICS = ("logins", "m,2", "Ω")
POOLS = {Cell.ACCOUNT: ACCOUNTS, Cell.CONTACT: CONTACTS, Cell.METRIC: METRICS}
IDS = {"accounts": ACCOUNTS, "contacts": CONTACTS, "metrics": METRICS}
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=0, max_size=12
).map(lambda text: text if text.strip() else "")
FILLED = TEXTS.map(lambda text: text or "x")
DAYS = st.integers(19_990, 20_010).map(lambda day: to_date(day).isoformat())
INSTANTS = st.sampled_from(
    ("2024-10-05T23:30:00+02:00", "2024-10-06T00:10:00Z", "2024-10-06 09:00:00.250-0530")
)


def write(folder: Path, tables: Mapping[str, str]) -> Path:
    """Write files from texts: `write(path, {"accounts": "account_id,name\\na1,One\\n"})`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        file = name if "." in name else f"{name}.csv"
        (folder / file).write_text(text, encoding="utf-8", newline="")
    return folder


def write_rows(folder: Path, tables: Folder, columns: Mapping[str, Sequence[str]]) -> Path:
    """Write files from rows; each file has the columns that are named for it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns[name], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def exported(desk: Desk, folder: Path) -> dict[str, bytes]:
    """The exchange folder of a desk, file by file."""
    desk.read(exports.exchange, folder)
    return {child.name: child.read_bytes() for child in sorted(folder.iterdir())}


@contextmanager
def new_desk() -> Iterator[tuple[Desk, Path]]:
    """A new desk in a folder of its own, for examples of hypothesis."""
    with TemporaryDirectory() as name:
        desk = make.desk(Path(name))
        try:
            yield desk, Path(name)
        finally:
            desk.close()


def cell(column: Column) -> st.SearchStrategy[str]:
    """A cell that can be read, not empty."""
    if column.cell in POOLS:
        return st.sampled_from(POOLS[column.cell])
    if column.cell is Cell.CONTACTS:
        return st.lists(st.sampled_from(CONTACTS), min_size=1, max_size=3).map(";".join)
    if column.cell is Cell.DAY:
        return st.one_of(DAYS, INSTANTS) if column.at else DAYS
    if column.cell is Cell.NUMBER:
        return _numbers(column)
    if column.cell is Cell.CHOICE:
        return st.sampled_from(column.choices)
    flags = ("true", "false", "1", "no")
    return st.sampled_from(flags) if column.cell is Cell.FLAG else FILLED


def _numbers(column: Column) -> st.SearchStrategy[str]:
    low = -1e6 if column.low is None else column.low
    high = 1e6 if column.high is None else column.high
    return st.one_of(st.integers(int(low), int(high)).map(str), st.floats(low, high).map(repr))


@st.composite
def row(draw: st.DrawFn, table: Table, prefix: str) -> dict[str, str]:
    """One row with every column; what need not be filled may be empty."""
    out = {}
    for column in table.columns:
        if column.cell is Cell.IGNORED:
            continue
        if column.cell is Cell.ID:
            pool = IDS.get(table.name) or tuple(f"{prefix}{n}" for n in range(4))
            out[column.name] = draw(st.sampled_from(pool))
        elif column.required or draw(st.booleans()):
            out[column.name] = draw(cell(column))
        else:
            out[column.name] = ""
    return _sound(table.name, out)


def _sound(table: str, out: dict[str, str]) -> dict[str, str]:
    """Mend what a row says as a whole."""
    if table == "surveys":
        out["rating"] = "3"
    if table == "subscriptions" and out["end"] and out["end"] < out["start"]:
        out["end"] = out["start"]
    if table == "overrides":
        out["band" if out["band"] else "score"] = ""
        if not out["band"]:
            out["score"] = "55.5"
        out["from"], out["until"] = sorted((out["from"], out["until"]))
    if table == "accounts":
        out["parent_id"] = ""
    if table == "overrides" and out["band"]:
        out["score"] = ""
    return out


def key_of(table: str, one: Mapping[str, str]) -> tuple[str, ...]:
    """What identifies a row."""
    return tuple(one[name].strip() for name in BY_NAME[table].key)


def unique(table: str, rows: Rows) -> Rows:
    """The first row of each key."""
    return list({key_of(table, one): one for one in reversed(rows)}.values())


@st.composite
def folder_rows(draw: st.DrawFn, prefix: str = "x", rows: int = 4) -> dict[str, Rows]:
    """Rows for every table, one a key; what they point at is in the folder too."""
    out: dict[str, Rows] = {}
    for table in TABLES:
        found = draw(st.lists(row(table, prefix), max_size=rows))
        if table.name in IDS and draw(st.booleans()):
            continue
        out[table.name] = unique(table.name, found)
    for name, pool in IDS.items():
        there = {key_of(name, one)[0] for one in out.get(name, [])}
        table = BY_NAME[name]
        blank = {c.name: "" for c in table.columns if c.cell is not Cell.IGNORED}
        if name == "contacts":
            blank["account_id"] = "a1"
        more = [{**blank, "name": "n", table.key[0]: one} for one in pool if one not in there]
        out[name] = [*out.get(name, []), *more]
    if out["accounts"] and draw(st.booleans()):
        for one in out["accounts"]:
            one["health plan"] = draw(st.sampled_from(("", "1", "2.5", "007", "gold", "yes")))
    return out


@st.composite
def columns_of(draw: st.DrawFn, tables: Folder, *, whole: bool = False) -> dict[str, list[str]]:
    """Which columns each file has, in any order; required ones always."""
    out = {}
    for name, rows in tables.items():
        table = BY_NAME[name]
        keep = [
            column.name
            for column in table.columns
            if column.cell is not Cell.IGNORED
            # Without its end, a subscription's new start could fall behind the end it had.
            and (
                column.required
                or whole
                or column.name in (*table.key, "end")
                or draw(st.booleans())
            )
        ]
        keep.extend(sorted({other for one in rows for other in one if not _names(table, other)}))
        out[name] = draw(st.permutations(keep))
    return out


def _names(table: Table, name: str) -> bool:
    return any(column.name == name for column in table.columns)
