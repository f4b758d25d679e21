"""Parquet files: types as text, structures as columns, damaged files as sentences."""

from __future__ import annotations

import builtins
import random

import duckdb
import pytest

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import open_place, parquet

KINDS = {
    "id": ("12::bigint", "12"),
    "text": ("'00123'", "00123"),
    "small": ("0.1::float", "0.1"),
    "money": ("10.50::decimal(12,2)", "10.50"),
    "day": ("date '2024-03-05'", "2024-03-05"),
    "moment": ("timestamp '2024-03-05 04:14:00'", "2024-03-05T04:14:00"),
    "instant": ("timestamptz '2024-03-05 04:14:00+02'", "2024-03-05T02:14:00+00:00"),
    "fine": ("timestamp_ns '2024-03-05 04:14:00.5'", "2024-03-05T04:14:00.500000"),
    "list": ("[1, 2, null]", "1;2;"),
    "records": ("[{'q': 1}]", '[{"q": 1}]'),
    "flag": ("true", "true"),
    "nothing": ("null::varchar", ""),
    "clock": ("time '04:14:00'", "04:14:00"),
    "span": ("interval 26 hour", "26:00:00"),
    "odd": ("'nan'::double", ""),
}


def write(path, select):
    with duckdb.connect() as base:
        base.execute("SET TimeZone='UTC'")
        base.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


def read(path):
    raw = parquet.open_part(str(path), "", Reading())
    chunks = list(parquet.chunks(raw, 5_000))
    return raw, [row for one in chunks for row in one.cells], chunks


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_value(kind, tmp_path):
    sql, told = KINDS[kind]
    raw, cells, _ = read(write(tmp_path / "k.parquet", f'SELECT {sql} AS "{kind}"'))
    assert (raw.header, cells) == ((kind,), [[told]])


def test_structures_become_columns(tmp_path):
    path = write(tmp_path / "s.parquet", "SELECT {'a': 1, 'b': {'c d': 'y', 'e': [1, 2]}} AS s")
    raw, cells, _ = read(path)
    assert (raw.header, cells) == (("s.a", "s.b.c d", "s.b.e"), [["1", "y", "1;2"]])


def test_rows_stream_in_the_order_of_the_file(tmp_path):
    path = write(tmp_path / "m.parquet", "SELECT i AS n FROM range(12000) t(i)")
    raw, cells, chunks = read(path)
    assert open_place(str(path))[0] == raw
    assert raw.about == 12_000
    assert [row[0] for row in cells] == [str(n) for n in range(12_000)]
    assert [len(one.cells) for one in chunks] == [5_000, 5_000, 2_000]
    assert chunks[1].lines[0] == 5_002


def test_a_name_that_looks_like_a_pattern_means_itself(tmp_path):
    write(tmp_path / "x1.parquet", "SELECT 'other' AS a")
    path = write(tmp_path / "x[1].parquet", "SELECT 'this' AS a")
    assert read(path)[1] == [["this"]]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\0" * 500, b"no parquet at all"])
def test_what_is_no_parquet_is_told(data, tmp_path):
    path = tmp_path / "odd.parquet"
    path.write_bytes(data)
    with pytest.raises(BadImport, match=r"odd\.parquet cannot be read as Parquet") as told:
        open_place(str(path), Reading(format="parquet"))
    assert str(tmp_path) not in str(told.value)


def test_changed_bytes_never_do_more_than_a_sentence(tmp_path):
    path = write(
        tmp_path / "c.parquet", "SELECT i AS n, 'x' || i AS s, [i] AS l FROM range(500) t(i)"
    )
    good = path.read_bytes()
    chance = random.Random(7)
    refused = 0
    for _ in range(60):
        data = bytearray(good)
        for _ in range(chance.choice((1, 3, 10))):
            data[chance.randrange(4, len(data) - 4)] = chance.randrange(256)
        path.write_bytes(data)
        try:
            read(path)
        except BadImport:
            refused += 1
    assert refused > 0


def test_without_its_reader_it_says_what_to_install(tmp_path, monkeypatch):
    path = write(tmp_path / "a.parquet", "SELECT 1 AS a")
    load = builtins.__import__

    def without(name, *more):
        if name == "duckdb":
            raise ImportError(name)
        return load(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadImport, match=r"pip install healthdesk\[parquet\]"):
        parquet.parts(str(path), Reading())
