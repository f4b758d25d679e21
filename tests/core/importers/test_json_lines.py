"""JSON Lines by the block against each line by itself: the same cells, lines and broken ones."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.records import Broken
from healthdesk.core.importers.json_data import decode, lines
from healthdesk.core.importers.json_data.decode import BrokenJsonError
from healthdesk.core.importers.json_data.flatten import Record, flatten
from healthdesk.core.importers.json_data.lines import Piece

KEYS = st.sampled_from(["id", "a", "a.b", "b", "", 'q":', "id "])
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(['":', "\u2028", "x\ny", "-0", "1.50"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
RECORDS = st.dictionaries(KEYS, VALUES, max_size=4)
ALIKE = st.lists(st.fixed_dictionaries({"id": LEAVES, "a": st.fixed_dictionaries({"b": LEAVES})}))
ODD = st.sampled_from(
    ["", "  ", "{", '{"a": 1, "a": 2}', '{"a": -0}', '{"a": NaN}', "[1, 2]", '{"a": 1.50}', "7"]
)
WRITTEN = st.one_of(
    st.lists(st.one_of(RECORDS.map(json.dumps), ODD), max_size=12),
    ALIKE.map(lambda records: [json.dumps(one, separators=(",", ":")) for one in records]),
)


def by_block(text):
    told = []
    for one in lines.pieces(io.StringIO(text, newline="\n")):
        if isinstance(one, Piece):
            rows = zip(*one.columns.values(), strict=True) if one.columns else [()] * len(one.lines)
            told += [
                (line, dict(zip(one.columns, row, strict=True)))
                for line, row in zip(one.lines, rows, strict=True)
            ]
        elif isinstance(one, Record):
            told.append((one.line, one.cells))
        else:
            told.append((one.line, one.reason))
    return told


def by_line(text):
    told = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                told.append((number, flatten(decode.one(line))))
            except BrokenJsonError as error:
                told.append((number, str(error)))
    return told


@given(WRITTEN, st.sampled_from(["", "\n"]), st.sampled_from([10, 60, 1 << 17]))
def test_blocks_say_what_lines_say(written, end, letters):
    text = "\n".join(written) + end
    kept, lines.BLOCK = lines.BLOCK, letters
    try:
        assert by_block(text) == by_line(text)
    finally:
        lines.BLOCK = kept


def test_records_of_one_shape_come_as_columns():
    text = '{"a":{"b":1.50},"c":"x"}\n{"a":{"b":2},"c":null}\n'
    (piece,) = lines.pieces(io.StringIO(text))
    assert isinstance(piece, Piece)
    assert piece.columns == {"a.b": ["1.50", "2"], "c": ["x", ""]}


def test_a_line_that_never_ends_is_told(monkeypatch):
    monkeypatch.setattr(decode, "LONGEST", 40)
    monkeypatch.setattr(lines, "BLOCK", 8)
    long = json.dumps({"a": "x" * 100})
    found = list(lines.pieces(io.StringIO(f'{{"a": 1}}\n{long}\n{{"a": 2}}\n')))
    assert [type(one) for one in found] == [Piece, Broken, Piece]
    assert found[1].line == 2
