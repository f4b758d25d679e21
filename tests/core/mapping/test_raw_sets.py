"""The raw data sets of other people, through mapping documents: equal to their exchange folders."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import UTC
from functools import cache

import pytest

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.importers.exchange.rows import Row, RowReader
from tests.core.mapping import foreign
from tests.core.mapping.foreign import SHARED, People

RAVENSTACK = {
    "ravenstack": "ravenstack.json",
    "ravenstack_ddmmyyyy_bom": "ravenstack_day_first.json",
}
CHURNSIM = ("churnsim_crm_dev", "churnsim_crm5_signal_dev")


def there(*folders: str) -> list[str]:
    """The raw sets that lie beside the project: those that are there are read."""
    return [folder for folder in folders if (SHARED / folder).is_dir()]


MADE_UP = {"metrics": {"name"}, "subscriptions": {"subscription_id"}}
"""Names and ids that the exchange folders chose themselves."""
_READ = 20_000
"""About how many rows of a table are read back."""


@cache
def told(folder: str, name: str) -> dict[str, list[dict[str, str]]]:
    """Every exchange record that a document makes of a raw folder, by table."""
    document = foreign.document(name)
    files = foreign.folder(SHARED / folder)
    by_subscription = {
        ("subscription", row[0]): row[1]
        for one in files
        if "subscriptions" in one.raw.name
        for row in one.rows
    }
    accounts = next(one for one in files if "accounts" in one.raw.name)
    people = People({**by_subscription, **{("id", row[0]): row[0] for row in accounts.rows}})
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    seen = set()
    for _, mapping, file in foreign.tables(document, files):
        seen.add(file.raw.name)
        result = foreign.convert(file, mapping, people, others=files)
        assert not result.refused
        assert not result.waiting
        readable(mapping.table, result.header, result.cells)
        found[mapping.table] += result.rows
    assert seen == {one.raw.name for one in files}
    return found


def readable(table: str, header: tuple[str, ...], rows: list[list[str]]) -> None:
    reader = RowReader(BY_NAME[table], header, UTC)
    step = len(rows) // _READ + 1
    assert all(isinstance(reader.read("x", 1, row), Row) for row in rows[::step])


def facts(table: str, rows: list[dict[str, str]]) -> Counter[tuple[tuple[str, str], ...]]:
    """Rows as facts: numbers as numbers, days without their time, what was made up left out."""
    out = MADE_UP.get(table, set())
    orders: dict[tuple[str, ...], list[str]] = {}
    found: Counter[tuple[tuple[str, str], ...]] = Counter()
    for row in rows:
        names = tuple(row)
        if names not in orders:
            orders[names] = sorted(name for name in names if name not in out)
        found[tuple((name, _fact(row[name])) for name in orders[names] if row[name])] += 1
    return found


@cache
def _fact(cell: str) -> str:
    if len(cell) > 19 and cell[4] == "-" and cell[10] == "T":
        return cell[:10]
    try:
        return repr(float(cell))
    except ValueError:
        return cell


def exchange(name: str) -> dict[str, list[dict[str, str]]]:
    folder = SHARED / "exchange" / name
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            found[path.stem] = list(csv.DictReader(stream))
    return found


def same(found: dict[str, list[dict[str, str]]], expected: dict[str, list[dict[str, str]]]) -> None:
    assert found.keys() == expected.keys()
    for table, rows in expected.items():
        ours, theirs = facts(table, found[table]), facts(table, rows)
        assert sum(ours.values()) == sum(theirs.values()), table
        assert ours == theirs, (table, list((ours - theirs).items())[:3])


@pytest.mark.parametrize("folder", there(*RAVENSTACK))
def test_ravenstack_equals_its_exchange_folder(folder: str) -> None:
    found = told(folder, RAVENSTACK[folder])
    same(found, exchange("ravenstack"))
    running = [row for row in found["subscriptions"] if not row["end"]]
    assert len(running) == 4_514
    assert sum(float(row["arr"]) for row in running) == 121_915_296


@pytest.mark.parametrize("other", there("ravenstack_ddmmyyyy_bom"))
def test_both_ravenstacks_come_out_the_same_to_the_letter(other: str) -> None:
    first, second = told("ravenstack", RAVENSTACK["ravenstack"]), told(other, RAVENSTACK[other])
    assert {table: _sorted(rows) for table, rows in first.items()} == {
        table: _sorted(rows) for table, rows in second.items()
    }


def _sorted(rows: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    numbers = {"rating", "value"}
    return sorted(
        [(name, repr(float(cell)) if name in numbers else cell) for name, cell in row.items()]
        for row in rows
    )


@pytest.mark.parametrize("folder", there(*CHURNSIM))
def test_churnsim_equals_its_exchange_folder(folder: str) -> None:
    found = told(folder, "churnsim.json")
    same(found, exchange(folder))
    ids = [row["subscription_id"] for row in found["subscriptions"]]
    assert len(set(ids)) == len(ids)
