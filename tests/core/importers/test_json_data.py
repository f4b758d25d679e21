"""JSON and JSON Lines: every shape that records come in, and what is no JSON."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import json_data, open_place
from healthdesk.core.importers.json_data import decode

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "csv"
SPECTRUM = tuple(sorted((SHARED / "csv-spectrum" / "json").glob("*.json")))
TWINS = (
    (
        ("testjson.json", "testjson_converted.csv"),
        ("testjson_multiline.json", "testjson_multiline_converted.csv"),
        ("testjson_nested.json", "testjson_nested_converted.csv"),
        ("test_geojson.json", "test_geojson.csv"),
    )
    if SHARED.is_dir()
    else ()
)


def read(path: Path, part: str = ""):
    raw = json_data.open_part(str(path), part, Reading())
    cells, lines, broken = [], [], []
    for chunk in json_data.chunks(raw, 3):
        cells.extend(chunk.cells)
        lines.extend(chunk.lines)
        broken.extend(chunk.broken)
    return raw, cells, lines, broken


def write(tmp_path: Path, text: str, name: str = "f.json") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def same(cell: str) -> object:
    """A cell as what it means: True and true, 4:14:00 and 04:14:00, JSON as its value."""
    told = cell.strip().lower()
    if told[1:2] == ":":
        return "0" + told
    try:
        return json.loads(told)
    except ValueError:
        return told


@pytest.mark.parametrize(("file", "twin"), TWINS)
def test_a_file_says_what_its_twin_says(file, twin):
    raw, cells, _, broken = read(SHARED / "csvkit" / file)
    with (SHARED / "csvkit" / twin).open(encoding="utf-8", newline="") as stream:
        header, *wanted = list(csv.reader(stream))
    assert {name.replace("/", ".") for name in header} == set(raw.header)
    order = [raw.header.index(name.replace("/", ".")) for name in header]
    assert [[same(row[at]) for at in order] for row in cells] == [
        [same(cell) for cell in row] for row in wanted
    ]
    assert broken == []


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_the_spectrum_is_read_as_it_is(path):
    wanted = json.loads(path.read_text(encoding="utf-8"))
    raw, cells, _, _ = read(path)
    assert [dict(zip(raw.header, row, strict=True)) for row in cells] == (
        wanted if isinstance(wanted, list) else [wanted]
    )


def test_mixpanels_raw_export(tmp_path):
    lines = (
        '{"event":"Sign up","properties":{"time":1741500000,"distinct_id":"u1","$insert_id":"a"}}\n'
        "\n"
        '{"event":"Login","properties":{"time":1741500001,"tags":["x","y"],"big":12345678901234567890}}'
    )
    path = write(tmp_path, lines, "export.jsonl")
    raw, cells, at, _ = read(path)
    assert raw.told == "JSON Lines"
    assert raw.header == (
        "event",
        *("properties.time", "properties.distinct_id", "properties.$insert_id"),
        *("properties.tags", "properties.big"),
    )
    assert cells[1] == ["Login", "1741500001", "", "", "x;y", "12345678901234567890"]
    assert at == [1, 3]


@pytest.mark.parametrize(
    ("text", "header", "cells"),
    [
        ('[{"a":1.50,"b":null}]', ("a", "b"), [["1.50", ""]]),
        ('{"data":[{"a":1},{"a":2}],"page":3}', ("a",), [["1"], ["2"]]),
        ('{"r":{"items":[{"a":1}]}}', ("a",), [["1"]]),
        ('{"x":{"a":1},"y":{"a":2}}', ("key", "a"), [["x", "1"], ["y", "2"]]),
        ('{"a":1,"b":[true,false]}', ("a", "b"), [["1", "true;false"]]),
        ('{"a":1}\n{"a":2}', ("a",), [["1"], ["2"]]),
        ('{\n"a":1}\n{\n"a":2}', ("a",), [["1"], ["2"]]),
        ('[{"a":[{"b":1.0}]}]', ("a",), [['[{"b": 1.0}]']]),
        ('[{"a":{"b":1}},{"a":null}]', ("a.b",), [["1"], [""]]),
        ('[{"a":{"b":1},"a.b":2}]', ("a.b", "a.b (2)"), [["1", "2"]]),
        ('[{"a":1,"a":2}]', ("a", "a (2)"), [["1", "2"]]),
        ("[[1,2],[3,4]]", ("column 1", "column 2"), [["1", "2"], ["3", "4"]]),
        ('[{"a":NaN,"b":"NaN"}]', ("a", "b"), [["", "NaN"]]),
        ('[{"":1}]', ("column 1",), [["1"]]),
    ],
)
def test_shapes_of_records(text, header, cells, tmp_path):
    raw, found, _, broken = read(write(tmp_path, text))
    assert (raw.header, found, broken) == (header, cells, [])


def test_several_lists_are_several_tables(tmp_path):
    path = write(tmp_path, '{"users":[{"a":1}],"in":{"tickets":[{"b":2}]},"n":1}')
    assert json_data.parts(str(path), Reading()) == ("users", "in.tickets")
    raw, cells, _, _ = read(path, "in.tickets")
    assert (raw.name, raw.header, cells) == ("f.json · in.tickets", ("b",), [["2"]])


def test_a_broken_line_is_told_and_the_others_are_read(tmp_path):
    path = write(tmp_path, '{"a":1}\n{"a":\n[1\n{"a":4}\n', "f.jsonl")
    _, cells, lines, broken = read(path)
    assert (cells, lines) == ([["1"], ["4"]], [1, 4])
    assert [one.line for one in broken] == [2, 3]
    assert all("it is no JSON" in one.reason for one in broken)


def test_a_list_that_is_cut_gives_what_is_whole(tmp_path):
    _, cells, _, broken = read(write(tmp_path, '[{"a":1},{"a":2},{"a"'))
    assert cells == [["1"], ["2"]]
    assert broken[0].line == 4
    assert "all after it cannot be read" in broken[0].reason


@pytest.mark.parametrize("deep", [100, 100_000])
def test_values_too_deep_break_only_their_record(deep, tmp_path):
    text = '{"a":1}\n{"a":' + "[" * deep + "]" * deep + '}\n{"a":3}'
    _, cells, _, broken = read(write(tmp_path, text, "f.jsonl"))
    assert cells == [["1"], ["3"]]
    assert "too deep" in broken[0].reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read"),
        ("[]", "no records"),
        ("", "cannot be read"),
        ('{"a":"\\ud800', "cannot be read"),
        ("[" + ",".join(f'{{"k{n}":1}}' for n in range(2_100)) + "]", "different keys"),
    ],
)
def test_what_is_no_table_of_records_is_told(text, words, tmp_path):
    with pytest.raises(BadImport, match=words) as told:
        read(write(tmp_path, text))
    assert "f.json" in told.value.sentence


def test_other_encodings_and_packed_files(tmp_path):
    text = '[{"name":"Ä"}]'
    for name, data in (
        ("bom.json", b"\xef\xbb\xbf" + text.encode()),
        ("wide.json", text.encode("utf-16")),
        ("packed.json.gz", gzip.compress(text.encode())),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert open_place(str(path))[0].reading.format == "json_data"
        assert read(path)[1] == [["Ä"]]
    latin = tmp_path / "latin.json"
    latin.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadImport, match="not in UTF-8"):
        read(latin)


def test_a_packed_file_that_never_ends_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(decode, "HARMLESS", 1_000_000)
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a":1}\n' * 2_000_000))
    with pytest.raises(BadImport, match="200 times"):
        read(path)
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b'{"a":1}\n' * 100)[:-12])
    with pytest.raises(BadImport, match="cannot be unpacked"):
        read(cut)


def test_a_document_must_be_small_a_list_need_not(tmp_path, monkeypatch):
    monkeypatch.setattr(decode, "WHOLE", 1_000)
    monkeypatch.setattr(decode, "BLOCK", 64)
    rows = ",".join(f'{{"a":"{"é" * (n % 40)}","n":{n}}}' for n in range(500))
    _, cells, lines, _ = read(write(tmp_path, f" [\n{rows}\n]\n"))
    assert [row[1] for row in cells] == [str(n) for n in range(500)]
    assert lines == list(range(2, 502))
    with pytest.raises(BadImport, match="JSON Lines"):
        read(write(tmp_path, f'{{"data":[{rows}]}}'))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(max_size=3), VALUES, min_size=1), min_size=1, max_size=6))
def test_a_list_and_its_lines_say_the_same(tmp_path_factory, records):
    folder = tmp_path_factory.mktemp("same")
    one = write(folder, json.dumps(records))
    other = write(folder, "\n".join(map(json.dumps, records)), "f.jsonl")
    try:
        raw, cells, _, broken = read(one)
    except BadImport:  # every record is {"": {}}: nothing to name a column by
        return
    assert broken == []
    if len(records) > 1:
        assert (raw.header, cells) == (read(other)[0].header, read(other)[1])
    assert len(set(raw.header)) == len(raw.header)
    assert all(len(row) == len(raw.header) for row in cells)
