"""Laws of conversion: it changes nothing that is right already, and chunks do not matter."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.exchange import BY_NAME, TABLES, Cell, Table
from healthdesk.core.domain.mapping import ColumnMap, Latest, TableMap, UsageShape, Where
from healthdesk.core.importers.exchange.rows import Row, RowReader
from healthdesk.core.mapping import styles, where, whom
from tests import folders
from tests.core.mapping import foreign
from tests.core.mapping.foreign import ANYONE, Foreign, People, Result

ZONES = st.sampled_from((UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")))


@st.composite
def exchange_table(draw: st.DrawFn) -> tuple[Table, list[dict[str, str]]]:
    table = draw(st.sampled_from(TABLES))
    return table, draw(st.lists(folders.row(table, "x"), min_size=1, max_size=6))


def identity(table: Table, header: list[str]) -> TableMap:
    columns = {name: ColumnMap(source=name, missing=()) for name in header}
    return TableMap(table.name, columns)


@given(exchange_table(), ZONES)
def test_an_exchange_table_through_an_identity_is_the_same(
    told: tuple[Table, list[dict[str, str]]], zone: ZoneInfo
) -> None:
    table, rows = told
    header = list(rows[0])
    file = foreign.table("x.csv", header, [list(row.values()) for row in rows])
    result = foreign.convert(file, identity(table, header), zone=zone)
    assert not result.refused
    assert len(result.cells) == len(rows)
    before, after = RowReader(table, header, zone), RowReader(table, result.header, zone)
    for cells, row in zip(result.cells, rows, strict=True):
        expected, found = before.read("x", 1, list(row.values())), after.read("x", 1, cells)
        assert isinstance(expected, Row)
        assert isinstance(found, Row)
        assert _kept(table, found.values) == _kept(table, expected.values)


def _kept(table: Table, values: dict[str, object]) -> dict[str, object]:
    """What the desk keeps; short texts lose the blanks around them on the way."""
    short = {column.kept for column in table.columns if column.cell is Cell.TEXT}
    return {
        name: value.strip() if name in short and isinstance(value, str) else value
        for name, value in values.items()
    }


NAMES = st.sampled_from(("One", "Two", "Lost", "Gone", "", "n/a"))
CELLS = st.sampled_from(("5/3/2024", "5.3.2024 10:00", "31/2/2024", "", "6/3/2024 23:30", "x"))
FIGURES = st.sampled_from(("1", "1.234,5", "(2)", "", "x", "0,1", "0,2", "3 €"))
RECORDS = st.lists(
    st.tuples(st.sampled_from("abc"), NAMES, CELLS, FIGURES, st.sampled_from(("yes", "no"))),
    max_size=25,
)
PEOPLE = People({("name", "One"): "A-1", ("name", "Two"): "A-2"}, unwanted=frozenset({"Gone"}))
HEADER = ("id", "who", "when", "n", "live")
COLUMNS = {
    "account_id": ColumnMap(source="who", by="name"),
    "metric": ColumnMap(source="id"),
    "day": ColumnMap(source="when", date="dmy"),
    "value": ColumnMap(source="n", number="comma"),
}
WHERE = (Where("live", "in", ("Yes",)),)
MAPPINGS = [
    TableMap("usage", COLUMNS),
    TableMap("usage", COLUMNS, where=WHERE, latest=Latest(("id", "who"), "when")),
    *(
        TableMap("usage", COLUMNS, where=WHERE, usage=UsageShape(combine=how, monthly=monthly))
        for how in ("sum", "max", "last", "distinct")
        for monthly in ("", "last day", "spread")
    ),
    TableMap(
        "usage",
        {"account_id": COLUMNS["account_id"], "day": COLUMNS["day"],
         "value": ColumnMap(number="comma")},
        usage=UsageShape(wide={"n": "n", "id": "ids"}),
    ),
    TableMap(
        "surveys",
        {"response_id": ColumnMap(digest=("id", "when", "n")), "account_id": COLUMNS["account_id"],
         "kind": ColumnMap(constant="ces"), "rating": COLUMNS["value"], "day": COLUMNS["day"],
         "comment": ColumnMap(text="{id}: {live}")},
    ),
    TableMap(
        "outcomes",
        {"account_id": COLUMNS["account_id"], "day": COLUMNS["day"],
         "kind": ColumnMap(constant="churned")},
        distinct=True,
    ),
]  # fmt: skip


def made(rows: list[tuple[str, ...]], mapping: TableMap, size: int, zone: ZoneInfo) -> Result:
    return foreign.convert(
        foreign.table("x.csv", HEADER, rows), mapping, PEOPLE, size=size, zone=zone
    )


@settings(max_examples=200)
@given(RECORDS, st.sampled_from(MAPPINGS), st.integers(1, 30), ZONES)
def test_the_size_of_chunks_does_not_matter_and_every_row_can_be_read(
    rows: list[tuple[str, ...]], mapping: TableMap, size: int, zone: ZoneInfo
) -> None:
    whole, parts = made(rows, mapping, 1_000, zone), made(rows, mapping, size, zone)
    assert whole == parts
    reader = RowReader(BY_NAME[mapping.table], whole.header, zone)
    for cells in whole.cells:
        found = reader.read("x", 1, cells)
        assert isinstance(found, Row) or found.column == "rating"


@given(RECORDS, st.sampled_from(MAPPINGS), st.integers(1, 8))
def test_what_is_remembered_does_not_matter(
    rows: list[tuple[str, ...]], mapping: TableMap, size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        ample = made(rows, mapping, size, UTC)
        patch.setattr(styles, "_MOST", 1)
        patch.setattr(where, "_MOST", 1)
        patch.setattr(whom, "_MOST", 1)
        assert made(rows, mapping, size, UTC) == ample


@given(RECORDS)
def test_sums_equal_a_plain_dictionary(rows: list[tuple[str, ...]]) -> None:
    long = made(rows, TableMap("usage", COLUMNS), 1_000, UTC)
    expected: dict[tuple[str, str, str], float] = {}
    for account, metric, day, value in long.cells:
        key = (account, metric, day)
        expected[key] = expected.get(key, 0.0) + float(value)
    summed = made(rows, TableMap("usage", COLUMNS, usage=UsageShape(combine="sum")), 7, UTC)
    assert {tuple(row[:3]): float(row[3]) for row in summed.cells} == expected
    assert len(summed.cells) == len(expected)
    assert summed.refused == long.refused


@given(RECORDS)
def test_distinct_once_is_distinct_twice(rows: list[tuple[str, ...]]) -> None:
    once = made(rows, MAPPINGS[-1], 1_000, UTC)
    assert len({tuple(row) for row in once.cells}) == len(once.cells)
    header = list(once.header)
    again = identity(BY_NAME["outcomes"], header)
    twice = TableMap(again.table, again.columns, distinct=True)
    if once.cells:
        file = Foreign(foreign.table("y.csv", header, []).raw, once.cells)
        assert foreign.convert(file, twice, ANYONE).cells == once.cells


@given(RECORDS)
def test_made_up_ids_are_unique_and_do_not_hang_on_who_is_known(
    rows: list[tuple[str, ...]],
) -> None:
    mapping = MAPPINGS[-2]
    some = made(rows, mapping, 5, UTC)
    file = foreign.table("x.csv", HEADER, rows)
    everyone = foreign.convert(file, mapping, ANYONE)
    ids = {line: row[0] for line, row in zip(everyone.lines, everyone.cells, strict=True)}
    assert len(set(ids.values())) == len(ids)
    told = {line: row[0] for line, row in zip(some.lines, some.cells, strict=True)}
    told |= {one.line: one.cells["response_id"] for one in some.waiting}
    assert told.items() <= ids.items()
